"""Which days does the value of a date field mean, such as `2026-01..2026-02` or `>=yesterday`?

    2026-01-03..2026-01-09    2026-01-03 to 2026-01-09    [2026-01-03 TO 2026-01-09]
    ..2026-01-09, *..*        >2026-01-09                 {2026-01-03 TO *]
    2026-01-03/2026-01-09     2026-01-03-2026-01-09       [2026-01-03, 2026-01-09]
    after 2026-01-09          geq 2026-01-09              ≥2026-01-09

A span that ends before it begins has its ends swapped, and a note says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from search.messages import message
from search.query.borrowed import COMPARISONS, NO_COMPARISONS
from search.query.dates import Period, parse_period, said_of_month_end
from search.query.fields import FIELDS
from search.query.nodes import AllNode, DaysNode, Node, Say
from search.query.parsed import ParsedQuery, Part
from search.query.read_note import read_note

_SPAN = re.compile(r"\s*(?:\.{2,3}|‥|[–—])\s*|\s+(?:to|-)\s+", re.IGNORECASE)
_OPEN_SPAN = re.compile(r"\.{2,3}|‥|[–—]")
_WRITTEN_ISO = r"(\d{4}(?:-\d\d(?:-\d\d)?|\d{4})?)"
_ISO_SPAN = re.compile(rf"{_WRITTEN_ISO}[-/:]{_WRITTEN_ISO}", re.ASCII)
#: The begin of a day or month, whose end a span may leave out behind the dots: 2026-01-05..07.
_SHARED = re.compile(r"(\d{4}-(?:\d{1,2}-)?)\d{1,2}", re.ASCII)
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
#: A range with the word between its ends, and with a sign: dates may have commas, too.
_RANGES = tuple(
    re.compile(
        rf"(?P<open>[\[{{])\s*(?P<first>.+?){between}(?P<last>.+?)\s*(?P<close>[\]}}]|$)",
        re.IGNORECASE,
    )
    for between in (r"\s+to\s+", r"\s*(?:\.{2,3}|‥|[,;])\s*")
)
_COMPARED = re.compile(r"(?P<sign>[<>]=?|[=≤≥])\s*(?P<day>.+)")
_COMPARED_BY_WORD = re.compile(r"(?P<sign>[A-Za-z]+)\s+(?P<day>.*\d.*)")
#: What is between two fields of a group.
_BETWEEN_FIELDS = re.compile(r"\s+(?:(?:AND|&&)\s+)?(?=[A-Za-z_]+\s*[:<>])")
#: A sign, and the field that means the same.
_SIGNS = {
    **{">": "after", ">=": "since", "<": "before", "<=": "until", "=": "date"},
    **{"≥": "since", "≤": "until"},
}
_BETWEEN = re.compile(r"between\s+(.+)\s+and\s+(.+)", re.IGNORECASE)
#: A year or a month whose days may be any: 2026*, 2026-01-*.
_ANY_DAY_OF = re.compile(r"^(\d{4}(?:-\d\d)?)-?\*$", re.ASCII)
#: One end of a span, as a part of a query: a field, maybe a sign, and the day, maybe in a range.
_ONE_END = re.compile(
    r"(?P<field>[A-Za-z_]+)\s*(?::|(?=[<>]))\s*(?P<sign>[<>]=?)?\s*\"?(?P<day>[^<>\"]+)\"?"
)
#: A span of which one end is open -> the field of its other end.
_OPEN_ENDS = (
    (re.compile(r"(?P<day>.+?)\s*(?:\.{2,3}|‥)\s*\*?"), "since"),
    (re.compile(r"\*?\s*(?:\.{2,3}|‥)\s*(?P<day>.+)"), "until"),
    (re.compile(r"\[\s*(?P<day>.+?)\s+to\s+\*\s*[\]}]", re.IGNORECASE), "since"),
    (re.compile(r"[\[{]\s*\*\s+to\s+(?P<day>.+?)\s*\]", re.IGNORECASE), "until"),
)
#: What no day can be in.
_NEVER = DaysNode(date.max, date.min)

Ends = tuple[date | None, date | None]


def days_node(field: str, text: str, today: date | None, say: Say) -> DaysNode | None:
    """Return the days that a date field asks for, None if its value names none."""
    if match := _COMPARED.fullmatch(text):
        # `date:>2026` is `after:2026`; any other field means what it says.
        field = _SIGNS[match["sign"]] if field == "date" else field
        text = match["day"]
    elif field == "date" and (match := _COMPARED_BY_WORD.fullmatch(text)):
        if match["sign"].lower() in NO_COMPARISONS:
            return None
        if (meant := COMPARISONS.get(match["sign"].lower())) and meant != field:
            say(read_note(f"{field}:{text}", f"{meant}:{match['day']}"))
            field, text = meant, match["day"]
    text = _ANY_DAY_OF.sub(r"\1", text)
    if text == "*":  # items of any day
        return DaysNode(None, None)
    for pattern in _RANGES:
        if match := pattern.fullmatch(text):
            return _range(field, match, today, say)
    if match := _BETWEEN.fullmatch(text):
        text = f"{match[1]}..{match[2]}"
    ends = _ends(text, today, say)
    if ends is None:
        return None
    found = _in_order(ends, say)
    if None not in found and ends[0] != ends[1]:
        _say_one_end(field, text, say)
    return _compared(field, *found)


def turned(query: ParsedQuery, today: date | None) -> ParsedQuery:
    """Return a query whose span of two parts is in order: `since:2026-01-09 until:2026-01-05`.

    The two may stand in parentheses, too.
    """
    groups = [part for part in query.parts if isinstance(part.node, AllNode)]
    days = [part for part in query.parts if isinstance(part.node, DaysNode)]
    nodes: dict[Part, Node] = {}
    if len(days) == 2:
        written = [query.text_of(part) for part in days]
        nodes = dict(zip(days, _turned([part.node for part in days], written, today), strict=False))
    for part in groups:
        inside = part.node.nodes if isinstance(part.node, AllNode) else ()
        written = _BETWEEN_FIELDS.split(query.text_of(part).strip("()"))
        if len(inside) == len(written) == 2 and (found := _turned(inside, written, today)):
            nodes[part] = AllNode(tuple(found))
    if not nodes:
        return query
    parts = tuple(replace(part, node=nodes.get(part, part.node)) for part in query.parts)
    return replace(query, parts=parts, notes=(*query.notes, _TURNED))


def _turned(days: Sequence[Node], written: list[str], today: date | None) -> list[DaysNode]:
    """Return two ends of a span with their days exchanged, [] if they are in order."""
    ends = [_one_end(text) for text in written]
    own = [node for node in days if isinstance(node, DaysNode)]
    if len(own) != 2 or not (ends[0] and ends[1]):
        return []
    since, until = sorted(own, key=lambda node: node.first is None)
    is_span = since.first and until.last and not (since.last or until.first)
    if not (is_span and since.first and until.last and since.first > until.last):
        return []
    (one, early), (other, late) = ends[0], ends[1]
    found = [
        days_node(field, day, today, _say_nothing) for field, day in ((one, late), (other, early))
    ]
    whole = [node for node in found if node is not None]
    return whole if len(whole) == len(found) else []


def _one_end(written: str) -> tuple[str, str] | None:
    """Return the field and the day of one end of a span: `date:>=2026` -> ("since", "2026")."""
    match = _ONE_END.fullmatch(written)
    field = FIELDS.get(match["field"].lower()) if match else None
    if match is None or field is None:
        return None
    day = match["day"].strip()
    if field != "date":
        return field, day
    if match["sign"]:
        return _SIGNS[match["sign"]], day
    opened = ((pattern.fullmatch(day), side) for pattern, side in _OPEN_ENDS)
    return next(((own["day"], side)[::-1] for own, side in opened if own), None)


def _say_nothing(note: str) -> None:
    """Say nothing of what was said when the days were read first."""


def _say_one_end(field: str, text: str, say: Say) -> None:
    if field != "date":
        say(
            message(
                "“{field}” takes one end of the span “{text}”; date:{text} has both.",
                field=field,
                text=text,
            )
        )


def _range(field: str, match: re.Match[str], today: date | None, say: Say) -> DaysNode | None:
    """Read a span of Lucene: brackets include its ends, braces do not, a star opens one."""
    periods = []
    for text in (match["first"], match["last"]):
        period = _period(text.strip('"'), today, say)
        if period is None and text != "*":
            return None
        periods.append(period)
    first, last = periods
    if first and last:
        _say_one_end(field, match.group(), say)
    if first and last and first[0] > last[1]:
        say(_TURNED)
        first, last = last, first
    try:
        if first and match["open"] == "{":
            first = (first[1] + timedelta(days=1),) * 2
        if last and match["close"] == "}":
            last = (last[0] - timedelta(days=1),) * 2
    except OverflowError:
        return _NEVER
    return _compared(field, first[0] if first else None, last[1] if last else None)


def _period(text: str, today: date | None, say: Say) -> Period | None:
    period = parse_period(text.strip("'‘’"), today)
    if period and (note := said_of_month_end(text, period[1])):
        say(note)
    return period


def _ends(text: str, today: date | None, say: Say) -> tuple[Ends, Ends] | None:
    """Return the first and the last day of both ends of a span, or of one period twice."""
    span = _SPAN.split(text, maxsplit=1)
    if match := _ISO_SPAN.fullmatch(text):
        span = list(match.groups())
    if len(span) == 1:
        period = _period(text, today, say)
        return period and (period, period)
    elif (shared := _SHARED.fullmatch(span[0])) and _NUMBER.fullmatch(span[1]):
        span[1] = shared[1] + span[1]
    read: list[Ends] = []
    for part in span:
        period = _period(part, today, say) if part not in ("", "*") else None
        if period is None and part != "*" and (part or not _OPEN_SPAN.search(text)):
            return None
        read.append(period or (None, None))
    return (read[0], read[1]) if any(map(any, read)) or "*" in span else None


_TURNED = message("Read a span of days that ends before it begins the other way round.")


def _in_order(ends: tuple[Ends, Ends], say: Say) -> Ends:
    start, end = ends
    if start[0] and end[1] and start[0] > end[1]:
        say(_TURNED)
        start, end = end, start
    return start[0], end[1]


def _compared(field: str, first: date | None, last: date | None) -> DaysNode:
    try:
        match field:
            case "after":
                return DaysNode((last or first or date.max) + timedelta(days=1), None)
            case "before":
                return DaysNode(None, (first or last or date.min) - timedelta(days=1))
            case "since":
                return DaysNode(first or last, None)
            case "until":
                return DaysNode(None, last or first)
    except OverflowError:  # no day comes after the last one of the calendar
        return _NEVER
    return DaysNode(first, last)
