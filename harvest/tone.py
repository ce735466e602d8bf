"""Words that hurt people who came for help. Answers, replies and incident pages are all held to this list.

    find(text)      every stretch that blames, belittles or brushes off, with the reason

Policy. Blame is an error: somebody who has lost something and reads that it is their fault does not come back.
What only may belittle ("simply", "obviously") is a warning, because a false alarm costs a reviewer a minute and
these words have other uses. What customers say of themselves is theirs: whoever calls this leaves quotations out.
Said the other way round ("this is not your fault"), blame is comfort, and is not found.

Tried and left out: "just", "easy", "actually" and "again"; "simply" where nobody is told to do anything ("it simply stopped"); "of
course" by itself; "works for me", which is how people confirm an answer; lists of insults that nobody would publish.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Hurt:
    """A stretch that hurts: `text[start:end]`."""

    start: int
    end: int
    why: str
    """What it does to whoever reads it, as the end of "it …"."""
    instead: str
    """What to write."""
    blames: bool
    """Whether it blames or insults; else it may be meant well."""


@dataclass(frozen=True, slots=True)
class _Rule:
    why: str
    instead: str
    blames: bool
    cues: re.Pattern[str]


def _cues(*cues: str) -> re.Pattern[str]:
    return re.compile("|".join(cues), re.IGNORECASE)


_RULES: Final = (
    _Rule(
        "blames the reader",
        "say what happens and what helps, whoever caused it",
        True,
        _cues(
            r"\b(?:user|operator) error\b|\bpebkac\b|\bid[- ]?10[- ]?t\b|\blayer (?:8|eight) (?:problem|issue|error)\b",
            r"\b(?:your|ur|the (?:user|customer)['’]s) (?:own )?(?:fault|mistake|doing|stupidity|ignorance|negligence|carelessness)\b",
            r"\byou only have yourself to blame\b|\bserves you right\b|\byou brought (?:this|it) on yourself\b|\bwhat did you expect\b",
            r"\byou (?:really )?(?:should|could|ought to|must)(?: have|['’]ve| of) (?:\w{1,12} )?(?:known|read|thought|checked|looked|searched|noticed|"
            r"listened|backed|made|kept|asked|been|waited|realised|realized|remembered|paid|updated|saved|tested)\b",
            r"\bhad you (?:only )?(?:read|bothered|listened|checked|looked|searched|followed)\b|\bif you had (?:only |just |actually )?(?:read|bothered|listened|"
            r"checked|looked|searched|followed)\b|\byou (?:did ?n['’]?t|did not|never) (?:even )?bother(?:ed)?\b",
            r"\byou (?:failed|neglected|refused) to\b|\byou(?:['’]re| are)? (?:\w{1,10} )?(?:doing|using|holding) (?:it|this|that) (?:all )?wrong\b",
            r"\b(?:selbst|selber) schuld\b|\b(?:ihr|dein|ihre eigene|deine eigene) (?:fehler|schuld)\b|\bbedienungsfehler\b",
            r"\b(?:votre|ta|de ta|de votre) (?:propre )?faute\b|\berreur de l['’]utilisateur\b",
            r"\b(?:su|tu|culpa (?:suya|tuya)) ?(?:propia )?culpa\b|\bculpa (?:suya|tuya|tua|sua|vostra)\b|\bcolpa (?:tua|sua|vostra)\b",
            r"\b(?:je|uw|jouw) eigen (?:schuld|fout)\b",
        ),
    ),
    _Rule(
        "insults the reader",
        "leave it out",
        True,
        _cues(
            r"\brtfm\b|\bread the (?:f\w{0,10}|damn(?:ed)?|bloody|friendly|fine) manual\b|\blmgtfy\b|\blet me google (?:that|it) for you\b",
            r"\blearn (?:how )?to (?:read|google|search|type|spell|write)\b|\bcan['’]?t you (?:even )?read\b|\bare you (?:\w{1,10} )?(?:blind|stupid|serious|kidding)\b",
            r"\byou(?:['’]re| are) (?:\w{1,10} ){0,2}(?:stupid|dumb|lazy|clueless|ignorant|an idiot|a moron|a fool|incompetent|paranoid|hysterical)\b|\byou people\b",
            r"\b(?:idiots?|morons?|imbeciles?|dummkopf|crybab(?:y|ies))\b|\bstop (?:whining|complaining|crying|moaning)\b|\bstop being (?:so|such|a|rude|silly)\b|\bshut up\b",
        ),
    ),
    _Rule(
        "brushes the reader off",
        "answer once more, in other words, or say who can",
        True,
        _cues(
            r"\bas (?:i|we)(?:['’]ve| have| had)? (?:already|previously|repeatedly) (?:said|told|explained|mentioned|stated|written|pointed)\b",
            r"\b(?:i|we)(?:['’]ve| have)? (?:already )?(?:told|explained|said) (?:this |that |it )?(?:to )?(?:you )?(?:already|before|many times|twice|a hundred times|over and over)\b",
            r"\bhow (?:many times|often) (?:do|must|should) (?:i|we)\b|\bcalm down\b|\bchill out\b|\bget over it\b|\bdeal with it\b|\bgrow up\b|\btough luck\b",
            r"\b(?:that(?:['’]s| is)|this is|it(?:['’]s| is)) not (?:our|my) (?:problem|concern|business|fault)\b|\bnot our problem\b|\btake it or leave it\b",
            r"\bwie (?:bereits|schon) (?:gesagt|erwähnt|geschrieben|erklärt|mehrfach)\b|\bberuhigen sie sich\b|\bnicht unser problem\b",
            r"\bcomme (?:je l['’]ai|nous l['’]avons|on l['’]a) déjà\b|\bcalmez-vous\b|\bcomo ya (?:he|hemos|dije|dijimos|le|te)\b|\bcálm(?:ese|ate)\b",
            r"\bcome (?:già|ho già|abbiamo già) (?:detto|spiegato|scritto)\b|\bsi calmi\b|\bzoals (?:al|eerder|reeds) (?:gezegd|vermeld|uitgelegd)\b|\bcomo já (?:disse|dissemos|foi)\b",
        ),
    ),
    _Rule(
        "may belittle whoever does not find it so",
        "leave the word out: the sentence says the same",
        False,
        _cues(
            r"\bobviously\b|\bneedless to say\b|\bof course,? you\b|\bclearly,|\bas (?:everyone|everybody|anyone) knows\b|(?<!non-)\btrivial(?:ly)?\b",
            r"(?:\A|[.:;!?]\s{1,3}|\b(?:then|you|you can|you could|need to|have to|please) )simply\b(?! (?:not|don['’]?t|can['’]?t|cannot)\b)",
            r"\b(?:everyone|everybody|anyone with) (?:knows|half a brain|common sense)\b|\bcommon sense\b|\bhow hard can it be\b",
            r"\b(?:it(?:['’]s| is)|this is|that(?:['’]s| is)) (?:so |very |really |quite |pretty |as )?(?:obvious|self-explanatory|a no-brainer|not rocket science|child['’]s play)\b",
            r"\boffensichtlich\b|\bselbstverständlich\b|\bévidemment\b|\bobviamente\b|\bovviamente\b|\buiteraard\b|\bvanzelfsprekend\b",
        ),
    ),
    _Rule(
        "doubts the reader",
        "take them at their word",
        False,
        _cues(
            r"\byou (?:claim|allege|pretend|insist)(?: that)?\b|\byour (?:so-called|alleged) (?:problem|issue|error)\b|\bare you sure you (?:actually|really|even)\b",
            r"\b(?:works (?:fine |perfectly |just fine )?for (?:everyone(?: else)?|everybody(?: else)?|all other users)"
            r"|(?:nobody|no one) else (?:has|have|had|is having|reported|complain\w{1,4}))\b",
            r"\byou (?:must|probably|obviously|clearly) (?:have )?(?:forgot(?:ten)?|missed|overlooked|ignored)\b",
        ),
    ),
    _Rule(
        "makes little of what the reader has suffered",
        "say who was affected, how, and for how long",
        False,
        _cues(
            r"\b(?:only|just) a (?:very )?(?:small|tiny) (?:number|subset|fraction|percentage|group) of\b|\b(?:minor|slight) (?:inconvenience|hiccup)\b|\bany inconvenience\b",
            r"\bnothing (?:serious|to worry about)\b|\bno big deal\b|\byou(?:['’]re| are) overreacting\b|\bit(?:['’]s| is) (?:only|just) (?:a|an) (?:app|game|website|picture|photo|e-?mail)\b",
        ),
    ),
)
_DENIED: Final = re.compile(
    r"(?:\b(?:not|never|no|nor|isn['’]?t|wasn['’]?t|aren['’]?t|nicht|kein(?:e|en)?|pas|non|niet|geen|não|without)"
    r"(?: (?:a|an|in any way|your|the|really|at all|always|necessarily|es|ist|de|is|è|por|c['’]est|it|this|that|because of|due to|be)){0,3})[\s\"“‘']{1,3}\Z",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 40


def find(text: str) -> Iterator[Hurt]:
    """Every stretch that hurts, rule by rule. Work grows with the length of the text only."""
    for rule in _RULES:
        for found in rule.cues.finditer(text):
            if not _DENIED.search(text, max(0, found.start() - _LOOK_BACK), found.start()):
                yield Hurt(found.start(), found.end(), rule.why, rule.instead, rule.blames)
