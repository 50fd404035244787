"""The plain text and the HTML of one mail: which is read, and whether both say the same."""

from collections.abc import Callable

import pytest

from inbox_agent.model import ParsedMail
from inbox_agent.parse.choose import Body, choose

Parser = Callable[..., ParsedMail]
ORDER = "Please send us\n12 flat brushes\n5 rolls of tape\nby Friday.\n"


@pytest.mark.parametrize(
    ("plain", "html", "line"),
    [
        (ORDER, ORDER.replace("\n", "<br>").replace("12", "120"), "120 flat brushes"),
        (ORDER, "<p>Please send us</p><p>12 flat brushes</p><p>by Friday.</p>", "5 rolls of tape"),
        (ORDER, ORDER.replace("\n", "<br>") + "<p>and 3 pots of chalk paint</p>", "and 3 pots of chalk paint"),
        (ORDER, ORDER.replace("\n", "<br>").replace("12", "12.5"), "12.5 flat brushes"),
    ],
)
def test_numbers_that_only_one_form_has(plain: str, html: str, line: str) -> None:
    assert choose(Body(plain, html)).differs == line


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        (ORDER, ORDER.replace("\n", "<br>\n")),
        ("1. 12 brushes\n2. 5 rolls\n", "<ol><li>12 brushes</li><li>5 rolls</li></ol>"),
        (f"{ORDER}\n[cid:image001.png@01DA3F]", f"<p>{ORDER}</p><img src='cid:image001.png@01DA3F'>"),
        (f"{ORDER}shop <https://laden.example/77>", f"<p>{ORDER}<a href='https://laden.example/77'>shop</a>"),
        (f"{ORDER}https://laden.example/?x=9", f"<p>{ORDER}<a href='https://laden.example/?x=9'>here</a>"),
        (ORDER, f"<p>{ORDER}</p><div style='display:none'>99 % off</div>"),
        (ORDER, f"<style>p {{ margin: 17px }}</style><p>{ORDER}</p>"),
        (ORDER, f"<p>{ORDER}</p><blockquote type=cite>On 5 Oct 2026 you wrote: 48 pots</blockquote>"),
        (f"{ORDER}\n> On 5 Oct 2026: 48 pots\n", f"<p>{ORDER}</p>"),
        (ORDER + "3 pots of ink", f"<p>{ORDER}</p><s>3 pots of ink</s>"),
        ("Only in HTML.", f"<p>{ORDER}</p>"),
        ("", f"<p>{ORDER}</p>"),
        (ORDER, ""),
        (ORDER, "<img src='x7.gif'>"),
    ],
)
def test_forms_that_say_the_same(plain: str, html: str) -> None:
    assert choose(Body(plain, html)).differs == ""


def test_the_doubt_shows_the_line_where_it_stands(read: Parser) -> None:
    plain, html = "\n\nHello,\n13 pots\n", "Content-Type: text/html\n\n<p>Hello,</p>12 pots\n"
    head = "From: h@brandt.example\nContent-Type: multipart/alternative; boundary=b\n\n"
    mail = read(f"{head}--b{plain}--b\n{html}--b--\n".encode())
    (doubt,) = mail.doubts
    assert (doubt.code, dict(doubt.values)) == ("two_texts", {"text": "12 pots"})
    assert mail.body == "Hello,\n13 pots"


def test_a_blank_form_is_none() -> None:
    assert choose(Body(" \n", "<p>12 pots</p>")).text == "12 pots"
    assert choose(Body("12 pots", "<p>&nbsp;</p>")).text == "12 pots"
