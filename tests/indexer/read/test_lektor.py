"""A file of Lektor gives its fields, and the text of its blocks."""

from datetime import date

from tests.indexer.read.conftest import Load


def test_fields_and_text(load_file: Load) -> None:
    item, ledger = load_file(
        "_model: blog-post\n---\ntitle: Storm: the port\n---\npub_date: 2026-01-03\n---\n"
        "tags:\n\nport\nopen sea\n---\nbody:\n\nThe port *is* shut.\n\n----\n\nMore.\n",
        "storm/contents.lr",
    )
    assert item is not None
    assert (item.title, item.day) == ("Storm: the port", date(2026, 1, 3))
    assert (item.tags, item.text) == (("port", "open sea"), "The port is shut.\nMore.")
    assert ledger == []


def test_blocks_in_a_text(load_file: Load) -> None:
    item, _ = load_file(
        "pub_date: 2026-01-03\n---\nbody:\n\nFirst.\n\n#### text ####\ntext:\n\nThe **port**.\n"
        "----\nclass: wide\n#### image ####\nimage: a.png\n----\ncaption: Waves\n",
        "storm-port/contents+de.lr",
    )
    assert item is not None
    assert (item.title, item.text) == ("First.", "First.\nThe port.\nWaves")


def test_a_file_without_text_is_called_as_its_folder(load_file: Load) -> None:
    item, _ = load_file("_model: page\n", "storm-port/contents.lr")
    assert item is None
    item, _ = load_file("body:\n\n![A pier](a.png)\n", "storm-port/contents.lr")
    assert item is not None
    assert item.text == "A pier"
