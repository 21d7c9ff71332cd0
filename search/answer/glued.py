"""Which words are two others run together, as they stand side by side with a hyphen? None to offer.

`Maduro-backed` is found as `madurobacked`, too, which nobody writes; `e-mail` as `email`, which
others write. So a word is glued if all items that have it have two words side by side, of which it
is made, and each of these is at least as frequent.
"""

from collections.abc import Mapping, Sequence
from itertools import chain

from whoosh.query import And, Phrase, Term

from search.engine import Counted, Question
from search.query.tree import TEXT_FIELDS, AnyField
from search.text import Analyzer

#: Letters that a word has and its parts have, words that are looked at, places where one is cut.
LEAST_GLUED, LEAST_PART = 6, 2
MAX_WORDS = 24
MAX_CUTS = 2


class Cuts:
    """The ways in which words, each with how many items have it, may be two words glued together.

    The words are as written and folded.
    """

    def __init__(self, words: Sequence[Counted], analyzer: Analyzer) -> None:
        self._cuts = {
            (word, count): [
                tuple(map(analyzer.term_of, (word[:at], word[at:])))
                for at in range(LEAST_PART, len(word) - LEAST_PART + 1)
            ]
            for word, count in words[:MAX_WORDS]
            if word.isalpha() and len(word) >= LEAST_GLUED
        }
        #: The parts, of which it must be known how many items have each.
        self.terms = frozenset(chain.from_iterable(chain.from_iterable(self._cuts.values())))

    def suspected(self, frequencies: Mapping[str, int]) -> dict[str, list[Question]]:
        """Return questions for each word that may be glued.

        The first asks how many items have the word, the others how many of these have its parts
        side by side.
        """
        asked: dict[str, list[Question]] = {}
        for (word, count), cuts in self._cuts.items():
            least = {both: min(map(frequencies.__getitem__, both)) for both in cuts}
            likely = sorted(
                (both for both in least if least[both] >= count), key=lambda both: -least[both]
            )
            if not likely:
                continue
            form = Term("forms", word)
            trees = [
                And([form, AnyField([Phrase(field, list(both)) for field in TEXT_FIELDS])])
                for both in likely[:MAX_CUTS]
            ]
            asked[word] = [Question(tree=form), *(Question(tree=tree) for tree in trees)]
        return asked


def is_glued(totals: Sequence[int]) -> bool:
    """Tell it by the totals of what `Cuts.suspected` returned for a word."""
    return bool(totals[0]) and totals[0] in totals[1:]
