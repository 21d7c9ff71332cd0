"""Which text of an item lies in keys of its front matter?"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from indexer.ledger import Reason, Repairs
from indexer.read.body import Body
from indexer.read.editor_documents import read_document
from indexer.read.field_values import members_of
from indexer.read.keys import CATEGORIES, DESCRIPTIONS, GROUPS, OTHER_TITLES, TAGS, TEXTS, TITLE
from indexer.read.markdown import rendered
from indexer.read.titles import first_sentence
from indexer.read.whole_texts import every_text, say_left_out, whole_text

#: Least number of different words of a text beside a longer body for which the ledger says that it
#: is left out.
MIN_WORDS_SAID = 10
#: The same of a text in a key that is not read, where the item has no text.
MIN_WORDS_SAID_ALONE = 5

_KEYS = frozenset(TEXTS)
#: The row of a cluster has one of them.
_ROW_ENDS = ("</font>", "</FONT>")
#: Keys whose texts are read, or said.
_READ = frozenset({*TEXTS, *DESCRIPTIONS, *TAGS, *CATEGORIES, *OTHER_TITLES, TITLE})
_WORDS = re.compile(r"\w+")
# One word is a setting, as in `content: article`, unless it is a sentence.
_SETTING = re.compile(r"[!-;=-~]+(?<![.!?])|[\d.,:/#-]+")
_ONE_WORD = re.compile(r"(?!(?:true|false|yes|no|on|off|none|null)\Z)[a-z]+(?:-[a-z]+)*", re.I)


def with_text_of_keys(
    values: Mapping[str, object], body: Body, read: Callable[[str], Body], repairs: Repairs
) -> Body:
    """Return the body with the text in keys of the front matter if the body has no more to say.

    Several keys mostly hold one text in several forms: what differs from the first is put below
    it, and what is much the same is left out, and said; so is a text beside a longer body. `read`
    reads a text as a body.
    """
    for group in filter(values.__contains__, GROUPS):
        within = {key: text for key, text in members_of(values[group]).items() if key in _KEYS}
        values = {**within, **values}
    documents = {
        key: html
        for key, value in values.items()
        if (key in _KEYS or key not in _READ)
        and (html := read_document(value, lambda text: rendered(text, []).html)) is not None
    }
    values = {**values, **documents} if documents else values
    keys = [] if _KEYS.isdisjoint(values) else [*filter(values.__contains__, TEXTS)]
    keys += [key for key in documents if key not in _KEYS]
    keys += [key for key in DESCRIPTIONS if key in values and _may_hold_headlines(values[key])]
    if not keys:
        return body
    if body.headlines or len(first_sentence(body.text)) < len(body.text):
        _say_unread(keys, values, body, read, repairs)
        return body
    says = "says no more than a sentence" if body.text else "is empty"
    taken: list[str] = []
    for key in keys:
        found, left_out = _read(values[key], read)
        say_left_out(key, left_out, repairs)
        if not (found.text or found.headlines):
            continue
        shown = _shown(body)
        words = _words(_shown(found))
        new = _new_words(found, shown)
        if not taken:
            if body.text not in found.text:
                found = replace(found, text=f"{body.text}\n{found.text}".strip())
            heading = body.heading or found.heading
            body = replace(_with_left_out(found, body), heading=heading)
        elif not new:
            continue
        elif 2 * sum(word in new for word in words) > len(words):
            headlines = (*body.headlines, *found.headlines)
            text = f"{body.text}\n{found.text}".strip()
            body = replace(_with_left_out(body, found), text=text, headlines=headlines)
        else:
            why = f"as most of it is in {repairs.key(taken[0])}, too"
            say_left_out(key, (_shown(found),), repairs, why)
            continue
        taken.append(key)
    if taken:
        named = " and ".join(map(repairs.key, taken))
        word = "key" if len(taken) == 1 else "keys"
        detail = f"Its body {says}; its text was taken from the {word} {named}."
        repairs.add(Reason.TEXT_FROM_KEY, detail)
    return body


def say_other_texts(values: Mapping[str, object], repairs: Repairs) -> None:
    """Report the texts in keys that are not read, of an item that has no text."""
    for key, value in values.items():
        if key in _KEYS and isinstance(value, str) and _ONE_WORD.fullmatch(value.strip()):
            say_left_out(key, (value,), repairs, "as one word is mostly a setting")
        texts = () if key in _READ else tuple(every_text(value))
        words = {word for text in texts for word in text.split() if "/" not in word}
        if len(words) >= MIN_WORDS_SAID_ALONE and any(" " in text for text in texts):
            say_left_out(key, texts, repairs, "as this key is not read")


def say_structured_texts(values: Mapping[str, object], shown: str, repairs: Repairs) -> None:
    """Report the texts in lists and mappings of keys that are not read, if they say much more.

    A page is often put together of such `sections`, or has `faq` beside its text.
    """
    for key, value in values.items():
        if isinstance(value, list | dict) and key not in _READ and key not in GROUPS:
            texts = tuple(text for text in every_text(value) if " " in text)
            words = {word for word in _words(" ".join(texts)) if word.isalpha()}
            if len(words) >= MIN_WORDS_SAID and len(words - {*_words(shown)}) >= MIN_WORDS_SAID:
                say_left_out(key, texts, repairs, "as this key is not read")


def _with_left_out(body: Body, other: Body) -> Body:
    """Return a body with what is left out of both."""
    hidden, left_out = body.hidden + other.hidden, body.left_out + other.left_out
    return replace(body, hidden=hidden, left_out=left_out)


def _may_hold_headlines(value: object) -> bool:
    """Tell whether a description may be the body of a cluster, with its tags.

    Mostly it is a summary of the body, or the words of a cluster without its tags.
    """
    return isinstance(value, str) and any(end in value for end in _ROW_ENDS)


def _say_unread(
    keys: Iterable[str],
    values: Mapping[str, object],
    body: Body,
    read: Callable[[str], Body],
    repairs: Repairs,
) -> None:
    """Report the texts in keys that say much which the body does not."""
    shown = _shown(body)
    for key in keys:
        found, left_out = _read(values[key], read)
        if len(_new_words(found, shown)) >= MIN_WORDS_SAID:
            why = "as the body has a text of its own"
            say_left_out(key, (_shown(found), *left_out), repairs, why)


def _read(value: object, read: Callable[[str], Body]) -> tuple[Body, tuple[str, ...]]:
    """Return the text of a key as a body, which a setting does not have, and what is left out."""
    given, left_out = ("", ()) if isinstance(value, bool) else whole_text(value, "\n\n")
    is_setting = isinstance(value, str) and _SETTING.fullmatch(given.strip())
    return read("" if is_setting else given), left_out


def _new_words(found: Body, shown: str) -> set[str]:
    return set(_words(_shown(found))).difference(_words(shown))


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.lower())


def _shown(body: Body) -> str:
    return " ".join([body.text, *(line.text for line in body.headlines)])
