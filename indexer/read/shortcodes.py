"""What does a reader see of the templates in a body: Hugo's shortcodes, and Liquid?"""

import html
import re
from collections.abc import Iterator

from indexer.read.code_spans import CODE_TEMPLATES, end_of_shortcode
from indexer.read.hexo import HAS_LABELS, LABEL, read_hexo, read_label, with_quotes
from indexer.read.markup import GAP
from indexer.read.offsets import Ends, Span, Spans
from indexer.read.template_arguments import has_words, read_arguments, read_literal, read_ruby
from indexer.read.unknown_templates import may_show_words
from indexer.read.wiki_templates import read_wiki_template

_OPENING = re.compile(r"</?\{\{-?\s*[\w.]|\{\{[<%]|\{%|\{\{|\{#(?=[\s-])")
_OPENING_OR_LABEL = re.compile(rf"{_OPENING.pattern}|{LABEL.pattern}")
# Each quoted string counts as one; a template that opens inside another ends it unread.
_QUOTED = r""""(?:[^"\\]|\\[\s\S])*+"|'[^']*+'|`[^`]*+`"""
# A string with a shortcode in it does not end before a word: rather the first was never closed, as
# in `{{< a b="c >}} d {{< e f="g" >}}`.
_CLOSED = "|".join(
    rf"{quote}(?:(?!\{{\{{[<%]){sign})*+(?:{quote}|{sign}*+{quote}(?!\w))"
    for quote, sign in (('"', r'(?:[^"\\]|\\[\s\S])'), ("'", "[^']"), ("`", "[^`]"))
)
_SHORTCODE = re.compile(
    rf"\{{\{{([<%])((?:{_CLOSED}|(?!\{{\{{[<%]|[%>]\}}\}}).)*+)\1?[%>]\}}\}}", re.S
)
_UNQUOTED_SHORTCODE = re.compile(r"\{\{([<%])((?:(?!\{\{[<%]|[%>]\}\}).)*+)[%>]\}\}", re.S)
_TAG = re.compile(rf"\{{%[-+]?\s*([a-z][\w-]*+)((?:{_QUOTED}|(?!\{{%|%\}}).)*+)%\}}", re.S)
_UNQUOTED_TAG = re.compile(r"\{%[-+]?\s*([a-z][\w-]*+)((?:(?!\{%|%\}).)*+)%\}", re.S)
# A value: a name or a string, with members, filters and signs; two bare words are prose.
_WORD = r"""[A-Za-z_$](?:[\w.$\[\]-]|(?<=\[)(?:"[^"\n]*+"|'[^'\n]*+')(?=\]))*+"""
_VALUE = re.compile(
    rf"""\{{\{{-?\s*(?:{_WORD}|"[^"\n]*+"|'[^'\n]*+')\s*+(?:-?\}}\}}|[|(+*/,~?=:][^{{}}\n]*+\}}\}}"""
    r"""|if\s[^{}\n]*+\}\})"""
)
# A value that is made of arguments, as Zola writes a shortcode: `{{ figure(caption="A storm") }}`.
_CALL_ARGUMENT = (
    rf"""(?:[\w-]++\s*+=\s*+)?(?:{_QUOTED}|\[(?:{_QUOTED}|[^\[\]"'`{{}}])*+\]"""
    r"""|[\w.@/:+-]++(?:\([^(){}"'`]*+\))?)"""
)
_CALL = re.compile(
    rf"\{{\{{-?\s*([A-Za-z_$][\w:.]*+)\s*+\(\s*+((?:{_CALL_ARGUMENT}\s*+,?\s*+)*+)\)\s*+"
    r"(\|[^{}\n]*+)?-?\}\}"
)
# As Handlebars writes them: `{{{ story }}}`, `{{#each items}}`, `{{/each}}`, `{{> card}}`.
_OF_HANDLEBARS = re.compile(
    rf"\{{\{{(?:\{{~?\s*{_WORD}\s*+~?\}}|[#^]\s*[\w.@/-]++(?:\s[^{{}}|\n]*+)?|/\s*[\w.-]++\s*+"
    r"|>\s*[\w./\"'@-]++(?:\s[^{}|\n]*+)?|&\s*[\w.@]++\s*+)\}\}"
)
_COMMENT_OF_HANDLEBARS = re.compile(r"\{\{~?!(?!-)[^{}\n]*+\}\}")
_TAG_REST = re.compile(r"[^<>\n]*>")
# As Markdoc writes them: `{% /callout %}`, `{% $name %}`.
_OF_MARKDOC = re.compile(r"\{%\s*(?:/[a-z][\w-]*|\$[\w.$\[\]\"']+)\s*/?%\}")
_COMMENT_IN_TAG = re.compile(r"\{%-?\s*#(?:(?!\{%|%\}).)*+%\}", re.S)
_CLOSING_TAG = re.compile(r"\{%[-+]?\s*end[\w-]+\s*-?%\}")
#: An example of a shortcode of Zola, shown as text: `{{/* youtube(id="x") */}}`.
_EXAMPLE = re.compile(r"(\{[{%])/\*((?:(?!\*/)[^\n])*+)\*/([}%]\})")
_COMMENTED = re.compile(r"\s*/\*([\s\S]*)\*/\s*")
#: Characters before a template among which a word is looked for that stands before it.
_NEAR_WORD = 20
#: Characters before and behind a template that are looked at for what adjoins it.
_NEAR_CHARACTERS = 1000
_NAME = re.compile(r"\{[{%][<%]?-?\s*(/?[\w.-]*)")
#: Shortcodes that show nothing themselves and stand in words: `H{{< sub >}}2{{< /sub >}}O`.
_IN_WORDS = frozenset(("b", "em", "i", "s", "strong", "sub", "sup", "u"))
#: Those among them whose text stands in words, too: `H{{ sub(text="2") }}O`.
_INDICES = frozenset(("sub", "sup"))
#: Tags of Liquid between two texts: one stands where another might.
_BETWEEN = ("else", "elsif", "elif", "when")
#: Tags of Liquid around what may be the end of a word: `item{% if n %}s{% endif %}`.
_AROUND_ENDINGS = frozenset(("if", "unless", "endif", "endunless"))
_REFERENCE = re.compile(r"[ ]{0,3}\[[^\[\]]+\]:[ \t]*")
_OPENING_SIGNS = "([{\"'“‘«<"
#: A word behind a template, perhaps with marks of Markdown and tags before it.
_WORD_BEHIND = re.compile(
    r"(?:\]\([^()\n]*\)|[*_~`\[\]]|!\[|</?[A-Za-z][^<>\n]*>)*+(?:\w|\{[{%]|[“‘«(¿¡$€£])"
)
#: Tags of Liquid and Jinja that compare, and show nothing of what they compare.
_CONDITIONS = frozenset(("if", "elsif", "elif", "unless", "case", "when", "for"))
#: Others of which a reader sees no words without quotes.
_STATEMENTS = frozenset((
    *("assign", "autoescape", "block", "break", "call", "capture", "continue", "csrf_token"),
    *("cycle", "decrement", "do", "else", "extends", "filter", "form", "from", "import", "include"),
    *("include_cached", "include_relative", "increment", "javascript", "layout", "link", "liquid"),
    *("load", "macro", "now", "paginate", "post_url", "render", "schema", "section", "set"),
    *("spaceless", "static", "style", "stylesheet", "tablerow", "trans", "url", "with"),
))  # fmt: skip
_LITERAL = re.compile(r"""\{\{-?\s*(?:"([^"\n]*+)"|'([^'\n]*+)')\s*+(\|?)""")
#: Blocks of Liquid and Jinja that hold something else than a template's text.
_RAW = ("raw", "verbatim")
_COMMENT = "comment"
#: Code that has fences of its own in a block for code.
_FENCED = re.compile(r"\s*(```+|~~~+)[^\n]*\n[\s\S]*\n[ \t]*\1\s*")
#: Templates for words and how they are read.
_RUBY = frozenset(("furigana", "rb", "ruby"))


#: What says behind a template that it is named there, and a word before it on its line.
_IS_NAMED = re.compile(
    r"[ \t-](?:tags?|filters?|shortcodes?|templates?|blocks?|syntax|variables?|statements?"
    r"|expressions?|placeholders?|macros?|directives?|notation)\b",
    re.IGNORECASE,
)
_FOLLOWS_WORD = re.compile(r"[^\W_][,:;]?[ \t]+[(\"'“‘]?\Z")


def without_templates(body: str, spans: list[Span], left_out: list[str] | None = None) -> str:
    """Return a Markdown body in which the text of templates stands for them.

    Code (`spans`, see `code.code_spans`) stays as it is, and so does what is not a template. What
    may be text, and is left out, is added to `left_out`. It takes linear time.
    """
    return "".join(_parts(body, Spans(spans), [] if left_out is None else left_out))


def _parts(body: str, code: Spans, left_out: list[str]) -> Iterator[str]:
    start = 0
    ends = Ends(body)
    openings = _OPENING_OR_LABEL if HAS_LABELS.search(body) else _OPENING
    opening = openings.search(body)
    while opening:
        position = opening.start()
        end = code.end_at(position)
        if end < 0:
            said: list[str] = []
            replacement, end = _read(body, position, opening[0], ends, said)
            if end > position and _is_named(body, position, end):
                replacement, end = "", -1
            else:
                left_out += said
            if not replacement and not said and _may_show(body, Span(position, end), ends):
                left_out.append(body[position:end])
            if end > position:
                yield body[start:position]
                yield _set_apart(body, Span(position, end), replacement, ends)
                start = end
        opening = openings.search(body, max(end, position + 1))
    yield body[start:]


def _is_named(body: str, start: int, end: int) -> bool:
    """Tell whether a writer names a template there: `the {% include %} tag`."""
    return (
        _IS_NAMED.match(body, end) is not None
        and _FOLLOWS_WORD.search(body, max(0, start - _NEAR_WORD), start) is not None
    )


def _may_show(body: str, template: Span, ends: Ends) -> bool:
    return (
        template.start < template.end
        and not _is_in_target(body, template.start)
        and may_show_words(body, template, ends)
    )


def _set_apart(body: str, span: Span, shown: str, ends: Ends) -> str:
    """Return what a template shows, set apart from words that adjoin it.

    One that shows nothing parts words too, unless it stands by itself in the middle of one.
    """
    if _is_in_target(body, span.start):
        return "#" if shown == "#" or _is_of_reference(body, span.start) else ""
    name = found[1] if (found := _NAME.match(body, span.start)) else ""
    if shown:
        if name in _RAW or name in _RUBY or name in _INDICES:
            return shown
        before = "" if shown[0].isspace() else _gap_before(body, span.start)
        return before + shown + ("" if shown[-1].isspace() else _gap_behind(body, span))
    if name in _AROUND_ENDINGS and body[span.end : span.end + 1].islower():
        return ""
    before, behind = _gap_before(body, span.start), _gap_behind(body, span)
    if before and behind and (_has_content(name, span.end, ends) or body[span.end] == "{"):
        return " " if " " in (before, behind) else GAP
    return ""


def _has_content(name: str, end: int, ends: Ends) -> bool:
    """Tell whether a template of that name stands at the beginning or end of a text, or in it."""
    if name.strip("/") in _IN_WORDS or name in ("", _COMMENT):
        return False
    if name.startswith(("/", "end")) or name in _BETWEEN:
        return True
    return ends.after(f"/{name}", end) >= 0 or ends.after(f"end{name}", end) >= 0


def _gap_before(body: str, start: int) -> str:
    """Return what parts a template from the word before it, "" if there is none.

    At the edge of emphasis or a link, where Markdown allows no blank, that is a GAP.
    """
    before = body[max(0, start - _NEAR_CHARACTERS) : start]
    rest = before.rstrip("*_~[")
    # What a template behind another shows is set apart by the first.
    if not rest or rest[-1].isspace() or rest[-1] in _OPENING_SIGNS or rest.endswith(("}}", "%}")):
        return ""
    mark = before[len(rest) :]
    return GAP if mark.endswith("[") or _is_open(mark, before) else " "


def _gap_behind(body: str, span: Span) -> str:
    """Return what parts a template from the word behind it, "" if there is none."""
    if not _WORD_BEHIND.match(body, span.end):
        return ""
    before = body[max(0, span.start - _NEAR_CHARACTERS) : span.start]
    sign = body[span.end]
    mark = sign * (2 if body.startswith(sign * 2, span.end) else 1) if sign in "*_~" else ""
    return GAP if sign == "]" or _is_open(mark, before) else " "


def _is_open(mark: str, before: str) -> bool:
    """Tell whether emphasis is open behind a text, so that a blank may not stand at its end."""
    return bool(mark) and before.rpartition("\n\n")[2].count(mark) % 2 == 1


def _is_in_target(body: str, position: int) -> bool:
    """Tell whether a position lies in the target of a link, as in `[a](/b/{{ c }})`."""
    if _is_of_reference(body, position):
        return True
    before = body[max(0, position - _NEAR_CHARACTERS) : position].rpartition("](")
    return bool(before[1]) and not re.search(r"[\s)]", before[2])


def _is_of_reference(body: str, position: int) -> bool:
    """Tell whether the target of a reference begins at a position, as in `[a]: {{ b }}`."""
    line = body[max(0, position - _NEAR_CHARACTERS) : position].rpartition("\n")[2]
    return line.rstrip().endswith("]:") and _REFERENCE.fullmatch(line) is not None


def _read(
    body: str, position: int, opening: str, ends: Ends, left_out: list[str]
) -> tuple[str, int]:
    """Return what stands for the template at a position, and its end; -1 if there is none."""
    if opening.startswith("<!--"):
        return f"\n\n{read_label(opening)}\n\n", position + len(opening)
    if opening.startswith("<"):  # a tag whose name is a template
        value = _VALUE.match(body, body.index("{", position))
        rest = _TAG_REST.match(body, value.end()) if value else None
        return "", rest.end() if rest else -1
    if opening == "{#":
        end = ends.after("#}", position + 2)
        return "", end + 2 if end >= 0 else -1
    if opening == "{%" and not body.startswith("/*", position + 2):
        has_end = ends.after("%}", position) >= 0
        return _tag(body, position, ends, left_out) if has_end else ("", -1)
    if example := _EXAMPLE.match(body, position):
        return f"{example[1]}{example[2]}{example[3]}", example.end()
    if opening == "{{":
        if call := _CALL.match(body, position):
            if has_words(call[3] or ""):
                left_out.append(call[0])
            shown = _texts(call[1], call[2], left_out, unnamed=False, variables=True)
            return shown, call.end()
        if body.startswith("{{!--", position):
            end = ends.after("--}}", position)
            return "", end + 4 if end >= 0 else -1
        if comment := _COMMENT_OF_HANDLEBARS.match(body, position):
            return "", comment.end()
        value = _VALUE.match(body, position) or _OF_HANDLEBARS.match(body, position)
        return _shown(value[0], left_out) if value else "", value.end() if value else -1
    return _shortcode(body, position, ends, left_out)


def _shown(value: str, left_out: list[str]) -> str:
    """Return the text that a value shows, if it is one between quotes."""
    if words := read_wiki_template(value):
        return words
    literal = _LITERAL.match(value)
    text = (
        read_literal(
            literal[1] or literal[2] or "", value[literal.start(3) :] if literal[3] else ""
        )
        if literal
        else ""
    )
    if has_words(value[literal.end() if literal else 2 : -2]):
        left_out.append(value)
    return text


def _shortcode(body: str, position: int, ends: Ends, left_out: list[str]) -> tuple[str, int]:
    if ends.after(">}}", position) < 0 and ends.after("%}}", position) < 0:
        return "", -1
    found = _SHORTCODE.match(body, position) or _UNQUOTED_SHORTCODE.match(body, position)
    if found is None:
        return "", -1
    if commented := _COMMENTED.fullmatch(found[2]):
        # An example of a shortcode, shown as text.
        shown = found[0].replace(found[2], commented[1], 1)
        return shown.replace("<", "&lt;"), found.end()
    if body.endswith("](", 0, position):
        return "#", found.end()  # the target of a link
    name, _, arguments = found[2].strip().partition(" ")
    if "\n" in name:
        name, _, arguments = found[2].strip().partition("\n")
    if name in CODE_TEMPLATES and (closing := _closing_shortcode(body, name, found.end(), ends)):
        return _preformatted(body[found.end() : closing[0]]), closing[1]
    if name == _COMMENT and (closing := _closing_shortcode(body, name, found.end(), ends)):
        return "", closing[1]
    return _texts(name, arguments, left_out), found.end()


def _texts(
    name: str,
    arguments: str,
    left_out: list[str],
    *,
    unnamed: bool = True,
    variables: bool = False,
) -> str:
    if name in _RUBY:
        words, reading = read_ruby(arguments)
        return f"<ruby>{words}<rt>{reading}</rt></ruby>" if reading else words
    read = read_arguments(name, arguments, unnamed=unnamed, variables=variables)
    left_out += read.unknown
    return " ".join([*read.seen, *read.code])


def _closing_shortcode(body: str, name: str, position: int, ends: Ends) -> tuple[int, int] | None:
    start = end_of_shortcode(name, position, ends)
    end = body.find("}}", start) if start >= 0 else -1
    return (start, end + 2) if end >= 0 else None


def _tag(body: str, position: int, ends: Ends, left_out: list[str]) -> tuple[str, int]:
    found = _TAG.match(body, position) or _UNQUOTED_TAG.match(body, position)
    if found is None:
        comment = _COMMENT_IN_TAG.match(body, position) or _OF_MARKDOC.match(body, position)
        return "", comment.end() if comment else -1
    name = found[1]
    if name in (*_RAW, _COMMENT, *CODE_TEMPLATES) and (
        closing := _closing_tag(body, name, found.end(), ends)
    ):
        inner = body[found.end() : closing.start()]
        if name in CODE_TEMPLATES:
            inner = _texts(name, found[2], left_out) + _preformatted(inner)
        return "" if name == _COMMENT else inner, closing.end()
    if name in _RAW:  # nothing ends it: a writer names it
        return "", -1
    if name in _CONDITIONS:
        return "", found.end()
    texts = read_hexo(name, found[2].strip().removesuffix("-"))
    if texts is not None:
        return " ".join(texts), found.end()
    unnamed = name not in _STATEMENTS and not name.startswith("end")
    arguments = found[2].strip().removesuffix("-").rstrip()
    is_call = arguments.startswith("(") and arguments.endswith(")")  # as Zola writes them
    if is_call:
        arguments = arguments[1:-1]
    arguments = with_quotes(arguments)
    shown = _texts(name, arguments, left_out, unnamed=unnamed, variables=is_call)
    return shown, found.end()


def _closing_tag(body: str, name: str, position: int, ends: Ends) -> re.Match[str] | None:
    start = ends.after(f"end{name}", position)
    while start >= 0:
        opening = body.rfind("{%", position, start)
        if opening >= 0 and (closing := _CLOSING_TAG.match(body, opening)):
            return closing
        start = ends.after(f"end{name}", start + 1)
    return None


def _preformatted(code: str) -> str:
    if _FENCED.fullmatch(code):
        return f"\n\n{code.strip()}\n\n"
    return f"\n\n<pre>{html.escape(code, quote=False)}</pre>\n\n"
