"""Does this turn confirm that answer? The rules that weigh it, as one table.

Cost of a false "resolved": a wrong answer is put before every customer who searches. Cost of a miss: nothing
today. So the bar is high (`RESOLVED_AT`). The weights are fitted on labelled turns by a ridge logistic
regression, which draws those of rare and grave signs to what was thought of them: see `weights`.

What the turn itself says is told in `in_turn`, what stands around it in `around_turn`. A rule whose weight
came out with the wrong sign, or without which other sources are judged no worse, is struck out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution import around_turn, in_turn, weights
from harvest.resolution.cases import AFFECTED, ruled
from harvest.resolution.cues import Act

if TYPE_CHECKING:
    from harvest.resolution.acts import Reading


def could_confirm(readings: tuple[Reading, ...], at: int) -> bool:
    """Whether the turn at a place is one in which somebody affected may be confirming."""
    reading = readings[at]
    if reading.turn.role in AFFECTED:
        if in_turn.cued(reading) or around_turn.says_it_itself(readings, reading):
            return True
        advice = around_turn.last_help(readings, at)
        if reading.links or not around_turn.advises(advice):
            return False
        return in_turn.quiet(reading) or reading.does(Act.RESTORED)
    # on a forum, somebody with the same problem who thanks for the steps looks like a helper at first
    newcomer = not any(
        r.turn.author.key == reading.turn.author.key and r.does(Act.INSTRUCTS, Act.DECLINES)
        for r in readings[:at]
    )
    return (
        reading.turn.role is Role.HELPER
        and newcomer
        and reading.does(Act.THANKS)
        and not reading.does(Act.ASKS)
        and reading.settles
    )


RULES: Final = ruled(
    weights.CONFIRMATION,
    ("settles", in_turn.settles, "somebody affected says that it works"),
    ("settles-at-once", in_turn.settles_at_once, "says so in the first words"),
    ("settled-at-first", in_turn.settled_at_first, "begins with that it works"),
    ("settles-at-last", in_turn.settles_at_last, "says so in the last words"),
    ("settles-in-short", in_turn.settles_in_short, "says so, and little else"),
    ("settles-in-passing", in_turn.settles_in_passing, "says so in passing"),
    ("settles-for-little", around_turn.settles_for_little, "though nobody said much"),
    ("own-fix", in_turn.own_fix, "the asker describes what fixed it"),
    ("own-fix-plain", in_turn.own_fix_plain, "and nothing else"),
    ("own-fix-first", in_turn.own_fix_first, "begins with it"),
    ("found-out", in_turn.found_out, "says that the cause or the fix was found"),
    ("did-it", in_turn.did_it, "says what they did, without a but"),
    ("answers-self", around_turn.answers_self, "the asker answers the question"),
    ("untold", around_turn.untold, "nobody says in public how"),
    ("own-fix-found", in_turn.own_fix_found, "found it, and says little of how"),
    ("thanks-for-answer", around_turn.thanks_for_answer, "thanks for an answer with substance, and no more"),
    ("bare-thanks", around_turn.bare_thanks, "says thanks, and no more"),
    ("thanks-for-fact", around_turn.thanks_for_fact, "for an answer that needs no trying"),
    ("thanks-for-little", around_turn.thanks_for_little, "for a word or two"),
    ("thanks-for-much", around_turn.thanks_for_much, "for a long answer"),
    ("thanks", in_turn.does(Act.THANKS), "says thanks"),
    ("warm-thanks", in_turn.warm_thanks, "says thanks warmly"),
    ("accepts", in_turn.does(Act.ACCEPTS), "takes the answer as it is"),
    ("accepts-bare", around_turn.accepts_bare, "takes the answer, and no more"),
    ("accepts-and-thanks", in_turn.accepts_and_thanks, "takes the answer, with thanks"),
    ("closes", in_turn.does(Act.CLOSES), "closes the matter"),
    ("solved-title", around_turn.solved_title, "the title says that it is solved"),
    ("by-asker", in_turn.by_asker, "the asker says so"),
    ("restored", in_turn.restored, "says how well things stand"),
    ("restored-quietly", in_turn.restored_quietly, "and has no word of trouble"),
    ("cueless", in_turn.cueless, "says nothing of what people say when it works"),
    ("quietly-after-advice", around_turn.quietly_after_advice, "comes back after it with no word of trouble"),
    ("says-no-more", around_turn.says_no_more, "the same person says nothing of weight later"),
    ("last-turn", around_turn.last_turn, "nothing was said after it"),
    ("left-at-that", around_turn.left_at_that, "nobody asks or advises anything after it"),
    ("welcomed", around_turn.welcomed, "the helper is glad that it helped"),
    ("accepted", around_turn.accepted, "the source marks it as the answer"),
    ("polite-opening", in_turn.polite_opening, "thanks for the reply, and has more to say"),
    ("will-try", in_turn.does(Act.WILL_TRY), "will only try"),
    ("only-promised", around_turn.only_promised, "said that they would try, and not how it went"),
    ("settles-and-asks", in_turn.settles_and_asks, "has another question"),
    ("but", in_turn.but, "has a but"),
    ("refuses", in_turn.refuses, "turns the answer down"),
    ("fixed-itself", in_turn.does(Act.FIXED_ITSELF), "it fixed itself"),
    ("sarcasm", in_turn.does(Act.SARCASM), "sounds sarcastic"),
    ("came-undone", around_turn.came_undone, "the same person is stuck again later"),
    ("withdrawn", around_turn.withdrawn, "the same person takes it back later"),
    ("only-others", around_turn.only_others, "it did not help the asker"),
    ("asks-later", around_turn.asks_later, "the same person asks again later"),
    ("corrected", around_turn.corrected, "somebody else says that the answer is wrong"),
    ("answer-instructs", around_turn.answer(lambda a: a.does(Act.INSTRUCTS)), "the answer says what to do"),
    ("answer-only-asks", around_turn.answer(around_turn.only_asks), "the answer only asks"),
    ("long-turn", lambda case: in_turn.told(case, lambda turn: turn.words > 80), "says much else"),
    ("nothing-asked", around_turn.nothing_asked, "nothing was asked"),
    ("no-answer", around_turn.no_answer, "nothing public that could have helped"),
)
