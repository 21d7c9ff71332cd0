"""How does text become HTML?"""

import re
from html.entities import html5

from markupsafe import escape

from search.request import PARAMETERS

_SPECIAL = re.compile("[&<>\"']")
#: Names that HTML reads as a character even where no `;` ends them: `&not_tag` is `¬_tag`.
_UNENDED = tuple(name for name in html5 if not name.endswith(";"))
#: An `&` that HTML could read as the begin of a character: it is none before these parameters.
_READ_AS_CHARACTER = re.compile(
    f"&(?!(?:{'|'.join(name for name in (*PARAMETERS, 'hit') if not name.startswith(_UNENDED))})=)"
)


def safe(text: str) -> str:
    """Return a text escaped. Most texts need none, and `escape` takes ten times as long."""
    return escape(text) if _SPECIAL.search(text) else text


def href(url: str) -> str:
    """Return an address of ours escaped: whatever else is special in HTML is quoted in it.

    Hundreds of links of a page have several `&`, which stand as they are where HTML lets them.

    >>> href("/?q=strike&tag=port&not_tag=ship")
    '/?q=strike&tag=port&amp;not_tag=ship'
    """
    return _READ_AS_CHARACTER.sub("&amp;", url)
