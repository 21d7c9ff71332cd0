"""What a reader sees beside a body is in the text, or the ledger says that it is left out."""

import pytest

from tests.indexer.read.conftest import Load

_BODY = "It rained here. Nobody was hurt."


@pytest.mark.parametrize(
    ("header", "above"),
    [
        *(
            (f"{key}: Gales expected", "Gales expected")
            for key in ("subtitle", "standfirst", "dek")
        ),
        ("abstract: '**Gales** &amp; floods'", "Gales & floods"),
        ("deck: Gales expected\nsubtitle: Floods, too", "Floods, too\nGales expected"),
        ("subtitle: It rained", ""),
        ("subtitle: false", ""),
        ("extra: {subtitle: Gales expected}", "Gales expected"),
        ("params: {description: Gales expected, subtitle: false}", "Gales expected"),
        ("extra: {subtitle: Floods}\nsubtitle: Gales expected", "Gales expected"),
        ("extra: {subtitle: Gales expected}\nsubtitle:", "Gales expected"),
        ("params: [{teaser: Gales expected}, 3]", "Gales expected"),
        ("description: Gales expected", "Gales expected"),
        ("summary: <p>Gales</p>\nexcerpt: Gales\ndescription: It rained", "Gales"),
        ("description: Nobody rained", ""),
        ("description: Hurt here. Gales expec…", "Hurt here. Gales expec…"),
        ("description: Rained here. Nob...", ""),
        ("description: It rained hereNobody was", ""),  # as programs make them of a body
    ],
)
def test_a_subtitle_is_above_the_text(load_file: Load, header: str, above: str) -> None:
    item, entries = load_file(f"---\ntitle: Storm\ndate: 2026-01-09\n{header}\n---\n{_BODY}")
    assert item is not None
    assert item.text == f"{above}\n{_BODY}".strip()
    assert entries == []


def test_a_template_in_a_description_is_said(load_file: Load) -> None:
    header = "title: Storm\ndate: 2026-01-09\nsummary: 'Gales at {{ page.hour }}'"
    item, (entry,) = load_file(f"---\n{header}\n---\n{_BODY}")
    assert item is not None
    assert item.text == f"Gales at\n{_BODY}"
    assert "{{ page.hour }}" in entry.detail


def test_a_description_of_a_cluster_that_says_more_is_said(load_file: Load) -> None:
    row = '<li><a href="https://a.example/">Gales</a>&nbsp;&nbsp;<font>Harbour Post</font></li>'
    words = " ".join(f"word{number}" for number in range(10))
    for text in ("Gales&nbsp;&nbsp;Harbour Post", "GalesHarbour P", words):
        item, entries = load_file(
            f"---\ntitle: Gales\ndate: 2026-01-09\nsummary: {text}\n---\n<ol>{row}</ol>"
        )
        assert item is not None
        assert item.text == ""
        assert [words in entry.detail for entry in entries] == [True] * (text == words)


@pytest.mark.parametrize(
    "header",
    [
        "caption: Waves at the pier",
        "image_caption: Waves at the pier",
        "image: {src: a.png, caption: Waves at the pier}",
        "images: [{src: a.png}, {src: b.png, caption: Waves at the pier}]",
    ],
)
def test_a_caption_that_is_left_out_is_said(load_file: Load, header: str) -> None:
    item, entries = load_file(f"---\ntitle: Storm\ndate: 2026-01-09\n{header}\n---\n{_BODY}")
    assert item is not None
    assert item.text == _BODY
    (entry,) = entries
    assert entry.reason == "text-left-out"
    assert entry.detail.endswith("as it belongs to a picture: 'Waves at the pier'.")
