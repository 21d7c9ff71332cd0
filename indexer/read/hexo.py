"""What does a reader see of Hexo's tags, whose words stand without quotes, and of its tabs?

{% post_link harbour-2026 The harbour today %}    The harbour today
{% link Read more https://example.com %}          Read more
{% button /about, Read on, home %}                Read on
<!-- tab First day@icon -->                       First day
"""

import re

_LINKS = frozenset(("post_link", "asset_link"))
_PICTURES = frozenset(("asset_img", "img", "image"))
_TO_ADDRESSES = frozenset(("link", "button", "btn"))
#: Words that `_LINKS` and `link` take behind their text: how to open the page.
_SWITCHES = frozenset(("true", "false"))
_TOKEN = re.compile(r""""[^"]*+"|'[^']*+'|[^\s"']++""")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S*|[./#?]\S*|\S+/\S*|\S+\.[a-z][a-z0-9]{1,4}", re.I)
_KEY = re.compile(r"""[\w-]+[=:](?!//)""")
_ICON = re.compile(
    r"(?:(?:fa[a-z]?|icon|iconfont|mdi|bi)\b[\w -]*|[a-z][a-z-]*(?: [a-z][a-z-]*)?|[\W\d_]*)"
)
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_SIZE = re.compile(r"\d+(?:px|%|em)?")
#: Arguments between commas: each reaches to the next comma.
_KEYED = re.compile(r"(?:(?<=,)|^)(\s*[\w-]+)=\s*([^,]*[^,\s])")
#: A comment that gives a part of a block its label.
LABEL = re.compile(r"<!--\s*(?:tab|timeline|node|panel|item|slide|card|step)\b([^<>]*?)-->")
#: Blocks with such comments.
HAS_LABELS = re.compile(
    r"\{%-?\s*(?:tabs|subtabs|subsubtabs|timeline|panel|carousel|swiper|steps)\b"
)


def read_hexo(name: str, arguments: str) -> list[str] | None:
    """Return the texts of one of Hexo's tags; None if it is another one, or has keys."""
    if name == "label" and "@" in arguments:  # a way to show it, and the text
        return [arguments.partition("@")[2].strip()]
    if name not in _LINKS and name not in _PICTURES and name not in _TO_ADDRESSES:
        return None
    if _KEY.search(_without_quoted(arguments)):
        return None
    has_commas = "," in _without_quoted(arguments)
    if name in _PICTURES and has_commas:  # of Eleventy
        return None
    if name in _TO_ADDRESSES and has_commas:
        texts = _between_commas([part.strip(" \n\t\"'") for part in arguments.split(",")])
    else:
        tokens = [found[0].strip("\"'") for found in _TOKEN.finditer(arguments)]
        texts = [" ".join(_words(name, tokens))]
    return [text for text in texts if text]


def with_quotes(arguments: str) -> str:
    """Return arguments between commas with quotes: `alt=Sunset bay, width=3`."""
    if "," not in arguments or "=" not in arguments or '"' in arguments or "'" in arguments:
        return arguments
    return _KEYED.sub(r'\1="\2"', arguments)


def read_label(comment: str) -> str:
    """Return the label in a comment that matches LABEL, without the icon behind it."""
    found = LABEL.match(comment)
    return found[1].partition("@")[0].strip() if found else ""


def _words(name: str, tokens: list[str]) -> list[str]:
    while tokens and tokens[-1] in _SWITCHES:
        tokens.pop()
    if name in _LINKS:
        return tokens[1:]
    at = next((at for at, token in enumerate(tokens) if _ADDRESS.fullmatch(token)), None)
    if name in _PICTURES:  # classes before the address, sizes behind it
        behind = tokens[at + 1 :] if at is not None else []
        return [token for token in behind if not _SIZE.fullmatch(token)]
    if at is None:
        return tokens
    return [*tokens[:at], *(token for token in tokens[at + 1 :] if token not in _SWITCHES)]


def _between_commas(parts: list[str]) -> list[str]:
    """Return the text, which stands beside the address, and what else has words of a text."""
    at = next((at for at, part in enumerate(parts) if part and _ADDRESS.fullmatch(part)), -1)
    main = 1 if at == 0 else max(at - 1, 0)
    return [
        part
        for number, part in enumerate(parts)
        if number != at
        and not _ADDRESS.fullmatch(part)
        and (number == main or (not _ICON.fullmatch(part) and _is_text(part)))
    ]


def _is_text(part: str) -> bool:
    return not part.isascii() or _TWO_WORDS.search(part) is not None


def _without_quoted(arguments: str) -> str:
    return re.sub(r""""[^"]*+"|'[^']*+'""", "", arguments)
