"""What puts the best hits in another order? Forms as typed, words together, added words.

None of these finds an item: an engine scores them in the best hits only (`engine.Rescoring`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whoosh.query import ConstantScoreQuery, NullQuery, Or, Phrase, Query, Term

from search.answer.feedback import BEST_ITEMS, added_words
from search.answer.questions import question_of
from search.engine import Generation, Question, Rescoring
from search.frozen import frozen
from search.language.cutting import is_alone
from search.model import Item
from search.query.compiled import Compiled
from search.query.nodes import WordNode, is_plain
from search.query.tree import FORMS_FIELD, TEXT_FIELDS, AnyField, rarity
from search.request import SearchRequest
from search.text import Analyzer, Token

#: A word in the form that was typed scores this much of its form's rarity above its other forms.
FORM_SHARE = 0.05
#: Words that stand together score this much of their rarity above words apart (after the sequential
#: dependence model, Metzler and Croft, 2005); as many others may stand between them as stop words
#: do in the query.
TOGETHER_SHARE = 0.1
#: Pairs of words that are looked for together at most, those of the rarest words.
MAX_PAIRS = 5
#: Words in more than this share of the items tell little by their form and by what is beside them,
#: and take long; in a small archive no word does.
TELLING_SHARE = 0.1
FEW_ITEMS = 1_000


@frozen()
class Share:
    """Something that adds to scores: its `kind`, the words it is about, and what scores it.

    The kind is one of `asked`, `form`, `together`, `added`, and `word` the part of the query that
    it belongs to (`search.results.ScorePart`).
    """

    kind: str
    text: str
    query: Query
    word: str = ""


@dataclass(slots=True)
class Rescorer:
    """What adds to the scores of a search's best hits; `shares` once an engine has asked."""

    generation: Generation
    asked: Compiled
    is_widened: bool
    shares: list[Share] = field(default_factory=list)

    def rescoring(self) -> Rescoring | None:
        """Return what to ask an engine; None where nothing adds to the scores."""
        if not self.asked.words:
            return None
        return Rescoring(tree_for=self._tree_for, looked_at=BEST_ITEMS if self.is_widened else 0)

    def _tree_for(
        self, best: Sequence[tuple[Item, float]], frequencies: Mapping[str, int]
    ) -> Query:
        tokens = [
            None if word.says_little else _token(word.node, self.generation.analyzer)
            for word in self.asked.words
        ]
        most = max(FEW_ITEMS, self.generation.size * TELLING_SHARE)
        rare = {term: count for term, count in frequencies.items() if 0 < count <= most}
        texts = {
            own.term: word.node.text
            for own, word in zip(tokens, self.asked.words, strict=True)
            if own
        }
        self.shares = [*_forms(tokens, rare, texts), *self._together(tokens, rare)]
        if self.is_widened:
            words = self.asked.optional.total()
            found = added_words(words, best, self.generation)
            self.shares += [
                Share("added", form, query, texts.get(query.subqueries[0].text, ""))
                for form, query in found
            ]
        return Or([share.query for share in self.shares]) if self.shares else NullQuery

    def _together(
        self, tokens: Sequence[Token | None], counts: Mapping[str, int]
    ) -> Iterator[Share]:
        pairs: dict[tuple[str, str], tuple[str, str, int]] = {}
        before, between = None, 0
        for word, token in zip(self.asked.words, tokens, strict=True):
            before = before if word.follows else None
            if word.says_little:
                between += 1
                continue
            if before and token and before.term in counts and token.term in counts:
                pair = f"{before.form} {token.form}"
                pairs[before.term, token.term] = pair, word.node.text, between
            before, between = token, 0
        rarest_first = sorted(pairs, key=lambda pair: counts[pair[0]] * counts[pair[1]])
        for row in rarest_first[:MAX_PAIRS]:
            rare = sum(rarity(self.generation.size, counts[term]) for term in row)
            text, second, between = pairs[row]
            found = ConstantScoreQuery(_in_a_row(row, between), TOGETHER_SHARE * rare)
            yield Share("together", text, found, second)


def ranked(
    generation: Generation, asked: Compiled, request: SearchRequest
) -> tuple[Question, Rescorer]:
    """Return what a request asks of an engine with the order of its hits, and what rescores them.

    All words that may be marked are counted for it.
    """
    rescorer = Rescorer(generation, asked, request.match != "all" and asked.may_lack)
    question = replace(
        question_of(asked, request),
        sort=request.sort,
        rescoring=rescorer.rescoring(),
        frequencies_of=frozenset().union(*asked.wanted.terms.values()),
    )
    return question, rescorer


def _forms(
    tokens: Sequence[Token | None], rare: Collection[str], texts: Mapping[str, str]
) -> Iterator[Share]:
    forms = {own.form: texts[own.term] for own in tokens if own and own.form and own.term in rare}
    for form, word in forms.items():
        yield Share("form", form, Term(FORMS_FIELD, form, boost=FORM_SHARE), word)


def _token(word: WordNode, analyzer: Analyzer) -> Token | None:
    """Return the token of a word that stands for itself and is one, else None."""
    if not is_plain(word):
        return None
    rows = analyzer.readings(word.text)
    tokens = [row[0] for row in rows if len(row) == 1 and row[0].form == rows[0][0].form]
    return tokens[0] if len(tokens) == len(rows) and not is_alone(tokens[0].form) else None


def _in_a_row(terms: Sequence[str], between: int) -> Query:
    phrases = [
        Phrase(name, list(terms), slop=between + 1, boost=boost)
        for name, boost in TEXT_FIELDS.items()
    ]
    return AnyField(phrases)
