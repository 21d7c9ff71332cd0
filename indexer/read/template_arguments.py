"""Which arguments of a template does a reader see, and of which is that not known?"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_ARGUMENT = re.compile(
    r"""(?:([\w-]+)\s*(?:=|:(?=\s*["'`]))\s*)?"""
    r"""(?:"((?:[^"\\]|\\[\s\S])*+)(?:"|\Z)|'([^']*+)'|`([^`]*+)`|(?:\["[^"\n]*+"\]|\['[^'\n]*+'\]|[^\s"'`])++)"""
)
#: Characters behind a value in quotes, at most, that may belong to it.
MAX_CHARACTERS_BEHIND_QUOTE = 400
_NEXT_ARGUMENT = re.compile(r"""\s[\w-]++\s*+(?:=|:(?=\s*["'`]))|\Z""")
_ESCAPED = re.compile(r"\\([\s\S])")
_PARTS_OF_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

#: Arguments whose value a reader sees. The text for who cannot see a picture counts if a picture
#: has no other.
_SEEN = frozenset((
    *("text", "title", "subtitle", "label", "caption", "cite", "quote", "content", "body", "html"),
    *("srcdoc", "description", "desc", "summary", "heading", "header", "message", "attr"),
    *("author", "attribution", "credit", "footer", "note", "term", "question", "answer"),
    *("fig-cap", "lst-cap", "tbl-cap"),
    *("transcript", "intro", "kicker", "tagline", "byline", "subheading", "headline", "children"),
))  # fmt: skip
#: Arguments that hold code, which a reader sees as it is written. One word may be an id, unless the
#: template is named after what it shows.
_CODE = frozenset(("code", "snippet", "command", "commands", "cmd"))
_SHOWING_CODE = frozenset((
    *("code", "codeblock", "snippet", "terminal", "command", "console", "shell", "highlight"),
    *("highlighter", "prism", "editor", "playground", "pre", "syntax", "term", "cmd"),
))  # fmt: skip
#: Arguments that are settings, unless they hold several words.
VAGUE = frozenset((
    *("value", "values", "data", "column", "columns", "row", "rows", "table", "options", "order"),
    *("post", "params", "query", "filter", "link", "image", "file", "key", "keywords", "default"),
))  # fmt: skip
_ALTERNATIVE = "alt"
_QUOTES = "'\"`"
#: Arguments with names in templates for words and how they are read.
_RUBY = frozenset(("base", "kanji", "rb", "reading", "rt", "ruby", "text", "word", "yomi"))
#: Arguments whose value is seen if it looks like words, and else may be an address or an id.
_OFTEN_SEEN = frozenset(("hint", "name", "popup", "source", "tip", "tooltip"))
#: Templates whose arguments without a name a reader sees, by a part of their name.
_SHOWING = frozenset((
    *("abbr", "abbreviation", "accordion", "answer", "author", "badge", "blockquote", "btn"),
    *("button", "caption", "chip", "cite", "collapse", "definition", "details", "dfn", "dropdown"),
    *("epigraph", "expand", "faq", "heading", "kbd", "key", "label", "lead", "mark", "pill"),
    *("pullquote", "question", "quote", "spoiler", "step", "subtitle", "summary", "tab", "tag"),
    *("term", "title", "tooltip"),
))  # fmt: skip
#: Whole names of such templates.
_SHOWING_NAMES = frozenset((
    *("b", "bubble", "codeblock", "del", "em", "emp", "hl", "mask", "p", "psw", "span", "strong"),
    *("sub", "sup", "u", "underline", "wavy"),
))  # fmt: skip
#: Those among them that show numbers and single letters.
_OF_SIGNS = frozenset(("kbd", "sub", "sup"))
_CODE_WITH_CAPTION = "codeblock"
#: Templates that take a text between quotes: what has none is the name of a variable.
_INCLUDING = frozenset(("include", "include_cached", "include_relative", "render"))
#: Templates and arguments whose value is an address, an id, code or a way to show something.
_SETTING = frozenset((
    *("align", "allow", "anchor", "animation", "aria", "asset", "audio", "background", "bg"),
    *("asciinema", "codepen", "component", "jsfiddle", "octicon", "soundcloud", "speakerdeck"),
    *("spotify", "class", "classes"),
    *("code", "col", "color", "colour", "column", "columns", "css", "data"),
    *("date", "div", "download", "embed", "fa", "figure", "file", "fill", "filter", "format"),
    *("gallery", "gist", "grid", "height", "highlight", "href", "icon", "id", "image", "images"),
    *("img", "include", "instagram", "key", "keywords", "lang", "language", "layout", "link"),
    *("map", "mastodon", "options", "order", "param", "params", "partial", "path", "pdf"),
    *("picture", "points", "post", "query", "ref", "rel", "relref", "row", "script", "shortcode"),
    *("size", "sizes", "sort", "src", "srcset", "static", "stroke", "style", "styles", "svg"),
    *("table", "theme", "toc", "transform", "tweet", "twitter", "type", "url", "value", "variant"),
    *("video", "vimeo", "where", "width", "youtube"),
))  # fmt: skip
#: Words that say how to show something.
_SETTING_WORDS = frozenset((
    *("true", "false", "null", "none", "yes", "no", "on", "off", "auto", "left", "right", "center"),
    *("top", "bottom", "small", "medium", "large", "primary", "secondary", "default", "dark"),
    *("light", "open", "closed", "warning", "info", "danger", "note", "tip", "success", "error"),
    *("alert", "important", "caution", "inline", "block", "bash", "sh", "shell", "console", "text"),
    *("html", "css", "json", "yaml", "toml", "xml", "go", "python", "javascript", "js", "java"),
    *("ruby", "rust", "php", "sql", "c", "cpp", "diff", "markdown", "red", "green", "blue"),
    *("yellow", "gray", "grey", "black", "white", "orange", "purple"),
))  # fmt: skip
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*:\S*|/[^\n]*\.\w+|[./#?&$@][^\s]*|(?=\S*/)\S*\.\w+|\S+/|[\w-]+(?:/[\w-]+)+|\S+\.[a-z][a-z0-9]{1,4}",
    re.IGNORECASE,
)
#: Numbers, sizes, slugs, ids and names of variables.
_ID = re.compile(
    r"[\W\d_]*|#?\d[\w%.]*|(?=[^_]*_)\w+|[a-z0-9]+(?:-[a-z0-9]+)+|[a-z]+[A-Z]\w*|(?=\D*\d)\w+"
)
#: A word that is written as a name is.
_NAME = re.compile(r"[A-Z][a-z]{2,}")
_TWO_WORDS = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}[,;:.]?\s+[^\W\d_]{2,}")
#: Words that are hardly ids: three, or two of which one begins in capitals.
_MANY_WORDS = re.compile(
    r"(?:[^\W\d_]{2,}[,;:.]?\s+){2}[^\W\d_]{2,}|[A-Z][a-z]+\s+[^\W\d_]{3,}|[a-z]{2,}\s+[A-Z][a-z]{2,}"
)


_FILTER = re.compile(r"\|\s*([a-z_]+)")
#: Filters that keep a word as it is, but for its letters' case and signs.
_KEEPING = frozenset((
    *("capitalize", "capitalise", "downcase", "e", "escape", "escape_once", "h", "lower", "lstrip"),
    *("markdownify", "newline_to_br", "rstrip", "safe", "smartify", "strip", "strip_html", "title"),
    *("titlecase", "titleize", "trim", "upcase", "upper", "ucfirst", "strip_newlines", "raw"),
))  # fmt: skip
#: Templates of links, which take an address and a text.
_OF_LINKS = frozenset(("a", "external", "extlink", "href", "link"))


class Arguments(NamedTuple):
    """The values that a reader sees, those that may be text, and code, which is seen as well."""

    seen: list[str]
    unknown: list[str]
    code: list[str]


def read_arguments(
    template: str, arguments: str, *, unnamed: bool = True, variables: bool = False
) -> Arguments:
    """Read the arguments of a template with a name: `title="A storm" width=3` -> [A storm].

    With `unnamed`, a word without a name may be text, as in `{% quote Jane Doe %}`. With
    `variables`, what has no quotes is the name of a variable, or a number.
    """
    parts = {part.lower() for part in _PARTS_OF_NAME.findall(template)}
    has_setting = not parts.isdisjoint(_SETTING)
    is_showing = not has_setting and (
        not parts.isdisjoint(_SHOWING) or template.lower() in _SHOWING_NAMES
    )
    seen: list[str] = []
    unknown: list[str] = []
    code: list[str] = []
    words: list[str] = []
    passed: list[str] = []
    alternative, has_broken_string = "", False
    for argument in _arguments(arguments):
        name, value, is_quoted, adjoins_string = argument
        if name and not is_quoted and (variables or template in _INCLUDING):
            value = value.rstrip(",")
            if template in _INCLUDING or not value.isdecimal():
                continue
        if name == _ALTERNATIVE:
            alternative = value
        elif name in _SEEN:
            if value.lower() not in ("true", "false"):
                seen.append(html.unescape(value) if name == "srcdoc" else value)
        elif name in _CODE:
            is_code = not parts.isdisjoint(_SHOWING_CODE) or len(value.split()) > 1
            if value.strip() and (is_code or _may_be_text(value)):
                (code if is_code else unknown).append(value)
        elif not name and not is_quoted:
            is_caption = template == _CODE_WITH_CAPTION and ":" not in value
            row = seen if is_showing else words
            is_sign = template in _OF_SIGNS and value not in "{}/"
            is_whole = is_showing and value == arguments.strip() and not _ADDRESS.fullmatch(value)
            is_whole = is_whole and value[0].isalpha() and value.lower() not in _SETTING_WORDS
            has_broken_string |= adjoins_string and _may_be_word(value)
            if unnamed and (is_caption or is_sign or is_whole or _may_be_word(value)):
                row += [*passed, value] if row else [value]
                passed = []
            elif unnamed and value.lower() in _SETTING_WORDS:
                passed.append(value)  # between words it is one of them
        elif not name and " " in value.strip():
            seen.append(value)  # several words between quotes are text
        elif (unnamed and not name) or name in _OFTEN_SEEN:
            is_of_link = template in _OF_LINKS and is_quoted and "/" in arguments
            is_text = is_showing or (is_of_link and _may_be_word(value))
            is_seen = None if has_setting and not is_text else _is_seen(value, is_showing=is_text)
            if is_seen is not None:
                (seen if is_seen else unknown).append(value)
        elif _is_unknown(name, value):
            unknown.append(value)
    if not has_setting and words:
        # The name of a variable or an id is in ASCII.
        (unknown if all(map(str.isascii, words)) else seen).append(" ".join(words))
    elif (
        (words and has_broken_string)
        or not all(map(str.isascii, words))
        or (_MANY_WORDS.search(" ".join(words)))
    ):
        unknown.append(" ".join(words))
    return Arguments(seen or [alternative] * bool(alternative), unknown, code)


def read_ruby(arguments: str) -> tuple[str, str]:
    """Return words, and how they are read, of a template for both: `漢字|かんじ`."""
    values = [
        part
        for argument in _arguments(arguments)
        if not argument.name or argument.name in _RUBY
        for part in (argument.value.split("|") if "|" in argument.value else [argument.value])
        if part.strip()
    ]
    return (values[0], " ".join(values[1:])) if values else ("", "")


class _Argument(NamedTuple):
    name: str
    value: str
    is_quoted: bool
    #: Whether it stands right behind a string: a quote is missing, or one of the text not escaped.
    adjoins_string: bool


def _arguments(arguments: str) -> Iterator[_Argument]:
    position, is_quoted = 0, False
    while found := _ARGUMENT.search(arguments, position):
        adjoins_string = is_quoted and found.start() == position
        position, value, sign = found.end(), _value(found), found[0][-1]
        is_quoted = sign in _QUOTES
        if found[1] and is_quoted and sign in "'\"":
            # Quotes of the text itself, as in `caption="The "big" one"`.
            most = position + MAX_CHARACTERS_BEHIND_QUOTE
            following = _NEXT_ARGUMENT.search(arguments, position, most)
            end = following.start() if following else position
            rest = arguments[position:end].rstrip(" \n\t/,-")
            is_text = end < most and rest.endswith(sign)
            if is_text and (rest[0].isalnum() or rest[0] == sign or rest.count(sign) % 2):
                value += sign + rest[:-1]
                position += len(rest)
        yield _Argument((found[1] or "").lower(), value, is_quoted, adjoins_string)


def is_setting(text: str) -> bool:
    """Tell whether one word is an address, an id, or another value that only a program reads."""
    text = text.strip()
    return bool(_ADDRESS.fullmatch(text) or _ID.fullmatch(text))


def read_literal(text: str, filters: str) -> str:
    """Return what a reader sees of a text between quotes that a template shows, perhaps filtered.

    Most filters may make another text of one word: an address, or what a key stands for.
    """
    names = _FILTER.findall(filters)
    is_other = bool(filters) and not (names and _KEEPING.issuperset(names))
    if _ADDRESS.fullmatch(text.strip()) or (is_other and " " not in text.strip()):
        return ""
    return text


def has_words(code: str) -> bool:
    """Tell whether several words stand between quotes in the code of a template."""
    return any(
        found[0][-1] in "'\"`" and _TWO_WORDS.search(found[0]) for found in _ARGUMENT.finditer(code)
    )


def _value(found: re.Match[str]) -> str:
    if found[2] is not None:
        return _ESCAPED.sub(lambda sign: {"n": "\n"}.get(sign[1], sign[1]), found[2])
    quoted = next((value for value in found.group(3, 4) if value is not None), None)
    if quoted is not None:
        return quoted
    return found[0].partition("=")[2] if found[1] else found[0]


def _may_be_word(value: str) -> bool:
    if value.lower() in _SETTING_WORDS or _ADDRESS.fullmatch(value) or not re.search(r"\w", value):
        return False
    return not _ID.fullmatch(value)


def _may_be_text(value: str) -> bool:
    """Tell whether the value of an unknown argument has several words, or may be a name."""
    if _TWO_WORDS.search(value):
        return True
    is_name = _NAME.fullmatch(value) is not None or (value.isalpha() and not value.isascii())
    return is_name and value.lower() not in _SETTING_WORDS


def _is_unknown(name: str, value: str) -> bool:
    """Tell whether the value of an argument whose use is not known may be text."""
    if name in VAGUE:
        return _MANY_WORDS.search(value) is not None
    return _may_be_text(value) and _SETTING.isdisjoint(re.split("[-_]", name))


def _is_seen(value: str, *, is_showing: bool) -> bool | None:
    """Tell whether a value is text, False if that is not known, and None if it is a setting."""
    value = value.strip()
    if not value or value.lower() in ("true", "false") or _ADDRESS.fullmatch(value):
        return None
    if is_showing or " " in value or not value.isascii():
        return True
    if value.lower() in _SETTING_WORDS or _ID.fullmatch(value):
        return None
    return value[0].isupper()
