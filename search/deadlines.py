"""Until when may the question that this thread answers take? What takes long checks it on its way.

    with deadline(2.0):
        archive.search("strike")    # raises DeadlinePassed after about two seconds

The deadline is a context variable, not an argument: evaluator, expansions, marks and pages check
one deadline, and what lies between them need not know of it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

from search.errors import DeadlinePassed
from search.messages import message

#: The time of `time.monotonic` at which the question of this context must be answered.
_end: ContextVar[float] = ContextVar("deadline", default=inf)


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Let what is asked inside take this many seconds at most; None sets no deadline.

    Inside another deadline the earlier one holds. What is asked later raises DeadlinePassed.

    >>> with deadline(2.0):
    ...     archive.search("comet").total
    1
    """
    end = inf if seconds is None else time.monotonic() + seconds
    token = _end.set(min(end, _end.get()))
    try:
        yield
    finally:
        _end.reset(token)


def seconds_left() -> float:
    """Return how many seconds are left to the deadline: inf without one, below 0 after it."""
    return _end.get() - time.monotonic()


def check_deadline() -> None:
    """Raise DeadlinePassed if the deadline of what is being answered has passed."""
    if time.monotonic() >= _end.get():
        raise DeadlinePassed(
            message("This takes too long: ask for less at once, or try again later.")
        )
