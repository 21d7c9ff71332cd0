"""The API does what its description says, whatever it is asked."""

from urllib.parse import urlencode

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema

from search import Archive
from search.request import MAX_FACET_LIMITS, PARAMETERS
from tests.openapi import FILE, SEARCH_PARAMETERS, text
from web.app import MAX_ADDRESS_BYTES

#: The client of schemathesis does not decompress.
PLAIN = {"Accept-Encoding": "identity"}
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
SEARCH, ITEM, STORY, FACET, COVERAGE, COMPARE, SUGGEST, EXAMPLES, *HELD = (
    f"/api/v1/{path}"
    for path in (
        *(
            "search",
            "items/{id}",
            "story/{id}",
            "facets/{name}",
            "coverage",
            "compare",
            "suggest",
            "examples",
        ),
        *("compare/outlets", "archive", "ledger", "outlets", "outlet/{outlet}", "day/{day}"),
    )
)
CASES = [
    (SEARCH, POSITIVE),
    (SEARCH, NEGATIVE),
    (ITEM, POSITIVE),
    (ITEM, NEGATIVE),
    (STORY, POSITIVE),
    (STORY, NEGATIVE),
    (FACET, POSITIVE),
    (FACET, NEGATIVE),
    (COVERAGE, POSITIVE),
    (COVERAGE, NEGATIVE),
    (COMPARE, POSITIVE),
    (COMPARE, NEGATIVE),
    (SUGGEST, POSITIVE),
    (SUGGEST, NEGATIVE),
    (EXAMPLES, POSITIVE),
    (EXAMPLES, NEGATIVE),
    *((path, mode) for path in HELD for mode in (POSITIVE, NEGATIVE)),
]


@pytest.fixture(scope="module")
def described(app: Flask) -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def test_the_file_is_what_the_command_makes() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "run: python -m tests.openapi"


def test_every_parameter_of_a_search_is_described() -> None:
    assert [parameter["name"] for parameter in SEARCH_PARAMETERS] == [*PARAMETERS]


def test_every_operation_is_tried(described: BaseSchema) -> None:
    assert set(described) == {path for path, _ in CASES}


@pytest.mark.thorough
@pytest.mark.parametrize(("path", "mode"), CASES, ids=lambda value: getattr(value, "value", value))
def test_every_answer_is_as_described(
    described: BaseSchema, path: str, mode: GenerationMode
) -> None:
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    @settings(
        max_examples=settings.default.max_examples // 2,
        deadline=None,
        derandomize=True,
        suppress_health_check=[*HealthCheck],
    )
    def answer(case: schemathesis.Case) -> None:
        # OpenAPI has no word for a bound on several parameters together.
        assume(
            sum(len(values) for values in case.query.values() if isinstance(values, list))
            <= MAX_FACET_LIMITS
        )
        # Nor for one on the whole address.
        assume(len(urlencode(case.query, doseq=True)) < MAX_ADDRESS_BYTES // 3)
        if path == COMPARE and mode is POSITIVE:  # nor for texts that differ in blanks alone
            queries = [str(own).strip() for own in case.query["q"]]
            assume(all(queries) and len(set(queries)) == len(queries))
        if path in (FACET, COVERAGE, SUGGEST) and mode is POSITIVE:
            case.query.pop("new_since", None)  # nor for the generations that this archive knows
        if path == SUGGEST and mode is POSITIVE:
            case.query.pop("story", None)  # nor for its stories
        if mode is NEGATIVE:  # nor for a value that may be empty, as forms send it
            values = [own if isinstance(own, list) else [own] for own in case.query.values()]
            assume(all(row and all(own not in ("", None, [], {}) for own in row) for row in values))
        case.call_and_validate(headers=PLAIN)

    answer()


def test_every_item_is_as_described(described: BaseSchema, archive: Archive) -> None:
    for hit in archive.search(per_page=100).hits:
        for path in (ITEM, STORY):
            case = described[path]["GET"].Case(path_parameters={"id": hit.id})
            case.call_and_validate(headers=PLAIN)
