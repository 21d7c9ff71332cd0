"""How may what is being typed go on? With words, names, days and titles of the archive.

Each suggestion is a whole query, in which all stays that is not being typed, and its count is that
of the query within the limits of the request.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from whoosh.query import Query

from search.answer.arrivals import known_arrivals
from search.answer.names import lookups as name_lookups
from search.answer.names import with_known_names
from search.answer.questions import compiled_each, question_of
from search.answer.typing import Typing, typing_at
from search.engine import (
    Counted,
    Generation,
    Likeness,
    Lookup,
    NamesLike,
    WordsStarting,
)
from search.names import name_key
from search.query.bare import terms_of
from search.query.compiler import Compiled, Draft
from search.query.expansions import Known
from search.query.lexer import lex
from search.query.parser import parse
from search.query.tree import all_of, alone
from search.request import FACETS, SearchRequest
from search.results import Suggestion
from search.settings import MAX_QUERY_CHARACTERS
from search.text import Analyzer

#: Facets whose names a word without a field may begin.
_FACETS = ("sources", "tags")
#: Least number of letters of a word for which titles are suggested, and how many are.
MIN_LETTERS_OF_TITLES = 3
MAX_TITLES = 3
#: Words that are looked up for each one suggested, as several may be forms of one, and words that
#: are counted where something stands beside them: the most frequent ones may not go with it.
WORDS_LOOKED_UP = 4
WORDS_COUNTED = 2
MAX_WORDS_COUNTED = 24
#: Least number of words of a query for which few suggestions are counted, as each costs as much as
#: the query.
MANY_WORDS = 24
COUNTED_OF_MANY_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Offer:
    """A suggestion before it is counted; of two of a kind the one of lower rank comes first."""

    text: str
    kind: str
    query: str
    rank: int = 0


def suggestions(
    generation: Generation, request: SearchRequest, limit: int, cursor: int
) -> list[Suggestion]:
    """Return how the query goes on at the cursor: days; or words, names, then titles.

    Of the names those come first that are typed already, then those of which more is typed. What
    finds nothing is left out. One call looks up, one finds titles, one counts.
    """
    request, _ = known_arrivals(generation, request)
    text, analyzer = request.query, generation.analyzer
    cursor = min(cursor, len(text))
    if not limit or cursor > MAX_QUERY_CHARACTERS:
        return []
    # Any text may be a name as it stands: -A, (c).
    whole = text[:cursor].lstrip() if text[:cursor] == text[:cursor].rstrip() else ""
    nothing = Typing(None, "", cursor, cursor, is_word=False)
    typing = typing_at(text, cursor) or nothing
    if whole and not typing.is_day and not typing.is_name:
        typing = replace(typing, names=(*typing.names, (whole, 0)))
    words = list(_word_lookups(typing, analyzer, limit))
    names = list(_name_lookups(typing, limit, bool(words)))
    titles = _titles_asked(text) if words and cursor == len(text) and not typing.field else ""
    draft = Draft(parse(titles), analyzer) if titles else None
    asked: list[Lookup] = [*(own[0] for own in words), *(own[0] for own in names)]
    asked += [*(draft.lookups if draft else ()), *name_lookups(request)]
    for example in ("x", 'tag:"x"'):  # what stands around is looked up now, for all offers
        around = text[: typing.start] + example + typing.closing + text[typing.end :]
        asked += Draft(parse(around), analyzer).lookups if asked else []
    asked = list(dict.fromkeys(asked))
    known = dict(zip(asked, generation.look_up(asked), strict=True)) if asked else {}
    request, _ = with_known_names(request, analyzer, known)
    offers = list(_days(generation, text, typing)) if typing.is_day else []
    # Alone, or left out, the most frequent words are those that count most.
    is_alone = typing.is_left_out or not (text[: typing.start] + text[typing.end :]).strip()
    most = limit if is_alone else max(limit, min(limit * WORDS_COUNTED, MAX_WORDS_COUNTED))
    if len(text.split()) >= MANY_WORDS:
        most = limit = min(limit, COUNTED_OF_MANY_WORDS)
    offers += islice(_words(text, typing, analyzer, words, known), most)
    found = _best_names(names, known)[:limit]
    offers += [_name(text, typing, *own) for own in found]
    if draft:
        offers += _titles(generation, draft, known, request)
    values = {(facet, name_key(counted[0])): counted for _, facet, counted, _ in found}
    return _shared_out(_counted(generation, request, offers, known, values), limit)


def _word_lookups(
    typing: Typing, analyzer: Analyzer, limit: int
) -> Iterator[tuple[WordsStarting, int]]:
    """Yield the look-ups of words that go on as typed, and where these start in what is typed.

    `e-ma` may become `e-mail`, or `email`.
    """
    if typing.is_word and not (typing.is_name or typing.is_day):
        for token in analyzer.tokens(typing.text):
            if token.form and token.end == len(typing.text.rstrip("+#")):
                lookup = WordsStarting(token.form, limit * WORDS_LOOKED_UP, by_count=True)
                yield lookup, token.start


def _words(
    text: str,
    typing: Typing,
    analyzer: Analyzer,
    lookups: Sequence[tuple[WordsStarting, int]],
    known: Known,
) -> Iterator[_Offer]:
    """Yield the most frequent form of each word."""
    seen = set()
    for lookup, start in lookups:
        kept = text[: typing.start] + typing.text[:start]
        # What is typed comes before other forms of it.
        for form, _ in sorted(known[lookup], key=lambda own: own[0] != lookup.prefix):
            if (term := analyzer.term_of(form)) not in seen:
                seen.add(term)
                query = kept + form + typing.closing + text[typing.end :]
                yield _Offer(form, "word", query, len(seen) if typing.is_left_out else 0)


def _name_lookups(typing: Typing, limit: int, has_word: bool) -> Iterator[tuple[NamesLike, int]]:
    """Yield the look-ups of names, the likeliest first, and where the name starts in the query."""
    facets = (typing.field,) if typing.is_name and typing.field else _FACETS
    for way in (Likeness.EQUAL, Likeness.WORD_START):
        for name, start in dict.fromkeys(typing.names):
            for facet in facets:
                # Signs alone begin no word.
                if way is Likeness.EQUAL or has_word or typing.is_name:
                    yield NamesLike(facet, name, (way,), limit, by_count=True), start


def _best_names(
    lookups: Sequence[tuple[NamesLike, int]], known: Known
) -> list[tuple[int, str, Counted, int]]:
    """Return each name once as (rank, facet, name and count, where it starts), the best first."""
    found: dict[tuple[str, str], tuple[int, str, Counted, int]] = {}
    starts = sorted({start for _, start in lookups})
    for lookup, start in lookups:
        rank = 0 if Likeness.EQUAL in lookup.ways else 1 + starts.index(start)
        for counted in known[lookup]:
            key = lookup.facet, name_key(counted[0])
            found.setdefault(key, (rank, lookup.facet, counted, start))
    return sorted(found.values(), key=lambda own: (own[0], -own[2][1], own[2][0]))


def _name(text: str, typing: Typing, rank: int, facet: str, counted: Counted, start: int) -> _Offer:
    value = counted[0].replace('"', " ")
    named = f'"{value}"' if typing.is_name else f'{FACETS[facet]}:"{value}"'
    return _Offer(counted[0], FACETS[facet], text[:start] + named + text[typing.end :], rank)


def _titles_asked(text: str) -> str:
    """Return the query for titles with all words of a text, the last of which may go on.

    It is "" for a text of anything but words, and where the last has few letters.
    """
    _, lexemes, _ = lex(text)
    if any(lexeme.kind != "word" for lexeme in lexemes):
        return ""
    if not (last := lexemes[-1].text).isalnum() or len(last) < MIN_LETTERS_OF_TITLES:
        return ""
    return f"title:({' '.join(lexeme.text for lexeme in lexemes)}*)"


def _titles(
    generation: Generation, draft: Draft, known: Known, request: SearchRequest
) -> Iterator[_Offer]:
    """Yield the titles that an item within the limits has, the best first, each once."""
    question = question_of(draft.compiled(known), request, count=MAX_TITLES)
    titles = dict.fromkeys(item.title for item, _ in generation.search(question).hits)
    for rank, title in enumerate(titles):
        yield _Offer(title, "title", 'title:"' + title.replace('"', " ").strip() + '"', rank)


def _days(generation: Generation, text: str, typing: Typing) -> Iterator[_Offer]:
    """Yield the years, the months of a year or the days of a month that begin so, newest first."""
    info = generation.info()
    first, last = info.first_day or date.max, info.last_day or date.min
    start = typing.text
    if len(start) <= len("2026"):
        periods = [f"{year:04}" for year in range(first.year, last.year + 1)]
    elif len(start) < len("2026-01"):
        periods = [f"{start[:4]}-{month:02}" for month in range(1, 13)]
    else:
        year, month = int(start[:4]), int(start[5:7])
        days = monthrange(year, month)[1] if 1 <= month <= 12 and year else 0
        periods = [f"{start[:7]}-{day:02}" for day in range(1, days + 1)]
    for rank, period in enumerate(reversed(periods)):
        is_there = first.isoformat() <= period.ljust(10, "~") and period <= last.isoformat()
        if is_there and period.startswith(start):
            query = text[: typing.start] + period + text[typing.end :]
            yield _Offer(period, "date", query, rank)


def _counted(
    generation: Generation,
    request: SearchRequest,
    offers: Sequence[_Offer],
    known: Known,
    values: Mapping[tuple[str, str], Counted],
) -> list[Suggestion]:
    """Return the offers that find something, those of each kind in order.

    If none does, those of which a page would show what most of the words find, as it would then.
    These are in the order of how many items have all words but those that no item has.
    """
    if not offers:
        return []
    searches = [request.with_query(offer.query) for offer in offers]
    asked = compiled_each(generation, searches, known, values)
    totals = generation.totals(
        [question_of(own, search) for own, search in zip(asked, searches, strict=True)]
    )
    fitting = totals
    if request.match == "all" and not any(totals) and any(own.may_lack for own in asked):
        terms = {term for own in asked for word in own.words for term in terms_of(word)}
        frequencies = generation.frequencies(terms)
        most = request.with_match("most")
        with_most = [question_of(own, most) for own in asked]
        without_lost = [
            replace(own, tree=_less_lost(asked[at], frequencies))
            for at, own in enumerate(with_most)
        ]
        counted = generation.totals([*with_most, *without_lost])
        totals, fitting = counted[: len(asked)], counted[len(asked) :]
    ranked = sorted(
        zip(offers, totals, fitting, strict=True),
        key=lambda own: (own[0].rank, -own[2], -own[1], own[0].text),
    )
    return [
        Suggestion(text=offer.text, kind=offer.kind, count=total, query=offer.query)
        for offer, total, _ in ranked
        if total
    ]


def _less_lost(asked: Compiled, frequencies: Mapping[str, int]) -> Query:
    """Return the tree for all words of a query but those that no item has."""
    kept = [word.query for word in asked.words if any(map(frequencies.get, terms_of(word)))]
    return alone(all_of([*asked.strict, *kept]))


def _shared_out(found: Sequence[Suggestion], limit: int) -> list[Suggestion]:
    """Return as many suggestions as are wanted: half are words, some titles, if there are any."""
    titles = [own for own in found if own.kind == "title"]
    words = [own for own in found if own.kind in ("word", "date")]
    names = [own for own in found if own.kind not in ("title", "word", "date")]
    titles = titles[: max(limit // 4, limit - len(words) - len(names))]
    names = names[: max((limit - len(titles)) // 2, limit - len(titles) - len(words))]
    return [*words[: limit - len(names) - len(titles)], *names, *titles]
