"""In which language and direction does a text run? What HTML says of it.

The page itself is written in the reader's language. Texts of items are in that of the archive, as
far as is known; of a text in a script that this language is not written in it is said which script
it is.
"""

import re
from functools import cache, lru_cache
from unicodedata import bidirectional

from web.translation import language

#: Language of an archive (a Snowball name) -> its tag; that of an archive of none is not known.
_TAGS = {
    "arabic": "ar",
    "armenian": "hy",
    "basque": "eu",
    "catalan": "ca",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "dutch_porter": "nl",
    "english": "en",
    "esperanto": "eo",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "irish": "ga",
    "italian": "it",
    "lithuanian": "lt",
    "nepali": "ne",
    "norwegian": "no",
    "persian": "fa",
    "polish": "pl",
    "porter": "en",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "sesotho": "st",
    "spanish": "es",
    "swedish": "sv",
    "tamil": "ta",
    "turkish": "tr",
    "yiddish": "yi",
}
#: Ranges of letters -> the tag of a text in them: of the language, where one alone has the script.
#: Kana come before Han, since Japanese has both.
_SCRIPTS = (
    ("\u3040-\u30ff\uff66-\uff9f", "ja"),
    ("\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", "ko"),
    ("\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", "und-Hani"),
    ("\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff", "und-Arab"),
    ("\u0590-\u05ff\ufb1d-\ufb4f", "und-Hebr"),
    ("\u0700-\u074f", "und-Syrc"),
    ("\u0780-\u07bf", "dv"),
    ("\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f", "und-Cyrl"),
    ("\u0370-\u03ff\u1f00-\u1fff", "el"),
    ("\u0530-\u058f\ufb13-\ufb17", "hy"),
    ("\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f", "ka"),
    ("\u0900-\u097f\ua8e0-\ua8ff", "und-Deva"),
    ("\u0980-\u09ff", "und-Beng"),
    ("\u0a00-\u0a7f", "pa"),
    ("\u0a80-\u0aff", "gu"),
    ("\u0b00-\u0b7f", "or"),
    ("\u0b80-\u0bff", "ta"),
    ("\u0c00-\u0c7f", "te"),
    ("\u0c80-\u0cff", "kn"),
    ("\u0d00-\u0d7f", "ml"),
    ("\u0d80-\u0dff", "si"),
    ("\u0e00-\u0e7f", "th"),
    ("\u0e80-\u0eff", "lo"),
    ("\u0f00-\u0fff", "bo"),
    ("\u1000-\u109f\uaa60-\uaa7f", "my"),
    ("\u1200-\u139f\u2d80-\u2ddf", "und-Ethi"),
    ("\u1780-\u17ff", "km"),
    ("\u1800-\u18af", "und-Mong"),
)
#: Scripts in which languages of archives are written, other than the Latin one.
_SCRIPTS_OF = {
    "ar": ("und-Arab",),
    "el": ("el",),
    "fa": ("und-Arab",),
    "hi": ("und-Deva",),
    "hy": ("hy",),
    "ne": ("und-Deva",),
    "ru": ("und-Cyrl",),
    "sr": ("und-Cyrl",),
    "ta": ("ta",),
    "yi": ("und-Hebr",),
}
#: Languages of archives that are written in the Latin script, too.
_ALSO_LATIN = ("sr",)
#: The first letter that is in none of the Latin blocks, which end before it.
#: (A set takes as long to compile as the ranges that it names are wide, so it names the others.)
_NOT_LATIN = re.compile(
    "[^\x00-\u036f\u1e00-\u1eff\u2000-\u2c7f\ua720-\ua7ff\uab30-\uabbf\U00040000-\U0010ffff]"
)
_LATIN = re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff]")
#: Texts whose attributes are kept, as outlets and tags come again and again.
_KEPT_TEXTS = 4_000


def tag_of(archive_language: str) -> str:
    """Return the tag of an archive's language, "" if it is not known.

    >>> tag_of("german"), tag_of("none")
    ('de', '')
    """
    return _TAGS.get(archive_language, "")


def language_of(text: str, archive_language: str) -> str:
    """Return the tag of a text's language: that of the archive, or of the script it is in.

    The script is that of most of its letters.

    >>> language_of("Strike at the port", "english"), language_of("Забастовка", "english")
    ('en', 'und-Cyrl')
    """
    own = tag_of(archive_language)
    if not _NOT_LATIN.search(text):
        # No more is known of a text in Latin letters in an archive of another script.
        is_other = own in _SCRIPTS_OF and own not in _ALSO_LATIN and _LATIN.search(text)
        return "und-Latn" if is_other else own
    counts = {tag: len(letters.findall(text)) for letters, tag in _letters_of_scripts()}
    if counts["ja"]:
        counts["ja"] += counts["und-Hani"]
    script = max(counts, key=lambda tag: counts[tag])
    if counts[script] <= len(_LATIN.findall(text)) or script in _SCRIPTS_OF.get(own, ()):
        return own
    return script


@cache
def _letters_of_scripts() -> tuple[tuple[re.Pattern[str], str], ...]:
    # Compiled with the first text in another script than the Latin one: it takes milliseconds.
    return tuple((re.compile(f"[{letters}]"), tag) for letters, tag in _SCRIPTS)


def language_attribute(text: str, archive_language: str) -> str:
    """Return the attribute that says the language of a text, "" if it is that of the page.

    >>> language_attribute("Забастовка", "english")
    ' lang="und-Cyrl"'
    """
    return _attribute(text, archive_language, language().tag)


def own_attribute(archive_language: str) -> str:
    """Return the attribute for words of the page inside a text of an item, "" if both are alike."""
    tag = language().tag
    return "" if tag == tag_of(archive_language) else f" lang={tag}"


def archive_attribute(archive_language: str) -> str:
    """Return the attribute for what has many texts of the archive, "" if the page is alike."""
    tag = tag_of(archive_language)
    return "" if tag == language().tag else f' lang="{tag}"'


def inner_attribute(text: str, archive_language: str) -> str:
    """Return the attribute for a text inside what is in the archive's language; "" if it is, too.

    >>> inner_attribute("Strike", "english"), inner_attribute("Забастовка", "english")
    ('', ' lang="und-Cyrl"')
    """
    return _attribute(text, archive_language, tag_of(archive_language))


@lru_cache(_KEPT_TEXTS)
def _attribute(text: str, archive_language: str, page_language: str) -> str:
    tag = language_of(text, archive_language)
    return "" if tag == page_language else f' lang="{tag}"'


def is_right_to_left(text: str) -> bool:
    """Tell whether a text runs right to left: whether its first letter does, as dir="auto" has it.

    >>> is_right_to_left("2026: إضراب"), is_right_to_left("Strike")
    (True, False)
    """
    if text.isascii():
        return False
    strong = (kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL"))
    return next(strong, "L") != "L"
