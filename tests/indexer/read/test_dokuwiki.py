"""A page of DokuWiki shows its words, and none of its marks."""

import pytest

from tests.indexer.read.conftest import Load


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The //port// is __shut__.", "The port is shut."),
        ("See http://a.example/b//c and //this//.", "See http://a.example/b//c and this."),
        ("''rm -rf'' <del>old</del> H<sub>2</sub>O", "rm -rf old H2O"),
        ("Shut ((since noon)) now", "Shut (since noon) now"),
        ("One\\\\ two", "One\ntwo"),
        ("  * One\n    * Two\n  - Three", "One\nTwo\nThree"),
        ("    a = b", "a = b"),
        ("<code python>\na = '//b//'\n</code>", "a = '//b//'"),
        ("<file txt a.txt>**a**</file>", "**a**"),
        ("%%//a//%% <nowiki>**b**</nowiki>", "//a// **b**"),
        ("^ Ship ^ Crew ^\n| Ana | [[a|two men]] |", "Ship\nCrew\nAna\ntwo men"),
        ("[[wiki:port|the port]] [[http://a.example|a site]]", "the port a site"),
        ("a{{ boats.png?200 |The boats}}b ~~NOTOC~~", "a b"),
        ("<WRAP round tip>\nMind the gap.\n</WRAP>", "Mind the gap."),
        ("===== Part =====\nMore.", "Part\nMore."),
    ],
)
def test_marks_leave_their_words(load_file: Load, written: str, shown: str) -> None:
    item, _ = load_file(
        f"====== Storm ======\n\n{written}\n\n{{{{tag>sea open_water}}}}\n", "a.txt"
    )
    assert item is not None
    assert (item.title, item.text) == ("Storm", f"Storm\n{shown}")
    assert item.tags == ("sea", "open water")


def test_what_another_page_shows_is_told(load_file: Load) -> None:
    _, ledger = load_file("====== Storm ======\n{{page>notes:port}}\n", "a.txt")
    assert [entry.detail for entry in ledger if entry.reason == "text-left-out"] == [
        "Text of 'page>notes:port' was left out, as another page or program has it."
    ]


def test_other_texts_are_none_and_long_ones_take_no_time(load_file: Load) -> None:
    item, _ = load_file("A //b// c.\n====== no ======\n", "a.txt")
    assert item is not None
    assert "//b//" in item.text
    for sign in ("<code>", "((", "//a: ", "''a ", "%%", "{{", "== ", "| "):
        load_file(f"====== Storm ======\n{sign * 9_000}", "a.txt")
