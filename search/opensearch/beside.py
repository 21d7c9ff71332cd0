"""What is kept beside the archive on a cluster? Files cut into parts (`search.beside`).

NAME-beside holds for each file one small document of its name, which tells where its parts are. A
file is replaced by that document, once all new parts are there. Who reads the old file meanwhile
still finds its parts: they stay until the file is replaced once more.
"""

import errno
import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator
from io import BufferedReader, RawIOBase
from typing import BinaryIO
from uuid import uuid4

from search.opensearch.address import ClusterAddress
from search.opensearch.bulk import Bulk
from search.opensearch.client import Cluster, Json

#: What stands behind the name of an archive, in the name of the index.
BESIDE = "-beside"
#: Bytes of a part before it is compressed.
PART_BYTES = 1 << 20
#: Bytes of a part after that; a longer one is none of ours.
_MOST_PART_BYTES = 2 * PART_BYTES
_EXISTS, _MISSING = 400, 404


class ClusterBeside:
    """The files that are kept at an address; connections are let go of with the object."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._index = f"{cluster.address.name}{BESIDE}"
        self._is_made = False

    @classmethod
    def at(cls, address: str) -> "ClusterBeside":
        """Return what is kept at an address."""
        return cls(Cluster(ClusterAddress.parsed(address)))

    @property
    def address(self) -> str:
        """The address, without user and password."""
        return str(self._cluster.address)

    def read(self, name: str, most: int) -> bytes:
        """Return the content of a file."""
        head = self._found(name)
        if head["size"] > most:
            problem = f"it has {head['size']:,} bytes, and may have {most:,}"
            raise OSError(errno.EFBIG, problem, f"{self.address}/{name}")
        return b"".join(self._parts(name, head))

    def opened(self, name: str) -> BinaryIO:
        """Open a file, of which one part is in memory at a time."""
        return BufferedReader(_Parts(self._parts(name, self._found(name))))

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        return int(self._found(name)["size"])

    def has(self, name: str) -> bool:
        """Tell whether there is a file of a name."""
        return self._head(name) is not None

    def version(self, name: str) -> str:
        """Return a text that no other content of a file has; "" where there is none."""
        head = self._head(name)
        return str(head["version"]) if head else ""

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Replace the whole of a file."""
        self._make()
        before = self._head(name)
        version, count, size = uuid4().hex, 0, 0
        with Bulk(self._cluster, self._index, is_gate=False) as bulk:
            for count, part in enumerate(_cut(chunks), 1):
                size += len(part)
                data = b64encode(zlib.compress(part, 1)).decode()
                members = {"file": name, "version": version, "data": data}
                bulk.index(_part(name, version, count - 1), members)
        older = [before["version"], before["parts"]] if before else None
        head = {"version": version, "parts": count, "size": size, "older": older}
        self._cluster.ask("PUT", self._path(name), head)
        if before and before["older"]:
            self._remove_parts(name, *before["older"])

    def remove(self, name: str) -> None:
        """Remove a file, and at once the parts that it had."""
        head = self._head(name)
        if head is None:
            return
        self._cluster.ask("DELETE", self._path(name), allowed=[_MISSING])
        self._remove_parts(name, head["version"], head["parts"])
        if head["older"]:
            self._remove_parts(name, *head["older"])

    def clear(self, names: Collection[str]) -> None:
        """Remove the parts of these files that belong to none that was finished."""
        heads = [head for name in names if (head := self._head(name))]
        versions = [head["version"] for head in heads]
        versions += [head["older"][0] for head in heads if head["older"]]
        inside = {
            "filter": [{"terms": {"file": [*names]}}],
            "must_not": [{"terms": {"version": versions}}],
        }
        body: Json = {"query": {"bool": inside}}
        found = self._cluster.ask("POST", f"/{self._index}/_count", body, allowed=[_MISSING])
        if found.get("count"):
            params = {"conflicts": "proceed"}
            self._cluster.ask("POST", f"/{self._index}/_delete_by_query", body, params=params)

    # -- documents

    def _path(self, id: str) -> str:
        return f"/{self._index}/_doc/{id}"

    def _head(self, name: str) -> Json | None:
        answer = self._cluster.ask("GET", self._path(name), allowed=[_MISSING])
        return dict(answer["_source"]) if answer.get("found") else None

    def _found(self, name: str) -> Json:
        head = self._head(name)
        if head is None:
            raise FileNotFoundError(errno.ENOENT, "it is gone", f"{self.address}/{name}")
        return head

    def _parts(self, name: str, head: Json) -> Iterator[bytes]:
        for number in range(head["parts"]):
            path = self._path(_part(name, head["version"], number))
            answer = self._cluster.ask("GET", path, allowed=[_MISSING])
            try:
                yield _unpacked(answer["_source"]["data"])
            except (KeyError, TypeError, ValueError, zlib.error):
                problem = "a part of it is missing, or not what was written"
                raise OSError(errno.EIO, problem, f"{self.address}/{name}") from None

    def _remove_parts(self, name: str, version: str, count: int) -> None:
        with Bulk(self._cluster, self._index, is_gate=False) as bulk:
            for number in range(count):
                bulk.delete(_part(name, version, number))

    def _make(self) -> None:
        """Have the index be there."""
        if self._is_made:
            return
        mapped = {field: {"type": "keyword"} for field in ("file", "version")}
        body = {
            "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-2"}},
            "mappings": {"dynamic": False, "properties": mapped},
        }
        self._cluster.ask("PUT", f"/{self._index}", body, allowed=[_EXISTS])
        self._is_made = True


class _Parts(RawIOBase):
    """Parts, read one behind the other."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._left = parts, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        if not self._left:
            self._left = memoryview(next(self._parts, b""))
        some = self._left[: len(buffer)]
        buffer[: len(some)] = some
        self._left = self._left[len(some) :]
        return len(some)


def _part(name: str, version: str, number: int) -> str:
    return f"{name}-{version}-{number}"


def _unpacked(data: str) -> bytes:
    decompressor = zlib.decompressobj()
    return decompressor.decompress(b64decode(data), _MOST_PART_BYTES)


def _cut(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes of chunks in parts of one size."""
    waiting = bytearray()
    for chunk in chunks:
        for start in range(0, len(chunk), PART_BYTES):
            waiting += chunk[start : start + PART_BYTES]
            while len(waiting) >= PART_BYTES:
                yield bytes(waiting[:PART_BYTES])
                del waiting[:PART_BYTES]
    if waiting:
        yield bytes(waiting)
