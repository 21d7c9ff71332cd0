"""Words in templates of wikis, of Markdoc and of PHP are shown, or the ledger tells of them."""

import pytest

from indexer.read.server_programs import without_programs
from indexer.read.shortcodes import without_templates


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{wiki:boats.png|The boats at dawn}}", "The boats at dawn"),
        ("{{ boats.png?200 |Dawn }}", "Dawn"),
        ("{{quote|The port is closed|Jane}}", "The port is closed Jane"),
        ("{{Infobox|name=Old port}}", "Old port"),
        ("{{ page.title | escape }}", ""),
        ("{{ page.date | date: site.format | upcase }}", ""),
        ("{{ a | where: x == y }}", ""),
        ("{{ a | b(c, d) }}", ""),
        ("{{ a || b }}", ""),
        ("{% callout %}Storm{% /callout %}", "Storm"),
        ("{% image /%}{% $name.first %}", ""),
    ],
)
def test_a_template_shows_its_words(written: str, shown: str) -> None:
    assert without_templates(written, []) == shown


@pytest.mark.parametrize(
    ("written", "shown", "left_out"),
    [
        ("a <?php if ($b > 1) echo 'It rains'; ?>c", "a c", 1),
        ("a <?= $title ?>c", "a c", 1),
        ("<?php $elm = 1; ?>c", "c", 0),
        ('<!--#include virtual="/a.html" -->c', "c", 1),
        ("<!--@include: ./a.md-->c<!-- include -->", "c<!-- include -->", 1),
        ("`<?php x ?>` c", "`<?php x ?>` c", 0),
        ("<?php is a language", "&lt;?php is a language", 0),
        ("<?xml version='1.0'?>c", "<?xml version='1.0'?>c", 0),
    ],
)
def test_programs_in_php_are_left_out(written: str, shown: str, left_out: int) -> None:
    found: list[str] = []
    assert without_programs(written, found, is_markdown=True) == shown
    assert len(found) == left_out


@pytest.mark.parametrize("part", ["<?php ", "<?=", "{{a|", "{{a|b c}}", "{% /a "])
def test_much_of_it_takes_no_time(part: str) -> None:
    body = part * 50_000
    without_programs(without_templates(body, []), [], is_markdown=True)
