"""What does a table of contents say? It is read as data, without Whoosh.

The layout is Whoosh's (`whoosh.index.TOC`): a header, the pickled schema, the generation, the
pickled segments. Only `records` reads the pickles. All that is taken from them is the language and
four values for each segment, each of which is checked. What stands behind them is ours (`layout`).
"""

import struct
import zlib
from io import BytesIO

from search.embedded.store.layout import (
    INDEX_NAME,
    SEGMENT,
    Trailer,
    is_whole,
    segment_file,
    trailer_of,
)
from search.embedded.store.records import Record, loaded
from search.frozen import frozen
from search.language.known_languages import is_known
from search.settings import MAX_GENERATION

#: The sizes of three C types, a mark of the byte order, and the version of the layout.
_HEADER = struct.pack("!3Bii", 4, 8, 4, -12345, -111)
#: Then come three numbers of Whoosh's release. All six are varints of one byte.
_RELEASE_BYTES = 3
#: Bytes of the varint that says how long the schema is: 35 bits are more than any file has.
_MAX_VARINT_BYTES = 5
#: Between the schema and the segments: the generation, and a number that means nothing.
_GENERATION = struct.Struct("!ii")


@frozen()
class ListedSegment:
    """A segment as the table lists it: its id, how many documents it has, which are deleted.

    `deleted` is b"" where none is, else a bit for each document, compressed. `came` is the
    generation that all items came in with, else an int32 for each document, compressed.
    """

    segid: str
    documents: int
    deleted: bytes
    came: int | bytes = 0

    @property
    def file(self) -> str:
        """The name of its file."""
        return segment_file(self.segid)

    def has_bits(self) -> bool:
        """Tell whether `deleted` has as many bits as there are documents.

        Ask only once the segment's file says that it has as many: a few bytes may claim any number.
        """
        return not self.deleted or _inflates_to(self.deleted, -(-self.documents // 8))

    def has_arrivals(self) -> bool:
        """Tell whether `came` has as many numbers as there are documents; ask as for `has_bits`."""
        return isinstance(self.came, int) or _inflates_to(self.came, 4 * self.documents)


def _inflates_to(packed: bytes, size: int) -> bool:
    """Tell whether the bytes decompress to exactly `size` bytes."""
    inflating = zlib.decompressobj()
    try:
        return (
            len(inflating.decompress(packed, size + 1)) == size
            and inflating.eof
            and not inflating.unused_data
        )
    except zlib.error:
        return False


@frozen()
class Table:
    """A table of contents; `data` are its bytes, `told` is what its trailer says.

    `arrivals_from` is the generation from which it is known when items came in: this one, where the
    trailer does not say.
    """

    data: bytes
    generation: int
    language: str
    segments: tuple[ListedSegment, ...]
    arrivals_from: int
    told: Trailer


def parsed(data: bytes) -> Table:
    """Return what a table of contents says.

    Raises NameRefused where it names what no archive needs, else ValueError if it is not one.
    """
    if is_whole(data) is False:
        raise ValueError("it is not what was written")
    file = BytesIO(data)
    if file.read(len(_HEADER)) != _HEADER:
        raise ValueError("it does not begin as Whoosh begins it")
    file.seek(_RELEASE_BYTES, 1)
    try:
        fields = loaded(BytesIO(file.read(_varint(file))))
        generation, _ = _GENERATION.unpack(file.read(_GENERATION.size))
        segments = tuple(map(_listed, loaded(file)))
        title = fields.state["_fields"]["title"]
        language = title.state["analyzer"].state["analyzer"].arguments[0]
    except (LookupError, TypeError, AttributeError, struct.error) as error:
        raise ValueError("it is not a table of contents") from error
    if not 0 <= generation < MAX_GENERATION:  # so that another can follow it
        raise ValueError(f"it says that it is of generation {generation}, which no run reaches")
    if len({segment.segid for segment in segments}) < len(segments):
        raise ValueError("it lists a segment twice")
    if not isinstance(language, str):
        raise ValueError("its language is not text")
    if not is_known(language):
        raise ValueError(f"its language {language[:40]!a} is not known")
    told = trailer_of(data)
    arrivals_from = told.arrivals_from
    if arrivals_from is None or not 0 <= arrivals_from <= generation:
        arrivals_from = generation
    return Table(data, generation, language, segments, arrivals_from, told)


def _varint(file: BytesIO) -> int:
    """Read a number of seven bits a byte, the lowest first; the eighth says that more come."""
    number = 0
    for index in range(_MAX_VARINT_BYTES):
        byte = file.read(1)[0]
        number |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            return number
    raise ValueError("it says that its schema is longer than any")


def _listed(record: Record) -> ListedSegment:
    state = record.state
    kinds = {"indexname": str, "segid": str, "documents": int, "deleted": bytes}
    if not all(type(state[name]) is kind for name, kind in kinds.items()):
        raise ValueError("an entry is not a segment's")
    came = state.get("came", 0)
    if type(came) not in (int, bytes):
        raise ValueError("an entry does not tell when its items came in")
    segment = ListedSegment(state["segid"], state["documents"], state["deleted"], came)
    # A commit may remove the file of this name: it must not lie outside the folder.
    if state["indexname"] != INDEX_NAME or not SEGMENT.fullmatch(segment.file):
        raise ValueError(f"{segment.file[:80]!a} is not a segment")
    return segment
