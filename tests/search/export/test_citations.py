"""A citation names the outlet, the words, the day and the address, and no text breaks its form."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Headline, Item
from search.export.citations import bibtex, cited_headline, csl_json, plain, ris

ITEM = Item(
    id="2026/strike.md",
    title="Port strike “ends” at 5 % & more",
    day=date(2026, 1, 5),
    headlines=(
        Headline("Harbour quiet again", "Coast Daily", "https://coast.example/7"),
        Headline(
            "Port strike “ends” at 5 % & more", "North Wire", "https://north.example/a_b?x={1}"
        ),
    ),
    tags=("strike", "R&D"),
)


def items() -> st.SearchStrategy[Item]:
    text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
    line = st.builds(Headline, text.filter(str.strip), text, text)
    return st.builds(
        Item,
        id=text.filter(bool),
        title=text,
        day=st.none() | st.dates(),
        headlines=st.lists(line, max_size=3),
        tags=st.lists(text.filter(str.strip), max_size=3),
        link=text,
    )


def test_who_is_cited_is_the_outlet_that_wrote_the_title() -> None:
    assert cited_headline(ITEM).outlet == "North Wire"
    assert cited_headline(ITEM).link == "https://north.example/a_b?x={1}"


@pytest.mark.parametrize(
    ("item", "outlet", "link"),
    [
        (Item(id="a", title="x", day=None, headlines=(Headline("y", "Coast"),)), "Coast", ""),
        (Item(id="a", title="x", day=None, link="javascript:alert(1)"), "", ""),
        (Item(id="a", title="x", day=None, link="https://a.example/ b"), "", ""),
        (
            Item(
                id="a",
                title="x",
                day=None,
                link="https://b.example",
                headlines=(
                    Headline("y", "A", "https://a.example"),
                    Headline("z", "B", "https://b.example"),
                ),
            ),
            "B",
            "https://b.example",
        ),
        (
            Item(id="a", title="x", day=None, headlines=(Headline("y", "A"), Headline("z", "B"))),
            "",
            "",
        ),
    ],
)
def test_an_outlet_is_named_only_where_it_is_known(item: Item, outlet: str, link: str) -> None:
    line = cited_headline(item)
    assert (line.outlet, line.link) == (outlet, link)


def test_in_words() -> None:
    assert plain(ITEM) == (
        "North Wire, “Port strike “ends” at 5 % & more”, 5 January 2026, "
        "https://north.example/a_b?x={1} (archived as 2026/strike.md)"
    )


def test_in_bibtex() -> None:
    entry = bibtex(ITEM)
    assert re.match(r"@misc\{northwire2026port[0-9a-f]{16},\n", entry)
    assert r"title = {{Port strike “ends” at 5 \% \& more}}" in entry
    assert "author = {{North Wire}}" in entry
    assert "url = {https://north.example/a_b?x=%7B1%7D}" in entry
    assert r"keywords = {strike, R\&D}" in entry


def test_in_ris() -> None:
    assert ris(ITEM) == (
        "TY  - NEWS\r\nTI  - Port strike “ends” at 5 % & more\r\nT2  - North Wire\r\nPY  - 2026\r\n"
        "DA  - 2026/01/05/\r\nUR  - https://north.example/a_b?x={1}\r\n"
        "KW  - strike\r\nKW  - R&D\r\nN1  - Archived as 2026/strike.md\r\nER  - \r\n"
    )


def test_in_csl_json() -> None:
    assert csl_json(ITEM) == {
        "id": "2026/strike.md",
        "type": "article-newspaper",
        "title": "Port strike “ends” at 5 % & more",
        "container-title": "North Wire",
        "issued": {"date-parts": [[2026, 1, 5]]},
        "URL": "https://north.example/a_b?x={1}",
        "keyword": "strike, R&D",
        "note": "Archived as 2026/strike.md",
    }


def test_the_address_in_the_archive_is_in_each_form() -> None:
    here = "https://news.example/item/2026/a_b.md"
    assert plain(ITEM, here).endswith(f"x={{1}} (archived at {here})")
    assert rf"note = {{Archived as 2026/strike.md, {here}}}".replace("_", r"\_") in bibtex(
        ITEM, here
    )
    assert f"AV  - {here}\r\n" in ris(ITEM, here)
    members = csl_json(ITEM, here)
    assert (members["archive"], members["archive_location"]) == ("news.example", here)
    alone = Item(id="a.md", title="Storm", day=None)
    assert csl_json(alone, here)["URL"] == here
    assert f"UR  - {here}\r\n" in ris(alone, here)
    assert "url = {" + here in bibtex(alone, here)


def test_a_comma_in_a_keyword_splits_it_in_no_form() -> None:
    item = Item(id="a.md", title="Storm", day=None, tags=("Paris, Texas", "port"))
    assert "keywords = {{Paris, Texas}, port}" in bibtex(item)
    assert csl_json(item)["keyword"] == "Paris, Texas; port"
    assert "KW  - Paris, Texas\r\nKW  - port\r\n" in ris(item)


def test_joiners_of_persian_stay() -> None:
    item = Item(id="a", title="می‌خواهم", day=None)
    assert "می‌خواهم" in bibtex(item)


@given(items(), items())
def test_no_text_breaks_the_form(one: Item, other: Item) -> None:
    entry = bibtex(one)
    depth = 0
    for sign in entry[:-2]:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or sign in "@misc"
    assert depth == 1
    assert entry.endswith("\n}\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", row) for row in ris(one).split("\r\n")[:-1])
    assert ris(one).count("\r\n") == len(ris(one).splitlines())
    assert "\n" not in plain(one)
    json.dumps(csl_json(one))
    keys = [bibtex(item).split(",\n")[0] for item in (one, other)]
    assert (keys[0] == keys[1]) <= (one.id == other.id)
    assert keys[0].isascii()
