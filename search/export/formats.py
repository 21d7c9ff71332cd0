"""In which formats can items be taken along? Each is a stream, item after item."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from search.arguments import nearest, shown
from search.errors import RequestInvalid
from search.export.citations import bibtex, ris
from search.export.file_names import FileNames
from search.export.markdown import write_exact
from search.export.table import ITEM_COLUMNS, item_row, table
from search.export.zipped import zipped
from search.frozen import frozen
from search.in_json import as_json
from search.model import Item

#: Bytes that a piece of a stream has at least, but for the last one.
PIECE_BYTES = 1 << 16


@frozen(kw_only=True)
class Format:
    """How items are written: the ending of a file's name, its type, and what writes it."""

    ending: str
    type: str
    write: Callable[[Iterable[Item]], Iterator[bytes]]
    write_by_story: Callable[[Iterable[tuple[Item, str]]], Iterator[bytes]] | None = None


def formatted(items: Iterable[Item], format: str) -> Iterator[bytes]:
    r"""Return an iterator of the bytes of a file that has these items: `csv`, `jsonl`, and others.

    They are `csv` (a row an item), `jsonl` (a line of JSON an item), `markdown` (a zip archive with
    a file an item, which `backfile index` reads), `bibtex` and `ris` (a record an item). Few items
    are in memory at a time. Raises RequestInvalid for another format.

    >>> for piece in formatted(archive.export("comets"), "ris"):
    ...     print(piece.decode().splitlines()[1])
    TI  - Comet seen over the bay
    """
    return in_pieces(format_named(format).write(items))


def formatted_by_story(items: Iterable[tuple[Item, str]], format: str) -> Iterator[bytes]:
    """Return the same of items that come with the ids of their stories, as `export_by_story` does.

    A row of `csv` ends with the `story`, and so does a line of `jsonl`; other formats have no place
    for it.

    >>> for piece in formatted_by_story(archive.export_by_story("comet"), "csv"):
    ...     print(piece.decode().splitlines()[0].rpartition(",")[2])
    story
    """
    own = format_named(format)
    if own.write_by_story:
        return in_pieces(own.write_by_story(items))
    return in_pieces(own.write(item for item, _ in items))


def format_named(name: str) -> Format:
    """Return the format of a name. Raises RequestInvalid, which names all."""
    if name in FORMATS:
        return FORMATS[name]
    like = nearest(name, FORMATS) if isinstance(name, str) else None
    meant = f"did you mean {like}?" if like else f"give one of {', '.join(FORMATS)}"
    raise RequestInvalid(f"format: {shown(name)} is not a format; {meant}")


def json_line(item: Item, older: Sequence[Item] = ()) -> bytes:
    r"""Return an item as a line of JSON in UTF-8; `older` are its states before, if they are known.

    >>> json_line(Item(id="a.md", title="Comet", day=None))[:30]
    b'{"id": "a.md", "title": "Comet'
    """
    members = as_json(item)
    if older:
        members["states"] = [as_json(state) for state in older]
    return json.dumps(members, ensure_ascii=False).encode() + b"\n"


def _csv(items: Iterable[Item]) -> Iterator[bytes]:
    return table(ITEM_COLUMNS, map(item_row, items))


def _csv_by_story(items: Iterable[tuple[Item, str]]) -> Iterator[bytes]:
    rows = ((*item_row(item), story) for item, story in items)
    return table((*ITEM_COLUMNS, "story"), rows)


def _lines_by_story(items: Iterable[tuple[Item, str]]) -> Iterator[bytes]:
    for item, story in items:
        members = as_json(item) | {"story": story}
        yield json.dumps(members, ensure_ascii=False).encode() + b"\n"


def _lines(items: Iterable[Item]) -> Iterator[bytes]:
    return map(json_line, items)


def _markdown(items: Iterable[Item]) -> Iterator[bytes]:
    names = FileNames()
    return zipped((names.of(item.id), item.day, write_exact(item).encode()) for item in items)


def _bibtex(items: Iterable[Item]) -> Iterator[bytes]:
    return (f"{bibtex(item)}\n".encode() for item in items)


def _ris(items: Iterable[Item]) -> Iterator[bytes]:
    return (f"{ris(item)}\r\n".encode() for item in items)


def in_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join chunks: to send each item for itself would take longer than to make it."""
    piece = bytearray()
    for chunk in chunks:
        piece += chunk
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


#: Name -> format.
FORMATS: Mapping[str, Format] = {
    "csv": Format(
        ending="csv",
        type="text/csv; charset=utf-8",
        write=_csv,
        write_by_story=_csv_by_story,
    ),
    "jsonl": Format(
        ending="jsonl",
        type="application/x-ndjson",
        write=_lines,
        write_by_story=_lines_by_story,
    ),
    "markdown": Format(ending="zip", type="application/zip", write=_markdown),
    "bibtex": Format(ending="bib", type="application/x-bibtex; charset=utf-8", write=_bibtex),
    "ris": Format(
        ending="ris", type="application/x-research-info-systems; charset=utf-8", write=_ris
    ),
}
