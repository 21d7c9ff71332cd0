"""Does a link lead to a page on the web?"""

import re
from urllib.parse import quote, urlsplit

MAX_LINK_CHARACTERS = 8192

# What is as it should be: no part of it needs to be told from another, or to be encoded.
_CLEAN = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\ud800-\udfff<>\"\\^`{|}]")


def web_link(raw: str) -> str:
    """Return an http or https URL, percent-encoded where it must be; "" for anything else."""
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
    # Browsers pass over tabs and newlines inside a URL, so that what looks harmless may not be.
    return _UNSAFE.sub(lambda found: quote(found[0], errors="replace"), link) if is_web else ""
