"""Which part of a text shows why it was found, and where are the words in it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from itertools import chain
from math import ceil

from search.answer.phrase_marks import positions_in_phrase
from search.links import link_terms
from search.query.compiled import Wanted
from search.query.tree import rarity
from search.results import Marks
from search.text import GOES_ON, Analyzer, Cut

#: Characters of a snippet.
SNIPPET_CHARACTERS = 280
#: Characters in which words are looked for, of one text and of all texts of a page: they bound the
#: cost of a page.
MAX_SCANNED_CHARACTERS = 100_000
MAX_SCANNED_OF_A_PAGE = 500_000
#: Characters of a text that are searched for its best part at first, then, unless that part has
#: all words, next.
BEGINNINGS = (400, 1_000, 3_000, MAX_SCANNED_CHARACTERS)
#: A word in more than this share of the items is marked only where nothing rarer is.
MARKED_SHARE = 0.25
_ELLIPSIS = "…"
_SENTENCE_ENDS = (". ", "! ", "? ", "\n", "。")

#: A wanted word in a text: (offset of its start, offset of its end, its term).
Found = tuple[int, int, str]


def markers_of(
    analyzer: Analyzer,
    wanted: Wanted,
    frequencies: Mapping[str, int],
    items: int,
    most: int | None = None,
    together: int | None = None,
) -> list["Marker"]:
    """Return markers, each for hits in which those before find nothing.

    The first leaves out words that more than MARKED_SHARE of the items have. `most` and `together`
    are those of `Marker`.
    """
    weights = {term: rarity(items, count) for term, count in frequencies.items() if count}
    rare = {term for term, count in frequencies.items() if 0 < count <= items * MARKED_SHARE}
    told = [wanted]
    if rare or any(wanted.phrases.values()):
        terms = {name: own & rare for name, own in wanted.terms.items()}
        told = [replace(wanted, terms=terms)] + [wanted] * (terms != wanted.terms)
    return [Marker(analyzer, own, most, together, weights) for own in told]


class Marker:
    """Finds the wanted words in the texts of one page of hits.

    A phrase is marked where `search.embedded.evaluate.phrases` finds one.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        wanted: Wanted,
        most: int | None = None,
        together: int | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """Take in how many characters of one text, and of all texts, to look; None: in as usual.

        `weights` are the rarities of terms; any other term weighs as much as the rarest of them.
        """
        self.analyzer = analyzer
        self.wanted = wanted
        self._most = MAX_SCANNED_CHARACTERS if most is None else most
        self._left = MAX_SCANNED_OF_A_PAGE if together is None else together
        self._sought: dict[str, Set[str]] = {}
        self._weights = weights or {}
        self._rarest = max(self._weights.values(), default=1.0)

    def marks(self, field: str, text: str) -> Marks:
        """Return the spans of a field's wanted words in a text."""
        return joined(self._found(field, text, len(text), None))

    def headline(self, text: str, link: str) -> tuple[Marks, float, bool]:
        """Return the spans of the words in a headline, what it weighs, and if it has all words.

        It weighs the rarities of its different words, and that of the rarest if its link was asked
        for, too.
        """
        found = self._found("headlines", text, len(text), None)
        terms = {term for _, _, term in found}
        weight = sum(self._weights.get(term, self._rarest) for term in terms)
        if self.has_link(link):
            weight += self._rarest
        has_all = bool(terms) and len(terms) == len(self._sought["headlines"])
        return joined(found), ceil(100 * weight) / 100, has_all

    def has_link(self, link: str) -> bool:
        """Tell whether a headline's link has parts that were asked for."""
        if not self.wanted.links or not link:
            return False
        terms = link_terms(link)
        return any(
            terms[start : start + len(row)] == list(row)
            for row in self.wanted.links
            for start in range(len(terms) - len(row) + 1)
        )

    def snippet(self, text: str) -> tuple[str, Marks]:
        """Return the part of a text with the most wanted words, and their spans in it."""
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
            for first, last in joined(found)
            if opening <= first and last <= end
        )
        return before + part + after, marks

    def _best(self, text: str) -> tuple[int, list[Found]]:
        """Return the offset of the best snippet of a text, and the wanted words up to its end.

        Most texts have all wanted words early, and no other part can be better.
        """
        looked = _Looked()
        # A phrase that begins in the snippet may end behind it.
        needed = SNIPPET_CHARACTERS * (2 if self.wanted.phrases["text"] else 1)
        for length in BEGINNINGS:
            if length < needed:  # too little to end the search, whatever is in it
                continue
            end = text.rfind(" ", 0, length) + 1 if length < len(text) else len(text)
            found = self._found("text", text, end, looked)
            best, words = _best_start(found)
            enough = best + needed <= end
            if end == len(text) or (enough and found and words == len(self._sought["text"])):
                break
        return best, found

    def _found(self, field: str, text: str, end: int, looked: "_Looked | None") -> list[Found]:
        """Return the wanted words of a field in `text[:end]`, in order.

        What was searched before is not searched again.
        """
        terms = self.wanted.terms[field]
        phrases = self.wanted.phrases[field]
        if not terms and not phrases:
            return []
        if field not in self._sought:
            self._sought[field] = terms.union(*(words for words, _ in phrases))
        sought = self._sought[field]
        start = looked.end if looked else 0
        end = min(end, self._most, start + self._left)
        self._left -= end - start
        if looked:
            looked.end = end
        cut = self.analyzer.cut(text[start:end])
        if not phrases:
            has_none = sought.isdisjoint(chain.from_iterable(cut.terms))
            if has_none and not (looked and looked.found):
                return []  # as in most headlines
        return self._placed(cut, start, looked or _Looked(), field)

    def _placed(self, cut: Cut, start: int, looked: "_Looked", field: str) -> list[Found]:
        """Return the wanted words of all that was searched, after one more part of the text.

        `cut` is that part, which begins at the offset `start`.
        """
        terms = self.wanted.terms[field]
        phrases = self.wanted.phrases[field]
        sought = self._sought[field]
        if phrases:
            sought = sought | {word + GOES_ON for word in sought}
        indexes = [
            (piece, number)
            for piece, own in enumerate(cut.terms)
            if not sought.isdisjoint(own)
            for number, term in enumerate(own)
            if term in sought
        ]
        # Only phrases ask for positions, which cost a pass over the text.
        positions, length = (
            self.analyzer.positions(cut, indexes) if phrases else ([0] * len(indexes), 0)
        )
        spans = self.analyzer.spans(cut, indexes)
        for (piece, number), (first, last), position in zip(indexes, spans, positions, strict=True):
            term = cut.terms[piece][number]
            looked.found.append((first + start, last + start, term, looked.words + position))
            looked.positions[term].append(looked.words + position)
        looked.words += length
        inside: set[int] = set()
        for row, between in phrases:
            if all(word in looked.positions for word in row):
                words = [(looked.positions[w], looked.positions.get(w + GOES_ON, ())) for w in row]
                inside.update(positions_in_phrase(words, between))
        return sorted(
            (first, last, term)
            for first, last, term, position in looked.found
            if term in terms or (position in inside and not term.endswith(GOES_ON))
        )


@dataclass(slots=True)
class _Looked:
    """The part of a text that was searched: its `end`, and how many `words` it has.

    `found` has of each wanted word the offsets of its start and its end, its term and its position;
    `positions` are those of each wanted term.
    """

    end: int = 0
    words: int = 0
    found: list[tuple[int, int, str, int]] = field(default_factory=list)
    positions: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def joined(found: Iterable[Found]) -> Marks:
    """Return the spans of the words, those that overlap or touch joined."""
    spans: list[tuple[int, int]] = []
    for start, end, _ in found:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _best_start(found: list[Found]) -> tuple[int, int]:
    """Return the offset of the snippet with the most different words, and how many it has.

    Of equal snippets the first.
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
    """Return the offset at which a snippet opens: at the sentence of its first word if near."""
    ends = ((text.rfind(sign, 0, start), len(sign)) for sign in _SENTENCE_ENDS)
    opening = max((offset + length for offset, length in ends if offset >= 0), default=0)
    if start - opening <= SNIPPET_CHARACTERS // 2:
        return opening
    near = start - SNIPPET_CHARACTERS // 4
    blank = text.find(" ", near, start)
    return blank + 1 if blank >= 0 else near
