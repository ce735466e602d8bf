"""Any conversation: links that lead nowhere or in circles, clocks that lie, every kind of text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from harvest.model import Author, Markup, Post

if TYPE_CHECKING:
    from collections.abc import Sequence

START: Final = datetime(2026, 3, 1, tzinfo=UTC)
PEOPLE: Final = ("mara", "bo", "FernlightHelp")
SAID: Final = (
    "@FernlightHelp my Frame shows a black screen since the update, why?",
    "Hi all, Uploads hang on E-1402 (v5.13.0) and nothing helps!!!",
    "MY PRINTS ARE ALL MUCH TOO DARK AGAIN",
    "How can I download a whole album at once?",
    "@mara Sign out first 1/2 ^PK",
    "@mara then sign in again 2/2 ^PK",
    "1. Open Me > Backup\n2. Tap Back up in the background\n3. Restart the phone and wait a while.",
    "You need to switch off Sleep at night because firmware 3.4.1 restarts the Frame with it.",
    "That worked, thank you!",
    "Thanks, will try.",
    "Thanks but it is still broken",
    "It is back again this morning.",
    "me too, same problem",
    "Please send us a DM so that we can look into it. ^TB",
    "Never mind, I found it: the Frame was on the guest network, so I changed it at Wi-Fi.",
    "",
)
texts = st.one_of(st.sampled_from(SAID), st.text(max_size=200), st.lists(st.sampled_from(SAID)).map(" ".join))
anything = st.one_of(texts, st.text(st.characters(), max_size=60))
"""Halves of surrogate pairs too."""


@st.composite
def conversations(draw: st.DrawFn, said: st.SearchStrategy[str] = anything) -> Sequence[Post]:
    """One to eight posts of one conversation."""
    ids = [str(n) for n in range(1, draw(st.integers(1, 8)) + 1)]
    return [
        Post(
            source="forum",
            id=id_,
            author=Author(
                key=(who := draw(st.sampled_from(PEOPLE))),
                name=who,
                staff=draw(st.sampled_from((None, None, who == "FernlightHelp"))),
            ),
            created=(at := START + timedelta(minutes=draw(st.integers(0, 90)))),
            version=at,
            body=draw(said),
            markup=draw(st.sampled_from(Markup)),
            conversation=draw(st.sampled_from(("talk", "talk", "1", "3"))),
            parent=draw(st.sampled_from(("", "99", "old", *ids))),
            aliases=draw(st.sampled_from(((), (), ("old",)))),
            title=draw(said) if id_ == "1" and draw(st.booleans()) else "",
            url="https://community.fernlight.example/t/1",
            accepted=draw(st.sampled_from(("", "", *ids))),
        )
        for id_ in ids
    ]
