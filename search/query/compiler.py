"""What does a query ask of an engine? Its parts become a tree (`tree`), its costs bounded.

parts of `port strik*`, with the words that begin with `strik` looked up
->  And([Or([Term("title", "port"), ...]), Or([Term("title", "strike"), ...])])
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, product

from whoosh.query import ConstantScoreQuery, Not, NullQuery, Phrase, Query, Term

from search.engine import Lookup, WordsLike, WordsNear, WordsStarting
from search.known_outlets import WELL_KNOWN, KnownOutlets
from search.language.cutting import is_alone, is_blankless, parted_at_scripts
from search.language.folding import fold
from search.language.stop_words import stop_words
from search.messages import message
from search.query.bare import BareWord, bare_words, is_bare, saying_little
from search.query.compiled import Compiled, Wanted
from search.query.expansions import MAX_EXPANSIONS, Expansions, Known
from search.query.joined import with_words_joined
from search.query.linked import link_query
from search.query.long_names import meant_names
from search.query.named import named
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
    OutletsNode,
    PhraseNode,
    WordNode,
)
from search.query.parsed import ParsedQuery
from search.query.parser import parse
from search.query.tree import (
    TEXT_FIELDS,
    AnyField,
    AnySpelling,
    OutletCount,
    all_of,
    alone,
    any_of,
    days,
    each_once,
    weighed,
)
from search.text import Analyzer, Reading, Token

#: Phrases that a phrase with an open end may stand for: they cost more than words.
MAX_PHRASE_EXPANSIONS = 64
#: Terms that one such phrase counts for.
PHRASE_WEIGHT = MAX_EXPANSIONS // MAX_PHRASE_EXPANSIONS
#: Pairs of a run of Chinese that is looked for with signs inside, too: longer ones cost much.
MAX_PAIRS_WITH_SIGNS = 16
#: What a stop word counts for beside other words.
LITTLE_WEIGHT = 0.05


class Draft:
    """A query that is to be compiled; `lookups` are those that it needs for it, each once."""

    def __init__(
        self, query: ParsedQuery, analyzer: Analyzer, outlets: KnownOutlets = WELL_KNOWN
    ) -> None:
        self._query, self._analyzer, self._outlets = query, analyzer, outlets
        compiler = _Compiler(analyzer, {}, 1, outlets)
        self._compiled = compiler.compile(query)
        self._parts = len(compiler.expansions.asked)  # which share what all may take
        if self._parts > 1:
            compiler = _Compiler(analyzer, {}, self._parts, outlets)
            compiler.compile(query)
        names = chain.from_iterable(name.lookups(outlets) for name in query.long_names)
        self.lookups: list[Lookup] = list(dict.fromkeys((*compiler.expansions.asked, *names)))

    def compiled(self, known: Known) -> Compiled:
        """Return what the query asks; `known` are the answers to its `lookups`."""
        if not self.lookups:
            return self._compiled
        query = self._query
        names, notes = meant_names(query.long_names, known, self._outlets)
        if names:
            query = parse(query.written, query.today, tuple(names))
        compiler = _Compiler(self._analyzer, known, self._parts, self._outlets)
        compiler.notes += notes
        return compiler.compile(query)


def _with_sign_inside(pairs: Sequence[str]) -> Iterator[list[str]]:
    """Yield rows that find a run of Chinese, given as its pairs, also where it has signs inside.

    A text lacks the pair around a sign: “美国优先”政策 has 美国, 国优, 优先, 政策, and not 先政.
    Every other pair is enough, as pairs overlap: 美国 优先 政策.
    """
    if 3 <= len(pairs) <= MAX_PAIRS_WITH_SIGNS and all(map(is_blankless, pairs)):
        last = len(pairs) - 1
        for odd in (0, 1):
            row = [own for at, own in enumerate(pairs) if at in (0, last) or at % 2 == odd]
            if len(row) < len(pairs):
                yield row


class _Compiler:
    def __init__(self, analyzer: Analyzer, known: Known, parts: int, outlets: KnownOutlets) -> None:
        """Take the answers to look-ups, and how many there are."""
        self.analyzer = analyzer
        self.expansions = Expansions(known, parts, outlets)
        self.notes: list[str] = []
        self.wanted = Wanted()

    def compile(self, query: ParsedQuery) -> Compiled:
        nodes: list[Query | None] = []
        words, strict = list[BareWord](), list[Query]()
        follows = False
        bare = (bare_words(part.node) for part in query.parts if is_bare(part.node))
        little = saying_little(list(chain.from_iterable(bare)), self.analyzer.language)
        number = 0
        for part in with_words_joined(query.parts, stop_words(self.analyzer.language)):
            if not is_bare(part.node):
                nodes.append(node := self._node(part.node, wanted=True))
                if node is not None:
                    strict.append(node)
                follows = False
                continue
            found = []
            for word in bare_words(part.node):
                says_little = number in little
                # A word that says little is no reason why an item was found.
                own = self._word(word, wanted=not says_little)
                if own is not None:
                    own = weighed(own, LITTLE_WEIGHT if says_little else 1)
                    words.append(BareWord(word, own, follows, says_little))
                    # Its score is among those of all words.
                    strict += [ConstantScoreQuery(own, 0.0)] * word.required
                found.append(own)
                follows = own is not None
                number += 1
            nodes.append(all_of(found))
        parts = [alone(node) for node in nodes]
        tree = alone(all_of(each_once(nodes)))
        return Compiled(query, tree, parts, words, strict, self.wanted, self.notes)

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
            case NameNode():
                return named(node, self.expansions, self.analyzer, self.notes)
            case LinkNode(address):
                return link_query(address, self.notes, self.wanted.links if wanted else [])
            case IdNode(id, field):
                return Term(field, id)
            case DaysNode(first, last):
                return days(first, last)
            case OutletsNode(least, most):
                return OutletCount(least, most)
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
            found = self.expansions.look_up(WordsLike(pattern, self.expansions.most_looked_up))
            # A text may have the signs themselves: f*ck.
            as_written = self._rows(word.text, rows, names, 0, wanted)
            return any_of([self._expanded(word.text, [], found, names, 0, wanted), as_written])
        if not (word.prefix or word.distance):
            wholes = (Token(form, self.analyzer.term_of(form), 0, 0, 1) for form in word.joined)
            rows = (*rows, *((whole,) for whole in wholes))
            return self._rows(word.text, rows, names, 0, wanted)
        trees = []
        for *before, last in rows:
            if word.prefix or is_alone(last.form):
                trees.append(self._starting(f"{word.text}*", before, last, names, 0, wanted))
            else:
                near = self.expansions.look_up(
                    WordsNear(last.form, word.distance, self.expansions.most_looked_up)
                )
                trees.append(self._expanded(f"{word.text}~", before, near, names, 0, wanted))
        return any_of(trees)

    def _phrase(self, phrase: PhraseNode, wanted: bool) -> Query | None:
        rows = self._readings(phrase.text)
        if not rows:
            return None
        if (parted := parted_at_scripts(phrase.text)) != phrase.text:
            # A text may have a sign there, and so no pair of both letters.
            rows = list(dict.fromkeys((*rows, *self.analyzer.readings(parted))))
        names = [phrase.field] if phrase.field else list(TEXT_FIELDS)
        if not phrase.prefix:
            found = [self._rows(phrase.text, rows, names, phrase.between, wanted)]
            for row in rows:
                for own in _with_sign_inside([token.term for token in row]):
                    between = phrase.between + len(row) - len(own)
                    found.append(self._terms(own, names, between, wanted))
            return any_of(found)
        shown = f"{phrase.text}*"
        return any_of(
            self._starting(shown, before, last, names, phrase.between, wanted)
            for *before, last in rows
        )

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

    def _starting(
        self,
        shown: str,
        before: Sequence[Token],
        last: Token,
        names: list[str],
        between: int,
        wanted: bool,
    ) -> Query:
        """Ask for any of the words that begin as the last one, after those that come before."""
        endings = self.expansions.look_up(
            WordsStarting(last.form, self.expansions.most_looked_up, self.expansions.by_count)
        )
        return self._expanded(
            shown, before, endings, names, between, wanted, frequent=self.expansions.by_count
        )

    def _readings(self, text: str) -> Sequence[Reading]:
        rows = self.analyzer.readings(text)
        if not rows:
            self.notes.append(message("Left out “{text}”, which holds no word.", text=text))
        return rows

    def _rows(
        self, text: str, rows: Sequence[Reading], names: list[str], between: int, wanted: bool
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
                found.append(self._starting(text, row[:-1], row[-1], names, between, wanted))
            elif len(row) > 1:
                found.append(self._terms([token.term for token in row], names, between, wanted))
        return any_of(found)

    def _terms(self, terms: list[str], names: list[str], between: int, wanted: bool) -> Query:
        """Ask for one term, or for several in a row, in any of the fields."""
        if len(terms) == 1:
            return self._words(terms, names, wanted)
        if wanted:
            self._mark_row(tuple(terms), names, between)
        slop = between + 1  # neighbours are one position apart
        return AnyField([Phrase(name, terms, slop=slop, boost=TEXT_FIELDS[name]) for name in names])

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
        return AnySpelling(found) if found else NullQuery

    def _expanded(
        self,
        shown: str,
        before: Sequence[Token],
        endings: Iterable[str],
        names: list[str],
        between: int,
        wanted: bool,
        *,
        frequent: bool = False,
    ) -> Query:
        """Ask for any of the words, in all their forms, after those that come before.

        `frequent` tells that the most frequent words come first.
        """
        weight = PHRASE_WEIGHT if before else 1
        most = self.expansions.granted(MAX_EXPANSIONS // weight, weight)
        terms: dict[str, None] = {}
        for form in endings:
            term = self.analyzer.term_of(form)
            if len(terms) == most and term not in terms:
                self.notes.append(
                    message(
                        "“{shown}” stands for more than {most} words, of which only the {most} "
                        "most frequent were searched for; write more letters.",
                        shown=shown,
                        most=most,
                    )
                    if frequent
                    else message(
                        "“{shown}” stands for more than {most} words, of which only the first "
                        "{most} were searched for; write more letters.",
                        shown=shown,
                        most=most,
                    )
                )
                break
            terms[term] = None
        self.expansions.used(weight * len(terms))
        if not before:
            return self._words(terms, names, wanted)
        rows = ([*(token.term for token in before), term] for term in terms)
        return any_of(self._terms(row, names, between, wanted) for row in rows)
