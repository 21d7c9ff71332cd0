"""Text on a terminal: harmless, wrapped, marked."""

import unicodedata

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.terminal import console


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain — ‘text’ 港", "plain — ‘text’ 港"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("bell\x07 back\x08 delete\x7f", "bell\ufffd back\ufffd delete\ufffd"),
        ("\x9b2J", "\ufffd2J"),
        ("one\ntwo\tthree\r\nfour", "one two three  four"),
        ("right \u202eto left\u2066", "right \ufffdto left\ufffd"),
    ],
    ids=["harmless", "colour", "control", "c1", "blanks", "direction"],
)
def test_control_characters_do_nothing(text: str, shown: str) -> None:
    assert console.clean(text) == shown


@given(st.text())
def test_nothing_that_controls_is_left(text: str) -> None:
    shown = console.clean(text)
    assert len(shown) == len(text)
    assert not [sign for sign in shown if unicodedata.category(sign) in ("Cc", "Zl", "Zp")]


@pytest.fixture
def columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")


@pytest.mark.usefixtures("columns")
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ["> short"]),
        (
            "a text that is longer than one line is",
            ["> a text that is longer than", "  one line is"],
        ),
        ("x" * 60, ["> " + "x" * 28, "  " + "x" * 28, "  " + "x" * 4]),
        ("港" * 20, ["> " + "港" * 14, "  " + "港" * 6]),
        ("e\u0301" * 28, ["> " + "e\u0301" * 28]),
        ("", ["> "]),
    ],
    ids=["short", "blanks", "one-word", "wide", "accents", "empty"],
)
def test_lines_fill_the_terminal(text: str, lines: list[str]) -> None:
    assert console.wrapped(text, indent="  ", first="> ").split("\n") == lines


def test_lines_are_never_too_long_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    assert max(map(len, console.wrapped("word " * 99).split("\n"))) <= console.MAX_WIDTH


@pytest.mark.usefixtures("columns")
def test_marks_are_bold_on_both_sides_of_a_break() -> None:
    text = "in the second week port strike goes on"
    start = text.index("port")
    shown = console.wrapped(text, ((start, start + len("port strike")),))
    mark = "\x1b[31m\x1b[1m"
    assert shown == (f"in the second week {mark}port strike\x1b[0m\ngoes on")
    assert console.wrapped("strike", ((0, 3),), bold=True) == (f"{mark}str\x1b[0m\x1b[1mike\x1b[0m")


@given(st.text(), st.lists(st.integers(0, 40), unique=True, max_size=6), st.booleans())
def test_wrapping_and_marking_lose_nothing(text: str, places: list[int], bold: bool) -> None:
    ends = sorted(place for place in places if place <= len(text))
    marks = tuple(zip(ends[::2], ends[1::2], strict=False))
    shown = console.wrapped(text, marks, indent="   ", bold=bold)
    plain = click.unstyle(shown)
    assert "".join(plain.split()) == "".join(console.clean(text).split())
