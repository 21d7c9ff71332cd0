"""Which text of an item lies in keys of its front matter?"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from indexer.ledger import Reason, Repairs
from indexer.read.body import Body
from indexer.read.keys import TEXTS
from indexer.read.titles import first_sentence
from indexer.read.whole_texts import say_left_out, whole_text

_KEYS = frozenset(TEXTS)
_WORDS = re.compile(r"\w+")
# One word is a setting, as in `content: article`, unless it is a sentence.
_SETTING = re.compile(r"[!-;=-~]+(?<![.!?])|[\d.,:/#-]+")


def with_text_of_keys(
    values: Mapping[str, object], body: Body, read: Callable[[str], Body], repairs: Repairs
) -> Body:
    """Return the body with the text in keys of the front matter if the body has no more to say.

    Several keys mostly hold one text in several forms: what differs from the first is put below
    it, and what is much the same is left out, and said. `read` reads a text as a body.
    """
    if _KEYS.isdisjoint(values):
        return body
    if body.headlines or len(first_sentence(body.text)) < len(body.text):
        return body
    taken: list[str] = []
    for key in TEXTS:
        if key not in values or isinstance(values[key], bool):
            continue
        given, left_out = whole_text(values[key], "\n\n")
        say_left_out(key, left_out, repairs)
        if isinstance(values[key], str) and _SETTING.fullmatch(given.strip()):
            continue
        found = read(given)
        if not (found.text or found.headlines):
            continue
        shown = _shown(body)
        words = _WORDS.findall(_shown(found).lower())
        new = set(words) - set(_WORDS.findall(shown.lower()))
        if not taken:
            if body.text not in found.text:
                found = replace(found, text=f"{body.text}\n{found.text}".strip())
            body = found
        elif not new:
            continue
        elif 2 * sum(word in new for word in words) > len(words):
            headlines = (*body.headlines, *found.headlines)
            body = replace(body, text=f"{body.text}\n{found.text}".strip(), headlines=headlines)
        else:
            say_left_out(key, (_shown(found),), repairs)
            continue
        taken.append(key)
    if taken:
        keys = " and ".join(map(repr, taken))
        word = "key" if len(taken) == 1 else "keys"
        repairs.add(Reason.TEXT_FROM_KEY, f"Its text was taken from the {word} {keys}.")
    return body


def _shown(body: Body) -> str:
    return " ".join([body.text, *(line.text for line in body.headlines)])
