"""Which numbers does one writer join to a name or a unit, or divide, where another does not?

Of `iphone 15` and `iphone15`, `5 kg` and `5kg`, `5 000` and `5000` each is found by the other.
"""

import re

from search.language.folding import with_whole_words

#: A number as keyboards write it, whose blanks may group its digits, perhaps with its unit: 5 000m.
_NUMBER_OF_GROUPS = re.compile(r"(?<![\w.,'&/-])[1-9]\d{0,2}(?: \d{3})++(?=[a-z]{0,4}(?!\w))")
#: Such a number in a text, where no other number but a year is beside it: a list has several.
_GROUPS_IN_TEXT = re.compile(
    r"(?<![\w.,'&/+:-])(?:(?<!\d )|(?<=\b\d{4} ))"
    r"[1-9]\d{0,2}(?: \d{3})++(?!\d|[.,:]\d{3}|-\d)(?! \d{1,3}(?!\d))"
)
#: What all of them hold: several times as fast to look for.
_GROUP = re.compile(r" (?<=[0-9] )[0-9]{3}")
#: A name and its number, which others write without the blank.
_NAME_AND_NUMBER = re.compile(r"(?<![\w.,'&/+-])([a-z]+) ([0-9]{1,4})(?![\w'&/+#-]|[.,]\w)")
#: A number and its unit, which others write without the blank.
_NUMBER_AND_UNIT = re.compile(
    r"(?<![\w.,'&/+-])([0-9]{1,7}(?:[.,][0-9]{1,3})*) "
    r"(?!(?:st|nd|rd|th)\b)([a-z]{1,4})(?![\w'&/+#-]|[.,]\w)"
)


def with_whole_numbers(text: str) -> str:
    """Put an apostrophe for each usual blank that may group the digits of a number.

    >>> with_whole_numbers("5 000 jobs, 10 12 500 of 2026 200")
    "5'000 jobs, 10 12'500 of 2026 200"
    """
    return _NUMBER_OF_GROUPS.sub(lambda match: match.group().replace(" ", "'"), text)


def with_groups_joined(text: str) -> str:
    """Return a text, as long as before, of which no word or number reaches over a blank.

    An underscore stands for each usual blank that may group the digits of a number: such a number
    is found by itself and by its parts. The numbers of a list are several.

    >>> with_groups_joined("1 413 euros, 12 500m in 5 2026 or 1 413 2")
    '1_413 euros, 12_500m in 5 2026 or 1 413 2'
    """
    text = with_whole_words(text)
    if _GROUP.search(text) is None:
        return text
    return _GROUPS_IN_TEXT.sub(lambda match: match.group().replace(" ", "_"), text)


def joined_numbers(text: str) -> tuple[str, ...]:
    """Return a plain text with its numbers as one each, and with them and names or units as one."""
    return with_whole_numbers(text), with_joined_numbers(text), with_joined_units(text)


def with_joined_numbers(text: str) -> str:
    """Return a plain text without the blanks between names and their numbers.

    >>> with_joined_numbers("the iphone 15, f 16, may 7.5")
    'the iphone15, f16, may 7.5'
    """
    return _NAME_AND_NUMBER.sub(r"\1\2", text)


def with_joined_units(text: str) -> str:
    """Return a plain text without the blanks between numbers and their units.

    >>> with_joined_units("5 kg, 1.5 bn of 3 d, 10 a.m.")
    '5kg, 1.5bn of 3d, 10 a.m.'
    """
    return _NUMBER_AND_UNIT.sub(r"\1\2", text)
