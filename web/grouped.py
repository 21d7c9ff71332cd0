"""How do hits look that are put together by their stories? The best of each, others folded."""

from dataclasses import replace

from flask import Flask
from markupsafe import Markup

from search import FoldedHit, Page, SearchRequest, StoryHits
from search.deadlines import check_deadline
from web.archives import archive_language
from web.escaping import href, safe
from web.fragments import hit_cards, marked, own_edge
from web.languages import archive_attribute, inner_attribute, is_right_to_left, own_attribute
from web.page_links import address, feed_url, id_url, search_url
from web.panels import hidden_inputs
from web.search_links import Links
from web.steps import OF_STORY
from web.translation import gettext, ngettext
from web.view import SHOWN_HEADLINES
from web.words import counted, days_words

#: Bytes of a page's stories. If their headlines are more, the last hits show fewer of them; folded
#: hits have what is left.
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
    search = links.search
    # The address of an item says how its rank is counted; a hit of the whole archive has none.
    by_story = Links(search.with_limits(group="story")) if search.to_params() else links
    first = (search.page - 1) * search.per_page + 1
    told = [_others(group, "", search, language) for group in page.groups]
    most = MAX_STORIES_BYTES - _WITH_SEARCH * len(search_url(search)) - _bytes("".join(told))
    cards = _best_hits(page, by_story, first, SHOWN_HEADLINES)
    bytes_left = most - _bytes("".join(cards))
    for shown in reversed(range(SHOWN_HEADLINES)):
        if bytes_left >= 0:
            break
        with_fewer = _best_hits(page, by_story, first, shown)
        for index in reversed(range(len(cards))):
            bytes_left += _bytes(cards[index]) - _bytes(with_fewer[index])
            cards[index] = with_fewer[index]
            if bytes_left >= 0:
                break
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
    html = [f"{own}{rest}</div>\n" for own, rest in zip(cards, told, strict=True)]
    form = f'<form action="{address("pages.search")}">{hidden_inputs(search)}'
    return Markup(f"{form}{''.join(html)}</form>\n")


def _best_hits(page: Page, links: Links, first: int, shown: int) -> list[str]:
    """Return the best hit of each story, with some headlines; what its story has is to follow."""
    cards = []
    for rank, (hit, group) in enumerate(zip(page.hits, page.groups, strict=True), first):
        check_deadline()
        if group.matching > 1:
            hit = replace(hit, tags=())
        # All of a story stands on the edge of its title.
        name = '"story turned"' if is_right_to_left(hit.title) else "story"
        cards.append(f"<div class={name}>{hit_cards([hit], links, rank, shown=shown)}")
    return cards


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
        every = f" {button}{gettext('All {hits}', hits=every)}</button>"
    if rows:
        more = ngettext("{count} more hit of it", "{count} more hits of it", group.matching - 1)
        if group.matching - 1 > len(group.others):
            rows += f"<li class=more{own_attribute(language)}>{every}"
        every = ""
        list_of = f"<ul class=lines{archive_attribute(language)}>{rows}</ul>"
        folded = f"<details><summary>{more}</summary>\n{list_of}</details>\n"
    return f"<p class=of-story>{page}: {', '.join(facts)}{every}</p>\n{folded}"


def _row(hit: FoldedHit, url: str, language: str) -> str:
    title = marked(hit.title, hit.title_marks) if hit.title else safe(hit.id)
    spoken = inner_attribute(hit.title, language)
    outlet = ""
    if hit.sources:
        outlet = f" <bdi{inner_attribute(hit.sources[0], language)}>{safe(hit.sources[0])}</bdi>"
    edge = own_edge(hit.title, False)
    return f'<li{edge}><a{spoken} href="{href(url)}">{title}</a>{outlet}\n'
