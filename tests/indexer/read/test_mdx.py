"""Of MDX the text stays: imports, exports, expressions and components go."""

from pathlib import Path

import pytest

from indexer.find.folders import scan
from indexer.ledger import Entry, Reason
from indexer.read.body import read_body
from indexer.read.item import load
from indexer.read.mdx import MAX_CHARACTERS_LEFT_OUT, without_components
from indexer.read.outlets import Outlets
from tests.indexer.read.conftest import Load


def read(body: str) -> str:
    return read_body(without_components(body).text, Outlets(), is_markdown=True).text


@pytest.mark.parametrize(
    "body",
    [
        "import rules from 'Brussels' worry farmers.",
        'import "quotas" hurt, he said.',
        "import * from the world.",
        'import figures from "the north"; they are down.',
        "export figures rose.",
        "export default boats sank.",
        "export default (rare) cases rose.",
        "export let the people speak.",
        "export const prices fell again.",
        "export class warfare rose.",
        "export function words are prose.",
        "export enum parties grew",
        "export type A and B rose",
    ],
)
def test_prose_that_begins_as_a_statement_stays(body: str) -> None:
    assert read(f"{body}\n\nb") == f"{body}\nb"


@pytest.mark.parametrize(
    "statement",
    [
        "import a from 'b'",
        "import a, {b} from 'c'; // so.",
        "import * as a from \"b\";import c from 'd'",
        "import type {A} from './a'",
        "import\n  a\nfrom 'b'",
        "import a from './a.json' with { type: 'json' };",
        "import 'a.css'",
        "export * from 'a'",
        "export {a, b as c} from 'd';",
        "export {default} from './a'",
        "export default A;",
        "export default a(B, {\n  c\n})",
        "export default async () => {}",
        "export default class A extends B {\n  c\n}",
        "export async function f() {\n  return 1\n}",
        "export const a = 1, b = 2 // so.",
        "export const {a, b} = c",
        "export enum A { b }",
        "export interface A {\n  b: c\n}",
        "export type A = 1 | 2",
        "export const a = `\n\n${b}\n\n`;",
        "export const a = b(`\n\n`, {\n\n  c: 1})",
    ],
)
def test_statements_go(statement: str) -> None:
    assert read(f"{statement}\nb") == "b"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "import A from 'a'\nimport {\n  b,\n\n  c\n} from \"d\"\n# e", "e", id="imports"
        ),
        pytest.param("export const a = {\n  b: 'c',\n\n  d: 1\n}\ne", "e", id="export"),
        pytest.param("export const A = () => <p>b</p>\nc", "c", id="export of an element"),
        pytest.param("export const a = [\n  'b',\n]\n\nc", "c", id="export of a list"),
        pytest.param(
            "import duties rose.\n\nexport quotas, too.", "import duties rose.\nexport quotas, too."
        ),
        pytest.param("a {/* b */}{c.d + `}`}{'e'} f", "a e f", id="expressions"),
        pytest.param("<A b={{c: '>'}} {...d}>\n\n*e*\n\n</A>", "e", id="component"),
        pytest.param("<Tab title='One two'>\n    *e*\n</Tab>", "One two\ne", id="title and indent"),
        pytest.param("a \\<STDIN>, \\<A b\\> c", "a <STDIN>, <A b> c", id="escaped"),
        pytest.param("a<B.C/>d <>e</>", "ad e", id="inside a line"),
        pytest.param("<div style={{a: 1}} className='b'>c</div>", "c", id="element of HTML"),
        pytest.param(
            "<A>\n    ```js\n    import {b} from 'c'\n    <D>\n    ```\n</A>",
            "import {b} from 'c'\n<D>",
        ),
        pytest.param("{a && <p>b</p>} c", "b\nc", id="element in an expression"),
        pytest.param("{a ? <b>c</b> : <i>d</i>} e", "c d e", id="one of two elements"),
        pytest.param("{a ? (\n<p>b c</p>\n) : (\n<p>d</p>\n)}\n\ne", "b c\nd\ne", id="blocks"),
        pytest.param("{a && <b>c</b>}{d && <i>e</i>}", "ce", id="two expressions"),
        pytest.param("item{a > 1 ? 's' : ''} b", "items b", id="ending"),
        pytest.param("item{a !== 1 && `s`} b", "items b", id="ending of some"),
        pytest.param('a {b === "c" ? "vote" : "votes"} d', "a vote votes d", id="one of two"),
        pytest.param("a {b || 'nobody'} c", "a nobody c", id="what stands for nothing"),
        pytest.param("a {b?.c ?? 'nobody'} d", "a nobody d", id="what stands for nothing else"),
        pytest.param("{a ? 'b' : <i>c</i>} d", "b c d", id="text or element"),
        pytest.param("{a ? <p>b</p> : 'c'} d", "b\nc d", id="element or text"),
        pytest.param("{a ? 'b' : c ? ('d') : <i>e</i>} f", "b d e f", id="one of three"),
        pytest.param("{a === 'x' ? f('y') : <i>e</i>} f", "e f", id="strings not shown"),
        pytest.param("{'a ' + \"b\"} {`c ${d} e`}", "a b c e", id="strings put together"),
        pytest.param("{'<'}a{'>'} {'\\u00e9'}", "<a> é", id="signs in strings"),
        pytest.param("<ul>{a.map(b => <li key={b.c}>d {b.e}</li>)}</ul>f", "d\nf", id="loop"),
        pytest.param("{a && <p>b {c && <i>d</i>} e</p>} f", "b d e\nf", id="in one another"),
        pytest.param(
            "{a && (\n  <div>\n    b\n\n    *c*\n  </div>\n)}\n\nd", "b\nc\nd", id="lines"
        ),
        pytest.param("{a < b && c > d && <>e <b>f</b></>} g", "e f g", id="comparisons"),
        pytest.param("{a && <B c={1} title={'d'} />} e", "d e", id="attributes in an expression"),
        pytest.param("{a.map((b) => { return <p>c</p>; })}\n\nd", "c\nd", id="function"),
        pytest.param(
            "<A title={\"It's b\"} c={{d: 'e'}}>f</A>", "It's b\nf", id="string in braces"
        ),
        pytest.param("`{a}` \\{b\\} x_{1}", "{a} {b} x_{1}", id="no expressions"),
        pytest.param("{ a <B", "{ a <B", id="what never ends"),
        pytest.param("a {/* <B>c</B> */} d", "a d", id="component in a comment"),
        pytest.param("{/*\n<B c='d'>\n\ne\n\n</B>\n*/}\n\nf", "f", id="comment over lines"),
        pytest.param("{a && <p>b {/* <i>c</i> */} d</p>}", "b d", id="comment in an element"),
        pytest.param("<style jsx>{`\n a { b: c }\n`}</style>\n\nd", "d", id="style"),
        pytest.param("<script dangerouslySetInnerHTML={{__html: `a`}} />\n\nb", "b", id="script"),
        pytest.param("<a.b c={{d: 1}}>e *f*</a.b>", "e f", id="member in small letters"),
        pytest.param("<blockquote>\n  **a** [b](/c)\n</blockquote>", "a b", id="block"),
        pytest.param("<td>\n  <i>a</i> **b**\n</td>", "a b", id="block, tag"),
        pytest.param("<details><summary>*a*</summary>\n  *b*\n</details>", "a\nb", id="details"),
        pytest.param("<ul>\n  <li>`a` **b**</li>\n</ul>", "a b", id="block on one line"),
        pytest.param(
            "<div>\n  ```\n  <p>*a*</p>\n  ```\n</div>", "<p>*a*</p>", id="code in a block"
        ),
        pytest.param(
            '<CodeBlock code={`a = "b"\nif c < 1 { *d* }`} />\n\ne',
            *('a = "b"\nif c < 1 { *d* }\ne',),
            id="code in an attribute",
        ),
        pytest.param("<Shell command='ls' />", "ls", id="one word of code"),
        pytest.param("<A code='b1' children='C' />", "C", id="an id"),
    ],
)
def test_mdx(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    ("body", "left_out"),
    [
        ("{1 + 1} a", ["1 + 1"]),
        ("<A value='three closed ports' style='a b c'/>b", ["three closed ports"]),
        ("{a ? 'b' : c} d", ["a ? 'b' : c"]),
        ("{a ? `b ${c}` : ''} d", ["a ? `b ${c}` : ''"]),
        ("{a ? 'b' : c ? 'd' : 'e'} f", ["a ? 'b' : c ? 'd' : 'e'"]),
        ("{`a ${b}`} c", ["`a ${b}`"]),
        ("{a && <p>b</p>} c", []),
        ("{a ? <p>b</p> : 'c'} d", []),
        ("{a ? <p>b</p> : c} d", ["a ? <p>b</p> : c"]),
        ("{['b'].map(c => <p>{c}</p>)} d", ["['b'].map(c => <p>{c}</p>)", "c"]),
        ("{a === 'b' && <p>c</p>} d", []),
        ("<A b={<p>c</p>}>d</A>", ["<p>c</p>"]),
        ("export const A = () => <p>b</p>\n\nc", ["export const A = () => <p>b</p>"]),
        ("export const a = {b: 'Two words'}\n\nc", ["export const a = {b: 'Two words'}"]),
        ("export const a = `two\n\nwords`\n\nc", ["export const a = `two\n\nwords`"]),
        ("export const a = {b: 1}\n\nc", []),
        ("import A from 'a'\n\n{/* b */}{}{' '}c <div style={{d: 'e'}}>f</div>", []),
    ],
)
def test_code_that_may_show_text_is_told(body: str, left_out: list[str], tmp_path: Path) -> None:
    assert without_components(body).left_out == left_out
    (tmp_path / "a.mdx").write_text(f"---\ntitle: Storm\ndate: 2026-01-01\n---\n{body}\n")
    (source,) = scan([tmp_path], lambda entry: None)
    entries: list[Entry] = []
    assert load(source, entries.append, Outlets()) is not None
    assert [entry.reason for entry in entries] == ["text-left-out"] * bool(left_out)


@pytest.mark.parametrize(
    "part",
    [
        *("{a && <b>", "{<a>{", "<a {", "</a>", "{<a/>}", "{[<a/>, <b/>]}", "{a && <b c={'"),
        *("{", "<A ", '<A "', "<A b={{", "import {", "export const a={\n", "{/*", "{\\`", "{`\\`"),
        *("export const a = `\n", "export const a = \\`\n", "export const a = `\\`\n"),
    ],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    without_components(part * 10_000)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        pytest.param("{/*", "}", id="open comments"),
        pytest.param("{\n", "}", id="lines"),
        pytest.param("{a ? <b>", "</b> : 1}", id="conditions"),
        pytest.param("{f(<p>{`", "`}</p>)}", id="loops"),
        pytest.param("<a b={<a>", "</a>} />", id="attributes"),
    ],
)
def test_deep_nesting_takes_linear_time_and_memory(opening: str, closing: str) -> None:
    read = without_components(opening * 10_000 + "x" + closing * 10_000)
    assert sum(map(len, read.left_out)) <= 10_000 * MAX_CHARACTERS_LEFT_OUT


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<Redacted> said so", "<Redacted> said so"),
        ("A List<String> holds them", "A List<String> holds them"),
        ("The <Redacted name> said so", "The <Redacted name> said so"),
        ("<Note>a</Note> <Redacted> b", "a <Redacted> b"),
        ("<Note open>a</Note>", "a"),
        ("<Video autoplay />a", "a"),
    ],
)
def test_a_component_that_is_never_closed_is_a_word(body: str, text: str) -> None:
    assert read(body) == text


def test_a_file_of_mdx_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_text(
        "---\ntitle: Storm\n---\nimport A from 'a'\n\n<A>It *hits*.</A>\n"
    )
    (source,) = scan([tmp_path], lambda entry: None)
    item = load(source, lambda entry: None, Outlets())
    assert item is not None
    assert (item.title, item.text) == ("Storm", "It hits.")


@pytest.mark.parametrize(
    "statement",
    [
        "export const meta = { title: 'Storm', tags: ['port'], date: '2026-01-03' }",
        "export const meta = {\n  title: 'Storm', author, tags: ['port'],\n"
        "  image: require('./a.png'), date: '2026-01-03',\n}",
        'export const metadata = {\n  title: "Storm", // }\n  tags: ["port"],\n'
        '  date: new Date("2026-01-03"),\n};',
        "import a from 'a'\n\nexport const frontMatter: Meta = {\n  title: `Storm`,\n"
        "  tags: ['port'], date: '2026-01-03',\n} as const",
    ],
)
def test_exported_values_are_read(statement: str, load_file: Load) -> None:
    item, entries = load_file(f"{statement}\n\nIt *hits*.\n", "a.mdx")
    assert item is not None
    assert (item.title, item.tags, item.text) == ("Storm", ("port",), "It hits.")
    assert str(item.day) == "2026-01-03"
    assert [entry.reason for entry in entries] == [Reason.NO_FRONT_MATTER]


def test_exported_code_is_no_front_matter(load_file: Load) -> None:
    item, entries = load_file("export const meta = { title: f('A storm') }\n\nText.", "a.mdx")
    assert item is not None
    assert (item.title, item.text) == ("Text.", "Text.")
    assert "A storm" in entries[1].detail
