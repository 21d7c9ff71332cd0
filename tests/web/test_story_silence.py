"""The page of a story says which outlets usually carry such stories, and by which figures."""

from pathlib import Path

import pytest

from search import Archive
from tests.search.answer.test_silence import STORY, past
from tests.web.test_pages import read
from web import create_app


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
