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
        ("<ol><li>pens<li>ink</ol>", "- pens\n- ink"),
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


@pytest.mark.parametrize(
    "html", ["<div>" * 40_000 + "3 pens", "<table><tr><td>" * 5_000 + "3 pens", "<b>" * 10_000 + "3 pens"]
)
def test_absurd_nesting_is_read_in_time(html: str) -> None:
    started = time.monotonic()
    assert "3 pens" in to_text(html).text
    assert time.monotonic() - started < 5
