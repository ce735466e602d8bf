"""Is the answer worth a page: public, with substance, of use to the next customer? The rules, as one table.

Cost of a page that should not be: a reviewer's minute, or, unreviewed, a customer misled. Cost of a miss:
the answer stays where it is. An answer about one person's order, or about today, is true and helps nobody
tomorrow; a guess helps nobody at all. The weights are fitted like those of `confirmation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution import around_turn, weights
from harvest.resolution.cases import HELPS, Case, ruled
from harvest.resolution.cues import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.resolution.acts import Reading

LINES: Final = 3
"""An answer of so many line ends has a shape."""
THIN_WORDS: Final = 12
"""A question shorter than this says little."""
LINK_WORDS: Final = 12
"""An address with fewer words than these stands alone."""


def _answer(holds: Callable[[Reading], bool]) -> Callable[[Case], Reading | None]:
    return lambda case: next((a for a in case.answer if holds(a)), None)


def _does(*wanted: Act) -> Callable[[Case], Reading | None]:
    return _answer(lambda answer: answer.does(*wanted))


def _words(least: int) -> Callable[[Case], Reading | None]:
    return lambda case: case.answer[0] if case.answer and sum(a.words for a in case.answer) >= least else None


def _question(*wanted: Act) -> Callable[[Case], Reading | None]:
    return lambda case: case.question if case.question.does(*wanted) else None


def _confirmed(least: float, below: float = 2.0) -> Callable[[Case], Reading | None]:
    return lambda case: case.confirmation if least <= case.confirmed < below else None


def _first_reply(case: Case) -> Reading | None:
    asker = case.question.turn.author.key
    first = next((r for r in case.readings if r.turn.author.key != asker), None)
    return first if first in case.answer else None


def _thin_question(case: Case) -> Reading | None:
    return case.question if case.question.words < THIN_WORDS else None


def _asker_after(case: Case, holds: Callable[[Reading], bool]) -> Reading | None:
    """What the asker says after it that holds, and is no reply to somebody else's words."""
    meant = {case.readings[0].turn.id, *(r.turn.id for r in case.answer)}
    others = {r.turn.id for r in case.readings if r.turn.id not in meant and r.turn.role is not Role.ASKER}
    after = case.of_asker(after=case.after_answer)
    return next((r for r in after if r.turn.reply_to not in others and holds(r)), None)


def _still_stuck(case: Case) -> Reading | None:
    return _asker_after(case, lambda r: r.does(Act.STILL_STUCK) and not r.does(Act.CONFIRMS))


def _not_satisfied(case: Case) -> Reading | None:
    """The asker comes back after it with a but or another question."""
    return _asker_after(case, lambda r: r.words > 12 and r.does(Act.DOUBTS, Act.ASKS) and not r.satisfied)


def _pleased(case: Case) -> Reading | None:
    return _asker_after(case, lambda r: r.satisfied)


def _several_help(case: Case) -> Reading | None:
    helpers = [r for r in case.readings if r.turn.role in HELPS and r.has_substance]
    return helpers[-1] if len({r.turn.author.key for r in helpers}) > 1 else None


def _on_topic(case: Case, least: int) -> Reading | None:
    """Says again what the question was about, in so many of its telling words."""
    asked = case.question.stems
    return next((a for a in case.answer if len(asked & a.stems) >= least), None)


def _bare_link(case: Case) -> Reading | None:
    """An address, and hardly a word with it."""
    return next((a for a in case.answer if a.links and a.words < LINK_WORDS), None)


RULES: Final = ruled(
    weights.WORTH,
    ("surely-confirmed", _confirmed(0.93), "beyond doubt"),
    ("confirmed", _confirmed(0.8), "somebody affected confirms it"),
    ("half-confirmed", _confirmed(0.4, 0.8), "somebody affected may be confirming it"),
    ("instructs", _does(Act.INSTRUCTS), "says what to do"),
    ("addresses", _does(Act.ADDRESSES), "tells the reader what they can do"),
    ("declines", _does(Act.DECLINES), "says that it cannot be done"),
    ("steps", _answer(lambda a: a.text.count("\n") >= LINES), "in steps or paragraphs"),
    ("explains", _does(Act.EXPLAINS), "says why"),
    ("bare-link", _bare_link, "is hardly more than a link"),
    ("on-topic", lambda case: _on_topic(case, 2), "speaks of what was asked"),
    ("much-on-topic", lambda case: _on_topic(case, 5), "speaks of it at length"),
    ("long-question", lambda case: case.question if case.question.words > 150 else None, "a long question"),
    ("words-30", _words(30), "says something"),
    ("first-reply", _first_reply, "is the first reply"),
    ("question", _question(Act.ASKS), "a plain question was asked"),
    ("pleased", _pleased, "the asker is content"),
    ("several-help", _several_help, "several people help"),
    ("accepted", around_turn.accepted, "the source marks it as the answer"),
    ("asks-back", _does(Act.ASKS), "asks back"),
    ("link", _answer(lambda a: a.links), "leans on a link"),
    ("only-collects", _answer(lambda a: a.does(Act.COLLECTS) and a.words < 80), "only collects details"),
    ("guesses", _does(Act.GUESSES), "guesses"),
    ("at-a-loss", _does(Act.AT_A_LOSS), "does not know"),
    ("of-the-day", _does(Act.OF_THE_DAY), "speaks of one day"),
    ("of-one-case", _does(Act.OF_ONE_CASE), "speaks of one customer's case"),
    ("debates", _question(Act.DEBATES), "opinions were asked for"),
    ("thin-question", _thin_question, "the question says little"),
    ("not-satisfied", _not_satisfied, "the asker comes back with a but"),
    ("asker-still-stuck", _still_stuck, "the asker is still stuck after it"),
    ("corrects", _does(Act.CORRECTS), "puts another answer right"),
    ("corrected", around_turn.corrected, "somebody else says that it is wrong"),
)
