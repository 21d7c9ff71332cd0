"""Which engine keeps the archive at an address?"""

import os
from collections.abc import Callable

from search.engine import Opener


def _folder() -> Opener:
    from search.embedded.engine import FolderEngine

    return FolderEngine


#: The scheme of an address (`scheme://...`) -> what loads its engine.
ENGINES: dict[str, Callable[[], Opener]] = {}


def opener(address: str | os.PathLike[str]) -> Opener:
    """Return what opens an archive: a folder's engine unless the address has a known scheme.

    Nothing of an engine is imported before it is asked for.
    """
    scheme, _, rest = os.fspath(address).partition("://")
    return ENGINES.get(scheme if rest else "", _folder)()
