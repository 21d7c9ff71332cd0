"""Front matter in JavaScript gives the values that are written in it."""

import pytest

from indexer.read.javascript import read_javascript
from indexer.read.parsed import Broken


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("{a: 'b', \"c\": `d`,}", {"a": "b", "c": "d"}, id="quotes"),
        pytest.param(
            "{\n // a\n a: 1, /* b: 2, */ c: true\n}", {"a": "1", "c": True}, id="comments"
        ),
        pytest.param("{a: [1, 'b',], c: {d: null,},}", {"a": ["1", "b"], "c": {"d": None}}),
        pytest.param("{day: new Date('2026-01-03')}", {"day": "2026-01-03"}, id="day"),
        pytest.param("{a: 'it\\'s \\x41\\u{42}\\n', b: undefined}", {"a": "it's AB\n", "b": None}),
        pytest.param("{a: 'b: c, // d', e: 'x,}'}", {"a": "b: c, // d", "e": "x,}"}, id="signs"),
        pytest.param(
            "{a, b: c, d: require('./e.png'), f: [true], g: 'h'}",
            {"a": None, "b": None, "d": None, "f": [True], "g": "h"},
            id="names of a program",
        ),
        pytest.param("module.exports = {a: 'b'};", {"a": "b"}, id="module"),
        pytest.param("export default {a: 'b'}", {"a": "b"}, id="export"),
        pytest.param(
            "const a = 'b';\nlet c = [\n 'd'];\nfunction f() {\n}\n",
            {"a": "b", "c": ["d"]},
            id="constants",
        ),
        pytest.param("const a = f();\nexport const b = 1", {"b": "1"}, id="not run"),
    ],
)
def test_values(text: str, values: dict[str, object]) -> None:
    assert read_javascript(text).values == values


@pytest.mark.parametrize("text", ["", "{a: f()}", "{a: function() {}}", "f()"])
def test_code_breaks_the_grammar(text: str) -> None:
    with pytest.raises(Broken):
        read_javascript(text)
