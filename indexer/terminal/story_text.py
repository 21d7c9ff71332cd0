"""How is a story told in a terminal? As on its page: days, outlets, rewordings, who is silent."""

from collections.abc import Iterator, Sequence

from indexer.terminal.console import wrapped
from indexer.terminal.listing import counted, story_facts, story_limit, timeline_lines
from search import Rewording, Silence, StoryItem, StoryOutlet, Tie, Timeline, ToldStory

_MINUTE, _HOUR, _DAY = 60, 60 * 60, 24 * 60 * 60


def story_text(told: ToldStory, timeline: Timeline | None = None) -> str:
    """Return a story as text; all but a page of its items is told on the first page."""
    return "\n".join(_lines(told, timeline))


def _lines(told: ToldStory, timeline: Timeline | None) -> Iterator[str]:
    story = told.story
    yield wrapped(story.title or story.id, bold=True)
    yield story_limit(story.id)
    yield f"Story of {story_facts(story)}"
    if not told.is_ordered:
        yield wrapped(
            "Of what came here at the same time, or on the same day without a time, the order is "
            "not known."
        )
    if told.page == 1:
        yield from _ties(told.earlier, "Continues")
        if timeline and story.first != story.last:
            yield from timeline_lines(timeline)
    yield from _days(told)
    if told.page > 1:
        return
    if told.outlets:
        yield from _outlets(told)
    yield from _rewordings([own for own in told.rewordings if not own.is_rolling], "Reworded")
    yield from _rewordings([own for own in told.rewordings if own.is_rolling], "Rolls on")
    if told.silence:
        yield from _silence(told.silence)
    yield from _ties(told.later, "Continued by")


def _ties(ties: Sequence[Tie], heading: str) -> Iterator[str]:
    for tie in ties:
        yield ""
        yield wrapped(f"{heading}: {tie.other.title or tie.other.id}")
        yield f"  Story of {story_facts(tie.other)}"
        yield f"  {story_limit(tie.other.id)}"
        yield wrapped(f"Shown by {tie.item}", indent="  ")


def _days(told: ToldStory) -> Iterator[str]:
    for day in told.days:
        yield ""
        yield str(day.day or "No day")
        for item in day.items:
            more = f" and {item.source_count - 1:,} more" if item.source_count > 1 else ""
            outlet = f" · {item.sources[0]}{more}" if item.sources else ""
            yield wrapped(f"{item.title or item.id}{outlet}", indent="  ")
            yield wrapped(_why(item, item.id == told.story.id), indent="    ")
    if told.pages > 1:
        more = f"; --page {told.page + 1} goes on" if told.page < told.pages else ""
        yield ""
        yield f"Page {told.page:,} of {told.pages:,}{more}"
    if told.page == told.pages and told.read < told.story.items:
        yield f"and {counted(told.story.items - told.read, 'more item')}"


def _why(item: StoryItem, is_first: bool) -> str:
    """Return why an item belongs to its story: by a proof, or by a guess and which one."""
    if item.links:
        named = "; ".join(
            " · ".join(filter(None, (line.text, line.outlet if line.text else line.link)))
            for line in item.headlines
        )
        articles = "an article" if len(item.links) == 1 else "articles"
        return f"Proved by {articles} that it shares with items before it: {named}"
    if item.words:
        return f"Judged alike by the words {', '.join(item.words)}"
    return "Begins the story" if is_first else "Judged alike"


def _outlets(told: ToldStory) -> Iterator[str]:
    yield ""
    yield "Outlets, in the order in which their first headline is here"
    if own := told.first_seen:
        yield wrapped(
            f"First seen here alone: {own.outlet}, {_lasting(own.ahead)} before any other; the "
            f"archive was filled at least every {_lasting(own.gap)} in these days"
        )
    yield wrapped("Words behind a headline are those that no other outlet's headlines here have.")
    for outlet in told.outlets:
        yield wrapped(_outlet(told, outlet), indent="  ")
        for line in outlet.lines:
            words = f" ({', '.join(line.words)})" if line.words else ""
            yield wrapped(f"{line.text}{words}", indent="      ", first="    - ")
        if outlet.line_count > len(outlet.lines):
            yield f"    and {counted(outlet.line_count - len(outlet.lines), 'more headline')}"
    if told.story.outlets > len(told.outlets):
        yield f"and {counted(told.story.outlets - len(told.outlets), 'more outlet')}"


def _outlet(told: ToldStory, outlet: StoryOutlet) -> str:
    """Return how much of a story an outlet has, and how much of the archive."""
    facts = [outlet.name]
    if told.read == told.story.items and outlet.items:
        facts.append(counted(outlet.items, "item"))
    if outlet.held and told.archive_items:
        facts.append(f"in {_percent(outlet.held, told.archive_items)} of all items")
    return " · ".join(facts)


def _rewordings(found: Sequence[Rewording], heading: str) -> Iterator[str]:
    for own in found:
        yield ""
        order = "" if own.is_ordered else " (which came first is not known here)"
        yield wrapped(f"{heading}{order}{': ' if own.outlet else ''}{own.outlet}")
        for line in own.wordings:
            when = str((line.seen.date() if line.seen else line.day) or "no day")
            yield wrapped(line.text, indent=" " * 14, first=f"  {when:<10}  ")


def _silence(silence: Silence) -> Iterator[str]:
    yield ""
    yield "Notable silence"
    yield wrapped(
        "That an outlet is absent from this archive does not mean that it did not report. An "
        "outlet is listed that, in the days before this story, carried more of the stories most "
        "alike than its share of all items makes likely. The archive holds "
        f"{silence.days:,} of these days, {silence.since} to {silence.until}."
    )
    for own in silence.outlets:
        yield wrapped(
            f"{own.outlet}: carried {own.carried:,} of the {silence.alike:,} stories most alike; "
            f"{_percent(own.held, silence.items)} of all items then",
            indent="  ",
        )
    if not silence.outlets:
        yield "  None: the outlets that carried so many of these stories have this one."
    if silence.elsewhere:
        yield ""
        yield "Not silent: they have it in another story"
    for other in silence.elsewhere:
        how = "an item with an article of this story"
        if not other.is_article:
            how = "an item of a story that this one continues, or that continues it"
        when = f"{other.day}; " if other.day else ""
        yield wrapped(f"{other.outlet}: {other.headline}", indent="  ")
        yield wrapped(f"{when}{how}: {other.item}", indent="    ")


def _percent(part: int, whole: int) -> str:
    """Return a share as "12%", "0.3%"."""
    share = 100 * part / whole
    return f"{share:.0f}%" if share >= 10 or not share else f"{share:.2g}%"


def _lasting(seconds: int) -> str:
    """Return a time as "45 minutes", "7 hours" or "3 days", rounded down."""
    if seconds < 2 * _HOUR:
        return counted(seconds // _MINUTE, "minute")
    if seconds < 2 * _DAY:
        return counted(seconds // _HOUR, "hour")
    return counted(seconds // _DAY, "day")
