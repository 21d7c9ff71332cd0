"""How does a long answer, whose reader may be slow, keep nobody waiting?

A thread of the server waits for the reader of each stream. So a process has MAX_STREAMS threads
more than it answers requests at once, and as many streams at most; threads take turns, of which
there are no more than without streams. Whoever waits for a reader has none. A reader who takes
nothing for a while is let go by the system (`web.serve.READER_MILLISECONDS`), and one who takes
little once there is no room for others.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import ServiceUnavailable

from search.export.formats import FORMATS, in_pieces
from search.export.table import Cell, table

#: Streams of one process at a time.
MAX_STREAMS = 4
#: Seconds after which a stream that found no room may be asked for again.
STREAM_RETRY_SECONDS = 30
#: Bytes a second that a reader takes at least, each time over so many seconds, or makes room.
LEAST_BYTES_A_SECOND = 32 * 1024
PACE_SECONDS = 60
_KEY = "backfile.stream"
_NO_ROOM = "Too many files are being sent at the moment; try again in half a minute."

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Slot:
    """Room for one stream, until it is freed or forgotten."""

    def __init__(self, slots: threading.Semaphore) -> None:
        self._slots = slots
        self._is_held = slots.acquire(blocking=False)

    def __bool__(self) -> bool:
        return self._is_held

    def free(self) -> None:
        """Make room for another stream."""
        if self._is_held:
            self._is_held = False
            self._slots.release()

    __del__ = free


class Turned:
    """An answer whose pieces are each made in a turn."""

    def __init__(self, answer: Iterable[bytes], turns: threading.Semaphore) -> None:
        self._answer, self._turns = answer, turns
        self._pieces = iter(answer)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._turns:
            return next(self._pieces)

    def close(self) -> None:
        """Let the answer end, if its reader has gone away too."""
        if close := getattr(self._answer, "close", None):
            close()


def init_app(app: Flask) -> None:
    """Give the application room for streams."""
    app.extensions[_KEY] = threading.Semaphore(MAX_STREAMS)


def streamed(pieces: Iterable[bytes], type: str, file_name: str) -> Response:
    """Return an answer that is sent while it is made, as a file, or answer 503 without room.

    The name has letters, digits, `-` and `.` only.
    """
    slots = current_app.extensions[_KEY]
    slot = Slot(slots)
    if not slot:
        raise ServiceUnavailable(_NO_ROOM, retry_after=STREAM_RETRY_SECONDS)
    request.environ[_KEY] = True
    answer = Response(taken_fast(pieces, slots), content_type=type)
    answer.call_on_close(slot.free)
    answer.headers["Content-Disposition"] = f"attachment; {_named(file_name)}"
    return answer


def taken_fast(pieces: Iterable[bytes], slots: threading.Semaphore) -> Iterator[bytes]:
    """Yield pieces. Raises TimeoutError once their reader is slow and there is no other room.

    To end would tell the reader that this is all.
    """
    since, taken = time.monotonic(), 0
    for piece in pieces:
        yield piece
        taken += len(piece)
        seconds = time.monotonic() - since
        if seconds >= PACE_SECONDS:
            if taken < seconds * LEAST_BYTES_A_SECOND and not Slot(slots):
                raise TimeoutError("The reader of a file took it too slowly to let others wait.")
            since, taken = since + seconds, 0


def streamed_table(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], file_name: str
) -> Response:
    """Return a table as CSV, as `streamed` does."""
    return streamed(in_pieces(table(header, rows)), FORMATS["csv"].type, file_name)


def _named(file_name: str) -> str:
    """Return the name of a file as a header says it (RFC 6266), which is ASCII."""
    if file_name.isascii():
        return f"filename={file_name}"
    plain = re.sub("-{2,}", "-", "".join(own if own.isascii() else "-" for own in file_name))
    return f"filename={plain.replace('-.', '.')}; filename*=UTF-8''{quote(file_name)}"


def in_turns(app: Application, turns: int) -> Application:
    """Return the application answering `turns` requests at once, by however many threads."""
    free = threading.Semaphore(turns)

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with free:
            answer = app(environ, start_response)
        return Turned(answer, free) if environ.get(_KEY) else answer

    return wrapped
