"""What a cue is for, beside what looks like it: each line is invented, and told twice, so and not so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from harvest.model import Author, Markup, Post
from harvest.resolution import acts
from harvest.resolution.cues import Act
from harvest.threads import thread

TELLING: Final = [
    (Act.CONFIRMS, "The issue has solved itself out, thank's.", "The issue has many sides."),
    (Act.CONFIRMS, "Have been able to print all of them.", "I have not been able to print them."),
    (Act.CONFIRMS, "The long cable works!", "The old cable worked until March."),
    (Act.CONFIRMS, "This has since been fixed.", "This has since been worse."),
    (Act.CONFIRMS, "Now it prints again, it works.", "It worked fine on the previous version."),
    (Act.CONFIRMS, "It works now.", "It works through webmail on another computer."),
    (Act.CONFIRMS, "Everything is fine now.", "I am not sure whether everything is fine now."),
    (Act.CONFIRMS, "It fixed the frame.", "Pulling the plug fixed it once but now it stays black."),
    (Act.CONFIRMS, "It works.", "It works except for the sound."),
    (Act.CONFIRMS, "I got it working again.", "I am looking for help in getting it working again."),
    (Act.STILL_STUCK, "I failed to open it.", "I failed to notice the switch."),
    (Act.STILL_STUCK, "Heb nog steeds hetzelfde probleem.", "Voor wie hetzelfde probleem heeft: lees dit."),
    (Act.WILL_TRY, "Thanks, I try that.", "Thanks, I tried that."),
    (Act.CONFIRMS, "It is resolved now.", "It often is resolved within a day."),
    (Act.THANKS, "Thank a lot!", "I will thank nobody."),
    (Act.STILL_STUCK, "The question remains how.", "One question more."),
    (Act.STILL_STUCK, "It stopped again.", "I hope it does not crash again."),
    (Act.STILL_STUCK, "I cannot seem to figure out how to fix it.", "Nobody can figure out your password."),
    (Act.STILL_STUCK, "I've abandoned the Frame.", "I've abandoned that idea: unplugging it was enough."),
    (Act.STILL_STUCK, "On restarting, the messages reappeared.", "The pictures reappeared."),
    (Act.STILL_STUCK, "C'est toujours le même problème.", "C'est un problème."),
    (Act.WILL_TRY, "I will get back to you.", "I will not pay."),
    (Act.WILL_TRY, "It may take a while before I know.", "It took a while."),
    (Act.ACCEPTS, "I feel so stupid.", "The colours feel warm."),
    (Act.ACCEPTS, "You both are right.", "The button is on the right."),
    (Act.OWN_FIX, "Found the reason: the plug was loose.", "I could not find the reason."),
    (Act.OWN_FIX, "I found a way to print it.", "I found a bunch of files in the folder."),
    (Act.OWN_FIX, "I've got it: the plug was loose.", "I've got it in black."),
    (Act.OWN_FIX, "Then it dawned on me.", "It dawned, and the Frame lit up."),
    (Act.DESCRIBES, "Unplugged the Frame for a minute.", "Updated by the makers."),
    (Act.DESCRIBES, "I had mistakenly chosen the wrong album.", "That was a mistake."),
    (Act.FIXED_ITSELF, "My son came by and fixed it.", "My son saw it, then I fixed it."),
    (Act.FIXED_ITSELF, "It is resolved, no idea how.", "I have no idea how to open it."),
    (Act.WITHDRAWS, "I thought it was fixed, but no.", "I thought of another question."),
    (Act.REFUSES, "Thank you. No, that is not the frame I have.", "Thank you. That is the frame I have."),
    (Act.REFUSES, "I have updated the question.", "I have updated the app."),
    (Act.COLLECTS, "Please post your settings.", "Please change your settings."),
    (Act.INSTRUCTS, "Klicken Sie auf Drucken.", "Der Rahmen ist schwarz."),
    (Act.INSTRUCTS, "Vérifiez les réglages.", "Le cadre est noir."),
    (Act.AT_A_LOSS, "I have no idea why it does that.", "It does that because it is old."),
    (Act.ASKS, "Any help is welcome.", "It helps."),
    (Act.OF_THE_DAY, "The shop is closed right now.", "That is not possible at the moment."),
    (Act.OF_ONE_CASE, "Your order has left the house.", "Tap the account and open its settings."),
    (Act.REFERS, "The fault is on your bank's side.", "Drag it to the left: it is on the right side."),
    (Act.REFERS, "That comes from your provider's servers.", "That comes from your settings."),
    (Act.PLAIN_NO, "Sorry, no.", "Oh no, that is sad."),
    (Act.RULES_OUT, "I am afraid you can't.", "I am afraid you can't see it from there."),
    (Act.RULES_OUT, "The folder is gone for good.", "The folder is gone now."),
    (Act.REPORTED, "There is a bug, it should be fixed soon.", "I never saw a bug in it."),
    (Act.WARM, "I owe you a coffee.", "I owe the shop money."),
]


def does(act: Act, said: str, title: str = "") -> bool:
    """Whether somebody who says so does it."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    post = Post(
        source="forum",
        id="1",
        author=Author(key="mara"),
        created=moment,
        version=moment,
        title=title,
        body=said,
        markup=Markup.TEXT,
    )
    return acts.read(thread([post]).turns[0]).does(act)


@pytest.mark.parametrize(("act", "so", "not_so"), TELLING)
def test_a_cue_knows_what_looks_like_it(act: Act, so: str, not_so: str) -> None:
    assert does(act, so)
    assert not does(act, not_so)


def test_a_title_is_read_with_the_text() -> None:
    assert does(Act.ASKS, "I have a Frame and a printer.", title="How do I print?")
    assert not does(Act.ASKS, "I have a Frame and a printer.", title="Printing")
