"""Which lexemes are meant by what another program writes in a form of its own?

has:tag             tag:*                     source!=BBC     -source:BBC
NEAR(port docks, 5) port NEAR/5 docks         TITLE(strike)   title:(strike)
! strike            -strike, at the begin     title :strike   title:strike
source IN (BBC, DW) source:(BBC OR DW)        source:"BBC","DW" the same
"""

import re
from dataclasses import replace

from search.facets import FACETS
from search.query.borrowed import COMPARISONS
from search.query.fields import DATE_FIELDS, FIELDS, is_own_field, own_name
from search.query.lexeme import Lexeme, bounded
from search.query.read_note import read_note

#: `has:tag`, `_exists_:tag`: items that have any. The name of the field is the group.
_EXISTS = re.compile(r"(?:_exists_|exists|has):([A-Za-z]+)(?=[\s()]|$)", re.IGNORECASE)
#: `source!=BBC`: items that have another.
_UNEQUAL = re.compile(r"([A-Za-z]+)(?:!=|<>)(?=[^\s=)])")
#: The same, and `source = BBC`, with blanks around the sign, as in SQL.
_EQUAL_APART = re.compile(
    r"([A-Za-z]+)(?P<unequal>\s*(?:!=|<>)\s*|\s+(?:NE|ne)\s+)?"
    r"(?(unequal)|(?:\s*==?\s*|\s+(?:EQ|eq)\s+))(?=[\w\"'(*])"
)
#: `NEAR(port strike, 5)`, and without a number, which then is 10, as in SQLite. Oracle has the
#: words in parentheses, and behind the number whether they are in this order.
_NEAR_CALL = re.compile(
    r"NEAR\(\s*(?P<group>\()?(?P<inside>(?:\s*,?\s*(?:\"[^\"]*\"|[^\s,()\"]+)){2,8})\s*"
    r"(?(group)\)(?P<between>\s*,\s*\d+(?:\s*,\s*(?P<ordered>TRUE|FALSE))?)?\s*)\)",
    re.IGNORECASE | re.ASCII,
)
_OPERAND = re.compile(r"\"(?P<phrase>[^\"]*)\"|(?P<word>[^\s,()\"]+)")
NEAR_CALL_BETWEEN = 10
#: `date(geq(1/1/2026) and leq(1/9/2026))`, as in Lexis.
_DAYS_CALL = re.compile(
    r"date\(\s*(?P<inside>\w{2,3}\([^()\"]+\)(?:\s*and\s*\w{2,3}\([^()\"]+\))?)\s*\)",
    re.IGNORECASE | re.ASCII,
)
_COMPARISON = re.compile(r"(\w+)\(\s*([^()]*[^()\s])\s*\)", re.ASCII)
#: The same without parentheses: date aft 1/1/2026.
_DAYS_APART = re.compile(rf"date\s+({'|'.join(COMPARISONS)})\s+(?=\d)", re.IGNORECASE)
#: `TITLE(strike)`, and `pub.exact("Reuters")`, as in Scopus, Lexis and ProQuest. The plural of a
#: word is no field: title(s).
_CALLED = re.compile(r"([A-Za-z_]+)(?:\.exact)?(?=\((?!e?s\))\s*[\w\"+<>=\[-])")
#: `title :strike`: a blank before the colon. What stands behind it is no smiley.
_APART = re.compile(r"([A-Za-z_]+)\s+:(?=\s*(?:[\w\"<>=\[{]|\([\w\"]))")
#: `source IN ("BBC", DW)`, as in SQL, and a list of names behind a field: source:"BBC","DW".
_IN = re.compile(
    r"([A-Za-z]+)\s+(?P<unequal>NOT\s+)?IN\s*\((?P<inside>(?:\"[^\"]*\"|[^()\"])+)\)", re.IGNORECASE
)
_LIST = re.compile(r"(?P<inside>\"[^\"]+\"(?:,\"[^\"]+\"|,[^\s,()\"]+)+)")
_LISTED = re.compile(r"\s*(?:\"(?P<phrase>[^\"]+)\"|(?P<word>[^,\"]*[^,\s\"]))\s*")
#: An exclamation mark before what it leaves out, with a blank between, where no sentence ends.
_NOT_APART = re.compile(r"!\s+(?=[\w\"(])")
_BEGINS = re.compile(r"(?:^|\(|\bAND|\bOR|&|\|)\s*$")


def foreign(text: str, start: int, notes: list[str]) -> list[Lexeme]:
    """Return what several lexemes say here, and one in another program; [] if it is not so."""
    if (match := _EXISTS.match(text, start)) and match[1].lower() in FIELDS:
        notes.append(read_note(match.group(), f"{own_name(match[1])}:*"))
        return [
            Lexeme("field", match[1], start, match.start(1)),
            Lexeme("word", "*", match.start(1), match.end()),
        ]
    if (match := _UNEQUAL.match(text, start)) and match[1].lower() in FIELDS:
        notes.append(read_note(match.group(), f"-{own_name(match[1])}:"))
        return [
            Lexeme("NOT", "-", start, start),
            Lexeme("field", match[1], start, match.end()),
        ]
    if (
        (match := _EQUAL_APART.match(text, start))
        and is_own_field(match[1])
        and FIELDS[match[1]] not in DATE_FIELDS
    ):
        sign = "-" if match["unequal"] else ""
        notes.append(read_note(match.group().rstrip(), f"{sign}{own_name(match[1])}:"))
        field = Lexeme("field", match[1], start, match.end())
        return [Lexeme("NOT", "-", start, start), field] if sign else [field]
    if (match := _IN.match(text, start)) and is_own_field(match[1]):
        sign = "-" if match["unequal"] else ""
        field = Lexeme("field", match[1], start, match.start("inside"))
        names = _names(match, f"{sign}{own_name(match[1])}:", notes)
        return [*([Lexeme("NOT", "-", start, start)] * bool(sign)), field, *names]
    if (match := _NOT_APART.match(text, start)) and _BEGINS.search(text[:start]):
        notes.append(read_note("! …", "-…"))
        return [Lexeme("NOT", "!", start, match.end())]
    if match := _NEAR_CALL.match(text, start):
        return _near(text, match, notes)
    if (match := _DAYS_CALL.match(text, start)) and (found := _days(match, notes)):
        return found
    if match := _DAYS_APART.match(text, start):
        meant = COMPARISONS[match[1].lower()]
        notes.append(read_note(match.group().rstrip(), f"{meant}:"))
        return [Lexeme("field", meant, start, match.end())]
    if (match := _CALLED.match(text, start)) and match[1].lower() in FIELDS:
        notes.append(read_note(f"{match.group()}(…)", f"{own_name(match[1])}:(…)"))
        return [Lexeme("field", match[1], start, match.end())]
    if (match := _APART.match(text, start)) and is_own_field(match[1]):
        if not text[match.end()].isspace():  # else a note tells how to mean the word
            notes.append(read_note(match.group(), f"{match[1]}:"))
        return [Lexeme("field", match[1], start, match.end())]
    return []


def foreign_names(text: str, start: int, field: str, notes: list[str]) -> list[Lexeme]:
    """Return the lexemes of a list of names right behind a facet's field, [] if there is none."""
    match = _LIST.match(text, start)
    return _names(match, f"{FACETS[field]}:", notes) if match else []


def _names(listed: re.Match[str], asked: str, notes: list[str]) -> list[Lexeme]:
    """Return the names of a list, each of which is enough; `asked` is the field that they have."""
    first, last = listed.span("inside")
    found = [Lexeme("(", "(", first, first)]
    for own in _LISTED.finditer(listed.string, first, last):
        if len(found) > 1:
            found.append(Lexeme("OR", "OR", own.start(), own.start()))
        found.append(Lexeme("phrase", own[own.lastgroup or 0], own.start(), own.end()))
    found.append(Lexeme(")", ")", listed.end(), listed.end()))
    names = " OR ".join(f'"{own.text}"' for own in found if own.kind == "phrase")
    notes.append(read_note(listed.group(), f"{asked}({names})"))
    return found


def _days(call: re.Match[str], notes: list[str]) -> list[Lexeme]:
    """Return a field and a value for each comparison of days, [] if one is unknown."""
    found: list[Lexeme] = []
    inside = call.start("inside")
    for own in _COMPARISON.finditer(call["inside"]):
        field = COMPARISONS.get(own[1].lower())
        if field is None:
            return []
        first, value, end = (inside + at for at in (own.start(), own.start(2), own.end()))
        found.append(Lexeme("field", field, first, value))
        found.append(Lexeme("word", own[2], value, end))
    meant = zip(found[::2], found[1::2], strict=True)
    notes.append(read_note(call.group(), " ".join(f"{own.text}:{day.text}" for own, day in meant)))
    found[0] = replace(found[0], start=call.start())
    found[-1] = replace(found[-1], end=call.end())
    return found


def _near(text: str, call: re.Match[str], notes: list[str]) -> list[Lexeme]:
    """Return the operands of NEAR(…) with an operator between each two."""
    operands = list(_OPERAND.finditer(text, call.start("inside"), call.end()))
    if call["ordered"]:
        operands.pop()
    digits = operands[-1]["word"] or ""
    is_number = digits.isascii() and digits.isdecimal() and len(operands) > 2
    between = bounded(
        operands.pop()[0][:9] if is_number else str(NEAR_CALL_BETWEEN), "NEAR/", notes
    )
    if (call["ordered"] or "").upper() == "TRUE":
        row = " ".join(own[own.lastgroup or 0] for own in operands)
        notes.append(read_note(call.group(), f'"{row}"~{between}'))
        return [Lexeme("phrase", row, call.start(), call.end(), between)]
    near = f" NEAR/{between} "
    notes.append(read_note(call.group(), near.join(own.group() for own in operands)))
    found: list[Lexeme] = []
    for own in operands:
        if found:
            found.append(Lexeme("NEAR", "NEAR", found[-1].end, own.start(), between))
        kind = "word" if own["phrase"] is None else "phrase"
        found.append(Lexeme(kind, own[kind], own.start(), own.end()))
    # The operands at both ends have the signs of the call: without these none is the call again.
    found[0] = replace(found[0], start=call.start())
    found[-1] = replace(found[-1], end=call.end())
    return found
