"""An item that is written as a file comes back the same, whatever it holds."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.export import write_lines
from indexer.find.contents import MAX_FILE_BYTES
from indexer.find.folders import Source
from indexer.ledger import Entry, Refused
from indexer.read.exact import file_of, write_exact
from indexer.read.item import load
from indexer.read.outlets import Outlets
from search import Headline, Item

ITEM = Item(
    id="2026/strike.md",
    title="Port strike: “week 2” - Harbour Post",
    day=date(2026, 1, 3),
    text="The text.\n---\n<b>not bold</b>, *not italic* &amp; [no link](x)",
    headlines=(Headline('A \\ "B"', "dw.com", "javascript:1"), Headline("Dockers")),
    tags=("Strike", "striking", "a,b"),
    categories=("null",),
    feed="no feed",
    link="~",
)

FILE = r"""---
backfile: 1
title: "Port strike: “week 2” - Harbour Post"
date: "2026-01-03"
headlines:
- {"text": "A \\ \"B\"", "outlet": "dw.com", "link": "javascript:1"}
- {"text": "Dockers", "outlet": "", "link": ""}
tags:
- "Strike"
- "striking"
- "a,b"
categories:
- "null"
source: "no feed"
link: "~"
---

The text.
---
<b>not bold</b>, *not italic* &amp; [no link](x)
"""


def loaded(folder: Path, item_id: str, data: bytes) -> tuple[Item | None, list[Entry]]:
    path = folder / "item.md"
    path.write_bytes(data)
    entries: list[Entry] = []
    return load(Source.at(path, item_id), entries.append, Outlets()), entries


def test_the_file_of_an_item(tmp_path: Path) -> None:
    assert write_exact(ITEM) == FILE
    assert loaded(tmp_path, ITEM.id, FILE.encode()) == (ITEM, [])


def test_the_front_matter_is_yaml_to_others() -> None:
    values = yaml.safe_load(FILE.split("---\n")[1])
    assert values["headlines"][0] == {
        "text": 'A \\ "B"',
        "outlet": "dw.com",
        "link": "javascript:1",
    }
    assert (values["backfile"], values["date"], values["tags"][2]) == (1, "2026-01-03", "a,b")


TEXTS = (
    st.text(max_size=12)
    | st.text(
        st.sampled_from(" ab-:'\"\\#{}[],&*!|>%@`~\n\r\t\0\x1b\x7f\x85\xa0\u2028\ufeff\uffff𐀀")
    )
    | st.sampled_from(["---", "\n---\n", "---\\n", "a\n---\nb", "null", "~", "true", "2026", "<<"])
    | st.integers(1000, 3000).map(lambda length: "long \n"[:6] * (length // 6))
)
TITLES = TEXTS.map(lambda text: text[:1000])
ITEMS = st.builds(
    Item,
    id=st.just("a.md"),
    title=TITLES,
    day=st.none() | st.dates(),
    text=TEXTS,
    headlines=st.lists(st.builds(Headline, TEXTS, TEXTS, TEXTS), max_size=3),
    tags=st.lists(TEXTS, max_size=3),
    categories=st.lists(TEXTS, max_size=3),
    feed=TEXTS,
    link=TEXTS,
)


@settings(
    max_examples=3 * settings.default.max_examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ITEMS)
@example(Item(id="a.md", title="", day=None))
def test_any_item_comes_back(tmp_path: Path, item: Item) -> None:
    assert loaded(tmp_path, item.id, file_of(item)) == (item, [])


@given(ITEMS)
def test_any_item_comes_back_from_its_line(item: Item) -> None:
    out = io.BytesIO()
    write_lines([item], lambda item_id: (), out)
    (line,) = out.getvalue().decode("utf-8").rstrip("\n").split("\n")
    assert Item.from_json(json.loads(line)) == item


@pytest.mark.parametrize("sign", [*map(chr, (*range(0x20), *range(0x7F, 0xA1), 0x2028, 0xFEFF))])
def test_every_odd_sign_comes_back_wherever_it_stands(tmp_path: Path, sign: str) -> None:
    for text in (sign, f"a{sign}b", f"{sign}a", f"a{sign}"):
        item = Item(id="a.md", title=text, day=None, text=text, tags=[text])
        assert loaded(tmp_path, item.id, file_of(item)) == (item, [])


@pytest.mark.thorough
def test_items_that_would_not_be_equal_again_are_refused() -> None:
    too_many_bytes = Item(id="a.md", title="", day=None, headlines=[Headline("x" * MAX_FILE_BYTES)])
    with pytest.raises(Refused):
        file_of(too_many_bytes)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("backfile: 1", "backfile: 2"), "version '2'"),
        (('"2026-01-03"', "someday"), "not a day"),
        (('- "null"', "  null"), "categories"),
        (('{"text": "Dockers"', '{"test": "Dockers"'), "test"),
    ],
    ids=["version", "day", "list", "headline"],
)
def test_a_marked_file_that_is_no_item_is_refused(
    tmp_path: Path, changed: tuple[str, str], told: str
) -> None:
    item, (entry,) = loaded(tmp_path, "a.md", FILE.replace(*changed).encode())
    assert item is None
    assert (entry.action, entry.reason) == ("refused", "not-as-exported")
    assert told in entry.detail


def test_keys_of_others_are_passed_over(tmp_path: Path) -> None:
    data = FILE.replace("backfile: 1\n", "backfile: 1\ndraft: true\nid: other\nsources:\n- x\n")
    assert loaded(tmp_path, ITEM.id, data.encode()) == (ITEM, [])
