"""What made the items of an archive? If other code did, or another table, all is read again."""

from indexer.read.outlets import Outlets
from indexer.sync.manifest import READER, Manifest
from indexer.sync.notes import OTHER_OUTLETS, OTHER_READER


def made_by(outlets: Outlets) -> str:
    """Return a name for the code and the table of outlets that make items of files."""
    return f"{READER} {outlets.fingerprint}"


def doubt_if_made_by_another(manifest: Manifest, maker: str, notes: list[str]) -> bool:
    """Tell whether other code or another table made the items; then believe nothing, and say so."""
    if manifest.made_by == maker:
        return False
    reader, _, _ = manifest.made_by.partition(" ")
    if reader:
        notes.append(OTHER_OUTLETS if reader == READER else OTHER_READER)
    manifest.doubt()
    return True
