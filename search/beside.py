r"""What does an archive keep for the program that fills it? Files by name, each whole or not there.

    kept = beside("backfile-index")
    kept.put("manifest", [b"one\n", b"two\n"])
    kept.read("manifest", 1_000)

A folder keeps them as files of these names, a cluster in an index beside the archive's. They belong
to an address: they are there before an archive is, and while it cannot be opened.
"""

from collections.abc import Collection, Iterable
from typing import BinaryIO, Protocol


class Beside(Protocol):
    """The files that are kept at the address of an archive."""

    @property
    def address(self) -> str:
        """The address as messages show it: without a password."""

    def read(self, name: str, most: int) -> bytes:
        """Return the content of a file of at most `most` bytes.

        Raises FileNotFoundError where there is none, OSError where it cannot be read.
        """

    def opened(self, name: str) -> BinaryIO:
        """Open a file to be read a piece at a time. Raises as `read` does."""

    def size(self, name: str) -> int:
        """Return how many bytes a file has. Raises as `read` does."""

    def has(self, name: str) -> bool:
        """Tell whether there is something under a name, whether it can be read or not."""

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Replace the whole of a file, or make it. Raises OSError, and the old one stays."""

    def remove(self, name: str) -> None:
        """Remove a file, if there is one."""

    def clear(self, names: Collection[str]) -> None:
        """Remove what a process that was killed left half written of these files."""
