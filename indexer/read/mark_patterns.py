"""Where are the marks of other programs in Markdown? One pattern finds those that may be there.

To look for a sign is many times faster than for a pattern, and most texts have none of the signs.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from indexer.read.wide_tables import CELL_RULE

_CJK = r"\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef"
_BORDER = r"\+[-=:]{3,}\+"
#: What other programs read in Markdown, and CommonMark shows as it is written: for each kind signs,
#: one of which is in it in small letters, some with a pattern that is found there, too; and its own
#: pattern.
_MARKS: dict[str, tuple[tuple[str | tuple[str, str], ...], str]] = {
    # What names a file whose text belongs there.
    "file": (
        (
            *("8<-", ("{!", r"\{![ \w./]"), "!include", "@import", ("<<<", r"<<<[ \t]")),
            *("@[code", "[!code", ":::code", ":::include"),
        ),
        r"^[ \t>]*(?:;?-+8<-+[ \t]*"
        r"(?:[\"'][^\"'\n]*[\"']|\n(?:(?!-+8<-)[^\n]*\n){1,50}?[ \t]*-+8<-+)"
        r"|@import[ \t]+\"[^\"\n]+\"[^\n]*|!include(?:[dl]?)(?:\[[^\]\n]*\])?[ \t]+\S+"
        r"|<<<[ \t]+(?:@|\.{0,2}/)[^\n]*|:::(?:code|include)\b[^\n]*:::)[ \t]*$"
        r"|\{![ ]*[\w./-]+\.\w+[ ]*!\}|!!!include\([^()\n]*\)!!!|@\[code[^\[\]\n]*\]\([^()\n]*\)"
        r"|\[!(?:include|code[\w-]*)[ ]?\[[^\[\]\n]*\][ ]?\([^()\n]*\)\]",
    ),
    # The mark at the end of an excerpt; Markdown would take the rest of its line for HTML.
    "more": (("<!--",), r"<!--\s*more\s*-->"),
    # What kramdown leaves out: `{::comment} … {:/comment}`.
    "comment": (
        ("{::",),
        r"\{::(?:options|nomarkdown)\b[^{}\n]*\}"
        r"|\{::comment\}(?:(?!\{::comment|\{:/)[\s\S])*+\{:/(?:comment)?\}",
    ),
    # What a short form stands for: `*[HTML]: Hyper Text Markup Language`.
    "short": (("*[",), r"^[ ]{0,3}\*\[(?P<form>[^\[\]\n]+)\]:[ \t]*(?=\S)"),
    # The name by which Obsidian links to a paragraph, a list or a table: `… at dawn. ^id1`.
    "anchor": (
        (("^", r"\^(?<![^ \n]\^)[a-z0-9]"),),
        r"(?:^|[ \t]+)\^(?=[\d-]*[a-z])(?P<named_so>(?-i:[a-z0-9-]{2,}))[ \t]*$",
    ),
    # A task of another kind than done or open: `- [/] half done`, `- [-] given up`.
    "task": (
        (("[", r"\[[-/<>!?*\"]\] (?<=[-*+.)] \[.\] )"),),
        r"^(?P<item>[ \t>]*(?:[-*+]|\d{1,9}[.)])[ ]+)\[[-/<>!?*\"]\](?=[ ]\S)",
    ),
    # A table with borders of signs, as Pandoc and reStructuredText have them.
    "grid": (
        (("+-", _BORDER), ("+=", _BORDER), ("+:", _BORDER)),
        r"^[ \t]*\+(?:[-=:]{3,}\+)+[ \t]*\n(?:[ \t]*[|+][^\n]*[|+][ \t]*(?:\n|\Z))+",
    ),
    # A note to oneself in Obsidian, on one line or on lines of its own: `%%to do%%`.
    "private": (
        ("%%",),
        r"^[ \t]*%%(?!%)(?:(?!%%)[\s\S])*+%%[ \t]*$|(?<![\d%])%%(?!%)[^\n%]+%%(?![\w%])",
    ),
    # HTML in which Markdown is read: `<div markdown="1">`. Behind a blank line it is everywhere.
    "inside": (
        (("markdown", r"markdown(?<=[ \t\n]markdown)[=\s>]"),),
        r"^[ \t]*<(?P<element>[a-z][a-z1-6]*)(?:\s[^<>]*)?\s"
        r"markdown(?:=[\"']?(?:1|block|span)\b[^<>]*>|(?:\s[^<>]*)?>)"
        r"(?:\s*<summary>[^\n<]*</summary>)?",
    ),
    # A box: `:::note[Title]`, `!!! note "Title"`; and one of several: `=== "Title"`.
    "box": (
        (":::", "!!!", "???", '=== "', '===! "', '===+ "'),
        r"^[ \t>]*(?::{3,}[ \t]*(?P<name>[\w-]*)|(?:!!!|\?\?\?\+?)[ \t]+(?P<type>[\w-]+)"
        r"|===[!+]?[ \t]+(?=\"))"
        r"(?P<title>[^\n]*)$",
    ),
    # Where a table of contents is to stand.
    "contents": (
        (("toc", r"toc(?:[]_}]| \})"),),
        r"^[ ]{0,3}(?:@?\[toc\](?:\([^)\n]*\))?|\[\[_?toc_?\]\]|\$?\{\{?[ ]?toc[ ]?\}?\}"
        r"|[-*+][ ]toc[ \t]*\n\{:toc\})[ \t]*$",
    ),
    # Words in brackets with attributes, `[storm]{.underline}`, and with readings, `{漢字|かん|じ}`.
    "span": (
        (("]{", r"\]\{(?:[.#]|[\w-]+=)"),),
        r"(?<![\]!\\])\[(?P<words>[^\[\]\n]+)\]\{(?:[.#]|[\w-]+=)[^{}\n]*\}",
    ),
    "reading": (
        (("{", r"\{[\u3005\u3400-\u9fff]+\|"),),
        r"\{(?P<base>[\u3005\u3400-\u9fff]+)\|(?P<sounds>[|\u3041-\u30ff]+)\}",
    ),
    # Conditions and loops of Svelte: `{#if open}Open{:else}Shut{/if}`.
    "if": (
        (("{/", r"\{/(?:if|each|await|key|snippet)\}"),),
        r"\{(?:#(?:if|each|await|key|snippet)\b|:(?:else|then|catch)\b|/(?:if|each|await|key|snippet)\})"
        r"(?:(?<=\})|[^{}\n]*\})",
    ),
    # Attributes: `{: .class}`, `{#id}` at the end of a line, `{.class}` behind a word or alone.
    "attributes": (
        (("{", r"\{(?:[:.#]|[ ][.#][a-z]|(?<=[])`]\{))"),),
        r"\{:(?:/[a-z:]*|[ \t]*(?:(?:[.#][A-Za-z]|[\w-]+=|toc)[^{}\n]*"
        r"|(?<!\S[ ]\{:)[a-z:]+[^{}\n:=]*))\}"
        r"|(?:^[ \t]*|(?<=[\w)\]`*\"”.!?>]))\{[ ]?[.#][A-Za-z][\w.#=\"'% :-]*\}"
        r"|[ \t]\{[.#][A-Za-z][^{}\n]*\}(?:[ \t]*$|(?=<))|(?<=[)\]`])\{[ ]?[\w-]+=[^{}\n]*\}",
    ),
    # What stands above the line, `2^10^`, and what was put in: `^^new^^`, `++new++`. `a^b^c`, `i++`
    # and `++i` are code.
    "raised": (
        (("^", r"\^[^\s^\[\]]+\^"),),
        r"(?<![\^\\])\^(?=[^\s^]*[^\W_])(?P<power>(?:[^\s^\[\]{}<>\\]|\\[ ])++)\^(?![\w^])",
    ),
    "caret": (
        (("^^", r"\^\^[^\s^]"),),
        r"(?<![\^\\])\^\^(?=[^\s^])(?P<above>[^\n^]+)(?<=[^\s^])\^\^(?!\^)",
    ),
    "plus": (
        (("++", r"\+\+(?<![\w+]\+\+)[^\s+]"),),
        r"(?<![\w+\\])\+\+(?=[^\s+])(?P<put>(?:[^\n+]|\+(?!\+))+)(?<=[^\s+])\+\+(?![\w+])",
    ),
    # What compares: the renderer takes it for marks around a text.
    "equal": (
        (("==", r"==(?<=[\w)]==)[\w\"'(]"),),
        r"(?<=[\w)])(?<=[ -~])==(?=[ -~])(?=[\w\"'(])",
    ),
    # What is hidden until a reader asks for it: `||secret||`, `>!secret!<`.
    "secret": (
        (
            ("||", r"\|\|(?<![\w|\\]\|\|)[^\s|][^\n|]*\|\|(?![\w|])"),
            ("!<", r"!<(?![/a-z!])"),
        ),
        r"(?<![\w|\\])\|\|(?=[^\s|])(?P<bars>[^\n|]+)(?<=[^\s|])\|\|(?![\w|])"
        r"|(?<![\w\"'/-])>!(?=\S)(?P<veiled>[^\n]{1,1000}?)(?<=\S)!<",
    ),
    # CriticMarkup: what was put in, taken out, exchanged, marked, and a remark.
    "change": (
        ("{++", "{--", "{~~", "{==", "{>>"),
        r"\{\+\+(?P<added>(?:(?!\+\+\}|\{)[\s\S])*+)\+\+\}"
        r"|\{--(?P<gone>(?:(?!--\}|\{)[\s\S])*+)--\}"
        r"|\{~~(?P<old>(?:(?!~>|~~\}|\{)[\s\S])*+)~>(?P<new>(?:(?!~~\}|\{)[\s\S])*+)~~\}"
        r"|\{==(?P<marked>(?:(?!==\}|\{)[\s\S])*+)==\}"
        r"|\{>>(?P<remark>(?:(?!<<\}|\{)[\s\S])*+)<<\}",
    ),
    # Lines that Pandoc keeps apart, as those of a poem: `| One`.
    "verse": (
        (("| ", r"\|(?<![^\n]\|)[ \t][^\n|]*\n"),),
        r"(?:\A|(?<=\n\n))"
        r"(?:\|(?:[ \t][^\n|]*+)?(?:\n[ \t]+(?![\s|])[^\n|]++)*+(?:\n|\Z))++(?=\n|\Z)",
    ),
    # Directives, targets and roles of reStructuredText and MyST: `.. note:: Title`, `:ref:`Port``.
    "directive": (
        ((".. ", r"\.\. (?<!\S\.\. )"),),
        r"^[ \t]*\.\.[ ](?:_[^:\n]+:|(?:\|[^|\n]+\|[ ])?(?P<name>[a-z][\w.-]*(?::[\w.-]+)?)::)"
        r"(?P<rest>[ \t][^\n]*)?$(?P<options>(?:\n[ \t]+:[\w-]+:[^\n]*)*)",
    ),
    "role": (
        ((":`", r":`[^`]"), ("}`", r"\}`[^`]")),
        r"(?<![\w:`\\])(?::[a-z][\w.+:-]*:|\{[a-z][\w:.+-]*\})`(?P<named>[^`\n]+)`(?!`)",
    ),
    # What a reference leads to, in MyST, and where columns begin, in books of Hugo.
    "target": (
        ((")=", r"\)=(?=[ \t]*(?:\n|\Z))"), "<--->"),
        r"^[ ]{0,3}\((?-i:[a-z0-9_.:-]+)\)=[ \t]*$|^[ \t]*<--->[ \t]*$",
    ),
    # Directives in a line: `:abbr[HTML]{title="Markup"}`, `:icon{name="x"}`.
    "inline": (
        ((":", r":[a-z][\w-]*(?:\[[^\W\d]|\{[#.\w])"),),
        r"(?<![^\s(\"'“\u3000-\uffef]):(?P<kind>[a-z][\w-]*)(?:\[(?=[^\W\d])(?P<label>[^\[\]\n]*)\](?!\()"
        r"|(?=\{[\w:-]+=[\"']))(?:\{(?P<given>[^{}\n]*)\})?",
    ),
    # A picture whose size or place is said behind its address, and attributes on their own line.
    "picture": (
        (
            ("![", r"!\[[^\[\]\n]*\]\([^()\n]* (?:align|=\d)"),
            ("{", r"\{(?<!\S\{)[ ]?[\w-]+="),
        ),
        r"(?P<image>!\[[^\[\]\n]*\]\([^\s()]+(?:[ ]+\"[^\"\n]*\")?)(?:[ ]+align=\"[^\"\n]*\""
        r"|[ ]+=\d*%?x\d*%?)+[ ]*\)|^[ \t]*\{[ ]?[\w-]+=[\"'][^{}\n]*\}[ \t]*$",
    ),
    # Emphasis beside signs and words without blanks, where CommonMark reads stars alone.
    "cjk": (
        (("__", rf"__(?:(?<=[{_CJK}]__)|(?=[{_CJK}]))"),),
        rf"(?<![_\\])__(?=[^\s_])(?:(?<=[{_CJK}]__)(?P<before>[^_\n]+)(?<=\S)__(?!_)"
        rf"|(?P<behind>[^_\n]+)(?<=\S)__(?=[{_CJK}]))",
    ),
    # What tells TeX where a page begins.
    "command": (
        (("\\", r"\\(?:newp|pageb|clearp|tableof|maket|noind|bigs|meds|smalls|[vh]space\{)"),),
        r"^[ \t]*\\(?:newpage|pagebreak|clearpage|tableofcontents|maketitle|noindent|bigskip"
        r"|medskip|smallskip|[vh]space\{[^{}\n]*\})[ \t]*$",
    ),
    # What looks like the target of a link, and is an answer: `[Q]: Why?`.
    "answer": (
        ("]:",),
        r"^[ ]{0,3}\[(?!\^[^\s\]]+\])(?P<question>[^\[\]\n]+)\]:[ \t]*(?:\n[ \t]*)?"
        r"(?![^\s]*(?:[/#@:<]|\.\w))[^\s]+"
        r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    ),
    # A table, of which a row may have more cells than the first. It begins behind the first row.
    "table": (
        ("-|", ":|", "- |", ": |"),
        rf"\n[ \t>]*+\|?{CELL_RULE}(?:\|{CELL_RULE})*+\|?[ \t]*$"
        r"(?:\n[^\n]*\|[^\n]*)*",
    ),
}
#: Characters of signs, the rarest in texts first, some with a pattern that begins with it: what has
#: neither has none of the signs with that character. To look for one is many times faster still.
_RARE = {
    "^": None,
    "\\": None,
    "{": re.compile(
        r"\{(?:[:.#!+~=>\u3005\u3400-\u9fff-]|(?<=[])`\w]\{)|[ ](?:[.#]|[\w-]+=)|[\w-]+=)"
    ),
    "}": re.compile(r"\}`"),
    "@": None,
    "%": None,
    "|": None,
    "+": None,
    "=": None,
    "<": re.compile(r"<(?:(?<=8<)-|<<[ \t]|!--|---)"),
    "*": re.compile(r"\*\["),
    "?": re.compile(r"\?\?\?"),
    "!": re.compile(r"!(?:!!|include|code|<(?![/a-z!])|\[)"),
    ":": re.compile(r":(?:::|`|(?<=\]:)|[a-z][\w-]*[\[{])"),
    ".": re.compile(r"\.\. (?<!\S\.\. )"),
}
#: The signs of each kind, each with its rarest character, if it is one of those, and its pattern.
_SIGNS = [
    (
        kind,
        [
            (
                next(filter(sign.__contains__, _RARE), ""),
                sign,
                re.compile(pattern) if pattern else None,
            )
            for sign, pattern in [(one, "") if isinstance(one, str) else one for one in signs]
        ],
    )
    for kind, (signs, _) in _MARKS.items()
]


def marks(body: str) -> Iterable[re.Match[str]]:
    """Return the marks in a body, in their order; the last group of each is its kind, or in it."""
    small = body.lower()
    rare = {
        character
        for character, pattern in _RARE.items()
        if character in small and (pattern is None or pattern.search(small))
    }
    kinds = tuple([kind for kind, signs in _SIGNS if _has_one(small, rare, signs)])
    return _pattern(kinds).finditer(body) if kinds else ()


def _has_one(
    body: str, rare: set[str], signs: Sequence[tuple[str, str, re.Pattern[str] | None]]
) -> bool:
    return any(
        (not character or character in rare)
        and sign in body
        and (pattern is None or pattern.search(body))
        for character, sign, pattern in signs
    )


@cache
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    patterns = [f"(?P<{kind}>{_MARKS[kind][1]})" for kind in kinds]
    return re.compile("|".join(patterns), re.MULTILINE | re.IGNORECASE)
