"""What cuts texts into words has another version once it makes other words of them."""

from zlib import crc32

from search.language.version import WORDS
from search.text import Analyzer

SAMPLE = (
    "The ports’ e-mail, O'Brien's Ph.D.s, F-16s, 1990's U.S. F16s: $1.5bn of 1,413 and 2½ 5kg, "
    "C++, .NET, A+; 12zł Hawaiʻi présidée göz наука AC/DC 新華社 ปี2026 コーヒー "
    "۱۲۳ ﬁsh naïve statements¹ 1 413 AA+"
)
#: Version -> checksum of the tokens that it makes of the sample.
VERSIONS = {3: "c07212eb"}


def test_other_words_are_another_version() -> None:
    languages = ("english", "french", "russian", "turkish", "none")
    tokens = [list(map(tuple, Analyzer(language).tokens(SAMPLE))) for language in languages]
    assert VERSIONS.get(WORDS) == f"{crc32(repr(tokens).encode()):08x}", "raise WORDS"
