"""The pages that people read: search, item, all values of a facet."""

from dataclasses import replace

from flask import Blueprint, abort, render_template, request

from search import SearchRequest
from search.request import FACETS
from search.versions import revisions
from web.archives import archive
from web.links import facet_url, search_url
from web.timeline import timeline
from web.view import facet_values, top_values

blueprint = Blueprint("pages", __name__)

#: Values on one page of a facet.
FACET_PAGE = 300
NOTES = 8
RELATED = 6
DESCRIPTION_CHARACTERS = 160


def _asked() -> tuple[SearchRequest, tuple[str, ...]]:
    """Return the search in the address, and what was left out of it because it made no sense."""
    search, problems = SearchRequest.from_params(request.args.items(multi=True))
    return replace(search, facets=None), problems


@blueprint.get("/")
def search() -> str:
    """Show the results of a search; of the empty one, the newest items."""
    search, problems = _asked()
    page = archive().search(search)
    search = page.request  # names as the archive writes them, which its values' links go by
    return render_template(
        "search.html",
        page=page,
        search=search,
        info=archive().info(),
        notes=(problems + page.notes)[:NOTES],
        timeline=timeline(page),
        page_url=lambda number: search_url(search.at_page(number)),
        facets={name: facet_values(search, name, top_values(page, name)) for name in FACETS},
    )


@blueprint.get("/item/<id:id>")
def item(id: str) -> str:
    """Show an item; the search in the address is the one to go back to."""
    search, _ = _asked()
    item = archive().item(id, search.as_of)
    description = " ".join((item.text or item.title).split())[:DESCRIPTION_CHARACTERS]
    return render_template(
        "item.html",
        item=item,
        search=search,
        # What the page's links ask: nothing but the same day's archive.
        everything=SearchRequest(as_of=search.as_of),
        found=bool(request.args),
        description=description,
        changes=revisions(item),
        related=archive().related(id, RELATED, search.as_of),
    )


@blueprint.get("/facets/<name>")
def facet(name: str) -> str:
    """Show all values of a facet over the hits of a search, FACET_PAGE at a time."""
    if name not in FACETS:
        abort(404)
    search, problems = _asked()
    prefix = request.args.get("prefix", "")
    offset = (search.page - 1) * FACET_PAGE
    values, total = archive().facet(name, search, prefix=prefix, limit=FACET_PAGE, offset=offset)
    return render_template(
        "facet.html",
        name=name,
        prefix=prefix,
        search=search,
        notes=problems[:NOTES],
        total=total,
        pages=-(-total // FACET_PAGE),
        values=facet_values(search, name, values),
        page_url=lambda number: facet_url(name, search.at_page(number), prefix),
    )
