"""Who ends what a process has begun, where it was forked meanwhile? Only the process that began it.

A fork has a copy of every block that is under way. Where it leaves one, it must not commit, remove
files or let go of a lock: all that belongs to the process that it was forked from.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from types import TracebackType
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def ended_here(function: Callable[P, Iterator[T]]) -> Callable[P, AbstractContextManager[T]]:
    """Do as `contextlib.contextmanager`, but a fork of the process leaves the block and no more."""
    manager = contextmanager(function)

    @wraps(function)
    def begun(*args: P.args, **kwargs: P.kwargs) -> AbstractContextManager[T]:
        return _EndedHere(manager(*args, **kwargs))

    return begun


class _EndedHere(AbstractContextManager[T], Generic[T]):
    def __init__(self, manager: AbstractContextManager[T]) -> None:
        self._manager = manager
        self._process = os.getpid()

    def __enter__(self) -> T:
        return self._manager.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        if os.getpid() != self._process:
            import ctypes  # rarely needed, and a command starts sooner without

            # A generator is ended when it is freed, at the latest with the program: so it lives on.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._manager))
            return None
        return self._manager.__exit__(kind, error, trace)
