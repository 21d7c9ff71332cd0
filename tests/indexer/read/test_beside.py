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
        ("description: Gales expected", ""),  # which no page shows beside its text
    ],
)
def test_a_subtitle_is_above_the_text(load_file: Load, header: str, above: str) -> None:
    item, entries = load_file(f"---\ntitle: Storm\ndate: 2026-01-09\n{header}\n---\n{_BODY}")
    assert item is not None
    assert item.text == f"{above}\n{_BODY}".strip()
    assert entries == []


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
