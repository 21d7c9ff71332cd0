"""Titles are shown without the marks of Markdown, and with all other signs."""

import pytest

from indexer.read.title_marks import without_title_marks
from tests.indexer.read.conftest import Load


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("**Bold** move", "Bold move"),
        ("_Dune_ review, __Bold__ move", "Dune review, Bold move"),
        ("*Dune*’s end, “*Arrakis*”", "Dune’s end, “Arrakis”"),
        ("***Both*** of **a *b* c**", "Both of a b c"),
        ("~~Old~~ new", "Old new"),
        ("**警告：**小心", "警告：小心"),
        ("`grep` explained, `__init__` and `*args`", "grep explained, __init__ and *args"),
        ("[The port](https://a.example/1) closed", "The port closed"),
        ("[[Storm|The storm]] hits [[port]]", "The storm hits port"),
        ("![logo](a.png) News", "News"),
        ("5\\* hotel", "5* hotel"),
        ("Sh*t happens, f**k **that**", "Sh*t happens, f**k that"),
    ],
)
def test_marks_leave_a_title(title: str, shown: str) -> None:
    assert without_title_marks(title) == shown


@pytest.mark.parametrize(
    "title",
    [
        *(
            "C++ and snake_case",
            "2 * 3 * 4",
            "A* vs. B*",
            "M*A*S*H",
            "2**3**4",
            "5 ~~ 6",
            "_",
            "**",
        ),
        *("__init__.py and __main__", "f(*args, **kwargs, *more)", "Don`t panic, it`s fine"),
        *("[Update] Port closed", "Port [closed](now)", "**unclosed", "x**y**", "_", "**"),
    ],
)
def test_other_signs_stay(title: str) -> None:
    assert without_title_marks(title) == title


def test_the_title_of_an_item_has_no_marks(load_file: Load) -> None:
    written = "title: '<em>Dune</em> &amp; **more** - BBC'\ndate: 2026-01-09\nsource: BBC"
    item, entries = load_file(f"---\n{written}\n---\nText.")
    assert item is not None
    assert (item.title, entries) == ("Dune & more", [])
