"""Which parts are the letter, which are files, which are other people's mails."""

import base64
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from inbox_agent.model import ParsedMail

Parser = Callable[..., ParsedMail]
HEAD = b"From: Erika <e@shop.example>\nTo: o@us.example\nSubject: Order\nMIME-Version: 1.0\n"


def multipart(kind: str, *parts: str, head: bytes = HEAD) -> bytes:
    body = "".join(f"--b\n{part}\n" for part in parts)
    return head + f'Content-Type: multipart/{kind}; boundary="b"\n\n{body}--b--\n'.encode()


def part(kind: str, text: str, *headers: str) -> str:
    return "\n".join([f"Content-Type: {kind}", *headers, "", text])


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("utf-8", "3 Säcke für 5 €".encode(), "3 Säcke für 5 €"),
        ("us-ascii", "3 Säcke für 5 €".encode("cp1252"), "3 Säcke für 5 €"),
        ("iso-8859-1", "3 Säcke für 5 €".encode("cp1252"), "3 Säcke für 5 €"),
        ("iso-8859-1", "3 Säcke für 5 €".encode(), "3 Säcke für 5 €"),
        ("iso-8859-15", "3 Säcke für 5 €".encode("iso-8859-15"), "3 Säcke für 5 €"),
        ("utf-8", "3 Säcke für 5 €".encode("cp1252"), "3 Säcke für 5 €"),
        ("x-unknown", "3 Säcke für 5 €".encode("cp1252"), "3 Säcke für 5 €"),
        ("unicode_escape", b"C:\\new", "C:\\new"),
        ("utf-8", "3 SÃ¤cke fÃ¼r KÃ¼che".encode(), "3 Säcke für Küche"),
        ("utf-8", "1\u00a0000\u202fg\u200b Mehl\u00ad".encode(), "1 000 g Mehl"),
        ("utf-8", "Kü".encode()[:1] + "Ku\u0308che".encode(), "KKüche"),
        ("utf-16", "3 Säcke".encode("utf-16"), "3 Säcke"),
        ("iso-2022-jp", "注文 3".encode("iso-2022-jp"), "注文 3"),
    ],
)
def test_charset_labels_lie(read: Parser, declared: str, data: bytes, text: str) -> None:
    encoded = base64.encodebytes(data)
    kind = f'Content-Type: text/plain; charset="{declared}"\nContent-Transfer-Encoding: base64\n\n'.encode()
    assert read(HEAD + kind + encoded).body == text


def test_a_blank_text_part_does_not_hide_the_html(read: Parser) -> None:
    mail = read(multipart("alternative", part("text/plain", " \n"), part("text/html", "<p>3 boxes please</p>")))
    assert mail.body == "3 boxes please"


def test_a_stub_of_a_text_part_gives_way_to_the_html(read: Parser) -> None:
    html = "<p>Hello, we would like to order three boxes of the blue pens and two of the red ones, thank you.</p>"
    mail = read(multipart("alternative", part("text/plain", "Please view in HTML."), part("text/html", html)))
    assert "three boxes of the blue pens" in mail.body


def test_a_table_is_read_from_the_html_and_not_from_its_broken_text(read: Parser) -> None:
    html = "<table><tr><th>Item</th><th>Qty</th></tr><tr><td>Pens</td><td>3</td></tr></table>"
    mail = read(multipart("alternative", part("text/plain", "Item\nQty\n\nPens\n3"), part("text/html", html)))
    assert mail.body == "Item\tQty\nPens\t3"


def test_plain_text_is_kept_where_html_says_no_more(read: Parser) -> None:
    plain = "Item   Qty\nPens     3"
    mail = read(multipart("alternative", part("text/plain", plain), part("text/html", "Item Qty<br>Pens 3")))
    assert mail.body == plain


def test_lines_broken_by_the_mail_program_are_joined_as_the_html_shows(read: Parser) -> None:
    plain = "Please send 20 boxes of the large blue envelopes with window and\nself-adhesive flap.\nSoon."
    html = f"<div>{plain.splitlines()[0]} self-adhesive flap.</div><div>Soon.</div>"
    mail = read(multipart("alternative", part("text/plain", plain), part("text/html", html)))
    assert mail.body.split("\n")[0].endswith("with window and self-adhesive flap.")
    assert mail.body.endswith("\nSoon.")


def test_words_crossed_out_in_html_are_not_ordered(read: Parser) -> None:
    html = "<p>3 boxes of pens</p><p><s>5 boxes of ink</s></p>"
    mail = read(
        multipart("alternative", part("text/plain", "3 boxes of pens\n\n5 boxes of ink"), part("text/html", html))
    )
    assert mail.body == "3 boxes of pens"


def test_text_around_a_file_is_one_letter(read: Parser) -> None:
    pdf = part(
        "application/pdf; name=a.pdf", "JVBERi0=", "Content-Transfer-Encoding: base64", "Content-Disposition: inline"
    )
    mail = read(
        multipart("mixed", part("text/plain", "Our order is here:"), pdf, part("text/plain", "Thank you for it"))
    )
    assert mail.body == "Our order is here:\n\nThank you for it"
    assert [(a.name, a.inline) for a in mail.attachments] == [("a.pdf", False)]


def test_a_text_file_is_a_file(read: Parser) -> None:
    file = part("text/plain; name=order.txt", "5 x pens", "Content-Disposition: attachment; filename=order.txt")
    mail = read(multipart("mixed", part("text/plain", "See file"), file))
    assert mail.body == "See file"
    assert mail.attachments[0].data.strip() == b"5 x pens"


def test_an_attached_mail_is_forwarded_and_its_files_come_along(read: Parser) -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Colleague <c@shop.example>", "list"
    inner.set_content("9 boxes of pens")
    inner.add_attachment(b"a;b\n1;2", maintype="text", subtype="csv", filename="list.csv")
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "e@shop.example", "o@us.example", "order"
    outer.set_content("Please see attached mail.")
    outer.add_attachment(inner)
    mail = read(outer.as_bytes())
    assert mail.body == "Please see attached mail."
    assert "9 boxes of pens" in mail.forwarded
    assert mail.forwarded_from is not None and mail.forwarded_from.email == "c@shop.example"
    assert [a.name for a in mail.attachments] == ["list.csv"]


def test_an_attached_mail_in_base64_is_read_too(read: Parser) -> None:
    inner = base64.b64encode(b"From: c@shop.example\nSubject: list\n\n9 boxes").decode()
    mail = read(
        multipart(
            "mixed", part("text/plain", "fwd"), part("message/rfc822", inner, "Content-Transfer-Encoding: base64")
        )
    )
    assert "9 boxes" in mail.forwarded


def test_what_a_bounce_brings_back_is_quoted(read: Parser) -> None:
    original = part("message/rfc822", "From: us@us.example\nSubject: Receipt\n\n12 x pens")
    mail = read(multipart("report; report-type=delivery-status", part("text/plain", "Not delivered"), original))
    assert mail.body == "Not delivered"
    assert "12 x pens" in mail.quoted and not mail.forwarded


def test_a_signed_mail_is_read(read: Parser) -> None:
    mail = read(multipart("signed", part("text/plain", "3 boxes"), part("application/pgp-signature", "abc")))
    assert (mail.body, mail.attachments, mail.doubts) == ("3 boxes", (), ())


def test_an_inline_pgp_signature_is_unwrapped(letter: Parser) -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n3 boxes\n- -- \nErika\n"
        "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    )
    mail = letter(text)
    assert (mail.body, mail.signature) == ("3 boxes", "--\nErika")


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2)
    return bytes([tag]) + length + content


def test_a_message_within_its_smime_signature_is_read(read: Parser) -> None:
    entity = b"Content-Type: text/plain\n\n3 boxes\n"
    oid = _der(0x06, bytes.fromhex("2a864886f70d010702"))
    signed = _der(0x30, _der(0x02, b"\1") + _der(0x31, b"") + _der(0x30, oid + _der(0xA0, _der(0x04, entity))))
    blob = base64.encodebytes(_der(0x30, oid + _der(0xA0, signed)))
    kind = b"Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n"
    assert read(HEAD + kind + blob).body == "3 boxes"


@pytest.mark.parametrize(
    "data",
    [
        multipart(
            "encrypted", part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "abc")
        ),
        HEAD + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nabc",
        HEAD + b"\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n",
    ],
)
def test_an_encrypted_mail_says_so(read: Parser, data: bytes) -> None:
    assert "encrypted" in [d.code for d in read(data).doubts]


def test_winmail_dat_says_so(read: Parser) -> None:
    mail = read(multipart("mixed", part("text/plain", "hi"), part("application/ms-tnef; name=winmail.dat", "x")))
    assert [(d.code, d.values["name"]) for d in mail.doubts] == [("damaged_attachment", "winmail.dat")]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("filename=../../etc/passwd.csv", "passwd.csv"),
        ("filename*=utf-8''Bestellung%20K%C3%BCche.csv", "Bestellung Küche.csv"),
        ('filename="=?utf-8?q?K=C3=BCche=2Ecsv?="', "Küche.csv"),
        ("x=1", "attachment.csv"),
        ('filename="body"', "body.csv"),
    ],
)
def test_names_of_files_are_safe(read: Parser, given: str, name: str) -> None:
    mail = read(
        multipart(
            "mixed", part("text/plain", "x"), part("text/csv", "a;b", f"Content-Disposition: attachment; {given}")
        )
    )
    assert mail.attachments[0].name == name


def test_two_files_of_one_name_are_told_apart(read: Parser) -> None:
    file = part("text/csv", "a;b", "Content-Disposition: attachment; filename=o.csv")
    assert [a.name for a in read(multipart("mixed", file, file)).attachments] == ["o.csv", "o (2).csv"]


def test_a_logo_is_inline_and_a_photo_is_not(read: Parser) -> None:
    logo = part("image/png; name=l.png", "x", "Content-ID: <l@x>", "Content-Disposition: inline")
    photo = part("image/jpeg; name=p.jpg", "x", "Content-Disposition: attachment")
    mail = read(multipart("mixed", part("text/html", '<img src="cid:l@x">hi'), logo, photo))
    assert {a.name: a.inline for a in mail.attachments} == {"l.png": True, "p.jpg": False}


@pytest.mark.parametrize("spaced", ["DelSp=yes", "DelSp=no"])
def test_flowed_paragraphs_are_joined(letter: Parser, spaced: str) -> None:
    soft = "  " if spaced == "DelSp=yes" else " "
    text = f"Please send two boxes{soft}\nof pens.\n> quoted{soft}\n> words\n-- \nErika"
    mail = letter(text, more=f"Content-Type: text/plain; format=flowed; {spaced}\nIn-Reply-To: <1@x>\n")
    assert mail.body == "Please send two boxes of pens."
    assert mail.quoted == "> quoted words"
    assert mail.signature == "--\nErika"


def test_html_that_calls_itself_plain(letter: Parser) -> None:
    assert letter("<html><body><p>3 boxes</p></body></html>").body == "3 boxes"


@pytest.mark.parametrize(("depth", "code"), [(60, "cut_off"), (150, "too_many_parts"), (3000, "too_many_parts")])
def test_parts_within_parts_are_read_however_deep(read: Parser, depth: int, code: str) -> None:
    data = HEAD + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    mail = read(data + b"Content-Type: text/plain\n\n3 boxes of pens")
    assert [d.code for d in mail.doubts] == [code]
    assert (mail.sender.email, mail.body) == ("e@shop.example", "3 boxes of pens")


@pytest.mark.parametrize("data", [b"", b"\0\xff\xfe", b"no headers at all"])
def test_what_is_no_mail_says_so(read: Parser, data: bytes) -> None:
    assert [d.code for d in read(data).doubts] == ["unreadable"]


OURS = "From: Shop <o@us.example>\nTo: e@shop.example\nSubject: Receipt\nMIME-Version: 1.0\n"
RECEIPT = "Content-Type: text/csv; name=receipt.csv\n\nPens;12\n"


def forwarding(inner: str, to: str = "o@us.example") -> bytes:
    head = HEAD.replace(b"o@us.example", to.encode())
    return multipart("mixed", part("text/plain", "A question"), f"Content-Type: message/rfc822\n\n{inner}", head=head)


def test_our_own_mail_attached_is_an_old_thread(read: Parser) -> None:
    mail = read(forwarding(OURS + RECEIPT))
    assert (mail.forwarded, mail.attachments, mail.forwarded_from) == ("", (), None)
    assert "Subject: Receipt" in mail.quoted and "[receipt.csv]" in mail.quoted


@pytest.mark.parametrize(
    ("inner", "to"),
    [
        (OURS.replace("o@us.example", "c@shop.example") + RECEIPT, "o@us.example"),  # a colleague's
        (OURS.replace("o@us.example", "c@shop.example") + RECEIPT, "o@us.example, c@shop.example"),  # who reads along
        (OURS.replace("o@us.example", "x@other.example") + RECEIPT, "o@us.example"),
    ],
)
def test_anybody_elses_mail_attached_is_passed_on(read: Parser, inner: str, to: str) -> None:
    mail = read(forwarding(inner, to))
    assert "Subject: Receipt" in mail.forwarded
    assert [a.name for a in mail.attachments] == ["receipt.csv"]


@pytest.mark.parametrize(
    ("kind", "data", "name"),
    [
        ("application/octet-stream", b"%PDF-1.7", "attachment.pdf"),
        ("application/octet-stream", b"\x89PNG\r\n", "attachment.png"),
        ("application/octet-stream", b"PK\x03\x04 xl/workbook.xml", "attachment.xlsx"),
        ("application/octet-stream", b"\0\1\2", "attachment.bin"),
        ("application/pdf", b"a;b", "attachment.pdf"),
        ("text/csv", b"%PDF-1.7", "attachment.csv"),
    ],
)
def test_a_file_without_a_name_gets_one(read: Parser, kind: str, data: bytes, name: str) -> None:
    encoded = base64.encodebytes(data).decode()
    mail = read(multipart("mixed", part("text/plain", "x"), part(kind, encoded, "Content-Transfer-Encoding: base64")))
    assert [a.name for a in mail.attachments] == [name]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("5 =3D 5 pieces", "5 =3D 5 pieces"),  # no sign of quoted-printable: somebody writes of codes
        ("f=C3=BCr die M=C3=BChle", "für die Mühle"),
        ("Stra=DFe", "Straße"),
        ("a+b=EFX", "a+b=EFX"),
        ("bretterbretterbretter " * 4, "bretterbretterbretter " * 4),
    ],
)
def test_an_encoding_that_no_header_names(read: Parser, text: str, read_as: str) -> None:
    assert read(HEAD + b"Content-Type: text/plain\n\n" + text.encode()).body == read_as.strip()
