"""Which engine keeps the archive at an address?"""

import os
from collections.abc import Callable

from search.engine import Opener
from search.errors import EngineUnknown


def _folder() -> Opener:
    from search.embedded.engine import FolderEngine

    return FolderEngine


#: The scheme of an address (`scheme://...`) -> what loads its engine.
ENGINES: dict[str, Callable[[], Opener]] = {}


def opener(address: str | os.PathLike[str]) -> Opener:
    """Return what opens an archive: a folder's engine unless the address has a scheme.

    Nothing of an engine is imported before it is asked for. Raises EngineUnknown.
    """
    scheme, colon, _ = os.fspath(address).partition("://")
    if not colon:
        return _folder()
    if scheme not in ENGINES:
        known = "".join(f", or an address that begins with {name}://" for name in ENGINES)
        raise EngineUnknown(
            f"{os.fspath(address)}: no engine keeps archives at {scheme}://; name a folder{known}"
        )
    return ENGINES[scheme]()
