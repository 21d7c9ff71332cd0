"""Which scripts has a page? One file with all that pages share, so that a browser asks once."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response

from web.page_links import address

#: The scripts of every page, in the order in which they run: each may use those before it.
SCRIPTS = ("backfile", "place", "suggest", "finder", "keys", "saved", "save", "timeline", "aside")
#: Name under which they are sent as one.
FILENAME = "page.js"
_DIGEST_CHARACTERS = 12


def init_app(app: Flask) -> None:
    """Answer with the scripts as one among the static files, and tell templates its address."""
    of_files = app.view_functions["static"]

    def static(filename: str) -> Any:
        if filename == FILENAME:
            return Response(joined(), mimetype="text/javascript")
        return of_files(filename=filename)

    app.view_functions["static"] = static
    app.jinja_env.globals.update(scripts_url=scripts_url)


def scripts_url() -> str:
    """Return the address of the scripts of every page; it changes with their content."""
    return address("static", filename=FILENAME, v=_digest())


@cache
def joined() -> str:
    """Return the scripts of every page as one.

    Each has a block of its own, but the first one, whose `backfile` the others use.
    """
    folder = Path(__file__).parent / "static"
    first, *others = [(folder / f"{name}.js").read_text("utf-8") for name in SCRIPTS]
    return "\n".join([first, *(f"{{\n{text}}}\n" for text in others)])


@cache
def _digest() -> str:
    return hashlib.sha256(joined().encode()).hexdigest()[:_DIGEST_CHARACTERS]
