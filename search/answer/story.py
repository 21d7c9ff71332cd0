"""What is told of a story? Its items by day, its outlets, and why its items belong to it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, islice, pairwise

from whoosh.query import Every

from search.answer.apart import own_spans
from search.answer.elsewhere import having_articles
from search.answer.first_seen import first_seen
from search.answer.folded import first_outlets
from search.answer.item import missing
from search.answer.rewordings import rewordings
from search.answer.same_article import line_of, with_versions
from search.answer.silence import silence
from search.came import came_before, first_state
from search.deadlines import check_deadline
from search.engine import Generation, Listed, Question
from search.errors import ItemNotFound
from search.language.stop_words import stop_words
from search.links import link_parts
from search.model import Headline, Item
from search.names import as_written, name_key
from search.request import SearchRequest
from search.results import MAX_HIT_LINE_CHARACTERS, MAX_HIT_LINK_CHARACTERS
from search.reworded import sightings
from search.stories.evidence import beginning_of
from search.stories.lines import bare_line
from search.story import HeldStory, StoryDay, StoryItem, StoryLine, StoryOutlet, ToldStory
from search.text import Token

#: Items of a story that a page of it tells of at most, and that are read for all its pages.
MAX_STORY_ITEMS = 200
READ_STORY_ITEMS = 1_000
#: Headlines of an item that are read for its story, and lines of an outlet that are listed.
MAX_LINES_OF_ITEM = 20
MAX_LINES_OF_OUTLET = 5
#: Characters of the items of a page, and of the lines: a page has under a megabyte, though
#: one character may take six bytes there.
MAX_STORY_TITLES = 45_000
MAX_STORY_LINES = 80_000
#: Outlets of a story that are listed, those that were first.
MAX_OUTLETS = 100
#: Words by which an item was judged alike that are told, and words of a line that others have not.
_TOLD_WORDS = 5
_OWN_WORDS = 6
_TOLD_LINKS = 3
#: Share of the items that have a word which tells nothing; in a small archive every word tells.
_COMMON_SHARE = 0.1
_FEW_ITEMS = 50


def by_story(request: SearchRequest) -> SearchRequest:
    """Return a search for stories, the largest first unless another order is asked for."""
    sort = "size" if request.sort == "relevance" else request.sort
    return request.with_limits(group="story", sort=sort)


def story(generation: Generation, id: str, limit: int, page: int) -> ToldStory:
    """Return the story that an item belongs to, with a page of its items. Raises ItemNotFound."""
    held = generation.story(id, READ_STORY_ITEMS if limit else 0)
    if held is None:
        if generation.item(id) is None:
            raise missing(id)
        raise ItemNotFound(
            f"the archive knows no stories, so none of item {id!r}; “backfile index --stories”, "
            "with the folders as before, finds them"
        )
    begins = list(_page_begins(held, limit))
    pages = [slice(*edges) for edges in pairwise([*begins, len(held.items)])]
    shown = pages[page - 1] if page <= len(pages) else slice(0, 0)
    reading = _StoryReading(generation, held)
    others = having_articles(generation, held)
    elsewhere = with_versions(generation, [item for item, _ in others])
    own = {sighting.article for item in held.items for sighting in sightings(item)}
    return ToldStory(
        story=held.story,
        told=len(held.items[shown]),
        page=page,
        pages=len(pages),
        read=len(held.items),
        is_ordered=reading.is_ordered,
        days=tuple(
            StoryDay(day=day, items=tuple(own))
            for day, own in groupby(reading.items(shown), lambda own: own.day)
        ),
        outlets=tuple(_within(reading.outlets())),
        earlier=held.earlier,
        later=held.later,
        silence=silence(generation, held, others),
        rewordings=rewordings([*held.items, *elsewhere], own),
        first_seen=first_seen(generation, held),
        archive_items=generation.size,
    )


def _page_begins(held: HeldStory, limit: int) -> Iterator[int]:
    """Yield with which item each page begins: it has `limit` items, or fewer if they are long."""
    left = count = 0
    for number, item in enumerate(held.items):
        length = len(item.title) + len(item.id.encode("utf-8", "surrogatepass"))
        for link in islice(_links(item), _TOLD_LINKS):
            length += 2 * len(link) + len(_cut_line(item, link).text)
        if not count or left < length:
            left, count = MAX_STORY_TITLES, limit
            yield number
        left -= length
        count -= 1


def _within(outlets: Iterator[StoryOutlet]) -> Iterator[StoryOutlet]:
    """Yield the first outlets with their lines, as many as one answer lists."""
    left = MAX_STORY_LINES
    for outlet in islice(outlets, MAX_OUTLETS):
        left -= len(outlet.name)
        lines = []
        for line in outlet.lines:
            left -= len(line.text) + len(line.link) + len(line.item)
            if left > 0:
                lines.append(line)
        yield replace(outlet, lines=tuple(lines))


@dataclass(slots=True)
class _Lines:
    """The lines of an outlet: its text -> the line, with its item; and how many items have it.

    `since` is when the first of them came, in seconds.
    """

    name: str
    since: int
    items: int = 0
    lines: dict[str, tuple[Headline, Item]] = field(default_factory=dict)


class _StoryReading:
    """Reads the items of one story."""

    def __init__(self, generation: Generation, held: HeldStory) -> None:
        self._generation, self._analyzer, self._held = generation, generation.analyzer, held
        self._stop_words = stop_words(generation.analyzer.language)
        self._came = [first_state(item) for item in held.items]
        #: Each item's lines: the title, its headlines, and how its text begins.
        self._lines = [
            [
                item.title,
                *(line.text for line in item.headlines[:MAX_LINES_OF_ITEM]),
                beginning_of(item.text),
            ]
            for item in held.items
        ]
        every = {line for lines in self._lines for line in lines}
        self._tokens = {line: self._cut(line) for line in every}
        terms = {token.term for tokens in self._tokens.values() for token in tokens}
        frequencies = generation.frequencies(terms) if terms else {}
        most = max(_FEW_ITEMS, generation.size * _COMMON_SHARE)
        #: The terms that are not everywhere, and how many items have each.
        self._telling = {term: count for term, count in frequencies.items() if count <= most}

    def _cut(self, line: str) -> list[Token]:
        check_deadline()
        return list(self._analyzer.tokens(line[:MAX_HIT_LINE_CHARACTERS]))

    def _said(self, line: str) -> list[Token]:
        """Return the tokens of a line without what its outlet puts around it."""
        bare = bare_line(line[:MAX_HIT_LINE_CHARACTERS])
        begin = line.find(bare)
        end = begin + len(bare)
        return [token for token in self._tokens[line] if begin <= token.start and token.end <= end]

    def _rarest(self, words: Mapping[str, str], most: int) -> tuple[str, ...]:
        """Return words that are not everywhere, the rarest first, each term once."""
        once = {
            term: word
            for word, term in reversed(list(words.items()))
            if term in self._telling and word.casefold() not in self._stop_words
        }
        ranked = sorted(once, key=lambda term: (self._telling[term], term))
        told = [once[term] for term in ranked]
        # A word with a hyphen is cut whole and in parts, too: `1,000-pound`, `1,000`, `pound`.
        parts = {part for word in told if "-" in word for part in word.split("-")}
        return tuple([word for word in told if word not in parts][:most])

    def _readings(self, line: str) -> Iterator[str]:
        """Yield the terms of a whole line, and of words beside each other as one: `470 kg`."""
        tokens = self._tokens[line]
        yield from (token.term for token in tokens)
        words = [token for token in tokens if token.step]
        for one, other in pairwise(words):
            if line[one.end : other.start] == " ":
                yield self._analyzer.term_of(one.form + other.form)

    def _own_words(self, line: str, outlets: Counter[str]) -> tuple[str, ...]:
        """Return the words of a line that no other outlet has; so many outlets have each term."""
        own = own_spans(self._said(line), outlets, self._stop_words)
        return self._rarest({line[start:end]: term for start, end, term in own}, _OWN_WORDS)

    @property
    def is_ordered(self) -> bool:
        """Whether each item is known to have come after the one before it."""
        return all(came_before(one, other) for one, other in pairwise(self._came))

    def items(self, shown: slice) -> Iterator[StoryItem]:
        """Yield some of the items, each with what it has in common with those before it."""
        known_links, known_terms = set[str](), set[str]()
        begin, end, _ = shown.indices(len(self._lines))
        for number, item in enumerate(self._held.items[:end]):
            lines = self._lines[number]
            links = {_key(link): link for link in _links(item)}
            words = [
                (line[token.start : token.end], token.term)
                for line in lines
                for token in self._said(line)
            ]
            shared = [link for key, link in links.items() if key in known_links]
            common = {word: term for word, term in words if term in known_terms}
            if number >= begin:
                yield StoryItem(
                    id=item.id,
                    title=item.title,
                    day=item.day,
                    seen=self._came[number].seen,
                    sources=first_outlets(item),
                    source_count=len(item.sources),
                    links=tuple(shared[:_TOLD_LINKS]),
                    headlines=tuple(_cut_line(item, link) for link in shared[:_TOLD_LINKS]),
                    words=() if shared else self._rarest(common, _TOLD_WORDS),
                )
            known_links.update(links)
            known_terms.update(term for _, term in words)

    def outlets(self) -> Iterator[StoryOutlet]:
        """Yield the outlets in the order in which they come first, with their headlines.

        Those that come at the same time, or on the same day, are in order of their names.
        """
        of: dict[str, _Lines] = {}
        having: dict[str, set[str]] = {}  # term -> the outlets whose lines have it
        for item, time in zip(self._held.items, self._held.times, strict=True):
            for line in item.headlines[:MAX_LINES_OF_ITEM]:
                if line.outlet:
                    key = name_key(line.outlet)
                    own = of.setdefault(key, _Lines(as_written(line.outlet), time or 0))
                    own.lines.setdefault(line.text, (line, item))
                    for term in self._readings(line.text):
                        having.setdefault(term, set()).add(key)
            for source in item.sources:
                of.setdefault(name_key(source), _Lines(as_written(source), time or 0)).items += 1
        listed = {"sources": Listed()}
        counts = self._generation.search(Question(tree=Every(), facets=listed)).facets["sources"]
        shared = Counter({term: len(outlets) for term, outlets in having.items()})
        every = {name_key(name): count for name, count in counts.values}
        for key, own in sorted(of.items(), key=lambda pair: (pair[1].since, pair[0])):
            yield StoryOutlet(
                name=own.name,
                items=own.items,
                lines=tuple(
                    StoryLine(
                        text=text[:MAX_HIT_LINE_CHARACTERS],
                        link=line.link if len(line.link) <= MAX_HIT_LINK_CHARACTERS else "",
                        item=item.id,
                        day=item.day,
                        words=self._own_words(text, shared) if len(of) > 1 else (),
                    )
                    for text, (line, item) in islice(own.lines.items(), MAX_LINES_OF_OUTLET)
                ),
                line_count=len(own.lines),
                held=every.get(key, 0),
            )


def _cut_line(item: Item, link: str) -> Headline:
    """Return the line of an item that leads to an address, cut where it is too long."""
    line = line_of(item, link)
    return replace(line, text=line.text[:MAX_HIT_LINE_CHARACTERS])


def _key(link: str) -> str:
    return " ".join(link_parts(link))


def _links(item: Item) -> Iterator[str]:
    """Yield the addresses of an item's articles; that of a front page is no article's."""
    lines = (line.link for line in item.headlines[:MAX_LINES_OF_ITEM])
    for link in dict.fromkeys((item.link, *lines)):
        if "/" in (link.partition("://")[2] or link).rstrip("/"):
            yield link
