"""How is a story told in a terminal? Its days, outlets, rewordings, and who is silent."""

from collections.abc import Iterator

from indexer.terminal.console import wrapped
from indexer.terminal.listing import story_limit
from search import Rewording, Silence, ToldStory

#: Items of a day, outlets, and articles with a reworded headline that are told of.
MOST_LINES = 20


def story_text(told: ToldStory) -> str:
    """Return a story as text."""
    return "\n".join(_lines(told))


def _lines(told: ToldStory) -> Iterator[str]:
    story = told.story
    yield wrapped(story.title or story.id, bold=True)
    yield story_limit(story.id)
    if not told.is_ordered:
        yield wrapped(
            "Of what came here at the same time, or on the same day without a time, the order is "
            "not known."
        )
    for day in told.days:
        yield ""
        yield str(day.day or "No day")
        for item in day.items[:MOST_LINES]:
            outlet = f" · {item.sources[0]}" if item.sources else ""
            yield wrapped(f"{item.title or item.id}{outlet}", indent="  ")
        if len(day.items) > MOST_LINES:
            yield f"  and {len(day.items) - MOST_LINES:,} more"
    if told.pages > 1:
        more = f"; --page {told.page + 1} goes on" if told.page < told.pages else ""
        yield ""
        yield f"Page {told.page:,} of {told.pages:,}{more}"
    if told.outlets:
        yield ""
        names = [own.name for own in told.outlets]
        more = f" and {len(names) - MOST_LINES:,} more" if len(names) > MOST_LINES else ""
        yield wrapped(f"Outlets, the first here first: {', '.join(names[:MOST_LINES])}{more}")
    if told.first_seen:
        own = told.first_seen
        yield wrapped(
            f"First seen here alone: {own.outlet}, {own.ahead // 60:,} minutes before any other; "
            f"the archive was filled at least every {own.gap // 60:,} minutes"
        )
    yield from _rewordings([own for own in told.rewordings if not own.is_rolling])
    if told.silence:
        yield from _silence(told.silence)


def _rewordings(found: list[Rewording]) -> Iterator[str]:
    for own in found[:MOST_LINES]:
        yield ""
        order = "" if own.is_ordered else " (which came first is not known here)"
        yield wrapped(f"Reworded{order}{': ' if own.outlet else ''}{own.outlet}")
        for line in own.wordings:
            when = str((line.seen.date() if line.seen else line.day) or "no day")
            yield wrapped(line.text, indent=" " * 14, first=f"  {when:<10}  ")
    if len(found) > MOST_LINES:
        yield f"and {len(found) - MOST_LINES:,} more that were reworded"


def _silence(silence: Silence) -> Iterator[str]:
    if silence.outlets:
        yield ""
        yield wrapped(
            "Usually carry such stories, and are not in this one. That an outlet is absent from "
            "this archive does not mean that it did not report:"
        )
    for own in silence.outlets:
        yield wrapped(
            f"{own.outlet}: carried {own.carried:,} of the {silence.alike:,} stories most alike",
            indent="  ",
        )
    if silence.elsewhere:
        yield ""
        yield wrapped("Usually carry such stories, and have this one in another story:")
    for other in silence.elsewhere:
        yield wrapped(f"{other.outlet}: {other.headline} ({other.item})", indent="  ")
