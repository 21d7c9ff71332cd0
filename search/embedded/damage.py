"""How is damage told? With the file, the cause, and the next step."""

import shlex
from pathlib import Path

from search.errors import IndexDamaged
from search.regular import MAX_CAUSE_CHARACTERS, cause_of


def damaged(file: Path, cause: str) -> IndexDamaged:
    """Return the error for a file in an archive's folder."""
    return IndexDamaged(
        f"{file}: the archive cannot be read ({cause[:MAX_CAUSE_CHARACTERS]}); index again with "
        f"“{command(file.parent, 'FOLDER --rebuild')}”"
    )


def unreadable(file: Path, error: Exception) -> IndexDamaged:
    """Return the error for a file that cannot be read, with the cause that an exception tells."""
    if isinstance(error, PermissionError):
        return IndexDamaged(f"{file}: this user may not read it; allow that, then try again")
    return damaged(file, cause_of(error))


def command(folder: Path, arguments: str) -> str:
    """Return the indexer's command line for the archive in a folder, as a shell takes it."""
    return f"backfile index {arguments} --index {shlex.quote(str(folder))}"
