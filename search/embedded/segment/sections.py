"""How does a segment lie on disk? As named arrays in one file, with a checksum for each chunk.

The directory at the file's end (`directory.py`) lists them, with a CRC-32 for each CHUNK_BYTES of
an array. A reader maps the file, uses arrays in place, and checks each chunk before it is first
read: so opening costs nothing, and no damaged byte is taken for a sound one.
"""

import mmap
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from search import regular
from search.embedded.damage import damaged
from search.embedded.segment.directory import ALIGNMENT_BYTES, CHUNK_BYTES, MAGIC, Directory
from search.whole_numbers import Array

#: Bytes of a section that are held in memory while it is written piece by piece.
SPOOL_BYTES = 1 << 23


class Piecemeal:
    """A section that is made piece by piece; in memory while it is small, else in a file."""

    def __init__(self, dtype: npt.DTypeLike, folder: Path) -> None:
        self.dtype = np.dtype(dtype).newbyteorder("<")
        self._file = SpooledTemporaryFile(SPOOL_BYTES, dir=str(folder))  # noqa: SIM115
        self.length = 0

    def add(self, values: npt.ArrayLike | bytes) -> None:
        """Append values, cast to the section's dtype."""
        data = values if isinstance(values, bytes) else np.asarray(values, self.dtype).tobytes()
        self._file.write(data)
        self.length += len(data) // self.dtype.itemsize

    def chunks(self, dtype: npt.DTypeLike) -> Iterator[bytes]:
        """Yield the section's bytes cast to a dtype, a chunk at a time; then it is gone."""
        dtype = np.dtype(dtype)
        size = CHUNK_BYTES // dtype.itemsize * self.dtype.itemsize
        with self._file as file:
            file.seek(0)
            while chunk := file.read(size):
                if dtype != self.dtype:
                    chunk = np.frombuffer(chunk, self.dtype).astype(dtype).tobytes()
                yield chunk


class SectionsWriter:
    """Writes the sections of one file, in any order. Removes the file at an exception."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.meta: dict[str, Any] = {}
        self._sections: dict[str, tuple[int, int, str, list[int]]] = {}

    def __enter__(self) -> Self:
        self._file = self.path.open("xb")
        self._written = self._file.write(MAGIC)  # the file's tell() asks the system each time
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        is_whole = False
        try:
            with self._file:  # close() can fail, too: it writes what is still buffered
                if kind is None:
                    self._finish()
            is_whole = kind is None
        finally:
            if not is_whole:
                self.path.unlink(missing_ok=True)

    def write(self, name: str, values: npt.ArrayLike | bytes) -> None:
        """Write a section at once; bytes count as an array of uint8."""
        if isinstance(values, bytes):
            values = np.frombuffer(values, np.uint8)
        array = np.ascontiguousarray(values)
        dtype = array.dtype.newbyteorder("<")
        data = array.astype(dtype, copy=False).view(np.uint8).data
        self._write(
            name,
            dtype.str,
            (data[start : start + CHUNK_BYTES] for start in range(0, len(data), CHUNK_BYTES)),
        )

    def take(self, name: str, section: Piecemeal, dtype: npt.DTypeLike | None = None) -> None:
        """Write a section that was made piece by piece, cast to a dtype if one is given."""
        final = np.dtype(dtype or section.dtype)
        self._write(name, final.str, section.chunks(final))

    def piecemeal(self, dtype: npt.DTypeLike) -> Piecemeal:
        """Return a section to make piece by piece, and to `take` then."""
        return Piecemeal(dtype, self.path.parent)

    def _write(self, name: str, dtype: str, chunks: Iterable[bytes | memoryview]) -> None:
        self._written += self._file.write(bytes(-self._written % ALIGNMENT_BYTES))
        offset, checks = self._written, []
        for chunk in chunks:
            checks.append(zlib.crc32(chunk))
            self._written += self._file.write(chunk)
        self._sections[name] = (offset, self._written - offset, dtype, checks)

    def _finish(self) -> None:
        directory = Directory(self.path.name, self.meta, self._sections)
        self._file.write(directory.packed(self._written))


class _Section:
    """One mapped array, and which of its chunks are still unchecked."""

    __slots__ = ("_bytes", "_checks", "_unchecked", "array")

    def __init__(self, data: memoryview, dtype: str, checks: list[int]) -> None:
        self.array: Array = np.frombuffer(data, dtype)
        self._bytes = data
        self._checks = checks
        self._unchecked = bytearray(b"\1" * len(checks))

    def check(self, start: int, end: int) -> bool:
        """Check those chunks of a range of bytes that never were; tell whether all are sound."""
        first, last = start // CHUNK_BYTES, -(-end // CHUNK_BYTES)
        while (number := self._unchecked.find(1, first, last)) >= 0:
            chunk = self._bytes[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]
            if zlib.crc32(chunk) != self._checks[number]:
                return False
            self._unchecked[number] = 0
        return True


class Sections:
    """The sections of a file, read in place. May be shared by all threads.

    Raises IndexDamaged where the file is not a segment, or a chunk is not what was written.
    """

    def __init__(
        self, path: Path, are_kept: Callable[[str, Array, Mapping[str, int]], bool] | None = None
    ) -> None:
        """Open a file. `are_kept` tells of a section that is read whole if it may have its values.

        It is given the section's name, its array, and how long the arrays of all sections are.
        """
        self.path = path
        self._are_kept = are_kept
        #: The sections of which that is not known yet.
        self._unlooked = set[str]()
        with regular.opened(path) as file:
            directory = Directory.read(file, path)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        whole = memoryview(self._map)
        self.directory = directory
        self.meta: dict[str, Any] = directory.meta
        self._end = directory.end
        self._extents: list[tuple[int, int]] = []
        self._sections: dict[str, _Section] = {}
        for name, (start, size, dtype, checks) in directory.sections.items():
            if size % np.dtype(dtype).itemsize or len(checks) != -(-size // CHUNK_BYTES):
                raise damaged(path, f"{name} is not of its size")
            self._extents.append((start, start + size))
            self._sections[name] = _Section(whole[start : start + size], dtype, checks)
        self._lengths = {name: len(section.array) for name, section in self._sections.items()}
        if are_kept:
            self._unlooked.update(self._sections)

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def names(self) -> list[str]:
        """Return the names of all sections."""
        return list(self._sections)

    def sizes(self) -> dict[str, int]:
        """Return how many bytes each section has."""
        return {name: section.array.nbytes for name, section in self._sections.items()}

    def whole(self, name: str) -> Array:
        """Return an array once all of it is checked."""
        section = self._sections[name]
        if not section.check(0, section.array.nbytes):
            raise damaged(self.path, f"{name} is not what was written")
        if name in self._unlooked:
            if self._are_kept and not self._are_kept(name, section.array, self._lengths):
                raise damaged(self.path, f"{name} has values that no segment has")
            self._unlooked.discard(name)
        return section.array

    def opened(self, name: str) -> Callable[[int, int], Array]:
        """Return a function (start, end) that returns these values of an array, checked."""
        section = self._sections[name]
        array, width = section.array, section.array.itemsize

        def part(start: int, end: int) -> Array:
            if not section.check(start * width, end * width):
                raise damaged(self.path, f"{name} is not what was written")
            return array[start:end]

        return part

    def forget(self) -> None:
        """Let go of the memory of what was read; whoever needs it again reads it anew."""
        if hasattr(mmap, "MADV_DONTNEED"):  # not on Windows
            self._map.madvise(mmap.MADV_DONTNEED)

    def check(self) -> None:
        """Read every byte of the file. Raises IndexDamaged where one is not what was written."""
        for name in self._sections:
            self.whole(name)
        end = len(MAGIC)
        for start, following in [*sorted(self._extents), (self._end, self._end)]:
            if any(self._map[end:start]):
                raise damaged(self.path, "there is something between its sections")
            end = following
