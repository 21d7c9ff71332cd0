"""Which pieces of HTML stand on a page so often that templates would be too slow for them?

The hits: a page has hundreds of their links. The values of facets are in `facet_rows`, the bars of
a timeline in `drawing`; all else is in `templates/`. Each function takes plain text and escapes it.
What HTML does without is left out here, since it would stand on a page so often: the quotes of a
word, the end of a row.
"""

from collections.abc import Iterable

from flask import Flask
from markupsafe import Markup

from search import HeadlineHit, Hit, Item, SearchRequest
from search.deadlines import check_deadline
from search.results import Marks
from search.score_words import told_score
from web.archives import archive_language
from web.escaping import href, safe
from web.languages import (
    archive_attribute,
    inner_attribute,
    is_right_to_left,
    language_attribute,
    own_attribute,
)
from web.originals import original_url
from web.outbound import print_address
from web.page_links import held_url
from web.search_links import Links
from web.translation import decimal, gettext, ngettext
from web.view import FEWER_HEADLINES, SHOWN_HEADLINES, shown_headlines
from web.words import PART_WORDS, dated, day_words

#: Outlets and tags that are named with a hit: its title is a headline of the first outlet.
SHOWN_OUTLETS = 1
SHOWN_TAGS = 2
_NO_ATTRIBUTE = Markup()


def init_app(app: Flask) -> None:
    """Register the pieces as filters of the templates."""
    app.jinja_env.filters.update(
        hit_cards=hit_cards,
        edge=edge,
        kicker=kicker,
        leaving=leaving,
        outlet_link=outlet_link,
        spoken=spoken,
    )


def leaving(text: str, url: str, is_printed: bool = True) -> Markup:
    """Return a text as a link that leads out of the archive, its address on paper if wanted."""
    return Markup(_leaving(safe(text), url, is_printed=is_printed))


def outlet_link(name: str, search: SearchRequest) -> Markup:
    """Return the name of an outlet as a link to its page, as of the day of a search."""
    url = href(held_url("holdings.outlet", search, name=name))
    return Markup(f'<a href="{url}"><bdi{spoken(name)}>{safe(name)}</bdi></a>')


def edge(text: str) -> Markup:
    """Return the attribute that puts all about a text on the right edge, if it begins there."""
    return Markup(' dir="rtl"' if is_right_to_left(text) else "")


def own_edge(text: str, is_turned: bool) -> str:
    """Return the attribute that puts a text on its edge, "" if it is that of what is around.

    `is_turned` tells whether that runs right to left.
    """
    if is_right_to_left(text) == is_turned:
        return ""
    return " dir=ltr" if is_turned else " dir=rtl"


def spoken(text: str) -> Markup:
    """Return the attribute that says the language of a text, "" if it is that of the page."""
    attribute = language_attribute(text, archive_language())
    return Markup(attribute) if attribute else _NO_ATTRIBUTE


def kicker(hit: Hit | Item, links: Links, most: int = SHOWN_OUTLETS) -> Markup:
    """Return the line above a title: the day, and `most` of the outlets with links."""
    return Markup(_kicker(hit, links, most, archive_language(), is_turned=True))


def marked(text: str, marks: Marks) -> Markup:
    """Return a text with `<mark>` around the marked spans."""
    return Markup(_marked(text, marks))


def hit_cards(
    hits: Iterable[Hit],
    links: Links,
    first: int | None = None,
    level: int = 2,
    shown: int = SHOWN_HEADLINES,
    has_day: bool = True,
) -> Markup:
    """Return the hits of a page, with links to the items and to searches for outlets and tags.

    `first` is the rank of the first of them, if they are hits of the search of the links. Their
    titles are headings of a level. `shown` is how many headlines each shows at most, and `has_day`
    tells whether they say their days.
    """
    cards = []
    for number, hit in enumerate(hits):
        url = links.item(hit.id, first and first + number)
        above, below, why = card_parts(hit, links, url, level, has_day)
        rest = links.headlines(hit.id, first and first + number)
        lines = headlines(hit, rest, min(shown, most_headlines(links)))
        cards.append(f"{above}{lines}{below}{why}</article>\n")
    return Markup("".join(cards))


def most_headlines(links: Links) -> int:
    """Return how many headlines a hit of a page shows at most."""
    return FEWER_HEADLINES if links.are_long else SHOWN_HEADLINES


def _leaving(html: str, url: str, spoken: str = "", is_printed: bool = True) -> str:
    printed = print_address(url) if is_printed else ""
    shown = f' data-shown="{safe(printed)}"' if printed else ""
    return f'<a class=leaving href="{safe(url)}"{shown}{spoken}>{html}</a>'


def _marked(text: str, marks: Marks) -> str:
    parts: list[str] = []
    position = 0
    for start, end in marks:
        parts += (safe(text[position:start]), "<mark>", safe(text[start:end]), "</mark>")
        position = end
    parts.append(safe(text[position:]))
    return "".join(parts)


def card_parts(
    hit: Hit, links: Links, url: str, level: int = 2, has_day: bool = True
) -> tuple[str, str, str]:
    """Return a hit above its headlines, below them, and what gave it its score.

    `url` is the address of its item. A card whose title runs right to left has all on that edge. It
    is in the language of the archive, as nearly all of its texts are: so only what is not, such as
    the page's own words, says its language.
    """
    check_deadline()
    language = archive_language()
    own = own_attribute(language)
    is_turned = is_right_to_left(hit.title)
    title = _marked(hit.title, hit.title_marks) if hit.title else safe(hit.id)
    snippet = ""
    if hit.snippet:
        text = _marked(hit.snippet, hit.snippet_marks)
        spoken = inner_attribute(hit.snippet, language)
        snippet = f"<p class=snippet{own_edge(hit.snippet, is_turned)}{spoken}>{text}</p>"
    gone = ""
    if hit.gone:
        told = gettext("Its file was removed on {day}.", day=dated(hit.gone))
        gone = f"<p class=gone{own}>{told}</p>\n"
    article = original_url(hit, links.search)
    original = _leaving(gettext("Original"), article, own) if article else ""
    tags = _tag_links(_telling(hit)[: 1 if links.are_long else None], links, language)
    onward = f"<p class=onward>{original}{tags}\n" if original or tags else ""
    above = _kicker(hit, links, SHOWN_OUTLETS, language, is_turned, own, has_day)
    return (
        f"<article class=hit{archive_attribute(language)}{edge(hit.title)}>{above}\n"
        f"<h{level} class=headline{inner_attribute(hit.title, language)}>"
        f'<a href="{href(url)}">{title}</a></h{level}>\n'
        f"{gone}{snippet}",
        onward,
        _score_parts(hit, own),
    )


def _score_parts(hit: Hit, own: str) -> str:
    """Return what gave a hit its score, a row a word; "" where it was not asked for."""
    if not hit.explain:
        return ""
    told = told_score(hit.explain)
    rows = []
    for word in told.words:
        about = word.told_parts(lambda part: gettext(PART_WORDS[part]), _score)
        told_word = f"<bdi>{safe(word.text)}</bdi> {_score(word.score)}"
        rows.append(f"{told_word}: {about}" if about else told_word)
    if told.added or told.more_words:
        added = [f"<bdi>{safe(part.text)}</bdi> {_score(part.score)}" for part in told.added]
        if told.more_words:
            more = ngettext(
                "{count} more word gave {score}",
                "{count} more words gave {score} together",
                told.more_words,
                score=_score(told.more_score),
            )
            added.append(more)
        rows.append(f"{gettext('Words of the best items:')} {', '.join(added)}")
    score = gettext("Score {number}", number=_score(hit.score))
    return f"<div class=why{own}>{score}<ul><li>{'<li>'.join(rows)}</ul></div>\n"


def _score(number: float) -> str:
    return decimal(f"{number:.2f}")


def _telling(hit: Hit) -> list[str]:
    """Return the first tags of a hit that are more than words of its title."""
    said = hit.title.casefold()
    return [tag for tag in hit.tags if tag.casefold() not in said][:SHOWN_TAGS]


def _kicker(
    hit: Hit | Item,
    links: Links,
    most: int,
    language: str,
    is_turned: bool,
    own: str = "",
    has_day: bool = True,
) -> str:
    """Return the line above a title. What may run right to left is set apart from its neighbours.

    `is_turned` tells whether the line itself may do so: then the page's own words are, too.
    """
    count = hit.source_count if isinstance(hit, Hit) else len(hit.sources)
    shown = []
    for name in hit.sources[:most]:
        # A link would repeat a long search; the list of outlets beside the hits has it.
        url = None if links.are_long else links.step("only", "sources", name)
        words = safe(name)
        if is_turned or not name.isascii():
            words = f"<bdi{language_attribute(name, language)}>{words}</bdi>"
        shown.append(f'<a href="{href(url)}">{words}</a>' if url else words)
    # A page has many hits: that a day is one is said to programs where an item is shown alone.
    day = day_words(hit.day) if hit.day and not is_turned else str(dated(hit.day))
    rest = ""
    if count > most:
        rest = ngettext("and {count} more outlet", "and {count} more outlets", count - most)
    if is_turned:
        day, rest = f"<bdi>{day}</bdi>", f"<bdi>{rest}</bdi>" if rest else ""
    outlets = f"{', '.join(shown)}{rest and ' ' + rest}"
    told = " · ".join(filter(None, (day if has_day else "", outlets if shown else "")))
    return f"<p class=kicker{own}>{told}</p>" if told else ""


def headlines(hit: Hit, url: str, most: int) -> str:
    """Return some headlines of other outlets, without their links: the item's page has these.

    They would be half of what is sent: addresses of services that lead on are long. `url` is the
    address of the rest, or "".
    """
    shown, more = shown_headlines(hit, most)
    if not (shown or more):
        return ""
    language = archive_language()
    is_turned = is_right_to_left(hit.title)
    rest = ""
    if more:
        told = ngettext("and {count} more headline", "and {count} more headlines", more)
        left = " dir=ltr" if is_turned else ""
        if url:
            told = f'<a href="{href(url)}">{told}</a>'
        rest = f"<li class=more{left}{own_attribute(language)}>{told}"
    lines = "".join(_line(line, language, is_turned) for line in shown)
    return f"<ul class=lines>\n{lines}{rest}</ul>\n"


def _line(line: HeadlineHit, language: str, is_turned: bool) -> str:
    text = _marked(line.text, line.marks)
    outlet = ""
    if line.outlet:
        outlet = f" <bdi{inner_attribute(line.outlet, language)}>{safe(line.outlet)}</bdi>"
    spoken = inner_attribute(line.text, language)
    return f"<li{own_edge(line.text, is_turned)}{spoken}>{text}{outlet}\n"


def _tag_links(tags: Iterable[str], links: Links, language: str) -> str:
    return "".join(
        f'<a href="{href(url)}"{inner_attribute(tag, language)}>{safe(tag)}</a>'
        for tag in tags
        if (url := links.step("only", "tags", tag))
    )
