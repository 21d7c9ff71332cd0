"""What does an archive hold? Items, their headlines, and older versions of items."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Self, TypeVar

from search.arguments import shown
from search.errors import ItemInvalid, ItemWrongType
from search.frozen import frozen
from search.names import are_tidy, distinct, name_key, tidied

#: What an item may have at most. `indexer` cuts what is over, and says so in its ledger.
MAX_ID_BYTES = 4096
MAX_TITLE_CHARACTERS = 1000
MAX_TEXT_CHARACTERS = 2_000_000
MAX_HEADLINES = 1_000
#: Tags, and as many categories.
MAX_TAGS = 1_000

T = TypeVar("T")


@frozen()
class Headline:
    """What one outlet wrote on a story: text, the outlet's name, link to the article."""

    text: str
    outlet: str = ""
    link: str = ""


@frozen()
class Version:
    """An older state of an item: when it was first seen (None if unknown), title, headlines.

    `gone` is the day on which the item's file went, if it was not there until the next state.
    """

    seen: datetime | None
    title: str
    headlines: tuple[Headline, ...] = ()
    gone: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One archived item.

    `id` is the item's path below the root that was indexed, with `/` separators. `day` is the
    calendar day that its author wrote, or None; the constructor cuts a datetime to its day and
    reads a string as `YYYY-MM-DD`. `text` is plain text, one block a line. An article of one outlet
    has one headline, its title. Fields that are tuples may be given as any iterable but a string.
    Names (outlets, tags, categories, feeds) are kept tidied (`search.names`), each tag and category
    once.

    `seen` is when this state of the item was first seen: an aware datetime, kept in UTC and whole
    seconds. `versions` are its older states, oldest first. `gone` is the day its file went, if
    the archive keeps the item all the same; of an older state, if the file came back later.
    `changed` is when the file was last written, in the form of `seen`; items that differ in that
    alone are equal. What is of a subclass of `str`, `date` or `datetime` is kept as its base.

    Raises ItemInvalid for a value that no item can have.
    """

    id: str
    title: str
    day: date | None
    text: str = ""
    headlines: tuple[Headline, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    feed: str = ""
    link: str = ""
    seen: datetime | None = None
    versions: tuple[Version, ...] = ()
    gone: date | None = None
    changed: datetime | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Check every value, so that nothing else needs to."""
        if not _is_whole(self):
            self._check()

    def _check(self) -> None:
        """Convert values to the types of their fields; raise ItemInvalid if one is wrong."""
        for name in ("id", "title", "text", "feed", "link"):
            if not isinstance(getattr(self, name), str):
                raise ItemWrongType(
                    f"item {shown(self.id)}: {name} must be text, not "
                    f"{shown(getattr(self, name))}; give a str"
                )
            object.__setattr__(self, name, _plain(getattr(self, name)))
        _check_unicode(self.id, (self.id, self.title, self.text, self.feed, self.link))
        if not self.id or len(self.id.encode("utf-8", "replace")) > MAX_ID_BYTES:
            raise ItemInvalid(f"item {self.id[:80]!r}: an id has 1 to {MAX_ID_BYTES} bytes")
        if "\0" in self.id:
            raise ItemInvalid(f"item {self.id!r}: an id has no NUL characters; leave them out")
        _check_title(self.id, self.title)
        object.__setattr__(self, "day", _day(self.id, self.day))
        object.__setattr__(self, "feed", tidied(self.feed))
        object.__setattr__(self, "gone", _day(self.id, self.gone))
        object.__setattr__(self, "seen", _time(self.id, self.seen))
        object.__setattr__(self, "changed", _time(self.id, self.changed, "changed"))
        for name, kind in (
            *(("headlines", Headline), ("tags", str), ("categories", str)),
            ("versions", Version),
        ):
            object.__setattr__(self, name, _tuple(self.id, name, getattr(self, name), kind))
        object.__setattr__(self, "headlines", _checked_headlines(self.id, self.headlines))
        _check_unicode(self.id, (*self.tags, *self.categories))
        for name in ("tags", "categories"):
            object.__setattr__(self, name, distinct(map(_plain, getattr(self, name))))
            _check_size(self.id, name, len(getattr(self, name)), MAX_TAGS)
        _check_size(self.id, "characters of text", len(self.text), MAX_TEXT_CHARACTERS)
        if self.versions:
            versions = tuple(_version(self.id, version) for version in self.versions)
            object.__setattr__(self, "versions", versions)

    @classmethod
    def from_json(cls, members: Mapping[str, Any]) -> Self:
        """Return the item that `as_json` made these members of. Raises ItemInvalid.

        `sources`, which follow from the headlines, and older `states` are not read.

        >>> Item.from_json({"id": "a.md", "title": "A comet", "day": "2026-01-04"}).day
        datetime.date(2026, 1, 4)
        """
        if not isinstance(members, Mapping):
            raise ItemWrongType(f"{shown(members)} is not a mapping; give what `as_json` makes")
        given = {name: members[name] for name in members if name not in ("sources", "states")}
        try:
            for name, read in (
                ("headlines", _headlines),
                ("versions", _versions),
                ("seen", _when),
                ("changed", _when),
            ):
                if name in given:
                    given[name] = read(given[name])
            return cls(**given)
        except ItemInvalid:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise ItemInvalid(
                f"item {str(members.get('id'))[:80]!r}: {error}; give what `as_json` makes of items"
            ) from None

    @classmethod
    def states_from_json(cls, members: Mapping[str, Any]) -> list[Self]:
        """Return the states of an item, oldest first, from a line that `backfile export` wrote.

        `Archive.add` takes such lists. Raises ItemInvalid.

        >>> state = {"id": "a.md", "title": "A comet", "day": None}
        >>> len(Item.states_from_json(state | {"states": [state]}))
        2
        """
        newest = cls.from_json(members)
        older = members.get("states", ())
        if not isinstance(older, list | tuple):
            raise ItemWrongType(f"item {shown(newest.id)}: states: {shown(older)} is not a list")
        return [*(cls.from_json(state) for state in older), newest]

    @property
    def sources(self) -> tuple[str, ...]:
        """The outlets of the headlines, each once as it is first written, in their order.

        >>> Item(id="a", title="", day=None, headlines=[Headline("A comet", "BBC")]).sources
        ('BBC',)
        """
        outlets: dict[str, str] = {}
        for line in self.headlines:
            if line.outlet:
                outlets.setdefault(name_key(line.outlet), line.outlet)
        return tuple(outlets.values())

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses that the item and its headlines link to, each once, in their order.

        >>> Item(id="a", title="", day=None, link="https://bbc.example/comet").links
        ('https://bbc.example/comet',)
        """
        links = (self.link, *(line.link for line in self.headlines))
        return tuple(dict.fromkeys(filter(None, links)))


def _is_whole(item: Item) -> bool:
    """Tell quickly, of most items, that nothing needs `_check`; False means that it may."""
    if not (
        {type(item.headlines), type(item.tags), type(item.categories)} == {tuple}
        and (item.day is None or type(item.day) is date)
        and item.seen is item.gone is None
        and (item.changed is None or _is_kept(item.changed))
        and item.versions == ()
    ):
        return False
    texts = [item.id, item.title, item.text, item.feed, item.link, *item.tags, *item.categories]
    names = [item.feed, *item.tags, *item.categories]
    for line in item.headlines:
        if type(line) is not Headline:
            return False
        texts += (line.text, line.outlet, line.link)
        names.append(line.outlet)
    if set(map(type, texts)) != {str}:
        return False
    whole = "".join(texts)
    return (
        (whole.isascii() or is_unicode(whole))
        and are_tidy(names)
        and _are_distinct(item.tags)
        and _are_distinct(item.categories)
        and len(item.headlines) <= MAX_HEADLINES
        and len(item.text) <= MAX_TEXT_CHARACTERS
        and 0 < len(item.id) * 4 <= MAX_ID_BYTES
        and "\0" not in item.id
        and len(item.title) <= MAX_TITLE_CHARACTERS
    )


def _is_kept(time: datetime) -> bool:
    return type(time) is datetime and time.tzinfo is UTC and time.microsecond == 0


def _are_distinct(names: tuple[str, ...]) -> bool:
    """Tell whether names are not too many, none is empty, and no two are one."""
    keys = set(map(name_key, names))
    return len(names) <= MAX_TAGS and len(keys) == len(names) and "" not in keys


def _headlines(lines: Iterable[Mapping[str, Any]]) -> tuple[Headline, ...]:
    return tuple(Headline(**line) for line in lines)


def _versions(versions: Iterable[Mapping[str, Any]]) -> tuple[Version, ...]:
    return tuple(
        Version(_when(one.get("seen")), one["title"], _headlines(one["headlines"]), one.get("gone"))
        for one in versions
    )


def _when(seen: str | None) -> datetime | None:
    return None if seen is None else datetime.fromisoformat(seen)


def is_unicode(text: str) -> bool:
    """Tell whether a text can be stored: it holds no half of a character (a lone surrogate)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_unicode(item_id: str, texts: Iterable[str]) -> None:
    for text in texts:
        if not is_unicode(text):
            raise ItemInvalid(
                f"item {item_id!r}: {text[:40]!r} holds half a character; "
                "decode the text with errors='replace'"
            )


def _check_title(item_id: str, title: str) -> None:
    if len(title) > MAX_TITLE_CHARACTERS:
        raise ItemInvalid(
            f"item {item_id!r}: the title has {len(title)} characters; "
            f"give {MAX_TITLE_CHARACTERS} at most, and the rest as text"
        )


def _check_size(item_id: str, name: str, size: int, most: int) -> None:
    if size > most:
        raise ItemInvalid(
            f"item {item_id!r}: {size:,} {name}; an item has {most:,} at most: drop some"
        )


def _checked_headlines(item_id: str, headlines: Sequence[Headline]) -> tuple[Headline, ...]:
    """Return headlines with their outlets tidied; raise ItemInvalid if an item cannot have them."""
    _check_size(item_id, "headlines", len(headlines), MAX_HEADLINES)
    lines = []
    for headline in headlines:
        members = (headline.text, headline.outlet, headline.link)
        if not all(isinstance(member, str) for member in members):
            raise ItemWrongType(f"item {item_id!r}: {shown(headline)} must hold text; give strs")
        _check_unicode(item_id, members)
        text, outlet, link = map(_plain, members)
        lines.append(Headline(text, tidied(outlet), link))
    return tuple(lines)


def _version(item_id: str, version: Version) -> Version:
    """Check and convert a version as the item itself is."""
    if not isinstance(version.title, str):
        raise ItemWrongType(f"item {item_id!r}: the title of a version must be text; give a str")
    _check_unicode(item_id, (version.title,))
    _check_title(item_id, version.title)
    headlines = _tuple(item_id, "headlines", version.headlines, Headline)
    return Version(
        _time(item_id, version.seen),
        _plain(version.title),
        _checked_headlines(item_id, headlines),
        _day(item_id, version.gone),
    )


def _time(item_id: str, value: object, name: str = "seen") -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime):
        raise ItemWrongType(
            f"item {item_id!r}: {name} is {shown(value)}, which is not a time; "
            "give a datetime or None"
        )
    if value.utcoffset() is None:
        raise ItemInvalid(
            f"item {item_id!r}: {name} is {value}, in no time zone; "
            "give an aware datetime, such as datetime.now(UTC)"
        )
    try:
        time = value.astimezone(UTC).replace(microsecond=0)
        return datetime.combine(time.date(), time.timetz())
    except OverflowError:
        raise ItemInvalid(
            f"item {item_id!r}: {name} is {value}, which in UTC is not in the years 1 to 9999; "
            "give another time"
        ) from None


def _day(item_id: str, value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value and date(value.year, value.month, value.day)
    problem = f"item {item_id!r}: {shown(value)} is not a day; give a datetime.date or None"
    if not isinstance(value, str):
        raise ItemWrongType(problem)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ItemInvalid(problem) from None


def _tuple(item_id: str, name: str, values: object, kind: type[T]) -> tuple[T, ...]:
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise ItemWrongType(
            f"item {item_id!r}: {name} must be a list or tuple, not {shown(values)}"
        )
    result = tuple(values)
    for value in result:
        if not isinstance(value, kind):
            raise ItemWrongType(
                f"item {item_id!r}: {name} holds {shown(value)}; each must be a {kind.__name__}"
            )
    return result


def _plain(text: str) -> str:
    """Return a text as nothing but a str: another class may not be known to other processes."""
    return str.__str__(text)
