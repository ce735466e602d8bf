"""Whether somebody has marked a conversation for promotion in the source itself.

Two things mark one: a tag of the conversation, or a word that staff writes in it, as a word of its own. Who
is staff must be known, from the configuration or from the source's own flag: somebody who only sounds like
staff would otherwise put any thread before the reviewers. A word counts in what staff says themselves, never
in what they quote. A tag counts whoever has set it, because no archive says who did: choose one that only
staff can set.

A mark that is missed costs somebody a command; one too many costs a reviewer a look at a page. So a word in
quotation marks is none, nor one at the end of an address or inside a longer word. Likes of staff are no
marks: archives say how many like a post, not who.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import Role, RoleFrom

if TYPE_CHECKING:
    from harvest.config.promotion import Marks
    from harvest.model import Thread, Turn

_BEFORE: Final = r"(?<![^\s(])"
_AFTER: Final = r"(?=[.,;:!?)]*(?:\s|$))"


def marked(thread: Thread, marks: Marks) -> str:
    """By what the thread is marked, as the configuration writes it; "" where it is not."""
    tags = {tag.casefold() for turn in thread.turns for post in turn.posts for tag in post.tags}
    for tag in marks.tags:
        if tag.casefold() in tags:
            return f"the tag {tag}"
    said = [turn.text.casefold() for turn in thread.turns if _known_staff(turn)]
    for word in marks.words:
        inner = r"\s+".join(map(re.escape, word.casefold().split()))
        alone = re.compile(_BEFORE + inner + _AFTER)
        if any(alone.search(text) for text in said):
            return f"the word {word}"
    return ""


def _known_staff(turn: Turn) -> bool:
    return turn.role is Role.STAFF and turn.role_from in {RoleFrom.CONFIGURED, RoleFrom.FLAGGED}
