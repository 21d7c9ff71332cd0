"""Which words and names are like what was typed? The cluster lists, by patterns; we compare.

A pattern finds all that may be meant, and few others; what comes back is held against the rule.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock

from whoosh.support.levenshtein import damerau_levenshtein as steps_between
from whoosh.support.levenshtein import levenshtein as changes

from search.engine import (
    Counted,
    Likeness,
    Lookup,
    NamesAway,
    NamesLike,
    WordsAway,
    WordsLike,
    WordsNear,
    WordsStarting,
)
from search.names import name_key
from search.opensearch.clauses import can_be_had
from search.opensearch.client import Json
from search.opensearch.values import ANY_LETTERS, Values, pattern_of, terms_of
from search.opensearch.view import View
from search.query.tree import FORMS_FIELD

#: Words that a pattern may find, of which the first in order are taken. A cluster lists no more.
WORDS_AT_ONCE = 50_000
#: Letters of the longest word whose neighbours one pattern finds; for a longer one all words of
#: about its length are listed. A cluster refuses such a pattern of some eighteen letters.
MAX_PATTERN_LETTERS = 14
#: Answers to look-ups that are kept, and words or names that each of them has at most.
LOOKUPS_KEPT, COUNTED_KEPT = 1_000, 2_000

Named = NamesLike | NamesAway


class ClusterVocabulary:
    """What the documents of a view have, looked up by its letters."""

    def __init__(self, view: View, values: Values) -> None:
        self._view, self._values = view, values
        self._known: dict[Lookup, list[Counted]] = {}
        self._lock = Lock()

    def look_up(self, lookups: Sequence[Lookup]) -> list[list[Counted]]:
        """Return for each look-up what is found; the words of all are asked for together."""
        with self._lock:
            known = {own: self._known[own] for own in lookups if own in self._known}
        left = [own for own in dict.fromkeys(lookups) if own not in known]
        known |= zip(left, self._looked_up(left), strict=True)
        with self._lock:
            if len(self._known) + len(left) > LOOKUPS_KEPT:
                self._known = {}
            self._known |= {own: known[own] for own in left if len(known[own]) <= COUNTED_KEPT}
        return [list(known[own]) for own in lookups]

    def _looked_up(self, lookups: Sequence[Lookup]) -> list[list[Counted]]:
        asked = [
            (number, body)
            for number, lookup in enumerate(lookups)
            if (body := self._words(lookup)) is not None
        ]
        answers = self._view.searches([body for _, body in asked])
        found: dict[int, list[Counted]] = {}
        for (number, body), answer in zip(asked, answers, strict=True):
            found[number] = self._chosen(lookups[number], self._exact(body, answer))
        named = [own for own in lookups if isinstance(own, Named)]
        names = iter(self._names(named))
        return [found[number] if number in found else next(names) for number in range(len(lookups))]

    # -- words

    def _words(self, lookup: Lookup) -> Json | None:
        """Return the search for the words that a look-up may mean; None for one of names."""
        match lookup:
            case WordsStarting(prefix, most, by_count):
                order = [{"_count": "desc"}, {"_key": "asc"}] if by_count else [{"_key": "asc"}]
                return self._listing(f"{pattern_of(prefix)}{ANY_LETTERS}", most, order)
            case WordsLike(pattern, most):
                return self._listing(_of_signs(pattern), most, [{"_key": "asc"}])
            case WordsNear(word, distance, _):
                return self._listing(word[:1] and _near(word, distance), WORDS_AT_ONCE)
            case WordsAway(word, steps, _):
                return self._listing(_away(word, steps), WORDS_AT_ONCE)
        return None

    def _listing(self, pattern: str, size: int, order: list[Json] | None = None) -> Json:
        order = order or [{"_key": "asc"}]
        if not (pattern and can_be_had(pattern)):
            return self._view.asking({"match_none": {}}, aggs={"of": terms_of(FORMS_FIELD, 1)})
        listing = terms_of(FORMS_FIELD, max(1, size), include=pattern, order=order)
        return self._view.asking(aggs={"of": listing})

    def _exact(self, body: Json, answer: Json) -> list[Counted]:
        """Return the words of an answer in its order; several shards are asked again for more."""
        own = answer["aggregations"]["of"]
        listing = body["aggs"]["of"]["terms"]
        while own["doc_count_error_upper_bound"]:
            listing["shard_size"] = 4 * listing.get("shard_size", listing["size"])
            own = self._view.search(body)["aggregations"]["of"]
        return [(str(one["key"]), int(one["doc_count"])) for one in own["buckets"]]

    def _chosen(self, lookup: Lookup, words: list[Counted]) -> list[Counted]:
        """Return those of the listed words that a look-up means."""
        match lookup:
            case WordsNear(word, distance, _):
                words = [
                    own
                    for own in words
                    if own[0][0] == word[0] and changes(own[0], word) <= distance
                ]
            case WordsAway(word, steps, _):
                words = [own for own in words if steps_between(own[0], word) == steps]
                words.sort(key=lambda own: (-own[1], own[0]))
        return words[: lookup.most]

    # -- names

    def _names(self, lookups: Sequence[Named]) -> list[list[Counted]]:
        """Return what names find; what many of them need is asked for together."""
        exact: dict[str, list[str]] = {own.facet: [] for own in lookups}
        for own in lookups:
            if _is_equal(own):
                exact[own.facet].append(own.name)
        equal = {facet: self._values.equal(facet, names) for facet, names in exact.items()}
        found = [self._keys(own, equal[own.facet]) for own in lookups]
        keys: dict[str, set[str]] = {facet: set() for facet in equal}
        for own, counted in zip(lookups, found, strict=True):
            keys[own.facet].update(key for key, _ in counted)
        written = {facet: self._values.written(facet, own) for facet, own in keys.items()}
        return [
            [(written[own.facet].get(key, key), count) for key, count in counted]
            for own, counted in zip(lookups, found, strict=True)
        ]

    def _keys(self, lookup: Named, equal: Mapping[str, int]) -> list[Counted]:
        """Return the keys of the values that a look-up means, and how many documents have each."""
        key = name_key(lookup.name)
        ways = lookup.ways if isinstance(lookup, NamesLike) else ()
        if _is_equal(lookup) and (key in equal or len(ways) == 1):
            return [(key, equal[key])] if key in equal and lookup.most else []
        names = self._values.of_all(lookup.facet)
        if isinstance(lookup, NamesAway):
            keys = names.away(lookup.name, lookup.steps)
        else:
            keys = next(filter(None, (names.like(lookup.name, own) for own in ways)), [])
        by_count = isinstance(lookup, NamesAway) or lookup.by_count
        keys.sort(key=lambda key: (-names.counts[key] if by_count else 0, key))
        return [(key, names.counts[key]) for key in keys[: lookup.most]]


def _is_equal(lookup: Named) -> bool:
    """Tell whether a name means the value that is equal to it, before all others."""
    return isinstance(lookup, NamesLike) and lookup.ways[:1] == (Likeness.EQUAL,)


def _of_signs(pattern: str) -> str:
    """Return the cluster's pattern for one in which `?` is one letter, `*` any number of them."""
    signs = {"?": ".", "*": ANY_LETTERS}
    return "".join(signs.get(own) or pattern_of(own) for own in re.findall(r".", pattern, re.S))


def _near(word: str, distance: int) -> str:
    """Return a pattern that all words with at most `distance` changed letters match."""
    if len(word) > MAX_PATTERN_LETTERS:
        return f"{pattern_of(word[0])}.{{{len(word) - 1 - distance},{len(word) - 1 + distance}}}"
    return "|".join(sorted(set(_changed(word, distance, swaps=False))))


def _away(word: str, steps: int) -> str:
    """Return a pattern that all words `steps` steps away match."""
    if len(word) > MAX_PATTERN_LETTERS:
        return f".{{{max(len(word) - steps, 0)},{len(word) + steps}}}"
    return "|".join(sorted(set(_changed(word, steps, swaps=True))))


def _changed(word: str, left: int, swaps: bool) -> Iterator[str]:
    """Yield patterns of which a word with at most `left` changes matches one."""
    yield pattern_of(word)
    if not left:
        return
    for index in range(len(word) + 1):
        before = pattern_of(word[:index])
        for after in _changed(word[index:], left - 1, swaps):
            yield f"{before}.?{after}"
        if index < len(word):
            for after in _changed(word[index + 1 :], left - 1, swaps):
                yield f"{before}.?{after}"
        if swaps and index + 1 < len(word):
            swapped = pattern_of(word[index + 1] + word[index])
            for after in _changed(word[index + 2 :], left - 1, swaps):
                yield f"{before}{swapped}{after}"
