"""A long item: its page counts all of it, shows the beginning, and leads to pages of the rest."""

from collections.abc import Iterator
from itertools import chain, count

import pytest
from flask.testing import FlaskClient

from search import Archive, Headline, Item
from tests.web.test_pages import read, words
from web import create_app
from web.item_parts import CHARACTERS_PER_PAGE, ENTRIES_PER_PAGE

MANY = 1_000
ID = "all.md"
PAGE_BYTES = 60_000
LONG_TEXT = "\n".join(f"Line {number} of a calm <day>." for number in range(8_000)) + " squall"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An archive of an item of a thousand outlets, and one of a long text."""
    lines = [
        Headline(
            text=f"Strike in port {number}" if number else "Rain",
            outlet=f"Outlet {number}",
            link=f"https://o{number}.example/strike",
        )
        for number in range(MANY)
    ]
    lines[-1] = Headline(text="Comet", outlet="Last", link="https://last.example/comet")
    tags = [f"tag {number}" for number in range(MANY)]
    with Archive.create(tmp_path_factory.mktemp("parts") / "index") as archive:
        archive.add([Item(id=ID, title="Rain", day=None, headlines=lines, tags=tags)])
        archive.add([Item(id="long/text.md", title="Calm", day=None, text=LONG_TEXT)])
        yield create_app({"ARCHIVE": archive}).test_client()


def pages_of(client: FlaskClient, address: str, nodes: str) -> list[list[str]]:
    """Return the words of some nodes of all pages of a part, by page."""
    found: list[list[str]] = []
    for _ in count():
        page = read(client, address)
        found.append([words(node) for node in page.css(nodes)])
        after = page.css_first(".pager [rel=next]")
        if after is None:
            return found
        address = after.attributes["href"] or ""
    return found


def test_a_page_counts_the_whole_item(client: FlaskClient) -> None:
    page = read(client, f"/item/{ID}?q=strike")
    assert "and 999 more outlets" in words(page.css_first(".item .kicker"))
    matches = words(page.css_first(".matches"))
    assert "998 matches" in matches
    assert "of which the first 19 are marked" in matches
    assert len(page.css(".item .coverage li")) == 20
    more = {words(link): link.attributes["href"] or "" for link in page.css(".more a")}
    assert list(more) == ["All 1,000 headlines", "All 1,000 outlets", "All 1,000 tags"]
    assert len(page.html or "") < PAGE_BYTES


def test_all_of_a_part_is_read_page_by_page(client: FlaskClient) -> None:
    page = read(client, f"/item/{ID}?q=strike")
    headlines, outlets, tags = (link.attributes["href"] or "" for link in page.css(".more a"))
    lines = pages_of(client, headlines, "main li .line")
    assert {len(own) for own in lines} == {ENTRIES_PER_PAGE}
    assert [*chain(*lines)][:: MANY - 1] == ["Rain", "Comet"]
    marked = pages_of(client, headlines, "main li mark")
    assert sum(map(len, marked)) == MANY - 2
    assert [*chain(*pages_of(client, outlets, "main .tag"))][1] == "Outlet 1"
    assert [*chain(*pages_of(client, tags, "main .tag"))] == [f"tag {own}" for own in range(MANY)]
    first = read(client, headlines)
    assert words(first.css_first("h1")) == "1–100 of 1,000 headlines"
    assert first.css_first(".back a").attributes["href"] == f"/item/{ID}?q=strike"


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        pytest.param(f"/item/{ID}?q=comet", "Comet", id="headline"),
        pytest.param("/item/long/text.md?q=squall", "squall", id="text"),
    ],
)
def test_a_match_that_is_not_shown_is_a_link_away(
    client: FlaskClient, address: str, marked: str
) -> None:
    matches = read(client, address).css_first(".matches")
    assert words(matches) == "1 match, further on in the item"
    onward = read(client, matches.css_first("a").attributes["href"] or "")
    assert [words(mark) for mark in onward.css("mark")] == [marked]


def test_pages_of_a_text_have_all_of_it_once(client: FlaskClient) -> None:
    address = "/all/text/long/text.md"
    texts = pages_of(client, address, "main .text")
    assert len(texts) == -(-len(LONG_TEXT) // CHARACTERS_PER_PAGE)
    assert " ".join(chain(*texts)).split() == LONG_TEXT.split()


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (f"/all/nothing/{ID}", 404, ""),
        ("/all/tags/no.md", 404, "no.md"),
        (f"/all/tags/{ID}?page=99", 200, "Nothing on page 99: 1,000 tags"),
        (f"/all/tags/{ID}?version=x", 200, "The number of the version was left out"),
        (f"/all/categories/{ID}", 200, "0 categories"),
    ],
)
def test_odd_addresses_of_parts(client: FlaskClient, address: str, status: int, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.text
