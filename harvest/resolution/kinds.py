"""What kind of answer some turns are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import Kind
from harvest.resolution.cues import PATTERNS, Act
from harvest.resolution.pattern import Cues

if TYPE_CHECKING:
    from harvest.resolution.acts import Reading


EARLY: Final = 3
"""A no stands in the first sentences so many; further down it is about something on the way."""


def kind(answer: tuple[Reading, ...], question: Reading) -> Kind | None:
    """What kind of answer these turns are; None when there is none.

    The first says what it is about. Only a fix, a how-to and a workaround are ever shown as solved, so that a
    no that is taken for one of them misleads; the other way round a page is only less inviting.
    """
    if not answer:
        return None
    text = answer[0]
    instructs = any(reading.does(Act.INSTRUCTS) for reading in answer)
    if _early(text, Act.REFERS) is not None or (text.does(Act.REFERS) and not instructs):
        return Kind.ELSEWHERE
    no = 0 if text.does(Act.PLAIN_NO) else _early(text, Act.DECLINES, Act.RULES_OUT)
    if no is not None:
        then = "".join(text.said[no : no + 2])
        return Kind.WORKAROUND if instructs and _ANOTHER_WAY.search(then) else Kind.NOT_POSSIBLE
    if not instructs and _early(text, Act.KNOWN, Act.REPORTED) is not None:
        return Kind.KNOWN_PROBLEM
    if text.does(Act.WORKAROUND):
        return Kind.WORKAROUND
    return Kind.HOW_TO if _asks_more_than_it_complains(question) else Kind.FIX


def _asks_more_than_it_complains(question: Reading) -> bool:
    asking, complaining = (
        sum(1 for _ in cues.pattern.finditer(question.text)) for cues in (_ASKING, _COMPLAINING)
    )
    return asking >= complaining if asking or complaining else question.does(Act.ASKS)


def _early(text: Reading, *acts: Act) -> int | None:
    """The place of the first sentence that does so early on, and of the whole matter."""
    for at, sentence in enumerate(text.said[:EARLY]):
        if not _IN_PART.search(sentence) and any(PATTERNS[act].found_in(sentence) for act in acts):
            return at
    return None


_IN_PART: Final = re.compile(
    r"\bunless\b|\bfor (?:all|every|example|instance)\b|\bnot working\b|\bno such thing\b"
    r"|(?:n't|\bnot) (?:be )?impossible\b|n't (?:think|believe) [^.!?]{0,20}\bbug\b"
)
"""It can be done after all, or in other cases; or the words are put right, not the hope."""
_ANOTHER_WAY: Final = re.compile(
    r"\b(?:but|however)\b[^.!?]{0,60}?\byou(?:'re able| are able| can| could)\b"
    r"|\byou (?:can|could)(?: \w+){1,2} instead\b|\binstead,? you\b"
)
"""In the same breath as the no, or the next."""
_ASKING: Final = Cues(
    r"(?:^|[.!?\n] ?|\b(?:so|and|hi|hello|hey|but|also)[, ]+)(?:what|which|who|when|is|are|does|do|did|will"
    r"|would|should|how|where|can|could)\b(?! (?:any|some|you)\w* (?:please )?(?:help|else))[^.!?\n]{3,}\?",
    r"\b(?:possible|how to|way to|looking for|would like to|want to|wonder|understand|explain|difference)\b",
)
_COMPLAINING: Final = Cues(
    r"\b(?:errors?|fail\w*|crash\w*|freez\w*|stuck|stop(?:s|ped)|disappear\w*|missing|lost|gone|wrong|brok\w*)\b",
    r"\b(?:suddenly|no longer|any ?more|not (?:work|show|load|open|send|receiv)\w*|unable|cannot|can not)\b",
    r"\b(?:won't|wont|keeps?)\b",
    r"\b(?:does|do|did|can|could|is|are|was|has|have)n't\b|\b(?:problem|issue|bug|trouble)\b",
    r"\bsince (?:the|i|my)\b|\bafter (?:the )?(?:updat|upgrad)\w*",
)
