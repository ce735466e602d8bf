"""Strangers' words in a request: they are shown, and nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harvest.proposing.inert import inert, plain, quoted
from tests.pages.strategies import HOSTILE

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})

REFERENCES = re.compile(
    r"(?<![\w])@\w|(?<![\w&])#\w|(?i:(?<!\w)(?:GH|GL)-\d)|(?<!\S)/\w|(?<!\w)[!~%&$^]\w|\[\w+:|https?://\S"
)
"""What GitHub, GitLab or Gitea would take for more than text."""

ACTING = (
    "@ada please",
    "fixes #12",
    "closes owner/repo#12",
    "fixes https://github.com/owner/repo/issues/12",
    "GH-12 and gl-3",
    "/merge",
    "/close now",
    "!12 ~bug %milestone &3 $7",
    "[vulnerability:12]",
    "![](https://tracker.example/a.gif)",
    "<img src=https://tracker.example/a.gif>",
    "<!-- harvest: {} -->",
    "-->",
    "www.example.com",
    "| a | b |",
    "$x^2$",
    "0123456789abcdef0123456789abcdef01234567",
    "</details>",
)

texts = st.one_of(
    st.text(), st.sampled_from((*ACTING, *HOSTILE)), st.lists(st.sampled_from(ACTING)).map(" ".join)
)


def shown(markdown: str) -> str:
    """What a reader sees of it."""
    html = MARKDOWN.render(markdown)
    assert not re.search(r"<(?!/?p>|br|/?blockquote>)[a-z!/]", html), html
    return re.sub("<[^>]*>", "", html)


@given(texts)
def test_nothing_acts(text: str) -> None:
    seen = shown(f"said: {inert(text)}")
    assert not REFERENCES.search(unescape(seen)[6:]), seen


@pytest.mark.parametrize("text", ACTING)
def test_the_words_are_all_there(text: str) -> None:
    seen = unescape(shown(f"x {inert(text)}")).replace("\u200b", "").strip()
    assert seen == f"x {text}"


@given(texts)
def test_a_quotation_stays_one(text: str) -> None:
    html = MARKDOWN.render(f"{quoted(text)}\n\nafter")
    assert html.endswith("<p>after</p>\n")
    assert html.count("<blockquote>") == (1 if quoted(text) else 0)


@given(texts)
def test_plain_text_refers_to_nothing_and_is_one_line(text: str) -> None:
    said = plain(f"Add: {text}")
    assert "\n" not in said
    assert not re.search(r"(?<![\w])@\w|#\w", said)
