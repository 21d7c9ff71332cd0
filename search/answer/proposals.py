"""What may go on where the cursor of a query is? Words, names, days and titles, not yet counted."""

from collections.abc import Iterator, Sequence

from search.answer.at_cursor import Typing
from search.answer.typed_days import days, numbers
from search.engine import Answer, Counted, Generation, Likeness, NamesLike, WordsStarting
from search.frozen import frozen
from search.known_outlets import KnownOutlets
from search.language.folding import with_gershayim
from search.names import name_key
from search.query.expansions import Known
from search.query.lexer import lex
from search.query.name_signs import QUOTES
from search.request import FACETS
from search.text import Analyzer

#: Facets whose names a word without a field may begin.
_FACETS = ("sources", "tags")
_QUOTES = frozenset(('"', *QUOTES))
#: Least number of letters of a word for which titles are suggested.
MIN_LETTERS_OF_TITLES = 3
#: Words that are looked up for each one suggested, as several may be forms of one.
WORDS_LOOKED_UP = 4
#: A word and a name that no item has: a query that leaves out only these leaves out nothing.
NOBODYS_WORD = "xqzjwvkxqzjwvkxq"


@frozen()
class Proposal:
    """A suggestion before it is counted; of two of a kind the one of lower rank comes first.

    `items` have a word, whatever else is asked; `leaves_out` tells that they are left out.
    """

    text: str
    kind: str
    query: str
    rank: int = 0
    items: int = 0
    leaves_out: bool = False


def word_lookups(
    typing: Typing, analyzer: Analyzer, limit: int
) -> Iterator[tuple[WordsStarting, int]]:
    """Yield the look-ups of words that go on as typed, and where these start in what is typed.

    `e-ma` may become `e-mail`, or `email`.
    """
    if typing.is_word and not (typing.is_name or typing.is_day or typing.is_number):
        for token in analyzer.tokens(typing.text):
            if token.form and token.end == len(typing.text.rstrip("+#")):
                lookup = WordsStarting(token.form, limit * WORDS_LOOKED_UP, by_count=True)
                yield lookup, token.start


def word_proposals(
    text: str,
    typing: Typing,
    analyzer: Analyzer,
    lookups: Sequence[tuple[WordsStarting, int]],
    known: Known,
) -> Iterator[Proposal]:
    """Yield the most frequent form of each word."""
    seen = set()
    for lookup, start in lookups:
        kept = text[: typing.start] + typing.text[:start]
        # What is typed comes before other forms of it.
        for form, items in sorted(known[lookup], key=lambda own: own[0] != lookup.prefix):
            if (term := analyzer.term_of(form)) not in seen:
                seen.add(term)
                query = kept + form + typing.closing + text[typing.end :]
                yield Proposal(form, "word", query, 0, items, typing.is_left_out)


def name_lookups(
    typing: Typing, limit: int, has_word: bool, whole: str, outlets: KnownOutlets
) -> Iterator[tuple[NamesLike, int]]:
    """Yield the look-ups of names, the likeliest first, and where the name starts in the query.

    The whole text may be one, too; where it leaves out, only as it stands. Signs begin no name.
    """
    for facet, name, start in typing.begun:
        yield NamesLike(facet, name, (Likeness.WORD_START,), limit, by_count=True), start
    facets = (typing.field,) if typing.is_name and typing.field else _FACETS
    for way in (Likeness.EQUAL, Likeness.WORD_START):
        is_whole = whole and (way is Likeness.EQUAL or not typing.is_left_out)
        for name, start in dict.fromkeys((*typing.names, *(((whole, 0),) * bool(is_whole)))):
            for facet in facets:
                begins = typing.is_name and any(map(str.isalnum, name))
                if way is Likeness.EQUAL or not name or has_word or begins:
                    yield NamesLike(facet, name, (way,), limit, by_count=True), start
                    if facet == "sources" and way is Likeness.WORD_START:
                        for known in outlets.starting(name)[:limit]:
                            yield NamesLike(facet, known, (Likeness.SAME,), 1), start


def best_names(
    lookups: Sequence[tuple[NamesLike, int]], known: Known, most: int
) -> list[tuple[int, str, Counted, int]]:
    """Return the best names as (rank, facet, name and count, where it starts), each once.

    Those with a quotation mark, which no query can have, are left out.
    """
    found: dict[tuple[str, str], tuple[int, str, Counted, int]] = {}
    starts = sorted({start for _, start in lookups})
    for lookup, start in lookups:
        rank = 0 if Likeness.EQUAL in lookup.ways else 1 + starts.index(start)
        for counted in known[lookup]:
            if '"' not in with_gershayim(counted[0]):
                key = lookup.facet, name_key(counted[0])
                found.setdefault(key, (rank, lookup.facet, counted, start))
    return sorted(found.values(), key=lambda own: (own[0], -own[2][1], own[2][0]))[:most]


def name_proposal(
    text: str, typing: Typing, rank: int, facet: str, counted: Counted, start: int
) -> Proposal:
    """Return the proposal of a name, which takes the place of what is typed of it."""
    value = with_gershayim(counted[0])
    begun = any(start == own[2] for own in typing.begun)
    named = f'"{value}"' if typing.is_name or begun else f'{FACETS[facet]}:"{value}"'
    behind = text[typing.end :]
    is_open = sum(map(_QUOTES.__contains__, text[start : typing.end])) % 2
    if is_open and behind[:1] in _QUOTES:  # it closes what the name takes the place of
        behind = behind[1:]
    query = text[:start] + typing.prefix + named + behind
    leaves_out = typing.is_begun_left_out if begun else typing.is_left_out and start >= typing.start
    return Proposal(counted[0], FACETS[facet], query, rank, leaves_out=leaves_out)


def leaving_out_nothing(text: str, typing: Typing) -> str:
    """Return the query that leaves out nothing where something may be left out."""
    start = typing.start if typing.is_left_out else typing.begun[0][2]
    if typing.is_number:  # a word is put in the place of the whole condition
        return text[: start - len(typing.prefix)] + NOBODYS_WORD + text[typing.end :]
    is_word = typing.is_left_out and typing.is_word and not typing.is_name
    nobody = NOBODYS_WORD + typing.closing if is_word else f'"{NOBODYS_WORD}"'
    return text[:start] + typing.prefix + nobody + text[typing.end :]


def titles_asked(text: str) -> str:
    """Return the query for titles with all words of a text, the last of which may go on.

    It is "" for a text of anything but words, and where the last has few letters.
    """
    _, lexemes, _ = lex(text)
    if any(lexeme.kind != "word" for lexeme in lexemes):
        return ""
    if not (last := lexemes[-1].text).isalnum() or len(last) < MIN_LETTERS_OF_TITLES:
        return ""
    return f"title:({' '.join(lexeme.text for lexeme in lexemes)}*)"


def title_proposals(answer: Answer) -> Iterator[Proposal]:
    """Yield the titles that were found, the best first, each once."""
    for rank, title in enumerate(dict.fromkeys(item.title for item, _ in answer.hits)):
        row = with_gershayim(title).replace('"', "'")
        yield Proposal(title, "title", f'title:"{row}"', rank)


def period_proposals(generation: Generation, text: str, typing: Typing) -> Iterator[Proposal]:
    """Yield the days or the numbers of outlets that begin so."""
    found: Iterator[tuple[str, str]] = iter(())
    if typing.is_day:
        info = generation.info()
        found = days(info.first_day, info.last_day, typing)
    elif typing.is_number:
        found = ((typing.prefix + number, number) for number in numbers(typing))
    kind = "date" if typing.is_day else "outlets"
    for rank, (shown, written) in enumerate(found):
        query = text[: typing.start] + written + text[typing.end :]
        leaves_out = typing.is_number and typing.is_left_out
        yield Proposal(shown, kind, query, rank, leaves_out=leaves_out)
