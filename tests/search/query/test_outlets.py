"""A number of outlets in a query finds exactly the items that have as many; all else is words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Archive, Headline, Item
from search.query.nodes import OutletsNode
from search.query.outlets import outlets_node
from search.query.parser import parse
from search.query.plain import as_plain_words

NUMBERS = st.integers(0, 9)


@given(NUMBERS, NUMBERS)
def test_each_sign_means_what_it_means_of_numbers(number: int, count: int) -> None:
    holds = {
        f"outlets:{number}": count == number,
        f"outlets:={number}": count == number,
        f"outlets:>={number}": count >= number,
        f"outlets:>{number}": count > number,
        f"outlets:<={number}": count <= number,
        f"outlets:<{number}": count < number,
        f"outlets:{number}..{number + 2}": number <= count <= number + 2,
        f"outlets:{number}..": count >= number,
        f"outlets:..{number}": count <= number,
    }
    for text, expected in holds.items():
        notes: list[str] = []
        node = outlets_node(text, notes.append)
        assert isinstance(node, OutletsNode)
        assert not notes
        is_held = node.least <= count <= (count if node.most is None else node.most)
        assert is_held == expected, text


@given(st.from_regex(r"outlets:?[-<>=.0-9a-z≥–]{0,6}", fullmatch=True))
def test_any_other_value_is_no_number(text: str) -> None:
    notes: list[str] = []
    node = outlets_node(text, notes.append)
    assert node is None or any(character.isdigit() for character in text)
    # As a plain word it means itself.
    assert outlets_node(as_plain_words(text), notes.append) is None


def test_outlets_are_counted_by_the_rule_of_names(make: Callable[..., Archive]) -> None:
    lines = [("Reuters",), ("BBC", "bbc"), ("BBC", "DW", "BBC  News"), ("", "AP"), ()]
    items = [
        Item(
            id=f"{number}.md",
            title="Port strike",
            day=None,
            headlines=[Headline("Port strike", outlet) for outlet in outlets],
        )
        for number, outlets in enumerate(lines)
    ]
    archive = make(items)
    for query, found in {
        "outlets:1": "013",
        "outlets:>=2": "2",
        "outlets:3": "2",
        "outlets:0": "4",
        "-outlets:1": "24",
        "strike outlets:<2 outlets:>0": "013",
        "(outlets:0 OR outlets:3) port": "24",
        "outlets:<0": "",
    }.items():
        page = archive.search(query)
        assert "".join(sorted(hit.id[0] for hit in page.hits)) == found, query
        assert page.total == len(found)
        assert not page.notes or not found


def test_each_part_of_a_search_that_finds_nothing_is_asked_alone(archive: Archive) -> None:
    clauses = archive.search("outlets:>=999 outlets:>=1").clauses
    assert [clause.text for clause in clauses] == ["outlets:>=999", "outlets:>=1"]
    assert clauses[0].total == 0 < clauses[1].total == clauses[0].rest
    assert archive.search("outlets:>=999").asked == "outlets:>=999"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("outlets:[2 TO 5]", "outlets:2..5"),
        ("outlets:[2,5]", "outlets:2..5"),
        ("outlets:{2 TO 5}", "outlets:3..4"),
        ("outlets:[2 TO *]", "outlets:>=2"),
        ('outlets:"4"', "outlets:4"),
        ('outlets:">=4"', "outlets:>=4"),
        ("outlets:4+", "outlets:4.."),
        ("outlets:-4", "outlets:..4"),
        ("outlets:(2 OR 4)", "(outlets:2 OR outlets:4)"),
        ("-outlets:(2|4)", "-(outlets:2 OR outlets:4)"),
    ],
)
def test_other_ways_to_write_a_number(text: str, same: str) -> None:
    read, other = parse(text), parse(same)
    assert [part.node for part in read.parts] == [part.node for part in other.parts]


@pytest.mark.parametrize(
    "text",
    ["abc", "two", "1.5", "..", ">", ">=abc", "4+4", "(a OR 2)", "(2 3)", "[a TO b]", '"x"', "[2"],
)
def test_what_is_not_a_number_is_said(text: str) -> None:
    assert any("names no number of outlets" in note for note in parse(f"outlets:{text}").notes)


def test_a_minus_or_plus_is_said() -> None:
    assert parse("outlets:-1").notes == ("Read “outlets:-1” as “outlets:..1”.",)
    assert parse("outlets:4+").notes == ("Read “outlets:4+” as “outlets:4..”.",)
