"""How do hits look that are put together by their stories? The best of each, others folded."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Flask
from markupsafe import Markup

from search import FoldedHit, Hit, Page, SearchRequest, StoryHits
from web.archives import archive_language
from web.escaping import href, safe
from web.fragments import card_parts, headlines, marked, most_headlines, own_edge
from web.languages import archive_attribute, inner_attribute, is_right_to_left, own_attribute
from web.page_links import address, feed_url, id_url, search_url
from web.panels import hidden_inputs
from web.search_links import Links
from web.steps import OF_STORY
from web.translation import gettext, ngettext
from web.words import counted, days_words

#: Bytes of a page's stories without what explains their scores. Each hit has its best headline, if
#: words of the query are in it, whatever that takes. Then each may have a second one, then a third,
#: while there is room; folded hits have what is left.
MAX_STORIES_BYTES = 25_000
#: Addresses of a page that have its search: a long one leaves less room to its stories.
_WITH_SEARCH = 40


def init_app(app: Flask) -> None:
    """Register the pieces for templates."""
    app.jinja_env.filters.update(grouped_cards=grouped_cards)
    app.jinja_env.globals.update(story_url=story_url, story_feed_url=story_feed_url)


def story_url(id: str, search: SearchRequest) -> str:
    """Return the address of the page of a story, as of the day of a search."""
    return id_url("stories.story", id) + (f"?as_of={search.as_of}" if search.as_of else "")


def story_page_url(id: str, search: SearchRequest, page: int) -> str:
    """Return the address of a page of the items of a story."""
    url = story_url(id, search)
    return url if page == 1 else f"{url}{'&' if '?' in url else '?'}page={page}"


def story_feed_url(search: SearchRequest) -> str:
    """Return the address of the Atom feed of the stories of a search."""
    return feed_url(search.with_limits(group="story"))


def group_switch(page: Page) -> Markup:
    """Return by what the hits are listed, and a link to the other way; "" if both are the same."""
    if page.stories is None or page.stories == page.total or page.request.story:
        return Markup()
    other = page.request.with_limits(group="none" if page.is_grouped else "story", page=1)
    url = href(search_url(other))
    if page.is_grouped:
        return Markup(f'<a href="{url}">{gettext("Show each item")}</a>')
    stories = ngettext("{count} story", "{count} stories", page.stories)
    link = f'<a href="{url}">{gettext("Show them by story")}</a>'
    return Markup(f"{gettext('They are of {stories}.', stories=stories)} {link}")


def grouped_cards(page: Page, links: Links) -> Markup:
    """Return the hits of a page that is grouped, each with what else its story has."""
    language = archive_language()
    # What explains a score takes no headline away: nor do longer addresses.
    search = links.search.with_explain(False)
    # The address of an item says how its rank is counted; a hit of the whole archive has none.
    by_story = Links(search.with_limits(group="story")) if search.to_params() else links
    first = (search.page - 1) * search.per_page + 1
    told = [_others(group, "", search, language) for group in page.groups]
    most = MAX_STORIES_BYTES - _WITH_SEARCH * len(search_url(search)) - _bytes("".join(told))
    urls = [by_story.item(hit.id, rank) for rank, hit in enumerate(page.hits, first)]
    cards = [
        # The story of several hits has a line instead of the tags of its best one.
        card_parts(replace(hit, tags=()) if group.matching > 1 else hit, by_story, url)
        for hit, group, url in zip(page.hits, page.groups, urls, strict=True)
    ]
    bytes_left = most - sum(_bytes(above) + _bytes(below) for above, below, _ in cards)
    most_lines = most_headlines(by_story)
    rests = [by_story.headlines(hit.id, rank) for rank, hit in enumerate(page.hits, first)]
    lines, bytes_left = _fair_headlines(page.hits, rests, most_lines, bytes_left)
    for index, group in enumerate(page.groups):
        others = enumerate(group.others, 2)
        rank = first + index
        rows = "".join(
            _row(hit, by_story.item(hit.id, rank, number), language) for number, hit in others
        )
        with_rows = _others(group, rows, search, language)
        bytes_left -= _bytes(with_rows) - _bytes(told[index])
        if bytes_left < 0:
            break
        told[index] = with_rows
    html = [
        f"<div class={_look(hit)}>{above}{own}{below}{why}</article>\n{rest}</div>\n"
        for hit, (above, below, why), own, rest in zip(page.hits, cards, lines, told, strict=True)
    ]
    form = f'<form action="{address("pages.search")}">{hidden_inputs(search)}'
    return Markup(f"{form}{''.join(html)}</form>\n")


def _fair_headlines(
    hits: Sequence[Hit], urls: Sequence[str], most: int, bytes_left: int
) -> tuple[list[str], int]:
    """Return the headlines of each hit, and the bytes that are left.

    No hit has a second one before each has its best, nor a third one before each has two.
    """
    lines, counts = [], []
    for hit, url in zip(hits, urls, strict=True):
        best = hit.best_headlines(1)
        counts.append(int(bool(best) and best[0].matched))
        lines.append(headlines(hit, url, counts[-1]))
        bytes_left -= _bytes(lines[-1])
    has = [len(hit.best_headlines(most)) for hit in hits]
    for shown in range(1, most + 1):
        for index, (hit, url) in enumerate(zip(hits, urls, strict=True)):
            count = min(shown, has[index])
            if count == counts[index]:
                continue
            more = headlines(hit, url, count)
            added = _bytes(more) - _bytes(lines[index])
            if added <= bytes_left:
                lines[index], counts[index] = more, count
                bytes_left -= added
    return lines, bytes_left


def _look(hit: Hit) -> str:
    """Return the class of a story, all of which stands on the edge of its title."""
    return '"story turned"' if is_right_to_left(hit.title) else "story"


def _bytes(html: str) -> int:
    return len(html.encode())


def _others(group: StoryHits, rows: str, search: SearchRequest, language: str) -> str:
    """Return what the story of a hit is, the way to all of its hits, and some of them, folded."""
    story = group.story
    if story.items == 1:
        return ""
    page = f'<a href="{href(story_url(story.id, search))}">{gettext("The story")}</a>'
    facts = [counted(story.items, "item"), counted(story.outlets, "outlet")]
    if story.first and story.last:
        facts.append(days_words(story.first, story.last))
    every = folded = ""
    if group.matching > 1:
        every = ngettext("{count} hit of it", "{count} hits of it", group.matching)
        button = f'<button name={OF_STORY} value="{safe(story.id)}">'
        every = f"{button}{gettext('All {hits}', hits=every)}</button>"
    if rows:
        others, shown = group.matching - 1, len(group.others)
        more = ngettext("{count} more hit of it", "{count} more hits of it", others)
        if others > shown:
            more = gettext("{shown} of {count} more hits of it", shown=shown, count=others)
            rows += f"<li class=more{own_attribute(language)}>{every}"
        every = ""
        list_of = f"<ul class=lines{archive_attribute(language)}>{rows}</ul>"
        folded = f"<details><summary>{more}</summary>\n{list_of}</details>\n"
    told = f"{page}: {', '.join(facts)}"
    if every:
        told = f"<span>{told}</span> {every}"
    return f"<p class=of-story>{told}</p>\n{folded}"


def _row(hit: FoldedHit, url: str, language: str) -> str:
    title = marked(hit.title, hit.title_marks) if hit.title else safe(hit.id)
    spoken = inner_attribute(hit.title, language)
    outlet = ""
    if hit.sources:
        outlet = f" <bdi{inner_attribute(hit.sources[0], language)}>{safe(hit.sources[0])}</bdi>"
    edge = own_edge(hit.title, False)
    return f'<li{edge}><a{spoken} href="{href(url)}">{title}</a>{outlet}\n'
