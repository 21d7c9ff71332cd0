"""What is an item's title, without the name of an outlet behind it?"""

import re
from collections.abc import Iterator

from indexer.read.outlets import MAX_OUTLET_CHARACTERS, Outlets
from indexer.read.section_names import EDITIONS, SECTIONS

#: Characters of a first sentence that is taken for a title; a longer one is shortened.
MAX_SENTENCE_CHARACTERS = 200


_SENTENCE_END = re.compile(r"(?<=[.!?。！？])(?:\s|(?<=[。！？]))")
# Written so that each alternative begins with a fixed character: such patterns are quicker.
_SEPARATOR = re.compile(
    r" (?:--? |[–—]{1,2} |[·•»«│｜_∣¦❘●▪∙⋅] |//? |:: |\| ?)|\| ?|--(?=\w)|- (?<=[\w.!?]- )"
)
# In Chinese, Japanese and Korean a name follows without blanks: 港口关闭_新华网, 港口关闭--新华网.
# (A set takes as long to compile as the ranges that it names are wide, so it names the others.)
_WIDE = "[^\x00-\u2e7f\uffdd-\U0010ffff]"
_DASHES = r"(?:-{1,3}|[_–—－─]{1,3})"
_NARROW_SEPARATOR = re.compile(
    rf"{_SEPARATOR.pattern}|[｜│] ?|{_DASHES}(?={_WIDE})|(?<={_WIDE}){_DASHES}|"
    rf" [:：] (?={_WIDE})| － | ─ "
)
#: The section that some outlets put into their name: BBC Sport.
_SECTION = re.compile(r"(?<=\w) (?:Business|News|Opinion|Politics|Sports?|World)\Z")
#: The day that some outlets put behind their name.
_DATED = re.compile(r",? \d{1,2}\.\d{1,2}\.\d{4}\Z")
#: A name in brackets, before and behind a title: [Reuters] Storm, Storm (BBC), 【新华社】港口.
_OPENING, _CLOSING = "[(【（［〔", "])】）］〕"
_BRACKETED = re.compile(
    rf"[{re.escape(_OPENING)}]([^{re.escape(_OPENING + _CLOSING)}]+)[{re.escape(_CLOSING)}]"
)
_DASH_SIGNS = frozenset(("-", "--", "–", "—"))
_WORD = re.compile(r"\w")
#: The letters by which an outlet goes, perhaps as its site: FAZ, SZ.de.
_INITIALS = re.compile(r"([A-Z]{2,6})(?:\.[a-z]{2,4})?")
#: Words of an edition's name at most: Русская служба.
MAX_EDITION_WORDS = 2


def endings(title: str) -> Iterator[tuple[str, str]]:
    """Yield each way to split a one-line title into the title proper and an outlet's name.

    The longest name comes first, as some names contain ` - `: "A - B - C" -> ("A", "B - C"),
    ("A - B", "C").
    """
    separator = _SEPARATOR if title.isascii() else _NARROW_SEPARATOR
    for found in separator.finditer(title, max(0, len(title) - MAX_OUTLET_CHARACTERS)):
        own, ending = title[: found.start()], title[found.end() :]
        if own and ending:
            yield own, ending


def _beginnings(title: str) -> Iterator[tuple[str, str]]:
    """Yield each way to split a one-line title into an outlet's name and the title proper."""
    for found in _SEPARATOR.finditer(title, 0, MAX_OUTLET_CHARACTERS):
        name, own = title[: found.start()], title[found.end() :]
        if name and own:
            yield name, own


def without_outlet(title: str, outlet: str, outlets: Outlets) -> str:
    """Return a title or headline without its own outlet around it, under any of its names.

    "A - B | Daily Sabah - Daily Sabah" -> "A - B"; a section behind it goes with it, as in
    "A - Daily Sabah - World News", and a well-known one beside it, as in "A | World | CNN" and
    "CNN | World | A"; so do brackets: "[CNN] A", "A (CNN)". What would leave no word stays. A
    colon is no separator: in "Tokyo plans election: NHK" it tells who said so. One with a blank
    before it is, if the outlet's own name follows, and one behind a known outlet: "CNN: A".
    """
    if not outlet:
        return title
    title, separator = _without_brackets(title, outlet, outlets), ""
    own, colon, ending = title.rpartition(" : ")  # as `Storm hits port : NPR`, by NPR
    if colon and _WORD.search(own) and outlets.are_one(ending, outlet):
        title = own.rstrip()
    while True:
        for own, ending in endings(title):
            if _WORD.search(own) and _is_behind(own, ending, outlet, outlets):
                separator = title[len(own) : -len(ending)].strip()
                title = _without_brackets(own.rstrip(), outlet, outlets)
                break
        else:
            title = _without_section(title, separator) if separator else title
            return _without_beginning(title, outlet, outlets)


def _without_brackets(title: str, outlet: str, outlets: Outlets) -> str:
    """Return a title without its outlet in brackets, as `[Reuters] Storm` and `Storm (BBC)`.

    Words in small letters are no name: `(guardian)` may be one of a child.
    """
    if title.startswith(tuple(_OPENING)):
        found = _BRACKETED.match(title)
    elif title.endswith(tuple(_CLOSING)):
        found = _BRACKETED.fullmatch(title, max(map(title.rfind, _OPENING)))
    else:
        return title
    if not found or not _is_name_of(found[1], outlet, outlets):
        return title
    own = title[: found.start()].rstrip() or title[found.end() :].lstrip(" -–—:：")
    return own if _WORD.search(own) else title


def _is_name_of(text: str, outlet: str, outlets: Outlets) -> bool:
    """Tell whether a text is an outlet's name for certain: no word, and no other site of it."""
    if "." in text.strip("."):
        return outlets.knows(text) and outlets.are_one(text, outlet)
    return not text.islower() and outlets.are_one(text, outlet)


def _without_beginning(title: str, outlet: str, outlets: Outlets) -> str:
    """Return a title without its outlet before it, and the section that the same sign parts.

    Before a dash it must be a known one: companies write of themselves, `Acme - annual report`.
    """
    for sign in (" : ", ": ", "："):
        name, colon, own = title.partition(sign)
        if (
            colon
            and _WORD.search(own)
            and outlets.are_one(name, outlet)
            and (sign == " : " or (outlets.knows(outlet) and _is_name_of(name, outlet, outlets)))
        ):
            return own.lstrip()
    for name, own in _beginnings(title):
        sign = title[len(name) : -len(own)]
        second, _, rest = own.partition(sign)
        if name.strip().lower() in SECTIONS and outlets.are_one(second, outlet):
            return rest.lstrip() if _WORD.search(rest) else title
        if _WORD.search(own) and _is_of(name, outlet, outlets):
            if sign.strip() in _DASH_SIGNS and not outlets.knows(outlet):
                continue
            is_section = second.strip().lower() in SECTIONS and _WORD.search(rest)
            return (rest if is_section else own).lstrip()
    return title


def _without_section(title: str, separator: str) -> str:
    """Return a title without the section that the same sign parts from it as the outlet."""
    splits = list(endings(title))
    own, ending = splits[-1] if splits else ("", "")
    is_section = ending.strip().lower() in SECTIONS and _WORD.search(own)
    is_parted_alike = title[len(own) : -len(ending)].strip() == separator if ending else False
    return own.rstrip() if is_section and is_parted_alike else title


def _is_behind(own: str, ending: str, outlet: str, outlets: Outlets) -> bool:
    """Tell whether an outlet's name ends a title, not one between a section and the title."""
    if not _is_of(ending, outlet, outlets):
        return False
    return own.strip().lower() not in SECTIONS or outlets.are_one(ending, outlet)


def _is_of(ending: str, outlet: str, outlets: Outlets) -> bool:
    """Tell whether an ending is an outlet's name, alone or with a section or a day behind it."""
    if outlets.are_one(ending, outlet) or _are_its_initials(ending, outlet):
        return True
    if (known := _without_edition(ending, outlets)) != ending and (
        outlets.are_one(known, _without_edition(outlet, outlets))
    ):
        return True
    if ending[-1].isdigit():
        ending = _DATED.sub("", ending)
    own = _SECTION.sub("", ending)
    return outlets.are_one(own, outlet) or any(
        section.strip().lower() in SECTIONS and outlets.are_one(name, outlet)
        for name, section in endings(ending)
    )


def _are_its_initials(ending: str, outlet: str) -> bool:
    """Tell whether an ending is made of the initials of a name: FAZ, SZ.de, The WSJ."""
    found = _INITIALS.fullmatch(ending)
    words = outlet.split()
    if found is None or len(words) < 2:
        return False
    return found[1] in ("".join(word[0] for word in row).upper() for row in (words, words[1:]))


def _without_edition(name: str, outlets: Outlets) -> str:
    """Return the known outlet whose edition a name tells: BBC News Русская служба -> BBC."""
    words = name.split()
    for count in range(1, min(MAX_EDITION_WORDS, len(words) - 1) + 1):
        edition = " ".join(words[-count:])
        is_edition = edition.lower() in EDITIONS or not any(
            "a" <= c <= "z" for c in edition.lower()
        )
        known = " ".join(words[:-count])
        if is_edition and edition[0].isalpha() and known[-1].isalpha() and outlets.knows(known):
            return outlets.name(known)
    return name


def first_sentence(text: str) -> str:
    """Return the first sentence of a text's first line, a long one shortened."""
    sentence = _SENTENCE_END.split(text.partition("\n")[0], maxsplit=1)[0]
    return shortened(sentence, MAX_SENTENCE_CHARACTERS)


def shortened(text: str, limit: int) -> str:
    """Return a text cut between words to at most `limit` characters, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return (cut[: cut.rfind(" ")] if " " in cut else cut[:-1]).rstrip() + "…"
