"""What is made of a short text is made once."""

from indexer.read.kept import MAX_KEPT_CHARACTERS, kept


def test_what_is_made_of_a_short_text_is_made_once() -> None:
    asked: list[str] = []
    made = kept(lambda text: asked.append(text) or text.upper())
    long = "x" * (MAX_KEPT_CHARACTERS + 1)
    assert [made("a"), made("b"), made("a")] == ["A", "B", "A"]
    assert made(long) == made(long) == long.upper()
    assert asked == ["a", "b", long, long]
