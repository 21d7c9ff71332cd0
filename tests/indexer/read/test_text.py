"""What text the bytes of a file hold, and what is said where they hold none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ledger import Refused, Repairs
from indexer.read.text import decode


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"", "", id="nothing"),
        pytest.param("Ærø – 日本\n".encode(), "Ærø – 日本\n", id="utf-8"),
        pytest.param(b"\xef\xbb\xbftext", "text", id="byte order mark"),
        pytest.param(b"a\r\nb\rc\n", "a\nb\nc\n", id="line ends"),
        pytest.param(b"a\x08b\x0cc\x7f\xc2\x85d", "ab c\x85d", id="control characters"),
    ],
)
def test_usual_text_needs_no_repair(data: bytes, text: str) -> None:
    repairs = Repairs("file")
    assert decode(data, repairs) == text
    assert repairs.entries == []


@pytest.mark.parametrize(
    ("data", "text", "line"),
    [
        pytest.param(b"caf\xe9 bar", "café bar", 1, id="Windows-1252 letter"),
        pytest.param(b"\n\nit\x92s \xc3\xa9", "\n\nit’s é", 3, id="Windows-1252 in UTF-8"),
        pytest.param(b"caf\xe9\nnoir", "café\nnoir", 1, id="letter at the end of a line"),
        pytest.param(b"Jos\xe9", "José", 1, id="letter at the end"),
        pytest.param(b"JOS\xc9\r\n", "JOSÉ\n", 1, id="capital at the end of a line"),
        pytest.param(b'"Caf\xe9"\n', '"Café"\n', 1, id="letter before a quote"),
        pytest.param(b"caf\xe9...\n", "café...\n", 1, id="letter before an ellipsis"),
        pytest.param(b"\x93caf\xe9\x94 bar", "“café” bar", 1, id="quotes"),
        pytest.param(b"il va \xe0\nla gare", "il va à\nla gare", 1, id="word of a letter"),
        pytest.param(b"cr\xe8me br\xfbl\xe9\nGro\xdf\n", "crème brûlé\nGroß\n", 1, id="more"),
        pytest.param(b"caf\xc3\n", "caf\ufffd\n", 1, id="cut letter"),
        pytest.param("キ".encode() + b"\xe3\n", "キ\ufffd\n", 1, id="cut at the end of a line"),
        pytest.param(b"caf\xe9\xe9 bar", "caféé bar", 1, id="two letters"),
        pytest.param(b"didn\xe2...\n", "didn\ufffd...\n", 1, id="character cut after one byte"),
        pytest.param(b"2014 \xe2\x80...", "2014 \ufffd...", 1, id="character cut after two"),
        pytest.param(b'"\xe3\x82\xad\xe3"\n', '"キ\ufffd"\n', 1, id="cut before a quote"),
        pytest.param(b"x\x81y", "x\ufffdy", 1, id="in no encoding"),
    ],
)
def test_bytes_that_are_no_utf8_are_repaired_alone(data: bytes, text: str, line: int) -> None:
    repairs = Repairs("file")
    assert decode(data, repairs) == text
    (entry,) = repairs.entries
    assert (entry.action, entry.reason, entry.line) == ("repaired", "invalid-utf8", line)


def test_the_ledger_counts_bad_bytes() -> None:
    repairs = Repairs("file")
    decode(b"one \xe9 two \xe2\x80... three", repairs)
    assert repairs.entries[0].detail.startswith("3 bytes are no UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_the_encoding_of_a_byte_order_mark_is_used_and_reported(encoding: str) -> None:
    repairs = Repairs("file")
    assert decode("Grüße\r\n".encode(encoding), repairs) == "Grüße\n"
    assert [entry.reason for entry in repairs.entries] == ["other-encoding"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"\x7fELF\x02\x00\x00", "binary", id="program"),
        pytest.param("text".encode("utf-16-le"), "binary", id="UTF-16 without its mark"),
        pytest.param("Погода на завтра".encode("cp1251") * 9, "unknown-encoding", id="Cyrillic"),
        pytest.param(bytes(range(128, 256)), "unknown-encoding", id="noise"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refused) as raised:
        decode(data, Repairs("file"))
    assert raised.value.reason == reason


@given(
    st.text() | st.text(alphabet="a\x08\x0c\x1e\x7f\x80\x85\x9f\xa0é\u2028\ufeff\ufffd\ufffe\uffff")
)
def test_no_control_character_is_missed(text: str) -> None:
    try:
        decoded = decode(text.encode(), Repairs("file"))
    except Refused:
        assert "\0" in text
    else:
        kept = {"\t", "\n", "\x85"}
        assert not {c for c in set(decoded) - kept if unicodedata.category(c) == "Cc"}
        assert not {"\ufeff", "\ufffe", "\uffff"} & set(decoded)
