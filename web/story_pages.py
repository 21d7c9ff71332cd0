"""How is a story read, and which are the largest? The pages of stories."""

from datetime import timedelta

from flask import Blueprint, render_template

from search import SearchRequest
from web.archives import archive
from web.empty import empty_page
from web.grouped import story_page_url
from web.headings import list_heading
from web.page_links import search_url
from web.parameters import read_for_page
from web.search_links import Links
from web.steps import of_story
from web.timeline import Chart, bounded, chart
from web.translation import gettext, number, said
from web.words import counted

blueprint = Blueprint("stories", __name__)

#: Items on a page of a story, and the last page that may be asked for.
ITEMS_PER_PAGE = 50
MAX_STORY_PAGE = 1_000
#: Stories on a page of the list of them.
LISTED_STORIES = 30
#: Notes shown above the stories.
MAX_NOTES = 8
#: Days of the spans that the list offers, back from the newest day.
SPANS = {"week": 7, "month": 30}


@blueprint.get("/story/<id:id>")
def story(id: str) -> str:
    """Show a story, that of an item: its days, its outlets, what it continues.

    Its items are on pages of ITEMS_PER_PAGE; all but them is on the first page.
    """
    search, problems = read_for_page(known=("as_of", "page"))
    page = min(search.page, MAX_STORY_PAGE)
    told = archive().story(id, ITEMS_PER_PAGE, search.as_of, page)
    same_day = SearchRequest(as_of=search.as_of)
    own = of_story(same_day, told.story.id)
    return render_template(
        "story.html",
        search=same_day,
        notes=(*problems, *map(said, told.notes)),
        told=told,
        story=told.story,
        own=own,
        links=Links(same_day),
        url=story_page_url(told.story.id, same_day, page),
        page_url=lambda number: story_page_url(told.story.id, same_day, number),
        page=page,
        chart=_chart(own) if told.story.first != told.story.last else None,
        lasting=lasting,
    )


def lasting(seconds: int) -> str:
    """Return a time as "45 minutes", "7 hours" or "3 days", rounded down."""
    minutes = seconds // 60
    if minutes < 2 * 60:
        return counted(minutes, "minute")
    hours = minutes // 60
    return counted(hours, "hour") if hours < 2 * 24 else counted(hours // 24, "day")


def _chart(own: SearchRequest) -> Chart | None:
    """Return the chart of the days of a story."""
    asked = bounded(own).with_limits(per_page=1, facets=(), sort="newest")
    return chart(archive().search(asked), Links(own), archive().info(own.as_of))


def _heading(stories: int, page: int) -> str:
    """Return the heading of the list: "The largest stories, 31–60 of 3,456"."""
    if (page - 1) * LISTED_STORIES >= stories:
        return list_heading(counted(stories, "story", "stories"), stories, page, LISTED_STORIES)
    shown = list_heading(number(stories), stories, page, LISTED_STORIES)
    return gettext("The largest stories, {shown}", shown=shown)


@blueprint.get("/stories")
def stories() -> str:
    """Show the largest stories of a search, LISTED_STORIES on a page."""
    search, problems = read_for_page()
    info = archive().info(search.as_of)
    if not info.items:
        return empty_page(search, "stories.stories", problems)
    asked = search.with_limits(per_page=LISTED_STORIES, facets=(), by="none")
    page = archive().stories(asked)
    reworded = search.with_query("changed:yes").with_sort("newest")
    counted_only = reworded.with_limits(per_page=1, facets=(), by="none", group="none")
    spans = []
    if info.last_day:
        for name, days in SPANS.items():
            since = info.last_day - timedelta(days - 1)
            spans.append((name, search.with_days(since, info.last_day)))
    spans.append(("all", search.with_days(None, None)))
    return render_template(
        "stories.html",
        search=search,
        notes=(*problems, *map(said, page.notes))[:MAX_NOTES],
        page=page,
        heading=_heading(page.stories or 0, search.page),
        spans=spans,
        reworded=reworded,
        has_reworded=bool(page.groups and archive().search(counted_only).total),
        links=Links(SearchRequest(as_of=search.as_of)),
        hits_of=lambda id: of_story(search.with_limits(sort="newest"), id),
        list_url=lambda own: search_url(own, "stories.stories"),
        page_url=lambda number: search_url(search.at_page(number), "stories.stories"),
    )
