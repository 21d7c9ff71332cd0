"""Texts in the code of an attribute of MDX are text, or the ledger says that they were left out."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.read.attribute_code import read_attribute_code
from indexer.read.mdx import without_components


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<Tabs items={['npm words', 'yarn words']}>", "npm words yarn words"),
        ("<Tabs items={['npm', \"yarn\"]} />", "npm yarn"),
        ("<Tabs values={[{label: 'Apple words', value: 'apple'}]}>", "Apple words"),
        (
            "<FAQ questions={[{q: 'What words?', a: 'Answer words'}]} />",
            "What words? Answer words",
        ),
        ("<Table data={[{name: 'Ana', id: 'x'}, {name: 'Bo'}]} />", "Ana Bo"),
        ("<Stat data={{title: 'Obj words', 'id': 'x y'}} />", "Obj words"),
        ("<B label={cond ? 'yes words' : 'no words'} />", "yes words no words"),
        ("<B text={t('Trans words')} />", "Trans words"),
        ("<B desc={'a' + \" plus words\"} />", "a plus words"),
        ("<B label={mode === 'dark mode' ? `Go ${x} on` : a['b c']} />", "Go on"),
        ("<B title={[\n  'One line', // not 'this one'\n  'two'\n].join(' ')} />", "One line two"),
        ("<B {...{title: 'Spread words'}} />", "Spread words"),
        ("<B title={ok && 'It\\'s \"here\"'} />", 'It\'s "here"'),
    ],
)
def test_texts_are_shown(body: str, shown: str) -> None:
    read = without_components(body)
    assert (html.unescape(read.text).split(), read.left_out) == (shown.split(), [])


@pytest.mark.parametrize(
    "attribute",
    [
        "className={clsx('one two', on && 'three four')}",
        "style={{fontFamily: 'Open Sans'}}",
        "onClick={() => alert('Hello there')}",
        "href={old ? '/a b' : '/c d'}",
        "label={name == 'Jane Doe'}",
    ],
)
def test_what_nobody_sees_is_not_told(attribute: str) -> None:
    read = without_components(f"<B {attribute} />")
    assert (read.text.strip(), read.left_out) == ("", [])


def test_what_may_be_seen_is_told() -> None:
    read = without_components("<T rows={[['first cell', 'x']]} tags={['Port']} />")
    assert (read.text.strip(), read.left_out) == ("", ["first cell", "Port"])


@given(st.text(alphabet="ab '\"`{}[]():,+=\\/$.\n"))
def test_any_code_is_read(code: str) -> None:
    read_attribute_code("title", code)
