"""Which calendar day is written in a text?

Nothing is guessed: a text gives a day only if it can be read in one way. The day is the one that
the author wrote; a time and a time zone behind it are ignored. `read_day` reads what a file says,
`read_whole_day` what a person asks for.
"""

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, islice
from typing import NamedTuple

from search.language.ascii_digits import with_ascii_digits
from search.language.month_names import month_of

#: Years of the days that are believed. Programs write an unset date as a day of the year 1, and
#: some calendars count their years from another one.
FIRST_YEAR = 1000
LAST_YEAR = 2200

#: Characters at the beginning of a text in which a day must be written.
_MAX_CHARACTERS = 80
#: Entries of the cache text -> reading: many items have the same day.
_CACHED_DAYS = 4096

NO_DAY = "is not a day"
UNDECIDABLE = "can be read as more than one day"
OUT_OF_RANGE = f"is not between the years {FIRST_YEAR} and {LAST_YEAR}"
OTHER_CALENDAR = "is of a calendar that is not read"
OUT_OF_ERA = "is not a day of its era"


class DayReading(NamedTuple):
    """The day that a text says, or None and the problem: NO_DAY or one of those below it."""

    day: date | None
    problem: str = ""

    @property
    def is_undecidable(self) -> bool:
        """Whether the text can be read as more than one day."""
        return self.problem == UNDECIDABLE


_NONE = DayReading(None, NO_DAY)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What stands in front of a date: a time, or a word, mostly the day of the week ("Wed, ", "(Mo) ").
_TIME_BEFORE = r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?,?\s+)?"
_WORD_BEFORE = r"(?:\(?[^\W\d_][^\s\d,./]{0,24}\)?[.,]*\s+)?"
_NUMERIC = re.compile(
    _TIME_BEFORE + _WORD_BEFORE + r"(?:"
    r"(?P<year>[0-9]{4})(?:(?P<sign>[-/._]|\s(?=[0-9]{2}\s[0-9]{2}))|\s?年\s?|년\s?|\.\s)"
    r"(?P<month>[0-9]{1,2})(?:(?P=sign)|\s?月\s?|월\s?|\.\s)(?P<day>[0-9]{1,2})"
    r"|(?P<first>[0-9]{1,2})(?P<between>[-/]|\.\s?)(?P<second>[0-9]{1,2})(?P=between)"
    r"(?P<last>[0-9]{4})"
    r")(?![0-9])"
)
#: A year of two digits, of which the century is not known: 26-1-5, 5/1/26, 5 Jan 26, Jan 5, '26.
_SHORT_YEAR = re.compile(
    _WORD_BEFORE + r"(?:[0-9]{1,2}(?P<sign>[-/.])[0-9]{1,2}(?P=sign)"
    r"|[0-9]{2}(?P<between>[-/.])[0-9]{1,2}(?P=between)(?=[0-9](?![0-9]))"
    r"|[0-9]{1,2}[-. ]{1,2}[^\W\d_]{3,12}[-., ]{1,2}|[^\W\d_]{3,12}\.?\s[0-9]{1,2},\s)"
    r"['’]?(?:[0-9]{2}|(?<=[-/.])[0-9])(?![0-9:])"
)
# Feeds and e-mails have had such years (RFC 2822, 4.3), with the day of the week.
_OF_FEEDS = re.compile(
    r"(?P<weekday>[A-Za-z]{3})[a-z]{0,6},?\s(?P<day>[0-9]{1,2})[\s-](?P<month>[A-Za-z]{3})[\s-]"
    r"(?P<year>[0-9]{2})(?=\s[0-9]{1,2}:[0-9]{2})"
)
_FIRST_SHORT_YEAR = 1950
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})-?([1-7])(?![0-9])")
_DAY_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{3})(?=[T ]|$)")
_VIETNAMESE = re.compile(
    r"[^0-9]{0,30}(?P<day>[0-9]{1,2})\s+tháng\s+(?P<month>[0-9]{1,2})(?:,|\s+năm)?\s+"
    r"(?P<year>[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
# Eras that count years anew, with their first and last days: Japan's emperors, and Taiwan.
_ERAS = {
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
    "大正": (date(1912, 7, 30), date(1926, 12, 25)),
    "明治": (date(1868, 1, 25), date(1912, 7, 30)),
    "民國": (date(1912, 1, 1), date.max),
    "民国": (date(1912, 1, 1), date.max),
}
_YEAR_OF_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?([0-9]{{1,3}}|元)(?=\s?年)")
# Thailand counts years from 543 before ours.
_THAI = re.compile("[\u0e01-\u0e5b]")
_THAI_YEAR = re.compile("(?<![0-9])2[4-6][0-9]{2}(?![0-9])")
_THAI_YEARS_BEFORE = 543
# Short names of Thai months, and Arabic ones of two words; the names are made one word.
_THAI_MONTH = re.compile(
    "(?<![\u0e01-\u0e4f])(ม|ก|มี|เม|พ|มิ|ส|ต|ธ)\\.\\s?(ค|พ|ย)\\.?(?![\u0e01-\u0e4f])"
)
_TWO_WORDS = re.compile(r"(كانون|تشرين)\s+(الثاني|الثانى|الأول|الاول)")
#: Signs around a date, as of quotations, of links in a wiki, and of times in Org.
_AROUND = " \t\n\"'“”‘’«»‹›„「」[](){}<>@"
_HAN_NUMBER = re.compile("[〇零一二三四五六七八九十]+(?=[年月日号號])")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_DASH = re.compile("(?<=[0-9])[\u2010-\u2014\u2212](?=[0-9])")
# Years of the Persian and the Islamic calendar in our time, if they are written in such digits.
_ARABIC_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_OTHER_YEARS = range(1300, 1500)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2}){0,3}(?![0-9]))")
# The time between a day and its year: "Wed Jan 7 10:30:00 UTC 2026".
_TIME = re.compile(
    r"\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s(?:[a-z]{1,5}|[+-][0-9]{4})(?=\s[0-9]{4}$))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<whole>[0-9]{9,10}|[0-9]{12,13})(?:\.[0-9]*)?")
_TOKEN = re.compile(r"[0-9]+|[^\s0-9\-/.,_'’()]+")
# Words between the parts of a date, ordinal endings among them: "7th of", "18 de", "1er",
# "7-an de", "2026 m. sausio 7 d.", "2026(e)ko urtarrilaren 7a", "d'abril", "Meán Fómhair".
_FILLERS = frozenset((
    "st", "nd", "rd", "th", "of", "the", "de", "del", "d", "do", "di", "den", "der", "er", "o",
    "a", "an", "la", "le", "el", "e", "ko", "eko", "m", "го", "թ", "fómhair", "gada", "жылғы",
    "r", "roku", "р", "року", "г", "года", "godine", "พ", "ศ", "ค",
    "วันที่", "เดือน", "ခုနှစ်", "ရက်", "ရက်နေ့", "م", "వ", "తేదీ",
))  # fmt: skip
# October in Croatian, which writes the point, or November in Polish.
_LISTOPADA = re.compile(r"[0-9]\.\s*listopada\b", re.IGNORECASE)
# A month in numbers, behind which another may be named: 2025-06 January is no day.
_YEAR_AND_MONTH = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}\s")
# Orders of a date's parts, in kinds of tokens: Number of a day, Month's name, Year. Other kinds are
# fIllers and Words; a word in front is the day of the week, which may look like a month ("mar.").
_ORDERS = {
    order: re.compile(r"(?:W{0,2}|M)I*" + "I*".join(f"({kind})" for kind in order))
    for order in ("NMY", "MNY", "YMN", "YNM")
}


# The time behind a day, or between it and its year, and its zone.
_TIME_AND_ZONE = re.compile(
    r"(?:t|,?\s(?:at\s)?)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:z|utc|[a-z]{2,4}t|[+-][0-9]{2}:?[0-9]{2}))?(?=$|\s[0-9]{4}$)",
    re.IGNORECASE,
)
#: Characters that may follow a day and say nothing more.
_ENDS = " .,日일"


def read_day(text: str) -> DayReading:
    """Return the calendar day at the beginning of a text.

    "2026-01-03T23:30:00-05:00", "Sat, 3 January 2026", "3. Januar 2026" and "31/12/2026" are days;
    "03/04/2026" can be read as two. A number of 9 or 10 digits counts seconds since 1970, one of 12
    or 13 digits milliseconds; its day is that of UTC.
    """
    return _read_day(text.strip(_AROUND)[:_MAX_CHARACTERS])


def read_whole_day(text: str) -> DayReading:
    """Return the calendar day that a text says which says nothing else, but for a time.

    A day that its month does not have is the month's last: "2026-02-30" is 28 February.
    """
    text = text.strip()
    if len(text) > _MAX_CHARACTERS:
        return _NONE
    read = _Reader(whole=True).read(_TIME_AND_ZONE.sub("", _as_numbers(text)))
    return _in_calendar(read, text)


@lru_cache(_CACHED_DAYS)
def _read_day(text: str) -> DayReading:
    return _in_calendar(_Reader(whole=False).read(_as_numbers(text)), text)


def _as_numbers(text: str) -> str:
    """Return a text with the digits, dashes and years of this module's patterns."""
    if text.isascii():
        return text
    is_thai = _THAI.search(text) is not None  # by its digits, too
    text = _DASH.sub("-", with_ascii_digits(text))
    text = _TWO_WORDS.sub(r"\1\2", text)
    text = _HAN_NUMBER.sub(_han_number, text)
    if is_thai:
        text = _THAI_MONTH.sub(r" \1\2 ", text)
        text = _THAI_YEAR.sub(lambda found: str(int(found[0]) - _THAI_YEARS_BEFORE), text)
    return _YEAR_OF_ERA.sub(_year_of_era, text)


def _han_number(found: re.Match[str]) -> str:
    """Return a number in Chinese characters as digits: 二〇二六 -> 2026, 二十一 -> 21."""
    tens, ten, ones = found[0].rpartition("十")
    digits = ones.translate(_HAN_DIGITS)
    return (tens.translate(_HAN_DIGITS) or "1") + (digits or "0") if ten else digits


def _year_of_era(found: re.Match[str]) -> str:
    first, _ = _ERAS[found[1]]
    return str(first.year - 1 + (1 if found[2] == "元" else int(found[2])))


def _in_calendar(reading: DayReading, text: str) -> DayReading:
    """Return a reading, unless its calendar is another one, or its era had no such day."""
    day = reading.day
    if day is None or text.isascii():
        return reading
    if era := _YEAR_OF_ERA.search(with_ascii_digits(text)):
        first, last = _ERAS[era[1]]
        return reading if first <= day <= last else DayReading(None, OUT_OF_ERA)
    if day.year in _OTHER_YEARS and _ARABIC_DIGIT.search(text):
        return DayReading(None, OTHER_CALENDAR)
    return reading


class _Reader:
    """Reads the day at the beginning of a text; `whole`: the day that is all of it."""

    def __init__(self, whole: bool) -> None:
        self._whole = whole

    def read(self, text: str) -> DayReading:
        if found := _NUMBER.fullmatch(text):
            return self._since_epoch(found["whole"])
        if found := _COMPACT.match(text):
            reading = self._day(found[1], found[2], found[3])
        elif found := _NUMERIC.match(text):
            if found["year"]:
                reading = self._day(found["year"], found["month"], found["day"])
            else:
                day_is_first = found["between"][0] == "."
                reading = self._day_and_month(
                    found["last"], found["first"], found["second"], day_is_first
                )
        elif found := _WEEK.match(text):
            reading = self._day_of_week(*map(int, found.groups()))
        elif found := _DAY_OF_YEAR.match(text):
            reading = self._day_of_year(int(found[1]), int(found[2]))
        elif found := _VIETNAMESE.match(text):
            reading = self._day(found["year"], found["month"], found["day"])
        elif found := _OF_FEEDS.match(text):
            return self._of_feed(found)
        else:
            reading = self._with_name(text)
            is_short = reading == _NONE and _SHORT_YEAR.match(text)
            return DayReading(None, UNDECIDABLE) if is_short else reading
        return _NONE if self._whole and text[found.end() :].strip(_ENDS) else reading

    def _day(self, year: int | str, month: int | str, day: int | str) -> DayReading:
        year, month, day = int(year), int(month), int(day)
        if self._whole and year and 1 <= month <= 12 and day <= 31:
            day = min(day, calendar.monthrange(year, month)[1])
        try:
            found = date(year, month, day)
        except ValueError:
            # The year 0, as of an unset date, is out of range rather than no day.
            return _NONE if year else DayReading(None, OUT_OF_RANGE)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            return DayReading(None, OUT_OF_RANGE)
        return DayReading(found)

    def _day_of_week(self, year: int, week: int, day: int) -> DayReading:
        try:
            found = date.fromisocalendar(year, week, day)
        except ValueError:
            return _NONE
        return self._day(found.year, found.month, found.day)

    def _day_of_year(self, year: int, number: int) -> DayReading:
        if not year or not 1 <= number <= 365 + calendar.isleap(year):
            return _NONE
        found = date(year, 1, 1) + timedelta(days=number - 1)
        return self._day(found.year, found.month, found.day)

    def _day_and_month(self, year: str, first: str, second: str, day_is_first: bool) -> DayReading:
        """Read 31/12/2026 or 12/31/2026; of 07.01.2026, where both are days, the day is first."""
        readings = (self._day(year, second, first), self._day(year, first, second))
        days = {reading.day for reading in readings if reading.day}
        if len(days) == 2:
            return readings[0] if day_is_first else DayReading(None, UNDECIDABLE)
        return readings[0] if readings[0].day else readings[1]

    def _since_epoch(self, digits: str) -> DayReading:
        if len(digits) in (10, 12):
            # 2026010712, 202601071230: an hour, perhaps with minutes, of a day of our time?
            written = self._day(digits[:4], digits[4:6], digits[6:8]).day
            if written and 1970 <= written.year < 2100 and int(digits[8:10]) < 24:
                return DayReading(None, UNDECIDABLE)
        seconds = int(digits) / (1000 if len(digits) > 10 else 1)
        found = (_EPOCH + timedelta(seconds=seconds)).date()
        return self._day(found.year, found.month, found.day)

    def _of_feed(self, found: re.Match[str]) -> DayReading:
        month = month_of(found["month"].lower()) or 0
        year = _FIRST_SHORT_YEAR + (int(found["year"]) - _FIRST_SHORT_YEAR) % 100
        reading = self._day(year, month, found["day"])
        is_right = reading.day and _WEEKDAYS[reading.day.weekday()] == found["weekday"].lower()
        return reading if is_right else DayReading(None, UNDECIDABLE)

    def _with_name(self, text: str) -> DayReading:
        if _LISTOPADA.search(text):
            return DayReading(None, UNDECIDABLE)
        if self._whole and _YEAR_AND_MONTH.match(text):
            return _NONE
        tokens = _TOKEN.findall((text if self._whole else _TIME.sub(" ", text)).lower())
        # A month may have two names: كانون الثاني/يناير.
        tokens = [own for _, same in groupby(tokens, _month_or_itself) for own in islice(same, 1)]
        kinds = "".join(map(_kind, tokens))
        for order, pattern in _ORDERS.items():
            found = pattern.match(kinds)
            if found and not (self._whole and kinds[found.end() :].strip("I")):
                part = {kind: tokens[found.start(number)] for number, kind in enumerate(order, 1)}
                return self._day(part["Y"], month_of(part["M"]) or 0, part["N"])
        return _NONE


def _month_or_itself(token: str) -> int | str:
    return token if token[0].isdigit() else month_of(token) or token


def _kind(token: str) -> str:
    if token[0].isdigit():
        return {1: "N", 2: "N", 4: "Y"}.get(len(token), "X")
    if token in _FILLERS:
        return "I"
    return "M" if month_of(token) else "W"
