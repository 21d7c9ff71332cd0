"""What of an item is stored and indexed?"""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, NUMERIC, STORED, TEXT, Schema

from search.links import link_terms
from search.names import name_key
from search.packed import NEVER, UNDATED
from search.query.tree import NAME_FIELDS
from search.text import Analyzer

#: Positions between the first words of two headlines: so positions tell which words share a
#: headline. A headline of more words than fit takes several strides.
HEADLINE_STRIDE = 256
#: Positions left free between two headlines, so that no phrase reaches from one into the next.
HEADLINE_GAP = 100
#: Positions left free between two links of an item.
LINK_GAP = 1
#: All fields that have terms, in the order in which segments are written.
INDEXED_FIELDS = (
    *("path", "title", "headlines", "text", "forms", "date", "outlet", "link"),
    *NAME_FIELDS,
)


class Words(WhooshAnalyzer):  # type: ignore[misc]
    """Backfile's analyzer as Whoosh calls it; `in_lines` for a text whose lines are headlines."""

    def __init__(self, analyzer: Analyzer, in_lines: bool = False) -> None:
        self.analyzer = analyzer
        self.in_lines = in_lines

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **_: Any
    ) -> Iterator[Token]:
        """Yield one Token object again and again, as Whoosh's tokenizers do."""
        token = Token(positions, mode=mode)
        position = start_pos
        for line in value.split("\n") if self.in_lines else [value]:
            for word in self.analyzer.tokens(line):
                position += word.step
                token.text = word.term
                token.boost = 1.0
                token.pos = position - 1
                yield token
            position = -(-(position + HEADLINE_GAP) // HEADLINE_STRIDE) * HEADLINE_STRIDE


class NameKeys(WhooshAnalyzer):  # type: ignore[misc]
    """What Whoosh cuts a name into: its key, one term."""

    def __call__(self, value: str, mode: str = "", **_: Any) -> Iterator[Token]:
        """Yield one token."""
        yield Token(text=name_key(value), boost=1.0, pos=0, mode=mode)


class LinkParts(WhooshAnalyzer):  # type: ignore[misc]
    """What Whoosh cuts the links of an item into, one a line: the terms of their parts."""

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **_: Any
    ) -> Iterator[Token]:
        """Yield one Token object again and again, as Whoosh's tokenizers do."""
        token = Token(positions, mode=mode)
        position = start_pos
        for link in value.split("\n"):
            for term in link_terms(link):
                token.text, token.pos, token.boost = term, position, 1.0
                yield token
                position += 1
            position += LINK_GAP


def schema(analyzer: Analyzer) -> Schema:
    """Return the schema of an archive in one language.

    A document is a state of an item. `path` is the item's id. `outlet` is the first of its sources;
    as in all fields of names, the term is the name's key. `link` holds the parts of the links to
    articles, one after the other (`search.links`). The state stood from the day `stood_from` until
    the day before `stood_until`; from the day `gone_on` on its file was gone. `forms` holds the
    words as written, folded but not stemmed: a vocabulary in which prefixes and misspellings are
    looked up.
    """
    words = Words(analyzer)
    return Schema(
        path=ID(unique=True),
        title=TEXT(analyzer=words),
        headlines=TEXT(analyzer=Words(analyzer, in_lines=True)),
        text=TEXT(analyzer=words),
        forms=ID(),
        date=NUMERIC(int, sortable=True, default=UNDATED, shift_step=0),
        stood_from=COLUMN(NumericColumn("i", default=UNDATED)),
        stood_until=COLUMN(NumericColumn("i", default=NEVER)),
        gone_on=COLUMN(NumericColumn("i", default=NEVER)),
        outlet=ID(analyzer=NameKeys()),
        link=TEXT(analyzer=LinkParts()),
        item=STORED(),
        **{name: ID(analyzer=NameKeys()) for name in NAME_FIELDS},
    )


def as_term(value: str) -> bytes:
    """Return the bytes of a term; a lone surrogate makes a term that no document has."""
    return value.encode("utf-8", "surrogatepass")
