"""Where the links from one search to others lead."""

from urllib.parse import urlencode

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from search import RequestInvalid, SearchRequest
from search.request import MAX_FACET_LIMITS
from search.settings import SORTS
from web.search_links import Links

VALUES = st.text(st.sampled_from("ab &=+%<\"'é/?#"), min_size=1, max_size=3)
MONTHS = st.sampled_from(["2025-12", "2026-01", "2026-02"])


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    """Searches with up to as many limits as a search takes."""
    limits = {}
    for name in ("sources", "not_sources", "tags", "not_tags"):
        limits[name] = tuple(draw(st.lists(VALUES, max_size=2)))
    many = draw(st.sampled_from([0, 0, 0, MAX_FACET_LIMITS - 10, MAX_FACET_LIMITS - 12]))
    return SearchRequest(
        query=draw(VALUES),
        feed=tuple(f"feed {number}" for number in range(many)),
        month=tuple(draw(st.lists(MONTHS, max_size=2))),
        page=draw(st.integers(1, 3)),
        sort=draw(st.sampled_from(SORTS)),
        **limits,
    )


@given(requests(), st.lists(VALUES, min_size=1, max_size=4), st.lists(MONTHS, max_size=4))
def test_a_link_is_the_search_with_one_thing_changed(
    app: Flask, search: SearchRequest, values: list[str], months: list[str]
) -> None:
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/news"}):
        links = Links(search)
        for facet, value in [
            *(("sources", value) for value in values),
            *(("tags", value) for value in values),
            *(("month", month) for month in months),
        ]:
            for step in ("only", "add", "exclude", "remove"):
                try:
                    stepped = getattr(search, step)(facet, value)
                except RequestInvalid:
                    assert links.step(step, facet, value) is None
                    continue
                pairs = stepped.to_params()
                expected = f"/news/?{urlencode(pairs)}" if pairs else "/news/"
                assert links.step(step, facet, value) == expected
