"""Chatter goes, substance stays; nothing is put in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest import markup
from harvest.model import Markup
from harvest.pages.tidy import tidy


def tidied(text: str) -> str:
    return markup.plain(tidy(markup.read(text, Markup.TEXT)))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Hi Mara, open the Bin.", "Open the Bin."),
        ("@mara Hello there! Thanks for reaching out. Open the Bin. ^PK", "Open the Bin."),
        ("Open the Bin.\n\nKind regards,\nPriya", "Open the Bin."),
        ("Hi all - open the Bin.", "Open the Bin."),
        ("Hi, iPhone settings come first.", "iPhone settings come first."),
        ("Hi open Settings, then tap Backup.", "Hi open Settings, then tap Backup."),
        ("Hey just restart it.", "Hey just restart it."),
        ("Hi-res pictures need the website.", "Hi-res pictures need the website."),
        ("Set the language to English - UK", "Set the language to English - UK"),
        ("Open the Bin. -PK", "Open the Bin."),
    ],
)
def test_what_goes_and_what_stays(said: str, kept: str) -> None:
    assert tidied(said) == kept


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_invented(said: str) -> None:
    before = markup.plain(markup.read(said, Markup.TEXT))
    after = tidied(said)
    assert "".join(after.split()).casefold() in "".join(before.split()).casefold()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_steps_and_code_always_stay(said: str) -> None:
    blocks = markup.read(f"{said}\n\n```\nping frame\n```\n\n1. Open it.\n2. Shut it.\n", Markup.MARKDOWN)
    steps = [block for block in blocks if type(block).__name__ in {"Listing", "CodeBlock"}]
    assert [block for block in tidy(blocks) if type(block).__name__ in {"Listing", "CodeBlock"}] == steps
