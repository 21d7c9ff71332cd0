"""Of MDX the text stays: imports, exports, expressions and components go."""

from pathlib import Path

import pytest

from indexer.find.folders import scan
from indexer.read.body import read_body
from indexer.read.item import load
from indexer.read.mdx import without_components
from indexer.read.outlets import Outlets


def read(body: str) -> str:
    return read_body(without_components(body), Outlets(), is_markdown=True).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "import A from 'a'\nimport {\n  b,\n\n  c\n} from \"d\"\n# e", "e", id="imports"
        ),
        pytest.param("export const a = {\n  b: 'c',\n\n  d: 1\n}\ne", "e", id="export"),
        pytest.param("export const a = [\n  'b',\n]\n\nc", "c", id="export of a list"),
        pytest.param(
            "import duties rose.\n\nexport quotas, too.", "import duties rose.\nexport quotas, too."
        ),
        pytest.param("a {/* b */}{c.d + `}`}{'e'} f", "a e f", id="expressions"),
        pytest.param("<A b={{c: '>'}} {...d}>\n\n*e*\n\n</A>", "e", id="component"),
        pytest.param("<Tab title='One two'>\n    *e*\n</Tab>", "One two\ne", id="title and indent"),
        pytest.param("a<B.C/>d <>e</>", "ad e", id="inside a line"),
        pytest.param("<div style={{a: 1}} className='b'>c</div>", "c", id="element of HTML"),
        pytest.param(
            "<A>\n    ```js\n    import {b} from 'c'\n    <D>\n    ```\n</A>",
            "import {b} from 'c'\n<D>",
        ),
        pytest.param("`{a}` \\{b\\} x_{1}", "{a} {b} x_{1}", id="no expressions"),
        pytest.param("{ a <B", "{ a <B", id="what never ends"),
    ],
)
def test_mdx(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize("part", ["{", "<A ", '<A "', "<A b={{", "import {", "export const a={\n"])
def test_hostile_text_takes_linear_time(part: str) -> None:
    without_components(part * 10_000)


def test_a_file_of_mdx_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_text(
        "---\ntitle: Storm\n---\nimport A from 'a'\n\n<A>It *hits*.</A>\n"
    )
    (source,) = scan([tmp_path], lambda entry: None)
    item = load(source, lambda entry: None, Outlets())
    assert item is not None
    assert (item.title, item.text) == ("Storm", "It hits.")
