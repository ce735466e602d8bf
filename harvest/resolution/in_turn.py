"""What the confirming turn itself says: the signs that need nobody else's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution.cues import PATTERNS, Act
from harvest.resolution.own_fix import tells_own_fix

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.resolution.acts import Reading
    from harvest.resolution.cases import Case

BARE_WORDS: Final = 30
"""A thank-you up to this long says nothing but thanks."""


LONG: Final = 80
"""Somebody who says so much says much else."""
QUIET_WORDS: Final = 45
"""Somebody who says more is about to speak of something else."""


def told(case: Case, holds: Callable[[Reading], bool]) -> Reading | None:
    """The confirming turn, if this holds of it."""
    turn = case.confirmation
    return turn if turn is not None and holds(turn) else None


def does(*wanted: Act) -> Callable[[Case], Reading | None]:
    """A rule that fires on the confirming turn when it does any of these."""
    return lambda case: told(case, lambda turn: turn.does(*wanted))


def bare(turn: Reading) -> bool:
    """Nothing but content: no question, no but, no plan."""
    return turn.words <= BARE_WORDS and not turn.does(
        Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY, Act.DOUBTS, Act.SENDS_AWAY, Act.SARCASM, Act.REFUSES
    )


def cued(turn: Reading) -> bool:
    """Whether it says anything of what people say when it works."""
    return turn.does(Act.THANKS, Act.CONFIRMS, Act.OWN_FIX, Act.ACCEPTS, Act.CLOSES, Act.WARM)


def quiet(turn: Reading) -> bool:
    """Neither asks nor plans, and has no word of trouble."""
    return turn.words <= QUIET_WORDS and not turn.does(
        Act.SOUR, Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY, Act.SENDS_AWAY, Act.SARCASM, Act.REFUSES
    )


def settles(case: Case) -> Reading | None:
    """Says that it works, and is not stuck again further down."""
    return told(case, lambda turn: turn.settles)


def settles_at_once(case: Case) -> Reading | None:
    """Says that it works in its first words."""
    return told(case, lambda turn: turn.settles and turn.works[0] <= 1)


def settled_at_first(case: Case) -> Reading | None:
    """Begins with that it works, and has another trouble further down."""
    return told(case, lambda turn: not turn.settles and bool(turn.works) and turn.works[0] <= 1)


def settles_at_last(case: Case) -> Reading | None:
    """Says that it works in its last words."""
    return told(case, lambda turn: turn.settles and turn.works[-1] >= len(turn.said) - 2)


def settles_in_short(case: Case) -> Reading | None:
    """Says that it works, and little else."""
    return told(case, lambda turn: turn.settles and turn.words <= BARE_WORDS)


def settles_in_passing(case: Case) -> Reading | None:
    """Says that something works in the midst of much else."""
    return told(case, lambda turn: turn.settles and turn.works[0] > 1 and turn.works[-1] < len(turn.said) - 2)


def own_fix(case: Case) -> Reading | None:
    """Describes what fixed it."""
    return told(case, tells_own_fix)


def own_fix_found(case: Case) -> Reading | None:
    """Found it, and says little of how."""
    return told(case, lambda turn: turn.does(Act.OWN_FIX) and not tells_own_fix(turn))


def own_fix_plain(case: Case) -> Reading | None:
    """Tells it without another question or a but."""
    return told(case, lambda turn: tells_own_fix(turn) and not turn.does(Act.ASKS, Act.DOUBTS))


def own_fix_first(case: Case) -> Reading | None:
    """Begins with it, and does not end in a question."""
    return told(
        case,
        lambda turn: (
            tells_own_fix(turn)
            and any(PATTERNS[Act.OWN_FIX].found_in(s) for s in turn.said[:2])
            and not turn.ends_asking
        ),
    )


def found_out(case: Case) -> Reading | None:
    """Says that they found the cause or the fix, and what it is."""
    return told(case, lambda turn: turn.does(Act.FOUND_OUT) and tells_own_fix(turn))


def did_it(case: Case) -> Reading | None:
    """Says what they did, without a but."""
    return told(
        case,
        lambda turn: (
            turn.does(Act.DESCRIBES) and not turn.does(Act.ASKS, Act.STILL_STUCK, Act.DOUBTS, Act.WILL_TRY)
        ),
    )


def accepts_and_thanks(case: Case) -> Reading | None:
    """Takes the answer as it is, with thanks."""
    return told(
        case,
        lambda turn: (
            turn.does(Act.ACCEPTS)
            and turn.does(Act.THANKS)
            and not turn.does(Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY)
        ),
    )


def warm_thanks(case: Case) -> Reading | None:
    """Says thanks warmly, and for more than the reply."""
    return told(
        case,
        lambda turn: (
            turn.does(Act.WARM)
            and turn.does(Act.THANKS)
            and not turn.does(Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY, Act.POLITE)
        ),
    )


def polite_opening(case: Case) -> Reading | None:
    """Thanks for the reply, and then has more to say."""
    return told(case, lambda turn: turn.does(Act.POLITE) and turn.words > 15)


def settles_and_asks(case: Case) -> Reading | None:
    """Says that it works, and asks something."""
    return told(case, lambda turn: turn.does(Act.ASKS) and turn.settles)


def but(case: Case) -> Reading | None:
    """Has a but, and does not say that it works."""
    return told(case, lambda turn: turn.does(Act.DOUBTS) and not turn.settles and restored(case) is None)


def refuses(case: Case) -> Reading | None:
    """Turns the answer down, and does not say that it works."""
    return told(case, lambda turn: turn.does(Act.REFUSES) and not turn.settles)


def restored(case: Case) -> Reading | None:
    """Says how well things stand now, and that nothing is wrong."""
    return told(
        case,
        lambda turn: (
            turn.words <= LONG
            and not turn.does(Act.ASKS, Act.REFUSES)
            and (turn.settles or not turn.stuck)
            and turn.does(Act.RESTORED)
        ),
    )


def restored_quietly(case: Case) -> Reading | None:
    """Says so without any word of trouble."""
    return told(case, lambda turn: turn.words <= QUIET_WORDS and turn.does(Act.RESTORED) and quiet(turn))


def cueless(case: Case) -> Reading | None:
    """Says nothing of what people say when it works."""
    return told(case, lambda turn: not cued(turn) and not turn.does(Act.RESTORED))


def by_asker(case: Case) -> Reading | None:
    """Was said by the asker."""
    return told(case, lambda turn: turn.turn.role is Role.ASKER)
