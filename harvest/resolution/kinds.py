"""What kind of answer some turns are."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.model import Kind
from harvest.resolution.cues import PATTERNS, Act
from harvest.resolution.kinds_weights import BIAS, HOW_TO
from harvest.resolution.pattern import Cues

if TYPE_CHECKING:
    from harvest.resolution.acts import Reading


HOW_TO_AT: Final = 0.3
"""Log-odds from which an answer that helps is a how-to: so, as many are taken for the one as for the other."""
READ_CHARACTERS: Final = 1000
"""What shows whether a question asks or complains stands in so many characters of it, and of an answer."""
MOST: Final = 3
"""Asking and complaining more often than this says no more."""
SAME_BREATH: Final = 3
"""So many sentences from the no on tell another way, if it is the answer's."""
EARLY: Final = 3
"""A no stands in the first sentences so many; further down it is about something on the way."""


def kind(answer: tuple[Reading, ...], question: Reading) -> Kind | None:
    """What kind of answer these turns are; None when there is none.

    The first says what it is about. Whether an answer that helps is a fix or a how-to is weighed, by what is
    fitted with `python -m benchmarks.fit_kinds` (`kinds_weights`). Only a fix, a how-to and a workaround are ever shown as solved, so that a
    no that is taken for one of them misleads; the other way round a page is only less inviting.
    """
    if not answer:
        return None
    text = answer[0]
    instructs = any(reading.does(Act.INSTRUCTS) for reading in answer)
    if _early(text, Act.REFERS) is not None or (text.does(Act.REFERS) and not instructs):
        return Kind.ELSEWHERE
    no = _declines(text, question)
    if no is not None and not _grants(text, no):
        then = "".join(_own_words(text)[no : no + SAME_BREATH])
        return Kind.WORKAROUND if _ANOTHER_WAY.search(then) else Kind.NOT_POSSIBLE
    if not instructs and _early(text, Act.KNOWN, Act.REPORTED) is not None:
        return Kind.KNOWN_PROBLEM
    if text.does(Act.WORKAROUND):
        return Kind.WORKAROUND
    how_to = HOW_TO[BIAS] + sum(HOW_TO.get(name, 0.0) for name in signs(answer, question))
    return Kind.HOW_TO if how_to > HOW_TO_AT else Kind.FIX


def _declines(text: Reading, question: Reading) -> int | None:
    """The place of the sentence that says, early on, that what was asked for cannot be had.

    A plain no to a question that asks for nothing ("Does it need a lens?") explains.
    """
    asked_for = _ASKS_FOR_IT.search(question.text) is not None
    if asked_for and text.does(Act.PLAIN_NO):
        return 0
    no = _early(text, Act.DECLINES, Act.RULES_OUT)
    if no is not None or not asked_for:
        return no
    return next((at for at, said in enumerate(_own_words(text)[:EARLY]) if _REGRETS.search(said)), None)


def _grants(text: Reading, no: int) -> bool:
    """Whether it says, no later than the no, that it can be done: the no is about something beside it."""
    return any(_CAN_BE_DONE.search(said) for said in _own_words(text)[: no + 1])


def signs(answer: tuple[Reading, ...], question: Reading) -> frozenset[str]:
    """The names of what speaks for a how-to or for a fix."""
    asked = question.text[:READ_CHARACTERS]
    told = " ".join(reading.text for reading in answer)[:READ_CHARACTERS]
    heading = next((post.title for post in question.turn.posts if post.title), "").casefold()
    found = {name for name, pattern in _OF_QUESTIONS.items() if pattern.search(asked)}
    found |= {name for name, holds in _of_heading(heading).items() if holds}
    found |= {name for name, pattern in _OF_ANSWERS.items() if pattern.search(told)}
    for name, cues in (("asks", _ASKING), ("complains", _COMPLAINING)):
        times = islice(cues.pattern.finditer(asked), MOST)
        found |= {f"{name}-{count}" for count, _ in enumerate(times, start=1)}
    if any(reading.turn.author.key == question.turn.author.key for reading in answer):
        found.add("own")
    return frozenset(found)


def _of_heading(heading: str) -> dict[str, bool]:
    return {
        "heading-asks": vocabulary.asks(heading),
        "heading-fails": vocabulary.fails(heading),
        "heading-says-how": heading.startswith("how"),
        "heading-says-why": heading.startswith("why"),
    }


def _own_words(text: Reading) -> list[str]:
    """Its sentences and lines, but those that it quotes."""
    return [sentence for sentence in text.said if not sentence.lstrip().startswith(">")]


def _early(text: Reading, *acts: Act) -> int | None:
    """The place of the first sentence that does so early on, and of the whole matter."""
    for at, sentence in enumerate(_own_words(text)[:EARLY]):
        if any(PATTERNS[act].found_in(sentence) for act in acts) and not _IN_PART.search(sentence):
            return at
    return None


_IN_PART: Final = re.compile(
    r"\bunless\b|\bfor (?:all|every|example|instance)\b|\bnote that\b|\bnot working\b|\bno such thing\b"
    r"|(?:n't|\bnot) (?:be )?impossible\b|n't (?:think|believe) [^.!?]{0,20}\bbug\b"
)
"""It can be done after all, or in other cases; or the words are put right, not the hope."""
_CAN_BE_DONE: Final = re.compile(
    r"^(?:(?!\b(?:no|none|nobody|nothing|neither|not|cannot|only|if|wish|what|how)\b|n't).)*"
    r"\b(?:can|could|will|does|already) (?:already |easily |actually |all )?do (?:this|that|it)\b"
    r"|\byes,? (?:(?:of course|sure|indeed|absolutely),? )?(?:you|we|one|it|this|that) (?:can|could)\b(?!'t| not| only)"
    r"|^(?!.*(?:\bnot\b|n't)).*\b(?:is|it's|that's) already (?:possible|supported|implemented|available)\b"
)
"""An answer that begins so says yes, whatever else cannot be had."""
_ANOTHER_WAY: Final = re.compile(
    r"\byou(?:'re able| are able| can| could| may| might)(?: \w+)? (?!(?:not|only|see|tell|vote|find|read|follow|ask|"
    r"file|report|imagine|never|no longer|always)\b)\w+"
    r"|\binstead,? (?:you|i|we|use|try)\b|\bwork-?around\b"
    r"|\b(?:one|two|three|several|another|other|alternative|easiest|simplest) (?:\w+ )?(?:ways?|options?|methods?)\b"
)
"""Something that can be done after all."""
_ASKS_FOR_IT: Final = re.compile(
    r"\b(?:possible|possib\w+|can (?:i|we|you|one|it)|could (?:i|we|you)|(?:is|are) there (?:a|an|any)|any way|"
    r"way to|how (?:to|do|can|could)|support\w*|option|feature|want|would like|i'd like|wish|will (?:\w+ ){1,2}(?:ever|be)|"
    r"plans? (?:to|for)|able to|doable|need)\b"
)
"""The question asks whether something can be done or had."""
_REGRETS: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hey|dear)\b[^.!?\n]{0,30}[,!.–-]\s*)?(?:\W*@[\w-]+\W*)?"
    r"(?:unfortunately|sadly|alas|i'm afraid|not (?:at (?:the|this) moment|yet|currently|right now|possible))\b"
)
"""An answer that begins so says no."""
_OF_QUESTIONS: Final = {
    "how": re.compile(r"\bhow (?:do|can|to|would|could|should)\b|\bis (?:there|it possible)\b|\bcan i\b"),
    "what": re.compile(r"\bwhat(?:'s| is| are)\b|\bdifference\b"),
    "wants": re.compile(r"\b(?:want|like|wish|need|looking) (?:to|for)\b|\btrying to\b"),
    "error": re.compile(r"\berrors?\b|\bexception\b|0x[0-9a-f]+"),
    "breaks": re.compile(
        r"\b(?:crash\w*|freez\w*|hang(?:s|ing)|stuck|disappear\w*|gone|lost|missing|vanish\w*|blank|black|flicker\w*|"
        r"weird|strange|wrong|incorrect\w*)\b"
    ),
    "tried": re.compile(r"\btried\b"),
    "abroad": re.compile(
        r"\b(?:problem[aie]|non (?:funziona|riesco)|nicht|kan (?:geen|niet)|erro|não|ne (?:marche|fonctionne)|no puedo|"
        r"sorun\w*|hiba\w*)\b"
    ),
}
_OF_ANSWERS: Final = {
    "answer-fixes": re.compile(r"\bfix(?:ed|es)?\b|\bbugs?\b|\bsolved\b|\bproblem\b|\bissue\b"),
    "answer-can": re.compile(r"^\W*(?!(?:oh|ah) )(?:\w+ )?(?:yes|yep|sure|no|nope)\b|\byou can\b"),
    "answer-turned-out": re.compile(
        r"\b(?:worked|works now|working|helped|turn(?:ed|s) out|i had|my mistake|was set|corrupt\w*)\b"
    ),
    "answer-checks": re.compile(
        r"\b(?:troubleshoot\w*|safe mode|reinstall|restart|antivirus|firewall|check (?:if|whether|that)|make sure|repair|"
        r"reset)\b"
    ),
}
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
