"""Which words does the first line of a fence show?

```js title="The port at dawn" -> The port at dawn
```{note} Storm          ```{r fig.cap="A storm"}         ``` js The port https://a.example
```js:src/port.js        ```js [port.js]                  ```js filename="port.js"
"""

import re
from collections.abc import Callable, Iterator, Sequence

from indexer.read.offsets import Span, Spans
from indexer.read.template_arguments import is_setting, read_arguments

#: A fence with more on its line than a language.
_MORE = (
    r"(?:[^\S\n]*[^\s`]++[^\S\n]++\S|[^\S\n]*[\w#.+-]*[^\S\n]*\{[^}\n]*[ =]"
    r"|[^\S\n]*[\w#+-]+:[\w./-]*\.)"
)
# Each begins with signs alone, which are searched for most quickly.
_SUSPECT, _OTHER_SUSPECT = re.compile(f"```{_MORE}"), re.compile(f"~~~{_MORE}")
_FIRST_LINE = re.compile(r"([ \t>]*)((`{3,}|~{3,})[^\S\n]*([^\s`{]*)[^\S\n]*([^\n]*))")
_DIRECTIVE = re.compile(r"\{([\w:-]+)\}[ \t]*(.*)")
#: Directives of MyST, and of reStructuredText, behind which a setting stands: a language, an
#: address, a name.
SETTING_DIRECTIVES = frozenset((
    *("code", "code-block", "code-cell", "contents", "csv-table", "download", "figure", "glue"),
    *("image", "include", "index", "literalinclude", "math", "only", "raw", "sourcecode"),
    *("toctree", "autoclass", "autofunction", "automodule", "eval-rst", "highlight", "mermaid"),
    "video",
))  # fmt: skip
_INCLUDING = re.compile(r"\{(?:literal)?include\}")
_ATTRIBUTE = re.compile(r"""[\w.:-]+=(?:"[^"\n]*"|'[^'\n]*'|\S*)""")
_BRACES = re.compile(r"[{\[(][^{}\[\]()\n]*[}\])]?|\b(?:mark|lang|first_line|line_number|wrap):\S+")
#: Words with which programs are told how to show code.
_SWITCHES = frozenset((
    *("collapse", "compile_fail", "console", "copy", "diff", "editable", "eval", "expand", "frame"),
    *("hidden", "hide", "ignore", "include", "linenos", "linenums", "live", "lines", "nocopy"),
    *("no_run", "noplay", "norun", "nowrap", "numbers", "playground", "preview", "run", "runnable"),
    *("session", "should_panic", "static", "wrap", "noinline", "numberlines", "numbered"),
))  # fmt: skip
#: The same as kramdown has it, beside the block of code.
_LABEL = re.compile(
    r"^([ \t>]*)\{:[^{}\n]*\bfile=(?:\"([^\"{}\n]+)\"|'([^'{}\n]+)')[^{}\n]*\}[ \t]*$", re.MULTILINE
)
#: The name of a file, as it is written behind the language, and as other programs take it.
_FILE = r"[\w@~./\[\]()+-]*\.[A-Za-z][A-Za-z0-9]{0,9}"
_NAMED_FILE = re.compile(
    r"(?<![\w-])(?:file(?:name)?|name|path|source|label)[=:](?:\"([^\"\n]+)\"|'([^'\n]+)'|([^\s{}\"']+))"
)
_TAB = re.compile(r"(?:\A|[ \t}])\[([^\[\]\n]*[^\W\d][^\[\]\n]*)\](?=\s|\Z)")
_FILE_BEHIND = re.compile(rf"[\w#+-]+:({_FILE})")
_FILE_ALONE = re.compile(_FILE)
_TITLE = re.compile(r"[^\W\d_]{2,}.*\s.*[^\W\d_]{2,}")


def with_captions(body: str, blocks: Sequence[Span], left_out: list[str]) -> str:
    """Return Markdown in which the texts in the first lines of blocks of code stand above them.

    A block that stands for the text of another file is added to `left_out`.
    """
    parts, start = [], 0
    for block in blocks:
        line = _FIRST_LINE.match(body, block.start, block.end)
        caption = " ".join(_captions(line[4], line[5])) if line else ""
        if line and _INCLUDING.match(line[5]):
            left_out.append(line[2])
        if line and caption:
            parts.append(f"{body[start : block.start]}{line[1]}{caption}\n{line[1].rstrip()}\n")
            start = block.start
    return "".join([*parts, body[start:]])


def with_labels(body: str, code: Callable[[str], Sequence[Span]]) -> str:
    """Return Markdown in which the names of files that kramdown shows stand: `{: file="a.sh" }`."""
    if "{:" not in body or not _LABEL.search(body):
        return body
    spans = Spans(code(body))

    def shown(found: re.Match[str]) -> str:
        name = f"{found[1]}{found[2] or found[3]}\n{found[1].rstrip()}"
        return found[0] if spans.end_at(found.start()) >= 0 else name

    return _LABEL.sub(shown, body)


def may_have_captions(body: str) -> bool:
    """Tell whether a fence of a body may have words behind its language."""
    return _SUSPECT.search(body) is not None or _OTHER_SUSPECT.search(body) is not None


def _captions(language: str, rest: str) -> Iterator[str]:
    if directive := _DIRECTIVE.fullmatch(rest.strip()) if not language else None:
        if directive[1] not in SETTING_DIRECTIVES:
            yield directive[2]
        return
    braces = rest.replace("fig.cap", "fig-cap").replace("{", " ").replace("}", " ")
    seen = read_arguments("fence", braces, unnamed=False).seen
    yield from seen
    files = [next(filter(None, found.groups())) for found in _NAMED_FILE.finditer(rest)]
    files += _TAB.findall(rest)
    if behind := _FILE_BEHIND.fullmatch(language):
        files.append(behind[1])
    rest = _TAB.sub(" ", _NAMED_FILE.sub(" ", rest))
    files += filter(_FILE_ALONE.fullmatch, _BRACES.sub(" ", _ATTRIBUTE.sub(" ", rest)).split())
    yield from dict.fromkeys(file for file in files if file not in seen)
    if "=" in language:
        return
    written = _BRACES.sub(" ", _ATTRIBUTE.sub(" ", rest))
    words = [
        word for word in written.split() if word.lower() not in _SWITCHES and not _is_address(word)
    ]
    shown = " ".join(words)
    if _TITLE.fullmatch(shown) or (len(words) == 1 and shown[0].isupper() and shown.isalpha()):
        yield shown


def _is_address(word: str) -> bool:
    return is_setting(word) and not word.isdecimal() and word[0].islower()
