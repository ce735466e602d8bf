"""How much a sentence tells of the problem: the choice of a title, in points.

Policy. A question beats a symptom, a symptom beats a heading, early beats late, short beats long. What leans
on the sentence before it ("And it does this"), what tells the story so far ("I tried", "I am using"), what
speaks of the post itself ("see the screenshot") and what a machine wrote makes no title. What a mistake
costs: see `titles`. Measured with `harvest backtest titles`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.vocabulary.words import WORD, meaningful

if TYPE_CHECKING:
    from collections.abc import Collection

BEST_WORDS: Final = (4, 15)
"""A title is best between these numbers of words."""
PLACES: Final = 6
"""From the sixth sentence on, later is no worse."""

_QUESTION = re.compile(
    r"\b(?:how|why|where|what|when|which|who|can|could|is|are|does|do|will)\b", re.IGNORECASE
)
"""With a question mark after it."""
_ASKS_FIRST = re.compile(
    r"(?:how (?:do|does|can|could|to|would|should)|why (?:do|does|is|are|can|did|won|isn|aren|doesn)"
    r"|where (?:do|does|is|are|can|did)|is there|(?:can|could|may) (?:i|we|you|one|my)|will i)\b",
    re.IGNORECASE,
)
"""A question without its mark."""
_SYMPTOM = re.compile(
    r"n['’´]t\b|\b(?:wo|ca|do|does|did|is|are|was|has|have|could|would)nt\b|\b(?:not|no|cannot|error|problem|issue|wrong|missing|lost|gone|fail(?:s|ed|ing)?|stuck|broken?|"
    r"crash(?:es|ed|ing)?|stop(?:s|ped)?|disappear(?:s|ed)?|slow|keeps?|never|unable|refuses?|won|trying|want|"
    r"need|how to)\b",
    re.IGNORECASE,
)
_VAGUE = frozenset(
    """
    advice answer app application assistance bug email emails error errors fault general help info
    information issues latest mail message messages new newest odd old problems program programme query
    questions setting settings setup software solution solved strange stupid support system trouble
    troubles update updates urgent version weird
    """.split()  # noqa: SIM905 — easier to read and to mend than a wall of quotes
)
"""Words that name no problem by themselves, besides those that no two questions can be told apart by."""
_STORY = re.compile(
    r"i(?:['’´]ve| have| had|['’´]m| am| was| did|['’´]d| also| then| just| recently| tried| use[ds]?\b|"
    r" checked| searched| looked| got | understand| opened| installed| upgraded| updated| was able| know|"
    r" think| love| like )|"
    r"(?:ever |after|since|when|while|until|before|last|yesterday|today|recently)\b|"
    r"a (?:few|couple|year|month|week)\b|"
    r"my (?:name|computer|system|setup|os|program) |(?:windows|macos|linux|ubuntu|version) ",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"(?:and|but|so|then|also|it|this|that|they|these|those|which|however|otherwise|or|because|here|there|now|"
    r"he|she|both|one|another|even|still|yes|no,|ok|well|though|meanwhile|instead|why\?|is (?:this|that)|"
    r"what (?:can|do|should) i do|what is going on)\b",
    re.IGNORECASE,
)
_ABOUT_THE_POST = re.compile(
    r"\b(?:screen ?shots?|(?:the|this) following|see (?:below|above|image|pic)|(?:a|my) question|"
    r"you (?:suggest|mention|advise|said|wrote|describe)\w*|your (?:suggestion|instruction|advice)s?|"
    r"any (?:help|ideas?|advice|suggestions?)|can (?:any|some)(?:one|body)|does anyone|"
    r"(?:the )?(?:subject|title) says|let me know|help me|your (?:help|reply|answer)|"
    r"i would (?:like|appreciate)|look(?:ing)? forward|introduce myself)\b|:$",
    re.IGNORECASE,
)
_ATTEMPT = re.compile(
    r"(?:(?:i|we)(?:['’´]ve|['’´]m| have| had| am| did| do)?"
    r"(?: (?:already|also|now|even|just|not|don['’´]t|very much))*|(?:have )?already|having|very much)"
    r" (?:tried|searched|looked|googled|read|checked|spent|asked|contacted|used|assumed?|hop(?:ed?|ing)|"
    r"attach\w*|include[ds]?|post(?:ed|ing)|made|changed|understand|know|guess|think|suspect|suppose|"
    r"believe|appreciate|puzzled|confused|grateful|happy|glad|sure|new|sorry|frustrated|desperate|"
    r"wondering|\w{3,}ed)\b|(?:not|you|your)\b"
    r"|(?:tried|searched|looked|googled|used|spent|my (?:\w+ )?search)\b",
    re.IGNORECASE,
)
"""What was tried, done or felt so far: nobody who has the problem types it into a search box."""
_POINTS = re.compile(r"\b(?:this|that|these|those|it|them|they|its|he|she|both)\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:what|which)(?: (?:else|exactly))? (?:can|could|should|do|did|am|is|was|about|now|next)\b"
    r"(?: \w+){0,4}\??$"
    r"|(?:cool|ok|nice|great|well|sure|thanks?|please|yes|no|answer|(?:can|could|would) you)\b"
    r"|[^\w\"'“‘¿<]",
    re.IGNORECASE,
)
_FAILS = re.compile(r"n['’]?t\b|\bnot\b|\bcannot\b|\bunable\b|\bstop|\blost\b|\bmissing\b", re.IGNORECASE)
_BY_A_MACHINE = re.compile(r"[=<>{}|\\]|--|\w-\w+: |[a-z]\.[a-z]+\.[a-z]|^\W*\d+[.:/-]\d")
_CODE = re.compile(
    r"^\W*(?://|/\*|#include\b|(?:void|var|const|let|using|import) \w)|;\s*$|\w::\w+\(|\w->\w+\("
)
_POINTS_AWAY = re.compile(r"\b(?:this|these|it|them|that)\b", re.IGNORECASE)
_HANGS = re.compile(r"\b(?:this|these|them|(?<!is )(?<!are )there|one|i'm missing)\b", re.IGNORECASE)


def specific(text: str) -> set[str]:
    """The words of `text` that name something; numbers do not."""
    return {word for word in meaningful(text) if word not in _VAGUE and not word[0].isdigit()}


def says_enough(text: str) -> bool:
    """Whether a heading can be a title as it is: it asks, or names what is wrong or wanted."""
    words = len(WORD.findall(text))
    if words < BEST_WORDS[0] - 1 or _ABOUT_THE_POST.search(text):
        return False
    told = len(specific(text))
    if asks_or_fails(text):
        return told >= (1 if _FAILS.search(text) or text.endswith("?") else 2)
    return told >= 4 and words >= BEST_WORDS[0] + 2


def points_away(text: str) -> bool:
    """Whether it speaks of something that only what stands before it names."""
    return _HANGS.search(text) is not None


def stands_alone(text: str) -> bool:
    """Whether somebody else with the problem could have said just this: no story, nothing that hangs."""
    if len(specific(text)) < 2 or any(p.match(text) for p in (_LEANS, _STORY, _ATTEMPT, _SAYS_NOTHING)):
        return False
    if _ABOUT_THE_POST.search(text) or _BY_A_MACHINE.search(text) or is_code(text) or text.count('"') % 2:
        return False
    hung = _POINTS.search(text)
    # "Thunderbird stops, and it hangs" has named it before
    return hung is None or len(specific(text[: hung.start()])) >= 2 or len(specific(text)) >= 4


def is_code(text: str) -> bool:
    """Whether it looks like a line of a program."""
    return _CODE.search(text) is not None


def asks(text: str) -> bool:
    """Whether it is a question."""
    return bool(_ASKS_FIRST.match(text) or ("?" in text and _QUESTION.search(text, 0, text.rindex("?"))))


def asks_or_fails(text: str) -> bool:
    """Whether it asks for something or names a symptom."""
    return asks(text) or bool(_SYMPTOM.search(text))


def points(text: str, place: int, heading: Collection[str] = ()) -> float:
    """The more, the better a title. `place`: its number in the post; `heading`: what the heading names."""
    low, high = BEST_WORDS
    words, told = len(WORD.findall(text)), specific(text)
    score = 1.5 * min(len(told), 5) + (5.0 if asks(text) else 4.0 * bool(_SYMPTOM.search(text)))
    score += 2.0 * min(3, len(told.intersection(heading)))
    score -= 0.5 * max(0, words - high) + 2.0 * max(0, low - words) + min(place, PLACES)
    score -= 3.0 * bool(_STORY.match(text)) + 3.0 * bool(_LEANS.match(text))
    score -= 5.0 * bool(_ABOUT_THE_POST.search(text)) + 2.0 * bool(_POINTS_AWAY.search(text))
    score -= 5.0 * (is_code(text) or bool(_BY_A_MACHINE.search(text))) + 4.0 * (
        place > 0 and text[:1].islower()
    )
    return score
