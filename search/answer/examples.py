"""How may a query be written? Examples in the archive's own words, each with what it finds.

The words are two that stand side by side in titles of new items, the names those that most items
have: so the examples are about what the archive is about.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from whoosh.query import Every

from search.answer.questions import questions_of
from search.engine import Answer, Generation, Listed, Question
from search.facets import IN_ORDER_OF_TIME
from search.query.plain import as_plain_words
from search.request import FACETS, SearchRequest
from search.results import Example

#: Newest items whose titles are looked at, and pairs of words of which the first found is taken.
TITLES = 100
PAIRS = 10
#: Letters that a word of an example has.
LEAST_LETTERS, MOST_LETTERS = 4, 20
#: Outlets that items of the example have at least.
LEAST_OUTLETS = 2
#: Letters of a word that an example ends with a star.
BEGINNING = 4
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I)
_WORD = re.compile(r"[^\W\d_]+")


def examples(generation: Generation) -> list[Example]:
    """Return one query of each kind, with what it finds; kinds that find nothing are left out."""
    newest = Question(
        tree=Every(),
        sort="newest",
        count=TITLES,
        facets={name: Listed(most=1) for name in FACETS if name not in IN_ORDER_OF_TIME},
    )
    answer = generation.search(newest)
    pairs = _pairs(answer)
    totals = _totals(generation, [f'"{one} {other}"' for one, other in pairs])
    pair = next((pair for pair, total in zip(pairs, totals, strict=True) if total), None)
    kinds = [*(_of_words(*pair) if pair else ()), *_of_names(answer), *_of_days(answer)]
    found = zip(kinds, _totals(generation, [query for _, query in kinds]), strict=True)
    return [Example(kind=kind, query=query, total=total) for (kind, query), total in found if total]


def _totals(generation: Generation, queries: Sequence[str]) -> list[int]:
    if not queries:
        return []
    searches = [SearchRequest(query=query) for query in queries]
    return generation.totals(questions_of(generation, searches))


def _pairs(answer: Answer) -> list[tuple[str, str]]:
    """Return pairs of words that stand side by side in titles, the most frequent first."""
    pairs: Counter[tuple[str, str]] = Counter()
    for item, _ in answer.hits:
        words = item.title.split()
        pairs.update(
            (one, other)
            for one, other in pairwise(words)
            if _is_telling(one) and _is_telling(other) and one.lower() != other.lower()
        )
    return [pair for pair, _ in pairs.most_common(PAIRS)]


def _is_telling(word: str) -> bool:
    is_one = _WORD.fullmatch(word) and as_plain_words(word) == word
    return bool(is_one) and LEAST_LETTERS <= len(word) <= MOST_LETTERS


def _of_words(one: str, other: str) -> Iterator[tuple[str, str]]:
    yield "words", f"{one} {other}"
    yield "phrase", f'"{one} {other}"'
    yield "either", f"{one} OR {other}"
    yield "without", f"{one} -{other}"
    yield "group", f'({one} OR {other}) -"{one} {other}"'
    yield "near", f"{one} NEAR/5 {other}"
    yield "beginning", f"{one[:BEGINNING]}*"
    yield "misspelt", f"{_misspelt(one)}~"
    yield "title", f"title:{one}"
    yield "headline", f"headline:{one}"


def _misspelt(word: str) -> str:
    """Return a word without its third letter."""
    return word[:2] + word[3:]


def _of_names(answer: Answer) -> Iterator[tuple[str, str]]:
    for name, counts in answer.facets.items():
        for value, _ in counts.values[:1]:
            if name == "feed":
                value = _host(value) or value
            if '"' not in value:
                is_word = as_plain_words(value) == value and " " not in value
                written = value if is_word else f'"{value}"'
                yield name, f"{FACETS[name]}:{written}"
                if name == "sources":
                    yield "not_sources", f"-{FACETS[name]}:{written}"
    yield "outlets", f"outlets:>={LEAST_OUTLETS}"
    if hosts := [host for item, _ in answer.hits for link in item.links if (host := _host(link))]:
        yield "link", f"link:{Counter(hosts).most_common(1)[0][0]}"


def _host(url: str) -> str:
    """Return the host of an address if it may stand in a query as it is, else ""."""
    host = url.partition("://")[2].partition("/")[0].removeprefix("www.")
    return host if _HOST.fullmatch(host) else ""


def _of_days(answer: Answer) -> Iterator[tuple[str, str]]:
    days = [item.day for item, _ in answer.hits if item.day]
    if days:
        yield "day", f"date:{days[0].isoformat()}"
        yield "month", f"date:{days[0].isoformat()[:7]}"
        yield "days", f"date:{days[-1].isoformat()}..{days[0].isoformat()}"
        yield "since", f"since:{days[-1].isoformat()}"
