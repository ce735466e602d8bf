"""How likely a sentence of an answer is fit to print: of use to the next customer, as it stands.

A linear judgement of what can be seen in a sentence and where it stands in its post: the signs are named
here, what each speaks for or against is in `use_weights`, fitted by `python -m benchmarks.fit_sentences` to
sentences that editors have rated beside their threads.

Policy. `chatter` names what goes for certain; this weighs the rest, and a sentence goes when it is less
likely than `PRINTED_AT` to be kept by an editor. A chatty sentence that stays costs a reader's trust in all
others; a useful one that goes is still in the conversation to which every page links. A post in another
language is not weighed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.model import Kind, Outcome, Role
from harvest.pages import cues
from harvest.pages.chatter import reason
from harvest.pages.instructions import instructs, tells_what_to_do
from harvest.pages.sentences import plain
from harvest.pages.use_weights import BIAS, USE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harvest.model import Thread, Verdict

PRINTED_AT: Final = 0.45
"""How likely an editor must be to keep a sentence."""
DECIDES_AT: Final = 0.25
"""How likely, where the sentence is one that `decisive` knows."""
ALONE_AT: Final = 0.15
"""How likely, where whoever asked is the only one who tells anything."""
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
    kind: Kind | None = None
    """What kind of answer it is."""
    alone: bool = False
    """The whole answer is by whoever asked."""
    staff: bool = False
    added: bool = False
    """The verdict does not name it, but it belongs to the answer."""
    among: int = 1
    """Of so many messages the page is made."""
    turn: int = 1
    """Its place in the thread; the question is 0."""


def place(thread: Thread, verdict: Verdict, post: str) -> Place:
    """What is known of a post of the answer."""
    made_of = [turn for turn in thread.turns if not set(verdict.made_of).isdisjoint(turn.ids)]
    at, turn = next((at, turn) for at, turn in enumerate(thread.turns) if post in turn.ids)
    asker = thread.question.author.key
    return Place(
        asker=turn.author.key == asker,
        confirmed=verdict.outcome is Outcome.RESOLVED,
        kind=verdict.kind,
        alone=all(each.author.key == asker for each in made_of),
        staff=turn.role is Role.STAFF,
        added=post not in verdict.answer,
        among=len(made_of),
        turn=at,
    )


def likely(post: Sequence[Unit], place: Place) -> list[float]:
    """For each unit of a post, how likely an editor keeps it, 0 to 1."""
    read, rest = post[:READ_UNITS], post[READ_UNITS:]
    if not english(" ".join(unit.text for unit in read if not unit.code)):
        return [1.0] * len(post)
    weighed = [logistic(sum(USE.get(name, 0.0) for name in each)) for each in signs(read, place)]
    return weighed + [1.0] * len(rest)


def signs(post: Sequence[Unit], place: Place) -> list[frozenset[str]]:
    """For each unit of a post, the names of what speaks for it or against it."""
    said = [_own(unit) for unit in post]
    everywhere = frozenset((BIAS, *(name for name, holds in _of_the_post(len(post), place).items() if holds)))
    return [everywhere | each | _beside(said, at) for at, each in enumerate(said)]


FEW: Final = 2
SEVERAL: Final = 5
MANY: Final = 10
SHORT: Final = 4
_TELL: Final = frozenset({"item", "code", "instructs", "advises", "clause-instructs"})


def _of_the_post(units: int, place: Place) -> dict[str, bool]:
    return {
        "by-asker": place.asker,
        "by-staff": place.staff,
        "confirmed": place.confirmed,
        "how-to": place.kind is Kind.HOW_TO,
        "no": place.kind is Kind.NOT_POSSIBLE,
        "added": place.added,
        "only-post": place.among == 1,
        "one-of-posts": place.among > 2,
        "first-reply": place.turn == 1,
        "late": place.turn > LATE,
        "one-of-few": units <= FEW,
        "one-of-several": FEW < units <= SEVERAL,
        "one-of-many": units > MANY,
    }


LATE: Final = 7


def _beside(said: Sequence[frozenset[str]], at: int) -> set[str]:
    """What the units before and after do."""
    before = said[at - 1] if at else frozenset[str]()
    after = said[at + 1] if at + 1 < len(said) else frozenset[str]()
    holds = {
        "opens": 3 * at < len(said),
        "after-item": "item" in before,
        "after-colon": "colon" in before,
        "after-question": "question" in before,
        "after-what-tells": not _TELL.isdisjoint(before),
        "before-item": "item" in after,
        "before-what-tells": not _TELL.isdisjoint(after),
    }
    return {name for name, there in holds.items() if there}


def _own(unit: Unit) -> frozenset[str]:
    text = unit.text[:READ_CHARACTERS]
    said = plain(text)
    rest = {
        "instructs": instructs(text),
        "advises": tells_what_to_do(text),
        "clause-instructs": cues.CLAUSE_STEP.search(said) is not None,
        "item": unit.item,
        "code": unit.code,
        "short": len(said.split()) <= SHORT,
        "question": said.rstrip(" )\"'").endswith("?"),
        "colon": said.endswith(":"),
        "chatter": bool(reason(unit.text)),
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
    "i": _anywhere(r"(?<!\w)(?:i|i'm|i've|i'd|i'll|my|me|mine|myself)(?!\w)"),
    "begins-with-i": _beginning(r"(?:(?:but|and|so|yes|no|ok|well|then|also) )*(?:i|i'm|i've|i'd|i'll|my)"),
    "we": _anywhere(r"\b(?:we|we're|we've|we'll|our|us)\b"),
    "you": _anywhere(r"\b(?:you|you're|you'll|you've|your)\b"),
    "you-can": _anywhere(r"\byou(?:'ll)? (?:can|could|should|need|must|may|might|have to|want to|will)\b"),
    "somebody": _anywhere(r"‹(?:name|handle)›|@\w|\b(?:he|she|his|her|somebody|someone|op)\b"),
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
    "joint": _beginning(
        r"but|and|so|or|also|then|because|which|though|however|anyway|actually|yes|no|ok|okay|well|yeah|"
        r"hmm+|oh|ah"
    ),
    "lately": _anywhere(
        r"\b(?:today|yesterday|tomorrow|soon|recently|last (?:week|month|year|night)|ago|now|yet|"
        r"currently|just)\b"
    ),
    "place": _anywhere(
        r"\s[>→»›|]\s|->|»|\b(?:settings?|menus?|preferences?|options?|buttons?|tabs?|dialog|toolbar|"
        r"folders?|files?|windows?|panel|"
        r"icon|check ?box|right[- ]?click)\b"
    ),
    "link": _anywhere(r"https?://|www\.|‹link›"),
    "codelike": cues.CODE.search,
    "fact": _beginning(r"the|a|an|there|all|any|some|only|each|every|by default"),
    "tries": _anywhere(r"\b(?:try|trying|tried)\b"),
    "past": _anywhere(r"\b(?:was|were|had|did|went|got|found|tried|changed|noticed|thought|worked)\b"),
    "negation": _anywhere(r"\b(?:not|no|never|cannot|\w+n't)\b"),
    "repair": _anywhere(
        r"\b(?:bugs?|bugzilla|fixed|fix|patch\w*|releases?|developers?|devs|version|updates?|upgrade)\b"
    ),
    "leans": cues.LEANS.match,
}
"""Of a sentence in small letters with straight apostrophes."""
