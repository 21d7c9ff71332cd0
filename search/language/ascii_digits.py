"""Which digits of ASCII do the digits of all scripts stand for? `٢٠٢٦` -> `2026`."""

import unicodedata


def with_ascii_digits(text: str) -> str:
    """Return a text with the digits of all scripts as those of ASCII."""
    if text.isascii():
        return text
    return "".join(map(_ascii_digit, unicodedata.normalize("NFKC", text)))


def _ascii_digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
