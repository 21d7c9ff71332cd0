"""How much does one answer show? Of an item what is over is left out, and counted."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import BadRequest

from search import Headline, Item, Version
from search.frozen import frozen
from web.translation import N_

#: Bytes of one answer; only an export has more.
MAX_ANSWER_BYTES = 1_000_000
#: Bytes that each part of an item takes, in the longer of its forms, HTML and JSON.
TEXT_BYTES = 300_000
HEADLINES_BYTES = 250_000
NAMES_BYTES = 40_000
VERSIONS_BYTES = 150_000
#: Bytes that HTML puts around a line of text, a headline, a name.
_AROUND_LINE = 25
_AROUND_HEADLINE = 350
_AROUND_NAME = 60
#: Characters that HTML or JSON writes in up to six bytes.
_ESCAPED = re.compile("[\\x00-\\x1f\"'<>&\\\\]")

T = TypeVar("T")


class TooLong(BadRequest):
    """The answer would have more than MAX_ANSWER_BYTES."""

    description = N_(
        "The answer would be too long: ask for less at once, such as fewer hits a page."
    )


@frozen()
class Shown:
    """As much of an item as one answer shows, and its outlets.

    `cut` tells of each part that was cut how much the whole has: characters of `text`, and numbers
    of `headlines`, `sources`, `tags`, `categories` and (older) `versions`.
    """

    item: Item
    sources: tuple[str, ...]
    cut: Mapping[str, int]


def init_app(app: Flask) -> None:
    """Answer 400 instead of more than MAX_ANSWER_BYTES."""
    app.after_request(_bounded)


def shown(item: Item) -> Shown:
    """Return as much of an item as one answer shows: its beginning, and its latest versions."""
    text = _beginning(item.text, TEXT_BYTES)
    parts: dict[str, Any] = {
        "headlines": _fitting(item.headlines, _headline_bytes, HEADLINES_BYTES),
        "sources": _fitting(item.sources, _name_bytes, NAMES_BYTES),
        "tags": _fitting(item.tags, _name_bytes, NAMES_BYTES),
        "categories": _fitting(item.categories, _name_bytes, NAMES_BYTES),
        "versions": _fitting(item.versions[::-1], _version_bytes, VERSIONS_BYTES)[::-1],
    }
    cut = {"text": len(item.text)} if len(text) < len(item.text) else {}
    cut |= {
        name: len(getattr(item, name))
        for name, part in parts.items()
        if len(part) < len(getattr(item, name))
    }
    if not cut:
        return Shown(item, item.sources, cut)
    sources = parts.pop("sources")
    return Shown(replace(item, text=text, **parts), sources, cut)


def size_of(text: str) -> int:
    """Return about how many bytes a text takes in HTML or JSON, whichever is more."""
    return len(text.encode("utf-8", "replace")) + 5 * len(_ESCAPED.findall(text))


def _bounded(response: Response) -> Response:
    if (response.content_length or 0) > MAX_ANSWER_BYTES and request.endpoint != "static":
        return current_app.make_response(current_app.handle_http_exception(TooLong()))
    return response


def _beginning(text: str, most: int) -> str:
    """Return a text cut to `most` bytes, at a blank if one is near."""
    size = _text_bytes(text)
    if size <= most:
        return text
    end = len(text) * most // size
    while _text_bytes(text[:end]) > most:
        end = end * 9 // 10
    blank = text.rfind(" ", end * 9 // 10, end)
    return text[: blank if blank > 0 else end]


def _fitting(entries: Iterable[T], size: Callable[[T], int], most: int) -> tuple[T, ...]:
    """Return the first entries that together take `most` bytes at most."""
    found = []
    for entry in entries:
        most -= size(entry)
        if most < 0:
            break
        found.append(entry)
    return tuple(found)


def _text_bytes(text: str) -> int:
    return size_of(text) + _AROUND_LINE * text.count("\n")


def _name_bytes(name: str) -> int:
    return 2 * size_of(name) + 3 * len(name.encode("utf-8", "replace")) + _AROUND_NAME


def _headline_bytes(line: Headline) -> int:
    sizes = size_of(line.text) + 2 * size_of(line.link) + _name_bytes(line.outlet)
    return sizes + _AROUND_HEADLINE


def _version_bytes(version: Version) -> int:
    # A page shows what came with a version, and what went with it.
    lines = sum(map(_headline_bytes, version.headlines))
    return 2 * lines + size_of(version.title) + _AROUND_HEADLINE
