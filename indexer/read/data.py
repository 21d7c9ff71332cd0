"""Which texts of a page lie in data for its programs, and nowhere else?

<div data-attrs="{&quot;title&quot;:&quot;The port is closed until Sunday&quot;}"></div>   Substack
<script type="application/json">{"body": "<p>The port is closed …</p>"}</script>          Next.js
"""

import html
import json
import re

from indexer.read.whole_texts import every_text

#: Characters of such data of one element, and elements of a page that are looked at.
MAX_DATA_CHARACTERS = 1 << 20
MAX_ELEMENTS = 200
#: Words of a text, at least: fewer are settings.
MIN_WORDS = 3

# They begin with fixed characters, which are searched for most quickly.
_ATTRIBUTE = re.compile(r"""data-[a-z-]+=(?:"(\{&quot;[^"<>]*+)"|'(\{"[^'<>]*+)')""")
_SCRIPT = re.compile(
    r"<script(?=\s)[^<>]*?\stype=[\"']application/json[\"'][^<>]*+>\s*+"
    r"(\{(?:[^<]|<(?!/script))*+)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")
#: What a reader would not see: addresses, names of classes, code.
_CODE = re.compile(r"\S*(?:[/{}=\\]|\w[:_]\w)\S*")


def texts_in_data(markup: str) -> list[tuple[str, str]]:
    """Return the texts of several words in data, each as (name of what holds it, text)."""
    found: list[tuple[str, str]] = []
    if "data-" in markup:
        for attribute in _ATTRIBUTE.findall(markup)[:MAX_ELEMENTS]:
            found += (("data-*", text) for text in _texts(html.unescape("".join(attribute))))
    if "pplication/json" in markup:
        for data in _SCRIPT.findall(markup)[:MAX_ELEMENTS]:
            found += (("script", text) for text in _texts(data))
    return found


def _texts(data: str) -> list[str]:
    """Return the texts in JSON that look like a sentence."""
    if len(data) > MAX_DATA_CHARACTERS:
        return []
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return []
    texts = (" ".join(html.unescape(_TAG.sub(" ", text)).split()) for text in every_text(value))
    return [text for text in texts if len(_WORD.findall(_CODE.sub(" ", text))) >= MIN_WORDS]
