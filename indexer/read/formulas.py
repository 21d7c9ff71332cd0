r"""Which words and numbers does a formula of TeX show?

$5\,\mathrm{km}$           5 km
$$\frac{a}{b} \le 10$$     a/b ≤ 10
"""

import re
from collections.abc import Callable
from html import unescape

from indexer.read.offsets import Span, Spans
from search.language.folding import NARROW_BLANK

#: Quick: what a body with formulas has.
_SUSPECT = re.compile(r"\$(?:[$`]|(?=[^\s$][^\n$]{0,1000}(?<!\s)\$(?!\d)))|\\(?:[(\[]|begin\{)")
#: Characters of a formula, at most.
MAX_FORMULA_CHARACTERS = 10_000
# A dollar sign opens before a word and closes behind one; a number behind it is a price.
_FORMULA = re.compile(
    r"(?<![\\$\w])\$\$(?P<display>(?:(?!\$\$|\n[ \t]*\n)[\s\S])++)\$\$"
    r"|(?<![\\$\w])\$`(?P<quoted>[^`\n]+)`\$"
    r"|(?<![\\$\w])\$(?P<inline>(?![\s$])(?:[^\\$\n]|\\[^\n]|\n(?![ \t]*\n))++)(?<!\s)\$(?![\d$])"
    r"|(?<!\\)\\\((?P<round>(?:(?!\\[()]|\n[ \t]*\n)[\s\S])++)\\\)"
    r"|(?<!\\)\\\[(?P<square>(?:(?!\\[\[\]]|\n[ \t]*\n)[\s\S])++)\\\]"
    r"|(?P<environment>\\begin\{(?P<name>equation|align|gather|multline|eqnarray|math"
    r"|displaymath|aligned|split)\*?\}(?:(?!\\(?:begin|end)\{(?P=name)|\n[ \t]*\n)[\s\S])++"
    r"\\end\{(?P=name)\*?\})"
)
#: What tells a formula from other text between its signs.
_OF_TEX = re.compile(r"\\[A-Za-z,;:!{}%| ]|[\^_=]|\{,\}|\A[^\W_]\Z")
#: What is in shell scripts, which have such signs, too.
_OF_SHELL = re.compile(r"[\"`]|'''|\\\d|&quot;")
_COMMAND_OF_TEX = re.compile(r"\\(?:[A-Za-z]{2}|,)|[\^_]\{?\w")
_LETTERS = dict(
    zip(
        (
            *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota"),
            *("kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau"),
            *("upsilon", "phi", "chi", "psi", "omega"),
        ),
        "αβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_LETTERS |= {name.capitalize(): letter.upper() for name, letter in _LETTERS.items()}
_LETTERS |= {"var" + name: letter for name, letter in _LETTERS.items()} | {"ell": "ℓ", "hbar": "ħ"}
#: Commands that show a sign.
_SIGNS = {
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼", "equiv": "≡", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "infty": "∞", "sum": "∑", "prod": "∏",
    "int": "∫", "partial": "∂", "nabla": "∇", "in": "∈", "notin": "∉", "subset": "⊂", "cup": "∪",
    "cap": "∩", "forall": "∀", "exists": "∃", "ldots": "…", "dots": "…", "cdots": "…",
    "degree": "°", "circ": "°", "sqrt": "√", "lt": "<", "gt": ">", "euro": "€", "pounds": "£",
    "mid": "|", "vert": "|", "prime": "′", "propto": "∝",
}  # fmt: skip
#: Commands that show nothing themselves.
_SILENT = frozenset((
    *("left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "displaystyle", "textstyle"),
    *("scriptstyle", "limits", "nolimits", "quad", "qquad", "nonumber", "notag", "hline", "bf"),
    *("rm", "it", "cal", "text", "textbf", "textit", "textrm", "textsf", "texttt", "mathrm"),
    *("mathbf", "mathit", "mathsf", "mathtt", "mathcal", "mathbb", "mathfrak", "mathscr", "mbox"),
    *("operatorname", "boldsymbol", "bm", "hat", "bar", "vec", "tilde", "dot", "ddot", "overline"),
    *("underline", "widehat", "widetilde", "overbrace", "underbrace", "boxed", "ce", "unit", "si"),
    *("SI", "num", "qty", "binom", "dbinom", "displaylines", "centering", "cancel", "overset"),
    *("underset", "stackrel", "xrightarrow", "tag", "mathop", "mathrel", "hfill", "middle"),
))  # fmt: skip
#: Commands whose argument shows nothing either.
_SETTINGS = re.compile(
    r"\\(?:begin|end|label|color|hspace|vspace|phantom|hphantom|vphantom|ref|eqref|notag|kern"
    r"|mkern|hskip)\*?\s*\{[^{}]*\}(?:\{[lcr|]+\})?"
)
_DEGREES = re.compile(r"\^(?:\\circ(?![A-Za-z])|\{\s*\\circ\s*\})")
_FRACTION = re.compile(r"\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
#: Fractions in fractions, at most.
MAX_FRACTIONS = 5
_PART = re.compile(r"\\([A-Za-z]+)\*?|\\([^A-Za-z])|(\{,\})|([{}&~])|\n")
#: The end of a word that begins with a formula: `$n$th`.
_ENDING = re.compile(r"(?:th|st|nd|rd|s)\b")
#: The blank that groups the digits of a number: `5\,000`. It stays narrow: with a usual one they
#: are two.
_IN_NUMBER = re.compile(r"(?<=\d)\\[,:;](?=\d{3}(?!\d))")
_SPACE = re.compile(rf"[^\S{NARROW_BLANK}]+")
#: Signs that mean something in Markdown.
_MARKDOWN_SIGN = re.compile(r"([\\`*_\[\]<>~|^$&#+={}!-])")


def may_have_formulas(body: str) -> bool:
    """Tell quickly whether a body may have some."""
    return ("$" in body or "\\" in body) and _SUSPECT.search(body) is not None


def with_words_of_formulas(body: str, spans: list[Span], escape: Callable[[str], str]) -> str:
    """Return a body in which words and numbers stand for formulas, but for those in code.

    `spans` are those of code (see `code.code_spans`). `escape` makes text of words, so that no
    sign of them is read as a mark.
    """
    parts, start, code = [], 0, Spans(spans)
    for found in _FORMULA.finditer(body):
        if found.end() - found.start() > MAX_FORMULA_CHARACTERS or code.end_at(found.start()) >= 0:
            continue
        kind = found.lastgroup or ""
        formula = found[kind]
        needed = _COMMAND_OF_TEX if kind in ("round", "square") else _OF_TEX
        behind = body[found.end() : found.end() + 1]
        is_in_word = behind.isalpha() and not _ENDING.match(body, found.end())
        # `$HOME/$PATH` has no formula.
        is_variable = is_in_word and "\\" not in formula
        if not needed.search(formula.strip()) or is_variable or _OF_SHELL.search(formula):
            continue
        parts += [body[start : found.start()], escape(read_formula(unescape(formula)))]
        start = found.end()
        if is_in_word:
            parts.append(" ")
    return "".join([*parts, body[start:]])


def markdown_of(words: str) -> str:
    """Return words as Markdown that shows them as they are."""
    return _MARKDOWN_SIGN.sub(r"\\\1", words)


def read_formula(formula: str) -> str:
    """Return the words, numbers and signs of a formula, parted by blanks where commands stand."""
    formula = _DEGREES.sub("°", _SETTINGS.sub(" ", formula))
    formula = _IN_NUMBER.sub(NARROW_BLANK, formula)
    for _ in range(MAX_FRACTIONS):
        formula, count = _FRACTION.subn(r" \1/\2 ", formula)
        if not count:
            break
    return _SPACE.sub(" ", _PART.sub(_shown, formula)).strip()


def _shown(part: re.Match[str]) -> str:
    name, sign, comma, brace = part.groups()
    if name:
        if name in _LETTERS or name in _SIGNS:
            shown = _LETTERS.get(name) or _SIGNS[name]
            follows = part.string[part.end() : part.end() + 1] in (" ", "\\", "")
            return f"{shown} " if follows else shown
        return " " if name in _SILENT else f" {name} "
    if sign:
        return sign if sign in "%$&#_{}" else " "
    if comma:
        return ","
    if brace == "}":
        # `e^{x}y` and `\text{a}b` are two words each.
        return " " if part.string[part.end() : part.end() + 1].isalnum() else ""
    return "" if brace == "{" else " "
