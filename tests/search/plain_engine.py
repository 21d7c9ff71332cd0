"""What must any engine answer? A third one, which looks at every item for each question.

Lists and dicts in memory, nothing clever: the oracle of the engines that are quick. Whoosh's query
nodes are read as the data that they are.

    ENGINES["plain"] = lambda: PlainEngine
    Archive.create("plain://news")
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain
from math import log
from uuid import UUID

from whoosh.query import And, Every, Not, NullQuery, NumericRange, Or, Phrase, Query, Term

from search import engine as seam
from search.engine import Counted, Likeness, NamesLike, Question, WordsNear, WordsStarting
from search.errors import IndexExists, IndexLocked, IndexMissing
from search.model import Item
from search.names import as_written, name_key
from search.query.tree import LINK_FIELD, NAME_FIELDS, TEXT_FIELDS, link_hash
from search.results import ArchiveInfo
from search.text import GOES_ON, Analyzer
from search.versions import gone_by, whole

K1, B = 1.2, 0.75
#: The archives there are, by their addresses.
ARCHIVES: dict[str, "PlainEngine"] = {}


class Document:
    """A state of an item, and all that it is found by and counted under."""

    def __init__(self, item: Item, analyzer: Analyzer) -> None:
        self.item = item
        self.shown = replace(item, versions=()) if item.versions else item
        headlines = [line.text for line in item.headlines]
        texts = {"title": [item.title], "headlines": headlines, "text": [item.text]}
        every = "\n".join(chain(*texts.values()))
        #: Text field -> for each line the terms at each position; no phrase reaches from one
        #: headline into the next.
        self.lines = {
            field: [positions(analyzer, line) for line in lines] for field, lines in texts.items()
        }
        #: Text field -> term -> how many times it is there; together they are the field's length.
        self.times = {
            field: Counter(chain.from_iterable(chain(*lines)))
            for field, lines in self.lines.items()
        }
        #: The words as they are written, folded.
        self.forms = {token.form for token in analyzer.tokens(every) if token.form}
        day, seen = item.day, item.seen
        month = day.isoformat()[:7] if day else ""
        names = {
            **{"sources": item.sources, "tags": item.tags, "categories": item.categories},
            **{"feed": [item.feed], "year": [month[:4]], "month": [month]},
            LINK_FIELD: [link_hash(link) for link in item.links],
        }
        #: Facet, or LINK_FIELD -> the key of each value -> how the item writes it.
        self.values = {
            name: {name_key(value): as_written(value) for value in reversed(own) if value}
            for name, own in names.items()
        }
        #: Its day as a number, 0 where there is none, and the day since when this state stood.
        self.day, self.since = day.toordinal() if day else 0, seen.date() if seen else date.min

    def has_any(self, facet: str, values: Iterable[str]) -> bool:
        """Tell whether it has one of the values of a facet."""
        return any(name_key(value) in self.values[facet] for value in values)


#: The id of each item -> its states, oldest first.
Histories = Mapping[str, Sequence[Document]]
#: A document that was found, and its score.
Found = tuple[Document, float]


def positions(analyzer: Analyzer, text: str) -> list[list[str]]:
    """Return the terms at each position of a text."""
    found: list[list[str]] = []
    for token in analyzer.tokens(text):
        if token.step:
            found.append([])
        found[-1].append(token.term)
    return found


def in_a_row(words: Sequence[str], line: Sequence[Sequence[str]], slop: int) -> bool:
    """Tell whether words are in a line, each 1 to `slop` positions after the end of one before."""
    ends = set(range(-slop, len(line)))
    for word in words:
        begins = [
            place
            for place, terms in enumerate(line)
            if word in terms and not ends.isdisjoint(range(place - slop, place))
        ]
        ends = set(begins)
        for place in begins:
            while place + 1 < len(line) and word + GOES_ON in line[place + 1]:
                place += 1
                ends.add(place)
    return bool(ends)


def distance(one: str, other: str) -> int:
    """Return the fewest letters to add, leave out or change (Levenshtein, 1966).

    Two letters that change places are two changes.
    """
    above = list(range(len(other) + 1))
    for letter in one:
        line = [above[0] + 1]
        for place, wanted in enumerate(other):
            line.append(min(above[place] + (letter != wanted), above[place + 1] + 1, line[-1] + 1))
        above = line
    return above[-1]


class PlainGeneration:
    """One commit, as it stands or as it stood at the end of a day."""

    def __init__(
        self,
        number: int,
        analyzer: Analyzer,
        histories: Histories,
        day: date | None = None,
        standing: bool = False,
    ) -> None:
        self.number, self.analyzer, self.histories = number, analyzer, histories
        self.day = day
        #: The state of each item that is known, in the order of ids: of code points, as in UTF-8.
        self.documents: list[Document] = []
        for _, states in sorted(histories.items()):
            known = [state for state in states if state.since <= (day or date.max)]
            self.documents += [
                state for state in known[-1:] if not (standing and gone_by(state.item, day))
            ]
        self.size = len(self.documents)
        #: Text field -> term -> how many documents have it.
        self._frequencies: dict[str, Counter[str]] = {}
        self._average_lengths: dict[str, float] = {}
        for field in TEXT_FIELDS:
            times = [document.times[field] for document in self.documents]
            self._frequencies[field] = Counter(chain(*times))
            self._average_lengths[field] = sum(map(Counter.total, times)) / max(1, self.size) or 1

    def at(self, day: date | None) -> "PlainGeneration":
        return PlainGeneration(self.number, self.analyzer, self.histories, day) if day else self

    def standing(self) -> "PlainGeneration":
        return PlainGeneration(self.number, self.analyzer, self.histories, self.day, True)

    def search(self, question: Question) -> seam.Answer:
        pool = [
            (document, score)
            for document in self.documents
            if (score := self._score(question.tree, document)) is not None
            and _is_dated(document, question.since, question.until)
            and not any(document.has_any(*limit) for limit in question.excluded.items())
        ]
        hits = _limited(pool, question.included)
        hits.sort(key=_ORDERS[question.sort])
        facets = {}
        for facet, listed in question.facets.items():
            others = {name: own for name, own in question.included.items() if name != facet}
            documents = [document for document, _ in _limited(pool, others)]
            facets[facet] = self._listed(facet, _counted(documents, facet), listed)
        chosen = hits[question.first : question.first + question.count]
        return seam.Answer(
            total=len(hits),
            hits=[(document.shown, score) for document, score in chosen],
            facets=facets,
            frequencies=self.frequencies(question.frequencies_of),
        )

    def totals(self, questions: Sequence[Question]) -> list[int]:
        return [self.search(question).total for question in questions]

    def _score(self, node: Query, document: Document) -> float | None:
        """Return what a node scores a document, None where it does not find it.

        Raises TypeError for a node that is none of `search.query.tree`, or over another field.
        """
        kind, field, boost = type(node), node.field(), float(getattr(node, "boost", 1))
        is_found, score = True, boost
        if kind is Term and field in TEXT_FIELDS:
            is_found = node.text in document.times[field]
            score = self._bm25(field, node.text, document) * boost
        elif kind is Term and field in (*NAME_FIELDS, LINK_FIELD):
            is_found = node.text in document.values[field]  # which are keys, as terms are
        elif kind is Phrase and field in TEXT_FIELDS:
            is_found = any(in_a_row(node.words, line, node.slop) for line in document.lines[field])
            score = sum(self._bm25(field, word, document) for word in node.words) * boost
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
        elif kind is type(NullQuery):
            is_found = False
        elif kind is not Every or field is not None:
            raise TypeError(f"{node!r} is no node that an engine knows; see search.query.tree")
        return score if is_found else None

    def _bm25(self, field: str, term: str, document: Document) -> float:
        """Return what a term adds (Robertson and others, 1994), its rarity as Whoosh has it."""
        times = document.times[field][term]
        rarity = log(max(1, self.size) / (self._frequencies[field][term] + 1)) + 1
        length = document.times[field].total() / self._average_lengths[field]
        return rarity * times * (K1 + 1) / (times + K1 * (1 - B + B * length))

    def _written(self, facet: str) -> dict[str, str]:
        """Return for the key of each value how most items write it."""
        written: dict[str, Counter[str]] = {}
        for document in self.documents:
            for key, value in document.values[facet].items():
                written.setdefault(key, Counter())[value] += 1
        return {
            key: min(values, key=lambda value: (-values[value], value))
            for key, values in written.items()
        }

    def _listed(
        self, facet: str, counts: Mapping[str, int], listed: seam.Listed
    ) -> seam.FacetCounts:
        written = self._written(facet)

        def wanted(values: Mapping[str, str]) -> list[Counted]:
            chosen = (
                (key, value)
                for key, value in values.items()
                if not listed.starting
                or Likeness.WORD_START.holds(self.analyzer.name(value), listed.starting)
            )
            ordered = sorted(chosen, key=lambda own: (-counts.get(own[0], 0), own[0]))
            return [(value, counts.get(key, 0)) for key, value in ordered]

        every = wanted({key: written[key] for key in counts})
        first = every[: listed.most]
        there = {name_key(value) for value, _ in first}
        asked = {name_key(value): value for value in listed.always}
        more = wanted({key: written.get(key, asked[key]) for key in asked if key not in there})
        return seam.FacetCounts(size=len(every), values=first + more)

    def look_up(self, lookups: Sequence[seam.Lookup]) -> list[list[Counted]]:
        return [self._look_up(lookup) for lookup in lookups]

    def _look_up(self, lookup: seam.Lookup) -> list[Counted]:
        written = {}
        if isinstance(lookup, NamesLike):
            counts = _counted(self.documents, lookup.facet)
            written = self._written(lookup.facet)
        else:
            counts = Counter(form for document in self.documents for form in document.forms)
        match lookup:
            case WordsStarting(prefix):
                found = [form for form in counts if form.startswith(prefix)]
            case WordsNear(word, most):
                alike = (form for form in counts if form[0] == word[0])
                found = [form for form in alike if distance(form, word) <= most]
            case NamesLike(_, name, ways):
                of_ways = (
                    [key for key in counts if way.holds(*map(self._read(way), (key, name)))]
                    for way in ways
                )
                found = next(filter(None, of_ways), [])
        found.sort()
        if not isinstance(lookup, WordsNear) and lookup.by_count:
            found.sort(key=lambda value: -counts[value])
        return [(written.get(value, value), counts[value]) for value in found[: lookup.most]]

    def _read(self, way: Likeness) -> Callable[[str], str]:
        return name_key if way is Likeness.EQUAL else self.analyzer.name

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        known = self._frequencies.values()
        return {term: max(of_field[term] for of_field in known) for term in terms}

    def item(self, id: str) -> Item | None:
        return next((own.item for own in self.documents if own.item.id == id), None)

    def states(self, id: str) -> tuple[Item, ...]:
        return tuple(document.shown for document in self.histories.get(id, ()))

    def items(self) -> Iterator[Item]:
        return (document.item for document in self.documents)

    def info(self) -> ArchiveInfo:
        days = [document.item.day for document in self.documents if document.item.day]
        return ArchiveInfo(
            items=self.size,
            generation=self.number,
            language=self.analyzer.language,
            schema=0,
            outlets=len(_counted(self.documents, "sources")),
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            has_history=any(
                own.item.seen or own.item.gone
                for states in self.histories.values()
                for own in states
            ),
            bytes=0,
            segments=min(1, len(self.histories)),
            deleted=0,
            parts=dict.fromkeys(("items", "words", "facets", "other"), 0),
        )


_ORDERS = {
    "relevance": lambda hit: (-hit[1], -hit[0].day, hit[0].item.id),
    "newest": lambda hit: (-hit[0].day, -hit[1], hit[0].item.id),
    "oldest": lambda hit: (not hit[0].day, hit[0].day, -hit[1], hit[0].item.id),
}


def _is_dated(document: Document, since: date | None, until: date | None) -> bool:
    day = document.item.day
    return (since or day) <= day <= (until or day) if day else not (since or until)


def _limited(pool: Iterable[Found], included: Mapping[str, Sequence[str]]) -> list[Found]:
    limits = [(facet, values) for facet, values in included.items() if values]
    return [found for found in pool if all(found[0].has_any(*limit) for limit in limits)]


def _counted(documents: Iterable[Document], facet: str) -> Counter[str]:
    return Counter(value for document in documents for value in document.values[facet])


class PlainWriter:
    """The one change under way: a dict of its own, which a commit makes a generation."""

    def __init__(self, engine: "PlainEngine", begun: PlainGeneration, is_changed: bool) -> None:
        self._engine, self._analyzer, self._is_changed = engine, begun.analyzer, is_changed
        self._histories = dict(begun.histories)
        self._next_note = engine.note if begun is engine.current else ""

    @property
    def generation(self) -> int:
        return self._engine.generation

    @property
    def note(self) -> str:
        return self._engine.note

    def leave_note(self, note: str) -> None:
        self._next_note = note

    def ids(self) -> set[str]:
        return set(self._histories)

    def add_read(self, reading: seam.Reading, jobs: int = 1) -> int:
        added: dict[str, Sequence[Document]] = {}
        tellings = []
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
            self._engine.current = PlainGeneration(self.generation + 1, self._analyzer, histories)
            self._engine.note = self._next_note
            self._is_changed = False
        return self.generation


class PlainEngine:
    """An archive of this process; all who open it share the one engine."""

    def __init__(self, address: str, language: str, archive_id: UUID) -> None:
        self._address, self.note, self.id = address, "", archive_id
        self.current = PlainGeneration(0, Analyzer(language), {})
        self._lock = threading.Lock()

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
    @contextmanager
    def rebuilding(cls, address: str, language: str | None, wait: float) -> Iterator[PlainWriter]:
        engine = cls.open(address)
        with engine.changing(wait, language or engine.language) as writer:
            yield writer

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

    @contextmanager
    def changing(self, wait: float = 0.0, language: str | None = None) -> Iterator[PlainWriter]:
        """Yield a change; with a language given it begins with nothing."""
        if not self._lock.acquire(timeout=wait):
            raise IndexLocked(f"{self._address}: another writes to it; wait until it has finished")
        try:
            begun = PlainGeneration(0, Analyzer(language), {}) if language else self.current
            writer = PlainWriter(self, begun, is_changed=language is not None)
            yield writer
            writer.commit()
        finally:
            self._lock.release()

    def check(self) -> int:
        return min(1, len(self.current.histories))

    def close(self) -> None:
        pass  # others may have it open
