"""How many items does each proposal find, and which of them are suggestions?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from search.answer.fitting import beside, less_lost
from search.answer.glued import is_glued
from search.answer.proposals import Proposal
from search.answer.questions import compiled_each, question_of
from search.engine import Counted, Generation, Question
from search.frozen import frozen
from search.query.bare import terms_of
from search.query.compiled import Compiled
from search.query.expansions import Known
from search.request import SearchRequest
from search.results import Suggestion

#: Suggestions that items have with all other words of a question from which on no others are made.
ENOUGH_WITH_ALL = 4


@frozen()
class Counting:
    """How proposals are counted: within a request, by what is known of words and names.

    `glued` has what is asked of words that may be glued (`search.answer.glued`). `without` is the
    query that leaves out nothing in the place of what is offered, "" where nothing is left out.
    `is_question` tells that the query has many words.
    """

    generation: Generation
    request: SearchRequest
    known: Known
    values: Mapping[tuple[str, str], Counted]
    glued: Mapping[str, Sequence[Question]]
    without: str
    is_question: bool

    def counted(self, proposals: Sequence[Proposal]) -> list[Suggestion]:
        """Return the proposals that find something, each query once, those of each kind in order.

        If none does, those of which a page would show what most of the words find, as it would
        then. These are in the order of how many items have all words but those that no item has.
        """
        if not proposals:
            return []
        queries = [proposal.query for proposal in proposals] + [self.without] * bool(self.without)
        searches = list(map(self.request.with_query, queries))
        asked = compiled_each(self.generation, searches, self.known, self.values)
        totals, glued = self._totals(
            [question_of(own, search) for own, search in zip(asked, searches, strict=True)]
        )
        fitting: Sequence[float] = totals
        may_lack = any(own.may_lack for own in asked)
        enough = ENOUGH_WITH_ALL if self.is_question and not self.without else 1
        are_few = sum(map(bool, totals)) < enough
        if self.request.match == "all" and may_lack and are_few:
            of_most, fitting = self._of_most(asked, proposals)
            totals = [own or other for own, other in zip(totals, of_most, strict=True)]
        nothing_lost = totals[-1] if self.without else None
        ranked = sorted(zip(proposals, totals, fitting, strict=False), key=_order)
        found: dict[str, Suggestion] = {}
        numbers: set[int] = set()
        for proposal, total, _ in ranked:
            is_useless = (total == nothing_lost and proposal.leaves_out) or proposal.text in glued
            if proposal.kind == "outlets":  # the same items again: no item has that many outlets
                is_useless |= total in numbers
                numbers.add(total)
            if total and not is_useless:
                found.setdefault(
                    proposal.query,
                    Suggestion(
                        text=proposal.text, kind=proposal.kind, count=total, query=proposal.query
                    ),
                )
        return list(found.values())

    def _totals(self, questions: Sequence[Question]) -> tuple[list[int], set[str]]:
        """Return the totals of questions, and the words that are glued, in one round trip."""
        of_words = list(chain.from_iterable(self.glued.values()))
        totals = self.generation.totals([*questions, *of_words])
        rest, glued = iter(totals[len(questions) :]), set()
        for word, own in self.glued.items():
            if is_glued(list(islice(rest, len(own)))):
                glued.add(word)
        return totals[: len(questions)], glued

    def _of_most(
        self, asked: Sequence[Compiled], proposals: Sequence[Proposal]
    ) -> tuple[list[int], list[float]]:
        """Return how many items have most words of each, and how well it fits.

        That is how many items have all words but lost ones. Of a word with which none has, it is a
        number below 1: how many have it with the rarest of the other words, for its own frequency.
        """
        terms = {term for own in asked for word in own.words for term in terms_of(word)}
        frequencies = self.generation.frequencies(terms)
        most = self.request.with_match("most")
        with_most = [question_of(own, most) for own in asked]
        without_lost = [
            replace(own, tree=less_lost(asked[at], frequencies)) for at, own in enumerate(with_most)
        ]
        words = [at for at, own in enumerate(proposals) if own.kind == "word"]
        found = list(beside([asked[at] for at in words], frequencies))
        pairs = {
            at: [replace(with_most[at], tree=tree) for tree, _ in own]
            for at, own in zip(words, found, strict=True)
        }
        counted = self.generation.totals(
            [*with_most, *without_lost, *chain.from_iterable(pairs.values())]
        )
        totals, rest = counted[: len(asked)], iter(counted[len(asked) :])
        fitting: list[float] = list(islice(rest, len(asked)))
        for at, own in zip(words, found, strict=True):
            together = sum(next(rest) / count**0.5 for _, count in own)
            strength = together / (1 + proposals[at].items) ** 0.5
            fitting[at] = fitting[at] or strength / (1 + strength)
        return totals, fitting


def _order(counted: tuple[Proposal, int, float]) -> tuple[int, float, int, int, str]:
    """Return the order of a proposal: by how many items it finds, or leaves out."""
    proposal, total, fitting = counted
    sign = 1 if proposal.leaves_out else -1
    return proposal.rank, sign * fitting, sign * proposal.items, sign * total, proposal.text
