"""The feed of a search by stories: an entry a story, which is updated when the story grows."""

from pathlib import Path

from search import Archive
from tests.web.test_feeds import ATOM, feed, texts
from tests.web.test_pages import read
from tests.web.test_story_pages import CENTRAL, ITEMS, told
from web import create_app


def test_a_story_is_an_entry_whose_id_stays_while_it_grows(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add(ITEMS)
        client = create_app({"ARCHIVE": archive}).test_client()
        before = feed(client, "/feed.atom?q=northhaven+OR+comet&group=story")
        archive.add([told(12, "Northhaven port strike: pay talks fail once more", 3, "Herald")])
        after = feed(client, "/feed.atom?q=northhaven+OR+comet&group=story")
        items = feed(client, "/feed.atom?q=northhaven+OR+comet")
    assert len(texts(items, "a:entry/a:id")) == 13
    assert texts(before, "a:id") == texts(after, "a:id") != texts(items, "a:id")
    assert sorted(texts(before, "a:entry/a:id"), key=str) == sorted(
        texts(after, "a:entry/a:id"), key=str
    )
    assert len(texts(before, "a:entry/a:id")) == 2
    times = [_updated(own) for own in (before, after)]
    assert times[0][CENTRAL] < times[1][CENTRAL]
    comet = "Comet seen above the old lighthouse"
    assert times[0][comet] == times[1][comet]
    links = [node.attrib["href"] for node in before.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert any(link.endswith("/story/news/1.md") for link in links)


def _updated(root: object) -> dict[str | None, str]:
    titles, times = texts(root, "a:entry/a:title"), texts(root, "a:entry/a:updated")  # type: ignore[arg-type]
    return {title: str(time) for title, time in zip(titles, times, strict=True)}


def test_pages_by_stories_name_their_feed(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add(ITEMS)
        client = create_app({"ARCHIVE": archive}).test_client()
        for page in ("/stories?q=northhaven", "/?q=northhaven+OR+comet"):
            links = read(client, page).css('link[type="application/atom+xml"]')
            address = links[-1].attributes["href"] or ""
            assert "group=story" in address
            assert texts(feed(client, address), "a:entry/a:title")
        assert "group=story" not in (
            read(client, "/?q=comet")
            .css('link[type="application/atom+xml"]')[-1]
            .attributes["href"]
            or ""
        )


def test_a_feed_of_rewordings_says_from_which_to_which_and_when(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add(ITEMS[:1] + ITEMS[2:3])
        client = create_app({"ARCHIVE": archive}).test_client()
        first, then = (f"“{own.title}” ({own.day})" for own in (ITEMS[0], ITEMS[2]))
        changed = feed(client, "/feed.atom?q=changed:yes")
        assert texts(changed, "a:entry/a:summary") == [f"{first} → {then}"] * 2
        others = texts(feed(client, "/feed.atom?q=port"), "a:entry/a:summary")
        assert not any("→" in (text or "") for text in others)
