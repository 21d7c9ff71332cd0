"""A small readable archive, and the application over it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search import Archive, Headline, Item
from web import create_app

STRIKE_FEED = "https://news.example/rss/topics/ports?hl=en"
CITY_FEED = "https://city.example/feed.xml"


def cluster(day: str, *lines: tuple[str, str], tags: tuple[str, ...] = ()) -> Item:
    """An item that lists what several outlets wrote."""
    slug = lines[0][0].lower().replace(" ", "-")
    return Item(
        id=f"ports/{slug}.md",
        title=lines[0][0],
        day=date.fromisoformat(day),
        headlines=[
            Headline(text=text, outlet=outlet, link=f"https://{slug}.example/{place}")
            for place, (text, outlet) in enumerate(lines)
        ],
        tags=tags,
        categories=("ports",),
        feed=STRIKE_FEED,
        link=f"https://{slug}.example/0",
    )


def article(
    day: str | None, title: str, outlet: str, text: str, tags: tuple[str, ...] = ()
) -> Item:
    """An item with one outlet's text."""
    slug = title.lower().replace(" ", "-")
    link = f"https://city.example/{slug}"
    return Item(
        id=f"city/{slug}.md",
        title=title,
        day=date.fromisoformat(day) if day else None,
        text=text,
        headlines=[Headline(text=title, outlet=outlet, link=link)],
        tags=tags,
        categories=("city",),
        feed=CITY_FEED,
        link=link,
    )


ITEMS = [
    cluster(
        "2026-01-03",
        ("Port strike enters second week", "Reuters"),
        ("Dockers stay out as talks on the strike fail", "BBC"),
        ("What the strike means for coffee", "The Guardian"),
        ("Ships wait off the coast", "Al Jazeera"),
        ("Strike, day nine: a harbour without noise", "DW"),
        tags=("strike", "port"),
    ),
    cluster(
        "2026-01-05",
        ("Strike over, cranes move again", "BBC"),
        ("Dockers accept offer", "Reuters"),
        tags=("strike",),
    ),
    cluster(
        "2025-12-28",
        ("Dockers vote for a strike", "The Guardian"),
        ("Ballot at the port", "BBC"),
        tags=("strike", "ballot"),
    ),
    cluster("2025-11-30", ("New crane arrives at the port", "Reuters"), tags=("port", "crane")),
    article(
        "2026-01-04",
        "Comet seen over the bay",
        "BBC",
        "A comet hung over the bay at dusk.\nIt returns in eighty years, astronomers say.",
        tags=("comet",),
    ),
    article("2026-01-02", "Bread prices fall", "DW", "Flour is cheaper than last winter."),
    article("2026-01-01", "Tram line to the port opens", "BBC", "The tram runs every ten minutes."),
    article("2025-12-24", "Choir fills the old market hall", "The Guardian", "Six hundred sang."),
    article("2025-12-20", "Library lends out telescopes", "BBC", "For the comet, it says."),
    article("2025-11-02", "Storm closes the coast road", "DW", "The storm took down nine trees."),
    article("2025-10-12", "Harvest of the century", "DW", "Farmers count more pears than ever."),
    article(None, "A page without a day", "BBC", "Nobody wrote down when."),
    *(
        article(f"2025-09-{day:02}", f"Notes from the council number {day}", "DW", "Minutes.")
        for day in range(1, 26)
    ),
]


@pytest.fixture(scope="session")
def archive_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the archive."""
    return tmp_path_factory.mktemp("web") / "index"


@pytest.fixture(scope="session")
def archive(archive_path: Path) -> Iterator[Archive]:
    """ITEMS, indexed."""
    with Archive.create(archive_path) as archive:
        archive.add(ITEMS)
        yield archive


@pytest.fixture(scope="session")
def app(archive: Archive) -> Flask:
    """The application over ITEMS."""
    return create_app({"ARCHIVE": archive, "TESTING": True})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client that asks the application without a network."""
    return app.test_client()
