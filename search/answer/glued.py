"""Which words are two others run together, as they stand side by side with a hyphen? None to offer.

`Maduro-backed` is found as `madurobacked`, too, which nobody writes; `e-mail` as `email`, which
others write. So a word is glued if all items that have it have two words side by side, of which it
is made, and each of these is at least as frequent.
"""

from collections.abc import Mapping, Sequence

from whoosh.query import And, Phrase, Term

from search.engine import Counted, Generation, Question
from search.query.tree import TEXT_FIELDS, AnyField

#: Letters that a word has and its parts have, words that are looked at, places where one is cut.
LEAST_GLUED, LEAST_PART = 6, 2
MAX_WORDS = 24
MAX_CUTS = 2


def suspected(generation: Generation, words: Sequence[Counted]) -> dict[str, list[Question]]:
    """Return questions for each word that may be two words glued together.

    The first asks how many items have the word, the others how many of these have its parts side by
    side. The words are as written and folded, each with how many items have it.
    """
    parts = {
        (word, at): tuple(map(generation.analyzer.term_of, (word[:at], word[at:])))
        for word, _ in words[:MAX_WORDS]
        if word.isalpha() and len(word) >= LEAST_GLUED
        for at in range(LEAST_PART, len(word) - LEAST_PART + 1)
    }
    if not parts:
        return {}
    found = generation.frequencies({term for both in parts.values() for term in both})
    asked: dict[str, list[Question]] = {}
    for word, count in words[:MAX_WORDS]:
        own = [both for (cut, _), both in parts.items() if cut == word]
        least = {both: _least(both, found) for both in own}
        cuts = sorted((both for both in own if least[both] >= count), key=lambda both: -least[both])
        if cuts:
            form = Term("forms", word)
            trees = [
                And([form, AnyField([Phrase(field, list(both)) for field in TEXT_FIELDS])])
                for both in cuts[:MAX_CUTS]
            ]
            asked[word] = [Question(tree=form), *(Question(tree=tree) for tree in trees)]
    return asked


def is_glued(totals: Sequence[int]) -> bool:
    """Tell it by the totals of what `suspected` returned for a word."""
    return bool(totals[0]) and totals[0] in totals[1:]


def _least(terms: Sequence[str], found: Mapping[str, int]) -> int:
    return min(found[term] for term in terms)
