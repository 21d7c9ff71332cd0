"""What changed from one version of an item to the next?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from search.model import Headline, Item, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A version of an item, and how it differs from the one before.

    `seen` is when it was first seen, None if that is unknown. `day` is a day as of which the
    archive shows this version, None if the next version was seen on the same day. `title` is the
    new title, None if the version before had it too. `came` are the headlines that only this
    version has, `went` those that only the one before had; two headlines are the same if text and
    outlet are, whatever they link to.
    """

    seen: datetime | None
    day: date | None
    title: str | None
    came: tuple[Headline, ...]
    went: tuple[Headline, ...]


def revisions(item: Item) -> tuple[Revision, ...]:
    """Return what each version of an item changed, oldest first; () if there is one version only.

    The oldest has no version before it: its title and all its headlines count as new. The last
    version is the item itself.
    """
    if not item.versions:
        return ()
    versions = [*item.versions, Version(item.seen, item.title, item.headlines)]
    nothing = Version(None, "")
    return tuple(
        Revision(
            seen=version.seen,
            day=day,
            title=version.title if before is nothing or version.title != before.title else None,
            came=_only(version.headlines, before.headlines),
            went=_only(before.headlines, version.headlines),
        )
        for (before, version), day in zip(
            pairwise([nothing, *versions]), _days(versions), strict=True
        )
    )


def _days(versions: Sequence[Version]) -> Iterator[date | None]:
    """Yield for each version a day at whose end it was the newest, or None if there is none."""
    for version, following in pairwise(versions):
        until = following.seen.date() if following.seen else None
        if version.seen is None:  # shown until the day before the next version was seen
            yield until - timedelta(1) if until and until > date.min else None
        else:
            yield version.seen.date() if version.seen.date() != until else None
    last = versions[-1].seen
    yield last.date() if last else None


def _only(headlines: Iterable[Headline], others: Iterable[Headline]) -> tuple[Headline, ...]:
    known = {(line.text, line.outlet) for line in others}
    return tuple(line for line in headlines if (line.text, line.outlet) not in known)
