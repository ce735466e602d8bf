"""Whether somebody affected says what they did themselves.

What is taken for a fix and is none shows customers a complaint as the answer; what is missed leaves an answer
without its better half. "I found the files" finds nothing out, so finding alone is not enough.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.resolution.cues import PATTERNS, Act

if TYPE_CHECKING:
    from harvest.resolution.acts import Reading

OWN_WORDS: Final = 6
"""So many words of the asker's own can be a fix."""
TOLD_WORDS: Final = 14
"""Somebody who says this much of a fix of their own says what it was."""
ACCOUNT_WORDS: Final = 30
"""Somebody who says this much when it works tells what they did."""
PATH: Final = re.compile(r"\w ?(?:>|→|->|›|≫|➔|») ?\w|`|\(\)|(?:^|\n) *(?:\d+[.)]|[-*•]) ")


def tells_own_fix(reading: Reading) -> bool:
    """Whether an affected person says what they did themselves."""
    if reading.words < OWN_WORDS or not (reading.settles or reading.does(Act.OWN_FIX)):
        return False
    stuck = reading.does(Act.STILL_STUCK) or reading.ends_asking
    if stuck and not reading.settles and not _found_at_once(reading):
        return False
    tells = (
        reading.does(Act.DESCRIBES, Act.INSTRUCTS, Act.EXPLAINS) or PATH.search(reading.turn.text) is not None
    )
    if reading.does(Act.OWN_FIX):
        return tells or (reading.words >= TOLD_WORDS and not reading.does(Act.WILL_TRY))
    return tells and (reading.words >= ACCOUNT_WORDS or _says_by_what(reading))


def _found_at_once(reading: Reading) -> bool:
    """Whether the first words say that the cause or the fix was found."""
    return any(
        PATTERNS[Act.FOUND_OUT].found_in(said) and at not in reading.stuck
        for at, said in enumerate(reading.said[:2])
    )


def _says_by_what(reading: Reading) -> bool:
    """Whether it says in one short breath what was done and that it works."""
    return reading.does(Act.DESCRIBES) and not reading.does(Act.THANKS)


def tells_account(told: Reading) -> bool:
    """Whether the confirming turn says what was done, so that it is part of the answer."""
    if tells_own_fix(told):
        return True
    return (
        told.settles
        and told.words >= ACCOUNT_WORDS // 2
        and (
            told.words >= ACCOUNT_WORDS or told.does(Act.DESCRIBES) or PATH.search(told.turn.text) is not None
        )
    )
