"""What does a backslash in quoted text stand for?"""

import re
from collections.abc import Mapping

#: An escape in a string of JavaScript.
IN_JAVASCRIPT = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))"
)


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

    return escape.sub(sign, text)
