"""A wiki's links in Markdown leave what a reader sees of them."""

import pytest

from indexer.read.body import read_body
from indexer.read.outlets import Outlets


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("See [[Page]].", "See Page.", id="page"),
        pytest.param("[[Page|shown]] [[A/B c#D|the *part*]]", "shown the part", id="shown"),
        pytest.param("[[Page#Part]] [[#Part]]", "Page > Part Part", id="part"),
        pytest.param("[[bus]]es, pre[[Page|fix]]", "buses, prefix", id="in a word"),
        pytest.param("[[中文|文章]]很好", "文章很好", id="CJK"),
        pytest.param("a | b\n-|-\n[[P\\|s]] | [[Q|t]]", "a b\ns t", id="in a table"),
        pytest.param("![[a.png]] ![[b.jpg|200]] ![[c.mp4]] d", "d", id="pictures"),
        pytest.param("a![[Note]] ![[Note|shown]]", "a Note shown", id="another page within"),
        pytest.param("[[File:a.png|b]] [[Category:News]] c", "c", id="MediaWiki"),
        pytest.param("[[File:a.png|thumb|200px|The port]] c", "The port c", id="caption"),
        pytest.param(
            "[[Datei:a.png|mini|Hafen]] [[Datei:a.png|mini|links]] c",
            "Hafen c",
            id="one word",
        ),
        pytest.param("[[https://a.example/b|site]]", "site", id="address"),
        pytest.param("`[[a|b]]` \\[[c]] \\[\\[d\\]\\]", "[[a|b]] [[c]] [[d]]", id="code, escaped"),
        pytest.param("a\n\n    [[b|c]]", "a\n[[b|c]]", id="block of code"),
        pytest.param(
            "[[1]](/a) [[1]] [[2, 3], [4, 5]]", "[1] [[1]] [[2, 3], [4, 5]]", id="numbers"
        ),
        pytest.param("x[[i]] if [[ -f a ]]", "x[[i]] if [[ -f a ]]", id="code without marks"),
        pytest.param("[[]] [[ ]] [[a] b]] [[|c]] [[d|]]", "[[]] [[ ]] [[a] b]] c d", id="odd"),
    ],
)
def test_links_of_a_wiki(body: str, text: str) -> None:
    assert read_body(body, Outlets(), is_markdown=True).text == text
