"""Does a link lead to a page on the web?"""

import re
from urllib.parse import quote, urlsplit

#: Characters of a link at most; a longer one is dropped.
MAX_LINK_CHARACTERS = 8192

# A link that is valid as it is: it need not be split or encoded.
_CLEAN = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\ud800-\udfff<>\"\\^`{|}]")


def web_link(raw: str) -> str:
    """Return an http or https URL, percent-encoded where necessary; "" for anything else."""
    link = raw.strip()
    if len(link) > MAX_LINK_CHARACTERS:
        return ""
    if _CLEAN.fullmatch(link):
        return link
    try:
        parts = urlsplit(link)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    # Browsers skip tabs and newlines inside a URL, so one left in could hide another address.
    return _UNSAFE.sub(lambda found: quote(found[0], errors="replace"), link) if is_web else ""
