"""The archive for programs: search, item, facet and suggestions as JSON."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, current_app, request

from search import FacetValue, Item, Page, Suggestion, as_json
from search.request import FACETS
from web.archives import archive
from web.operations import answers
from web.parameters import (
    AS_OF,
    read_number,
    read_search,
    search_parameters,
    text,
    unknown_parameters,
    whole_number,
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

PREFIX = text("prefix", "Only values of which a word begins so.")
LIMIT = whole_number("limit", "How many values at most.", default=100, least=0, most=1000)
OFFSET = whole_number("offset", "How many values to pass over.", default=0, least=0, most=10**9)
TYPED = text("q", "What was typed so far.")
SUGGESTIONS = whole_number("limit", "How many at most.", default=10, least=1, most=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetAnswer:
    """Values of a facet over the hits of a search; `total` is how many there are in all."""

    facet: str
    total: int
    values: list[FacetValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestAnswer:
    """Ways to go on with what was typed: words of the archive, outlets, tags."""

    suggestions: list[Suggestion]


@blueprint.get("/search")
@answers(Page, *search_parameters())
def search() -> Any:
    """Search the archive. Counts are exact, over all hits."""
    page = archive().search(read_search())
    return as_json(replace(page, notes=(*unknown_parameters(), *page.notes)))


@blueprint.get("/items/<id:id>")
@answers(Item, AS_OF)
def item(id: str) -> Any:
    """Return one item, whole, with its older versions."""
    return as_json(archive().item(id, read_search(AS_OF.name).as_of))


@blueprint.get("/facets/<name>")
@answers(FacetAnswer, *search_parameters(), PREFIX, LIMIT, OFFSET)
def facet(name: str) -> Any:
    """Return the values of one facet over all hits of a search."""
    if name not in FACETS:
        abort(404, f"{name[:40]!r} is no facet; the facets are {', '.join(FACETS)}.")
    values, total = archive().facet(
        name,
        read_search(),
        prefix=request.args.get(PREFIX.name, ""),
        limit=read_number(LIMIT),
        offset=read_number(OFFSET),
    )
    return as_json(FacetAnswer(facet=name, total=total, values=values))


@blueprint.get("/suggest")
@answers(SuggestAnswer, TYPED, SUGGESTIONS)
def suggest() -> Any:
    """Return how what was typed may go on."""
    typed = request.args.get(TYPED.name, "")
    return as_json(SuggestAnswer(suggestions=archive().suggest(typed, read_number(SUGGESTIONS))))


@blueprint.get("/openapi.json")
def openapi() -> Any:
    """Return the description of this API, as OpenAPI 3.1."""
    from web.openapi import document

    return document(current_app)
