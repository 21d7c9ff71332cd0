"""Which pieces of HTML stand on a page so often that templates would be too slow for them?

The hits and the values of facets: a page has hundreds of their links. The bars of a timeline are
drawn in `drawing`; all else is in `templates/`. Each function takes plain text and escapes it.
"""

from collections.abc import Iterable

from flask import Flask
from markupsafe import Markup

from search import FacetValue, HeadlineHit, Hit, Item
from search.deadlines import check_deadline
from search.results import Marks
from web.html import href, safe
from web.page_links import Links, outbound
from web.view import shown_headlines
from web.words import FIELD_WORDS, PART_WORDS, counted, dated, number, value_words

#: Outlets and tags that are named with a hit.
SHOWN_OUTLETS = 3
SHOWN_TAGS = 6


def init_app(app: Flask) -> None:
    """Register the pieces as filters of the templates."""
    app.jinja_env.filters.update(
        hit_cards=hit_cards,
        kicker=kicker,
        leaving=leaving,
        value_rows=value_rows,
    )


def leaving(text: str, url: str) -> Markup:
    """Return a text as a link that leads out of the archive."""
    return Markup(_leaving(safe(text), url))


def kicker(hit: Hit | Item, links: Links, most: int = SHOWN_OUTLETS) -> Markup:
    """Return the line above a title: the day, and `most` of the outlets with links."""
    return Markup(_kicker(hit, links, most))


def marked(text: str, marks: Marks) -> Markup:
    """Return a text with `<mark>` around the marked spans."""
    return Markup(_marked(text, marks))


def hit_cards(hits: Iterable[Hit], links: Links) -> Markup:
    """Return the hits of a page, with links to the items and to searches for outlets and tags."""
    return Markup("".join(_hit_card(hit, links) for hit in hits))


def value_rows(entries: Iterable[FacetValue], facet: str, links: Links) -> Markup:
    """Return values of a facet as rows of a list: the value, its links, its count."""
    is_limited = bool(links.search.included(facet))
    return Markup("".join(_value_row(entry, facet, links, is_limited) for entry in entries))


def _leaving(html: str, url: str) -> str:
    return (
        f'<a class="leaving" href="{safe(url)}" rel="noopener noreferrer nofollow">{html}'
        '<span class="unseen"> (leaves the archive)</span></a>'
    )


def _marked(text: str, marks: Marks) -> str:
    parts: list[str] = []
    position = 0
    for start, end in marks:
        parts += (safe(text[position:start]), "<mark>", safe(text[start:end]), "</mark>")
        position = end
    parts.append(safe(text[position:]))
    return "".join(parts)


def _hit_card(hit: Hit, links: Links) -> str:
    check_deadline()
    address = href(links.item(hit.id))
    title = _marked(hit.title, hit.title_marks) if hit.title else safe(hit.id)
    snippet = ""
    if hit.snippet:
        text = _marked(hit.snippet, hit.snippet_marks)
        snippet = f'<p class="snippet" dir="auto">{text}</p>'
    gone = f'  <p class="gone">Its file was removed on {dated(hit.gone)}.</p>\n' if hit.gone else ""
    url = outbound(hit.link)
    original = _leaving("Original", url) if url else ""
    return (
        f'<article class="hit">\n  {_kicker(hit, links, SHOWN_OUTLETS)}\n'
        f'  <h2 class="headline" dir="auto"><a href="{address}">{title}</a></h2>\n'
        f"{gone}{snippet}{_lines(hit, address)}"
        f'  <p class="onward">{original}{_tag_links(hit.tags[:SHOWN_TAGS], links)}  </p>\n'
        f"{_score_parts(hit)}"
        "</article>\n"
    )


def _score_parts(hit: Hit) -> str:
    """Return what gave a hit its score, the most first; "" where it was not asked for."""
    if not hit.explain:
        return ""
    rows = []
    for part in sorted(hit.explain, key=lambda part: -part.score):
        fields = ", ".join(FIELD_WORDS[field] for field in part.fields)
        note = ", ".join(filter(None, (PART_WORDS[part.kind], fields)))
        rows.append(
            f'    <li><bdi>{safe(part.text)}</bdi> <span class="count">{part.score:.2f}</span> '
            f"{note}</li>\n"
        )
    return (
        f'  <details class="why" open>\n    <summary>Score {hit.score:.2f}</summary>\n'
        f"    <ul>\n{''.join(rows)}    </ul>\n  </details>\n"
    )


def _kicker(hit: Hit | Item, links: Links, most: int) -> str:
    count = hit.source_count if isinstance(hit, Hit) else len(hit.sources)
    outlets = f" · {_outlet_links(hit.sources, count, links, most)}" if hit.sources else ""
    return f'<p class="kicker">{dated(hit.day)}{outlets}</p>'


def _outlet_links(outlets: tuple[str, ...], count: int, links: Links, most: int) -> str:
    shown = []
    for name in outlets[:most]:
        url = links.step("only", "sources", name)
        words = f"<bdi>{safe(name)}</bdi>"
        shown.append(f'<a href="{href(url)}">{words}</a>' if url else words)
    more = count - most
    return ", ".join(shown) + (f" and {counted(more, 'more outlet')}" if more > 0 else "")


def _lines(hit: Hit, address: str) -> str:
    shown, more = shown_headlines(hit)
    if not shown:
        return ""
    rest = ""
    if more:
        rest = (
            f'<li class="more"><a href="{address}#headlines">{counted(more, "more headline")}'
            f'<span class="unseen"> on {safe(hit.title)}</span></a></li>'
        )
    return f'  <ul class="lines">\n{"".join(map(_line, shown))}{rest}  </ul>\n'


def _line(line: HeadlineHit) -> str:
    text = _marked(line.text, line.marks)
    url = outbound(line.link)
    outlet = f' <bdi class="outlet">{safe(line.outlet)}</bdi>' if line.outlet else ""
    return f'    <li dir="auto">{_leaving(text, url) if url else text}{outlet}    </li>\n'


def _tag_links(tags: Iterable[str], links: Links) -> str:
    return "".join(
        f'<a class="tag" href="{href(url)}" dir="auto">{safe(tag)}</a>'
        for tag in tags
        if (url := links.step("only", "tags", tag))
    )


def _value_row(entry: FacetValue, facet: str, links: Links, is_limited: bool) -> str:
    """Return a row: its link limits the facet to this value alone, or drops a selected value.

    Where the facet is limited `+` allows this value too; `−` leaves out the items that have it.
    """
    check_deadline()
    value = entry.value
    words = safe(value_words(value, facet))
    name = f"<bdi>{words}</bdi>"
    selected = current = drop = ""
    add = None
    if entry.selected:
        selected, current = ' class="selected"', ' aria-current="true"'
        drop = '<span class="unseen">, remove this limit</span>'
    elif is_limited:
        add = links.step("add", facet, value)
    if url := links.step("remove" if entry.selected else "only", facet, value):
        name = f'<a href="{href(url)}"{current} title="{safe(value)}">{name}{drop}</a>'
    exclude = links.step("exclude", facet, value)
    return (
        f'<li{selected}>\n  <span class="value">{name}</span>\n'
        f"{_step(add, '+', 'Also', words)}{_step(exclude, '−', 'Leave out', words)}"
        f'  <span class="count">{number(entry.count)}</span>\n</li>\n'
    )


def _step(url: str | None, sign: str, verb: str, words: str) -> str:
    if not url:
        return ""
    return (
        f'<a class="step" href="{href(url)}" title="{verb} {words}">'
        f'<span aria-hidden="true">{sign}</span>'
        f'<span class="unseen">{verb} <bdi>{words}</bdi></span></a>'
    )
