"""Which values are in a pickle of a table of contents, read as data?

A pickle can have whoever loads it call any function of any module. An archive is data and may come
from anywhere, so nothing of a table is called or imported here: a name must be one of
PICKLED_NAMES, and what it would make becomes a plain record.

A pickle can also make a few bytes stand for far more: so only the few instructions are followed
that Whoosh's tables and ours consist of, by the reader that is written in Python, which reserves no
memory for what is not there.
"""

import pickle
from collections.abc import Callable
from io import BytesIO
from typing import Any

#: The (module, name) of each class in the pickles of a table: the same with Whoosh and whoosh3.
#: ARCHITECTURE.md lists them. To move one of ours needs another SCHEMA_VERSION.
PICKLED_NAMES = frozenset(
    (
        ("search.embedded.schema", "LinkParts"),
        ("search.embedded.schema", "NameKeys"),
        ("search.embedded.schema", "Words"),
        ("search.embedded.stock.codec", "SegmentEntry"),
        ("search.text", "Analyzer"),
        ("whoosh.analysis.tokenizers", "IDTokenizer"),
        ("whoosh.columns", "NumericColumn"),
        *(("whoosh.fields", name) for name in ("COLUMN", "ID", "NUMERIC", "STORED", "TEXT")),
        ("whoosh.fields", "Schema"),
        ("whoosh.formats", "Existence"),
        ("whoosh.formats", "Positions"),
        ("__builtin__", "long"),  # what protocol 2 calls `int`
    )
)
#: Instructions of a pickle at most: some 500 are in a schema, and 20 for each segment.
MAX_INSTRUCTIONS = 100_000
#: Arguments of a record at most: one instruction copies them all, however often they were given.
MAX_ARGUMENTS = 16
#: Instructions of a pickle that make values and lists of them, or a record.
_INSTRUCTIONS = (
    *(pickle.PROTO, pickle.FRAME, pickle.MARK, pickle.STOP, pickle.NONE),
    *(pickle.NEWTRUE, pickle.NEWFALSE, pickle.BININT, pickle.BININT1, pickle.BININT2),
    *(pickle.LONG1, pickle.BINFLOAT, pickle.SHORT_BINUNICODE, pickle.BINUNICODE),
    *(pickle.SHORT_BINBYTES, pickle.BINBYTES, pickle.EMPTY_LIST, pickle.APPEND, pickle.APPENDS),
    *(pickle.EMPTY_TUPLE, pickle.TUPLE, pickle.TUPLE1, pickle.TUPLE2, pickle.TUPLE3),
    *(pickle.EMPTY_DICT, pickle.SETITEM, pickle.SETITEMS, pickle.GLOBAL, pickle.STACK_GLOBAL),
    *(pickle.REDUCE, pickle.NEWOBJ, pickle.BUILD, pickle.MEMOIZE),
    *(pickle.BINPUT, pickle.LONG_BINPUT, pickle.BINGET, pickle.LONG_BINGET),
)


class NameRefused(ValueError):
    """A pickle names something that is not in PICKLED_NAMES."""


class Record:
    """An object of a table as data: the arguments it was to be made with, and its state."""

    arguments: tuple[Any, ...]
    state: Any = None

    def __new__(cls, *arguments: Any) -> "Record":
        """Keep the arguments."""
        record = object.__new__(cls)
        record.arguments = arguments
        return record

    def __setstate__(self, state: Any) -> None:
        self.state = state


def loaded(file: BytesIO) -> Any:
    """Return the values of the pickle at a file's position, and go to its end.

    Only their types tell what they are: a tuple may hold itself often enough, through few bytes,
    that comparing, hashing or printing it never ends. Raises NameRefused, or ValueError where it is
    no such pickle.
    """
    try:
        return _Unpickler(_Whole(file)).load()
    except NameRefused:
        raise
    except Exception as error:  # a damaged pickle can raise anything
        raise ValueError("a record in its table of contents cannot be read") from error


class _Whole:
    """A file whose lines end: one that is cut would else pass for a shorter name."""

    def __init__(self, file: BytesIO) -> None:
        self.read, self.readinto, self._file = file.read, file.readinto, file

    def readline(self) -> bytes:
        """Return a line with its end. Raises EOFError where it has none."""
        line = self._file.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return line


class _Unpickler(pickle._Unpickler):
    """Makes a record in place of whatever is named: a pickle has nothing else to call."""

    followed = 0

    def find_class(self, module: str, name: str) -> type[Record]:
        if (module, name) not in PICKLED_NAMES:
            # Whoever forged it may have made it long, or full of control characters.
            named = ascii(f"{module}.{name}"[:80])
            raise NameRefused(f"its table of contents names {named}, which no archive needs")
        return Record


def _step(instruction: bytes) -> Callable[[Any], None]:
    """Return what follows an instruction: one may not take for ever, nor much memory.

    Keys must be texts, as hashing others may take for ever.
    """
    follow: Callable[[Any], None] = pickle._Unpickler.dispatch[instruction[0]]
    keys = {pickle.SETITEM: slice(-2, -1), pickle.SETITEMS: slice(None, None, 2)}.get(instruction)
    is_call = instruction in (pickle.REDUCE, pickle.NEWOBJ)

    def step(unpickler: Any) -> None:
        unpickler.followed += 1
        if unpickler.followed > MAX_INSTRUCTIONS:
            raise ValueError("it has too many instructions")
        if keys and not all(isinstance(key, str) for key in unpickler.stack[keys]):
            raise ValueError("a key is not text")
        if is_call and len(unpickler.stack[-1]) > MAX_ARGUMENTS:
            raise ValueError("it gives too many arguments")
        follow(unpickler)

    return step


_Unpickler.dispatch = {instruction[0]: _step(instruction) for instruction in _INSTRUCTIONS}
