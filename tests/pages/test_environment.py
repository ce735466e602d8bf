"""For whom a page is: names that leave no doubt, as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.pages.environment import SHOWN, named
from tests.hanging import no_hanging


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I use Windows 11 and the app 5.13.2.", ("Windows 11",)),
        ("Fernlight Desktop 5.13.2 on macOS Sonoma 14.6", ("Fernlight Desktop 5.13.2", "macOS Sonoma 14.6")),
        ("It began with version 5.13.2; version 5.12.0 was fine", ("version 5.13.2", "version 5.12.0")),
        ("win10, later Windows 10 again", ("win10",)),
        ("Ubuntu, I mean Ubuntu 24.04", ("Ubuntu 24.04",)),
        ("From my old laptop with Windows 10 to one with Windows 11, on Ubuntu 24.04 too", ("Ubuntu 24.04",)),
        ("Since 3.4.1 the Frame is black", ()),
        ("The Frame has 192.168.1.12, and on 12.5.2024 it was 10.5 cm wide", ()),
        ("See https://fernlight.example/android/5.13.2", ()),
        ("It works well in Android, however the album stays empty on iOS.", ("iOS",)),
        ("It works on Windows 11 only after the update, on Windows 11 it is slow", ("Windows 11",)),
        ("It costs 4.99 in June 2.0", ()),
    ],
)
def test_what_the_question_names(text: str, names: tuple[str, ...]) -> None:
    assert named(text) == names


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(("Windows 11 ", "v1.2 ", "Ab 3.4.5, ", "\n"))).map("".join)
)
def test_names_are_verbatim_and_few(text: str) -> None:
    found = named(text)
    assert len(found) <= SHOWN
    assert len(set(found)) == len(found)
    assert all(name in " ".join(text.split()) for name in found)


def test_a_pasted_report_costs_little() -> None:
    with no_hanging():
        named("Windows NT 10.0; Ab 1.2.3.4 " * 100_000)
