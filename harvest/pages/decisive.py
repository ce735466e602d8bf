"""Which sentences of an answer stay although an editor is not likely to keep them as they are.

Policy. What is weighed (`use`) is whether a sentence can be printed as it stands. The one that decides may be
told badly: in the first person, with a doubt, or half as talk. A page without it is wrong, and one with a
sentence too many costs an editor a keystroke. So these stay: what tells what to do, what the weight has
nothing to say about because the post is short or the whole of somebody's own answer, what leads to something
that is printed, what a printed sentence refers to, and what the confirmation names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.pages import cues
from harvest.pages.chatter import LONGEST
from harvest.pages.instructions import instructs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from harvest.pages.sentences import Sentence

ECHOED: Final = 2
"""So many words in common with the confirmation name a sentence."""
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_EMPTY: Final = frozenset(
    """
    also been both could did does done each even ever find finally fine fixed from good great have having help
    helped here into issue issues just know like made make many more much need needed nice only perfect please
    post problem problems really reply resolved right seems should solution solved some still such sure thank
    thanks that their them then there these they thing things this those tried using very want well went were
    what when where which while will with work worked working works would your yours
    """.split()  # noqa: SIM905 — easier to read and to mend than a wall of quotes
)
"""Words in small letters that a confirmation has whatever it confirms."""


def must_stay(said: str) -> bool:
    """Whether a page without it would be wrong, or dangerous."""
    return any(cue.search(said) for cue in ALWAYS)


def decides(sentence: Sentence) -> bool:
    """Whether a sentence stays for what it says."""
    if len(sentence.text) > LONGEST:
        return True
    said = sentence.plain
    return (
        any(cue.search(said) for cue in STAY)
        or cues.NUMBERED.match(sentence.text) is not None
        or instructs(sentence.text)
        or did(said)
    )


ALWAYS: Final = (cues.DELETES, cues.SAYS_NO, cues.CAUSED, cues.MENU_PATH)
"""Cues of what is never weighed: what takes something away, an honest no, the cause, a way through menus."""
STAY: Final = (
    cues.CONTACT,
    cues.CLAUSE_STEP,
    cues.RECOMMENDS,
    cues.REASON,
    cues.WHY,
)
"""Cues of what stays unless it is very unlikely."""


def did(said: str) -> bool:
    """Whether it tells what somebody did: often the whole of an answer, however it is told."""
    return cues.DID.search(said) is not None and not cues.FAILED.search(said)


def in_vain(text: str) -> bool:
    """Whether somebody says that what was advised did nothing, before they tell anything else."""
    began = cues.DID_NOTHING.match(text)
    return began is not None and " had " not in began.group() and not cues.SOLVED.search(text)


def words(text: str) -> frozenset[str]:
    """The words that name something."""
    return frozenset(_WORD.findall(text.casefold())) - _EMPTY


def echoed(said: Sequence[str], confirmation: AbstractSet[str]) -> int | None:
    """Which of the sentences has most of the words of the confirmation, if enough; the first of several."""
    shared = [len(words(text) & confirmation) for text in said]
    most = max(shared, default=0)
    return shared.index(most) if most >= ECHOED else None
