"""What is more than an item may have is cut, and the ledger says how much."""

import json

import pytest

from indexer.ledger import Reason, Repairs
from indexer.read.bounds import bounded_headlines, bounded_text
from indexer.read.exact import read_exact
from indexer.read.front_matter import read_matter
from indexer.read.tags import read_tags
from search.model import MAX_HEADLINES, MAX_TAGS, MAX_TEXT_CHARACTERS


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("a" * MAX_TEXT_CHARACTERS, MAX_TEXT_CHARACTERS, id="as-much-as-may-be"),
        pytest.param("abc " * 500_000 + "d", MAX_TEXT_CHARACTERS - 1, id="just-before-a-blank"),
        pytest.param("abcd " * 500_000, MAX_TEXT_CHARACTERS - 1, id="between-words"),
        pytest.param("ab c" + "\nde f" * 500_000, MAX_TEXT_CHARACTERS - 1, id="between-lines"),
        pytest.param("新" * 2_100_000, MAX_TEXT_CHARACTERS, id="without-blanks"),
        pytest.param("a b" + "新" * 2_100_000, MAX_TEXT_CHARACTERS, id="one-blank-far-before"),
    ],
)
def test_a_text_is_cut_between_words(text: str, left: int) -> None:
    repairs = Repairs("a.md")
    cut = bounded_text(text, repairs)
    assert text.startswith(cut)
    assert len(cut) == left
    expected = f"Its text has {len(text):,} characters; all but the first {left:,} were left out."
    said = [(entry.reason, entry.detail) for entry in repairs.entries]
    assert said == ([] if cut == text else [(Reason.TEXT_CUT, expected)])


def test_headlines_that_are_too_many_are_left_out() -> None:
    repairs = Repairs("a.md")
    assert bounded_headlines(range(MAX_HEADLINES), repairs) == range(MAX_HEADLINES)
    assert not repairs.entries
    assert bounded_headlines(range(130_000), repairs) == range(MAX_HEADLINES)
    (entry,) = repairs.entries
    assert entry.reason == Reason.HEADLINES_CUT
    assert entry.detail == "It has 130,000 headlines; all but the first 1,000 were left out."


def test_tags_that_are_too_many_or_too_long_are_left_out() -> None:
    repairs = Repairs("a.md")
    names = ["x" * 201, *map(str, range(MAX_TAGS + 5))]
    assert read_tags(names, repairs, "categories") == tuple(names[1 : MAX_TAGS + 1])
    assert [entry.detail for entry in repairs.entries] == [
        "1 of its categories has over 200 characters; it was left out.",
        "It has 1,005 categories; all but the first 1,000 were left out.",
    ]


def test_an_exported_file_of_an_earlier_version_is_cut_too() -> None:
    lines = "".join(
        f"- {json.dumps({'text': str(number), 'outlet': '', 'link': ''})}\n"
        for number in range(MAX_HEADLINES + 1)
    )
    text = f"---\nbackfile: 1\ntitle: x\nheadlines:\n{lines}---\n\n" + "word " * 400_001
    repairs = Repairs("a.md")
    item = read_exact("a.md", read_matter(text, repairs), repairs)
    assert len(item.headlines) == MAX_HEADLINES
    assert len(item.text) == MAX_TEXT_CHARACTERS - 1
    reasons = [entry.reason for entry in repairs.entries]
    assert reasons == [Reason.TEXT_CUT, Reason.HEADLINES_CUT]
