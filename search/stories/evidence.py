"""What does an item say of its story? The words of its lines, and the articles that it is about."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from search.links import link_text
from search.model import Item
from search.stories.lines import LineTerms
from search.stories.logarithms import GRAIN
from search.stories.templates import Start, Templates

DAY_SECONDS = 86_400
#: First headlines and tags of an item that are looked at, besides its title.
_MAX_LINES = 12
_MAX_TAGS = 20
#: Other lines that the title weighs as much as.
_TITLE_LINES = 2
#: Weight of a word of a tag, where the lines do not give it more.
_TAG = GRAIN // 4
#: Words of a line, at least, by which it is known as the line of one article.
_WORDS_OF_ARTICLE = 4
_EPOCH = date(1970, 1, 1).toordinal()


class Evidence(NamedTuple):
    """What an item says of its story.

    `time` is in seconds. `words` maps terms to their share of the lines, in parts of GRAIN. An
    article is known by its address (`links`) or by the words of its line (`lines`); `title` is that
    line which is the item's title, "" if it is too short. `starts` are the beginnings of lines that
    may be templates.
    """

    time: int
    words: dict[str, int]
    links: tuple[str, ...]
    lines: tuple[str, ...]
    title: str
    starts: list[Start]


def seconds(item: Item) -> int | None:
    """Return when an item was first seen, or else its day begins, from 1970 on; None: unknown."""
    if item.seen is not None:
        return int(item.seen.timestamp())
    return None if item.day is None else (item.day.toordinal() - _EPOCH) * DAY_SECONDS


def evidence_of(item: Item) -> tuple[object, ...]:
    """Return all that an item's story follows from."""
    return seconds(item), item.title, item.headlines, item.tags, item.link


def in_order(items: Iterable[Item]) -> list[Item]:
    """Return items in the order in which stories are told: by time, then id; undated ones first."""

    def key(item: Item) -> tuple[bool, int, str]:
        time = seconds(item)
        return time is not None, time or 0, item.id

    return sorted(items, key=key)


def evidence(item: Item, time: int, terms: LineTerms, templates: Templates) -> Evidence:
    """Return what an item says of its story, in view of the templates of the days before."""
    lines = _lines(item)
    other = GRAIN // (len(lines) - 1 + _TITLE_LINES)
    share = other * _TITLE_LINES
    words: dict[str, int] = {}
    articles: dict[str, None] = {}
    starts: list[Start] = []
    silent: set[str] = set()
    title = ""
    for text, outlet in lines:
        said = terms.of(text)
        told = templates.cut(outlet, said, time // DAY_SECONDS, starts)
        if len(told) < len(said):
            silent.update(said)
        for word in dict.fromkeys(told):
            words[word] = words[word] + share if word in words else share
        if len(told) >= _WORDS_OF_ARTICLE:
            articles[" ".join(told)] = None
            if text is item.title:
                title = " ".join(told)
        share = other
    for tag in item.tags[:_MAX_TAGS]:
        for word in terms.of_tags[tag]:
            # Tags are often words of the title, so those of a template are left out here, too.
            if words.get(word, 0) < _TAG and (word in words or word not in silent):
                words[word] = _TAG
    return Evidence(time, words, _addresses(item), tuple(articles), title, starts)


def _lines(item: Item) -> list[tuple[str, str]]:
    """Return the title and the other headlines, each with its outlet."""
    outlet, others = "", []
    for line in item.headlines[:_MAX_LINES]:
        if line.text != item.title:
            others.append((line.text, line.outlet))
        elif not outlet:
            outlet = line.outlet
    return [(item.title, outlet), *others]


def _addresses(item: Item) -> tuple[str, ...]:
    """Return the addresses of the item's articles; that of a front page is no article's."""
    links = {item.link: None}
    for line in item.headlines[:_MAX_LINES]:
        links[line.link] = None
    return tuple(dict.fromkeys(map(link_text, filter(_has_path, links))))


def _has_path(link: str) -> bool:
    return "/" in (link.partition("://")[2] or link).rstrip("/")
