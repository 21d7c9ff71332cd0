"""What comes in is bounded, and so is what goes out: no answer has more than a megabyte."""

import json
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

LONG_QUERY = "strike " * 200
LONG_VALUE = "x" * 300
#: What is too long -> the address of a search with it, less its path.
TOO_LONG = {
    "query": urlencode({"q": LONG_QUERY}),
    "value": urlencode({"tag": LONG_VALUE}),
    "value-that-is-left-out": urlencode({"not_source": LONG_VALUE}),
    "values": urlencode([("tag", str(number)) for number in range(100)]),
    "values-of-two-facets": urlencode(
        [("tag", str(number)) for number in range(40)]
        + [("source", str(number)) for number in range(40)]
    ),
}


@pytest.mark.parametrize("name", TOO_LONG)
@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/facets/tags", "/feed.atom"])
def test_programs_are_told_what_is_too_long(client: FlaskClient, path: str, name: str) -> None:
    answer = client.get(f"{path}?{TOO_LONG[name]}")
    assert answer.status_code == 400
    assert "left out" not in answer.text
    assert len(answer.data) < 5_000


@pytest.mark.parametrize("name", TOO_LONG)
def test_readers_get_a_page_that_says_what_was_left_out(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/?{TOO_LONG[name]}")
    assert answer.status_code == 200
    assert "left out" in answer.text
    assert LONG_VALUE not in answer.text
    assert LONG_QUERY not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        f"/api/v1/suggest?q={'x' * 1_001}",
        f"/api/v1/facets/tags?prefix={'x' * 257}",
    ],
)
def test_what_is_typed_is_bounded(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "characters are too many" in answer.json["error"]["message"]


def test_a_page_of_values_says_what_it_cut(client: FlaskClient) -> None:
    page = client.get(f"/facets/tags?prefix={'x' * 1_000}").text
    assert "256 characters count" in page
    assert "x" * 257 not in page


def test_unknown_parameters_are_named_a_few_times(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?" + "&".join(f"p{number}=" for number in range(900)))
    assert answer.status_code == 200
    notes = answer.json["notes"]
    assert len(notes) == 6
    assert notes[-1] == "895 more parameters were ignored."
    assert len(json.dumps(answer.json["notes"])) < 5_000
