"""Which pieces of HTML do several pages share? Limits, notes, the day that is looked at, pages.

Macros of templates would take a third of the time that everything else in a template does. Each
function takes plain text and escapes it. Texts of items have dir="auto": they may run right to
left.
"""

from collections.abc import Callable, Sequence

from flask import Flask
from markupsafe import Markup, escape

from search import Page, SearchRequest
from web.archives import archive_language
from web.escaping import href, safe
from web.languages import language_attribute
from web.page_links import hidden_fields, search_url
from web.translation import gettext, number
from web.view import Chip, chip_kind, chips, page_numbers, unlimited
from web.words import dated


def init_app(app: Flask) -> None:
    """Register the pieces as functions of the templates."""
    app.jinja_env.globals.update(
        as_of_note=as_of_note,
        chip_list=chip_list,
        hidden_inputs=hidden_inputs,
        notes_list=notes_list,
        pager=pager,
        way_back=way_back,
    )


def as_of_note(search: SearchRequest, now_url: str) -> Markup:
    """Return a line that says as of which day the archive is shown, "" if as it stands."""
    if not search.as_of:
        return Markup()
    return Markup(
        f'<p class="stood" role="note">'
        f"{gettext('As the archive stood on {day}.', day=dated(search.as_of))} "
        f'<a href="{escape(now_url)}">{gettext("Show it as it stands now")}</a></p>'
    )


def hidden_inputs(search: SearchRequest, *asked: str) -> Markup:
    """Return the fields of a form that keep the search, except those that it asks for."""
    return Markup(
        "".join(
            f'<input type=hidden name={name} value="{safe(value)}">\n'
            for name, value in hidden_fields(search, *asked)
        )
    )


def notes_list(notes: Sequence[str]) -> Markup:
    """Return the notes on a search, "" if there are none."""
    if not notes:
        return Markup()
    lines = "".join(f"<li>{safe(note)}</li>" for note in notes)
    return Markup(f'<ul class="notes" aria-label="{gettext("About this search")}">\n{lines}</ul>\n')


def chip_list(search: SearchRequest, page: Page | None = None) -> Markup:
    """Return the query and the limits of a search, each with a link to the search without it."""
    shown = list(chips(search, page))
    if not shown:
        return Markup()
    language = archive_language()
    lines = "".join(_chip_row(chip, language) for chip in shown)
    if len(shown) - (shown[0].kind == "query") > 1:
        url = href(search_url(unlimited(search)))
        lines += f'<li><a class=clear href="{url}">{gettext("Clear all limits")}</a></li>'
    return Markup(f'<ul class=chips aria-label="{gettext("Active limits")}">\n{lines}</ul>\n')


def pager(page: int, pages: int, url_of: Callable[[int], str]) -> Markup:
    """Return links to the pages of a list; "" if it has one page. `url_of` numbers addresses.

    Past its end the way to its last page comes first.
    """
    if pages <= 1:
        return way_back(page, pages, url_of)
    before = after = ""
    if page > 1:
        url = href(url_of(min(page, pages + 1) - 1))
        before = f'<a rel="prev" href="{url}">{gettext("Previous")}</a>'
    if page < pages:
        after = f'<a rel="next" href="{href(url_of(page + 1))}">{gettext("Next")}</a>'
    lines = "".join(
        f"<li>{_page_link(shown, page, url_of)}\n" for shown in page_numbers(page, pages)
    )
    return way_back(page, pages, url_of) + Markup(
        f'<nav class="pager" aria-label="{gettext("Pages")}">\n'
        f"{before}<ol>\n{lines}</ol>\n{after}</nav>\n"
    )


def way_back(page: int, pages: int, url_of: Callable[[int], str]) -> Markup:
    """Return a line that leads to the last page of a list from past its end, "" elsewhere."""
    if not 0 < pages < page:
        return Markup()
    words = gettext("Show page {page}, the last one", page=pages)
    return Markup(f'<p class="past-end"><a href="{href(url_of(pages))}">{words}</a></p>\n')


def _chip_row(chip: Chip, language: str) -> str:
    """Return a chip, whose name is what it says: "Remove not outlet BBC"."""
    kind = chip_kind(chip)
    name = f"<bdi{language_attribute(chip.words, language)}>{safe(chip.words)}</bdi>"
    words = f"<span class=kind>{kind}</span> {name}"
    look = '"chip out"' if chip.excluded else "chip"
    if not chip.url:
        return f"<li><span class={look}>{words}</span>\n"
    remove = f"<span class=unseen>{gettext('Remove')} </span>"
    return f'<li><a class={look} href="{href(chip.url)}">{remove}{words}</a>\n'


def _page_link(shown: int | None, page: int, url_of: Callable[[int], str]) -> str:
    if shown is None:
        return "<span>…</span>"
    if shown == page:
        return f'<span aria-current="page">{number(shown)}</span>'
    url = href(url_of(shown))
    name = gettext("Page {page}", page=shown)
    return f'<a href="{url}" aria-label="{name}">{number(shown)}</a>'
