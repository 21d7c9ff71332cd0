"""What does a query ask of the index? Clauses -> a Whoosh query tree, with its costs bounded."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from whoosh.query import And, Every, Not, NullQuery, NumericRange, Or, Phrase, Query, Term

from search import language
from search.text import Analyzer, Token, is_alone, is_cjk

#: The fields that a word without a field is looked for in, and what a match there weighs.
TEXT_FIELDS = {"title": 3.0, "headlines": 2.0, "text": 1.0}
MAX_EXPANSIONS = 1_024
#: Of a whole query, all its prefixes, misspellings and names together.
MAX_QUERY_EXPANSIONS = 2 * MAX_EXPANSIONS
#: Phrases cost more than words.
MAX_PHRASE_EXPANSIONS = 64


class Vocabulary(Protocol):
    """The words and names that one generation of an archive has."""

    def forms_starting(self, prefix: str) -> Iterator[str]:
        """Yield the folded words that begin so, in order."""

    def forms_near(self, form: str, distance: int) -> Iterator[str]:
        """Yield the folded words that up to `distance` changed letters make of `form`."""

    def names(self, facet: str) -> Sequence[tuple[str, str]]:
        """Return every value of a facet with its folded form (`Analyzer.name`), in order."""


@dataclass(slots=True)
class Wanted:
    """The words and phrases that hits have, as terms, by field; to be marked in them."""

    terms: dict[str, set[str]] = field(
        default_factory=lambda: {name: set() for name in TEXT_FIELDS}
    )
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = field(
        default_factory=lambda: {name: [] for name in TEXT_FIELDS}
    )


class Compiler:
    """Turns clauses into query trees for one generation; `notes` says what was cut."""

    def __init__(self, analyzer: Analyzer, vocabulary: Vocabulary) -> None:
        self.analyzer = analyzer
        self.vocabulary = vocabulary
        self.notes: list[str] = []
        self.expansions_left = MAX_QUERY_EXPANSIONS
        self.wanted = Wanted()

    def compile(self, query: language.Query) -> tuple[Query, list[Query]]:
        """Return the tree of a query, and the trees of its clauses, each on its own."""
        nodes = [self._node(clause.node, wanted=True) for clause in query.clauses]
        parts = [_or_every(node) for node in nodes]
        return _or_every(_all_of(nodes)), parts

    def _node(self, node: language.Node, wanted: bool) -> Query | None:
        """Return the query tree of a node, None where it holds no word at all.

        `wanted` is false below a negation: hits have none of its words.
        """
        match node:
            case language.Word():
                return self._word(node, wanted)
            case language.Phrase():
                return self._phrase(node, wanted)
            case language.Days(first, last):
                return days_query(
                    first.toordinal() if first else None, last.toordinal() if last else None
                )
            case language.Not(clause):
                left_out = self._node(clause, wanted=False)
                return None if left_out is None else Not(_alone(left_out))
            case language.Any(clauses):
                nodes = [self._node(clause, wanted) for clause in clauses]
                held = [_alone(node) for node in nodes if node is not None]
                return _any_of(held) if held else None
            case language.All(clauses):
                return _all_of([self._node(clause, wanted) for clause in clauses])

    def _word(self, word: language.Word, wanted: bool) -> Query | None:
        if word.field and word.field not in TEXT_FIELDS:
            return self._named(word.field, word.text, prefix=word.prefix)
        tokens = self._tokens(word.text)
        if not tokens:
            return None
        names = [word.field] if word.field else list(TEXT_FIELDS)
        last = tokens[-1].form
        if word.prefix or is_alone(last):
            endings = self.vocabulary.forms_starting(last)
        elif word.distance:
            endings = self.vocabulary.forms_near(last, word.distance)
        else:
            return self._terms([token.term for token in tokens], names, 1, wanted)
        shown = word.text + ("*" if word.prefix else "~" if word.distance else "")
        return self._expanded(shown, tokens[:-1], endings, names, 1, wanted)

    def _phrase(self, phrase: language.Phrase, wanted: bool) -> Query | None:
        if phrase.field and phrase.field not in TEXT_FIELDS:
            return self._named(phrase.field, phrase.text, prefix=False)
        tokens = self._tokens(phrase.text)
        if not tokens:
            return None
        names = [phrase.field] if phrase.field else list(TEXT_FIELDS)
        last = tokens[-1].form
        if is_alone(last):
            endings = self.vocabulary.forms_starting(last)
            return self._expanded(phrase.text, tokens[:-1], endings, names, phrase.slop, wanted)
        return self._terms([token.term for token in tokens], names, phrase.slop, wanted)

    def _tokens(self, text: str) -> list[Token]:
        tokens = self.analyzer.query_tokens(text)
        if not tokens:
            self.notes.append(f"Left out “{text}”, which holds no word.")
        return tokens

    def _granted(self, most: int) -> int:
        """Return how many terms a part may still stand for: one at least, or it finds nothing."""
        return max(1, min(most, self.expansions_left))

    def _terms(self, terms: list[str], names: list[str], slop: int, wanted: bool) -> Query:
        """Ask for one term, or for several in a row, in any of the fields."""
        if len(terms) == 1:
            return self._words(terms, names, wanted)
        if wanted:
            for name in names:
                if (phrase := (tuple(terms), slop)) not in self.wanted.phrases[name]:
                    self.wanted.phrases[name].append(phrase)
        return _any_of(Phrase(name, terms, slop=slop, boost=TEXT_FIELDS[name]) for name in names)

    def _words(self, terms: Collection[str], names: list[str], wanted: bool) -> Query:
        """Ask for any of some terms, each given once, in any of the fields."""
        if wanted:
            for name in names:
                self.wanted.terms[name].update(terms)
        found = [Term(name, term, boost=TEXT_FIELDS[name]) for name in names for term in terms]
        return found[0] if len(found) == 1 else Or(found) if found else NullQuery

    def _expanded(
        self,
        shown: str,
        before: list[Token],
        endings: Iterable[str],
        names: list[str],
        slop: int,
        wanted: bool,
    ) -> Query:
        """Ask for any of the words, in all their forms, after those that come before."""
        most = self._granted(MAX_PHRASE_EXPANSIONS if before else MAX_EXPANSIONS)
        terms: dict[str, None] = {}
        for form in endings:
            term = form if is_cjk(form) else self.analyzer.stem(form)
            if len(terms) == most and term not in terms:
                self.notes.append(
                    f"“{shown}” stands for more than {most:,} words; "
                    f"only the first {most:,} were searched for. Write more letters."
                )
                break
            terms[term] = None
        self.expansions_left -= len(terms)
        if not before:
            return self._words(terms, names, wanted)
        head = [token.term for token in before]
        return _any_of(self._terms([*head, term], names, slop, wanted) for term in terms)

    def _named(self, facet: str, text: str, *, prefix: bool) -> Query:
        """Ask for the values of a facet that go by this name, else those that have it in them."""
        name = self.analyzer.name(text)
        names = self.vocabulary.names(facet)
        exact = [value for value, folded in names if folded == name]
        if prefix:
            exact = [value for value, folded in names if folded.startswith(name)]
        if exact or not name:
            return self._values(facet, text, exact)
        inside = [value for value, folded in names if f" {name} " in f" {folded} "]
        if inside and facet != "feed":
            shown = ", ".join(inside[:3]) + (f" and {len(inside) - 3} more" if inside[3:] else "")
            self.notes.append(f"No {_SINGULAR[facet]} is called “{text}”; took {shown}.")
        return self._values(facet, text, inside)

    def _values(self, facet: str, shown: str, values: list[str]) -> Query:
        most = self._granted(MAX_EXPANSIONS)
        if len(values) > most:
            self.notes.append(
                f"“{shown}” stands for more than {most:,} names; "
                f"only the first {most:,} were searched for."
            )
        if not values:
            self.notes.append(f"No {_SINGULAR[facet]} is called “{shown}”.")
        self.expansions_left -= len(values[:most])
        return _any_of(Term(facet, value) for value in values[:most])


_SINGULAR = {"sources": "outlet", "tags": "tag", "categories": "category", "feed": "feed"}


def days_query(first: int | None, last: int | None) -> Query:
    """Return the query for items of these days, given as ordinals; undated items have none."""
    return NumericRange("date", first or 1, last)


def _all_of(nodes: list[Query | None]) -> Query | None:
    """Join what must all hold; negations come last, beside something to take them from."""
    queries = [node for node in nodes if node is not None]
    if len(queries) > 1:
        queries = list(dict.fromkeys(queries))
    if len(queries) <= 1:
        return queries[0] if queries else Every() if not nodes else None
    queries.sort(key=lambda query: isinstance(query, Not))
    return And(queries if not isinstance(queries[0], Not) else [Every(), *queries])


def _or_every(query: Query | None) -> Query:
    return Every() if query is None else _alone(query)


def _alone(query: Query) -> Query:
    """Return a query that stands on its own: a negation is taken from everything."""
    return And([Every(), query]) if isinstance(query, Not) else query


def _any_of(queries: Iterable[Query]) -> Query:
    parts = list(dict.fromkeys(_flat(queries)))
    return parts[0] if len(parts) == 1 else Or(parts) if parts else NullQuery


def _flat(queries: Iterable[Query]) -> Iterator[Query]:
    for query in queries:
        if isinstance(query, Or):
            yield from query.subqueries
        else:
            yield query
