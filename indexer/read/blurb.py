"""Which headlines and text are in the description of an item whose body is empty?"""

import re
from collections.abc import Callable
from dataclasses import replace

from indexer.read.body import Body, without_coverage
from indexer.read.markup import plain
from indexer.read.outlets import Outlets
from indexer.read.titles import endings, without_outlet
from search.model import Headline

#: Characters in which the end of an unknown outlet's name is looked for.
MAX_GUESSED_CHARACTERS = 45

#: Two no-break spaces: they separate a headline from its outlet once the tags are stripped.
_SEPARATOR = "\xa0\xa0"
_NO_BREAK_SPACE = re.compile("&nbsp;|&#160;|&#xa0;", re.IGNORECASE)
_CUT = re.compile(r"(?:\.\.\.|…)\Z")
_HALF_ENTITY = re.compile(r"&(#?[0-9A-Za-z]{0,31})\Z")
_ENTITIES = (
    "nbsp", "amp", "quot", "apos", "lt", "gt", "rsquo", "lsquo", "rdquo", "ldquo", "hellip",
)  # fmt: skip
_SEAM = re.compile('(?<=[a-zà-ÿ])(?<!Mc)(?=[A-ZÀ-Þ"“‘])')


def read_blurb(
    description: str,
    title: str,
    link: str,
    outlets: Outlets,
    read: Callable[[str], Body],
) -> Body:
    """Return the headlines and the text of a description; title and link are the item's.

    The description of a cluster is its body with the tags stripped and nothing put between, and
    mostly cut: `Headline&nbsp;&nbsp;ReutersAnother headline&nbsp;&nbsp;BBCA thi...`. It is split
    behind the names of known outlets; what cannot be split becomes text. `read` reads one that is
    not a cluster as a body is read.
    """
    whole = description.strip()
    cut = _CUT.search(whole)
    whole = _without_half_entity(_CUT.sub("", whole).rstrip(), is_cut=cut is not None)
    first, *others = _NO_BREAK_SPACE.sub("\xa0", whole).split(_SEPARATOR)
    headline = plain(first)
    headlines: list[Headline] = []
    text: list[str] = []
    is_cluster = False
    for number, other in enumerate(others, start=1):
        part = plain(without_coverage(other))
        name = _from_title(title, headline, part) if number == 1 else ""
        name = name or (part if outlets.knows(part) else outlets.leading(part))
        is_cluster = is_cluster or bool(name)
        if not name and number == len(others) and (cut is None or part != plain(other)):
            name = part  # the description was not cut, so nothing followed the name
        if not name:
            # The start of the next headline is a guess, good enough to find its words.
            text += [headline, *_at_last_seam(part)]
            headline = ""
            continue
        if headline:
            outlet, own_link = outlets.name(name), link if number == 1 else ""
            own_text = without_outlet(headline, outlet, outlets)
            headlines.append(Headline(text=own_text, outlet=outlet, link=own_link))
        headline = part[len(name) :].lstrip()
    if not is_cluster:
        found = read(whole)
        return replace(found, text=(found.text or plain(whole)) + (cut[0] if cut else ""))
    return Body(tuple(headlines), "\n".join(line for line in (*text, headline) if line), "", ())


def _from_title(title: str, headline: str, part: str) -> str:
    for own, ending in endings(title):
        if own == headline and part.startswith(ending):
            return ending
    return ""


def _at_last_seam(part: str) -> tuple[str, str]:
    """Split `The TabletChurches meet` into `The Tablet` and `Churches meet`, at the last seam."""
    seams = [found.start() for found in _SEAM.finditer(part, 0, MAX_GUESSED_CHARACTERS)]
    end = seams[-1] if seams else 0
    return part[:end], part[end:]


def _without_half_entity(text: str, *, is_cut: bool) -> str:
    half = _HALF_ENTITY.search(text)
    if half is None:
        return text
    name = half[1]
    is_half = len(name) > 1 and any(entity.startswith(name) for entity in _ENTITIES)
    return text[: half.start()] if is_cut or is_half or name.startswith("#") else text
