"""Which queries are dear? Those of a grammar of dear pieces, and their mutations."""

import random
from collections.abc import Callable, Sequence

from search.settings import MAX_QUERY_CHARACTERS

#: Words that are nearly everywhere, and words of the middle, as numbers of the most frequent ones.
EVERYWHERE, MIDDLE = 60, 3_000
_STARTS = ("st", "tr", "br", "sp", "cl", "gr", "pl", "th", "wh", "ba", "so", "te", "s", "b", "qu")
_JOINS = (" ", " ", " OR ", " OR ", " AND ", " -", " NOT ")


class Grammar:
    """Draws queries, always the same for one seed and the same words."""

    def __init__(self, seed: int, words: Sequence[str]) -> None:
        """Take the words of the archive, the most frequent first."""
        self._draw = random.Random(seed)
        self._words = words

    def query(self) -> str:
        """Return a query of dear pieces, of one kind or of several."""
        draw = self._draw
        kinds = draw.sample(_PIECES, draw.choice((1, 1, 1, 2, 3)))
        join = draw.choice((*_JOINS, ""))
        pieces: list[str] = []
        size = 0
        while size < MAX_QUERY_CHARACTERS and len(pieces) < 70:
            pieces.append(draw.choice(kinds)(self))
            size += len(pieces[-1]) + 1
        text = pieces[0]
        for piece in pieces[1:]:
            text += (join or draw.choice(_JOINS)) + piece
        return text[:MAX_QUERY_CHARACTERS]

    def mutated(self, query: str) -> str:
        """Return a dear query with a part doubled, replaced or joined otherwise."""
        draw = self._draw
        parts = query.split(" ")
        at = draw.randrange(len(parts))
        match draw.randrange(6):
            case 0:
                parts[at:at] = parts[at : at + draw.randint(1, 8)]
            case 1:
                parts[at] = draw.choice(_PIECES)(self)
            case 2:
                parts.insert(at, draw.choice(("OR", "AND", "NOT", "(", ")")))
            case 3:
                parts[at] += draw.choice(("*", "~", "~2", '"~50'))
            case 4:
                draw.shuffle(parts)
            case 5:
                parts = [*parts, *self.query().split(" ")][draw.randrange(8) :]
        return " ".join(parts)[:MAX_QUERY_CHARACTERS]

    def word(self) -> str:
        """Return a word that is nearly everywhere."""
        return self._draw.choice(self._words[:EVERYWHERE])

    def middle(self) -> str:
        """Return a word that is neither everywhere nor rare."""
        return self._draw.choice(self._words[EVERYWHERE:MIDDLE])

    def rare(self) -> str:
        """Return any word; most are rare."""
        return self._draw.choice(self._words)

    def row(self, sign: str, most: int) -> str:
        """Return frequent words joined by a sign."""
        return sign.join(self.word() for _ in range(self._draw.randint(2, most)))

    def start(self) -> str:
        """Return the beginning of many words."""
        return self._draw.choice(_STARTS) + self._draw.choice(("", "", "a", "e", "i", "o"))

    def choice(self, *texts: str) -> str:
        """Return one of some texts."""
        return self._draw.choice(texts)


_PIECES: tuple[Callable[[Grammar], str], ...] = (
    lambda own: own.word(),
    lambda own: f'"{own.row(" ", 3)}"',
    lambda own: f'"{own.row(" ", 12)}"{own.choice("", "~5", "~50")}',
    lambda own: f'"{own.row(" ", 120)}"{own.choice("", "~50")}',
    lambda own: f"{own.row('-', 9)}-{own.start()}*",
    lambda own: own.row(own.choice("-", "'", "."), 4),
    lambda own: f"{own.start()}*",
    lambda own: f"{own.middle()}{own.choice('~', '~2')}",
    lambda own: f"{own.rare()}~",
    lambda own: f"tag:{own.rare()}{own.choice('', 'x', '*')}",
    lambda own: f"tag:{own.start()}*",
    lambda own: f'source:"{own.choice("Harbour", "Post", "nosuch", "r*")}"',
    lambda own: f"title:{own.start()}*",
    lambda own: f"({own.word()} OR {own.word()} OR {own.start()}*)",
    lambda own: f"-{own.row('-', 3)}",
    lambda own: f"date:{own.choice('2021', '2022-03', '2021..2024', '..2023')}",
    lambda own: own.choice("*", "nosuchword", '""', "((", "a", "漢字漢字", "1,413", "C++"),
)
