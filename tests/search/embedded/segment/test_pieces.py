"""The pieces of lines, against splitting each line alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.segment import pieces
from search.embedded.segment.pieces import MAX_PIECE_BYTES, PieceNumbers

#: Pieces that a table of numbers might take for one another.
WORDS = st.sampled_from([
    *("a", "b", "ab", "É", "北京", "12345678", "123456789", "x" * MAX_PIECE_BYTES),
    *("x" * (MAX_PIECE_BYTES + 1), "x" * (MAX_PIECE_BYTES + 2)),
    *("x" * MAX_PIECE_BYTES + "é", "a\0b", ",", ".", "a,", "a.,", "a,.:", "C++", "\ud800"),
])  # fmt: skip
LINES = st.lists(WORDS | st.sampled_from([" ", "  ", "\n", "(", "“"]), max_size=12).map("".join)


def split(line: str) -> list[bytes]:
    """Return the pieces of a line, without the signs that end a clause or a sentence."""
    parted = "".join(
        character.lower() if character.isalnum() or character in "-'.,&/+#_:^`" else " "
        for character in line
        if character < "\x80"
    )
    found = []
    for piece in parted.split(" "):
        for sign in ",.:":
            piece = piece.removesuffix(sign)
        found.append(piece.encode())
    return [piece for piece in found if piece]


def of_lines(lines: list[str]) -> list[list[bytes]]:
    known = PieceNumbers()
    numbers, counts = known.of_lines(lines)
    texts = list(known)
    found = [texts[number] for number in numbers.tolist()]
    return [[found.pop(0) for _ in range(count)] for count in counts.tolist()]


@pytest.mark.parametrize("part_bytes", [1, 7, 1 << 20])
@pytest.mark.parametrize("table_bits", [1, 19])
@given(lines=st.lists(LINES, max_size=5))
def test_pieces_are_those_of_each_line(part_bytes: int, table_bits: int, lines: list[str]) -> None:
    ascii_lines = ["".join(filter(str.isascii, line)) for line in lines]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PART_BYTES", part_bytes)
        patch.setattr(pieces, "TABLE_BITS", table_bits)
        assert of_lines(ascii_lines) == list(map(split, ascii_lines))
        wide = of_lines(lines)
        patch.undo()
        assert wide == of_lines(lines)


def test_equal_pieces_have_one_number_in_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PART_BYTES", 100)
    lines = [" ".join(f"word{number}" for number in range(300))] * 3
    known = PieceNumbers()
    numbers, counts = known.of_lines(lines)
    assert counts.tolist() == [300] * 3
    assert numbers.tolist() == list(range(1, 301)) * 3
    assert len(known) == 301
