"""HTML mail as its reader sees it."""

import time

import pytest

from inbox_agent.parse.html import to_text

TABLE = "<table><tr><th>Item</th><th>Qty</th></tr><tr><td>{}</td><td>3</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello,</p><p>three boxes</p>", "Hello,\n\nthree boxes"),
        ("<p class=MsoNormal>one</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>two</p>", "one\n\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>3 pens</li><li>2 <b>red</b> ones</li></ul>", "- 3 pens\n- 2 red ones"),
        ("<ol><li>pens<li>ink</ol>", "1. pens\n2. ink"),
        ("two&nbsp;boxes\n  of   pens &amp; ink", "two boxes of pens & ink"),
        ("<pre>Item   Qty\nPens     3</pre>", "Item   Qty\nPens     3"),
        ("<style>p{}</style><script>x()</script><title>t</title>seen", "seen"),
        ('<div style="display:none">hidden</div><span style="font-size:0px">too</span>seen', "seen"),
        ('<div style="mso-hide: all">hidden</div><p hidden>too</p>seen', "seen"),
        ('<font style="font-size:10pt">seen</font>', "seen"),
        ("3 <del>red</del> blue pens", "3 blue pens"),
        ('<span style="text-decoration: line-through">5</span> 6 pens', "6 pens"),
        (TABLE.format("Pens"), "Item\tQty\nPens\t3"),
        (TABLE.format("<p>Pens,<br>blue</p>"), "Item\tQty\nPens, blue\t3"),
        (f"<table><tr><td>Hi<p>there</p>{TABLE.format('Pens')}</td></tr></table>", "Hi\n\nthere\n\nItem\tQty\nPens\t3"),
        ("<table><tr><td colspan=2>A</td><td>B</td></tr><tr><td>1<td>2<td>3</tr></table>", "A\t\tB\n1\t2\t3"),
        ("<table><tr><td rowspan=2>A<td>1</tr><tr><td>2</tr></table>", "A\t1\n\t2"),
        ("<table><tr><td><img src=x></td></tr><tr><td>Only layout</td></tr></table>", "Only layout"),
        ("<p>mine</p><blockquote type=cite><p>theirs</p></blockquote>", "mine\n\n> theirs"),
        ('<blockquote style="margin:0 0 0 40px; border: none">indented</blockquote>', "indented"),
        ('<div class="yahoo_quoted"><div>older</div></div>', "> older"),
        ('new<div style="border:none;border-top:solid #E1E1E1 1.0pt">From: A</div>', "new\n" + "_" * 32 + "\nFrom: A"),
        ('text<div class="gmail_signature">Erika</div>', "text\n--\nErika"),
        # lists
        ("<ul><li><p>3 pens</p></li></ul>", "- 3 pens"),
        ("<ul><li>pens<ul><li>red</li><li>blue</li></ul></li><li>ink</li></ul>", "- pens\n  - red\n  - blue\n- ink"),
        ("<ol start=4><li>pens</li><li>ink</li></ol>", "4. pens\n5. ink"),
        (
            "<p class=MsoListParagraph><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>3 pens</p>"
            "<p class=MsoListParagraph><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>ink</p>",
            "- 3 pens\n2. ink",
        ),
        # tables
        (
            "<table><tr><td rowspan=2 colspan=2>A<td>1</tr><tr><td>2</td></tr><tr><td>B<td>C<td>3</tr></table>",
            "A\t\t1\n\t\t2\nB\tC\t3",
        ),
        (f"<table><tr><td>{TABLE.format('Pens')}</td><td>Bye</td></tr></table>", "Item\tQty\nPens\t3\n\nBye"),
        (
            "<table><tr><td><table><tr><td>Pens</td></tr></table></td><td>3</td></tr><tr><td>Ink</td><td>4</td></tr></table>",
            "Pens\t3\nInk\t4",
        ),
        ("<table><tr><td>Pens</td><td style='display:none'>X1</td><td>3</td></tr></table>", "Pens\t3"),
        ("<table><thead><tr><th>a<th>b</tr></thead><tbody><tr><td>1<td>2</tr></tbody></table>", "a\tb\n1\t2"),
        # what nobody sees
        ('<div style="max-height:0;overflow:hidden">preheader</div>seen', "seen"),
        ('<span style="color:#ffffff">bait</span>seen and read', "seen and read"),
        ('<font color="white">bait</font>seen and read', "seen and read"),
        (
            '<div style="background:#fff"><span style="color: rgb(255, 255, 255)">bait</span>words to read</div>',
            "words to read",
        ),
        (
            '<table bgcolor="#336699"><tr><td><font color="#ffffff">white on blue</font></td></tr></table>',
            "white on blue",
        ),
        ('<body style="color:#fff">a mail from a dark screen</body>', "a mail from a dark screen"),
        ("<style>.pre{display:none}</style><div class='a pre'>hidden</div>seen", "seen"),
        ("<style>@media print{.x{display:none}} .y{opacity:0}</style><p class=x>seen</p><p class=y>not</p>", "seen"),
        ("<style>/* .x{display:none} */ #y{visibility:hidden}</style><p class=x>seen</p><p id=y>not</p>", "seen"),
        ("3&#8203;0 &shy;pens\ufeff", "30 pens"),
        ("<!-- hidden --><!--[if mso]>Outlook<![endif]--><![if !mso]>all<![endif]>", "all"),
        ('<div style="font-size:1em;opacity:0.9;line-height:0">seen</div>', "seen"),
        # links and pictures
        ('our <a href="https://shop.example/x">list</a><img src="logo.png" alt="Our logo">', "our list"),
        ('Thanks <img alt="🙂" src="cid:1">', "Thanks 🙂"),
        ('<img alt="Three boxes of pens, please" src="cid:1">', "Three boxes of pens, please"),
        # paragraphs
        ("<style>P {margin-top:0;margin-bottom:0;}</style><p>one</p><p>two</p>", "one\ntwo"),
        ('<p style="margin: 0px">one</p><p style="margin: 0px">two</p>', "one\ntwo"),
        ("one<br><br><br><br>two", "one\n\ntwo"),
        ("<h2>Order</h2>three boxes", "Order\n\nthree boxes"),
        # quotes and signatures as programs mark them
        ('<blockquote style="border-left:1px solid #ccc">theirs</blockquote>', "> theirs"),
        ('<blockquote class="gmail_quote">a<blockquote>b</blockquote></blockquote>', "> a\n> b"),
        ("On 5.10.2026 10:00, Us wrote:<blockquote>theirs</blockquote>", "On 5.10.2026 10:00, Us wrote:\n> theirs"),
        ("we need:<blockquote>3 pens</blockquote>", "we need:\n3 pens"),
        ('<div name="quote"><b>Von:</b> A</div>', "> Von: A"),
        ('new<hr id="zwchr"><b>Von: </b>A', "new\n" + "_" * 32 + "\nVon: A"),
        (
            'new<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Von:</b> A</div>',
            "new\n" + "_" * 32 + "\nVon: A",
        ),
        ('new<div id="x_divRplyFwdMsg">Von: A</div>', "new\n" + "_" * 32 + "\nVon: A"),
        ('text<div class="moz-signature">-- <br>Erika</div>', "text\n--\nErika"),
        ('text<div id="ms-outlook-mobile-signature">Erika</div>', "text\n--\nErika"),
        ('text<div class="gmail_signature"><br></div>', "text"),
        ("", ""),
        ("<", "<"),
        ("<table><tr><td>unclosed", "unclosed"),
    ],
)
def test_text_as_seen(html: str, text: str) -> None:
    assert to_text(html).text == text


def test_columns_are_noticed_only_where_there_are_some() -> None:
    assert to_text(TABLE.format("Pens")).has_table
    assert not to_text("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>").has_table
    long = "A paragraph with so many words that nobody would put it into a table of articles. " * 5
    assert not to_text(
        f"<table><tr><td>menu</td><td>{long}</td></tr><tr><td>x</td><td>{long}</td></tr></table>"
    ).has_table


def test_a_row_that_is_crossed_out_is_not_ordered() -> None:
    page = to_text("<table><tr><td>Pens<td>3</tr><tr><td><s>Ink</s><td><s>4</s></tr></table>")
    assert page.text == "Pens\t3"
    assert page.has_struck


HEAD = '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>From: A<br>Sent: today<br>Subject: x</p></div>'


def test_coloured_words_within_a_quoted_mail_are_noticed() -> None:
    quoted = "<p>How many?</p><p><span style='color:#C00000'>Five</span></p>"
    assert to_text(f"<p>See below</p>{HEAD}{quoted}").has_answers
    assert not to_text(f"<p style='color:red'>See below</p>{HEAD}<p>How many?</p>").has_answers
    assert not to_text(f"<p>See below</p>{HEAD}<p>How <b style='color:red'>many</b>?</p>").has_answers


@pytest.mark.parametrize(
    "html",
    [
        "<p class=MsoNormal><span style='color:red'>Five boxes</span><o:p></o:p></p>" * 12_000,
        "<table>" + "<tr><td>pens</td><td>3</td></tr>" * 25_000 + "</table>",
        "<br>" * 200_000 + "3 pens",
        "<style>" + "/*" * 50_000 + "@media{" * 20_000 + "</style>3 pens",
        "<style>" + ".a{display:none}" * 20_000 + "</style>3 pens",
        "<p style='" + "color:" * 100_000 + "'>3 pens</p>",
        "&nbsp; " * 150_000 + "3 pens",
        "<a" * 200_000,
    ],
    ids=["paragraphs", "table", "lines", "style sheet", "rules", "style", "spaces", "open tags"],
)
def test_a_megabyte_is_read_in_time(html: str) -> None:
    started = time.monotonic()
    to_text(html)
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    "html", ["<div>" * 40_000 + "3 pens", "<table><tr><td>" * 5_000 + "3 pens", "<b>" * 10_000 + "3 pens"]
)
def test_absurd_nesting_is_read_in_time(html: str) -> None:
    started = time.monotonic()
    assert "3 pens" in to_text(html).text
    assert time.monotonic() - started < 5
