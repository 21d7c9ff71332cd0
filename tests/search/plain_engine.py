"""What must any engine answer? A third one, which looks at every item for each question.

Lists and dicts in memory, nothing clever: the oracle of the engines that are quick. Whoosh's query
nodes are read as the data that they are.

    ENGINES["plain"] = lambda: PlainEngine
    Archive.create("plain://news")
"""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from itertools import chain
from math import log
from uuid import UUID

from whoosh.query import (
    And,
    AndMaybe,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)
from whoosh.support.levenshtein import damerau_levenshtein as steps_between
from whoosh.support.levenshtein import levenshtein as changes

from search import engine as seam
from search.compared import compared_words
from search.errors import IndexExists, IndexLocked, IndexMissing
from search.links import link_terms
from search.model import Item
from search.names import as_written, name_key
from search.query.tree import (
    ID_FIELD,
    K1,
    LINK_FIELD,
    MOST_RANK,
    MOST_SHARE,
    NAME_FIELDS,
    TEXT_FIELDS,
    AnyField,
    AnySpelling,
    B,
    MostOf,
    days,
)
from search.results import ArchiveInfo
from search.text import GOES_ON, Analyzer
from search.versions import gone_by, whole

#: The name under which a document has its words as written and folded, beside those of the facets.
WORDS = "words"
#: The archives there are, by their addresses.
ARCHIVES: dict[str, "PlainEngine"] = {}
#: What hits are sorted by, their day and score given.
ORDERS = {
    "relevance": lambda day, score: (-score, -day),
    "newest": lambda day, score: (-day, -score),
    "oldest": lambda day, score: (not day, day, -score),
}


class Document:
    """A state of an item, and all that it is found by and counted under."""

    def __init__(self, item: Item, analyzer: Analyzer) -> None:
        self.item = item
        self.shown = replace(item, versions=())
        texts = {"title": [item.title], "text": [item.text]}
        texts["headlines"] = [line.text for line in item.headlines]
        #: Text field -> for each line the terms at each position; no phrase reaches from one
        #: headline into the next.
        self.lines = {
            field: [positions(analyzer, line) for line in lines] for field, lines in texts.items()
        }
        self.lines[LINK_FIELD] = [[[part] for part in link_terms(link)] for link in item.links]
        #: Text field -> term -> how many times it is there; together they are the field's length.
        self.times = {field: Counter(chain(*chain(*own))) for field, own in self.lines.items()}
        self.length = sum(self.times[field].total() for field in TEXT_FIELDS)
        tokens = chain.from_iterable(map(analyzer.tokens, chain(*texts.values())))
        month = item.day.isoformat()[:7] if item.day else ""
        names = {field: getattr(item, field) for field in ("sources", "tags", "categories")}
        names |= {"feed": [item.feed], "year": [month[:4]], "month": [month]}
        #: Facet, or WORDS -> the key of each value -> how the item writes it.
        self.values = {
            name: {name_key(value): as_written(value) for value in reversed(own) if value}
            for name, own in names.items()
        }
        self.values[WORDS] = {token.form: token.form for token in tokens if token.form}
        #: Its day as a number, 0 where there is none, and the day since when this state stood.
        self.day = item.day.toordinal() if item.day else 0
        self.since = item.seen.date() if item.seen else date.min

    def has_any(self, facet: str, values: Iterable[str]) -> bool:
        """Tell whether it has one of the values of a facet."""
        return any(name_key(value) in self.values[facet] for value in values)


def limited(documents: Iterable[Document], included: Mapping[str, Sequence[str]]) -> list[Document]:
    """Return those that have one of the values of each facet that has any."""
    limits = [limit for limit in included.items() if limit[1]]
    return [own for own in documents if all(own.has_any(*limit) for limit in limits)]


def counted(documents: Iterable[Document], field: str) -> Counter[str]:
    """Return how many documents have each key of a facet, or of WORDS."""
    return Counter(key for document in documents for key in document.values[field])


def positions(analyzer: Analyzer, text: str) -> list[list[str]]:
    """Return the terms at each position of a text."""
    found: list[list[str]] = []
    for token in analyzer.tokens(text):
        if token.step:
            found.append([])
        found[-1].append(token.term)
    return found


def in_a_row(words: Sequence[str], line: list[list[str]], slop: int, last: int = -1) -> bool:
    """Tell whether words follow the position `last` in order, less than `slop` others among them.

    A word that goes on is as many positions long as it likes. Before the first word `last` is -1,
    and any number of others may be there.
    """
    for begin in range(last + 1, len(line) if last < 0 else min(last + 1 + slop, len(line))):
        if words[0] in line[begin]:
            ends = [begin]
            while ends[-1] + 1 < len(line) and words[0] + GOES_ON in line[ends[-1] + 1]:
                ends.append(ends[-1] + 1)
            left = slop if last < 0 else slop - (begin - last - 1)
            if not words[1:] or any(in_a_row(words[1:], line, left, end) for end in ends):
                return True
    return False


@dataclass
class PlainGeneration:
    """One commit, as it stands or as it stood at the end of a day."""

    number: int
    analyzer: Analyzer
    #: The id of each item -> its states, oldest first.
    histories: Mapping[str, Sequence[Document]]
    day: date | None = None
    without_gone: bool = False

    def __post_init__(self) -> None:
        #: The state of each item that is known, in the order of ids: of code points, as in UTF-8.
        self.documents: list[Document] = []
        for _, states in sorted(self.histories.items()):
            known = [state for state in states if state.since <= (self.day or date.max)]
            if known and not (self.without_gone and gone_by(known[-1].item, self.day)):
                self.documents.append(known[-1])
        self.size = len(self.documents)
        #: Text field -> term -> how many documents have it.
        self._frequencies = {
            field: Counter(chain.from_iterable(own.times[field] for own in self.documents))
            for field in TEXT_FIELDS
        }
        self._average_length = sum(own.length for own in self.documents) / max(1, self.size) or 1

    def at(self, day: date | None) -> "PlainGeneration":
        return replace(self, day=day) if day else self

    def standing(self) -> "PlainGeneration":
        return replace(self, without_gone=True)

    def search(self, question: seam.Question) -> seam.Answer:
        since, until = question.since, question.until
        dated = days(since, until) if since or until else Every()
        scores = {own: self._score(question.tree, own) for own in self.documents}
        pool = [
            document
            for document, score in scores.items()
            if score is not None
            and self._score(dated, document) is not None
            and not any(document.has_any(*limit) for limit in question.excluded.items())
        ]
        hits = limited(pool, question.included)  # in the order of ids, which sorting keeps
        hits.sort(key=lambda own: ORDERS[question.sort](own.day, scores[own]))
        facets = {}
        for facet, listed in question.facets.items():
            own = question.included.get(facet, ())
            others = limited(pool, {**question.included, facet: ()})
            listing = self._listed(facet, counted(others, facet), listed)
            left = counted((one for one in others if not one.has_any(facet, own)), facet)
            more = [left[name_key(value)] for value, _ in listing.values] if own else []
            facets[facet] = replace(listing, more=more)
        return seam.Answer(
            total=len(hits),
            hits=[(own.shown, scores[own]) for own in hits[question.first :][: question.count]],
            facets=facets,
            frequencies=self.frequencies(question.frequencies_of),
        )

    def totals(self, questions: Sequence[seam.Question]) -> list[int]:
        return [self.search(question).total for question in questions]

    def _score(self, node: Query, document: Document) -> float | None:
        """Return what a node scores a document, None where it does not find it.

        Raises TypeError for a node that `search.query.tree` does not list, or over another field.
        """
        kind, field, boost = type(node), node.field(), float(getattr(node, "boost", 1))
        is_found, score = True, boost
        if kind is AnySpelling:
            is_found = any(own.text in document.times[own.fieldname] for own in node.subqueries)
            score = self._bm25f(node.subqueries, document) * boost
        elif kind is Term and field in (*TEXT_FIELDS, LINK_FIELD):
            is_found = node.text in document.times[field]
            score = self._bm25f([node], document) if field in TEXT_FIELDS else boost
        elif kind is Term and field in NAME_FIELDS:
            is_found = node.text in document.values[field]  # which are keys, as terms are
        elif kind is Term and field == ID_FIELD:
            is_found = node.text == document.item.id
        elif kind is AnyField or (kind is Phrase and field in (*TEXT_FIELDS, LINK_FIELD)):
            phrases = node.subqueries if kind is AnyField else [node]
            is_found = any(
                in_a_row(own.words, line, own.slop)
                for own in phrases
                for line in document.lines[own.fieldname]
            )
            if phrases and phrases[0].fieldname in TEXT_FIELDS:
                rows = [
                    [Term(own.fieldname, word, boost=own.boost) for own in phrases]
                    for word in phrases[0].words
                ]
                score = sum(self._bm25f(row, document) for row in rows)
                score *= boost if kind is AnyField else 1.0
        elif kind is AndMaybe:
            found = self._score(node.a, document)
            is_found = found is not None
            score = ((found or 0.0) + (self._score(node.b, document) or 0.0)) * boost
        elif kind is MostOf:
            weights = self._weights(node)
            best = sorted([0.0] * MOST_RANK + [*weights.values()])[-MOST_RANK]
            is_found = document in weights and weights[document] >= MOST_SHARE * best
            score = sum(self._score(part, document) or 0.0 for part in node.subqueries) * boost
        elif kind is NumericRange and field == "date":
            is_found = document.day > 0 and node.start <= document.day <= (node.end or document.day)
        elif kind is Not:
            is_found = self._score(node.query, document) is None
        elif kind in (And, Or):
            scores = [self._score(part, document) for part in node.subqueries]
            is_found = any(one is not None for one in scores) if kind is Or else None not in scores
            adding = zip(node.subqueries, scores, strict=True)
            # A negation only takes away. Whoosh forgets the boost of a join of one.
            score = sum(own or 0.0 for part, own in adding if kind is Or or type(part) is not Not)
            score *= boost if len(scores) > 1 else 1.0
        elif kind is type(NullQuery) or (kind is Every and field in (None, *NAME_FIELDS)):
            is_found = kind is Every and (field is None or bool(document.values[field]))
        else:
            raise TypeError(f"{node!r} is not a node that an engine knows; see search.query.tree")
        return score if is_found else None

    def _bm25f(self, terms: Sequence[Term], document: Document) -> float:
        """Return what a word of some spellings and fields adds; see `search.query.tree`."""
        times = sum(own.boost * document.times[own.fieldname][own.text] for own in terms)
        counts = [self._frequencies[own.fieldname][own.text] for own in terms]
        rarity = self._rarity(max([1, *counts]))
        norm = K1 * (1 - B + B * document.length / self._average_length)
        return rarity * times * (K1 + 1) / (times + norm)

    def _rarity(self, count: int) -> float:
        return log((self.size + 1) / count)

    def _weights(self, node: Query) -> Counter[Document]:
        """Return for each document what the parts weigh that it has."""
        weights: Counter[Document] = Counter()
        for part in node.subqueries:
            held = [own for own in self.documents if self._score(part, own) is not None]
            for document in held:
                weights[document] += self._rarity(len(held))
        return weights

    def _written(self, field: str) -> dict[str, str]:
        """Return for the key of each value how most items write it."""
        pairs = Counter(chain.from_iterable(own.values[field].items() for own in self.documents))
        best_first = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
        return dict(reversed(best_first))

    def _listed(self, facet: str, counts: Counter[str], listed: seam.Listed) -> seam.FacetCounts:
        """Choose from the counted values of a facet."""
        always = {name_key(value): value for value in listed.always}
        written = always | self._written(facet)
        ranked = sorted(counts.keys() | always.keys(), key=lambda key: (-counts[key], key))
        alphabet = sorted(ranked) if listed.by_name else ranked
        starts, name = seam.Likeness.WORD_START.holds, self.analyzer.name
        wanted = [key for key in ranked if starts(name(written[key]), listed.starting)]
        every = [key for key in alphabet if counts[key] and key in wanted]
        first = every[: listed.most]
        first += [key for key in wanted if key in always and key not in first]
        return seam.FacetCounts(
            size=len(every), values=[(written[key], counts[key]) for key in first]
        )

    def look_up(self, lookups: Sequence[seam.Lookup]) -> list[list[seam.Counted]]:
        return [self._look_up(lookup) for lookup in lookups]

    def _look_up(self, lookup: seam.Lookup) -> list[seam.Counted]:
        field = getattr(lookup, "facet", WORDS)
        counts, written = counted(self.documents, field), self._written(field)
        match lookup:
            case seam.WordsStarting(prefix):
                found = [word for word in counts if word.startswith(prefix)]
            case seam.WordsLike(pattern):
                found = [word for word in counts if fnmatchcase(word, pattern)]
            case seam.WordsNear(word, most):
                found = [own for own in counts if own[0] == word[0] and changes(own, word) <= most]
            case seam.WordsAway(word, steps):
                found = [own for own in counts if steps_between(own, word) == steps]
            case seam.NamesAway(_, name, steps):
                folded = {key: seam.unarticled(self.analyzer.name(key)) for key in (*counts, name)}
                found = [
                    key
                    for key in counts
                    if 0 < len(folded[key]) <= seam.MAX_AWAY_CHARACTERS
                    and steps_between(folded[key], folded[name]) == steps
                ]
            case seam.NamesLike(_, name, ways):
                read = {way: name_key if way.by_key else self.analyzer.name for way in ways}
                of_ways = (
                    [key for key in counts if way.holds(read[way](key), read[way](name))]
                    for way in ways
                )
                found = next(filter(None, of_ways), [])
        by_count = getattr(lookup, "by_count", isinstance(lookup, seam.WordsAway | seam.NamesAway))
        found.sort(key=lambda key: (-counts[key] if by_count else 0, key))
        return [(written.get(key, key), counts[key]) for key in found[: lookup.most]]

    def item_and_frequencies(self, id: str) -> tuple[Item, dict[str, int]] | None:
        item = self.item(id)
        terms = compared_words(item, self.analyzer) if item else ()
        return (item, self.frequencies(terms)) if item else None

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        return {term: max(own[term] for own in self._frequencies.values()) for term in terms}

    def item(self, id: str) -> Item | None:
        return next((own.item for own in self.documents if own.item.id == id), None)

    def states(self, id: str) -> tuple[Item, ...]:
        return tuple(document.shown for document in self.histories.get(id, ()))

    def items(self) -> Iterator[Item]:
        return (document.item for document in self.documents)

    def info(self) -> ArchiveInfo:
        dated = [document.item.day for document in self.documents if document.item.day]
        states = chain.from_iterable(self.histories.values())
        return ArchiveInfo(
            items=self.size,
            generation=self.number,
            language=self.analyzer.language,
            schema=0,
            outlets=len(counted(self.documents, "sources")),
            first_day=min(dated, default=None),
            last_day=max(dated, default=None),
            has_history=any(own.item.seen or own.item.gone for own in states),
            bytes=0,
            segments=min(1, len(self.histories)),
            deleted=0,
            parts=dict.fromkeys(("items", "words", "facets", "other"), 0),
        )


class PlainEngine:
    """An archive of this process, which all who open it share; it writes its changes itself."""

    def __init__(self, address: str, language: str, archive_id: UUID) -> None:
        self._address, self._lock, self.id = address, threading.Lock(), archive_id
        self.note, self.current = "", PlainGeneration(0, Analyzer(language), {})

    @classmethod
    def open(cls, address: str) -> "PlainEngine":
        if address not in ARCHIVES:
            raise IndexMissing(f"{address}: there is no archive; make one")
        return ARCHIVES[address]

    @classmethod
    def create(cls, address: str, language: str, archive_id: UUID) -> "PlainEngine":
        engine = cls(address, language, archive_id)
        if ARCHIVES.setdefault(address, engine) is not engine:
            raise IndexExists(f"{address}: there is an archive already; open it")
        return engine

    @classmethod
    def rebuilding(
        cls, address: str, language: str | None, wait: float
    ) -> AbstractContextManager["PlainEngine"]:
        engine = cls.open(address)
        return engine.changing(wait, language or engine.language)

    @property
    def language(self) -> str:
        return self.current.analyzer.language

    @property
    def generation(self) -> int:
        return self.current.number

    @property
    def state(self) -> str:
        return f"{id(self)}-{self.current.number}"

    def newest(self) -> PlainGeneration:
        return self.current

    def check(self) -> int:
        return self.current.info().segments

    def faults(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        pass  # others may have it open

    # -- the one change under way: histories of its own, which a commit makes a generation

    @contextmanager
    def changing(self, wait: float = 0.0, language: str | None = None) -> Iterator["PlainEngine"]:
        """Yield the engine as a Writer; with a language given the change begins with nothing."""
        if not self._lock.acquire(timeout=wait):
            raise IndexLocked(f"{self._address}: another writes to it; wait until it has finished")
        try:
            self._analyzer = Analyzer(language or self.language)
            self._histories = {} if language else dict(self.current.histories)
            self._next_note = "" if language else self.note
            self._is_changed = language is not None
            yield self
            self.commit()
        finally:
            self._lock.release()

    def leave_note(self, note: str) -> None:
        self._next_note = note

    def ids(self) -> set[str]:
        return set(self._histories)

    def add_read(self, reading: seam.Reading, jobs: int = 1) -> int:
        added, tellings = {}, []
        for source in reading.sources:
            try:
                item, telling = reading.read(source)
            except MemoryError:
                item, telling = None, reading.lost(source, "there is not enough memory for it")
            tellings.append(telling)
            if item is not None:
                states = [Document(state, self._analyzer) for state in whole(item)]
                added[states[0].item.id] = states  # of several with one id the last counts
        self._histories |= added
        self._is_changed |= bool(added)
        for telling in tellings:
            reading.told(telling)
        return len(added)

    def remove(self, ids: Iterable[str]) -> int:
        removed = sum(self._histories.pop(id, None) is not None for id in set(ids))
        self._is_changed |= removed > 0
        return removed

    def commit(self) -> int:
        if self._is_changed:
            histories = dict(self._histories)
            self.current = PlainGeneration(self.generation + 1, self._analyzer, histories)
            self.note, self._is_changed = self._next_note, False
        return self.generation
