"""How is the JSON API described? `python -m tests.openapi` writes web/openapi.json anew.

The description is made from the routes, the parameters and the dataclasses that are answered. It
is made here and not in `web/`, so that the program needs neither pydantic nor apispec.
"""

import json
import re
from pathlib import Path
from typing import Any

from apispec import APISpec
from flask import Flask
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.routing import Rule

from search import (
    Comparison,
    Coverage,
    HeldDay,
    HeldOutlets,
    Item,
    OutletProfile,
    OutletsOverTime,
    Page,
    SearchRequest,
    ToldStory,
)
from search.comparison import MAX_COMPARED, MIN_COMPARED
from search.coverage import COVERAGE_ORDERS
from search.facets import FACET_ORDERS, OUTLET_ORDERS
from search.limits import FLAG_TEXTS
from search.names import MAX_NAME_CHARACTERS
from search.periods import AUTO, MAX_BARS, NONE, UNITS, USUAL_BARS
from search.request import FACETS, MAX_FACET_LIMITS, MAX_PAGE
from search.settings import MATCHES, MAX_GENERATION, MAX_PER_PAGE, MAX_QUERY_CHARACTERS, SORTS
from search.story_groups import GROUPINGS
from web import create_app
from web.api import (
    CURSOR,
    OFFSET,
    STORY_ITEMS,
    STORY_PAGE,
    SUGGESTIONS,
    VALUES,
    ExamplesAnswer,
    FacetAnswer,
    SuggestAnswer,
)
from web.comparing import COMPARE_PARAMETERS as COMPARED
from web.errors import ErrorAnswer
from web.held_api import OF_DAY, ArchiveAnswer
from web.held_files import ACTIONS, LedgerAnswer
from web.page_links import BY_OUTLET
from web.parameters import WITHOUT_PAGES, WholeNumber

FILE = Path(__file__).parents[1] / "web" / "openapi.json"
API_VERSION = "1"
_REFERENCE = "#/components/schemas/{model}"
_VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
_COUNT = {"type": "integer", "minimum": 0}
_TEXT = {"type": "string"}
_QUERY = _TEXT | {"maxLength": MAX_QUERY_CHARACTERS}
_NAME = _TEXT | {"maxLength": MAX_NAME_CHARACTERS}
_YEAR = "(?!0000)[0-9]{4}"
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"
_PATTERNS = {"year": f"^{_YEAR}$", "month": f"^{_MONTH}$"}
_DAY = _TEXT | {"anyOf": [{"format": "date"}, {"pattern": f"^({_YEAR}|{_MONTH})$"}]}


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _number(number: WholeNumber, description: str) -> dict[str, Any]:
    schema = {"minimum": number.least, "maximum": number.most, "default": number.default}
    return _parameter(number.name, description, {"type": "integer"} | schema)


def _facet_parameter(sign: str, facet: str) -> dict[str, Any]:
    which = "none" if sign else "one"
    return _parameter(
        sign + FACETS[facet],
        f"Hits have {which} of these values of the facet {facet}; repeat it for several. "
        f"A search takes {MAX_FACET_LIMITS} values in all.",
        {
            "type": "array",
            "items": _TEXT | {"pattern": _PATTERNS[facet]} if facet in _PATTERNS else _NAME,
        },
    )


def _day(name: str, what: str, which: str) -> dict[str, Any]:
    description = f"{what}, as 2026-01-31; a month or a year means its {which} day."
    return _parameter(name, description, _DAY)


_AS_OF = _day("as_of", "The day at whose end (in UTC) the archive is to be seen", "last")
SEARCH_PARAMETERS = [
    _parameter("q", "The query: words, phrases, fields, as in the search box.", _QUERY),
    *(_facet_parameter(sign, facet) for sign in ("", "not_") for facet in FACETS),
    _day("since", "The first day", "first"),
    _day("until", "The last day", "last"),
    _AS_OF,
    _parameter(
        "standing",
        "1 leaves out the items whose files were gone by that day, or are gone now.",
        {"enum": [*FLAG_TEXTS], "default": "0"},
    ),
    _parameter(
        "new_since",
        "The number of a generation: hits are items that came into the archive after it. As of a "
        "day, and where the archive does not tell, it is left out, and a note says so; answers "
        "without notes are 400 then.",
        {"type": "integer", "minimum": 0, "maximum": MAX_GENERATION},
    ),
    _parameter(
        "story",
        "The id of a story, which is that of its first item, or of any: hits are the items of it.",
        {"type": "string"},
    ),
    _parameter(
        "explain",
        "1 has each hit tell what gave it its score.",
        {"enum": [*FLAG_TEXTS], "default": "0"},
    ),
    _parameter(
        "match", "Which of the words hits must have.", {"enum": [*MATCHES], "default": MATCHES[0]}
    ),
    _parameter("sort", "Order of the hits.", {"enum": [*SORTS], "default": SORTS[0]}),
    _parameter(
        "group",
        "story puts the hits of a story together and answers with the best of each; auto does so "
        "where many hits are of one story; else, and where no stories are known, each hit is by "
        "itself.",
        {"enum": [*filter(None, GROUPINGS)]},
    ),
    _number(WholeNumber(name="page", default=1, least=1, most=MAX_PAGE), "Page of the hits."),
    _number(
        WholeNumber(name="per_page", default=20, least=1, most=MAX_PER_PAGE), "Hits on a page."
    ),
    _parameter(
        "by",
        "Unit of the timeline; auto is the finest that fits, and none leaves out the timeline.",
        {"enum": [AUTO, *UNITS, NONE], "default": AUTO},
    ),
    _number(
        WholeNumber(name="bars", default=USUAL_BARS, least=1, most=MAX_BARS),
        "Bars of the timeline at most; with more, its unit is a coarser one.",
    ),
    _parameter(
        "share",
        "1 has a page draw its timeline as shares of what the archive holds; no answer differs.",
        {"enum": [*FLAG_TEXTS], "default": "0"},
    ),
    _parameter(
        "facets",
        "Facets to count; all where it is not given, none where it is empty.",
        {"type": "array", "items": {"enum": [*FACETS, ""]}},
    ),
]
_WITHOUT_PAGES = [own for own in SEARCH_PARAMETERS if own["name"] in WITHOUT_PAGES]
_LIMITS = [
    own for own in SEARCH_PARAMETERS if own["name"] in COMPARED and own["name"] not in ("q", "by")
]
COMPARE_PARAMETERS = [
    _parameter(
        "q",
        f"The queries, {MIN_COMPARED} to {MAX_COMPARED} different ones, whose fields are limits of "
        f"their own. With by={BY_OUTLET} one, which may be left out.",
        {
            "type": "array",
            "items": _QUERY | {"pattern": r"\S"},
            "minItems": MIN_COMPARED,
            "maxItems": MAX_COMPARED,
            "uniqueItems": True,
        },
    )
    | {"required": True},
    _parameter(
        "by",
        f"Unit of the time. {BY_OUTLET}, beside it or alone, compares one search in its largest "
        "outlets, or in those of source.",
        {"enum": [AUTO, *UNITS, NONE], "default": AUTO},
    ),
    *_LIMITS,
]
#: View -> the type that it answers, and its parameters.
OPERATIONS: dict[str, tuple[type, list[dict[str, Any]]]] = {
    "search": (Page, SEARCH_PARAMETERS),
    "item": (Item, [_AS_OF]),
    "story": (
        ToldStory,
        [
            _AS_OF,
            _number(STORY_ITEMS, "How many items a page has at most."),
            _number(STORY_PAGE, "The page of its items."),
        ],
    ),
    "facet": (
        FacetAnswer,
        [
            *_WITHOUT_PAGES,
            _parameter("prefix", "Only values of which a word begins so.", _NAME),
            _parameter(
                "order",
                "What comes first; without it the most frequent, of years and months the first.",
                {"enum": [*FACET_ORDERS]},
            ),
            _number(VALUES, "How many values at most."),
            _number(OFFSET, "How many values to pass over."),
        ],
    ),
    "coverage": (
        Coverage,
        [
            *_WITHOUT_PAGES,
            _parameter("order", "What comes first.", {"enum": [*COVERAGE_ORDERS]}),
            _number(VALUES, "How many outlets at most."),
            _number(OFFSET, "How many outlets to pass over."),
        ],
    ),
    "compare": (Comparison, COMPARE_PARAMETERS),
    "compared_outlets": (
        OutletsOverTime,
        [
            *COMPARE_PARAMETERS,
            _number(VALUES, "How many outlets at most."),
            _number(OFFSET, "How many outlets to pass over."),
        ],
    ),
    "examples": (ExamplesAnswer, [_AS_OF]),
    "held": (
        ArchiveAnswer,
        [
            _parameter(
                "month",
                "The month that is looked at by day and outlet; else the last one with items.",
                _TEXT | {"pattern": _PATTERNS["month"]},
            ),
            _AS_OF,
        ],
    ),
    "ledger_entries": (
        LedgerAnswer,
        [
            _parameter("action", "Only files of which this was done.", {"enum": [*ACTIONS]}),
            _parameter("reason", "Only entries of a reason, such as bad-date.", _TEXT),
            _number(VALUES, "How many entries at most."),
            _number(OFFSET, "How many entries to pass over."),
        ],
    ),
    "held_outlets": (
        HeldOutlets,
        [
            _parameter("prefix", "Only outlets of whose names a word begins so.", _NAME),
            _parameter("order", "What comes first.", {"enum": [*OUTLET_ORDERS]}),
            _number(VALUES, "How many outlets at most."),
            _number(OFFSET, "How many outlets to pass over."),
            _AS_OF,
        ],
    ),
    "held_outlet": (OutletProfile, [_AS_OF]),
    "held_day": (
        HeldDay,
        [
            _number(OF_DAY, "How many stories at most."),
            _number(OFFSET, "How many stories to pass over."),
            _AS_OF,
        ],
    ),
    "suggest": (
        SuggestAnswer,
        [
            *SEARCH_PARAMETERS,
            _number(CURSOR, "After how many characters of q something is typed; else its end."),
            _number(SUGGESTIONS, "How many at most."),
        ],
    ),
}


class _Schemas(GenerateJsonSchema):
    """The schemas of what `search.as_json` and the views make of the dataclasses."""

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        kind = schema["cls"]
        if kind is SearchRequest:
            pair = {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}
            return {
                "type": "array",
                "items": pair,
                "description": "A search as the (name, value) pairs of its URL.",
            }
        result = super().dataclass_schema(schema)
        result["additionalProperties"] = False
        if kind is Page:
            _add(result, {name: _COUNT for name in ("page", "per_page", "pages")})
        if kind is Item:
            _add(result, {"sources": {"type": "array", "items": _TEXT}})
            counts = {"type": "object", "additionalProperties": {"type": "integer"}}
            result["properties"]["cut"] = counts
        return result


def _add(schema: JsonSchemaValue, properties: dict[str, Any]) -> None:
    schema["properties"] |= properties
    schema["required"] = [*schema["required"], *properties]


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the API, as if it were mounted at the root."""
    app = create_app()
    spec = APISpec(
        title="Backfile",
        version=API_VERSION,
        openapi_version="3.1.0",
        info={
            "description": "Search an archive of news items. Read-only; no key is needed. A "
            "parameter whose value is empty is left out, as forms send it."
        },
        servers=[{"url": "/"}],
    )
    kinds = {ErrorAnswer, *(answer for answer, _ in OPERATIONS.values())}
    _, schemas = TypeAdapter.json_schemas(
        [(kind, "serialization", TypeAdapter(kind)) for kind in kinds],
        ref_template=_REFERENCE,
        schema_generator=_Schemas,
    )
    for name, schema in sorted(schemas["$defs"].items()):
        spec.components.schema(name, schema)
    for rule in app.url_map.iter_rules():
        blueprint, _, view = rule.endpoint.rpartition(".")
        if blueprint == "api" and view in OPERATIONS:
            spec.path(_VARIABLE.sub(r"{\1}", rule.rule), operations={"get": _operation(app, rule)})
    return spec.to_dict()


def text() -> str:
    """Return what web/openapi.json must hold."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def _operation(app: Flask, rule: Rule) -> dict[str, Any]:
    view = rule.endpoint.rpartition(".")[2]
    answer, parameters = OPERATIONS[view]
    statuses = {200: answer, 400: ErrorAnswer, 414: ErrorAnswer, 503: ErrorAnswer}
    if rule.arguments:
        statuses[404] = ErrorAnswer
    # A day may be written in any way that a query takes; its address has one.
    moved = {"302": {"description": HTTP_STATUS_CODES[302]}} if "day" in rule.arguments else {}
    return {
        "operationId": view,
        "summary": (app.view_functions[rule.endpoint].__doc__ or "").strip(),
        "parameters": [*(_path_parameter(name) for name in sorted(rule.arguments)), *parameters],
        "responses": moved
        | {
            str(int(status)): {
                "description": HTTP_STATUS_CODES[status],
                "content": {
                    "application/json": {"schema": {"$ref": _REFERENCE.format(model=kind.__name__)}}
                },
            }
            for status, kind in sorted(statuses.items())
        },
    }


def _path_parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"enum": [*FACETS]} if name == "name" else _TEXT | {"minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema}


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
