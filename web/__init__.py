"""What does the archive look like on the web? An application of pages, JSON and feeds.

>>> from web import create_app
>>> app = create_app({"INDEX": "backfile-index"})

Any WSGI server runs it: `BACKFILE_INDEX=… granian --interface wsgi --factory web:create_app`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from web.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """Import the application when it is first used: `backfile --help` needs no Flask."""
    if name == "create_app":
        from web.app import create_app

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
