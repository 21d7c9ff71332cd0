r"""How does code in MDX write its strings, and which words are in one?

"A storm \u2014 again"    A storm — again
`Hello ${name}!`         Hello !
"""

import re

from indexer.read.escapes import IN_JAVASCRIPT, unescaped

#: A string with its quotes.
STRING = r""""(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\[\s\S])*+`"""
#: Tokens: a string, a comment, a sign between values that are compared.
TOKENS = (
    rf"(?P<string>{STRING})|(?P<comment>/\*(?:(?!\*/)[\s\S])*+\*/|(?<!:)//[^\n]*)"
    r"|(?P<compared>[=!]==?)"
)
_MEANT = {"n": "\n", "t": " ", "r": "\n", "\n": ""}
_INSERTED = re.compile(r"\$\{[^{}]*\}")


def without_values(text: str) -> str:
    """Return a text with a blank for each value that is inserted into it: `Hello ${x}`."""
    return _INSERTED.sub(" ", text)


def words_of(inner: str) -> str:
    """Return the words between the quotes of a string."""
    return unescaped(inner, IN_JAVASCRIPT, _MEANT)
