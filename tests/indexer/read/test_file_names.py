"""The titles that names of files give."""

import pytest

from indexer.read.file_names import words_of_name


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Meeting with harbour board.md", "Meeting with harbour board"),
        ("2026-03-01 Daily note.md", "2026-03-01 Daily note"),
        ("Harbour_Board-notes.md", "Harbour Board notes"),
        ("a/Harbour board/index.md", "Harbour board"),
        ("U\u0308ber den Hafen.md", "\xdcber den Hafen"),
        ("港口会议.md", "港口会议"),
        ("Board notes 0123456789abcdef0123456789abcdef.md", "Board notes"),
        ("harbour-board.md", ""),
        ("2026-01-09-Harbour-Board.md", ""),
        ("9 January 2026.md", ""),
        ("IMG 1234.md", ""),
        ("Untitled 3.md", ""),
        ("README.md", ""),
        ("2026 01.md", ""),
    ],
)
def test_the_words_of_a_name(name: str, title: str) -> None:
    assert words_of_name(name) == title
