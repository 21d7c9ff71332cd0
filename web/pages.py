"""Which pages do people read? The results of a search, an item, all values of a facet."""

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug import Response

from search import SearchRequest
from search.facets import FACET_ORDERS, IN_ORDER_OF_TIME, order_of
from search.names import name_key
from search.request import FACETS, MAX_NAME_CHARACTERS
from web.archives import archive
from web.coverage import LEAST, narrowed
from web.empty import empty_page
from web.grouped import group_switch
from web.headings import heading, list_heading
from web.help import SIGNS_LEFT_OUT, said_of_signs
from web.item_page import item_page
from web.month_days import month_days
from web.page_links import facet_url, search_url
from web.parameters import read_for_page, read_order
from web.search_links import Links
from web.steps import STEPS, step_to
from web.timeline import bounded, chart
from web.translation import gettext, said
from web.view import notes_less_linked, top_values
from web.words import FACET_WORDS, counted

blueprint = Blueprint("pages", __name__)

#: Facets of names, whose values may be too many to list: a page searches in them.
FACETS_OF_NAMES = tuple(facet for facet in FACETS if facet not in IN_ORDER_OF_TIME)
#: Values of a facet on one page of its list.
VALUES_PER_PAGE = 100
#: Notes shown above the results.
MAX_NOTES = 8


def _asked(*others: str) -> tuple[SearchRequest, tuple[str, ...]]:
    """Return the search in the address, and a sentence for each part of it that was left out.

    The page has `others` among its parameters.
    """
    search, notes = read_for_page(*others)
    return search.with_limits(facets=None), notes


@blueprint.get("/")
def search() -> str | Response:
    """Show the results of a search; where nothing is asked, the last days' stories.

    An archive that fits on a page shows all its items instead. A button that was pressed leads on.
    """
    search, problems = _asked(LEAST, SIGNS_LEFT_OUT, *STEPS)
    if step := step_to(search):
        return step
    search, said_of_least = narrowed(search)
    problems += (*said_of_least, *said_of_signs())
    info = archive().info(search.as_of)
    if not info.items:
        return empty_page(search, "pages.search", problems)
    page = archive().search(bounded(search).with_limits(group=search.group or "auto"))
    search = page.request  # Its values are spelled as in the archive; the links compare them.
    links = Links(search)
    shown = heading(page)
    facets = {name: top_values(page, name) for name in FACETS}
    return render_template(
        "search.html",
        page=page,
        search=search,
        links=links,
        heading=shown,
        info=info,
        notes=(*problems, *map(said, notes_less_linked(page)))[:MAX_NOTES],
        chart=chart(page, links, info),
        days=archive().front(search.as_of) if shown.is_front and page.pages > 1 else (),
        on_day=lambda day: search.with_days(day, day),
        page_url=lambda number: search_url(search.at_page(number)),
        facets=facets,
        month_days=month_days(page),
        switch=group_switch(page),
        long_facets=[
            name
            for name in FACETS_OF_NAMES
            if facets[name] and page.facet_sizes[name] > len(facets[name])
        ],
    )


@blueprint.get("/item/<id:id>")
def item(id: str) -> str:
    """Show an item; its page links back to the search in the address."""
    search, problems = _asked("hit", "version")
    return render_template("item.html", **item_page(id, search, problems))


@blueprint.get("/facets/<name>")
def facet(name: str) -> str | Response:
    """Show all values of a facet over the hits of a search, VALUES_PER_PAGE on a page.

    Its form comes back here, so that what is ticked stays on the next page; with `hits` it leads to
    the hits.
    """
    if name not in FACETS:
        abort(404)
    search, problems = _asked("prefix", "order", "hits", *STEPS)
    if step := step_to(search):
        return step
    if not archive().info(search.as_of).items:
        return empty_page(search, "pages.search", problems)
    if "hits" in request.args:
        return redirect(search_url(search.at_page(1)), 303)
    prefix = request.args.get("prefix", "").strip()
    if len(prefix) > MAX_NAME_CHARACTERS:
        prefix = prefix[:MAX_NAME_CHARACTERS]
        problems += (
            gettext(
                "Of what values shall begin with, {most} characters count.",
                most=MAX_NAME_CHARACTERS,
            ),
        )
    order = read_order() or None
    if order not in (None, *FACET_ORDERS):
        problems += (gettext("There is no such order of values, so they come in their own."),)
        order = None
    found = archive().facet(
        name,
        search,
        prefix=prefix,
        limit=VALUES_PER_PAGE,
        offset=(search.page - 1) * VALUES_PER_PAGE,
        order=order,
    )
    order = order_of(name, order)
    values, total = found
    shown_names = {name_key(entry.value) for entry in values}
    return render_template(
        "facet.html",
        name=name,
        prefix=prefix,
        order=order,
        search=search,
        notes=(*problems, *map(said, found.notes))[:MAX_NOTES],
        hits=found.hits,
        heading=list_heading(
            counted(total, *FACET_WORDS[name]), total, search.page, VALUES_PER_PAGE
        ),
        pages=-(-total // VALUES_PER_PAGE),
        links=Links(search),
        values=values,
        # Ticked values that are not on this page stay ticked.
        elsewhere=[own for own in search.included(name) if name_key(own) not in shown_names],
        page_url=lambda number: facet_url(name, search.at_page(number), prefix, order),
    )
