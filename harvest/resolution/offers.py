"""Which turn is the answer: every turn that could be is an offer, and the best offer wins.

An offer is what somebody who helps says, or what the asker tells of their own fix. Once somebody confirms,
the offer they mean is sought among what stands before (and in) the confirming turn: answered directly, named,
echoed in its words, fresh. Without a confirmation it is the most substantial one.

A wrong choice shows customers what did not help; so a turn that failed, or was corrected, weighs little.
The weights are fitted on pairs of turns of the same thread, one labelled as the answer and one not
(a conditional logit; McFadden 1974): `python -m benchmarks.fit`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution import acts, weights
from harvest.resolution.cases import AFFECTED, HELPS, Case, correction
from harvest.resolution.cues import PATTERNS, Act
from harvest.resolution.own_fix import tells_account, tells_own_fix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harvest.resolution.acts import Reading

HINT_WORDS: Final = 4
"""An answer may be as short as this when somebody says that it helped."""
NEARLY: Final = 0.9
"""An offer so little below the best is right nearly as often (57 times in 100, and 69): both are named."""
POINTED: Final = frozenset({"replied-to", "named", "spoken-to", "beside"})
"""The confirmation points at the best offer: then no other is meant."""
WORSE: Final = frozenset({"failed", "asks", "collects", "sends-away", "welcomes", "corrected"})
"""What is wrong with an offer that is only nearly the best."""


class _Talk:
    """What choosing among the offers of one case needs to know, found out once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.question = case.question
        self.asker = self.question.turn.author.key
        self.confirmation = case.confirmation
        self.by_id = {id_: reading for reading in case.readings for id_ in reading.turn.ids}
        self.place = {id(reading): at for at, reading in enumerate(case.readings)}
        self.since = 0
        self.sibling: Reading | None = None
        """The last that replies to the turn to which the confirmation replies, too."""
        self.echo: frozenset[str] = frozenset()
        if self.confirmation is not None:
            person = self.confirmation.turn.author.key
            at = self.place[id(self.confirmation)]
            self.since = max((i for i in range(at) if case.readings[i].turn.author.key == person), default=0)
            under = self.confirmation.turn.reply_to
            if under and under != self.question.turn.id:
                before = (r for r in reversed(case.readings[:at]) if r.turn.reply_to == under)
                self.sibling = next((r for r in before if not _own(r)), None)
            self.echo = self.confirmation.stems - self.question.stems

    def echoed(self, reading: Reading) -> int:
        """How many telling words of the confirmation, and not of the question, are the offer's."""
        return len(self.echo & reading.stems) if self.echo and reading is not self.confirmation else 0

    def reactions(self, reading: Reading) -> tuple[Reading, ...]:
        """What the asker says next, before anybody else who helps, or in reply to it."""
        found = []
        for later in self.case.readings[self.place[id(reading)] + 1 :]:
            if later.turn.author.key == self.asker:
                found.append(later)
            elif later.turn.role in HELPS and later.turn.author.key != reading.turn.author.key:
                break
        return tuple(found)


def _does(*wanted: Act) -> Callable[[_Talk, Reading], bool]:
    return lambda _talk, reading: reading.does(*wanted)


def _words(least: int) -> Callable[[_Talk, Reading], bool]:
    return lambda _talk, reading: reading.words >= least


def _echoes(least: int) -> Callable[[_Talk, Reading], bool]:
    return lambda talk, reading: talk.echoed(reading) >= least


def _own(reading: Reading) -> bool:
    return reading.turn.role is Role.ASKER


def _under(talk: _Talk, reading: Reading) -> bool:
    """Whether the confirmation replies to it."""
    told = talk.confirmation
    return (
        told is not None
        and told is not reading
        and told.turn.reply_to == reading.turn.id != talk.question.turn.id
    )


def _beside(talk: _Talk, reading: Reading) -> bool:
    """Whether it is the last that replies to the turn to which the confirmation replies, too."""
    return reading is talk.sibling


def _replied_to(talk: _Talk, reading: Reading) -> bool:
    """Whether the confirmation replies to it, and nobody who helps has replied to it before."""
    return _under(talk, reading) and talk.sibling is None


def _replied_under(talk: _Talk, reading: Reading) -> bool:
    """Whether the confirmation replies to it like others before: where replies go one level deep."""
    return _under(talk, reading) and not _replied_to(talk, reading)


def _aside(talk: _Talk, reading: Reading) -> bool:
    """Whether it replies to somebody else who helps, and not to the asker."""
    answered = talk.by_id.get(reading.turn.reply_to)
    return answered is not None and not _own(answered) and answered.turn.author.key != reading.turn.author.key


def _named(talk: _Talk, reading: Reading) -> bool:
    """Whether the confirmation says the name of who wrote it, after the handles it begins with."""
    if talk.confirmation is None or reading is talk.confirmation:
        return False
    name = reading.turn.author.name.lstrip("@").casefold()
    said = talk.confirmation.turn.text[: acts.READ_CHARACTERS].casefold()
    if len(name) < 2 or name not in said:  # most names; spares making a pattern of each
        return False
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _spoken_to(talk: _Talk, reading: Reading) -> bool:
    """Whether the confirmation begins with the name or the handle of who wrote it."""
    if talk.confirmation is None or _own(reading):
        return False
    name = reading.turn.author.name.lstrip("@").casefold()
    handles = acts.ALREADY_TOLD.match(talk.confirmation.turn.text)
    if name and handles and name in handles[0].casefold().replace("@", " ").replace(",", " ").split():
        return True
    first = name.split()
    if not first or first[0] not in talk.confirmation.text:
        return False
    return re.match(rf"\W*{re.escape(first[0])}\W", talk.confirmation.text) is not None


def _fresh(talk: _Talk, reading: Reading) -> bool:
    return talk.confirmation is not None and not _own(reading) and talk.place[id(reading)] > talk.since


def _nearest(talk: _Talk, reading: Reading) -> bool:
    if talk.confirmation is None or reading is talk.confirmation:
        return False
    before = talk.case.readings[: talk.place[id(talk.confirmation)]]
    return next((r for r in reversed(before) if not _own(r)), None) is reading


def _itself_tells(talk: _Talk, reading: Reading) -> bool:
    return reading is talk.confirmation and tells_own_fix(reading)


def failed(case: Case, reading: Reading) -> bool:
    """Whether the asker says next that it did not help."""
    return _failed(_Talk(case), reading)


def _failed(talk: _Talk, reading: Reading) -> bool:
    return any(r.does(Act.STILL_STUCK) and not r.settles for r in talk.reactions(reading)[:1])


def _first_reply(talk: _Talk, reading: Reading) -> bool:
    first = next((r for r in talk.case.readings if r.turn.author.key != talk.asker), None)
    return first is reading


RULES: Final[tuple[tuple[str, Callable[[_Talk, Reading], bool]], ...]] = (
    ("replied-to", _replied_to),
    ("replied-under", _replied_under),
    ("beside", _beside),
    ("aside", _aside),
    ("named", _named),
    ("spoken-to", _spoken_to),
    ("echoes-1", _echoes(1)),
    ("echoes-2", _echoes(2)),
    ("echoes-4", _echoes(4)),
    ("fresh", _fresh),
    ("nearest", _nearest),
    ("first-reply", _first_reply),
    ("failed", _failed),
    ("instructs", _does(Act.INSTRUCTS)),
    ("explains", _does(Act.EXPLAINS)),
    ("declines", _does(Act.DECLINES)),
    ("known", _does(Act.KNOWN)),
    ("addresses", _does(Act.ADDRESSES)),
    ("asks", _does(Act.ASKS)),
    ("collects", _does(Act.COLLECTS)),
    ("sends-away", _does(Act.SENDS_AWAY)),
    ("guesses", _does(Act.GUESSES)),
    ("welcomes", _does(Act.WELCOMES)),
    ("link", lambda _talk, reading: reading.links),
    ("words-30", _words(30)),
    ("words-60", _words(60)),
    ("words-120", _words(120)),
    ("own", lambda _talk, reading: _own(reading)),
    ("own-tells", lambda _talk, reading: _own(reading) and tells_own_fix(reading)),
    ("itself-tells", _itself_tells),
    ("accepted", lambda talk, reading: talk.case.accepted in reading.turn.ids),
    ("corrected", lambda talk, reading: correction(talk.case.readings, reading) is not None),
)


def offers(case: Case) -> tuple[Reading, ...]:
    """The turns that could be the answer; up to the confirming turn where there is one."""
    readings = case.readings
    told = case.confirmation
    end = len(readings) if told is None else readings.index(told) + 1
    return tuple(
        reading
        for at, reading in enumerate(readings[:end])
        if at > 0 and reading is not case.question and _is_offer(case, reading)
    )


def _is_offer(case: Case, reading: Reading) -> bool:
    told = case.confirmation
    same_person = told is not None and told.turn.author.key == reading.turn.author.key
    if reading.turn.role is Role.ASKER or reading is told:
        tells = tells_own_fix(reading) and (reading is told or reading.does(Act.OWN_FIX))
        return tells and same_person
    if same_person:
        return False
    if told is not None and told.turn.reply_to == reading.turn.id and _says_anything(reading):
        return True
    if reading.turn.role is Role.OTHER and not _joins_in_to_help(reading):
        return False
    return _could_help(reading, told) and not _for_somebody_else(case.readings, reading, told)


def _joins_in_to_help(reading: Reading) -> bool:
    """Whether somebody who looks like another customer has an answer all the same."""
    if reading.does(Act.THANKS):
        return False
    if reading.does(Act.STILL_STUCK) or reading.does(Act.ASKS):
        return reading.has_substance and reading.does(Act.INSTRUCTS, Act.ADDRESSES)
    return reading.words >= HINT_WORDS


def _could_help(reading: Reading, told: Reading | None) -> bool:
    """Whether it says something; once somebody confirms, a hint or a question may have been enough."""
    if reading.does(Act.SENDS_AWAY) and reading.words < 40 and not reading.does(Act.DECLINES, Act.KNOWN):
        return told is not None and told.settles and _instructs_besides(reading)
    if reading.has_substance:
        return True
    if told is None or _asks_for_news(reading):
        return False
    return reading.links or reading.words >= HINT_WORDS


def _says_anything(reading: Reading) -> bool:
    """Whether what somebody replies to could have helped, however short it is or whoever said it."""
    return not reading.does(Act.SENDS_AWAY, Act.COLLECTS) and not _asks_for_news(reading)


def _asks_for_news(reading: Reading) -> bool:
    """Whether it only asks whether it works now."""
    return reading.does(Act.ASKS) and PATTERNS[Act.CONFIRMS].found_in(reading.text)


def _instructs_besides(reading: Reading) -> bool:
    """Whether it says what to do in another sentence than the one that sends elsewhere."""
    return any(
        PATTERNS[Act.INSTRUCTS].found_in(said) and not PATTERNS[Act.SENDS_AWAY].found_in(said)
        for said in reading.said
    )


def _for_somebody_else(readings: tuple[Reading, ...], reading: Reading, told: Reading | None) -> bool:
    """Whether it answers another customer's turn, who may have another question."""
    if told is not None and told.turn.role is Role.OTHER:
        return False
    return any(r.turn.id == reading.turn.reply_to and r.turn.role is Role.OTHER for r in readings)


def fired(case: Case, reading: Reading, talk: _Talk | None = None) -> tuple[str, ...]:
    """The names of the rules that hold of an offer."""
    talk = talk or _Talk(case)
    return tuple(name for name, holds in RULES if holds(talk, reading))


def choose(case: Case) -> tuple[Reading, ...]:
    """The turns that are the answer, in order: the best offer, with what belongs to it. Empty for none."""
    found = offers(case)
    if not found:
        return ()
    if len(found) == 1:
        return _with_account(case, _whole(case.readings, found[0]))
    talk = _Talk(case)
    signs = {id(reading): fired(case, reading, talk) for reading in found}
    scores = [sum(weights.OFFER[name] for name in signs[id(reading)]) for reading in found]
    ranked = sorted(range(len(found)), key=lambda at: (-scores[at], at))
    best, told = found[ranked[0]], case.confirmation
    if best is told and told.does(Act.THANKS):  # what led them there
        led = [at for at in ranked if _fresh(talk, found[at]) or _replied_to(talk, found[at])]
        if led:
            return (found[led[0]], told)
    chosen = list(_whole(case.readings, best))
    second = found[ranked[1]]
    close = scores[ranked[0]] - scores[ranked[1]] < NEARLY and POINTED.isdisjoint(signs[id(best)])
    sound = WORSE.isdisjoint(signs[id(second)]) and (second is told or not _own(second))
    if close and sound and second not in chosen:
        chosen.append(second)
    return _with_account(case, tuple(sorted(chosen, key=lambda reading: talk.place[id(reading)])))


def _with_account(case: Case, chosen: tuple[Reading, ...]) -> tuple[Reading, ...]:
    told = case.confirmation
    if told is None or told in chosen or told.turn.role not in AFFECTED or not tells_account(told):
        return chosen
    only_thanks = told.does(Act.THANKS) and not told.does(Act.DESCRIBES, Act.OWN_FIX)
    return chosen if only_thanks else (*chosen, told)


def _whole(readings: Sequence[Reading], reading: Reading) -> tuple[Reading, ...]:
    """The reading, and before it what the same person had begun to say without anybody in between."""
    found = [reading]
    at = readings.index(reading)
    while at > 1 and not _own(reading):
        before = readings[at - 1]
        if before.turn.author.key != reading.turn.author.key or not before.has_substance:
            break
        if before.does(Act.ASKS, Act.COLLECTS) and not before.does(Act.INSTRUCTS):
            break
        found.insert(0, before)
        at -= 1
    return tuple(found)
