"""How many outlets does a word of a query ask for, such as `outlets:>=4`?

outlets:4              just four different outlets, by the rule of names (`search.names`)
outlets:>=4 outlets:<2 at least four; none or one
outlets:2..5           two to five; either end may be left open
outlets:[2 TO 5]       the same, as in Lucene; outlets:(2 OR 5), outlets:5+

Only numbers are read so: other values are words, as behind any name that is not a field's.
"""

import re

from search.language.ascii_digits import with_ascii_digits
from search.messages import message
from search.query.nodes import AnyNode, OutletsNode, Say
from search.query.read_note import read_note

#: The name before the colon.
COUNT_FIELD = "outlets"
HOW_TO_COUNT = message("write a number like outlets:4, outlets:>=4 or outlets:2..5.")

_COMPARED = re.compile(
    rf"{COUNT_FIELD}(?P<colon>:?)(?P<sign>[<>]=?|=|≥|≤|)(?P<number>\d{{1,40}})[,;!?]*",
    re.IGNORECASE | re.ASCII,
)
_SPAN = re.compile(
    rf"{COUNT_FIELD}:(?P<least>\d{{0,40}})(?P<sign>\.{{2,3}}|‥|[-–—+])(?P<most>\d{{0,40}})[,;!?]*",
    re.IGNORECASE | re.ASCII,
)
_RANGE = re.compile(
    rf"{COUNT_FIELD}:(?P<open>[\[{{])\s*(?P<least>\d{{1,40}}|\*)(?:\s+to\s+|\s*(?:\.{{2,3}}|,)\s*)"
    r"(?P<most>\d{1,40}|\*)\s*(?P<close>[\]}])",
    re.IGNORECASE | re.ASCII,
)
_EITHER = re.compile(rf"{COUNT_FIELD}:\((?P<values>[^()]*)\)", re.IGNORECASE)
_OR = re.compile(r"\s+OR\s+|\s*\|\|?\s*")

#: A number that no item has as many outlets as; engines take none of any length.
_MOST_OUTLETS = 999_999_999
#: A number that `with_least` has put before a query.
_LEAST = re.compile(rf"{COUNT_FIELD}:>=(\d{{1,40}})(?:\s+|$)", re.ASCII)


def with_least(query: str, least: int) -> str:
    """Return a query with its limits on the number of outlets replaced by this one.

    It comes first, where the signs of the query do not reach: AND and OR join what is beside them.

    >>> with_least("strike OR comet", 4), with_least("outlets:>=4 strike", 0)
    ('outlets:>=4 strike OR comet', 'strike')
    """
    rest = _LEAST.sub("", query, count=1) if _LEAST.match(query) else query
    return f"{COUNT_FIELD}:>={least} {rest}".rstrip() if least > 0 else rest


def least_of(query: str) -> int | None:
    """Return the number that a query was given by `with_least`."""
    match = _LEAST.match(query)
    return int(match[1]) if match else None


def outlets_node(text: str, say: Say) -> OutletsNode | AnyNode | None:
    """Return the number of outlets that a word asks for, None if it is only a word."""
    text = with_ascii_digits(text)
    if match := _COMPARED.fullmatch(text):
        return _compared(match, say)
    if match := _EITHER.fullmatch(text):
        parts = [f"{COUNT_FIELD}:{value}" for value in _OR.split(match["values"].strip())]
        found = [node for part in parts if (node := outlets_node(part, say)) is not None]
        return AnyNode(tuple(found)) if len(found) == len(parts) else None
    if match := _RANGE.fullmatch(text):
        least = 0 if match["least"] == "*" else _count(match["least"]) + (match["open"] == "{")
        most = None if match["most"] == "*" else _count(match["most"]) - (match["close"] == "}")
        return _in_order(text, least, most, say)
    match = _SPAN.fullmatch(text)
    if match is None or not (match["least"] or match["most"]):
        return None
    if match["sign"] == "+" and match["most"]:
        return None
    if match["sign"] not in ("..", "...", "‥") and not (match["least"] and match["most"]):
        meant = f"{COUNT_FIELD}:{match['least']}..{match['most']}"
        say(read_note(text, meant))
    most = _count(match["most"]) if match["most"] else None
    return _in_order(text, _count(match["least"] or "0"), most, say)


def _count(digits: str) -> int:
    return min(int(digits), _MOST_OUTLETS)


def _in_order(text: str, least: int, most: int | None, say: Say) -> OutletsNode:
    if most is not None and most < least:
        say(message("Read “{text}” the other way round.", text=text))
        least, most = most, least
    return OutletsNode(least, most)


def _compared(match: re.Match[str], say: Say) -> OutletsNode | None:
    sign, number = match["sign"], _count(match["number"])
    if not match["colon"]:
        if not sign:  # a word and a number: outlets4
            return None
        meant = f"{COUNT_FIELD}:{sign.removeprefix('=')}{number}"
        say(read_note(match.group(), meant))
    match sign:
        case ">=" | "≥":
            return OutletsNode(number, None)
        case ">":
            return OutletsNode(number + 1, None)
        case "<=" | "≤":
            return OutletsNode(0, number)
        case "<":
            return OutletsNode(0, number - 1)
    return OutletsNode(number, number)
