"""Which words are in a text, and which spellings has each? Runs of characters become words.

Everything here is plain text (`folding.plain`). A run is what stands between blanks and
signs that part words: `the e-mail, 新華社` has the runs `the`, `e-mail` and `新華社`.

    port            port
    e-mail          e, then mail; and email, which takes the positions of both
    a-b-c           a, b, c; and ab, abc and bc
    f-35s           f, 35s; and f35, f35s
    1990's          1990; and 1990s at the same position
    u.s.            us
    1,413.5         1413.5
    10,000m         10000m
    1_413           1, then 413; and 1413, which takes the positions of both
    1,5kg           1.5kg
    c++             c++
    2026г           2026, then г; and 2026г, which takes the positions of both; so too 12zł
    disney+         disney; and disney+ at the same position
    新華社          新華, 華社, 社
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

#: Parts that a spelling with hyphens, apostrophes or full stops may have, to be found when written
#: as one word, too: more have only addresses and paths.
MAX_JOINED_PARTS = 4
#: Letters on each side of a stroke that joins them, as in AC/DC or km/h.
MAX_LETTERS_AT_STROKE = 3

# Letters of scripts that are written without blanks between words: Thai, Lao, Burmese, Khmer and
# their kin, Chinese and Japanese; Korean too, whose words take endings.
BLANKLESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f"
    "\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\ua980-\ua9ff\uaa60-\uaadf\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: The first letter, by code points, of scripts without blanks.
FIRST_BLANKLESS = BLANKLESS[0]
# The first character of each of these ranges, and the one after its last, in order.
_ENDS_OF_BLANKLESS = [
    end for first, last in re.findall("(.)-(.)", BLANKLESS) for end in (first, chr(ord(last) + 1))
]
# The marks among them, which belong to the letter before.
BLANKLESS_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d"
    "\u17b4-\u17d3\u17dd\u1a55-\u1a7f\u1b00-\u1b04\u1b34-\u1b44\u3099\u309a"
    "\ua980-\ua983\ua9b3-\ua9c0\ua9e5\uaa7b-\uaa7d\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf\uaac1"
)
# What is beyond ASCII and none of these letters. A set takes as long to compile as its ranges are
# wide, and these are half as wide.
_OTHERS = "".join(
    f"{end}-{chr(ord(first) - 1)}"
    for end, first in zip(
        ["\x80", *_ENDS_OF_BLANKLESS[1::2]], [*_ENDS_OF_BLANKLESS[::2], "\U0010ffff"], strict=True
    )
    if end < first
)
_LETTER = rf"[0-9a-z{_OTHERS}]"
_LETTERS = rf"(?=[^\W_])(?:[a-z0-9]++|{_LETTER}++)++"
#: Signs of ASCII that may be in a run, or tell what stands behind them: `_.net` is not .NET, and a
#: Greek sigma before `:` and a letter does not end a word.
_SIGNS_AT_RUNS = "-'.,&/+#_:^`"
#: A run. ASCII words alone, of which most texts consist, are tried first: that is twice as fast.
#: Each of the wide ranges takes milliseconds to compile; what few processes need is compiled when
#: it is first used.
_RUN = (
    r"(?![\x00-\x2d/])(?:"
    r"[a-z0-9]++(?![^\x00-\x7f]|[-'.,&/][^\x00-/:-`{-\x7f]|[+#]|_[0-9]{3}(?![0-9]))"
    rf"|(?=[^\W_])[{BLANKLESS}]++"
    rf"|{_LETTERS}(?:(?:[-'.,&/]|_(?<=[0-9]_)(?=[0-9]{{3}}(?![0-9]))){_LETTERS})*+(?:\+\+(?!\+)|\+(?![^\W_]|\+)|\#(?![^\W\d_]|\#))?"
    rf"|(?<![\w.])\.net(?![^\x00-/:-`{{-\x7f])"
    ")"
)
RUNS = re.compile(_RUN)
#: Ends each piece where several are cut in one pass; it is a blank, which no piece holds.
END = "\n"
#: Marks of one letter; more are not writing.
MAX_MARKS = 8
_MARK = re.compile(f"[{BLANKLESS_MARKS}]")
_UNIT = re.compile(f".[{BLANKLESS_MARKS}]{{0,{MAX_MARKS}}}")

#: What groups the digits of a number, or parts it from another: `with_groups_joined` puts it.
_GROUPING = "_"
_TWO_PARTS = re.compile(r"[a-z]+-[a-z]+")
_PART = re.compile(r"[^-'.,&/_]+")
#: Where digits and letters meet, in a word with other letters than those of ASCII: 12zł, 2026г.
_SEAM = re.compile(r"(?<=[0-9])(?=[^\W\d_])|(?<=[^\W\d_])(?=[0-9])")
_NUMBERED = re.compile(r"[0-9]{1,3}s")
_POSSESSIVE = re.compile(r"'s(?=[^\w']|$)")
_SIGN = re.compile(r"[+#]+$")
#: The letters of a unit or an ordinal right behind a number, but not those of an hour: 10.30am.
_UNIT_BEHIND = re.compile(r"(?![ap]m(?![^\W_]))[a-z]++(?![^\W_])")
_INITIAL = re.compile(r"[^\W\d_]")
_OF_DIGITS = re.compile(r"\d+(?:[,.']\d+)+")
_GROUPED = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?P<sign>[,.'])\d{3}(?:(?P=sign)\d{3})*+|[1-9]\d?(?:,\d\d)+,\d{3})"
    r"(?:(?!(?P=sign)|')[,.](?P<fraction>\d+))?"
)
_DECIMAL = re.compile(r"(?P<whole>\d+)(?:\.(?P<fraction>\d+)|,(?P<short>\d{1,2}))")


class Word(NamedTuple):
    """A word of a run, as written, and its span in the run.

    `position` counts from 0 in the run, and the word reaches to the position `last`. Of several
    words at one position the first is the plain one, and the last is what was meant.
    """

    text: str
    start: int
    end: int
    position: int
    last: int


def is_blankless(text: str) -> bool:
    """Tell whether a run, or a word of one, is of a script that is written without blanks."""
    return text >= FIRST_BLANKLESS and bisect_right(_ENDS_OF_BLANKLESS, text[0]) % 2 == 1


def is_sign_between_runs(character: str) -> bool:
    """Tell whether a character of ASCII is as good as a blank: it is in no run, and ends each."""
    return not character.isalnum() and character not in _SIGNS_AT_RUNS


def is_alone(word: str) -> bool:
    """Tell whether a word is a single letter of such a script, with its marks."""
    return is_blankless(word) and _UNIT.fullmatch(word) is not None


def without_blanks(text: str) -> str:
    """Return the text without the blanks between letters of such scripts, which mean nothing."""
    return _blank_between().sub("", text) if any(map(is_blankless, text)) else text


def parted_at_scripts(text: str) -> str:
    """Return the text with a blank between Katakana and Chinese characters, where words end.

    >>> parted_at_scripts("コーヒー値上げ")
    'コーヒー 値上げ'
    """
    return text if text.isascii() else _ends_of_katakana().sub(" ", text)


@cache
def _ends_of_katakana() -> re.Pattern[str]:
    katakana, han = "[\u30a1-\u30fa\u30fc-\u30ff]", "[\u3400-\u4dbf\u4e00-\u9fff]"
    return re.compile(f"(?<={katakana})(?={han})|(?<={han})(?={katakana})")


@cache
def _blank_between() -> re.Pattern[str]:
    return re.compile(rf"(?<=[{BLANKLESS}])\s+(?=[{BLANKLESS}])")


@cache
def runs_and_ends() -> re.Pattern[str]:
    """Return what finds the runs of several pieces, and the END of each piece."""
    return re.compile(f"{END}|{_RUN}")


def words_of(run: str) -> list[Word]:
    """Return the words of a run, in order of their positions; the one word of most runs is it."""
    if is_blankless(run):
        return [
            Word(pair, start, end, position, position)
            for position, (pair, start, end) in enumerate(pairs_of(run))
        ]
    if run.isalpha() or (run.isascii() and run.isalnum()):
        return [Word(run, 0, len(run), 0, 0)]
    if _TWO_PARTS.fullmatch(run):  # as most others are; what follows would say the same of it
        middle, end = run.index("-"), len(run)
        first, second = run[:middle], run[middle + 1 :]
        return [
            Word(first, 0, middle, 0, 0),
            Word(first + second, 0, end, 0, 1),
            Word(second, middle + 1, end, 1, 1),
        ]
    if run.endswith("'s") and run[:-2].isalnum():
        own = [Word(run[:-2], 0, len(run) - 2, 0, 0)]
        return [*own, Word(f"{run[:-2]}s", 0, len(run), 0, 0)] if run[:-2].isdecimal() else own
    return _Chain(run).words()


def is_of_bare_letters(run: str) -> bool:
    """Tell whether a blankless run has no marks: each letter is one character."""
    return _MARK.search(run) is None


def pairs_of(run: str) -> Iterator[tuple[str, int, int]]:
    """Yield each letter of a blankless run and the one after it, with the span of both."""
    start, middle = 0, None
    for match in _UNIT.finditer(run):
        if middle is not None:
            yield run[start : match.end()], start, match.end()
            start = middle
        middle = match.end()
    yield run[start:], start, len(run)


class _Part(NamedTuple):
    """A word of a run that has several: `joiner` is the sign before it, "" if it is the first."""

    text: str
    start: int
    end: int
    joiner: str


class _Chain:
    """A run of words that signs join, part, or make."""

    def __init__(self, run: str) -> None:
        self._run = run
        self._found: list[Word] = []
        self._position = 0

    def words(self) -> list[Word]:
        sign = _SIGN.search(self._run)
        parts = list(self._parts(sign.start() if sign else len(self._run)))
        signed = None
        if self._run.startswith("."):  # .NET is not NET
            parts[0] = parts[0]._replace(text=self._run, start=0)
        elif sign and not parts[-1].text[-1].isdigit():
            signed = parts[-1]._replace(
                text=parts[-1].text + sign.group(), end=parts[-1].end + len(sign.group())
            )
            if len(set(parts[-1].text)) == 1:  # C++ is not C, nor the rating AA+ AA
                parts[-1], signed = signed, None
        group: list[_Part] = []
        for part in parts:
            if group and not _joins(group[-1], part):
                self._add(group)
                group = []
            group.append(part)
        self._add(group)
        if signed and not (sign and "#" in sign.group()):
            last = self._position - 1
            self._found.append(Word(signed.text, signed.start, signed.end, last, last))
        return self._found

    def _parts(self, end: int) -> Iterator[_Part]:
        """Yield the words and numbers before an offset, initials as one, possessives left out."""
        run = self._run
        left_out = {match.start() + 1 for match in _POSSESSIVE.finditer(run, 1)}
        offset = end_of_digits = 0
        while match := _PART.search(run, offset, end):
            start, offset = match.span()
            joiner = run[start - 1] if start else ""
            text = match.group()
            if start in left_out:
                continue
            # Digits after a dot or comma that parted others before are none of a number either.
            is_number_before = start < end_of_digits or (joiner and joiner in ".,'")
            if not is_number_before and (digits := _OF_DIGITS.match(run, start, end)):
                end_of_digits = digits.end()
                number = _number(digits.group())
                if number and (end_of_digits == end or run[end_of_digits] in "-'.,&/_"):
                    text, offset = number, end_of_digits
                elif number and (unit := _UNIT_BEHIND.match(run, end_of_digits, end)):
                    text, offset = number + unit.group(), unit.end()  # 10,000m, 1.5bn
            elif _INITIAL.fullmatch(text):
                while offset + 1 < end and run[offset] == "." and _is_initial(run, offset + 1, end):
                    text += run[offset + 1]
                    offset += 2
            elif not text.isascii() and _SEAM.search(text):
                yield from _parts_at_seams(text, start, joiner)
                continue
            yield _Part(text, start, offset, joiner)

    def _add(self, parts: list[_Part]) -> None:
        """Add words that are one as well if they are written together."""
        first = self._position
        self._position += len(parts)
        is_joined = 1 < len(parts) <= MAX_JOINED_PARTS
        for at, part in enumerate(parts):
            here = first + at
            self._found.append(Word(part.text, part.start, part.end, here, here))
            if not is_joined:
                continue
            for last in range(at + 1, len(parts)):  # the longest comes last: it is what was meant
                row = parts[at : last + 1]
                if _GROUPING in (part.joiner, *(one.joiner for one in parts[last + 1 : last + 2])):
                    continue  # digits are not parted from those that they are grouped with
                text = "".join(one.text for one in row)
                if len(row) == 2 and _are_plural(*row):
                    self._found.append(Word(text[:-1], part.start, row[-1].end, here, first + last))
                self._found.append(Word(text, part.start, row[-1].end, here, first + last))


def _are_plural(first: _Part, second: _Part) -> bool:
    """Tell whether an s behind two parts makes a plural of a type or a degree: F-35s, Ph.D.s."""
    if second.joiner == "." and len(first.text) > 1:
        return len(second.text) == 2 and second.text.endswith("s") and second.text.isalpha()
    return len(first.text) <= MAX_LETTERS_AT_STROKE and _NUMBERED.fullmatch(second.text) is not None


def _parts_at_seams(text: str, start: int, joiner: str) -> Iterator[_Part]:
    before = 0
    for seam in (*(found.start() for found in _SEAM.finditer(text)), len(text)):
        yield _Part(text[before:seam], start + before, start + seam, joiner)
        before, joiner = seam, ""


def _is_initial(run: str, offset: int, end: int) -> bool:
    following = run[offset + 1 : offset + 2] if offset + 1 < end else ""
    return _INITIAL.match(run, offset) is not None and following in ("", *"-'.,&/")


def _joins(before: _Part, part: _Part) -> bool:
    """Tell whether two parts are also written as one word: neither digits nor sentences meet."""
    if part.joiner == _GROUPING:
        return before.text.isdecimal() and len(before.text) <= 3 and part.text[0].isdecimal()
    if before.text[-1].isdigit() and part.text[0].isdigit():
        return False
    if part.joiner == "/":
        return all(
            len(text) <= MAX_LETTERS_AT_STROKE and text.isalpha()
            for text in (before.text, part.text)
        )
    return part.joiner != ","


def _number(text: str) -> str | None:
    """Return a number without what groups its digits, None for digits that are several numbers.

    1,413 -> 1413; 1.413,50 -> 1413.50; 3,5 -> 3.5; 1.2.3 and 07.01.2026 are several.
    """
    if match := _GROUPED.fullmatch(text):
        whole, fraction = re.sub(r"\D", "", match["whole"]), match["fraction"]
        return f"{whole}.{fraction}" if fraction else whole
    if match := _DECIMAL.fullmatch(text):
        return f"{match['whole']}.{match['fraction'] or match['short']}"
    return None
