"""A field that takes all that follow it is read as the same field before parentheses."""

import pytest

from search.query.parser import parse


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("allintitle:a b", "title:(a b)"),
        ("allintitle: a b", "title:(a b)"),
        ("AllInTitle:a", "title:a"),
        ('allintext:a "b c" -d', 'text:(a "b c" -d)'),
        ("allinurl:a.example b", "link:(a.example b)"),
        ("allinanchor:a b", "headline:(a b)"),
        ("c allintitle:a b", "c title:(a b)"),
        ("allintitle:a OR b", "title:(a OR b)"),
        ("allintitle:a b -source:c", "title:(a b) -source:c"),
        ("allintitle:a b OR tag:c", "title:(a b) OR tag:c"),
        ("(allintitle:a b) OR c", "(title:(a b)) OR c"),
        ("allintitle:(a b) c", "title:(a b) c"),
        ("-allintitle:a b", "-title:(a b)"),
        ("allintitle:a b allintext:c d", "title:(a b) text:(c d)"),
    ],
)
def test_it_takes_all_words_up_to_the_next_field(text: str, same: str) -> None:
    read, other = parse(text), parse(same)
    assert [part.node for part in read.parts] == [part.node for part in other.parts]


def test_it_is_said_where_it_takes_several() -> None:
    assert parse("a allintitle: b c").notes == ("Read “allintitle: b c” as “title:(b c)”.",)
    assert parse("allinanchor:a b").notes == ("Read “allinanchor:a b” as “headline:(a b)”.",)
    assert not parse("allintitle:a").notes


@pytest.mark.parametrize("text", ["allintitle:", "allintitle: ", "allintitle:)", "allintitle: OR"])
def test_nothing_behind_it_is_said(text: str) -> None:
    assert any("allintitle:" in note for note in parse(text).notes)
