"""E-mail is decoded: its subject, its day, and the text of its parts."""

import pytest

from indexer.ledger import Repairs
from indexer.read.mail import read_mail
from indexer.read.unpacked import Unpacked

HEAD = "From: Jane <jane@a.example>\nSubject: {}\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n"
MIME = HEAD.format("=?utf-8?q?Caf=C3=A9_closes?=") + "MIME-Version: 1.0\n"
FROM = "From jane@a.example Mon Jan  5 10:00:00 2026\n"
PARTS = MIME + 'Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
HTML = "Content-Type: text/html\n\n<p>The <b>port</b></p>\n"


def read(text: str | bytes, *reasons: str) -> Unpacked | None:
    repairs = Repairs("file")
    mail = read_mail(text if isinstance(text, bytes) else text.encode(), repairs)
    assert [entry.reason for entry in repairs.entries] == [*reasons]
    return mail


def test_words_are_decoded() -> None:
    text = MIME + "Content-Transfer-Encoding: quoted-printable\n\nThe caf=C3=A9 clos=\nes.\n"
    for written in (text, text.replace("\n", "\r\n"), "\n" + text, FROM + text):
        mail = read(written, "mail")
        assert mail is not None
        assert mail.matter.body.strip() == "The café closes."
        assert mail.matter.values["title"] == "Café closes"
        assert str(mail.matter.values["date"]).startswith("Mon, 5 Jan 2026")


@pytest.mark.parametrize(
    ("text", "body", "is_html", "reasons"),
    [
        (f"{PARTS}{HTML}--b\n\nThe harbour.\n--b--\n", "The harbour.", False, ()),
        (f"{PARTS}{HTML}--b--\n", "<p>The <b>port</b></p>", True, ()),
        (
            f"{PARTS}{HTML}--b\nContent-Type: text/css\n\np{{}}\n--b--\n",
            *("<p>The <b>port</b></p>", True, ("text-left-out",)),
        ),
        (f"{PARTS}Content-Type: image/png\n\nx\n--b--\n", "", False, ("text-left-out",)),
        (
            f"{PARTS}Content-Type: text/plain; charset=nosuch\n\nThe café.\n--b--\n",
            *("The café.", False, ()),
        ),
        (
            f"{PARTS}Content-Transfer-Encoding: base64\n\nVGhlIHBvcnQu\n--b--\n",
            *("The port.", False, ()),
        ),
    ],
)
def test_parts_are_read_as_they_say(
    text: str, body: str, is_html: bool, reasons: tuple[str, ...]
) -> None:
    mail = read(text, "mail", *reasons)
    assert mail is not None
    assert (mail.matter.body.strip(), mail.is_html) == (body, is_html)


def test_another_encoding_is_read_as_such() -> None:
    text = MIME + "Content-Type: text/plain; charset=iso-8859-2\n\n"
    mail = read(text.encode() + "Łódź".encode("iso-8859-2"), "mail")
    assert mail is not None
    assert mail.matter.body.strip() == "Łódź"


def test_several_messages_are_one_text() -> None:
    one, two = HEAD.format("One"), HEAD.format("Two")
    mail = read(f"{FROM}{one}\nFirst.\n>From here.\n\n{FROM}{two}\nSecond.\n", "mail")
    assert mail is not None
    assert mail.matter.values["title"] == "One"
    assert mail.matter.body.split() == ["First.", "From", "here.", "Two", "Second."]


@pytest.mark.parametrize(
    "text",
    [
        "---\nsubject: a\n---\nb",
        HEAD.format("no word of how it is encoded") + "\nText",
        "From here on Mon it rains.\nSubject: x\n\nText",
        "Content-Type: text/plain\n\nText",
        "Subject: a\nmime-version: 1\nA line of text\n\nText",
        "Subject: a\nmime-version: 1",
    ],
)
def test_other_texts_are_no_mail(text: str) -> None:
    if read(text) is not None:
        pytest.fail(text)


@pytest.mark.parametrize("part", ["a:\n", "\n\nFrom a Mon Jan 1\na:\n\n", "--b\n", "=?utf-8?q?"])
def test_hostile_mail_takes_no_time(part: str) -> None:
    for begin in (MIME, PARTS, FROM + MIME, MIME[:-1]):
        read_mail((begin + part * 20_000).encode(), Repairs("file"))


def test_the_subject_of_a_message_within_stays() -> None:
    inner = f"--b\nContent-Type: message/rfc822\n\n{HEAD.format('A & sail')}"
    for content, subject in (("\nShips.\n", "A & sail"), (HTML, "<p>A &amp; sail</p>")):
        mail = read(f"{PARTS}\n\n{inner}{content}--b--\n", "mail")
        assert mail is not None
        assert subject in mail.matter.body
        assert ("Ships." if subject[0] == "A" else "<b>port</b>") in mail.matter.body
