"""Which part of a text shows why it was found, and where are the words?"""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from itertools import compress, count

from search.answer.phrase_marks import places_in_row
from search.query.compiler import Wanted
from search.results import Marks
from search.text import Analyzer, Cut

SNIPPET_CHARACTERS = 280
#: Words are looked for in this much of a text, and of all texts of a page: its cost is bounded.
MAX_SCANNED_CHARACTERS = 100_000
MAX_SCANNED_OF_A_PAGE = 500_000
#: How much of a text is looked at first, and if that does not show all, next.
BEGINNINGS = (400, 1_000, 3_000, MAX_SCANNED_CHARACTERS)
_ELLIPSIS = "…"
_SENTENCE_ENDS = (". ", "! ", "? ", "\n", "。")

#: Where a wanted word stands, and its term: (start, end, term).
Found = tuple[int, int, str]


class Marker:
    """Finds the wanted words in the texts of one page of hits."""

    def __init__(self, analyzer: Analyzer, wanted: Wanted) -> None:
        self.analyzer = analyzer
        self.wanted = wanted
        self._left = MAX_SCANNED_OF_A_PAGE
        self._sought: dict[str, Set[str]] = {}

    def marks(self, field: str, text: str) -> Marks:
        """Return where a field's words are in a text."""
        return _joined(self._found(field, text, len(text), _Looked()))

    def snippet(self, text: str) -> tuple[str, Marks]:
        """Return the part of a text with the most wanted words, and where they are in it."""
        if not text:
            return "", ()
        text = text[:MAX_SCANNED_CHARACTERS]
        best, found = self._best(text)
        opening = _opening(text, best)
        end = len(text)
        if end - opening > SNIPPET_CHARACTERS:
            blank = text.rfind(" ", opening + SNIPPET_CHARACTERS // 2, opening + SNIPPET_CHARACTERS)
            end = blank if blank > 0 else opening + SNIPPET_CHARACTERS
        before = _ELLIPSIS if opening else ""
        after = _ELLIPSIS if end < len(text) else ""
        part = text[opening:end].replace("\n", " ")
        shift = len(before) - opening
        marks = tuple(
            (first + shift, last + shift)
            for first, last in _joined(found)
            if opening <= first and last <= end
        )
        return before + part + after, marks

    def _best(self, text: str) -> tuple[int, list[Found]]:
        """Return where the best snippet of a text begins, and the wanted words found up to its end.

        Most texts show early all that was asked for, and no other part can be better.
        """
        looked = _Looked()
        # A phrase that begins in the snippet may end after it.
        needed = SNIPPET_CHARACTERS * (2 if self.wanted.phrases["text"] else 1)
        for length in BEGINNINGS:
            if length < needed:  # it would not be enough, whatever is there
                continue
            end = text.rfind(" ", 0, length) + 1 if length < len(text) else len(text)
            found = self._found("text", text, end, looked)
            best, words = _best_start(found)
            enough = best + needed <= end
            if end == len(text) or (enough and found and words == len(self._sought["text"])):
                break
        return best, found

    def _found(self, field: str, text: str, end: int, looked: "_Looked") -> list[Found]:
        """Return each wanted word of a field up to a place in a text, in order.

        What was looked at before is not looked at again.
        """
        terms = self.wanted.terms[field]
        phrases = self.wanted.phrases[field]
        if not terms and not phrases:
            return []
        if field not in self._sought:
            self._sought[field] = terms.union(*(words for words, _ in phrases))
        start = looked.end
        looked.end = min(end, MAX_SCANNED_CHARACTERS, start + self._left)
        self._left -= looked.end - start
        cut = self.analyzer.cut(text[start : looked.end])
        for number in compress(count(), map(self._sought[field].__contains__, cut.terms)):
            looked.found[looked.words + number] = cut, number, start
            looked.places[cut.terms[number]].append(looked.words + number)
        looked.words += len(cut.terms)
        inside: set[int] = set()
        for row, slop in phrases:
            if all(word in looked.places for word in row):
                inside.update(places_in_row([looked.places[word] for word in row], slop))
        found = []
        for place, (cut, number, start) in looked.found.items():
            term = cut.terms[number]
            if term in terms or place in inside:  # only of these it matters where they are
                first, last = self.analyzer.span(cut, number)
                found.append((first + start, last + start, term))
        return found


@dataclass(slots=True)
class _Looked:
    """How much of a text was looked at: up to where, and how many words.

    `found` are those sought, by their numbers: which word of which part, that begins where; and
    `places` are the numbers of each term.
    """

    end: int = 0
    words: int = 0
    found: dict[int, tuple[Cut, int, int]] = field(default_factory=dict)
    places: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def _joined(found: list[Found]) -> Marks:
    """Return the spans of the words, those that overlap or touch as one."""
    spans: list[tuple[int, int]] = []
    for start, end, _ in found:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _best_start(found: list[Found]) -> tuple[int, int]:
    """Return where the snippet with the most different words begins, and how many those are.

    Of equals the first.
    """
    best, best_words, first = 0, 0, 0
    for last, (_, end, _) in enumerate(found):
        while end - found[first][0] > SNIPPET_CHARACTERS * 3 // 4 and first < last:
            first += 1
        words = len({term for _, _, term in found[first : last + 1]})
        if words > best_words:
            best, best_words = found[first][0], words
    return best, best_words


def _opening(text: str, start: int) -> int:
    """Return where a snippet opens: with the sentence of its first word where that is near."""
    ends = ((text.rfind(sign, 0, start), len(sign)) for sign in _SENTENCE_ENDS)
    opening = max((place + length for place, length in ends if place >= 0), default=0)
    if start - opening <= SNIPPET_CHARACTERS // 2:
        return opening
    near = start - SNIPPET_CHARACTERS // 4
    blank = text.find(" ", near, start)
    return blank + 1 if blank >= 0 else near
