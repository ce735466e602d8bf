"""Names that are safe on every file system and stay the same."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.pages.slug import MAX_LENGTH, RESERVED, slug
from tests.pages.strategies import any_text

NAMES: Final = {
    "Why does my kettle stop?": "why-does-my-kettle-stop",
    "Can't log in — what's wrong?": "cant-log-in-whats-wrong",
    "Café crème brûlée, Straße, Łódź": "cafe-creme-brulee-strasse-lodz",
    "../../etc/passwd": "etc-passwd",
    "..": "page-5ec1f7e7",
    "‹e-mail› not arriving": "e-mail-not-arriving",
    "ﬁle №5": "file-no5",
    "  ERROR 0x80070057  ": "error-0x80070057",
    "C:\\Windows\\System32": "c-windows-system32",
    "con": "con-1143da2b",
    "COM¹": "com1-844eb874",
    "index": "index-1bc04b52",
    "<script>alert(1)</script>": "script-alert-1-script",
}


@pytest.mark.parametrize(("title", "name"), NAMES.items())
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert slug(title) == name


@given(any_text, any_text, st.lists(any_text, max_size=3))
def test_every_name_is_safe(title: str, ref: str, others: list[str]) -> None:
    taken: list[str] = []
    for each in (*others, title, title, title):
        name = slug(each, ref, taken)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert len(name) <= MAX_LENGTH
        assert name not in RESERVED
        assert name not in taken
        assert name == slug(each, ref, tuple(taken))
        taken.append(name)


def test_a_title_in_another_script_has_a_name_of_its_own() -> None:
    names = {slug("ошибка E42"), slug("не работает E42"), slug("E42"), slug("エラー E42"), slug("エラー")}
    assert len(names) == 5
    assert slug("ошибка E42").startswith("e42-")


def test_a_long_title_is_cut_between_words() -> None:
    name = slug("why does " + "my kettle stop before it boils " * 5)
    assert name == "why-does-my-kettle-stop-before-it-boils-my-kettle-stop"
    assert slug("x" * 500) == "x" * MAX_LENGTH


def test_the_name_after_a_collision_depends_on_the_conversation_and_not_on_the_others() -> None:
    one = slug("Why?", "forum:1", {"why"})
    assert one == slug("Why?", "forum:1", {"why", "who", "why-2"})
    assert one != slug("Why?", "forum:2", {"why"})
    assert re.fullmatch(r"why-[0-9a-f]{6}", one)
