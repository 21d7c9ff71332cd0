"""Which files that are gone only moved? Their bytes came under another name."""

from collections import Counter
from collections.abc import Iterable

from indexer.sync.known_files import File


class Moves:
    """The files of a run that have the bytes of files that are gone, or were so before it."""

    def __init__(self, gone: Iterable[File]) -> None:
        self._gone = {file.hash for file in gone} - {""}
        self._came: Counter[str] = Counter()

    def note(self, new_hash: str, known: File | None) -> bool:
        """Note a file that was read, and tell whether it moved; `known` is what it was before."""
        is_moved = new_hash in self._gone and (known is None or known.hash != new_hash)
        self._came[new_hash] += is_moved
        return is_moved

    def among(self, gone: Iterable[tuple[str, str]]) -> list[str]:
        """Return the ids of those files that moved, of (id, hash) of files that are gone."""
        return taken(gone, self._came)


def taken(gone: Iterable[tuple[str, str]], came: Counter[str]) -> list[str]:
    """Return the ids of files that moved: of (id, hash) those whose hash came, each hash once."""
    left, moved = Counter(came), []
    for item_id, known_hash in gone:
        if known_hash and left[known_hash]:
            left[known_hash] -= 1
            moved.append(item_id)
    return moved
