"""How are the items themselves stored? As lines of JSON, a few to a compressed block.

    items.blocks   uint8    the blocks, one after another
    items.ends     uint64   [n + 1] where each block ends
    items.slots    uint32   for each document: its block times DOCUMENTS_PER_BLOCK, plus its line

So a merge copies whole blocks, and writes new slots.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from search.embedded.damage import damaged
from search.embedded.segment.sections import Sections, SectionsWriter
from search.model import Item
from search.packed import unpack, unpack_state
from search.whole_numbers import Array

#: Items, and bytes of items, that end a block. Few: a page of hits decompresses one for each hit.
DOCUMENTS_PER_BLOCK = 2
BLOCK_BYTES = 1 << 12
COMPRESSION_LEVEL = 3
#: Bits of the offsets back into a block: as many as short blocks need, since a wider window takes
#: time to set up for each block.
WINDOW_BITS = 13
#: Bytes from which on a block is long: then more bits and a lower level take two thirds of the
#: time, for about the same size.
LONG_BYTES = 1 << 15
LONG_COMPRESSION_LEVEL, LONG_WINDOW_BITS = 1, 15
#: Bytes of a block once it is decompressed, far more than are ever written.
MAX_BLOCK_BYTES = 1 << 28
#: Blocks that are written or copied together: each write takes some time, however short it is.
BLOCKS_AT_A_TIME = 1 << 10


class ItemsWriter:
    """Writes the stored items of a segment."""

    def __init__(self, out: SectionsWriter) -> None:
        self._out = out
        self._blocks, self._ends = out.piecemeal("u1"), out.piecemeal("u8")
        self._ends.add([0])

    @property
    def next_slot(self) -> int:
        """The slot of the first item of the next block."""
        return (self._ends.length - 1) * DOCUMENTS_PER_BLOCK

    def add(self, items: Iterable[bytes]) -> Array:
        """Append items, a line of JSON each; return the slot of each."""
        slots: list[int] = []
        blocks: list[bytes] = []
        slot = self.next_slot
        for lines in _grouped(items):
            slots.extend(range(slot, slot + len(lines)))
            slot += DOCUMENTS_PER_BLOCK
            blocks.append(_compressed(b"\n".join(lines)))
            if len(blocks) == BLOCKS_AT_A_TIME:
                self._append(blocks)
        self._append(blocks)
        return np.array(slots, np.int64)

    def _append(self, blocks: list[bytes]) -> None:
        self._ends.add(self._blocks.length + np.cumsum(list(map(len, blocks)), dtype=np.int64))
        self._blocks.add(b"".join(blocks))
        blocks.clear()

    def copy(self, items: "StoredItems") -> None:
        """Append all blocks of another segment as they are."""
        start = self._blocks.length
        for piece in items.pieces():
            self._blocks.add(piece)
        self._ends.add(items.ends[1:] + np.uint64(start))

    def close(self, slots: Array) -> None:
        """Write the sections; `slots` has the slot of each document's item."""
        self._out.take("items.blocks", self._blocks)
        self._out.take("items.ends", self._ends)
        self._out.write("items.slots", slots.astype("<u4"))


def _compressed(block: bytes) -> bytes:
    if len(block) < LONG_BYTES:
        return zlib.compress(block, COMPRESSION_LEVEL, WINDOW_BITS)
    return zlib.compress(block, LONG_COMPRESSION_LEVEL, LONG_WINDOW_BITS)


def _grouped(items: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the items of each block."""
    lines: list[bytes] = []
    size = 0
    for item in items:
        lines.append(item)
        size += len(item)
        if len(lines) == DOCUMENTS_PER_BLOCK or size >= BLOCK_BYTES:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines


class StoredItems:
    """The items of a segment, read a block at a time."""

    def __init__(self, sections: Sections) -> None:
        self._path = sections.path
        self._blocks = sections.opened("items.blocks")
        self.ends: Array = sections.whole("items.ends")
        self.slots: Array = sections.whole("items.slots")

    def __getitem__(self, document: int) -> bytes:
        """Return the packed item of a document."""
        block, line = divmod(int(self.slots[document]), DOCUMENTS_PER_BLOCK)
        data = self._blocks(int(self.ends[block]), int(self.ends[block + 1]))
        inflating = zlib.decompressobj()
        try:
            lines = inflating.decompress(data.data, MAX_BLOCK_BYTES).split(b"\n")
        except zlib.error as error:
            raise damaged(self._path, "a block of items cannot be decompressed") from error
        if not inflating.eof or line >= len(lines):
            raise damaged(self._path, "a block has not the items that it should have")
        return lines[line]

    def item(self, document: int) -> Item:
        """Return the item of a document with its older states. Raises IndexDamaged."""
        return self._unpacked(unpack, document)

    def state(self, document: int) -> Item:
        """Return the item of a document, without its older states. Raises IndexDamaged."""
        return self._unpacked(unpack_state, document)

    def _unpacked(self, unpack: Callable[[bytes], Item], document: int) -> Item:
        try:
            return unpack(self[document])
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
            raise damaged(self._path, "an item is not one that was written") from error

    def pieces(self) -> Iterable[bytes]:
        """Yield the bytes of all blocks, some blocks at a time."""
        for start in range(0, len(self.ends) - 1, BLOCKS_AT_A_TIME):
            end = min(start + BLOCKS_AT_A_TIME, len(self.ends) - 1)
            yield self._blocks(int(self.ends[start]), int(self.ends[end])).tobytes()
