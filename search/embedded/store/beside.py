"""What is kept beside the archive in a folder? Files of the same folder (`search.beside`)."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import BinaryIO

from search import durable, regular
from search.frozen import frozen


@frozen()
class FolderBeside:
    """The files in the folder of an archive."""

    folder: Path

    @property
    def address(self) -> str:
        """The folder."""
        return str(self.folder)

    def read(self, name: str, most: int) -> bytes:
        """Return the content of a regular file."""
        return regular.read(self.folder / name, most)

    def opened(self, name: str) -> BinaryIO:
        """Open a regular file."""
        return regular.opened(self.folder / name)

    def size(self, name: str) -> int:
        """Return the length of a regular file."""
        with self.opened(name) as file:
            return os.fstat(file.fileno()).st_size

    def has(self, name: str) -> bool:
        """Tell whether anything lies under a name."""
        return os.path.lexists(self.folder / name)

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Replace a file; whatever lies under its name gives way (`durable.put_over`)."""
        durable.put_over(self.folder / name, chunks)

    def remove(self, name: str) -> None:
        """Remove what lies under a name."""
        durable.remove(self.folder / name)

    def clear(self, names: Collection[str]) -> None:
        """Remove unfinished files."""
        for name in names:
            durable.remove(self.folder / f"{name}{durable.UNFINISHED_ENDING}")
