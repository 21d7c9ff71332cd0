"""Which values are in front matter in JavaScript, as Eleventy has it?

    ---js                                ---js
    {                                    const title = "Storm";
      title: 'Storm', // a comment       const tags = ["port", "sea"];
      date: new Date("2026-01-03"),      ---
    }
    ---

Nothing is run: names and files (`author,`, `image: require("a.png")`) are no values of an object;
what else is not a text, a number, a list or an object of these breaks its grammar.
"""

import json
import re
from contextlib import suppress

from indexer.read.escapes import IN_JAVASCRIPT, unescaped
from indexer.read.json_values import first_value, read_json
from indexer.read.parsed import Broken, Parsed

_STRING = r""""(?:[^"\\\n]|\\[\s\S])*+"|'(?:[^'\\\n]|\\[\s\S])*+'|`(?:[^`\\]|\\[\s\S])*+`"""
_TOKEN = re.compile(
    rf"(?P<string>(?<!\\)(?:{_STRING}))|(?P<comment>//[^\n]*|/\*[\s\S]*?\*/)"
    rf"|\bnew\s+Date\(\s*(?P<day>{_STRING})\s*\)|(?P<key>(?<![\w$.])[A-Za-z_$][\w$]*)(?=\s*:)"
    r"|(?P<none>\bundefined\b)"
    r"|(?<=:)(?P<program>\s*(?!(?:true|false|null|undefined)\b)(?:require\([^()\n]*\)|[A-Za-z_$][\w$.]*))"
    r"(?=\s*[,}])"
    r"|(?<=[{,])\s*(?P<short>(?!(?:true|false|null)\b)[A-Za-z_$][\w$]*)(?=\s*[,}])"
)
_LAST_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*[}\]])')
_OBJECT = re.compile(r"\s*(?:module\.exports\s*=|export\s+default\b|return\b)?\s*\(?\s*(?=\{)")
_BEHIND_OBJECT = ");\n\t "
_STATEMENT = re.compile(
    r"^(?:export\s+)?(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*", re.MULTILINE
)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\n", "\n": "", "b": "", "f": "", "v": " ", "0": ""}


def read_javascript(text: str) -> Parsed:
    """Return the members of an object, or the constants of statements.

    Raises Broken if there are others, and RecursionError if it is nested too deeply.
    """
    found = _OBJECT.match(text)
    if found:
        return read_json(_as_json(text[found.end() :].rstrip(_BEHIND_OBJECT)))
    statements = list(_STATEMENT.finditer(text))
    if not statements:
        raise Broken("expected an object", None)
    ends = [*(found.start() for found in statements[1:]), len(text)]
    values: dict[str, object] = {}
    for found, end in zip(statements, ends, strict=True):
        with suppress(Broken):
            values[found[1]] = first_value(_as_json(text[found.end() : end]))
    return Parsed(values)


def _as_json(text: str) -> str:
    return _LAST_COMMA.sub(r"\1", _TOKEN.sub(_token_as_json, text))


def _token_as_json(token: re.Match[str]) -> str:
    match token.lastgroup:
        case "string" | "day":
            return json.dumps(unescaped(token[token.lastgroup][1:-1], IN_JAVASCRIPT, _ESCAPED))
        case "key":
            return json.dumps(token["key"])
        case "short":
            return f"{json.dumps(token['short'])}: null"
        case "none" | "program":
            return "null"
    return " "
