"""The rules of the judge, in order, with their weights: evidence for or against a case.

A *case* is a guess made by `harvest.resolution.judge`: "these turns are the answer, that turn confirms it".
Each rule looks at the case and names the turn it fires on, or None. The weights are log-odds; they were set
by hand on a reading of real threads.

Cost of a false "resolved": a wrong answer is put before every customer who searches. Cost of a miss: nothing
today. So everything that casts doubt weighs more than what speaks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution.cues import PATTERNS, Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.resolution.acts import Reading

HAS_PROBLEM: Final = PATTERNS[Act.HAS_PROBLEM]
BARE_THANKS_WORDS: Final = 30
"""A thank-you up to this long says nothing but thanks."""
LINES: Final = 3
"""An answer of so many line ends has a shape."""
THIN_WORDS: Final = 12
"""A question shorter than this says little."""
LONG_TALK: Final = 7
"""So many turns are a discussion."""
USEFUL_WORDS: Final = 12
"""An answer shorter than this is seldom what somebody is thankful for."""


@dataclass(frozen=True, slots=True)
class Case:
    """A guess to be weighed."""

    readings: tuple[Reading, ...]
    answer: tuple[Reading, ...]
    """The turns that would be the answer; empty when none was found."""
    confirmation: Reading | None
    """The turn that would confirm it."""
    accepted: str
    """The id of the post that the source marks as the answer; "" for none."""

    @property
    def after_confirmation(self) -> tuple[Reading, ...]:
        """What was said after the confirming turn."""
        if self.confirmation is None:
            return ()
        return self.readings[self.readings.index(self.confirmation) + 1 :]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of evidence."""

    name: str
    weight: float
    """Log-odds for "resolved" (`CONFIRMATION_RULES`) or for "answered" (`ANSWER_RULES`)."""
    on: Callable[[Case], Reading | None]
    """The turn it fires on, or None."""
    says: str


def _confirming(case: Case, *acts: Act) -> Reading | None:
    turn = case.confirmation
    return turn if turn is not None and turn.does(*acts) else None


def _bare_thanks(case: Case) -> Reading | None:
    """Nothing but thanks: no question, no but, no plan, and not the middle of the conversation."""
    turn = _confirming(case, Act.THANKS)
    if turn is None or turn.words > BARE_THANKS_WORDS:
        return None
    if turn.does(Act.CONFIRMS, Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY, Act.DOUBTS, Act.SENDS_AWAY):
        return None
    if "please" in turn.text:  # asks for something
        return None
    return turn if _has_the_last_word(case, turn) else None


def _has_the_last_word(case: Case, turn: Reading) -> bool:
    """Whether the same person says nothing of weight later."""
    person = turn.turn.author.key
    return not any(r.turn.author.key == person and r.words > 6 for r in case.after_confirmation)


def _thanks_for_answer(case: Case) -> Reading | None:
    """A bare thank-you for an answer with substance that stands right before it."""
    turn = _bare_thanks(case)
    if turn is None or turn in case.answer:
        return None
    return turn if any(_useful(answer) for answer in case.answer) else None


def _only_promised(case: Case) -> Reading | None:
    """The same person said that they would try, and never said how it went."""
    turn = case.confirmation
    if turn is None or turn.settles or turn.does(Act.OWN_FIX):
        return None
    person = turn.turn.author.key
    before = case.readings[: case.readings.index(turn)]
    return next((r for r in before if r.turn.author.key == person and r.does(Act.WILL_TRY)), None)


def _useful(answer: Reading) -> bool:
    """Whether an answer says enough that thanks for it can mean that it helped."""
    if answer.words < USEFUL_WORDS or (answer.does(Act.SENDS_AWAY) and answer.words < 60):
        return False
    asks_only = answer.does(Act.COLLECTS) or (answer.does(Act.ASKS) and not answer.does(Act.INSTRUCTS))
    return answer.does(Act.INSTRUCTS, Act.EXPLAINS, Act.DECLINES, Act.KNOWN) and not asks_only


def _settled(case: Case) -> Reading | None:
    turn = case.confirmation
    return turn if turn is not None and turn.settles else None


def _stuck(case: Case) -> Reading | None:
    turn = _confirming(case, Act.STILL_STUCK)
    return turn if turn is not None and not turn.settles else None


def _welcomed(case: Case) -> Reading | None:
    """Somebody else is glad that it helped, right after."""
    if case.confirmation is None:
        return None
    person = case.confirmation.turn.author.key
    return next(
        (r for r in case.after_confirmation[:2] if r.turn.author.key != person and r.does(Act.WELCOMES)), None
    )


def _helped_on(case: Case) -> Reading | None:
    """Somebody goes on helping the same person with something new."""
    if case.confirmation is None:
        return None
    person = case.confirmation.turn.author.key
    return next(
        (
            r
            for r in case.after_confirmation
            if r.turn.role in {Role.STAFF, Role.HELPER}
            and r.turn.author.key != person
            and r.words > 25
            and r.does(Act.INSTRUCTS)
            and not r.does(Act.WELCOMES)
        ),
        None,
    )


def _came_undone(case: Case) -> Reading | None:
    turn = case.confirmation
    if turn is None:
        return None
    person = turn.turn.author.key
    return next(
        (
            later
            for later in case.after_confirmation
            if later.turn.author.key == person and later.does(Act.STILL_STUCK) and not later.settles
        ),
        None,
    )


def _asks_on(case: Case) -> Reading | None:
    turn = _confirming(case, Act.ASKS)
    return turn if turn is not None and not turn.does(Act.CONFIRMS) else None


def _accepted(case: Case) -> Reading | None:
    return next((a for a in case.answer if case.accepted and case.accepted in a.turn.ids), None)


def correction(readings: tuple[Reading, ...], answer: Reading) -> Reading | None:
    """The later turn in which somebody else who helps says that `answer` is wrong.

    Not one that answers yet another helper: then that one's words are meant.
    """
    others = {
        r.turn.id
        for r in readings
        if r is not answer and r.turn.role in {Role.STAFF, Role.HELPER, Role.OTHER}
    }
    return next(
        (
            later
            for later in readings[readings.index(answer) + 1 :]
            if later.turn.author.key != answer.turn.author.key
            and later.turn.role in {Role.STAFF, Role.HELPER}
            and later.turn.reply_to not in others
            and later.does(Act.CORRECTS)
        ),
        None,
    )


def _corrected(case: Case) -> Reading | None:
    return next((found for a in case.answer if (found := correction(case.readings, a))), None)


def _no_answer(case: Case) -> Reading | None:
    return case.confirmation if not case.answer else None


def _by_asker(case: Case) -> Reading | None:
    turn = _confirming(case, Act.CONFIRMS)
    return turn if turn is not None and turn.turn.role is Role.ASKER else None


def _answer_does(*acts: Act) -> Callable[[Case], Reading | None]:
    return lambda case: next((a for a in case.answer if a.does(*acts)), None)


def _only_asks(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.does(Act.ASKS) and a.words < 40), None)


def _only_sends_away(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.does(Act.SENDS_AWAY) and a.words < 60), None)


def _long_enough(words: int) -> Callable[[Case], Reading | None]:
    return lambda case: next((a for a in case.answer if a.words >= words), None)


def _question_does(*acts: Act) -> Callable[[Case], Reading | None]:
    return lambda case: case.readings[0] if case.answer and case.readings[0].does(*acts) else None


def _in_lines(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.text.count("\n") >= LINES), None)


def _first_reply(case: Case) -> Reading | None:
    asker = case.readings[0].turn.author.key
    first = next((r for r in case.readings if r.turn.author.key != asker), None)
    return first if first in case.answer else None


def _undisputed(case: Case) -> Reading | None:
    if not case.answer:
        return None
    asker = case.readings[0].turn.author.key
    after = case.readings[case.readings.index(case.answer[-1]) + 1 :]
    return None if any(r.turn.author.key == asker for r in after) else case.answer[-1]


def _by_handle(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.turn.text.lstrip().startswith("@")), None)


def _ends_asking(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.text.rstrip().endswith("?")), None)


def _with_link(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.links), None)


def _thin_question(case: Case) -> Reading | None:
    question = case.readings[0]
    titled = " ".join(post.title for post in question.turn.posts)
    return question if question.words + len(titled.split()) < THIN_WORDS else None


def _long_talk(case: Case) -> Reading | None:
    return case.readings[-1] if len(case.readings) >= LONG_TALK else None


def _very_short(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.words < 10), None)


def _asker_still_stuck_after(case: Case) -> Reading | None:
    if not case.answer:
        return None
    after = case.readings[case.readings.index(case.answer[-1]) + 1 :]
    asker = next((r.turn.author.key for r in case.readings if r.turn.role is Role.ASKER), "")
    return next(
        (
            r
            for r in after
            if r.turn.author.key == asker and r.does(Act.STILL_STUCK) and not r.does(Act.CONFIRMS)
        ),
        None,
    )


def _own_fix(case: Case) -> Reading | None:
    turn = _confirming(case, Act.OWN_FIX)
    if turn is None or turn not in case.answer:
        return None
    return turn if turn.does(Act.DESCRIBES, Act.CONFIRMS, Act.INSTRUCTS) else None


def _not_satisfied(case: Case) -> Reading | None:
    """The asker comes back after it with a but or another question."""
    if not case.answer:
        return None
    asker = next((r.turn.author.key for r in case.readings if r.turn.role is Role.ASKER), "")
    after = case.readings[case.readings.index(case.answer[-1]) + 1 :]
    return next(
        (
            r
            for r in after
            if r.turn.author.key == asker and r.words > 12 and r.does(Act.DOUBTS, Act.ASKS) and not r.settles
        ),
        None,
    )


def _nothing_asked(case: Case) -> Reading | None:
    """The conversation began with no question and no problem: an announcement, a debate, praise."""
    question = next((r for r in case.readings if r.turn.role is Role.ASKER), case.readings[0])
    titled = any(HAS_PROBLEM.search(post.title.casefold()) for post in question.turn.posts)
    return None if titled or question.does(Act.HAS_PROBLEM) else question


def _only_collects(case: Case) -> Reading | None:
    """Asks for details, and what it says to do is how to give them."""
    return next(
        (a for a in case.answer if a.does(Act.COLLECTS) and a is not case.confirmation and a.words < 80), None
    )


def _confirm(*acts: Act) -> Callable[[Case], Reading | None]:
    return lambda case: _confirming(case, *acts)


CONFIRMATION_BIAS: Final = -2.0
CONFIRMATION_RULES: Final = (
    Rule("settles", 3.0, _settled, "somebody affected says that it works"),
    Rule("asker-confirms", 0.5, _by_asker, "the asker says so"),
    Rule("own-fix", 3.4, _own_fix, "the asker describes what fixed it"),
    Rule(
        "thanks-for-answer",
        3.4,
        _thanks_for_answer,
        "thanks right after an answer with substance, and no more",
    ),
    Rule("thanks", 0.4, _confirm(Act.THANKS), "says thanks"),
    Rule("welcomed", 0.6, _welcomed, "the helper is glad that it helped"),
    Rule("accepted", 1.0, _accepted, "the source marks it as the answer"),
    Rule("will-try", -3.0, _confirm(Act.WILL_TRY), "will only try"),
    Rule("only-promised", -2.0, _only_promised, "said that they would try, and not how it went"),
    Rule("asks-on", -1.5, _asks_on, "goes on asking"),
    Rule("still-stuck", -4.0, _stuck, "is still stuck in the same breath"),
    Rule("fixed-itself", -5.0, _confirm(Act.FIXED_ITSELF), "it fixed itself"),
    Rule("sarcasm", -5.0, _confirm(Act.SARCASM), "sounds sarcastic"),
    Rule("came-undone", -5.0, _came_undone, "the same person is stuck again later"),
    Rule("helped-on", -0.5, _helped_on, "somebody goes on helping"),
    Rule("corrected", -4.0, _corrected, "somebody else says that the answer is wrong"),
    Rule("nothing-asked", -1.0, _nothing_asked, "nothing was asked"),
    Rule("no-answer", -6.0, _no_answer, "nothing public that could have helped"),
)

ANSWER_BIAS: Final = -0.75
ANSWER_RULES: Final = (
    Rule("instructs", 0.2, _answer_does(Act.INSTRUCTS), "says what to do"),
    Rule("steps", 0.5, _in_lines, "in steps or paragraphs"),
    Rule("addresses", 0.6, _answer_does(Act.ADDRESSES), "tells the reader what they can do"),
    Rule("substantial", 0.2, _long_enough(30), "has substance"),
    Rule("thorough", 0.3, _long_enough(120), "is thorough"),
    Rule("first-reply", 0.5, _first_reply, "is the first reply"),
    Rule("question", 0.9, _question_does(Act.ASKS), "a plain question was asked"),
    Rule("how-to", 0.4, _question_does(Act.HOW_TO), "it was asked how to do something"),
    Rule("undisputed", 0.2, _undisputed, "nobody came back about it"),
    Rule("accepted", 2.0, _accepted, "the source marks it as the answer"),
    Rule("by-handle", -0.6, _by_handle, "a short public message"),
    Rule("asks-back", -0.3, _answer_does(Act.ASKS), "asks back"),
    Rule("ends-asking", -0.5, _ends_asking, "ends in a question"),
    Rule("link", -0.4, _with_link, "leans on a link"),
    Rule("collects", -0.6, _answer_does(Act.COLLECTS), "collects details"),
    Rule("thin-question", -0.4, _thin_question, "the question says little"),
    Rule("long-talk", -0.3, _long_talk, "a long back and forth"),
    Rule("not-satisfied", -0.4, _not_satisfied, "the asker comes back with a but"),
    Rule("only-asks", -1.5, _only_asks, "only asks back"),
    Rule("only-collects", -1.5, _only_collects, "only collects details"),
    Rule("only-sends-away", -2.5, _only_sends_away, "sends elsewhere"),
    Rule("nothing-asked", -2.5, _nothing_asked, "nothing was asked"),
    Rule("too-short", -2.0, _very_short, "is very short"),
    Rule("asker-still-stuck", -4.0, _asker_still_stuck_after, "the asker is still stuck after it"),
    Rule("corrected", -6.0, _corrected, "somebody else says that it is wrong"),
)
"""The weights of the plain ones were fitted by logistic regression on 155 labelled threads without a
confirmation, ten-fold, and rounded; those of the vetoes were set by hand: they are too rare to fit."""
