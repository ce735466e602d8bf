# ruff: noqa: E501, ISC004 - cases read best on one line each
"""Golden cases: what people typed, and what a reader is left with."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.markup import canonical, clean, plain, read, safe_href
from harvest.markup.html import html_blocks
from harvest.model import CodeBlock, Listing, Markup, Paragraph, Quotation, Span
from tests.markup.trees import texts, trees

REAL_DATA = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[2] / "../shared/data"))

HTML_CASES = {
    "paragraphs": ("<p>It stops.</p>\n<p>Why?</p>", "It stops.\n\nWhy?"),
    "one break is a line end, two are a new paragraph": ("a<br>b<br><br>c", "a\nb\n\nc"),
    "white space is collapsed": ("<p> a\n\n  b&nbsp; <b> c</b> </p>", "a b c"),
    "nested lists": (
        "<ol><li>Open it<ul><li>left</li><li>right</li></ul></li><li>Close it</li></ol>",
        "1. Open it\n   - left\n   - right\n2. Close it",
    ),
    "a list beside its item": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    "a forum's quote": (
        '<aside class="quote"><div class="title"><img class="avatar" src="https://x.example/1.png"> ada:</div>'
        "<blockquote><p>It stops.</p></blockquote></aside><p>Descale it.</p>",
        "> It stops.\n\nDescale it.",
    ),
    "a quote with 'said'": (
        '<em><p>ada <a href="#answer-12" rel="nofollow">said</a></p></em> <blockquote>It stops.</blockquote> <p>Yes.</p>',
        "> It stops.\n\nYes.",
    ),
    "the same in another language": (
        '<em><p>ada <a href="#question-12" rel="nofollow">a écrit</a></p></em> <blockquote>Quoi</blockquote>',
        "> Quoi",
    ),
    "a link preview": (
        '<aside class="onebox" data-onebox-src="https://x.example/a"><header><a href="https://x.example/a">x</a></header>'
        '<article><h3><a href="https://x.example/a">How to descale</a></h3><p>long text</p></article></aside>',
        "How to descale",
    ),
    "a picture": ('<p><img src="https://x.example/1.png" alt="the lid"></p>', "picture: the lid"),
    "an emoji picture": ('ok <img class="emoji" alt=":wink:" src="https://x.example/w.png">', "ok :wink:"),
    "a mention": ('<a class="mention" href="/u/ada">@ada</a> hi', "@ada hi"),
    "a table": (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
        "a · b\n\n1 · 2",
    ),
    "code is kept letter for letter": ("<pre><code>a\n  b &lt;x&gt;\n</code></pre>", "a\n  b <x>"),
    "scripts and their like are gone": (
        "a<script>b</script><style>c</style><svg><text>d</text></svg>e",
        "ae",
    ),
    "wiki leftovers": ("<p>Read '''this''' in [[Help page|the help]]</p>", "Read this in the help"),
    "hidden words of a folded part": ("<details><summary>More</summary><p>x</p></details>", "More\n\nx"),
    "definitions": ("<dl><dt>Lid</dt><dd>The top</dd></dl>", "Lid\n\nThe top"),
}
TEXT_CASES = {
    "steps": ("Do this:\n1. open\n2. close\nDone", "Do this:\n\n1. open\n2. close\n\nDone"),
    "steps with blank lines between": ("1) open\n\n2) close", "1. open\n2. close"),
    "steps that say so": ("Step 1: open\nStep 2: close", "1. open\n2. close"),
    "a year is not a step": ("2023. That was a year.\n2024. Too.", "2023. That was a year.\n2024. Too."),
    "bullets": ("- a\n• b\n* c", "- a\n- b\n- c"),
    "a quote": ("> it stops\n> often\nYes", "> it stops\n> often\n\nYes"),
    "a menu path stays text": ("Tools > Options > General", "Tools > Options > General"),
    "single line ends stay": ("Hello\nit stops\n\nBye", "Hello\nit stops\n\nBye"),
}


@pytest.mark.parametrize("case", HTML_CASES)
def test_html(case: str) -> None:
    body, expected = HTML_CASES[case]
    assert plain(read(body, Markup.HTML)) == expected


@pytest.mark.parametrize("case", TEXT_CASES)
def test_text(case: str) -> None:
    body, expected = TEXT_CASES[case]
    assert plain(read(body, Markup.TEXT)) == expected


def test_markdown_is_read_with_typed_html_as_text() -> None:
    blocks = read(
        "**Try** `x`:\n\n1. <b>a</b>\n2. [b](https://x.example/)\n\n> no\n\n```\ncode\n```", Markup.MARKDOWN
    )
    assert blocks == (
        Paragraph((Span("Try", strong=True), Span(" "), Span("x", code=True), Span(":"))),
        Listing(
            ((Paragraph((Span("<b>a</b>"),)),), (Paragraph((Span("b", "https://x.example/"),)),)),
            ordered=True,
        ),
        Quotation((Paragraph((Span("no"),)),)),
        CodeBlock("code"),
    )


@pytest.mark.parametrize("markup", Markup)
def test_bare_addresses_are_links_without_the_sentence_around_them(markup: Markup) -> None:
    (paragraph,) = read("See (https://x.example/a_(b)). Or", markup)
    assert paragraph == Paragraph(
        (Span("See ("), Span("https://x.example/a_(b)", "https://x.example/a_%28b%29"), Span("). Or"))
    )


@pytest.mark.parametrize("markup", Markup)
def test_nothing_is_lost_in_depth(markup: Markup) -> None:
    deep = {Markup.HTML: "<blockquote>" * 5000, Markup.MARKDOWN: "> " * 500, Markup.TEXT: "> " * 500}
    assert plain(read(deep[markup] + "the word", markup)).endswith("the word")


def test_quotations_can_be_left_out() -> None:
    blocks = read(
        "<blockquote>old</blockquote><ul><li>new<blockquote>older</blockquote></li></ul>", Markup.HTML
    )
    assert plain(blocks, quotations=False) == "- new"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("HTTPS://X.Example/A", "https://x.example/A"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://x.example/100%", "https://x.example/100%25"),
        ("https://x.example/?a=1&b={{c}}", "https://x.example/?a=1&b=%7B%7Bc%7D%7D"),
        ("mailto:help@x.example?subject=x", "mailto:help@x.example"),
        ("https://[2001:db8::1]:8080/", "https://[2001:db8::1]:8080/"),
        *((href, "") for href in (
            "", "#a", "/a", "a", "//x.example", "javascript:x", " java\tscript:x", "data:x", "vbscript:x", "file:///x",
            "https:x.example", "https:\\\\x.example", "https://a@x.example", "https://a:b@x.example", "https://x.example\\@y.example",
            "https://x.example/\u202e", "https://x.ex\nample/", "https://x.example/%0d%0a", "https://", "https://.", "https://x..example",
            "https://x.example/" + "a" * 3000, "mailto:x", "mailto:a@x.example,b@x.example", "tel:1", "ftp://x.example",
        )),
    ],
)  # fmt: skip
def test_safe_href(href: str, expected: str) -> None:
    assert safe_href(href) == expected


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\u202eb\u200bc\x00d\x1be", "abcde"),
        ("e\u0301\u00a0\u3000x", "é  x"),
        ("\ud83d\ude42 \ud800", "🙂 \ufffd"),
        ("👩\u200d👧 ❤\ufe0f", "👩\u200d👧 ❤\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\U000e0041\uf8ff", "a\ufffd"),
        ("Z" + "\u0316" * 100, "Z" + "\u0316" * 6),
    ],
)
def test_clean(typed: str, shown: str) -> None:
    assert clean(typed) == shown


@given(texts | st.text())
def test_clean_is_a_fixed_point(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.sampled_from(["https://", "http://", "mailto:", "", "HTTPS://x.example/"]), texts | st.text())
def test_safe_href_is_a_fixed_point_and_ascii(scheme: str, text: str) -> None:
    href = safe_href(scheme + text)
    assert safe_href(href) == href
    assert href == "" or (href.isascii() and href.startswith(("https://", "http://", "mailto:")))


@settings(deadline=None)
@given(texts, st.sampled_from(Markup))
def test_reading_never_raises_and_is_canonical(body: str, markup: Markup) -> None:
    blocks = read(body, markup)
    assert canonical(blocks) == blocks


@given(st.lists(texts.filter(lambda text: "<" not in text), max_size=4))
def test_the_short_way_for_paragraphs_reads_what_the_parser_reads(paragraphs: list[str]) -> None:
    body = "".join(f"<p>{text}</p>\n" for text in paragraphs)
    assert plain(html_blocks(body)) == plain(html_blocks(body + "<i></i>"))


@settings(deadline=None)
@given(trees)
def test_plain_text_has_no_empty_lines_at_its_ends(tree: tuple[Paragraph, ...]) -> None:
    text = plain(canonical(tree))
    assert text == text.strip("\n")


@pytest.mark.slow
def test_real_answers_are_read() -> None:
    path = REAL_DATA / "sumo/answers.csv"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as lines:
        bodies = [row["content"] for row in csv.DictReader(lines)]
    words = sum(len(plain(read(body, Markup.HTML)).split()) for body in bodies)
    assert words > 50 * len(bodies)


def test_code_keeps_what_stands_behind_its_inner_elements() -> None:
    coloured = '<pre>one<br>two <b>x</b> y <script>no</script><span class="k">await</span> z</pre> after'
    assert plain(read(coloured, Markup.HTML)) == "one\ntwo x y await z\n\nafter"


def test_a_name_that_a_forum_took_for_an_address_is_a_name() -> None:
    html = (
        '<p>Put it into <a href="http://Main.as" rel="nofollow">Main.as</a>, '
        '<a href="https://a.example/x">a.example</a> says.</p>'
    )
    (paragraph,) = read(html, Markup.HTML)
    assert isinstance(paragraph, Paragraph)
    assert [(span.text, span.href) for span in paragraph.spans] == [
        ("Put it into Main.as, ", ""),
        ("a.example", "https://a.example/x"),
        (" says.", ""),
    ]
