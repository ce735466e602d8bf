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
BEGINNING: Final = 4
"""Letters by which words are near each other."""
EARLY: Final = 3
"""What is said in the first so many sentences is about the problem."""

_QUESTION = re.compile(
    r"\b(?:how|why|where|what|when|which|who|whose|can|could|is|are|was|were|does|do|did|will|would|should|has|"
    r"have|had|any|may|might|must)\b",
    re.IGNORECASE,
)
"""With a question mark after it."""
_ASKS_FIRST = re.compile(
    r"(?:how (?:do|does|can|could|to|would|should)|why (?!not\b)\w+"
    r"|where (?:do|does|is|are|can|did)|is there|(?:can|could|may) (?:i|we|you|one|my)|will i)\b",
    re.IGNORECASE,
)
"""A question without its mark."""
_FAILURE = re.compile(
    r"n['’´]t\b|\b(?:wo|ca|do|does|did|is|are|was|has|have|could|would)nt\b|\b(?:not|no|cannot|error|problem|"
    r"issue|wrong|missing|lost|gone|fail(?:s|ed|ing)?|stuck|broken?|crash(?:es|ed|ing)?|stop(?:s|ped)?|"
    r"disappear(?:s|ed)?|slow|keeps?|never|unable|refuses?|won|"
    r"(?:is|are|was|were|appears?|comes?|shows?|all|completely|now) (?:empty|blank)|blank (?:screen|page|window)s?|gr[ae]yed|hang(?:s|ing)|fr(?:ee|o)z(?:es|en|ing)|locks? up|incorrect(?:ly)?|corrupt(?:ed)?|failure|"
    r"invisible|flicker(?:s|ing)?|vanish(?:es|ed)?|reject(?:s|ed)|bounc(?:es?|ed|ing)|blocks|blocked|duplicated?|"
    r"garbled|unresponsive|denied|invalid|undefined|unexpected(?:ly)?|exception|strange(?:ly)?|weird(?:ly)?|oddly)\b",
    re.IGNORECASE,
)
_SYMPTOM = re.compile(rf"{_FAILURE.pattern}|\b(?:trying|want|need|how to)\b", re.IGNORECASE)
"""What fails, and what somebody wants instead."""
_TASK = re.compile(
    r"(?:(?!during|nothing|something|anything|everything|missing|string)[a-z]{2,}ing|add|allow|change|check|combine|connect|convert|"
    r"copy|create|delete|disable|download|draw|enable|export|find|get|hide|import|install|keep|load|make|merge|migrate|move|"
    r"open|play|print|prevent|recover|remove|rename|replace|reset|restore|save|search|select|send|set|share|show|sort|stop|"
    r"sync|turn|upload|use|view)\s+(?!(?:problem|issue|error|question|trouble|feature|bug)s?\b)\w+ \w",
    re.IGNORECASE,
)
"""A heading that names what somebody wants to do."""
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
    r"he|she|both|one|another|even|still|yes|no,|ok|well|though|meanwhile|instead|why\?|(?:is|was|does|do|did|will|would|can|could) (?:this|that)|"
    r"what (?:can|do|should) i do|what is going on)\b",
    re.IGNORECASE,
)
_LEANS_ON = re.compile(
    r"(?:nor|neither|either|if (?:so|not|yes|no|the|that|this|you|any)|at least|what about|how about|"
    r"either way|as (?:an? [\w-]+|far|you|i|mentioned|stated|described|expected|if)|in (?:effect|theory|fact|addition|general|that|this|both|either)|"
    r"to be (?:more )?\w+|for (?:example|instance)|example|see|note|notice|perhaps|maybe|plus|second|third|other|others|"
    r"the (?:reason|problem|issue|question|first|second|other|latter|former|actual|only|same)|related|hope|hopefully|had|been|"
    r"my (?:\w+ )?(?:problem|question|issue|understanding|guess|attempt|life)|if i(?:['’]m)?(?= (?:am|understand|recall|remember))|"
    r"just|really|haven['’]t|perhaps|presum\w+|assuming|given)\b"
    r"|(?!reply)[a-z]+ly, ",
    re.IGNORECASE,
)
_ABOUT_THE_POST = re.compile(
    r"\b(?:screen ?shots?|attached|(?:the|this) (?:following|above|below)|(?:see|shown?|listed|described) (?:below|above|here|image|pic)|(?:a|my) question|"
    r"you (?:suggest|mention|advise|said|wrote|describe)\w*|your (?:suggestion|instruction|advice)s?|"
    r"any (?:help|ideas?|thoughts|advice|suggestions?)|can (?:any|some)(?:one|body)|(?:does|has|did) anyone|"
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
_IN_MIND = re.compile(
    r"(?:i|we)(?:['’´](?:m|ve|d|ll))?(?: (?:still|really|also|just|absolutely|may|might|must|do|can|could|have|am|not|ever|"
    r"kind of|need to|want to|(?:do|ca|could|have|did|am|wo)n['’´]?t|cannot|unable to))*"
    r" (?:understand|know|knew|figured?|recall|remember|feel|felt|wonder|mind|care|doubt|imagine|be|be\w+ing|hear|heard|see (?:why|how|the reason)|"
    r"tell|find (?:a |any |the |an )?(?:way|anything|answers?|solutions?|help|info\w*|fix))\b",
    re.IGNORECASE,
)
"""What somebody knows or feels: it tells of the person, not of the problem."""
_POINTS = re.compile(r"\b(?:this|that|these|those|it|them|they|its|he|she|both)\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:what|which)(?: (?:else|exactly))? (?:can|could|should|would|do|did|am|is|was|about|now|next)\b"
    r"(?: \w+){0,4}\??$"
    r"|(?:cool|ok|nice|great|well|sure|thanks?|please|yes|no|answer|(?:can|could|would) you)\b"
    r"|[^\w\"'“‘¿<]",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"\b(?:no|without|not? (?:have|had)) (?:any |a |an |the |this |such )?(?:problem|issue|trouble|error|luck|success|avail)s?\b"
    r"|\bworks? (?:fine|ok|okay|well|perfectly|great|as expected|correctly|without)\b|\bsolved\b",
    re.IGNORECASE,
)
"""What works, or that something was tried in vain: not the symptom."""
_REPORTS = re.compile(r"\b(?:error|failed|failure|exception)\b|\w(?:Error|Exception)\b", re.IGNORECASE)
"""What a machine said: others are told the same."""
_NO_SUBJECT = re.compile(r"(?:was|were|had|been|do not|don['’]?t|didn['’]?t|haven['’]?t|not) ", re.IGNORECASE)
_WISHES = re.compile(r"(?:i|we)(?:['’](?:d|m|re)| am| are| would)?(?: \w+)? (?:want|need|like|trying)\b", re.IGNORECASE)
_LEFT_OPEN = re.compile(
    r"\b(?:this|these|those|that|it|them)\W*$(?<!\?)|\b(?:do|fix|solve|achieve|accomplish|resolve|about|of) (?:this|that|it|these)\W*$|"
    r"\b(?:is|are|was|were|the|a|an|to|of|for|with|as|if|and|or|but|from|my|than|below|above|following|get)$",
    re.IGNORECASE,
)
"""What ends before it has said what."""
_FAILS = re.compile(r"n['’]?t\b|\bnot\b|\bcannot\b|\bunable\b|\bstop|\blost\b|\bmissing\b", re.IGNORECASE)
_BY_A_MACHINE = re.compile(r"[=<>{}|\\]|--|\w-\w+: |[a-z]\.[a-z]+\.[a-z]|^\W*\d+[.:/-]\d")
_CODE = re.compile(
    r"^\W*(?://|/\*|#include\b|(?:void|var|const|let|using|import) \w)|;\s*$|\w::\w+\(|\w->\w+\("
)
_POINTS_AWAY = re.compile(r"\b(?:this|these|it|them|that)\b", re.IGNORECASE)
_HANGS = re.compile(r"\b(?:this|these|them|that(?=\W*$|,)|(?<!is )(?<!are )there|one|i'm missing)\b", re.IGNORECASE)


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


def near(named: Collection[str], text: str) -> bool:
    """Whether `text` has a word that begins as one of `named` does: "threaded" beside "threads"."""
    begun = {word[:BEGINNING] for word in named}
    return any(word[:BEGINNING] in begun for word in specific(text))


def names_task(text: str) -> bool:
    """Whether a heading names what somebody wants to do: "Moving albums to the frame"."""
    return _TASK.match(text) is not None and len(specific(text)) >= 2


def fails(text: str) -> bool:
    """Whether it says that something does not work."""
    return _FAILURE.search(text) is not None


def points_away(text: str) -> bool:
    """Whether it speaks of something that only what stands before it names."""
    return _HANGS.search(text) is not None


def stands_alone(text: str) -> bool:
    """Whether somebody else with the problem could have said just this: no story, nothing that hangs."""
    if len(specific(text)) < 2 or any(p.match(text) for p in (_LEANS, _LEANS_ON, _STORY, _ATTEMPT, _IN_MIND, _SAYS_NOTHING)):
        return False
    if _ABOUT_THE_POST.search(text) or _BY_A_MACHINE.search(text) or is_code(text) or text.count('"') % 2:
        return False
    hung = _POINTS.search(text)
    # "Thunderbird stops, and it hangs" has named it before
    return hung is None or len(specific(text[: hung.start()])) >= 2 or len(specific(text)) >= 4


def is_asked(phrase: str, sentence: str, place: int, topic: Collection[str]) -> bool:
    """Whether somebody else would type `phrase`, out of the `sentence` at `place`, about the heading's `topic`.

    A question does; a symptom, if it is the topic's or named early: later ones are what else was seen or tried.
    """
    if not stands_alone(phrase) or sentence.rstrip().endswith((":", ",")) or _LEFT_OPEN.search(phrase):
        return False
    if asks(phrase):
        return True
    if _WORKS.search(phrase) or _NO_SUBJECT.match(phrase) or not (fails(phrase) or _WISHES.match(phrase)):
        return False
    # in lower case and not the first: the end of what was cut up
    if place and sentence[:1].islower():
        return False
    return place < EARLY or len(topic) < 2 or near(topic, phrase) or _REPORTS.search(phrase) is not None


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
    score -= 3.0 * bool(_WORKS.search(text)) + 3.0 * bool(place and (_LEANS_ON.match(text) or _IN_MIND.match(text)))
    score -= 5.0 * bool(_ABOUT_THE_POST.search(text)) + 2.0 * bool(_POINTS_AWAY.search(text))
    score -= 5.0 * (is_code(text) or bool(_BY_A_MACHINE.search(text))) + 4.0 * (
        place > 0 and text[:1].islower()
    )
    return score
