"""How is the API described? An OpenAPI document, made from the routes and the dataclasses."""

import re
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from flask import Flask, request
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from werkzeug.routing import Rule

from search import Item, Page, SearchRequest
from search.request import FACETS
from web.errors import ErrorAnswer
from web.operations import OPERATIONS

API_VERSION = "1"
_REFERENCE = "#/components/schemas/{model}"
_VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
_COUNT = {"type": "integer", "minimum": 0}


class _Schemas(GenerateJsonSchema):
    """The schemas of what `search.as_json` and the views make of the dataclasses."""

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        kind = schema["cls"]
        if kind is SearchRequest:
            pair = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
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
            _add(result, {"sources": {"type": "array", "items": {"type": "string"}}})
        return result


def _add(schema: JsonSchemaValue, properties: dict[str, Any]) -> None:
    schema["properties"] |= properties
    schema["required"] = [*schema["required"], *properties]


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the API."""
    spec = APISpec(
        title="Backfile",
        version=API_VERSION,
        openapi_version="3.1.0",
        info={"description": "Search an archive of news items. Read-only; no key is needed."},
        servers=[{"url": request.script_root or "/"}],
    )
    kinds = {ErrorAnswer, *(operation.answer for operation in OPERATIONS.values())}
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


def _operation(app: Flask, rule: Rule) -> dict[str, Any]:
    view = rule.endpoint.rpartition(".")[2]
    operation = OPERATIONS[view]
    statuses = {200: operation.answer, 400: ErrorAnswer, 503: ErrorAnswer}
    if rule.arguments:
        statuses[404] = ErrorAnswer
    return {
        "operationId": view,
        "summary": (app.view_functions[rule.endpoint].__doc__ or "").strip(),
        "parameters": [
            *(_path_parameter(name) for name in sorted(rule.arguments)),
            *(parameter.as_openapi() for parameter in operation.parameters),
        ],
        "responses": {
            str(int(status)): {
                "description": HTTPStatus(status).phrase,
                "content": {
                    "application/json": {"schema": {"$ref": _REFERENCE.format(model=kind.__name__)}}
                },
            }
            for status, kind in sorted(statuses.items())
        },
    }


def _path_parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if name == "name":
        schema = {"enum": [*FACETS]}
    return {"name": name, "in": "path", "required": True, "schema": schema}
