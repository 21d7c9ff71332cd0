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
    assert repairs.entries[0].detail.startswith("3 bytes are not UTF-8")


@pytest.mark.parametrize(
    ("data", "text", "line"),
    [
        pytest.param(b"one\ntw\0o\n", "one\ntwo\n", 2, id="inside"),
        pytest.param(b"one\n" + b"\0" * 4096, "one\n", 2, id="at the end, as after a crash"),
        pytest.param(b"\0\0one, two, three, four\n", "one, two, three, four\n", 1, id="in front"),
        pytest.param("caf\0é, 日本, and more".encode(), "café, 日本, and more", 1, id="in UTF-8"),
    ],
)
def test_a_few_nul_bytes_are_left_out_and_said(data: bytes, text: str, line: int) -> None:
    repairs = Repairs("file")
    assert decode(data, repairs) == text
    (entry,) = repairs.entries
    assert (entry.action, entry.reason, entry.line) == ("repaired", "nul-bytes", line)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_the_encoding_of_a_byte_order_mark_is_used_and_reported(encoding: str) -> None:
    repairs = Repairs("file")
    assert decode("Grüße\r\n".encode(encoding), repairs) == "Grüße\n"
    assert [entry.reason for entry in repairs.entries] == ["other-encoding"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["---\ntitle: Grüße\n---\n", "<p>港で船が出た", "ok"])
def test_utf16_is_read_without_its_mark(encoding: str, text: str) -> None:
    repairs = Repairs("file")
    assert decode(text.encode(encoding), repairs) == text
    assert [entry.reason for entry in repairs.entries] == ["other-encoding"]


@pytest.mark.parametrize(
    "named",
    [
        pytest.param("<meta charset={}>", id="bare"),
        pytest.param("<META CHARSET='{}'>", id="in capitals"),
        pytest.param('<meta http-equiv="Content-Type" content="text/html; charset={}">', id="old"),
        pytest.param('<?xml version="1.0" encoding="{}"?>', id="XML"),
        pytest.param("---\ntitle: A\nencoding: '{}'\n---", id="front matter"),
        pytest.param("Title: A\nContent-Type: text/plain; charset={}\n", id="header"),
        pytest.param("# -*- mode: rst; coding: {} -*-", id="Emacs"),
        pytest.param("<!-- vim: set fileencoding={}: -->", id="Vim"),
        pytest.param("---\ntitle: x\n---\n<meta charset = {} />", id="below front matter"),
    ],
)
@pytest.mark.parametrize(
    ("name", "encoding", "text"),
    [
        ("koi8-r", "koi8-r", "Погода на завтра"),
        ("windows-1251", "cp1251", "Погода на завтра, «Новости»"),
        ("iso-8859-2", "iso8859-2", "Łódź, żółć"),
        ("iso-8859-9", "cp1254", "İstanbul’da ığüş"),
        ("windows-1253", "cp1253", "Ο καιρός αύριο"),
        ("iso-8859-8-i", "iso8859-8", "הנמל נסגר"),
        ("windows-1256", "cp1256", "الطقس غدا"),
        ("windows-874", "cp874", "สวัสดี"),
        ("tis-620", "cp874", "สวัสดี"),
        ("Shift_JIS", "cp932", "①東京の港で船が出た"),
        ("x-sjis", "cp932", "東京の港"),
        ("EUC-JP", "euc_jp", "東京の港で船が出た"),
        ("iso-2022-jp", "iso2022_jp", "東京の港"),
        ("gb2312", "gb18030", "中国新闻镕今天"),
        ("GBK", "gb18030", "中国新闻今天"),
        ("big5", "big5hkscs", "中國新聞今天"),
        ("ks_c_5601-1987", "cp949", "한국 뉴스 오늘"),
        ("utf-8", "utf-8", "Grüße"),
        ("windows-1251", "utf-8", "Погода"),
    ],
)
def test_the_encoding_that_a_file_names_is_used(
    named: str, name: str, encoding: str, text: str
) -> None:
    page = f"{named.format(name)}<p>{text}</p>"
    repairs = Repairs("file")
    assert decode(page.encode(encoding), repairs) == page
    reasons = [] if encoding == "utf-8" else ["other-encoding"]
    assert [entry.reason for entry in repairs.entries] == reasons


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(
            "日本 Новости".encode() + b" caf\xe9 bar", "日本 Новости café bar", id="UTF-8"
        ),
        pytest.param(b"caf\xe9 bar", "café bar", id="not in it"),
    ],
)
@pytest.mark.parametrize("name", ["windows-1251", "shift_jis", "iso-8859-1", "base64", "x", "ro:t"])
def test_a_wrong_name_of_an_encoding_does_no_harm(data: bytes, text: str, name: str) -> None:
    if (name, text) == ("windows-1251", "café bar"):
        text = "cafй bar"
    page = f"<meta charset={name}>"
    assert decode(page.encode() + data, Repairs("file")) == page + text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"\x7fELF\x02\x00\x00", "binary", id="program"),
        pytest.param(b"a\0b\0\0\0\1\0", "binary", id="numbers of two bytes"),
        pytest.param(b"a\0b\0c", "binary", id="UTF-16 cut in a character"),
        pytest.param(b"\0" * 4096, "binary", id="nothing but NUL bytes"),
        pytest.param(b"words \0\x01\x02 more words", "binary", id="other bytes of programs"),
        pytest.param(b"ab\0" * 17 + b"words " * 99, "binary", id="many NUL bytes"),
        pytest.param("Погода на завтра".encode("cp1251") * 9, "unknown-encoding", id="Cyrillic"),
        pytest.param(bytes(range(128, 256)), "unknown-encoding", id="noise"),
        pytest.param(
            b"title: x\n" * 40 + "Погода завтра: дождь".encode("koi8-r"),
            "unknown-encoding",
            id="Cyrillic below long front matter",
        ),
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


@pytest.mark.parametrize(
    ("encoding", "text"), [("iso2022_jp", "東京の港"), ("iso2022_kr", "한국 뉴스")]
)
def test_escapes_tell_an_encoding_that_nothing_names(encoding: str, text: str) -> None:
    repairs = Repairs("file")
    assert decode(f"a {text} b".encode(encoding), repairs) == f"a {text} b"
    assert [entry.reason for entry in repairs.entries] == ["other-encoding"]


def test_escapes_that_tell_no_encoding_stay() -> None:
    assert decode(b"a \x1b$B caf\xc3\xa9 \x1b[0m", Repairs("file")).startswith("a $B caf")
