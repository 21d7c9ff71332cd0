"""Which engine keeps the archive at an address?"""

import os
from collections.abc import Callable

from search.arguments import shown
from search.beside import Beside
from search.engine import Opener
from search.errors import EngineUnknown, WrongType


def _folder() -> Opener:
    from search.embedded.engine import FolderEngine

    return FolderEngine


def _cluster() -> Opener:
    try:
        from search.opensearch.engine import ClusterEngine
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "opensearchpy":
            raise
        raise EngineUnknown(
            "an archive on a cluster needs opensearch-py, which is not installed; "
            "pip install 'backfile[opensearch]'"
        ) from None
    return ClusterEngine


#: The scheme of an address (`scheme://...`) -> what loads its engine.
ENGINES: dict[str, Callable[[], Opener]] = {"opensearch": _cluster, "opensearchs": _cluster}


def absolute(address: str | os.PathLike[str]) -> str:
    """Return an address that means the same wherever the process goes: a folder's whole path.

    Raises WrongType for what is not a path, and EngineUnknown for one that no folder can have.
    """
    path = address if isinstance(address, str) else getattr(address, "__fspath__", lambda: None)()
    if not isinstance(path, str):
        raise WrongType(f"{shown(address)} is not a path; give a str or a pathlib.Path")
    if "\0" in path:
        raise EngineUnknown(
            f"{shown(shown_address(path))} holds a NUL character; name a folder without one"
        )
    return path if "://" in path else os.path.abspath(path)


def shown_address(address: str) -> str:
    """Return an address as it may be shown: without the user and the password that it names.

    >>> shown_address("opensearch://reader:secret@one.example:9200/news")
    'opensearch://one.example:9200/news'
    """
    scheme, colon, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if colon else address


def opener(address: str) -> Opener:
    """Return what opens an archive: a folder's engine unless the address has a scheme.

    Nothing of an engine is imported before it is asked for. Raises EngineUnknown.
    """
    scheme, colon, _ = address.partition("://")
    if not colon:
        return _folder()
    if scheme not in ENGINES:
        known = "".join(f", or an address that begins with {name}://" for name in ENGINES)
        # Behind the scheme may be a password.
        raise EngineUnknown(
            f"{scheme}://…: no engine keeps archives at such addresses; name a folder{known}"
        )
    return ENGINES[scheme]()


def beside(address: str | os.PathLike[str]) -> Beside:
    """Return what is kept beside the archive at an address, whether there is one or not.

    Raises WrongType or EngineUnknown.
    """
    return opener(absolute(address)).beside(os.fspath(address))
