"""What does a single word of a query ask for? Its signs make it a prefix, pattern or misspelling.

harb*      words that begin so
str?ke     `?` is one letter, `*` any number of them
harbuor~   words of nearly the same letters
strike^2   the word; a weight counts for nothing
outlets:4  no word at all: items of so many outlets (`outlets`)
"""

import re

from search.cutting import FIRST_BLANKLESS
from search.query.lexer import FIELD_NAME, OWN_FIELDS
from search.query.nodes import AllNode, Node, Say, WordNode
from search.query.outlets import COUNT_FIELD, HOW_TO_COUNT, outlets_node

#: Letters and digits that a prefix needs, and a pattern: fewer stand for too many words.
MIN_PREFIX_LETTERS = 2
MIN_PATTERN_LETTERS = 3
#: Changed letters of a misspelling.
MAX_DISTANCE = 2

_SUFFIX = re.compile(r"(?<=.)(?P<star>\*+)$|(?<=.)~(?P<distance>\d*(?:\.\d+)?)$", re.ASCII)
_WEIGHT = re.compile(r"(?<=[^\W\d_])[*~\d.]*(\^\d+(?:\.\d+)?)$")
_PATTERN = re.compile(r"[^\W_][^\W_?*]*(?:[?*]+[^\W_?*]+)*\**")


def word_node(text: str, field: str | None, say: Say) -> Node | None:
    """Return what a word asks for, None if it holds nothing to search for; `say` takes notes."""
    if text in ("*", "*:*"):
        return AllNode(())
    if not _letters(text):
        if text.strip("?!.,;"):
            say(f"Left out “{text}”, which holds no letter or digit.")
        return None
    if counted := outlets_node(text, say):
        return counted
    unknown = FIELD_NAME.match(text)
    if unknown and unknown.end() == len(text):
        pass  # only a colon behind a word
    elif unknown and unknown[1].lower() == COUNT_FIELD:
        say(f"“{text}” names no number of outlets, so it was searched for as words; {HOW_TO_COUNT}")
    elif unknown:
        say(
            f"There is no field “{unknown[1]}”, so “{text}” was searched for as words; "
            f"the fields are {', '.join((*OWN_FIELDS, COUNT_FIELD))}."
        )
    if weight := _WEIGHT.search(text):
        say(f"Left out the weight in “{text}”, as all words weigh alike.")
        text = text[: weight.start(1)]
    whole = text.rstrip("?!.,;:")  # a question mark at the end is one
    if "?" in whole or "*" in whole.rstrip("*"):
        return _pattern(text, whole, field, say)
    suffix = _SUFFIX.search(text)
    if suffix is None:
        return WordNode(text, field)
    bare = text[: suffix.start()]
    if suffix["star"]:
        return _prefix(bare, field, say)
    return WordNode(bare, field, distance=_distance(bare, suffix["distance"], say))


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _pattern(text: str, whole: str, field: str | None, say: Say) -> WordNode:
    if (
        _PATTERN.fullmatch(whole)
        and _letters(whole) >= MIN_PATTERN_LETTERS
        # Scripts without blanks are indexed in pairs of letters, which have no patterns.
        and max(whole) < FIRST_BLANKLESS
    ):
        return WordNode(re.sub(r"\*+", "*", whole), field, pattern=True)
    say(
        f"“?” and “*” stand for letters only in a word that begins with a letter and has "
        f"{MIN_PATTERN_LETTERS}, so “{text}” was searched for as words."
    )
    return WordNode(text, field)


def _prefix(text: str, field: str | None, say: Say) -> WordNode:
    # One ideograph is a word; one letter begins too many of them.
    if _letters(text) < MIN_PREFIX_LETTERS and text[-1:] < "\u2e80":
        say(
            f"“{text}*” needs {MIN_PREFIX_LETTERS} letters before the star, so the word “{text}” "
            "was searched for."
        )
        return WordNode(text, field)
    return WordNode(text, field, prefix=True)


def _distance(text: str, typed: str, say: Say) -> int:
    """Return how many letters may be changed; a fraction tells how much of the word is the same."""
    if "." in typed:
        share = min(float(typed), 1.0)
        wanted = min(int((1 - share) * len(text)), MAX_DISTANCE)
        letters = "1 letter" if wanted == 1 else f"{wanted} letters"
        say(f"Read “~{typed}” as {letters} changed.")
        return wanted
    if typed and int(typed[:4]) > MAX_DISTANCE:
        say(f"“~{typed}” is too far; words with {MAX_DISTANCE} letters changed count.")
    wanted = int(typed[:4]) if typed else 1 if len(text) <= 5 else 2
    # Two changed letters make a short word any other.
    return min(wanted, MAX_DISTANCE if len(text) > 3 else 1)
