"""What does the archive answer to programs? Search, item, facet and suggestions as JSON."""

import json
from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, current_app, jsonify, request

from search import FacetValue, Suggestion
from search.request import FACETS
from web.archives import archive
from web.parameters import WholeNumber, read_search, unknown_parameters

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

#: How many values of a facet, after how many others, and how many suggestions are answered.
VALUES = WholeNumber(name="limit", default=100, least=0, most=1000)
OFFSET = WholeNumber(name="offset", default=0, least=0, most=10**9)
SUGGESTIONS = WholeNumber(name="limit", default=10, least=1, most=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetAnswer:
    """Values of a facet over the hits of a search; `total` is how many values there are in all."""

    facet: str
    total: int
    values: list[FacetValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestAnswer:
    """Completions of what was typed: words of the archive, outlets, tags."""

    suggestions: list[Suggestion]


@blueprint.get("/search")
def search() -> Response:
    """Search the archive. Counts are exact, over all hits."""
    page = archive().search(read_search())
    return jsonify(replace(page, notes=(*unknown_parameters(), *page.notes)))


@blueprint.get("/items/<id:id>")
def item(id: str) -> Response:
    """Return one item, whole, with its older versions."""
    return jsonify(archive().item(id, read_search("as_of").as_of))


@blueprint.get("/facets/<name>")
def facet(name: str) -> Response:
    """Return the values of one facet over all hits of a search."""
    if name not in FACETS:
        abort(404, f"{name[:40]!r} is no facet; the facets are {', '.join(FACETS)}.")
    values, total = archive().facet(
        name,
        read_search(),
        prefix=request.args.get("prefix", ""),
        limit=VALUES.read(),
        offset=OFFSET.read(),
    )
    return jsonify(FacetAnswer(facet=name, total=total, values=values))


@blueprint.get("/suggest")
def suggest() -> Response:
    """Return completions of what was typed."""
    typed = request.args.get("q", "")
    return jsonify(SuggestAnswer(suggestions=archive().suggest(typed, SUGGESTIONS.read())))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the description of this API, as OpenAPI 3.1."""
    # `python -m tests.openapi` makes the file; only where the API is mounted is known here alone.
    with current_app.open_resource("openapi.json") as file:
        return jsonify(json.load(file) | {"servers": [{"url": request.script_root or "/"}]})
