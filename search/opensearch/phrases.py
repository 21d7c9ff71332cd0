"""How is a phrase asked of a cluster, and any of several phrases?

Phrases that differ in their last word alone are one, which may end with any of these: a phrase of
the cluster's own, or, with words between, a row of intervals. A word that goes on is asked for once
for each length it has.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise, product
from typing import Any

from whoosh.query import Phrase

from search.language.cutting import MAX_JOINED_PARTS
from search.opensearch.clauses import Json, can_be_had, either, terms_of
from search.opensearch.known import Known
from search.opensearch.mapping import OF_ONE_POSITION
from search.text import GOES_ON

#: Ways in which the words of one phrase may go on; with more it is asked for in any order.
MAX_PHRASE_ROWS = 256
#: Words that may stand between those of a phrase that is asked for in any order: as many as a
#: cluster counts to, nearly.
_ANYWHERE = 1_000_000_000


def any_phrase(phrases: Iterable[Phrase], known: Known) -> list[Json]:
    """Return queries for any of some phrases: one for all that differ in their last word alone."""
    alike: dict[tuple[Any, ...], list[Phrase]] = {}
    for phrase in phrases:
        if phrase.words and all(map(_is_one_token, phrase.words)):
            ways = (phrase.fieldname, *phrase.words[:-1], phrase.slop, is_loosened(phrase, known))
            alike.setdefault(ways, []).append(phrase)
    return [
        _phrase(own[0], list(dict.fromkeys(one.words[-1] for one in own)), known)
        for own in alike.values()
    ]


def _phrase(phrase: Phrase, endings: Sequence[str], known: Known) -> Json:
    """Return the query for a phrase that ends with any of some words."""
    name, words = str(phrase.fieldname), phrase.words[:-1]
    if not words:
        return terms_of(name, endings)
    ends = OF_ONE_POSITION.join(endings)
    if is_loosened(phrase, known):
        return _adjacent(name, [*dict.fromkeys(words), ends], _ANYWHERE)
    rows = list(_rows(words, known.going_on))
    if phrase.slop <= 1:
        return either([_adjacent(name, [*chain(*row), ends]) for row in rows])
    sources = [_in_order(_words_of(name, row, endings), phrase.slop - 1) for row in rows]
    return {"intervals": {name: sources[0] if len(rows) == 1 else _any_source(sources)}}


def _adjacent(name: str, words: Iterable[str], slop: int = 0) -> Json:
    """Return the query for words beside each other; a stroke parts those of one position."""
    asked: Json = {"query": " ".join(words), "analyzer": "terms"}
    return {"match_phrase": {name: asked | ({"slop": slop} if slop else {})}}


def _rows(words: Sequence[str], going_on: frozenset[str]) -> Iterable[tuple[list[str], ...]]:
    """Yield the words with how they go on, in each way that a document may have them."""
    ways = [
        [[word, *[word + GOES_ON] * more] for more in range(MAX_JOINED_PARTS)]
        if word in going_on
        else [[word]]
        for word in words
    ]
    return product(*ways)


def is_loosened(phrase: Phrase, known: Known) -> bool:
    """Tell whether a phrase is asked for in any order, as it may be had in too many ways."""
    going_on = sum(word in known.going_on for word in phrase.words[:-1])
    return id(phrase) in known.loosened or bool(MAX_JOINED_PARTS**going_on > MAX_PHRASE_ROWS)


def can_loosen(phrase: Phrase, known: Known) -> bool:
    """Tell whether a phrase would have fewer clauses if its order were not asked for."""
    is_many = phrase.slop > 1 or not known.going_on.isdisjoint(phrase.words[:-1])
    return is_many and len(phrase.words) > 1


def _words_of(name: str, row: Sequence[Sequence[str]], endings: Sequence[str]) -> list[Json]:
    """Return the sources of the words of a phrase that ends with any of some words.

    Two equal ones beside each other would become one that repeats, which miscounts what is between
    words of several positions (Lucene's RepeatingIntervalsSource). One of them names the field, so
    that they differ.
    """
    sources = list(map(_word, row))
    for before, own in pairwise(sources):
        if before == own:
            own["match"]["use_field"] = name
    ends = [_word([word]) for word in endings]
    for own in ends:
        if own == sources[-1]:
            own["match"]["use_field"] = name
    return [*sources, ends[0] if len(ends) == 1 else _any_source(ends)]


def _word(parts: Sequence[str]) -> Json:
    source: Json = {"query": " ".join(parts), "analyzer": "words"}
    return {"match": source | ({"ordered": True, "max_gaps": 0} if len(parts) > 1 else {})}


def _in_order(sources: Sequence[Json], most_between: int) -> Json:
    return {"all_of": {"ordered": True, "max_gaps": most_between, "intervals": list(sources)}}


def _any_source(sources: Sequence[Json]) -> Json:
    return {"any_of": {"intervals": list(sources)}}


def _is_one_token(word: str) -> bool:
    """Tell whether the cluster takes a word for one token, as those of our analyzer are."""
    parts = OF_ONE_POSITION in word or any(map(str.isspace, word))
    return bool(word) and can_be_had(word) and not parts
