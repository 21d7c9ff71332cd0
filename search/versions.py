"""What changed from one version of an item to the next?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from search.model import Headline, Item, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A version of an item, and what it changed of the one before.

    `seen` is when it was first seen, None where nobody knows. `day` is a day as of which the
    archive shows this version: None where another one took its place on the day it was seen.
    `title` is the version's where it is another than before, else None. `came` and `went` are the
    headlines that only this version has, and that only the one before it had; a headline is the
    same while its text and its outlet are, whatever it links to.
    """

    seen: datetime | None
    day: date | None
    title: str | None
    came: tuple[Headline, ...]
    went: tuple[Headline, ...]


def revisions(item: Item) -> tuple[Revision, ...]:
    """Return what each version of an item changed, the oldest first; nothing for a lone one.

    The oldest has all that it says as its change, the last is the item itself.
    """
    if not item.versions:
        return ()
    versions = [*item.versions, Version(item.seen, item.title, item.headlines)]
    first, days = versions[0], _days(versions)
    found = [
        Revision(seen=first.seen, day=next(days), title=first.title, came=first.headlines, went=())
    ]
    for before, version in pairwise(versions):
        found.append(
            Revision(
                seen=version.seen,
                day=next(days),
                title=version.title if version.title != before.title else None,
                came=_only(version.headlines, before.headlines),
                went=_only(before.headlines, version.headlines),
            )
        )
    return tuple(found)


def _days(versions: Sequence[Version]) -> Iterator[date | None]:
    """Yield for each version a day at whose end it stood."""
    for version, following in pairwise(versions):
        until = following.seen.date() if following.seen else None
        if version.seen is None:  # it stood until the day before the next was seen
            yield until - timedelta(1) if until and until > date.min else None
        else:
            yield version.seen.date() if version.seen.date() != until else None
    last = versions[-1].seen
    yield last.date() if last else None


def _only(headlines: Iterable[Headline], others: Iterable[Headline]) -> tuple[Headline, ...]:
    known = {(line.text, line.outlet) for line in others}
    return tuple(line for line in headlines if (line.text, line.outlet) not in known)
