"""How does a list of a million files that were read fit into memory? As columns of numbers."""

import sys
from array import array
from collections.abc import Callable, Collection, Container, Iterable, Iterator, MutableMapping
from datetime import date
from hashlib import blake2b
from itertools import compress
from typing import NamedTuple

#: Bytes of the hash of a file's content.
HASH_BYTES = 16
_NO_HASH = bytes(HASH_BYTES)
#: Nanoseconds from 1970, either way, that a column holds. A time further away is noted as this, so
#: that it never equals the file's: every run reads such a file.
_LATEST = (1 << 63) - 1


def digest(data: bytes) -> str:
    """Return the hash of a file's content, HASH_BYTES in hex."""
    return blake2b(data, digest_size=HASH_BYTES).hexdigest()


class File(NamedTuple):
    """A file as it was read.

    `root` is an index into `Manifest.roots`. `size` is in bytes, -1 if the next run must read the
    file in any case; `mtime` is in nanoseconds; `hash` is HASH_BYTES in hex, or empty. `has_item`
    tells whether the archive got an item of it. `gone` is the day on which a run did not find the
    file any more (ISO), empty while it is there.
    """

    root: int
    size: int
    mtime: int
    hash: str
    has_item: bool
    gone: str = ""


class Files(MutableMapping[str, File]):
    """A mapping from the id of an item to the File it was read from.

    Nearly all of a million files are only compared with what is on the disk, by `Marks`: no File
    object is made of them.
    """

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._roots, self._sizes, self._mtimes, self._gone = (array("q") for _ in range(4))
        self._has_item, self._hashes = bytearray(), bytearray()

    def __getitem__(self, item_id: str) -> File:
        row = self._rows[item_id]
        gone, digest = self._gone[row], self._hash(row)
        return File(
            self._roots[row],
            self._sizes[row],
            self._mtimes[row],
            "" if digest == _NO_HASH else digest.hex(),
            bool(self._has_item[row]),
            date.fromordinal(gone).isoformat() if gone else "",
        )

    def __setitem__(self, item_id: str, file: File) -> None:
        gone = date.fromisoformat(file.gone).toordinal() if file.gone else 0
        digest = bytes.fromhex(file.hash) or _NO_HASH
        row = self._rows.setdefault(item_id, len(self._sizes))
        if row == len(self._sizes):
            for column in self._numbers():
                column.append(0)
            self._has_item.append(0)
            self._hashes += _NO_HASH
        self._roots[row], self._sizes[row] = file.root, file.size
        self._mtimes[row] = max(-_LATEST, min(file.mtime, _LATEST))
        self._gone[row], self._has_item[row] = gone, file.has_item
        # Assign through a memoryview: a bytearray would silently change its length.
        memoryview(self._hashes)[row * HASH_BYTES : (row + 1) * HASH_BYTES] = digest

    def __delitem__(self, item_id: str) -> None:
        self._has_item[self._rows.pop(item_id)] = 0  # `packed` leaves its row out

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._rows

    def doubt(self) -> None:
        """Have the next run read all files."""
        self._sizes = array("q", [-1]) * len(self._sizes)

    def doubt_items(self, held: Container[str]) -> None:
        """Have the next run read the files with an item, except those whose id is among `held`."""
        for item_id, row in self._rows.items():
            if self._has_item[row] and item_id not in held:
                self._sizes[row] = -1

    def kept(self) -> dict[str, File]:
        """Return the files that are gone and whose items were kept, by the ids of these."""
        if not any(self._gone):  # in most archives
            return {}
        return {item_id: self[item_id] for item_id, row in self._rows.items() if self._gone[row]}

    def packed(self) -> list[bytes]:
        """Return the columns: ids, each ended by a NUL, which no path holds; numbers; the rest."""
        if len(self._rows) < len(self._sizes):
            self._drop_deleted_rows()
        ids = "\0".join([*self._rows, ""]).encode()
        numbers = (_little_endian(column.tobytes()) for column in self._numbers())
        return [ids, *numbers, bytes(self._has_item), bytes(self._hashes)]

    @classmethod
    def unpacked(cls, columns: Iterable[bytes]) -> "Files":
        """Return the files of columns that `packed` made. Raises ValueError for any others."""
        files = cls()
        ids, *numbers, has_item, hashes = columns
        for column, held in zip(files._numbers(), numbers, strict=True):
            column.frombytes(_little_endian(held))
        files._has_item += has_item
        files._hashes += hashes
        names = ids.decode().split("\0")[:-1]
        files._rows = dict(zip(names, range(len(names)), strict=True))
        lengths = {*map(len, (names, files, has_item, *files._numbers())), len(hashes) / HASH_BYTES}
        if len(lengths) > 1:
            raise ValueError("columns of different lengths")
        return files

    def check(self, roots: int) -> None:
        """Raise ValueError unless all values are those of files below `roots` roots."""
        days = {*self._gone}
        if (
            not {*self._roots} <= {*range(roots)}
            or not {*self._has_item} <= {0, 1}
            or not all(0 <= day <= date.max.toordinal() for day in days)
        ):
            raise ValueError("it has values that no file has")

    def _numbers(self) -> tuple["array[int]", ...]:
        return self._roots, self._sizes, self._mtimes, self._gone

    def _hash(self, row: int) -> bytes:
        return bytes(self._hashes[row * HASH_BYTES : (row + 1) * HASH_BYTES])

    def _drop_deleted_rows(self) -> None:
        rows = list(self._rows.values())
        self._hashes = bytearray(b"".join(map(self._hash, rows)))
        self._has_item = bytearray(map(self._has_item.__getitem__, rows))
        self._roots, self._sizes, self._mtimes, self._gone = (
            array("q", map(column.__getitem__, rows)) for column in self._numbers()
        )
        self._rows = dict(zip(self._rows, range(len(rows)), strict=True))


class Marks(Collection[str]):
    """The ids of the files that a run finds unchanged.

    Each is marked once. Do not ask after files were added to, or deleted from, the mapping.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._marks = bytearray(len(files._sizes))

    def marker(self, root: int) -> Callable[[str, int, int], bool]:
        """Return a function of id, size and mtime that marks a file of a root if unchanged.

        The function tells whether it marked the file. It does not mark a file that must be read in
        any case, that was gone, or that is marked already.
        """
        files, marks = self._files, self._marks
        rows, roots, sizes, mtimes = files._rows, files._roots, files._sizes, files._mtimes
        gone = files._gone

        def mark(item_id: str, size: int, mtime: int) -> bool:
            row = rows.get(item_id)
            if (
                row is None
                or mtimes[row] != mtime
                or sizes[row] != size
                or roots[row] != root
                or gone[row]
                or marks[row]
            ):
                return False
            marks[row] = 1
            return True

        return mark

    def __len__(self) -> int:
        return self._marks.count(1)

    def __contains__(self, item_id: object) -> bool:
        row = self._files._rows.get(item_id)  # type: ignore[call-overload]
        return row is not None and self._marks[row] == 1

    def __iter__(self) -> Iterator[str]:
        rows = self._files._rows
        return compress(rows, map(self._marks.__getitem__, rows.values()))

    def root(self, item_id: str) -> int:
        """Return the root of a file, by the id of its item."""
        return self._files._roots[self._files._rows[item_id]]

    def item_count(self) -> int:
        """Return how many of the marked files have an item in the archive."""
        marks, has_item = map(int.from_bytes, (self._marks, self._files._has_item))
        return (marks & has_item).bit_count()


def _little_endian(numbers: bytes) -> bytes:
    """Swap the bytes of 64-bit numbers if this machine is not little-endian."""
    if sys.byteorder == "little":
        return numbers
    swapped = array("q", numbers)
    swapped.byteswap()
    return swapped.tobytes()
