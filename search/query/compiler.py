"""What does a query ask of an engine? Its parts become a tree (`tree`), its costs bounded.

parts of `port strik*`, with the words that begin with `strik` looked up
->  And([Or([Term("title", "port"), ...]), Or([Term("title", "strike"), ...])])
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from whoosh.query import Every, Not, NullQuery, Or, Phrase, Query, Term

from search.cutting import is_alone
from search.engine import (
    Counted,
    Likeness,
    Lookup,
    NamesLike,
    WordsLike,
    WordsNear,
    WordsStarting,
)
from search.folding import fold
from search.links import link_terms
from search.names import name_key
from search.query.nodes import (
    AllNode,
    AnyNode,
    DaysNode,
    IdNode,
    LinkNode,
    NameNode,
    NearNode,
    Node,
    NotNode,
    PhraseNode,
    WordNode,
)
from search.query.parser import ParsedQuery
from search.query.tree import ID_FIELD, LINK_FIELD, TEXT_FIELDS, all_of, alone, any_of, days
from search.text import Analyzer, Token

#: Terms that one prefix, misspelling or name may stand for.
MAX_EXPANSIONS = 1_024
#: Terms that all prefixes, misspellings and names of a query may stand for together.
MAX_QUERY_EXPANSIONS = 2 * MAX_EXPANSIONS
#: Phrases that a phrase with an open end may stand for: they cost more than words.
MAX_PHRASE_EXPANSIONS = 64
#: Terms that one such phrase counts for.
PHRASE_WEIGHT = MAX_EXPANSIONS // MAX_PHRASE_EXPANSIONS
#: Words or names that an engine looks up for all of them together: several forms have one term.
MAX_LOOKED_UP = 8 * MAX_EXPANSIONS

#: Names that a note shows of those that one may mean.
MAX_NOTED_NAMES = 3

#: What an engine answered to look-ups.
Known = Mapping[Lookup, list[Counted]]


@dataclass(slots=True)
class Wanted:
    """The words and phrases that hits have, as terms, by field; to be marked in them.

    A phrase is its terms and how many other words may stand between them. `links` are rows of terms
    of links, which headlines may have.
    """

    terms: dict[str, set[str]] = field(
        default_factory=lambda: {name: set() for name in TEXT_FIELDS}
    )
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = field(
        default_factory=lambda: {name: [] for name in TEXT_FIELDS}
    )
    links: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query as a tree, the tree of each of its parts alone, what to mark, what was cut."""

    tree: Query
    parts: list[Query]
    wanted: Wanted
    notes: list[str]


class Draft:
    """A query that is to be compiled; `lookups` are those that it needs for it, each once."""

    def __init__(self, query: ParsedQuery, analyzer: Analyzer) -> None:
        self._query, self._analyzer = query, analyzer
        compiler = _Compiler(analyzer, {}, 1)
        self._compiled = compiler.compile(query)
        #: How many look-ups share what all may take.
        self._parts = len(compiler.asked)
        if self._parts > 1:
            compiler = _Compiler(analyzer, {}, self._parts)
            compiler.compile(query)
        self.lookups: list[Lookup] = list(dict.fromkeys(compiler.asked))

    def compiled(self, known: Known) -> Compiled:
        """Return what the query asks; `known` are the answers to its `lookups`."""
        if not self.lookups:
            return self._compiled
        return _Compiler(self._analyzer, known, self._parts).compile(self._query)


class _Compiler:
    def __init__(self, analyzer: Analyzer, known: Known, parts: int) -> None:
        """Take the answers to look-ups, and how many parts ask for one."""
        self.analyzer = analyzer
        self.known = known
        self.parts_left = max(1, parts)
        self.most_looked_up = max(1, MAX_LOOKED_UP // self.parts_left)
        self.asked: list[Lookup] = []
        self.notes: list[str] = []
        self.expansions_left = MAX_QUERY_EXPANSIONS
        self.wanted = Wanted()

    def compile(self, query: ParsedQuery) -> Compiled:
        nodes = [self._node(part.node, wanted=True) for part in query.parts]
        parts = [alone(node) for node in nodes]
        return Compiled(alone(all_of(nodes)), parts, self.wanted, self.notes)

    def _look_up(self, lookup: Lookup) -> list[str]:
        """Return the words or names of a look-up, none before it is answered."""
        self.asked.append(lookup)
        return [value for value, _ in self.known.get(lookup, ())]

    def _node(self, node: Node, wanted: bool) -> Query | None:
        """Return the query tree of a node, None where it holds no word at all.

        `wanted` is false below a negation: hits have none of its words.
        """
        match node:
            case WordNode():
                return self._word(node, wanted)
            case PhraseNode():
                return self._phrase(node, wanted)
            case NearNode():
                return self._near(node, wanted)
            case NameNode(facet, written, quoted):
                return self._named(facet, written, quoted=quoted)
            case LinkNode(address):
                return self._link(address, wanted)
            case IdNode(id):
                return Term(ID_FIELD, id)
            case DaysNode(first, last):
                return days(first, last)
            case NotNode(inner):
                left_out = self._node(inner, wanted=False)
                return None if left_out is None else Not(alone(left_out))
            case AnyNode(inside):
                nodes = [self._node(node, wanted) for node in inside]
                held = [alone(node) for node in nodes if node is not None]
                return any_of(held) if held else None
            case AllNode(inside):
                return all_of([self._node(node, wanted) for node in inside])

    def _word(self, word: WordNode, wanted: bool) -> Query | None:
        rows = self._readings(word.text)
        if not rows:
            return None
        names = [word.field] if word.field else list(TEXT_FIELDS)
        if word.pattern:
            pattern = re.sub(r"[^?*]+", lambda match: fold(match.group()), word.text)
            found = self._look_up(WordsLike(pattern, self.most_looked_up))
            # A text may have the signs themselves: f*ck.
            as_written = self._rows(word.text, rows, names, 0, wanted)
            return any_of([self._expanded(word.text, [], found, names, 0, wanted), as_written])
        if not (word.prefix or word.distance):
            return self._rows(word.text, rows, names, 0, wanted)
        trees = []
        for *before, last in rows:
            if word.prefix or is_alone(last.form):
                endings = self._look_up(WordsStarting(last.form, self.most_looked_up))
            else:
                endings = self._look_up(WordsNear(last.form, word.distance, self.most_looked_up))
            shown = word.text + ("*" if word.prefix else "~")
            trees.append(self._expanded(shown, before, endings, names, 0, wanted))
        return any_of(trees)

    def _phrase(self, phrase: PhraseNode, wanted: bool) -> Query | None:
        rows = self._readings(phrase.text)
        if not rows:
            return None
        names = [phrase.field] if phrase.field else list(TEXT_FIELDS)
        if not phrase.prefix:
            return self._rows(phrase.text, rows, names, phrase.between, wanted)
        trees = []
        for *before, last in rows:
            endings = self._look_up(WordsStarting(last.form, self.most_looked_up))
            shown = f"{phrase.text}*"
            trees.append(self._expanded(shown, before, endings, names, phrase.between, wanted))
        return any_of(trees)

    def _near(self, near: NearNode, wanted: bool) -> Query | None:
        ones, others = map(self._readings, near.words)
        names = [near.field] if near.field else list(TEXT_FIELDS)
        if not ones or not others:
            rows = ones or others
            return self._rows(" ".join(near.words), rows, names, 0, wanted) if rows else None
        return any_of(
            self._terms([token.term for token in row], names, near.between, wanted)
            for one, other in product(ones, others)
            for row in ([*one, *other], [*other, *one])
        )

    def _link(self, address: str, wanted: bool) -> Query | None:
        if address.endswith("*"):
            bare = address.rstrip("*")
            if not bare:
                self.notes.append("Left out “link:*”, which may be any link, or none.")
                return None
            if not bare.endswith("/"):
                self.notes.append(f"Left out the star of “{address}”, as links have whole parts.")
            address = bare
        terms = link_terms(address)
        if not terms:
            self.notes.append(f"Left out “{address}”, which is no part of an address.")
            return None
        if wanted:
            self.wanted.links.append(tuple(terms))
        return Term(LINK_FIELD, terms[0]) if len(terms) == 1 else Phrase(LINK_FIELD, terms)

    def _readings(self, text: str) -> list[list[Token]]:
        rows = self.analyzer.readings(text)
        if not rows:
            self.notes.append(f"Left out “{text}”, which holds no word.")
        return rows

    def _rows(
        self, text: str, rows: list[list[Token]], names: list[str], between: int, wanted: bool
    ) -> Query:
        """Ask for one of several rows of words, in any of the fields."""
        found = []
        terms = [row[0].term for row in rows if len(row) == 1 and not is_alone(row[0].form)]
        if terms:
            # A word that stands for a row is marked like the row, even if it is everywhere.
            is_row = len(terms) < len(rows)
            found.append(self._words(terms, names, wanted and not is_row))
            if wanted and is_row:
                for term in terms:
                    self._mark_row((term,), names, between)
        for row in rows:
            if is_alone(row[-1].form):
                endings = self._look_up(WordsStarting(row[-1].form, self.most_looked_up))
                found.append(self._expanded(text, row[:-1], endings, names, between, wanted))
            elif len(row) > 1:
                found.append(self._terms([token.term for token in row], names, between, wanted))
        return any_of(found)

    def _granted(self, most: int, weight: int = 1) -> int:
        """Return how many terms a part may stand for: its share of what the parts before left.

        It is one at least, or the part would find nothing. A term counts `weight` times.
        """
        share = self.expansions_left // (weight * max(1, self.parts_left))
        self.parts_left -= 1
        return max(1, min(most, share))

    def _terms(self, terms: list[str], names: list[str], between: int, wanted: bool) -> Query:
        """Ask for one term, or for several in a row, in any of the fields."""
        if len(terms) == 1:
            return self._words(terms, names, wanted)
        if wanted:
            self._mark_row(tuple(terms), names, between)
        slop = between + 1  # neighbours are one position apart
        return any_of(Phrase(name, terms, slop=slop, boost=TEXT_FIELDS[name]) for name in names)

    def _mark_row(self, terms: tuple[str, ...], names: list[str], between: int) -> None:
        for name in names:
            if (terms, between) not in self.wanted.phrases[name]:
                self.wanted.phrases[name].append((terms, between))

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
        between: int,
        wanted: bool,
    ) -> Query:
        """Ask for any of the words, in all their forms, after those that come before."""
        weight = PHRASE_WEIGHT if before else 1
        most = self._granted(MAX_EXPANSIONS // weight, weight)
        terms: dict[str, None] = {}
        for form in endings:
            term = self.analyzer.term_of(form)
            if len(terms) == most and term not in terms:
                self.notes.append(
                    f"“{shown}” stands for more than {most:,} words, of which only the first "
                    f"{most:,} were searched for; write more letters."
                )
                break
            terms[term] = None
        self.expansions_left -= weight * len(terms)
        if not before:
            return self._words(terms, names, wanted)
        head = [token.term for token in before]
        return any_of(self._terms([*head, term], names, between, wanted) for term in terms)

    def _named(self, facet: str, written: str, *, quoted: bool) -> Query:
        """Ask for the value that is spelt so; if there is none signs count, and other spellings."""
        values = self._look_up(NamesLike(facet, written, (Likeness.EQUAL,), self.most_looked_up))
        if values:
            return self._values(facet, written, values)
        if not quoted and not written.strip("*"):  # any value
            return Every(facet)
        if not quoted and (sign := _SIGN_BEFORE.match(written)):
            inner = self._named(facet, written[1:], quoted=False)
            return inner if sign.group() == "+" else Not(alone(inner))
        name, prefix = written, False
        if not quoted and (sign := _SIGN_BEHIND.search(written)):
            name, prefix = written[: sign.start()], sign.group().startswith("*")
            if not prefix:
                self.notes.append(
                    f"Left out “{sign.group()}” of “{written}”: names of {_PLURAL[facet]} are "
                    "looked for as they are."
                )
        return self._called(facet, name, prefix=prefix)

    def _called(self, facet: str, name: str, *, prefix: bool) -> Query:
        """Ask for the value of a facet of this name, else for those that have its words."""
        is_word = bool(self.analyzer.name(name))
        # Signs alone have no words that other names could have.
        ways: tuple[Likeness, ...] = (Likeness.EQUAL, Likeness.SAME, Likeness.INSIDE)
        if prefix:
            ways = (Likeness.START, Likeness.INSIDE) if is_word else (Likeness.KEY_START,)
        elif not is_word:
            ways = (Likeness.EQUAL,)
        values = self._look_up(NamesLike(facet, name, ways, self.most_looked_up))
        if prefix:
            start = self.analyzer.name(name)
            is_called_so = not values or self.analyzer.name(values[0]).startswith(start)
        else:
            is_called_so = not values or name_key(values[0]) == name_key(name)
        if not is_called_so and facet != "feed":
            self.notes.append(f"No {SINGULAR[facet]} is called “{name}”; took {first_of(values)}.")
        return self._values(facet, name, values)

    def _values(self, facet: str, shown: str, values: list[str]) -> Query:
        most = self._granted(MAX_EXPANSIONS)
        if len(values) > most:
            self.notes.append(
                f"“{shown}” stands for more than {most:,} names, of which only the first "
                f"{most:,} were searched for."
            )
        if not values:
            self.notes.append(f"No {SINGULAR[facet]} is called “{shown}”.")
        self.expansions_left -= len(values[:most])
        return any_of(Term(facet, name_key(value)) for value in values[:most])


def first_of(names: Sequence[str]) -> str:
    """Return the first names of several, and how many more there are: `BBC, DW, CNN and 2 more`."""
    more = f" and {len(names) - MAX_NOTED_NAMES} more" if names[MAX_NOTED_NAMES:] else ""
    return ", ".join(names[:MAX_NOTED_NAMES]) + more


#: Signs of a name that is not spelt with them: to leave it out, a prefix, a misspelling, a weight.
_SIGN_BEFORE = re.compile(r"[-!+](?=.)")
_SIGN_BEHIND = re.compile(r"(?<=.)(?:\*+|~\d*(?:\.\d+)?|\^\d+(?:\.\d+)?)$")
#: What a value of each facet of names is called.
SINGULAR = {"sources": "outlet", "tags": "tag", "categories": "category", "feed": "feed"}
_PLURAL = {"sources": "outlets", "tags": "tags", "categories": "categories", "feed": "feeds"}
