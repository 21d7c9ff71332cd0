"""Which names of several words may stand behind a field without quotation marks?

source:BBC News strike    BBC News, if an outlet is called so, or known as that; else BBC, and words
tag:The «Squad»           the tag that is spelt so; else the tag The, and a phrase

It takes an archive to tell, so a query is read with each name ending at its first word, and again
once its longer names are looked up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from search.engine import Likeness, NamesLike
from search.facets import FACETS
from search.frozen import frozen
from search.known_outlets import KnownOutlets
from search.messages import message
from search.names import MAX_NAME_CHARACTERS, name_key
from search.query.expansions import Known
from search.query.fields import FIELDS
from search.query.lexeme import Lexeme
from search.query.tree import NAME_FIELDS

#: Words of such a name at most.
MAX_WORDS_OF_NAME = 8
#: Names of a query that are looked up.
MAX_LONG_NAMES = 64
#: Values that have the words of one name and differ by signs.
MAX_VALUES_OF_NAME = 8
#: Signs of a name that is no beginning of a longer one: those of a prefix or a misspelling.
_OPEN_ENDS = ("*", "~")


@frozen()
class LongName:
    """A name that may be meant, from `start` to `end` in a query; of one word it is read so anyway.

    `quotes` tells that a quotation is in it: then each sign of it counts.
    """

    facet: str
    written: str
    start: int
    end: int
    words: int
    quotes: bool

    def lookups(self, outlets: KnownOutlets) -> list[NamesLike]:
        """Return what tells whether a value has this name, as written or as an outlet is known."""
        ways = (Likeness.EQUAL,) if self.quotes else (Likeness.EQUAL, Likeness.SAME)
        asked = [NamesLike(self.facet, self.written, ways, MAX_VALUES_OF_NAME)]
        if self.facet == "sources" and (known := outlets.called(self.written)):
            asked.append(NamesLike(self.facet, known, (Likeness.EQUAL,), MAX_VALUES_OF_NAME))
        return asked


@frozen()
class MeantName:
    """A name of several words that is meant: the values that have it, and where it stands."""

    values: tuple[str, ...]
    start: int
    end: int


def long_names(text: str, written: str, lexemes: Sequence[Lexeme]) -> tuple[LongName, ...]:
    """Return the names that may be meant by words side by side, from each first word on.

    `text` has plain signs where the query that was `written` may have typographic ones.
    """
    found: list[LongName] = []
    for facet, run in _runs(text, lexemes):
        if len(run) < 2 or run[0].text.endswith(_OPEN_ENDS):
            continue
        for count in range(1, min(len(run), MAX_WORDS_OF_NAME) + 1):
            start, end = run[0].start, run[count - 1].end
            quotes = any(own.kind == "phrase" for own in run[:count])
            if end - start <= MAX_NAME_CHARACTERS:
                found.append(LongName(facet, written[start:end], start, end, count, quotes))
    return tuple(found[:MAX_LONG_NAMES])


def _runs(text: str, lexemes: Sequence[Lexeme]) -> Iterator[tuple[str, list[Lexeme]]]:
    """Yield the words and quotations that stand side by side from a name on, and its facet."""
    facet, depth = "", 0
    run: list[Lexeme] = []
    for lexeme in lexemes:
        goes_on = lexeme.kind == "word" or (
            lexeme.kind == "phrase" and not (lexeme.prefix or lexeme.between)
        )
        if run and goes_on and text[run[-1].end : lexeme.start].isspace():
            run.append(lexeme)
            continue
        if run:
            yield facet, run
            run = []
            facet = facet if depth else ""
        if lexeme.kind == "field":
            facet = FIELDS[lexeme.text.lower()]
            facet, depth = (facet if facet in NAME_FIELDS else ""), 0
        elif facet and lexeme.kind in "()":
            depth += 1 if lexeme.kind == "(" else -1
            facet = facet if depth > 0 else ""
        elif facet and lexeme.kind == "word":
            run = [lexeme]
        elif facet and not depth and lexeme.kind not in ("NOT", "+"):
            facet = ""
    if run:
        yield facet, run


def meant_names(
    names: Iterable[LongName], known: Known, outlets: KnownOutlets
) -> tuple[list[MeantName], list[str]]:
    """Return the longest names that values have, and notes on these and on words left over.

    `known` has the answers to the names' look-ups.
    """
    meant: list[MeantName] = []
    notes: list[str] = []
    for _, group in groupby(names, key=lambda name: name.start):
        first, *longer = group
        for name in reversed(longer):
            if values := _values(name, known, outlets):
                meant.append(MeantName(tuple(values), name.start, name.end))
                notes.append(_said_of(name, values))
                break
        else:
            if longer and not longer[0].quotes and not _values(first, known, outlets):
                notes.append(
                    message(
                        "Only “{name}” was read as a name, and what follows it as words; "
                        "{query} is one name.",
                        name=first.written,
                        query=f'{FACETS[first.facet]}:"{longer[0].written}"',
                    )
                )
    return meant, notes


def _values(name: LongName, known: Known, outlets: KnownOutlets) -> list[str]:
    for lookup in name.lookups(outlets):
        if found := known.get(lookup):
            return [value for value, _ in found]
    return []


def _said_of(name: LongName, values: Sequence[str]) -> str:
    if name_key(values[0]) == name_key(name.written):
        return message("Read “{name}” as one name.", name=name.written)
    return message("Read “{name}” as one name, {value}.", name=name.written, value=values[0])


def with_meant(lexemes: Iterable[Lexeme], names: Sequence[MeantName]) -> list[Lexeme]:
    """Return lexemes, with one for each name that is meant."""
    ends = {name.start: name for name in names}
    found: list[Lexeme] = []
    end = 0
    for lexeme in lexemes:
        if name := ends.get(lexeme.start):
            end = name.end
            found.append(replace(lexeme, kind="phrase", end=end, values=name.values))
        elif lexeme.start >= end:
            found.append(lexeme)
    return found
