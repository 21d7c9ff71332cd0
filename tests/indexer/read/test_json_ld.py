"""The text that a page gives to programs alone is read, or the ledger says that it was not."""

import json
from datetime import date

from indexer.ledger import Entry
from indexer.read.item import load
from indexer.read.json_ld import read_json_ld
from indexer.read.outlets import Outlets
from search import Item

TEXT = "The storm hit the port on Monday & two boats are lost, while the harbour stays closed."


def page(body: str, text: str = TEXT, *, in_head: bool = True) -> str:
    article = {"@type": "NewsArticle", "datePublished": "2026-01-05", "articleBody": text}
    script = f'<script type="application/ld+json">{json.dumps([{"@graph": [article]}])}</script>'
    head, end = (script, "") if in_head else ("", script)
    return f"<html><head><title>Storm</title>{head}</head><body>{body}{end}</body></html>"


def loaded(text: str) -> tuple[Item, list[Entry]]:
    class File:
        id = shown = "a.html"

        def read(self) -> bytes:
            return text.encode()

    entries: list[Entry] = []
    item = load(File(), entries.append, Outlets())
    assert item is not None
    return item, entries


def test_the_text_of_a_page_that_a_program_fills() -> None:
    for in_head in (True, False):
        item, entries = loaded(page("<div id=app></div>", in_head=in_head))
        assert (item.title, item.text, item.day) == ("Storm", TEXT, date(2026, 1, 5))
        assert "text-from-key" in {entry.reason for entry in entries}


def test_a_text_beside_that_of_the_page_is_said() -> None:
    _, entries = loaded(page("<p>Subscribe to read. It is cheap.</p>"))
    assert any("The storm hit the port" in entry.detail for entry in entries)
    _, entries = loaded(page(f"<p>{TEXT}</p><p>More.</p>"))
    assert "text-left-out" not in {entry.reason for entry in entries}


def test_what_is_no_json_or_too_much_is_no_text() -> None:
    assert read_json_ld(page("", 'a"b')) == {"date": "2026-01-05", "articlebody": 'a"b'}
    assert read_json_ld('<script type="application/ld+json">{"articleBody": x}</script>') == {}
    assert read_json_ld('<script type="application/ld+json">' * 10_000) == {}
    assert read_json_ld('<script type="application/ld+json">' + "[" * 100_000 + "</script>") == {}
