"""Which words does a title show whose author marked some, as in Markdown?

**Bold** move, _Dune_ review, ~~Old~~ new        Bold move, Dune review, Old new
`grep` explained, [The port](https://a.example)  grep explained, The port
C++, snake_case, 2 * 3 * 4, A*, __init__, f**k   as they are
"""

import re
from functools import cache

#: Characters of a title whose marks are looked for; a longer one is a text.
MAX_MARKED_CHARACTERS = 2_000

_MAY_BE_MARKED = re.compile(r"[*_`~\[\\]")
# Letters of Chinese, Japanese and Korean, and their signs, stand beside marks without a blank.
_WIDE = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
_BEFORE = rf"(?<![^\W_{_WIDE}])(?<![\\*_~])"
_BEHIND = rf"(?![^\W_{_WIDE}])"
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()\s]+(?:\s+\"[^\"]*\")?\)\s?")
_LINK = re.compile(
    r"\[(?P<text>[^\[\]]+)\]\(<?(?:https?:|mailto:|/|#|\.)[^()\s]*(?:\([^()\s]*\)[^()\s]*)?"
    r"(?:\s+\"[^\"]*\")?\)"
)
_WIKI_LINK = re.compile(r"(?<!\[)\[\[(?:[^\[\]|]+\|)?(?P<text>[^\[\]|]+)\]\](?!\])")
_NAME_OF_PROGRAM = re.compile(r"[a-z][a-z0-9_]*")
_ESCAPED = re.compile(r"\\([*_`~\[\]])")


def without_title_marks(title: str) -> str:
    """Return a title without the marks of Markdown around words, which no reader sees."""
    if len(title) > MAX_MARKED_CHARACTERS or not _MAY_BE_MARKED.search(title):
        return title
    parts, end = [], 0
    for code in _code().finditer(title) if "`" in title else ():  # there all signs are its own
        parts += [_unmarked(title[end : code.start()]), code["code"].strip()]
        end = code.end()
    return "".join([*parts, _unmarked(title[end:])]).strip() or title


def _unmarked(text: str) -> str:
    shown = _PICTURE.sub("", text) if _PICTURE.sub("", text).strip() else text
    emphasis = _emphasis() if any(sign in shown for sign in "*_~") else ()
    for mark in (_LINK, _WIKI_LINK, *emphasis):
        shown = mark.sub(_text_of, shown)
    return _ESCAPED.sub(r"\1", shown)


# Compiled with the first title that has such signs: each wide range takes a millisecond.
@cache
def _code() -> re.Pattern[str]:
    return re.compile(rf"(?<!`){_BEFORE}(`{{1,2}})(?!`)(?P<code>[^`]+)\1(?!`){_BEHIND}")


@cache
def _emphasis() -> tuple[re.Pattern[str], ...]:
    # Strong before plain, so that of ***x*** both leave; `__init__` is a name of Python's.
    pairs = [
        rf"{_BEFORE}{mark}(?P<text>(?=[^\s{sign}])(?:(?!{mark}).)*?[^\s\\])"
        rf"(?<!{sign}){mark}(?!{sign}){_BEHIND}"
        for mark, sign in ((r"\*\*", r"\*"), ("__", "_"), (r"\*", r"\*"), ("_", "_"), ("~~", "~"))
    ]
    both = rf"{_BEFORE}\*\*\*(?=[^\s*])(?P<text>[^*]*[^\s*\\])\*\*\*(?!\*){_BEHIND}"
    return tuple(map(re.compile, (both, *pairs)))


def _text_of(found: re.Match[str]) -> str:
    is_name = found[0].startswith("__") and _NAME_OF_PROGRAM.fullmatch(found["text"])
    return found[0] if is_name else found["text"]
