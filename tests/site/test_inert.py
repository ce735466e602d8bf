from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown
import pytest

from harvest.site.inert import SEAM, Inert
from tests.site import hostile

EXTENSIONS = ["admonition", "sane_lists", "attr_list", "md_in_html", "tables", "pymdownx.superfences", "toc"]


def render(text: str, *, armed: bool = True, credited: frozenset[str] = frozenset()) -> str:
    inert = Inert()
    inert.armed = armed
    inert.credited = credited
    return markdown.markdown(text, extensions=[*EXTENSIONS, inert])


class Parsed(HTMLParser):
    """Every tag and attribute of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("text", hostile.TEXTS)
@pytest.mark.parametrize("place", ["{}", "> {}", "1. {}", "## {}", "a\n\n    {}", "a {} b", "\n\n{}\n\n"])
def test_nothing_in_a_body_can_act(text: str, place: str) -> None:
    parsed = Parsed(render(place.format(text)))
    assert not {"script", "iframe", "svg", "style", "base", "meta", "object", "img"} & set(parsed.tags)
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name in ("style", "srcdoc")]
    assert not [value for name, value in parsed.attributes if name == "href" and "script:" in value.lower()]


@pytest.mark.parametrize("address", hostile.ADDRESSES)
@pytest.mark.parametrize("place", ["[x](<{}>)", "[x][1]\n\n[1]: {}", "![x](<{}>)", "<{}>"])
def test_no_address_that_is_not_plainly_harmless_becomes_a_link(address: str, place: str) -> None:
    values = [
        value for name, value in Parsed(render(place.format(address))).attributes if name in ("href", "src")
    ]
    assert all(re.fullmatch(r"https://evil\.example/[^\"'<>]*|[\w.#?=%&/-]+", value) for value in values)


def test_raw_html_is_shown_and_not_obeyed() -> None:
    assert "&lt;b&gt;bold&lt;/b&gt;" in render("a <b>bold</b> word")


def test_links_out_pass_on_no_trust_and_links_within_stay() -> None:
    assert 'rel="noopener nofollow"' in render("[x](https://example.com/a)")
    assert '<a href="other.md#part">' in render("[x](other.md#part)")


def test_links_to_the_conversation_and_to_who_helped_count() -> None:
    html = render(
        "[it](https://a.example/q/1) and [x](https://b.example/)",
        credited=frozenset({"https://a.example/q/1"}),
    )
    assert '<a href="https://a.example/q/1" rel="noopener">' in html
    assert '<a href="https://b.example/" rel="noopener nofollow">' in html


def test_a_picture_from_elsewhere_becomes_a_link_so_that_nothing_is_fetched() -> None:
    html = render("![the screen](https://example.com/a.png)")
    assert "<img" not in html
    assert '<a href="https://example.com/a.png"' in html
    assert "the screen" in html
    assert "<img" in render("![ours](pictures/a.png)")


def test_two_people_s_quotes_and_lists_do_not_run_together() -> None:
    html = render(f"> one\n\n{SEAM}\n\n> two\n\n{SEAM}\n\n1. a\n\n{SEAM}\n\n1. b")
    assert html.count("<blockquote") == 2
    assert html.count("<ol") == 2
    assert SEAM not in html


def test_the_company_s_own_pages_are_left_alone() -> None:
    assert render("a <b>bold</b> word", armed=False) == "<p>a <b>bold</b> word</p>"
