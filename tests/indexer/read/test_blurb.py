"""What is taken out of the description of an item that has no body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.read.blurb import read_blurb
from indexer.read.body import Body
from indexer.read.markup import plain
from indexer.read.outlets import Outlets
from search import Headline

LINK = "https://hub.example/1"


def read(description: str, title: str = "") -> tuple[list[tuple[str, str, str]], str]:
    found = read_as_text(description, title)
    return [(line.text, line.outlet, line.link) for line in found.headlines], found.text


def read_as_text(description: str, title: str) -> Body:
    return read_blurb(
        description, title, LINK, Outlets(), lambda given: Body((), plain(given), "", ())
    )


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("Storm &amp; flood.", "Storm & flood."),
        ("<p>Storm</p> <b>and</b> flood", "Storm and flood"),
        ("Storm and fl...", "Storm and fl..."),
        ("Storm &quot;and flood&am...", 'Storm "and flood...'),
        ("Storm&nbs...", "Storm..."),
        ("Storm &...", "Storm..."),
        ("Storm and flood &amp", "Storm and flood"),
        ("Storm and flood&#3", "Storm and flood"),
        ("Boats by Oar&Sail", "Boats by Oar&Sail"),
        ("Storm\xa0\xa0and flood", "Storm and flood"),
        ("Storm &nbsp;&nbsp; and&nbsp;&nbsp;flood...", "Storm and flood..."),
        ("", ""),
    ],
)
def test_a_plain_description_is_the_text(description: str, text: str) -> None:
    assert read(description) == ([], text)


def test_a_clusters_description_is_taken_apart_at_known_outlets() -> None:
    description = (
        "Storm hits port&nbsp;&nbsp;The New York TimesUK and France send boats&nbsp;&nbsp;Reuters"
        "6-metre waves &amp; more&nbsp;&nbsp;DW“We are safe”&nbsp;&nbsp;politico.euMore to co..."
    )
    assert read(description) == (
        [
            ("Storm hits port", "The New York Times", LINK),
            ("UK and France send boats", "Reuters", ""),
            ("6-metre waves & more", "DW", ""),
            ("“We are safe”", "Politico", ""),
        ],
        "More to co",
    )


@pytest.mark.parametrize(
    "ending", ["", "View Full Coverage on Google News", "VIEW FULL COVERAGE ON GOOGLE NEWS"]
)
def test_the_last_part_is_an_outlet_known_or_not(ending: str) -> None:
    description = f"Storm hits port&nbsp;&nbsp;BBCBoats lost&nbsp;&nbsp;Harbour Post{ending}"
    assert read(description) == (
        [("Storm hits port", "BBC", LINK), ("Boats lost", "Harbour Post", "")],
        "",
    )


def test_the_title_tells_an_unknown_outlet() -> None:
    description = "Storm hits port&nbsp;&nbsp;Harbour PostBoats lost&nbsp;&nbsp;BBCMore to..."
    assert read(description, "Storm hits port - Harbour Post") == (
        [("Storm hits port", "Harbour Post", LINK), ("Boats lost", "BBC", "")],
        "More to",
    )


def test_headlines_that_cannot_be_split_become_text() -> None:
    description = (
        "Storm hits port&nbsp;&nbsp;BBCTwo boats lost&nbsp;&nbsp;Harbour PostPort shut"
        "&nbsp;&nbsp;ReutersAll is well&nbsp;&nbsp;CNN"
    )
    assert read(description) == (
        [("Storm hits port", "BBC", LINK), ("All is well", "CNN", "")],
        "Two boats lost\nHarbour Post\nPort shut",
    )


@given(
    st.lists(
        st.sampled_from(
            ["Storm", "&nbsp;&nbsp;", "Reuters", "BBC", "...", "&am", "<b>", " - ", "é"]
        )
    )
)
def test_any_description_gives_texts_without_blank_ends(parts: list[str]) -> None:
    found = read_as_text("".join(parts), "Storm - BBC")
    for value in (found.text, *(headline.text for headline in found.headlines)):
        assert value == value.strip()
    assert all(isinstance(line, Headline) and line.text for line in found.headlines)
