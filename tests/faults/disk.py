"""A disk that fails at one write or sync of this process, simulated in Python's file functions."""

import builtins
import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock


class Disk:
    """Counts writes, syncs and renames, and fails at one of them."""

    ERRORS = (errno.ENOSPC, errno.EIO)

    def __init__(self) -> None:
        self.operations = 0
        self._fails_at: int | None = None
        self._error = errno.EIO

    @contextmanager
    def failing_at(self, number: int | None, error: int = errno.EIO) -> Iterator[None]:
        """Fail at the operation of this number, counted from 0; at none for None."""
        self.operations, self._fails_at, self._error = 0, number, error
        opened, synced, replaced = io.open, os.fsync, os.replace

        def open_(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
            found = opened(file, mode, *rest, **more)
            return _File(found, self) if set(mode) & set("wax+") else found

        def fsync(descriptor: int) -> None:
            self.operate()
            synced(descriptor)

        def replace(*names: Any) -> None:
            self.operate()
            replaced(*names)

        with (
            mock.patch.object(builtins, "open", open_),
            mock.patch.object(io, "open", open_),
            mock.patch.object(os, "fsync", fsync),
            mock.patch.object(os, "replace", replace),
        ):
            yield

    def operate(self) -> None:
        """Count an operation; raise OSError if this one is to fail."""
        self.operations += 1
        if self._fails_at is not None and self.operations == self._fails_at + 1:
            raise OSError(self._error, os.strerror(self._error))


class _File:
    """A file whose writes are counted."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self._file = file
        self._disk = disk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *error: Any) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)

    def write(self, data: Any) -> int:
        self._disk.operate()
        written: int = self._file.write(data)
        return written
