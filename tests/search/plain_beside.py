"""What does the plain engine keep beside an archive? Files in a dict."""

from collections.abc import Collection, Iterable
from io import BytesIO
from typing import BinaryIO

#: The files at each address.
FILES: dict[str, dict[str, bytes]] = {}


class PlainBeside:
    def __init__(self, address: str) -> None:
        self.address, self._files = address, FILES.setdefault(address, {})

    def read(self, name: str, most: int) -> bytes:
        content = self.opened(name).read()
        if len(content) > most:
            raise OSError("it is too long")
        return content

    def opened(self, name: str) -> BinaryIO:
        if name not in self._files:
            raise FileNotFoundError("it is gone")
        return BytesIO(self._files[name])

    def size(self, name: str) -> int:
        return len(self.opened(name).read())

    def has(self, name: str) -> bool:
        return name in self._files

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        self._files[name] = b"".join(chunks)

    def remove(self, name: str) -> None:
        self._files.pop(name, None)

    def clear(self, names: Collection[str]) -> None:
        pass  # nothing is ever half written
