"""Which signs of a query's text belong to a name, and are not read as plain ones?

tag:"Газета «Завтра»"    the inner signs are the name's; those around it end it
tag:日本「朝日」          so are those inside a word
tag:“The “Squad””        signs of one pair may stand in one another
tag:(“A” OR "B «C»")     each name in parentheses has signs of its own
"""

import re
from collections.abc import Callable

#: Typographic sign that opens a quotation -> those that close it.
_CLOSING = {
    **{"“": "”", "”": "”", "„": "“”", "‟": "”", "«": "»", "»": "«»"},
    **{"「": "」", "『": "』", "〝": "〞〟", "＂": "＂"},
}
_ONLY_OPENING, _ONLY_CLOSING = "„‟«「『〝", "」』〞〟"
#: All typographic quotation marks.
QUOTES = "“”„‟«»「」『』〝〞〟＂"
_ANY_QUOTE = re.compile(f'["{QUOTES}]')
_FIELD = re.compile(r"([A-Za-z_]+)[:=]")
#: Signs at the end of a word that ask for its beginning or for other spellings of it.
_AT_END = "＊～"


def signs_of_names(text: str, plain: str, is_name: Callable[[str], bool]) -> set[int]:
    """Return the offsets of the signs inside the names of a text.

    `plain` is the text with plain signs for all others; `is_name` tells of what stands before a
    colon whether a name follows.
    """
    found: set[int] = set()
    end = 0
    for field in _FIELD.finditer(plain):
        if field.start() < end or not is_name(field[1]):
            continue
        depth, end = 0, field.end()
        while end < len(text):
            start, sign = end, plain[end]
            if sign == '"':
                start, end = end + 1, _end_of_quoted(text, end)
                found.update(range(start, end))
                end += 1
            elif sign in "()" or sign.isspace():
                depth += (sign == "(") - (sign == ")")
                end += 1
            else:
                end = max(end + 1, _end_of_word(text, plain, end))
                found.update(range(start, start + len(text[start:end].rstrip(_AT_END))))
            if depth <= 0:
                break
    return found


def _end_of_quoted(text: str, start: int) -> int:
    """Return where the quotation ends that a sign opens, the text's end if nothing closes it.

    A plain sign is closed by a plain one, unless one of those that follow is left over.
    """
    if text[start] == '"':
        end = text.find('"', start + 1)
        if end >= 0 and text.count('"', start) % 2 == 0:
            return end
        inner = _first_unpaired(text, start + 1, end if end >= 0 else len(text))
        return inner if inner is not None else end if end >= 0 else len(text)
    closed = _first_unpaired(text, start + 1, len(text), text[start])
    return len(text) if closed is None else closed


def _first_unpaired(text: str, start: int, end: int, opening: str = "") -> int | None:
    """Return where the first sign stands that closes none that was opened behind `start`."""
    open_signs = [opening]
    for match in _ANY_QUOTE.finditer(text, start, end):
        sign, at = match.group(), match.start()
        before, behind = text[at - 1], text[at + 1 : at + 2]
        is_before_word = bool(behind) and not behind.isspace()
        may_open = is_before_word and (before.isspace() or before in f"({QUOTES}")
        closes = sign in _CLOSING.get(open_signs[-1], "")
        if before.isspace() and is_before_word and sign not in _ONLY_CLOSING:
            closes = False
        if closes or sign == '"':
            if len(open_signs) == 1:
                return at
            if closes:
                open_signs.pop()
        elif sign in _ONLY_OPENING or (may_open and sign in _CLOSING):
            open_signs.append(sign)
        else:
            return at
    return None


def _end_of_word(text: str, plain: str, start: int) -> int:
    """Return where a word ends: at a blank, a plain quotation mark, or what closes nothing."""
    end, depth = start, 0
    while end < len(text) and not text[end].isspace() and text[end] != '"':
        depth += (plain[end] == "(") - (plain[end] == ")")
        if depth < 0:
            break
        end += 1
    unpaired = _first_unpaired(text, start, end)
    return end if unpaired is None else unpaired
