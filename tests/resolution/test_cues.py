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
    (Act.CONFIRMS, "The album is readable again.", "The album is readable on paper."),
    (Act.CONFIRMS, "It worked straight away.", "It should have worked straight away."),
    (Act.CONFIRMS, "That was the missing step.", "I miss a step in there."),
    (Act.CONFIRMS, "The Frame has been fine ever since.", "The Frame has been slow ever since."),
    (Act.CONFIRMS, "It hasn't dropped once since.", "It has dropped twice since."),
    (Act.CONFIRMS, "I'm back in!", "I'm back in March."),
    (Act.CONFIRMS, "its working again", "its lid is short"),
    (Act.CONFIRMS, "It works fine with the long cable.", "On my brother's phone it works fine."),
    (Act.CONFIRMS, "That did the trick.", "That could do the trick."),
    (Act.RESTORED, "No dropped picture any more.", "No picture at all."),
    (Act.RESTORED, "The pictures went straight through.", "The pictures went dark."),
    (Act.RESTORED, "The app does what it should.", "The app does what it wants."),
    (Act.RESTORED, "Four days later, and not one crash.", "Four days later they wrote to me."),
    (Act.RESTORED, "You were right about the cable.", "You were late with the cable."),
    (Act.RESTORED, "All lights are green.", "All lights are red."),
    (Act.RESTORED, "Finally connected.", "Finally a reply, and it is of no use."),
    (Act.RESTORED, "0 errors.", "12 errors."),
    (Act.SOUR, "In half of the albums it is the same.", "The sunset is in the album."),
    (Act.SOUR, "I paid! Give me my album.", "I gave it a name."),
    (Act.SOUR, "called myself: voicemail. great", "Great!"),
    (Act.THANKS, "Much appreciated.", "Much smaller than I thought."),
    (Act.POLITE, "Thanks anyway.", "Thanks a lot."),
    (Act.POLITE, "Thanks for your efforts.", "Thanks for that cable."),
    (Act.FIXED_ITSELF, "They came back on their own, it seems.", "I opened them on their own page."),
    (Act.FIXED_ITSELF, "I spoke to someone nice.", "I spoke up."),
    (Act.REFUSES, "Tried that, no.", "Tried that and it prints."),
    (Act.REFUSES, "There is no such button here.", "There is a button here."),
    (Act.WITHDRAWS, "It lasted two days.", "It lasted me through the winter."),
    (Act.WITHDRAWS, "And there it was again.", "And there it was, right under the lid."),
    (Act.STILL_STUCK, "No dice.", "The dice fell."),
    (Act.STILL_STUCK, "Back to square one.", "Tap the square one."),
    (Act.STILL_STUCK, "The screen remains black.", "The picture remains in the album."),
    (Act.ACCEPTS, "I can't believe I missed that button.", "I can't believe it is gone."),
    (Act.WILL_TRY, "I'll sit down with it on Sunday.", "I sat down and it prints."),
    (Act.WILL_TRY, "That sounds doable.", "That is done."),
    (Act.SENDS_AWAY, "Please ring us on Monday.", "The phone does not ring."),
    (Act.CLOSES, "You can close this.", "You can close the lid."),
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
