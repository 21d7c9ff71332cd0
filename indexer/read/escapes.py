"""What does a backslash in quoted text stand for?"""

import re
from collections.abc import Mapping

#: An escape in a string of JavaScript.
IN_JAVASCRIPT = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))"
)
# Two escapes for the halves of one character, behind no backslash.
_PAIR = re.compile(r"(?<!\\)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_IN_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


def unescaped(text: str, escape: re.Pattern[str], meant: Mapping[str, str]) -> str:
    """Return a text with what its escapes stand for.

    `escape` has four groups: three for the hexadecimal number of a character, the last for another
    sign, which stands for itself where `meant` does not have it.
    """

    def sign(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code:
            return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
        return meant.get(found[4], found[4])

    return _joined(escape.sub(sign, text))


def with_joined_pairs(block: str) -> str:
    r"""Return YAML or TOML in which characters stand for pairs of escapes, as JSON writes them.

    Only those between double quotes: `"\ud83c\udf89"`.
    """
    return _IN_QUOTES.sub(_with_characters, block) if _PAIR.search(block) else block


def _with_characters(quoted: re.Match[str]) -> str:
    return _PAIR.sub(lambda pair: _joined(chr(int(pair[1], 16)) + chr(int(pair[2], 16))), quoted[0])


def _joined(text: str) -> str:
    """Return a text with one character for each pair of surrogates."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
