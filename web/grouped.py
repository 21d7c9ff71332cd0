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
from web.words import counted, days_words

#: Bytes of a page's stories, of which folded hits have what is left. The stories behind these have
#: only what leads to all of their hits.
MAX_BYTES_WITH_FOLDED = 20_000
#: Addresses of a page that have its search: a long one leaves less room to folded hits.
_WITH_SEARCH = 30


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
    cards = []
    for rank, (hit, group) in enumerate(zip(page.hits, page.groups, strict=True), first):
        check_deadline()
        if group.matching > 1:
            # The others stand in place of its headlines: one stays if it alone tells why.
            matched = [line for line in hit.headlines if line.matched]
            lines = () if hit.title_marks else tuple(matched[:1])
            hit = replace(hit, headlines=lines, headline_count=len(lines), tags=())
        card = hit_cards([hit], by_story, rank, has_original=group.matching == 1)
        # All of a story stands on the edge of its title.
        name = '"story turned"' if is_right_to_left(hit.title) else "story"
        cards.append(f"<div class={name}>{card}{_about(group, search)}")
    html: list[str] = []
    bytes_left = MAX_BYTES_WITH_FOLDED - sum(map(len, cards))
    bytes_left = max(0, bytes_left - _WITH_SEARCH * len(search_url(search)))
    for rank, (own, group) in enumerate(zip(cards, page.groups, strict=True), first):
        rows = ""
        if bytes_left:
            others = enumerate(group.others, 2)
            rows = "".join(
                _row(hit, by_story.item(hit.id, rank, number), language) for number, hit in others
            )
        bytes_left = max(0, bytes_left - len(rows))
        html.append(f"{own}{_others(group, rows, language)}</div>\n")
    form = f'<form action="{address("pages.search")}">{hidden_inputs(search)}'
    return Markup(f"{form}{''.join(html)}</form>\n")


def _about(group: StoryHits, search: SearchRequest) -> str:
    """Return the line about the story of a hit, "" if it is all of its story."""
    story = group.story
    if story.items == 1:
        return ""
    page = f'<a href="{href(story_url(story.id, search))}">{gettext("The story")}</a>'
    facts = [counted(story.items, "item"), counted(story.outlets, "outlet")]
    if story.first and story.last:
        facts.append(days_words(story.first, story.last))
    return f"<p class=of-story>{page}: {', '.join(facts)}</p>\n"


def _others(group: StoryHits, rows: str, language: str) -> str:
    """Return the other hits of a story, folded, and what leads to all of them."""
    if group.matching == 1:
        return ""
    every = ngettext("{count} hit of it", "{count} hits of it", group.matching)
    button = f'<button name={OF_STORY} value="{safe(group.story.id)}">'
    every = f"{button}{gettext('All {hits}', hits=every)}</button>"
    if not rows:
        return f"<p class=of-story>{every}</p>\n"
    more = ngettext("{count} more hit of it", "{count} more hits of it", group.matching - 1)
    if group.matching - 1 > len(group.others):
        rows += f"<li class=more{own_attribute(language)}>{every}"
    list_of = f"<ul class=lines{archive_attribute(language)}>{rows}</ul>"
    return f"<details><summary>{more}</summary>\n{list_of}</details>\n"


def _row(hit: FoldedHit, url: str, language: str) -> str:
    title = marked(hit.title, hit.title_marks) if hit.title else safe(hit.id)
    spoken = inner_attribute(hit.title, language)
    outlet = ""
    if hit.sources:
        outlet = f" <bdi{inner_attribute(hit.sources[0], language)}>{safe(hit.sources[0])}</bdi>"
    edge = own_edge(hit.title, False)
    return f'<li{edge}><a{spoken} href="{href(url)}">{title}</a>{outlet}\n'
