"""As which words may a run be meant, some of which are written in parts?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product

from search.language.cutting import Word, words_of

#: Ways to read one text of a query: each word in parts may be meant as one, and accents may have
#: been left out.
MAX_READINGS = 8
# A name with its number: iphone15, f16, covid19; no code, as b2b or a1b2c3.
_WITH_NUMBER = re.compile("([a-z]+)[0-9]{1,4}")
# A type of machines or the like, one or several: f16, f-16s.
_TYPE = re.compile("([a-z]{1,3})-?([0-9]{1,3})(s?)")
# A number with its unit: 5kg, 1.5bn, 3d; no ordinal, as 21st.
_WITH_UNIT = re.compile(r"([0-9]{1,7}(?:[.,][0-9]{1,3})*)(?!(?:st|nd|rd|th)\Z)[a-z]{1,4}")


def meant(run: str) -> list[Word]:
    """Return the words of a run one by one, those in parts as their parts."""
    row: list[Word] = []
    for word in words_of(run):
        if row and row[-1].position == word.position == word.last:
            row[-1] = word  # a word with its sign, as in C++
        elif word.last == word.position:
            row.append(word)
    return row


def choices(run: str) -> list[list[Word]]:
    """Return the words of a run, and if some are written in parts those words as one each.

    A name with its number, and a number with its unit, is also read in two parts: `iphone15` is
    found as `iPhone 15`, and `5kg` as `5 kg`. One of a type is also read as several, as F16s; years
    are those of a decade, or a year that has something: 1990's.
    """
    if run.endswith("'s") and run[:-2].isdecimal():
        return [[word] for word in words_of(run)]
    if of_type := _TYPE.fullmatch(run):
        letters, digits, plural = of_type.groups()
        other = Word(f"{letters}{digits}{'' if plural else 's'}", 0, len(run), 0, 0)
        return [*_choices(run), [other]]
    return _choices(run)


def _choices(run: str) -> list[list[Word]]:
    parts = meant(run)
    if numbered := _WITH_NUMBER.fullmatch(run) or _WITH_UNIT.fullmatch(run):
        middle = numbered.end(1)
        before, *others = words_of(run[:middle])
        if not others:
            return [parts, [before, Word(run[middle:], middle, len(run), 1, 1)]]
    wholes: dict[int, Word] = {}  # the longest, of which none lies in another
    end = -1
    for word in sorted(words_of(run), key=lambda word: (word.position, -word.last)):
        if word.last > max(word.position, end):
            wholes[word.position], end = word, word.last
        elif word.last == end and wholes and next(reversed(wholes)) == word.position:
            wholes[word.position] = word  # of two of one length the last was meant
    if not wholes:
        return [parts]
    inside = {at for word in wholes.values() for at in range(word.position, word.last + 1)}
    return [
        parts,
        [
            wholes.get(word.position, word)
            for word in parts
            if word.position in wholes or word.position not in inside
        ],
    ]


def ways(of_runs: Sequence[Sequence[list[Word]]]) -> Iterator[list[Word]]:
    """Yield rows with one choice for each run: all, or if those are many the two plainest."""
    ways: Iterable[tuple[list[Word], ...]] = islice(product(*of_runs), MAX_READINGS + 1)
    ways = list(ways)
    if len(ways) > MAX_READINGS:
        ways = [tuple(own[0] for own in of_runs), tuple(own[-1] for own in of_runs)]
    return (list(chain.from_iterable(row)) for row in ways)
