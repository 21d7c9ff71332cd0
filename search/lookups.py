"""Which words and names can an engine be asked for, by their letters? A part of `search.engine`."""

from enum import StrEnum

from search.frozen import frozen

#: A value or a word, and how many items have it.
Counted = tuple[str, int]


@frozen()
class WordsStarting:
    """Look up the words, as written and folded, that begin so.

    The first `most` in order, or the most frequent ones (of equals the first in order).
    """

    prefix: str
    most: int
    by_count: bool = False


@frozen()
class WordsLike:
    """Look up the first `most` words, as written and folded, of a pattern.

    It begins with a letter; `?` in it is one letter, `*` any number of them.
    """

    pattern: str
    most: int


@frozen()
class WordsNear:
    """Look up the first `most` words within `distance` changed letters, the first letter kept."""

    word: str
    distance: int
    most: int


@frozen()
class WordsAway:
    """Look up the words that are exactly `steps` steps from a word, the `most` most frequent.

    A step is a letter added, left out or changed, or two neighbours swapped; no letter is touched
    twice. With no step it is the word itself. Of equals those come that are first in order.
    """

    word: str
    steps: int
    most: int


class Likeness(StrEnum):
    """How a value of a facet is like a name: as keys, or folded to words (`Analyzer.name`)."""

    EQUAL = "equal"  # `bbc` is equal to BBC, `c` is not to C++: their keys are (`search.names`)
    KEY_START = "key-start"  # `c+` is like C++: their keys begin so
    SAME = "same"  # `bbc` is like BBC
    START = "start"  # `bbc n` is like BBC News
    INSIDE = "inside"  # whole words of it: `news` is like BBC News, `new` is not
    WORD_START = "word-start"  # `ne` is like BBC News
    ABBREVIATED = "abbreviated"  # `nyt`, `newyorktimes` and `nytimes` are like The New York Times

    def holds(self, value: str, name: str) -> bool:
        """Tell whether a value is like a name, both folded, or as keys if the way is `by_key`.

        >>> Likeness.INSIDE.holds("bbc news", "news"), Likeness.INSIDE.holds("bbc news", "new")
        (True, False)
        """
        match self:
            case Likeness.EQUAL | Likeness.SAME:
                return value == name
            case Likeness.START | Likeness.KEY_START:
                return value.startswith(name)
            case Likeness.INSIDE:
                return f" {name} " in f" {value} "
            case Likeness.WORD_START:
                return f" {name}" in f" {value}"
            case Likeness.ABBREVIATED:
                return name in short_forms(value)

    @property
    def by_key(self) -> bool:
        """Tell whether names are compared as keys, in which signs count."""
        return self in (Likeness.EQUAL, Likeness.KEY_START)


#: Words that a name with short forms has at most.
MAX_SHORTENED_WORDS = 8


def short_forms(name: str) -> set[str]:
    """Return how a folded name is written together, with the initials of some words or none.

    >>> sorted(short_forms("the new york times"), key=len)[:3]
    ['nyt', 'tnyt', 'nytimes']
    """
    forms = set()
    for whole in {name, unarticled(name)}:
        words = whole.split(" ", MAX_SHORTENED_WORDS)
        if len(words) <= MAX_SHORTENED_WORDS:
            initials = "".join(word[:1] for word in words)
            forms |= {initials[:count] + "".join(words[count:]) for count in range(len(words) + 1)}
    return {form for form in forms if len(form) > 1}


@frozen()
class NamesLike:
    """Look up the values of a facet that are like a name.

    The first of `ways` in which any value is like it counts. The first `most` in the alphabet, or
    the most frequent ones (of equals the first in the alphabet).
    """

    facet: str
    name: str
    ways: tuple[Likeness, ...]
    most: int
    by_count: bool = False


#: Characters of a folded name that is compared letter by letter.
MAX_AWAY_CHARACTERS = 64


@frozen()
class NamesAway:
    """Look up the values of a facet that are exactly `steps` from a name (`WordsAway`).

    Names are compared by `unarticled` of their folded words; those without a word, or of more than
    MAX_AWAY_CHARACTERS, are away from everything. The `most` most frequent, of equals the first in
    the alphabet.
    """

    facet: str
    name: str
    steps: int
    most: int


def unarticled(name: str) -> str:
    """Return a folded name without the article that it may begin with.

    >>> unarticled("the new york times")
    'new york times'
    """
    return name.removeprefix("the ")


Lookup = WordsStarting | WordsLike | WordsNear | WordsAway | NamesLike | NamesAway
