"""Which pages do people read? The results of a search, an item, all values of a facet."""

from flask import Blueprint, abort, render_template, request

from search import SearchRequest
from search.request import FACETS, MAX_NAME_CHARACTERS
from search.versions import revisions
from web.archives import archive
from web.bounds import shown
from web.page_links import Links, facet_url, search_url
from web.parameters import misspelt_parameters
from web.timeline import bounded, chart
from web.view import top_values

blueprint = Blueprint("pages", __name__)

#: Values of a facet on one page of its list.
VALUES_PER_PAGE = 100
#: Notes shown above the results, related items shown with an item, characters of a description.
MAX_NOTES = 8
MAX_RELATED = 6
DESCRIPTION_CHARACTERS = 160


def _asked() -> tuple[SearchRequest, tuple[str, ...]]:
    """Return the search in the address, and a sentence for each part of it that was left out."""
    search, problems = SearchRequest.from_params(request.args.items(multi=True))
    return search.with_limits(facets=None), (*misspelt_parameters(), *problems)


@blueprint.get("/")
def search() -> str:
    """Show the results of a search; for the empty search these are the newest items."""
    search, problems = _asked()
    page = archive().search(bounded(search))
    search = page.request  # Its values are spelled as in the archive; the links compare them.
    links, info = Links(search), archive().info()
    return render_template(
        "search.html",
        page=page,
        search=search,
        links=links,
        info=info,
        notes=(problems + page.notes)[:MAX_NOTES],
        chart=chart(page, links, info),
        page_url=lambda number: search_url(search.at_page(number)),
        facets={name: top_values(page, name) for name in FACETS},
    )


@blueprint.get("/item/<id:id>")
def item(id: str) -> str:
    """Show an item; its page links back to the search in the address."""
    search, problems = _asked()
    part = shown(archive().item(id, search.as_of))
    item = part.item
    description = " ".join((item.text or item.title).split())[:DESCRIPTION_CHARACTERS]
    return render_template(
        "item.html",
        item=item,
        sources=part.sources,
        cut=part.cut,
        search=search,
        notes=problems[:MAX_NOTES],
        # Links to searches keep nothing of the reader's search but the state of the archive.
        same_day=Links(SearchRequest(as_of=search.as_of, standing=search.standing)),
        found=bool(request.args),
        description=description,
        changes=revisions(item),
        related=archive().related(id, MAX_RELATED, search.as_of),
    )


@blueprint.get("/facets/<name>")
def facet(name: str) -> str:
    """Show all values of a facet over the hits of a search, VALUES_PER_PAGE on a page."""
    if name not in FACETS:
        abort(404)
    search, problems = _asked()
    prefix = request.args.get("prefix", "")
    if len(prefix) > MAX_NAME_CHARACTERS:
        prefix = prefix[:MAX_NAME_CHARACTERS]
        problems += (f"Of what values shall begin with, {MAX_NAME_CHARACTERS} characters count.",)
    offset = (search.page - 1) * VALUES_PER_PAGE
    values, total = archive().facet(
        name, search, prefix=prefix, limit=VALUES_PER_PAGE, offset=offset
    )
    return render_template(
        "facet.html",
        name=name,
        prefix=prefix,
        search=search,
        notes=problems[:MAX_NOTES],
        total=total,
        pages=-(-total // VALUES_PER_PAGE),
        links=Links(search),
        values=values,
        page_url=lambda number: facet_url(name, search.at_page(number), prefix),
    )
