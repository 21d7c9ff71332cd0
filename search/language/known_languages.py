"""In which languages can words be stemmed? In those of Snowball. Light to import."""

import Stemmer

from search.errors import LanguageUnknown

#: Stands for no language: words are left as they are.
NO_LANGUAGE = "none"


def languages() -> tuple[str, ...]:
    """Return the names of the languages that words can be stemmed in."""
    return tuple(sorted(Stemmer.algorithms()))


def is_known(language: str) -> bool:
    """Tell whether an archive can have a language."""
    return language == NO_LANGUAGE or language in languages()


def check_language(language: str) -> None:
    """Raise LanguageUnknown if no archive can have a language."""
    if not is_known(language):
        raise LanguageUnknown(
            f"language {language!r} is not known; use one of {', '.join(languages())}, "
            f"or {NO_LANGUAGE!r} to leave words as they are"
        )
