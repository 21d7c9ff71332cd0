"""Which spellings are of the same letters? Text is brought into one form, then loses its accents.

`plain` keeps accents, which stemmers need, and leaves no sign but those of ASCII:
`Ｓtatements¹ ’٢٠٢٦’` -> `statements  '2026'`. `fold` drops accents: `Pečie` -> `pecie`.
"""

import re
import unicodedata
from collections.abc import Iterator

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
#: Blanks that typesetters put between the thousands of a number, so that no line breaks there.
_BLANKS_IN_NUMBERS = "\u00a0\u2009\u202f"
#: The one of them that stays in texts.
NARROW_BLANK = "\u202f"
BLANK_IN_NUMBER = re.compile(rf"[{_BLANKS_IN_NUMBERS}](?<=\d.)(?=\d{{3}}(?!\d))")
#: What joins the parts of a Persian word, as a hyphen does elsewhere: a joiner without width.
_JOINER = "\u200c"
_JOINER_IN_WORD = re.compile(f"(?<=[\u0620-\u06d3]){_JOINER}(?=[\u0620-\u06d3])")
#: The mark of a Hebrew acronym, which stands inside the word.
GERSHAYIM = "\u05f4"
_HEBREW = "[\u0591-\u05c7\u05d0-\u05ea\u05ef-\u05f2]"
# The quotation mark that stands for it on keyboards: before the last letter, or behind two or more;
# behind one letter it opens a quotation: ב"הארץ".
_FOR_GERSHAYIM = re.compile(
    rf"(?<={_HEBREW}{_HEBREW})[\"“”„](?={_HEBREW})"
    rf"|(?<={_HEBREW})[\"“”„](?={_HEBREW}(?!{_HEBREW}|[\"“”„]))"
)
#: Signs inside a word that are not letters: the one that stretches an Arabic word, and the Armenian
#: marks of stress, exclamation and question.
_INSIDE_WORDS = "\u0640\u055b\u055c\u055e"
# Signs that stand for one of ASCII inside a word or a number, however Unicode classes them.
_PLAIN_SIGNS = {
    **dict.fromkeys("’‘‛′´ʹʺʻʼʽʾʿ՚׳״Ꞌꞌ＇·‧", "'"),
    **dict.fromkeys("‐‑–⁃﹣－", "-"),
    **{"٬": ",", "٫": ".", "♯": "#"},
    # Its lower case is i with a dot above, two characters.
    "İ": "i",
}
#: The only mark that Unicode composes with signs of ASCII, and the signs that come of it.
_STROKE = "\u0338"
_STRUCK_SIGNS = str.maketrans("≠≮≯", "=<>")
# Letters that Unicode does not decompose into a base letter and a mark.
_BARE_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "þ": "th",
    "ß": "ss", "æ": "ae", "œ": "oe", "ĸ": "k", "ŋ": "n", "ς": "σ",
    # Arabic letters as Persian, Urdu and the Quran write them.
    "ک": "ك", "ی": "ي", "ى": "ي", "ے": "ي", "ہ": "ه", "ٱ": "ا",
    # Kept whole: a Cyrillic letter of its own, which stemmers and readers tell from и.
    "й": "й",
}  # fmt: skip


def plain(text: str) -> str:
    """Return the text in lower case, its compatibility forms, digits and signs as the usual ones.

    What is not a letter, digit or mark of one becomes a blank, or the sign of ASCII that it stands
    for; what is invisible goes.
    """
    if text.isascii():
        return text.lower()
    text = with_whole_words(text)
    # Most texts have few characters that are not ASCII.
    text = _NOT_ASCII.sub(lambda match: match.group().translate(_plain_characters), text)
    # In lower case first: there is a small ǰ in one character, but no such capital.
    composed = unicodedata.normalize("NFC", text.lower())
    return composed.translate(_STRUCK_SIGNS) if _STROKE in text else composed


def fold(text: str) -> str:
    """Return the text in lower case, without accents, compatibility forms or invisible marks."""
    if text.isascii():
        return text.lower()
    # NFKC would make three characters of an ellipsis; a blank separates words as well.
    text = unicodedata.normalize("NFKC", text.replace("…", " ")).lower()
    return _NOT_ASCII.sub(lambda match: match.group().translate(_bare_characters), text)


def with_whole_words(text: str) -> str:
    """Put an apostrophe for each blank that only groups the digits of a number.

    A hyphen stands for each joiner inside a Persian word: its parts are found as those of
    `part-time` are. Other scripts write it for looks only. Hebrew acronyms have their own mark.
    """
    if text.isascii():
        return text
    if _JOINER in text:
        text = _JOINER_IN_WORD.sub("-", text)
    text = with_gershayim(text)
    return BLANK_IN_NUMBER.sub("'", text)


def with_gershayim(text: str) -> str:
    """Put GERSHAYIM for each quotation mark that makes an acronym of a Hebrew word.

    >>> with_gershayim('ארה"ב') == 'ארה״ב'
    True
    """
    if text.isascii() or not any(quote in text for quote in '"“”„'):
        return text
    return _FOR_GERSHAYIM.sub(GERSHAYIM, text)


def spans(text: str) -> list[tuple[int, int]] | None:
    """Return for each character of `plain(text)` its span in the text.

    None if the plain text has its characters at the same offsets.
    """
    others = "".join(_NOT_ASCII.findall(text))
    if not others or (
        all(len(_plain_characters[ord(character)]) == 1 for character in set(others))
        and unicodedata.is_normalized("NFC", others.translate(_plain_characters))
        and not any(map(unicodedata.combining, others))
    ):
        return None
    found: list[tuple[int, int]] = []
    text = with_whole_words(text)
    for start, end in _clusters(text):
        found.extend([(start, end)] * len(plain(text[start:end])))
    return found


class _PlainCharacters(dict[int, str]):
    """Cache: code point -> the characters that `plain` makes of it, case aside."""

    def __missing__(self, code: int) -> str:
        made = self[code] = _plain_character(chr(code))
        return made


def _plain_character(character: str) -> str:
    if character in _PLAIN_SIGNS:
        return _PLAIN_SIGNS[character]
    category = unicodedata.category(character)
    # A variation selector or an enclosing mark turns a sign into an emoji.
    if category in ("Cf", "Me") or character in _INSIDE_WORDS or _is_selector(character):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    way, _, parts = unicodedata.decomposition(character).rpartition("> ")
    if way == "<super" and category != "Lm":  # a footnote's number, a trade mark, an ordinal's sign
        return " "
    whole = unicodedata.normalize("NFKC", character) if parts else character
    if whole != character:
        whole = "".join(part if part.isascii() else _plain_character(part) for part in whole)
    if category[0] in "LM" or category == "Nl" or way == "<sub":
        return whole
    if category[0] in "NS" and any(map(str.isalnum, whole)):
        return f" {whole} " if parts else " "  # the words of 20℃, 5㎏, 2½ are apart
    return whole if len(whole) == 1 and whole.isascii() else " "


def _is_selector(character: str) -> bool:
    return (
        "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or character == "\u034f"
    )


class _BareCharacters(dict[int, str]):
    """Cache: code point -> its folded characters."""

    def __missing__(self, code: int) -> str:
        folded = "".join(_BARE_LETTERS.get(part) or _bare(part) for part in chr(code).lower())
        self[code] = folded
        return folded


def _bare(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or character in _INSIDE_WORDS:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Mn":
        return "" if _is_accent(character) else character
    parts = unicodedata.normalize("NFD", character)
    if len(parts) > 1 and all(_is_accent(mark) for mark in parts[1:]):
        return _BARE_LETTERS.get(parts[0], parts[0])
    return character


def _is_accent(mark: str) -> bool:
    """Tell whether a word is the same without this mark.

    Marks of Latin, Greek, Hebrew and Arabic letters, and the nukta that Hindi, Punjabi, Gujarati
    and Kannada put below letters for foreign sounds: फ़ोन, फोन.
    """
    return (
        "\u0300" <= mark <= "\u036f"
        or "\u0591" <= mark <= "\u05c7"
        or "\u064b" <= mark <= "\u065f"
        or mark == "\u0670"
        or "\u1dc0" <= mark <= "\u1dff"
        or mark in "\u093c\u0a3c\u0abc\u0cbc"
    )


_plain_characters = _PlainCharacters()
_bare_characters = _BareCharacters()


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the groups of characters that Unicode may compose into one."""
    start = 0
    for offset, character in enumerate(text):
        if offset and not (
            unicodedata.category(character).startswith("M")
            or "\u1160" <= character <= "\u11ff"  # vowels and endings of Korean syllables
            or character in "\uff9e\uff9f"  # voicing marks of half-width kana
        ):
            yield start, offset
            start = offset
    if text:
        yield start, len(text)
