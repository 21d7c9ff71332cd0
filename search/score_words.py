"""What did each word of a query give a hit's score, and which added words gave the most?"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from search.frozen import frozen
from search.results import ScorePart

#: Added words that are told by themselves.
TOLD_WORDS = 10
#: Letters that an added word in ASCII has at least to be told by itself: `st` says nothing.
_LEAST_LETTERS = 3


@frozen()
class WordScore:
    """A word or another part of a query, what it gave in all, and what is in that.

    `parts` divides what was asked for among the text fields, then has the rest by kind of part
    (`search.results.ScorePart`), of both the most first.
    """

    text: str
    score: float
    parts: dict[str, float]

    def told_parts(self, named: Callable[[str], str], number: Callable[[float], str]) -> str:
        """Return what is in the score in words: "in the title 2.10, side by side 0.30".

        A part that is alone gives all that the word does.
        """
        if len(self.parts) == 1:
            return named(*self.parts)
        return ", ".join(f"{named(part)} {number(score)}" for part, score in self.parts.items())


@frozen()
class ToldScore:
    """A score as it is told: its words, the strongest added words, and how many more gave what."""

    words: tuple[WordScore, ...]
    added: tuple[ScorePart, ...]
    more_words: int
    more_score: float


def told_score(parts: Sequence[ScorePart]) -> ToldScore:
    """Return what gave a hit its score, the most first."""
    of_words: defaultdict[str, list[ScorePart]] = defaultdict(list)
    added = []
    for part in parts:
        if part.kind == "added" and not part.word:
            added.append(part)
        else:
            of_words[part.word].append(part)
    words = [_word(text, own) for text, own in of_words.items()]
    added.sort(key=lambda part: -part.score)
    told = tuple(filter(_says_something, added))[:TOLD_WORDS]
    return ToldScore(
        words=tuple(sorted(words, key=lambda word: -word.score)),
        added=told,
        more_words=len(added) - len(told),
        more_score=sum(part.score for part in added) - sum(part.score for part in told),
    )


def _word(text: str, parts: Sequence[ScorePart]) -> WordScore:
    fields, kinds = defaultdict[str, float](float), defaultdict[str, float](float)
    for part in parts:
        if part.kind == "asked":
            for field, score in part.fields.items():
                fields[field] += score
        else:
            kinds[part.kind] += part.score
    return WordScore(
        text=text,
        score=sum(part.score for part in parts),
        parts=_most_first(fields) | _most_first(kinds),
    )


def _most_first(scores: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(scores.items(), key=lambda own: -own[1]))


def _says_something(part: ScorePart) -> bool:
    return not part.text.isascii() or (part.text.isalpha() and len(part.text) >= _LEAST_LETTERS)
