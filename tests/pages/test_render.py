"""The page, letter for letter; and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harvest.model import Answer, Passage, Section
from harvest.pages.render import render

PAGE = """\
---
title: Why does my kettle stop before it boils?
kind: fix
state: draft
asked_as:
  - kettle keeps clicking off early
product: Kettle One
topic: Kettles
tags: [descaling]
sources:
  - url: https://forum.example/t/1234
    thread: forum:1234
    posts: ["1", "3"]
    digest: sha256:0123456789abcdef
    licence: CC-BY-SA-4.0
    asked: 2026-01-02
    answered: 2026-01-03
confirmed_by: ["forum:5"]
askers: 3
credits:
  - name: Ada
    url: https://forum.example/u/ada
  - name: Bo
    staff: true
updated: 2026-01-03
review_by: 2027-01-03
generated: sha256:DIGEST
---
> my kettle clicks off before it boils
<!-- from: forum:1 -->

## What worked

1. Fill it with water and vinegar.
2. Wait an hour.
<!-- from: forum:3, forum:4 -->

```
## not a heading
<!-- staff -->
```
<!-- from: forum:5 -->

## Still stuck?

Ask on in the conversation.
<!-- staff -->
"""


def test_a_page_letter_for_letter(kettle: Answer) -> None:
    text = render(kettle)
    digest = text[text.index("generated: sha256:") + 18 :][:16]
    assert text == PAGE.replace("DIGEST", digest)


ILLEGAL = {
    "empty": "",
    "space after it": "text ",
    "a line end after it": "text\n",
    "a blank line before it": "\ntext",
    "a mark": "text\n<!-- staff -->\nmore",
    "a mark with ids": "<!-- from: forum:1 -->",
    "a comment that is no mark": "<!-- hidden -->",
    "a heading of level two": "text\n\n## Heading\n\ntext",
    "an empty heading": "text\n##\ntext",
    "an open code fence": "```\ntext",
    "an open fence of tildes": "~~~\ntext\n```",
    "a fence closed with fewer": "````\ntext\n```",
    "a carriage return": "a\rb",
    "half a surrogate pair": "a\ud800b",
}


@pytest.mark.parametrize("text", ILLEGAL.values(), ids=ILLEGAL)
def test_an_illegal_passage_is_refused(text: str, kettle: Answer) -> None:
    with pytest.raises(ValueError, match="passage"):
        render(replace(kettle, sections=(Section("", (Passage(text),)),)))


@pytest.mark.parametrize("heading", ["two\nlines", " x", "x ", "\t", "a\rb", "\ud800"])
def test_an_illegal_heading_is_refused(heading: str, kettle: Answer) -> None:
    with pytest.raises(ValueError, match="heading"):
        render(replace(kettle, sections=(Section(heading, ()),)))


def test_only_the_lead_has_no_heading(kettle: Answer) -> None:
    body = (Passage("text"),)
    for sections in ((Section("", ()),), (Section("A", body), Section("", body)), (Section("", body),) * 2):
        with pytest.raises(ValueError, match="lead"):
            render(replace(kettle, sections=sections))


@pytest.mark.parametrize("post", ["", "a b", "a-->", "a--b", "<x", "a, b", "a\nb", "-a"])
def test_an_id_that_would_break_its_mark_is_refused(post: str, kettle: Answer) -> None:
    with pytest.raises(ValueError, match="id"):
        render(replace(kettle, sections=(Section("", (Passage("text", (post,)),)),)))


def test_what_could_not_be_read_back_from_the_front_matter_is_refused(kettle: Answer) -> None:
    for broken in (
        replace(kettle, title=" \n"),
        replace(kettle, askers=0),
        replace(kettle, askers=10**9),
        replace(kettle, product="\ud800"),
    ):
        with pytest.raises(ValueError, match=r"title|asker|surrogate"):
            render(broken)
