"""A small archive to ask: clusters, articles, several scripts, an item without a day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test

from search import Archive, Headline, Item
from search.engines import ENGINES
from search.text import Analyzer
from tests.conftest import THOROUGH
from tests.search.plain_engine import PlainEngine

WORLD = "https://news.example/rss/world.xml"
LOCAL = "https://local.example/feed"
STRIKE_LINK = "https://reuters.example/port-strike"


def cluster(
    id: str, day: str, *lines: tuple[str, str, str], tags: tuple[str, ...], feed: str = WORLD
) -> Item:
    """Return an item that lists what several outlets wrote: (text, outlet, link)."""
    return Item(
        id=id,
        title=lines[0][0],
        day=date.fromisoformat(day),
        headlines=tuple(
            Headline(text=text, outlet=outlet, link=link) for text, outlet, link in lines
        ),
        tags=tags,
        categories=("World",),
        feed=feed,
        link=lines[0][2],
    )


def article(
    id: str,
    day: str | None,
    title: str,
    outlet: str,
    text: str,
    tags: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    feed: str = LOCAL,
) -> Item:
    """Return an item that one outlet wrote."""
    link = f"https://articles.example/{id}"
    return Item(
        id=id,
        title=title,
        day=date.fromisoformat(day) if day else None,
        text=text,
        headlines=(Headline(text=title, outlet=outlet, link=link),) if outlet else (),
        tags=tags,
        categories=categories,
        feed=feed,
        link=link,
    )


ITEMS = (
    cluster(
        "port/strike-1.md",
        "2026-01-03",
        ("Port strike enters second week", "Reuters", STRIKE_LINK),
        ("Dockers stay out as talks stall", "BBC", "https://bbc.example/dockers"),
        ("Ferries idle in three harbours", "The New York Times", "https://nyt.example/ferries"),
        tags=("strike", "dockers"),
    ),
    cluster(
        "port/strike-2.md",
        "2026-01-05",
        ("Talks resume in port strike", "BBC", "https://bbc.example/talks"),
        ("Port strike enters second week", "Reuters", STRIKE_LINK),
        tags=("strike", "talks"),
    ),
    cluster(
        "port/strike-3.md",
        "2026-02-02",
        ("Ferries sail again as strike ends", "The New York Times", "https://nyt.example/sail"),
        ("Dockers back at work", "Al Jazeera", "https://aljazeera.example/work"),
        tags=("strike", "ferries"),
    ),
    article(
        "sky/comet-1.md",
        "2026-01-04",
        "Comet seen over the bay",
        "BBC",
        "A comet could be seen over the bay until midnight.\n"
        "No strike disturbed the view. The harbour lights were switched off for an hour.",
        ("comet",),
        ("Science",),
    ),
    article(
        "sky/comet-2.md",
        "2026-02-10",
        "The comet fades",
        "Reuters",
        "Two weeks after its brightest night the comet has faded. "
        "Those who want to see it need a telescope, a dark place and patience.",
        ("comet", "night sky"),
        ("Science",),
    ),
    article(
        "city/senate.md",
        "2025-11-30",
        "U.S. senate debates harbour bill",
        "The New York Times",
        "The bill would pay for new sea walls. A vote is expected next week, the president said.",
        ("senate", "harbour"),
        ("Politics",),
        WORLD,
    ),
    article(
        "city/visit.md",
        "2025-12-01",
        "Zelenskyy’s visit to Pečie postponed",
        "DW",
        "The president's visit was put off by a week. Straße und Café bleiben gesperrt.",
        ("visit",),
        ("Politics", "World"),
        WORLD,
    ),
    article(
        "city/presidents.md",
        "2025-12-24",
        "A bench for presidents",
        "",
        "Carpenters restored the long bench in the old town hall; "
        "presidential visitors used to wait on it.",
        ("town hall",),
        ("Local",),
    ),
    article(
        "world/beijing.md",
        "2026-01-15",
        "北京发布新能源汽车标准",
        "新华社",
        "新标准将于七月实施。专家认为,电池安全是重点。手机news也在报道。",
        ("汽车",),
        ("World",),
        WORLD,
    ),
    article(
        "world/tokyo.md",
        "2026-01-16",
        "東京の桜はいつ咲くか",
        "NHK",
        "ことしの桜は平年より早い見込み。",
        ("桜",),
        ("World",),
        WORLD,
    ),
    article(
        "world/mina.md",
        "2026-01-17",
        "افتتاح ميناء جديد في المدينة",
        "الجزيرة",
        "قال المهندسون إن الميناء الجديد يستقبل أول سفينة غدا.",
        ("ميناء",),
        ("World",),
        WORLD,
    ),
    article(
        "world/flut.md",
        "2026-01-18",
        "Überschwemmungen in süddeutschen Städten",
        "DW",
        "Die Flüsse steigen, und die Häuser am Ufer wurden geräumt.",
        ("flut",),
        ("World",),
        WORLD,
    ),
    article(
        "world/most.md",
        "2026-01-19",
        "Новый мост открыт в городе",
        "ТАСС",
        "Строительство моста заняло три года.",
        ("мост",),
        ("World",),
        WORLD,
    ),
    Item(
        id="undated/notice.md",
        title="Harbour notice",
        day=None,
        text="The harbour office is open in the morning.",
        tags=("harbour",),
        feed=LOCAL,
    ),
    Item(id="undated/empty.md", title="", day=None),
)


@pytest.fixture(scope="session")
def items() -> tuple[Item, ...]:
    """The items of `archive`."""
    return ITEMS


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    """Return the analyzer that archives have unless they say otherwise."""
    return Analyzer("english")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask both engines, but only the folder's where a test looks into the folder.

    A test of many examples asks the plain engine, which is slow, in a thorough run only.
    """
    marks = metafunc.definition.iter_markers("parametrize")
    if "address" in metafunc.fixturenames and not any(mark.args[0] == "address" for mark in marks):
        on_disk = "embedded" in metafunc.definition.path.parts
        is_long = is_hypothesis_test(metafunc.function) and not THOROUGH
        names = ["folder"] if on_disk or is_long else ["folder", "plain"]
        metafunc.parametrize("address", names, indirect=True)


@pytest.fixture(scope="session")
def address(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], str]]:
    """Return where an archive is kept: in a folder, or under its name by the plain engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ENGINES, "plain", lambda: PlainEngine)
        yield str if request.param == "folder" else "plain://{}".format


@pytest.fixture(scope="session")
def archive(
    tmp_path_factory: pytest.TempPathFactory, address: Callable[[Path], str]
) -> Iterator[Archive]:
    """Hold `items`; not to be changed."""
    with Archive.create(address(tmp_path_factory.mktemp("archive") / "index")) as archive:
        archive.add(ITEMS)
        yield archive


@pytest.fixture
def make(tmp_path: Path, address: Callable[[Path], str]) -> Iterator[Callable[..., Archive]]:
    """Make archives of some items; each `Item` may be given as its title alone."""
    made: list[Archive] = []

    def make(items: Iterable[Item | str] = (), language: str = "english") -> Archive:
        archive = Archive.create(address(tmp_path / f"index-{len(made)}"), language=language)
        made.append(archive)
        archive.add(
            Item(id=item, title=item, day=None) if isinstance(item, str) else item for item in items
        )
        return archive

    yield make
    for archive in made:
        archive.close()


@pytest.fixture
def empty_archive(make: Callable[..., Archive]) -> Archive:
    """Hold nothing."""
    return make()
