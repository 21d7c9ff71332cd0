"""What does a word of a query, or a phrase, ask for? Signs make it a prefix, pattern, misspelling.

harb*      words that begin so
str?ke     `?` is one letter, `*` any number of them
harbuor~   words of nearly the same letters
strike^2   the word; a weight counts for nothing
outlets:4  no word at all: items of four outlets (`outlets`)
"a harb*"  a phrase whose last word may go on
"""

import re
from unicodedata import category

from search.language.cutting import FIRST_BLANKLESS
from search.messages import counted_message, message
from search.query.fields import no_field
from search.query.lexeme import Lexeme
from search.query.nodes import AllNode, Node, PhraseNode, Say, WordNode
from search.query.outlets import COUNT_FIELD, HOW_TO_COUNT, outlets_node

#: Letters and digits that a prefix needs, and a pattern: fewer stand for too many words.
MIN_PREFIX_LETTERS = 2
MIN_PATTERN_LETTERS = 3
#: Letters of a word that may be misspelt: with another letter a shorter one is any other.
MIN_MISSPELT_LETTERS = 3
#: Changed letters of a misspelling.
MAX_DISTANCE = 2

_SUFFIX = re.compile(r"(?<=.)(?P<star>\*+)$|(?<=.)~(?P<distance>\d*(?:\.\d+)?)$", re.ASCII)
#: The sign of a misspelling, maybe before a star: tru*~1, tru~*.
_TILDE = re.compile(r"(?<=.)~[\d.]*(?=\**$)", re.ASCII)
_BELOW_ZERO = re.compile(r"(?<=[^\W_])~-[\d.]+$", re.ASCII)
#: The end of a sentence or of an entry, behind a sign that counts: strik*, port~.
_STOP_BEHIND = re.compile(r"(?<=[*~])[!.,;:]+$")
#: Signs and words that count outside of quotation marks: "port -strike", "port OR strike".
_OPERATOR_INSIDE = re.compile(
    r"(?<!\S)(?:([-+!])(?=[^\W\d_])|(AND|OR|NOT|AROUND \d+|NEAR/\d+)(?!\S))"
)
#: What stands before a colon in a word, where a name of a field may stand.
_FIELD_NAME = re.compile(r"(@?[A-Za-z_][\w.@-]*):")
#: The same in Web of Science and Factiva: SO=Reuters, rst=NYTF, wc>500, TS= before parentheses.
_SHORT_FIELD = re.compile(r"([A-Z]{2}|[a-z]{2,3})[=<>](?=[^=<>]|$)")
#: Field -> its name in a query, where that is another one.
_SHOWN = {"headlines": "headline"}
#: The number of a footnote, as text of an encyclopedia has it: Iran[1].
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])(?:\[\d{1,3}\])+$", re.ASCII)
_WEIGHT = re.compile(r"(?<=[^\W\d_])[*~\d.]*(\^-?(?:\d+(?:\.\d*)?|\.\d+))$")
#: A star in a phrase that is not the last sign of it, and a question mark inside a word of one.
_STAR_INSIDE = re.compile(r"\*+(?=[^*])")
_LETTER_INSIDE = re.compile(r"\w\?\w")
_PATTERN = re.compile(r"[^\W_][^\W_?*]*(?:[?*]+[^\W_?*]+)*\**")


def word_node(text: str, field: str | None, say: Say) -> Node | None:
    """Return what a word asks for, None if it holds nothing to search for; `say` takes notes."""
    if text in ("*", "*:*"):
        if field and text == "*":
            say(
                message(
                    "“{field}:*” finds all: it is not known which items have none.",
                    field=_SHOWN.get(field, field),
                )
            )
        return AllNode(())
    if not _letters(text):
        if text == "!":
            say(message("Left out “!”, which leaves out a word only right before it: !strike."))
        elif text.strip("?!.,;"):
            written = text.replace("‥", "…")  # as which the lexer reads it
            say(message("Left out “{text}”, which holds no letter or digit.", text=written))
        return None
    if found := outlets_node(text, say):
        return found
    unknown = _FIELD_NAME.match(text) or _SHORT_FIELD.match(text)
    if unknown and unknown.end() == len(text) and not text.endswith("="):
        pass  # only a colon behind a word
    elif unknown and unknown[1].lower() == COUNT_FIELD:
        say(
            message(
                "“{text}” names no number of outlets, so it was searched for as words; {advice}",
                text=text,
                advice=HOW_TO_COUNT,
            )
        )
    elif unknown:
        say(no_field(unknown[1], text))
    if stop := _STOP_BEHIND.search(text):
        text = text[: stop.start()]
    if footnote := _FOOTNOTE.search(text):
        text, mark = text[: footnote.start()], footnote.group()
        said = message(
            "Left out “{sign}” of “{written}”: a footnote.", sign=mark, written=text + mark
        )
        say(said)
    if weight := _WEIGHT.search(text):
        say(message("Left out the weight in “{text}”, as all words weigh alike.", text=text))
        text = text[: weight.start(1)]
    if ("*" in text or "?" in text.rstrip("?")) and (tilde := _TILDE.search(text)):
        say(
            message(
                "Left out “{sign}” of “{written}”: letters are left open or changed, not both.",
                sign=tilde.group(),
                written=text,
            )
        )
        text = _TILDE.sub("", text)
    if below := _BELOW_ZERO.search(text):
        say(
            message(
                "Left out “{sign}” of “{written}”: 0 to {most} letters can be changed.",
                sign=below.group(),
                written=text,
                most=MAX_DISTANCE,
            )
        )
        text = text[: below.start()]
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


def phrase_node(lexeme: Lexeme, field: str | None, say: Say) -> PhraseNode | None:
    """Return what a phrase asks for, None if it holds no word; `say` takes notes."""
    text = lexeme.text.strip()
    if not _letters(text):
        say(message("Left out quotation marks that hold no words."))
        return None
    for sign in text.split():
        if not _letters(sign) and sign.strip("?!.,;*"):
            say(
                message(
                    "In “{text}” the sign “{sign}” counts for nothing: in quotation marks all "
                    "are words.",
                    text=text,
                    sign=sign,
                )
            )
    if not text.isupper() and (operator := _OPERATOR_INSIDE.search(text)):
        say(
            message(
                "In “{text}” “{sign}” is no operator: in quotation marks all are words.",
                text=text,
                sign=operator.group(),
            )
        )
    ends = _without_marks(text.rstrip("*"))[-1:]
    prefix = (lexeme.prefix or text.endswith("*")) and ends.isalnum()
    if _STAR_INSIDE.search(text):
        say(
            message(
                "In “{text}” a star stands for letters only at the end of the last "
                "word, so the others count for nothing.",
                text=text,
            )
        )
    if _LETTER_INSIDE.search(text):
        say(
            message(
                "In “{text}” a question mark stands for nothing; outside of quotation marks it "
                "stands for one letter.",
                text=text,
            )
        )
    return PhraseNode(text.rstrip("*"), field, lexeme.between, prefix)


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _without_marks(text: str) -> str:
    """Return a text without the signs of vowels that stand with letters, as in सरकार."""
    if text.isascii():
        return text
    return "".join(character for character in text if category(character)[0] != "M")


def _pattern(text: str, whole: str, field: str | None, say: Say) -> WordNode:
    if (
        _PATTERN.fullmatch(_without_marks(whole))
        and _letters(whole) >= MIN_PATTERN_LETTERS
        # Scripts without blanks are indexed in pairs of letters, which have no patterns.
        and max(whole) < FIRST_BLANKLESS
    ):
        return WordNode(re.sub(r"\*+", "*", whole), field, pattern=True)
    say(
        message(
            "“?” and “*” stand for letters only in a word that begins with a letter "
            "and has {least}, so “{text}” was searched for as words.",
            least=MIN_PATTERN_LETTERS,
            text=text,
        )
    )
    return WordNode(text, field)


def _prefix(text: str, field: str | None, say: Say) -> WordNode:
    # One ideograph is a word; one letter begins too many of them.
    if _letters(text) < MIN_PREFIX_LETTERS and text[-1:] < "\u2e80":
        say(
            message(
                "“{text}*” needs {least} letters before the star, so the word "
                "“{text}” was searched for.",
                text=text,
                least=MIN_PREFIX_LETTERS,
            )
        )
        return WordNode(text, field)
    return WordNode(text, field, prefix=True)


def _distance(text: str, typed: str, say: Say) -> int:
    """Return how many letters may be changed; a fraction tells how much of the word is the same."""
    if "." in typed:
        share = min(float(typed), 1.0)
        wanted = min(int((1 - share) * len(text)), MAX_DISTANCE)
        say(
            counted_message(
                "Read “~{typed}” as 1 letter changed.",
                "Read “~{typed}” as {count} letters changed.",
                wanted,
                typed=typed,
            )
        )
        return wanted
    if typed and int(typed[:4]) > MAX_DISTANCE:
        say(
            message(
                "“~{typed}” is too far; words with {most} letters changed count.",
                typed=typed,
                most=MAX_DISTANCE,
            )
        )
    if _letters(text) < MIN_MISSPELT_LETTERS:
        say(
            message(
                "“{text}~” needs {least} letters before the sign, so the word “{text}” was "
                "searched for.",
                text=text,
                least=MIN_MISSPELT_LETTERS,
            )
        )
        return 0
    wanted = int(typed[:4]) if typed else 1 if len(text) <= 5 else 2
    # Two changed letters make a short word any other.
    return min(wanted, MAX_DISTANCE if len(text) > 3 else 1)
