"""What does a query ask of the index? Clauses -> a Whoosh query tree, with its costs bounded."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from whoosh.query import Not, NullQuery, Or, Phrase, Query, Term

from search.query import parser
from search.query.tree import TEXT_FIELDS, all_of, alone, any_of, days
from search.text import Analyzer, Token, is_alone, is_cjk

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

    def compile(self, query: parser.ParsedQuery) -> tuple[Query, list[Query]]:
        """Return the tree of a query, and the trees of its clauses, each on its own."""
        nodes = [self._node(part.node, wanted=True) for part in query.parts]
        parts = [alone(node) for node in nodes]
        return alone(all_of(nodes)), parts

    def _node(self, node: parser.Node, wanted: bool) -> Query | None:
        """Return the query tree of a node, None where it holds no word at all.

        `wanted` is false below a negation: hits have none of its words.
        """
        match node:
            case parser.WordNode():
                return self._word(node, wanted)
            case parser.PhraseNode():
                return self._phrase(node, wanted)
            case parser.DaysNode(first, last):
                return days(first, last)
            case parser.NotNode(inner):
                left_out = self._node(inner, wanted=False)
                return None if left_out is None else Not(alone(left_out))
            case parser.AnyNode(inside):
                nodes = [self._node(node, wanted) for node in inside]
                held = [alone(node) for node in nodes if node is not None]
                return any_of(held) if held else None
            case parser.AllNode(inside):
                return all_of([self._node(node, wanted) for node in inside])

    def _word(self, word: parser.WordNode, wanted: bool) -> Query | None:
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

    def _phrase(self, phrase: parser.PhraseNode, wanted: bool) -> Query | None:
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
        return any_of(Phrase(name, terms, slop=slop, boost=TEXT_FIELDS[name]) for name in names)

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
        return any_of(self._terms([*head, term], names, slop, wanted) for term in terms)

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
        return any_of(Term(facet, value) for value in values[:most])


_SINGULAR = {"sources": "outlet", "tags": "tag", "categories": "category", "feed": "feed"}
