"""How is a page of hits printed on a terminal?"""

import re
from collections.abc import Iterator, Sequence

import click

from indexer.terminal.console import clean, wrapped
from search import (
    Bar,
    FacetValue,
    Hit,
    OtherSearch,
    Page,
    SearchRequest,
    Spelling,
    StoryHits,
    StorySummary,
    Timeline,
)
from search.score_words import told_score
from search.settings import MAX_PER_PAGE

#: The facets that a listing shows.
SHOWN_FACETS = ("sources",)
#: Names or headlines that are printed at most.
OUTLETS_OF_A_HIT = 4
HEADLINES_OF_A_HIT = 5
OUTLETS_OF_A_PAGE = 6
#: Kind of a part of a score -> what it is beside what was asked for.
_KINDS = {"form": "just this form", "together": "side by side", "added": "added"}
#: An id that a query needs no quotes for.
_UNQUOTED = re.compile(r"[^\s\"()]+")
#: Columns of the longest bar of a timeline.
BAR_COLUMNS = 40


def page_text(page: Page) -> str:
    """Return a page as text with ANSI colours, without a newline at the end."""
    return "\n".join(_found(page) if page.total else _nothing_found(page))


def timeline_text(page: Page) -> str:
    """Return how many hits are of which time as lines of text, each with a bar."""
    if not page.total or page.timeline is None:
        return page_text(page)
    return "\n".join((_found_words(page), *timeline_lines(page.timeline)))


def timeline_lines(timeline: Timeline) -> Iterator[str]:
    """Yield how many items are of which time, each line with a bar."""
    if timeline.bars:
        yield ""
        yield f"{timeline.by.capitalize():<{len(_days(timeline.bars[0]))}}  Items (held)"
        yield from _bars(timeline)
    for count, where in (
        (timeline.before, "of earlier days, far off"),
        (timeline.after, "of later days, far off"),
        (timeline.undated, "without a day"),
    ):
        if count:
            yield ""
            yield f"{counted(count, 'more item')} {where}."


def spelling_text(spelling: Spelling) -> str:
    """Return a search that was probably meant, and how many items it finds."""
    return f"{clean(spelling.text)} ({counted(spelling.total, 'item')})"


def most_text(most: OtherSearch) -> str:
    """Return how many items have most of the words, and how to see them."""
    return f"{counted(most.total, 'item')} have most of these words. See them: --match most"


def _found(page: Page) -> Iterator[str]:
    yield _found_words(page)
    digits = len(str(len(page.hits)))
    for number, hit in enumerate(page.hits, start=1):
        yield ""
        yield from _hit(hit, f"{number:>{digits}}  ")
        if page.groups:
            yield from _of_story(page.groups[number - 1], " " * (digits + 2))
    if outlets := page.facets.get("sources"):
        yield ""
        yield wrapped(_outlets(outlets, page.facet_sizes["sources"]))
    if page.pages > 1:
        yield ""
        yield wrapped(_how_to_see_more(page))


def stories_text(page: Page) -> str:
    """Return the stories of a page as text, a few facts of each."""
    if not page.groups:
        return page_text(page)
    lines = [_found_words(page)]
    digits = len(str(len(page.groups)))
    for number, group in enumerate(page.groups, start=1):
        title = group.story.title or group.story.id
        lines += ["", wrapped(title, indent=" " * (digits + 2), first=f"{number:>{digits}}  ")]
        lines += _of_story(group, " " * (digits + 2))
    if page.pages > 1:
        lines += ["", wrapped(_how_to_see_more(page, "--since, --until"))]
    return "\n".join(lines)


def _of_story(group: StoryHits, indent: str) -> Iterator[str]:
    """Yield what a story is, and how many of its items are hits."""
    story = group.story
    facts = story_facts(story)
    if group.matching < story.items:
        facts += f"; {counted(group.matching, 'item')} found"
    yield wrapped(f"Story of {facts}", indent=indent)
    # On one line, however long: people copy it.
    yield indent + click.style(story_limit(story.id), dim=True)


def story_facts(story: StorySummary) -> str:
    """Return how large a story is, and of which days."""
    days = ""
    if story.first and story.last:
        days = f", {story.first}" + (f" to {story.last}" if story.last != story.first else "")
    return f"{counted(story.items, 'item')}, {counted(story.outlets, 'outlet')}{days}"


def story_limit(id: str) -> str:
    """Return what a query asks for a story with."""
    return clean(f"story:{id}" if _UNQUOTED.fullmatch(id) else f'story:"{id}"')


def _found_words(page: Page) -> str:
    as_of = page.request.as_of
    stories = f" in {page.stories:,} stories" if page.is_grouped and page.stories != 1 else ""
    return (
        counted(page.total, "item")
        + stories
        + (f", as the archive stood on {as_of}" if as_of else "")
    )


def _bars(timeline: Timeline) -> Iterator[str]:
    highest = max(1, *(bar.count for bar in timeline.bars))
    counts = [f"{bar.count:,} ({bar.held:,})" if bar.held else "-" for bar in timeline.bars]
    width = max(map(len, counts))
    for bar, words in zip(timeline.bars, counts, strict=True):
        drawn = "█" * max(bool(bar.count), round(BAR_COLUMNS * bar.count / highest))
        yield f"{_days(bar)}  {words:>{width}}  {drawn if bar.held else 'nothing held'}".rstrip()


def _days(bar: Bar) -> str:
    return f"{bar.first}" if bar.first == bar.last else f"{bar.first} to {bar.last}"


def _hit(hit: Hit, number: str) -> Iterator[str]:
    indent = " " * len(number)
    yield wrapped(hit.title, hit.title_marks, indent=indent, first=number, bold=True)
    facts = [str(hit.day)] if hit.day else []
    if hit.sources:
        facts.append(_listed(hit.sources, OUTLETS_OF_A_HIT, hit.source_count))
    if hit.gone:
        facts.append(f"removed on {hit.gone}")
    if facts:
        yield wrapped(" · ".join(facts), indent=indent)
    if hit.snippet:
        yield wrapped(hit.snippet, hit.snippet_marks, indent=indent)
    shown = [line for line in hit.best_headlines(HEADLINES_OF_A_HIT) if line.matched]
    for line in shown:
        text = f"{line.text} · {line.outlet}" if line.outlet else line.text
        yield wrapped(text, line.marks, indent=f"{indent}  ", first=f"{indent}- ")
    if more := _more_headlines(hit, len(shown)):
        yield f"{indent}  {more}"
    if hit.explain:
        yield wrapped(_score(hit), indent=indent)
    # On one line, however long: people copy it.
    yield indent + click.style(clean(hit.id), dim=True)


def _more_headlines(hit: Hit, shown: int) -> str:
    """Return how many headlines of a hit are not shown, "" if none.

    A hit may carry only some of the item's headlines, those that match first. If all of these
    match, others may, too: then all headlines of the item are counted, as on the page.
    """
    is_all = len(hit.headlines) == hit.headline_count
    if is_all or not all(line.matched for line in hit.headlines):
        matched = sum(line.matched and line.text != hit.title for line in hit.headlines)
        return counted(matched - shown, "more matching headline") if matched > shown else ""
    titles = sum(line.text == hit.title for line in hit.headlines)
    return counted(hit.headline_count - titles - shown, "more headline")


def _score(hit: Hit) -> str:
    """Return what gave a hit its score, by words, the most first."""
    told = told_score(hit.explain)
    rows = []
    for word in told.words:
        about = word.told_parts(lambda part: _KINDS.get(part, part), "{:.2f}".format)
        rows.append(f"{word.text} {word.score:.2f}" + (f" ({about})" if about else ""))
    added = [f"{part.text} {part.score:.2f}" for part in told.added]
    if told.more_words:
        added.append(f"{counted(told.more_words, 'more word')} {told.more_score:.2f}")
    if added:
        rows.append(f"added: {', '.join(added)}")
    return f"Score {hit.score:.2f}: {'; '.join(rows)}"


def _outlets(values: Sequence[FacetValue], size: int) -> str:
    names = [f"{entry.value} ({entry.count:,})" for entry in values if entry.count]
    return f"Outlets: {_listed(names, OUTLETS_OF_A_PAGE, size)}."


def _how_to_see_more(page: Page, limits: str = "--source, --since, --until") -> str:
    count = page.stories or 0 if page.is_grouped else page.total
    text = f"Shown: {len(page.hits):,} of {count:,}{' stories' if page.is_grouped else ''}."
    if len(page.hits) < MAX_PER_PAGE:
        text += f" More: --limit {min(count, MAX_PER_PAGE)}."
    return f"{text} Fewer: another word, {limits}."


def _nothing_found(page: Page) -> Iterator[str]:
    clauses = page.clauses
    yield "Nothing found."
    if len(clauses) > 1:
        yield f"How many items each part of the search finds alone{_searched(page.request)}:"
        digits = max(len(f"{clause.total:,}") for clause in clauses)
        for clause in clauses:
            yield f"  {clause.total:>{digits},}  {clean(clause.text)}"
    for clause in clauses:
        if clause.rest and len(clauses) > 1:
            yield f"Without {clean(clause.text)}: {counted(clause.rest, 'item')}."


def _searched(request: SearchRequest) -> str:
    """Return among which items each part of a search was counted, "" if among all."""
    if request.standing:
        day = f"were still there on {request.as_of}" if request.as_of else "are still there"
        return f" among items whose files {day}"
    return f" in the archive as of {request.as_of}" if request.as_of else ""


def _listed(names: Sequence[str], limit: int, size: int | None = None) -> str:
    """Return the first names and how many more there are; `size` is the count of all names."""
    more = (size or len(names)) - len(names[:limit])
    return ", ".join(names[:limit]) + (f" and {more:,} more" if more else "")


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: "1 item", "2,000 items"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
