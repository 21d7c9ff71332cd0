"""A table is read alike by spreadsheets and programs, and no cell of it runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Headline, Item
from search.export.table import ITEM_COLUMNS, MAX_CELL_CHARACTERS, Cell, item_row, table

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


def read(header: list[str], *rows: list[Cell]) -> list[list[str]]:
    data = b"".join(table(header, rows))
    assert data.startswith("\ufeff".encode()), "or Excel takes UTF-8 for another encoding"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+49", "-2", "@SUM(A1)", "\tx", "\rx", "\n=1", "  =cmd|' /C calc'!A0"),
        *("＝1", "＋1", "－1", "＠x", "\ufeff=1", "\x0b-1", "\xa0=1", "\0=1"),
    ],
)
def test_a_text_is_not_a_formula(text: str) -> None:
    cell = read(["a"], [text])[1][0]
    assert cell == f"'{text}".replace("\0", " ")


@pytest.mark.parametrize(
    "text", ["", "a=1", "'quoted'", "–2", "2-1", "«x»", '"=1', "e@mail.example"]
)
def test_any_other_text_stays(text: str) -> None:
    assert read(["a", "b"], [text, 1])[1] == [text, "1"]


def test_numbers_stay_numbers() -> None:
    assert read(["a", "b"], [-2, -0.5])[1] == ["-2", "-0.5"]


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=4))
def test_every_row_has_its_cells(rows: list[list[str]]) -> None:
    told = read(["a", "b", "c"], *[list(row) for row in rows])
    assert told[0] == ["a", "b", "c"]
    assert [[cell.removeprefix("'") for cell in row] for row in told[1:]] == [
        [cell.replace("\0", " ").removeprefix("'") for cell in row] for row in rows
    ]


@pytest.mark.parametrize("sign", ["x", "🌊"])
def test_a_cell_is_no_longer_than_excel_takes(sign: str) -> None:
    size = len(sign.encode("utf-16-le")) // 2
    longest = sign * (MAX_CELL_CHARACTERS // size)
    assert read(["a"], [longest])[1] == [longest]
    cut = read(["a"], [longest + sign])[1][0]
    assert cut.endswith("…")
    assert len(cut.encode("utf-16-le")) // 2 <= MAX_CELL_CHARACTERS


def test_the_row_of_an_item() -> None:
    lines = (Headline("Port shut", "Harbour Post", "https://a.example"), Headline("-x", "DW"))
    item = Item(id="a.md", title="=x", day="2026-01-05", headlines=lines, text="a\nb", tags=("c",))  # type: ignore[arg-type]
    told = dict(zip(*read(list(ITEM_COLUMNS), list(item_row(item))), strict=True))
    assert told["title"] == "'=x"
    assert (told["day"], told["gone"]) == ("2026-01-05", "")
    assert (told["outlets"], told["outlet_count"]) == ("Harbour Post\nDW", "2")
    assert (told["headlines"], told["headline_count"]) == ("Port shut\n-x", "2")
    assert (told["text"], told["text_characters"]) == ("a\nb", "3")
