"""How likely a sentence of an answer is fit to print: of use to the next customer, as it stands.

A linear judgement of what can be seen in a sentence and where it stands in its post: the signs are named
here, what each speaks for or against is in `use_weights`, fitted by `python -m benchmarks.fit_sentences` to
sentences that editors have rated beside their threads.

Policy. `chatter` names what goes for certain; this weighs the rest, and a sentence goes when it is less
likely than `PRINTED_AT` to be kept by an editor. A chatty sentence that stays costs a reader's trust in all
others; a useful one that goes is still in the conversation to which every page links. What is weighed is use
to somebody who wants something done: an honest no is not weighed, nor a post in another language.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.pages import cues
from harvest.pages.instructions import instructs, tells_what_to_do
from harvest.pages.sentences import plain
from harvest.pages.use_weights import BIAS, USE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PRINTED_AT: Final = 0.2
"""How likely an editor must be to keep a sentence. A higher bar loses what is of use and little else."""
ENGLISH: Final = 0.12
"""So much of an English text is small words."""
READ_UNITS: Final = 300
"""Of a post: no page has room for more."""
READ_CHARACTERS: Final = 600
"""Of a sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a paragraph or of a list item, or a block of code."""

    text: str
    item: bool = False
    code: bool = False
    """It is code, or has some in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of the post."""

    asker: bool
    """The customer who asked wrote it."""
    confirmed: bool
    """Somebody affected says that the answer helped."""
    declines: bool = False
    """The answer is an honest no, a known problem, or another company's part: there is little to do."""
    alone: bool = False
    """The whole answer is by whoever asked."""


def likely(post: Sequence[Unit], place: Place) -> list[float]:
    """For each unit of a post, how likely an editor keeps it, 0 to 1."""
    read, rest = post[:READ_UNITS], post[READ_UNITS:]
    if place.declines or not english(" ".join(unit.text for unit in read if not unit.code)):
        return [1.0] * len(post)
    weighed = [logistic(sum(USE.get(name, 0.0) for name in each)) for each in signs(read, place)]
    return weighed + [1.0] * len(rest)


def signs(post: Sequence[Unit], place: Place) -> list[frozenset[str]]:
    """For each unit of a post, the names of what speaks for it or against it."""
    said = [_own(unit) for unit in post]
    told = sum("instructs" in each for each in said)
    around = {
        "asker": place.asker,
        "confirmed": place.confirmed,
        "one-of-few": len(post) <= FEW,
        "one-of-many": len(post) > MANY,
        "in-instructions": 3 * told >= len(post),
    }
    everywhere = frozenset((BIAS, *(name for name, holds in around.items() if holds)))
    return [everywhere | each for each in said]


FEW: Final = 3
MANY: Final = 15
SHORT: Final = 4
LONG: Final = 35


def _own(unit: Unit) -> frozenset[str]:
    text = unit.text[:READ_CHARACTERS]
    said = plain(text)
    words = len(said.split())
    rest = {
        "instructs": instructs(text),
        "advises": tells_what_to_do(text),
        "clause-instructs": cues.CLAUSE_STEP.search(said) is not None,
        "item": unit.item,
        "code": unit.code,
        "short": words <= SHORT,
        "long": words > LONG,
        "question": said.rstrip(" )\"'").endswith("?"),
        "colon": said.endswith(":"),
    }
    found = {name for name, holds in rest.items() if holds}
    found |= {name for name, fits in _SIGNS.items() if fits(said)}
    return frozenset(found)


def logistic(points: float) -> float:
    """The chance that log-odds stand for."""
    return 1 / (1 + math.exp(-points))


_SMALL: Final = re.compile(
    r"\b(?:the|to|you|is|are|and|it|in|of|on|a|an|not|if|your|this|that|for|be|with|i)\b", re.IGNORECASE
)


def english(text: str) -> bool:
    """Whether enough of its words are English small words; of a few words nobody can tell."""
    words = len(text.split())
    return words == 0 or sum(1 for _ in _SMALL.finditer(text)) >= ENGLISH * words


def _anywhere(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search


def _beginning(pattern: str) -> Callable[[str], object]:
    return re.compile(rf"\W*(?:{pattern})\b").match


_SIGNS: Final[dict[str, Callable[[str], object]]] = {
    # who speaks, and of what
    "i": _anywhere(r"(?<!\w)(?:i|i'm|i've|i'd|i'll|my|me|mine|myself)(?!\w)"),
    "begins-with-i": _beginning(r"(?:(?:but|and|so|yes|no|ok|well|then|also) )*(?:i|i'm|i've|i'd|i'll|my)"),
    "i-would": _anywhere(r"\bi(?:'d| would| suggest| recommend| propose| advise)\b"),
    "we": _anywhere(r"\b(?:we|we're|we've|we'll|our|us)\b"),
    "you": _anywhere(r"\b(?:you|you're|you'll|you've|your)\b"),
    "you-can": _anywhere(r"\byou(?:'ll)? (?:can|could|should|need|must|may|might|have to|want to|will)\b"),
    "your-case": _anywhere(
        r"\byour (?:problem|issue|case|posts?|screen ?shots?|questions?|code|logs?|description|situation"
        r"|system|setup)\b"
    ),
    "somebody": _anywhere(r"‹(?:name|handle)›|@\w|\b(?:he|she|his|her|somebody|someone|op)\b"),
    "mask": _anywhere(r"‹(?!link|secret|name|handle)"),
    # how sure, and in what mood
    "hedge": _anywhere(
        r"\b(?:i (?:think|believe|guess|suppose|suspect|assume)|maybe|perhaps|probably|possibly|might|"
        r"not (?:\d+ ?% )?(?:\w+ )?sure|"
        r"seems?|apparently|afaik|as far as i|iirc|presumably|somehow|sort of|kind of)\b"
    ),
    "mood": _anywhere(
        r"\b(?:thanks?|thx|cheers|appreciate|welcome|sorry|apolog\w+|glad|happy|hope|love|hate|ugly|"
        r"stupid|annoying|"
        r"personally|honestly|imh?o|interesting|funny|cool|strange|weird|odd)\b"
    ),
    "opinion": _anywhere(r"\b(?:good|great|nice|bad|best|better|worse|unfortunately)\b"),
    "exclaims": _anywhere("!"),
    # what it leans on
    "joint": _beginning(
        r"but|and|so|or|also|then|because|which|though|however|anyway|actually|yes|no|ok|okay|well|yeah|"
        r"hmm+|oh|ah"
    ),
    "forum": _anywhere(
        r"\b(?:threads?|topics?|post(?:s|ed|ing)?|forums?|repl(?:y|ies)|discussions?|comments?|"
        r"pull request|commit)\b"
    ),
    "picture": _anywhere(r"\b(?:screen ?shots?|images?|pictures?|attach(?:ed|ments?)|above|below|videos?)\b"),
    "lately": _anywhere(
        r"\b(?:today|yesterday|tomorrow|soon|recently|last (?:week|month|year|night)|ago|now|yet|"
        r"currently|just)\b"
    ),
    # what it tells
    "place": _anywhere(
        r"\s[>→»›|]\s|->|»|\b(?:settings?|menus?|preferences?|options?|buttons?|tabs?|dialog|toolbar|"
        r"folders?|files?|windows?|panel|"
        r"icon|check ?box|right[- ]?click)\b"
    ),
    "link": _anywhere(r"https?://|www\.|‹link›"),
    "codelike": cues.CODE.search,
    "condition-first": _beginning(r"if|when|once|unless|in case|after|before"),
    "condition": _anywhere(r"\b(?:if|when|unless|in case)\b"),
    "fact": _beginning(r"the|a|an|there|all|any|some|only|each|every|by default"),
    "reason": cues.REASON.search,
    "why": cues.WHY.search,
    "warning": cues.WARNING.match,
    "note": cues.NOTE.match,
    "failed": cues.FAILED.search,
    "confirms": cues.CONFIRMS.search,
    "tries": _anywhere(r"\b(?:try|trying|tried)\b"),
    "past": _anywhere(r"\b(?:was|were|had|did|went|got|found|tried|changed|noticed|thought|worked)\b"),
    "negation": _anywhere(r"\b(?:not|no|never|cannot|\w+n't)\b"),
    "repair": _anywhere(
        r"\b(?:bugs?|bugzilla|fixed|fix|patch\w*|releases?|developers?|devs|version|updates?|upgrade)\b"
    ),
    "digit": _anywhere(r"\d"),
}
"""Of a sentence in small letters with straight apostrophes."""
