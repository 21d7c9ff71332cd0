"""The page of a story says which outlets carried more such stories than by chance, with figures."""

from datetime import timedelta
from pathlib import Path

import pytest

from search import Archive
from tests.search.answer.test_rewordings import FIRST, POLLS, SECOND, THIRD, globe, item
from tests.search.answer.test_silence import LATER, STORY, past
from tests.search.answer.test_silence import item as outlet_item
from tests.web.test_pages import read
from web import create_app

LIVE = "https://post.example/port"


@pytest.mark.parametrize("is_known", [True, False])
def test_silence_is_told_with_figures_where_the_past_is_known(
    tmp_path: Path, is_known: bool
) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([*past(100 if is_known else 10), STORY])
        client = create_app({"ARCHIVE": archive}).test_client()
        page = read(client, f"/story/{STORY.id}")
        told = page.css("section.silence li")
        assert bool(told) == is_known
        as_json = client.get(f"/api/v1/story/{STORY.id}").get_json()["silence"]
        if not is_known:
            assert as_json is None
            return
        (sentence,) = page.css("section.silence p")
        assert sentence.text().startswith("That an outlet is absent from this archive does not")
        own = as_json["outlets"][0]
        assert own["outlet"] in told[0].text()
        figures = f"carried {own['carried']} of the {as_json['alike']} stories most alike"
        assert figures in told[0].text()
        (link,) = told[0].css("a")
        assert read(client, link.attributes["href"] or "").css_first("h1").text() == own["outlet"]


def test_an_outlet_with_the_story_in_another_item_is_told_apart(tmp_path: Path) -> None:
    day = LATER + timedelta(10)
    other = outlet_item(950, day, "harbour dockers strike over pay in Bergen", "Herald")
    with Archive.create(tmp_path / "index") as archive:
        archive.add([*past(), STORY, other])
        client = create_app({"ARCHIVE": archive}).test_client()
        page = read(client, f"/story/{STORY.id}")
    (elsewhere,) = page.css("section.silence h3 ~ ul")
    assert "Herald" not in [own.text() for own in page.css("section.silence li > bdi > a")]
    assert elsewhere.css_first("bdi").text() == "Herald"
    assert elsewhere.css_first("a").attributes["href"] == f"/item/{other.id}"


def test_a_page_tells_wordings_who_was_first_and_has_a_chart(tmp_path: Path) -> None:
    live = item("5.md", 10, ("Port strike in Northhaven over dockers' pay: live", "Post", LIVE))
    later = item("6.md", 11, ("Northhaven port strike: dockers' pay dispute", "Post", LIVE))
    last = item("7.md", 50, globe("Dockers' pay strike closes port in Northhaven"))
    with Archive.create(tmp_path / "index") as archive:
        archive.add([FIRST, SECOND, THIRD, live, later, last, *POLLS])
        client = create_app({"ARCHIVE": archive}).test_client()
        page = read(client, "/story/1.md")
    told = page.css("section[aria-labelledby=reworded] > .rewordings > li")
    assert [[one.text() for one in own.css("ol a")] for own in told] == [[FIRST.title, THIRD.title]]
    (folded,) = page.css("section[aria-labelledby=reworded] details")
    assert folded.css_first("summary").text() == "1 page that rolls on"
    assert len(folded.css("ol a")) == 2
    assert "6 hours before any other; the archive was filled at least every 2 hours" in page.text()
    assert len(page.css("figure.timeline tbody tr")) == 3
    assert page.css("figure.timeline [aria-hidden=true] svg")
