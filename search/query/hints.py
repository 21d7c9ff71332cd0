"""What to write instead, where a word looks like an operator of another program, or like a day?

port XOR strike    words; write (a OR b) -(a b)
port or strike     words; OR in capitals finds either side
3 January 2026     words; date:2026-01-03 finds items by their day
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from search.language.ascii_digits import with_ascii_digits
from search.language.month_names import month_of
from search.messages import message
from search.query.borrowed import IN_CAPITALS, hint
from search.query.dates import day_and_month, is_undecidable
from search.query.manner import Manner
from search.query.nodes import DaysNode, is_plain
from search.query.parsed import ParsedQuery, Part
from search.query.spans import days_node

#: Words that a day may have, and words of a query among which days are looked for.
_MAX_DATE_WORDS = 7
_MAX_WORDS = 24
#: Other words beside which a year, or days counted from today, may be meant as such.
_FEW_WORDS = 2
_ENDS = "?!.,;:"
#: The short name of a month. Those of other languages are words of titles: out, set, mag.
_SHORT_MONTH = re.compile(r"\b[^\W\d_]{2,3}\b")
_ENGLISH_MONTHS = frozenset(map(str.lower, calendar.month_abbr[1:]))
_RANGE = re.compile(
    r"[\[{]\s*[^\s\[\]{}]+\s+TO\s+[^\s\[\]{}]+\s*[\]}]|(?<!\S)[$€£]?\d+\.\.[$€£]?\d+(?!\S)"
)
_HAS_DIGIT = re.compile(r".\s*\d{4}")
_DIGIT = re.compile(r"\d")
#: The number of a day, of a month that is named beside it.
_DAY_OF_MONTH = re.compile(r"(?<!\d)(?:[12]?\d|3[01])(?!\d)")
#: A year that has every day of a month.
_LEAP_YEAR = 2024
_YEAR = re.compile(r"\d{4}")


def said_of_operator(word: str, manner: Manner, may_join: bool) -> dict[str, None]:
    """Return how to mean the operator where a word of that name is searched for.

    `manner` is that of the query, and `may_join` tells that it stands between two words of few.
    """
    elsewhere = (
        ""
        if manner.in_capitals
        else hint(word, may_join=may_join, may_be_title=manner.may_be_title)
    )
    said = {_searched_for(word, elsewhere): None} if elsewhere else {}
    return said | said_of_or(word, may_join)


def said_of_or(word: str, may_join: bool) -> dict[str, None]:
    """Return how to mean `or`, `and` or `not` where these are words or names."""
    does = IN_CAPITALS.get(word if word.isupper() else word.lower()) if may_join else None
    if not does:
        return {}
    note = message(
        "“{word}” was searched for as a word; {operator} in capitals {does}.",
        word=word,
        operator=word.upper(),
        does=does,
    )
    return {note: None}


def said_of_values(text: str, leaves: Sequence[Part], today: date | None) -> dict[str, None]:
    """Return how to ask for days that stand as words, and what has ranges if words have one."""
    return _said_of_days(text, leaves, today) | _said_of_ranges(text, leaves)


def _said_of_ranges(text: str, leaves: Sequence[Part]) -> dict[str, None]:
    """Return what has ranges, if there is one of words or names."""
    starts = {leaf.start for leaf in leaves}
    advice = message("days and numbers of outlets have ranges")
    return {
        _searched_for(match.group(), advice): None
        for match in _RANGE.finditer(text)
        if match.start() in starts and not _HAS_DIGIT.match(match.group())
    }


def _said_of_days(text: str, leaves: Sequence[Part], today: date | None) -> dict[str, None]:
    """Return how to ask for the days that words of a query name, if they are in no field.

    Years and days counted from today are words of many titles: they count in short queries only.
    """
    found: dict[str, None] = {}
    end = 0
    for start, written, count in _runs(text, leaves):
        if start >= end and (advice := _advice(written, count, len(leaves) - count, today)):
            found[_searched_for(_less_words_before(written, today), advice)] = None
            end = start + len(written)
    return found


def _runs(text: str, leaves: Sequence[Part]) -> Iterator[tuple[int, str, int]]:
    """Yield the runs of words that may be a day: where each begins, its text, how many words."""
    words = [leaf for leaf in leaves if is_plain(leaf.node) and not leaf.node.field]
    for at in range(min(len(words), _MAX_WORDS)):
        for count in range(min(_MAX_DATE_WORDS, len(words) - at), 0, -1):
            run = words[at : at + count]
            if _are_beside(text, run):
                yield run[0].start, text[run[0].start : run[-1].end].rstrip(_ENDS), count


def days_in_words(query: ParsedQuery) -> tuple[int, int, str] | None:
    """Return where words of a short query name days, and these as values of `date:`.

    The third is the value of `date:`, with `{year}` for a day without one: port 3 January has
    (5, 14, "{year}-01-03").
    """
    if any(isinstance(part.node, DaysNode) for part in query.parts):
        return None
    for start, written, count in _runs(query.text, query.leaves):
        others = len(query.leaves) - count
        if others > _FEW_WORDS:
            continue
        end = start + len(written)
        days = days_node("date", written, query.today, lambda _: None)
        if days is not None and days != DaysNode(None, None):
            if _advice(written, count, others, query.today):
                begin = end - len(_less_words_before(written, query.today))
                return begin, end, _absolute(days)
        elif count in (2, 3) and _DAY_OF_MONTH.search(written) and not _YEAR.search(written):
            with_year = f"{written} {_LEAP_YEAR}"
            day = days_node("date", with_year, query.today, lambda _: None)
            if day and day.first and day.first == day.last:
                before = len(with_year) - len(_less_words_before(with_year, query.today))
                return start + before, end, f"{{year}}-{day.first:%m-%d}"
    return None


def _less_words_before(written: str, today: date | None) -> str:
    """Return what of a text names its days: before one may stand any word, as a weekday does."""
    days = days_node("date", written, today, lambda _: None)
    _, blank, rest = written.partition(" ")
    while blank and days is not None and days_node("date", rest, today, lambda _: None) == days:
        written = rest
        _, blank, rest = written.partition(" ")
    return written


def _are_beside(text: str, run: Sequence[Part]) -> bool:
    pairs = zip(run, islice(run, 1, None), strict=False)
    return all(text[one.end : other.start].isspace() for one, other in pairs)


def _advice(written: str, words: int, others: int, today: date | None) -> str:
    """Return how to ask for the days that a text of `words` words names beside `others` more."""
    plain = with_ascii_digits(written)
    if others > _FEW_WORDS:
        # Reading a day costs more than the rest of the query, so only what may begin one is read.
        first = plain.split(maxsplit=1)[0]
        if not (_DIGIT.search(first) or month_of(first.rstrip(_ENDS))) or not (
            words == 1 or _YEAR.search(plain)
        ):
            return ""
    elif words == 1 and others and not _DIGIT.search(plain):
        return ""
    found = days_node("date", written, today, lambda _: None)
    if found is None:
        if words == 1 and (days := day_and_month(written)):
            return message(
                "it can be read as more than one day: date:{one} or date:{other}",
                one=days[0],
                other=days[1],
            )
        if words == 1 and is_undecidable(written):
            return message(
                "it can be read as more than one day, and date:2026-01-31 finds items by their day"
            )
        return ""
    if found == DaysNode(None, None):
        return ""
    short = _SHORT_MONTH.search(plain.lower()) if words == 2 else None
    if short and short[0] not in _ENGLISH_MONTHS:
        return ""
    asked = _absolute(found) if _names_year(plain, found) else ""
    if others > _FEW_WORDS and (not asked or plain.isdecimal()):
        return ""
    if not asked:
        asked = f'"{written}"' if words > 1 else written
    return message("date:{day} finds items by their day", day=asked)


def _names_year(plain: str, found: DaysNode) -> bool:
    return any(str(day.year) in plain for day in (found.first, found.last) if day)


def _absolute(found: DaysNode) -> str:
    """Return days as a field's value: a day, a month, a year, or a span."""
    first, last = found.first, found.last
    if not first or not last:
        return f"{first or ''}..{last or ''}"
    if first == last:
        return first.isoformat()
    is_from_begin = first.day == 1 and first.year == last.year
    if is_from_begin and last.day == calendar.monthrange(last.year, last.month)[1]:
        if first.month == last.month:
            return f"{first:%Y-%m}"
        if (first.month, last.month) == (1, 12):
            return f"{first.year:04}"
    return f"{first}..{last}"


def _searched_for(words: str, advice: str) -> str:
    own = {"word": words, "advice": advice}
    if words.isalnum():
        return message("“{word}” was searched for as a word; {advice}.", **own)
    return message("“{word}” was searched for as words; {advice}.", **own)
