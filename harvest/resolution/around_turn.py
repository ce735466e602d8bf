"""What stands around the confirming turn: the answer before it, what is said after it, and the question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution.cases import HELPS, Case, correction
from harvest.resolution.cues import Act
from harvest.resolution.in_turn import bare, quiet, restored, told
from harvest.resolution.own_fix import tells_own_fix

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.resolution.acts import Reading

SELF_WORDS: Final = 60
"""An asker who answers the own question says at least this much."""
USEFUL_WORDS: Final = 12
"""An answer shorter than this is seldom what somebody is thankful for."""
TELLING_WORDS: Final = 40
"""An answer this long says something, whatever the cues."""
MUCH_WORDS: Final = 60
"""An answer this long says much."""
PERSONAL: Final = re.compile(r"\b(?:i(?:'m|'ve|'d|'ll)?|my|me|mine)\b")
"""Who speaks of themselves tells of their problem; an answer is about the matter."""
SOLVED_TITLE: Final = re.compile(r"[\[(](?:re)?solved[\])]|^\W*solved\b|\bsolved\W*$", re.IGNORECASE)


def answer(holds: Callable[[Reading], bool]) -> Callable[[Case], Reading | None]:
    """A rule that fires on a turn of the answer, other than the confirming one, of which this holds."""
    return lambda case: next((a for a in case.answer if a is not case.confirmation and holds(a)), None)


def says_it_itself(readings: tuple[Reading, ...], reading: Reading) -> bool:
    """Whether the asker answers the own question at length, as is the custom on question-and-answer sites."""
    return (
        reading.turn.role is Role.ASKER
        and reading.turn.reply_to == readings[0].turn.id
        and reading.words >= SELF_WORDS
        and (reading.does(Act.ADDRESSES) or not PERSONAL.search(reading.text))
        and not reading.does(Act.ASKS, Act.STILL_STUCK, Act.POLITE, Act.THANKS)
    )


def settles_for_little(case: Case) -> Reading | None:
    """Says that it works, tells nothing, and nobody said anything of substance."""
    if any(useful(answer) for answer in others_answer(case)):
        return None
    return told(case, lambda turn: turn.settles and not tells_own_fix(turn))


def untold(case: Case) -> Reading | None:
    """Says that it works, and nobody in public how."""
    others = others_answer(case)
    return told(
        case,
        lambda turn: (
            not tells_own_fix(turn)
            and (turn.does(Act.OWN_FIX) if others else turn.settles or turn.does(Act.OWN_FIX))
            and all(only_asks(answer) for answer in others)
        ),
    )


def answers_self(case: Case) -> Reading | None:
    """The asker answers the own question at length."""
    return told(case, lambda turn: says_it_itself(case.readings, turn))


def last_word(case: Case, turn: Reading) -> bool:
    """Whether the same person says nothing of weight later."""
    person = turn.turn.author.key
    return not any(
        r.turn.author.key == person and r.words > 6 and not r.satisfied for r in case.after_confirmation
    )


def bare_thanks(case: Case) -> Reading | None:
    """Says thanks, and nothing more, now or later."""
    return told(
        case,
        lambda turn: (
            turn.does(Act.THANKS)
            and not turn.settles
            and bare(turn)
            and "please" not in turn.text
            and last_word(case, turn)
        ),
    )


def thanks_for_answer(case: Case) -> Reading | None:
    """A bare thank-you for an answer with substance."""
    return bare_thanks(case) if any(useful(answer) for answer in case.answer) else None


def useful(answer: Reading) -> bool:
    """Whether an answer says enough that thanks for it can mean that it helped."""
    if answer.words < USEFUL_WORDS or (answer.does(Act.SENDS_AWAY) and answer.words < 60):
        return False
    asks_only = answer.does(Act.COLLECTS) or (answer.does(Act.ASKS) and not answer.does(Act.INSTRUCTS))
    says = answer.words >= TELLING_WORDS or answer.does(Act.INSTRUCTS, Act.EXPLAINS, Act.DECLINES, Act.KNOWN)
    return says and not asks_only


def accepts_bare(case: Case) -> Reading | None:
    """Takes the answer as it is, and nothing more, now or later."""
    return told(case, lambda turn: turn.does(Act.ACCEPTS) and bare(turn) and last_word(case, turn))


def others_answer(case: Case) -> tuple[Reading, ...]:
    """What of the answer the confirming turn is not itself."""
    return tuple(answer for answer in case.answer if answer is not case.confirmation)


def thanks_for_fact(case: Case) -> Reading | None:
    """A bare thank-you for an answer to a question that needs no trying."""
    if case.question.does(Act.STILL_STUCK) or not case.question.does(Act.HOW_TO):
        return None
    return thanks_for_answer(case)


def thanks_for_little(case: Case) -> Reading | None:
    """A bare thank-you for a word or two."""
    others = others_answer(case)
    return bare_thanks(case) if others and sum(answer.words for answer in others) < USEFUL_WORDS else None


def thanks_for_much(case: Case) -> Reading | None:
    """A bare thank-you for a long answer."""
    others = others_answer(case)
    return bare_thanks(case) if sum(answer.words for answer in others) >= MUCH_WORDS else None


def before(case: Case) -> Reading | None:
    """The last turn of somebody else before the confirming one, of those who help."""
    if case.confirmation is None:
        return None
    return last_help(case.readings, case.readings.index(case.confirmation))


def last_help(readings: tuple[Reading, ...], at: int) -> Reading | None:
    """The last turn of somebody else who helps before the turn at a place."""
    person = readings[at].turn.author.key
    return next(
        (r for r in reversed(readings[:at]) if r.turn.role in HELPS and r.turn.author.key != person), None
    )


def advises(reading: Reading | None) -> bool:
    """Whether it says what to do, and does not ask for anything."""
    return (
        reading is not None
        and reading.does(Act.INSTRUCTS)
        and not reading.ends_asking
        and not reading.does(Act.COLLECTS, Act.SENDS_AWAY)
    )


def quietly_after_advice(case: Case) -> Reading | None:
    """Comes back after advice with no question, no plan and no word of trouble."""
    return told(
        case,
        lambda turn: quiet(turn) and not turn.links and advises(before(case)) and last_word(case, turn),
    )


def says_no_more(case: Case) -> Reading | None:
    """The same person says nothing of weight later."""
    return told(case, lambda turn: last_word(case, turn))


def only_promised(case: Case) -> Reading | None:
    """The same person said after the answer that they would try, and never said how it went."""
    turn = case.confirmation
    if turn is None or turn.settles or turn.does(Act.OWN_FIX) or restored(case):
        return None
    person = turn.turn.author.key
    since = case.after_answer[: case.after_answer.index(turn)] if turn in case.after_answer else ()
    return next((r for r in since if r.turn.author.key == person and r.does(Act.WILL_TRY)), None)


def later(case: Case, holds: Callable[[Reading], bool]) -> Reading | None:
    """A later turn of the same person."""
    if case.confirmation is None:
        return None
    person = case.confirmation.turn.author.key
    return next((r for r in case.after_confirmation if r.turn.author.key == person and holds(r)), None)


def only_others(case: Case) -> Reading | None:
    """Another customer is glad, and the asker was not helped by it."""
    if case.confirmation is None or case.confirmation.turn.role is Role.ASKER:
        return None
    stuck = (r for r in case.of_asker(after=case.after_answer) if r.does(Act.STILL_STUCK) and not r.settles)
    return next(stuck, None)


def came_undone(case: Case) -> Reading | None:
    """The same person is stuck again later."""
    return later(case, lambda turn: turn.does(Act.STILL_STUCK) and not turn.settles)


def withdrawn(case: Case) -> Reading | None:
    """The same person takes it back later."""
    return later(case, lambda turn: turn.does(Act.WITHDRAWS) and not turn.settles)


def asks_later(case: Case) -> Reading | None:
    """The same person asks something again later, at some length."""
    return later(case, lambda turn: turn.does(Act.ASKS) and not turn.settles and turn.words > 8)


def welcomed(case: Case) -> Reading | None:
    """Somebody else is glad that it helped, right after."""
    if case.confirmation is None:
        return None
    person = case.confirmation.turn.author.key
    return next(
        (r for r in case.after_confirmation[:2] if r.turn.author.key != person and r.does(Act.WELCOMES)), None
    )


def last_turn(case: Case) -> Reading | None:
    """Nobody says anything after it."""
    return case.confirmation if not case.after_confirmation else None


def left_at_that(case: Case) -> Reading | None:
    """Nobody asks or advises anything after it: whoever still speaks, speaks of it as over."""
    goes_on = any(r.does(Act.ASKS, Act.INSTRUCTS, Act.COLLECTS) for r in case.after_confirmation)
    return case.confirmation if not goes_on else None


def corrected(case: Case) -> Reading | None:
    """Somebody else says that the answer is wrong."""
    return next((found for a in case.answer if (found := correction(case.readings, a))), None)


def no_answer(case: Case) -> Reading | None:
    """There is nothing that could have helped."""
    return case.confirmation if not case.answer else None


def only_asks(answer: Reading) -> bool:
    """Whether a turn asks or sends elsewhere, and neither says what to do nor why."""
    return answer.does(Act.ASKS, Act.COLLECTS, Act.SENDS_AWAY) and not answer.does(
        Act.INSTRUCTS, Act.EXPLAINS, Act.DECLINES, Act.KNOWN
    )


def solved_title(case: Case) -> Reading | None:
    """The title says that it is solved."""
    first = case.question.turn.posts[0]
    heading = first.title or first.body[:150].partition("\n")[0]
    return case.question if SOLVED_TITLE.search(heading) else None


def nothing_asked(case: Case) -> Reading | None:
    """The conversation began with no question and no problem: an announcement, a debate, praise."""
    return None if case.question.does(Act.HAS_PROBLEM) else case.question


def accepted(case: Case) -> Reading | None:
    """The source marks a turn of the answer as the answer."""
    return next((a for a in case.answer if case.accepted and case.accepted in a.turn.ids), None)
