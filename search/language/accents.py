"""Which words may somebody mean who types one without accents?

Stemmers of some languages tell endings by their accents: they know `animação` and `animações` as
forms of one word, but nothing of `animacao`. So each spelling that a bare word may stand for is
stemmed, too: `animacao` -> `animaçao`, `animacão`, `animação`, ...
"""

from search.language.folding import fold

#: Letters at the end of a word that may lack an accent: the longest endings that stemmers know.
MAX_BARE_LETTERS = 8
#: Accents that an ending may lack: `ções` has two.
MAX_ACCENTS = 2
# Language -> the letters with accents in its endings, or at the end of words where one is seen
# once they are bare: none in `ångbåt`, but `at` in `angbat`. Measured on word lists: stemmers of
# the other languages join the bare spellings of a word's forms as they join the forms.
_ACCENTED_LETTERS = {
    "arabic": "أإآؤئى",
    "catalan": "àçèéíïòóúü",
    "czech": "áčďéěíňóřšťúůýž",
    "french": "àâçèéêëîïôûü",
    "hungarian": "áéíóöőúüű",
    "irish": "áéíóú",
    "italian": "àèéìòù",
    "lithuanian": "ąčęėįšųūž",
    "norwegian": "åø",
    "polish": "ąćęłńóśźż",
    "portuguese": "áâãàçéêíóôõúü",
    "romanian": "ăâîșț",
    "serbian": "čćđšž",
    "spanish": "áéíñóúü",
    "swedish": "åäö",
    "turkish": "çğıöşü",
}


def accented(word: str, language: str) -> list[str]:
    """Return the words of a language that differ from a bare one in the accents of its ending."""
    letters = _LETTERS_OF_BARE.get(language, {})
    first = max(1, len(word) - MAX_BARE_LETTERS)
    ending = [(offset, letters.get(word[offset], "")) for offset in range(first, len(word))]
    found: list[str] = []
    begun = [(word, first)]
    for _ in range(MAX_ACCENTS):
        # A further accent comes behind the last, so that each word is made once.
        begun = [
            (spelled[:offset] + letter + spelled[offset + 1 :], offset + 1)
            for spelled, start in begun
            for offset, choices in ending[start - first :]
            for letter in choices
        ]
        found += [spelled for spelled, _ in begun]
    return found


def _by_bare(letters: str) -> dict[str, str]:
    return {
        bare: "".join(letter for letter in letters if fold(letter) == bare)
        for bare in map(fold, letters)
    }


_LETTERS_OF_BARE = {language: _by_bare(own) for language, own in _ACCENTED_LETTERS.items()}
