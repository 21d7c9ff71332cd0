"""How does text become HTML?"""

import re

from markupsafe import escape

_SPECIAL = re.compile("[&<>\"']")


def safe(text: str) -> str:
    """Return a text escaped. Most texts need none, and `escape` takes ten times as long."""
    return escape(text) if _SPECIAL.search(text) else text


def href(url: str) -> str:
    """Return an address of ours escaped: whatever else is special in HTML is quoted in it."""
    return url.replace("&", "&amp;")
