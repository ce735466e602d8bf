"""Titles and phrases are the askers' own words; who asks the same is found whatever the order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest import vocabulary
from harvest.duplicates import Question, groups
from harvest.model import Author, Markup, Post
from harvest.threads import thread
from tests.hanging import no_hanging
from tests.threads.strategies import START, conversations

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING_SAID = "A question without words"


def post(body: str, title: str = "") -> Post:
    return Post(
        source="forum",
        id="1",
        author=Author(key="mara"),
        created=START,
        version=START,
        body=body,
        markup=Markup.TEXT,
        title=title,
    )


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Frame shows a black screen", "", "Frame shows a black screen"),
        ("[SOLVED] Hi all, why are my prints so dark???", "", "Why are my prints so dark?"),
        (":tada: Why are my prints so dark? :cry: :cry:", "", "Why are my prints so dark?"),
        ("Prints at 10:30:45 are dark", "", "Prints at 10:30:45 are dark"),
        ("Help!!!", "Hello team. Uploads stop at E-1402 every night.", "Uploads stop at E-1402 every night"),
        ("", "@FernlightHelp my pictures are gone! Where are they?", "My pictures are gone"),
        ("WHY IS EVERY PRINT SO DARK", "", "Why is every print so dark"),
        ("Hi-res prints look blurry", "", "Hi-res prints look blurry"),
        ("My address book is un-resolved", "", "My address book is un-resolved"),
        ("Frame restarts - solved", "It restarts.", "Frame restarts"),
        ("So-called backup never ends", "", "So-called backup never ends"),
        ("Uploads hang (5.13.0) every night", "", "Uploads hang every night"),
        ("???", "...", NOTHING_SAID),
        ("Why is it dark ?", "", "Why is it dark?"),
        ("Fernlight 5.13 - How to hide the bin", "", "How to hide the bin"),
        ("Album header colours ver. 5.13.0 (64-bit)", "", "Album header colours"),
        (
            "V5: three things in the album view that I can't change",
            "",
            "Three things in the album view that I can't change",
        ),
        ("Backup stops after the move. Solved: caused by the firewall", "", "Backup stops after the move"),
        ("Why is the frame so dark? :)", "", "Why is the frame so dark?"),
        # a line of a program is no title, and asks nothing
        (
            "Upload script",
            "// Open the session\nsession.open();\nWhy does the upload script stop?",
            "Why does the upload script stop?",
        ),
        ("Dark mode: text cannot be read", "", "Dark mode: text cannot be read"),
        # a heading that names a thing and no problem, and the sentence that does
        (
            "The frame icon",
            "The frame icon has disappeared from my desktop.",
            "The frame icon has disappeared from my desktop",
        ),
        (
            "Sort order",
            "I looked everywhere. How do I change the sort order of my albums?",
            "How do I change the sort order of my albums?",
        ),
        (
            "Problems with Fernlight",
            "I use a Pixel. My albums won't open since Monday.",
            "My albums won't open since Monday",
        ),
        # what tells the story so far, leans on another sentence or was written by a machine is no title
        (
            "Frame wifi",
            "I tried everything. And it doesn't help. The frame won't join my wifi.",
            "The frame won't join my wifi",
        ),
        ("Uploads", "net.http=failed no 404\nWhy do uploads never finish?", "Why do uploads never finish?"),
        ("Albums", "What can I do?", "Albums"),
        # a heading that says it stays, whatever follows
        ("Can't send albums", "Why is the frame black at night?", "Can't send albums"),
        ("Where are my imported albums?", "How do I sort them by date?", "Where are my imported albums?"),
        # a question without its mark, after a handle
        (
            "",
            "@FernlightHelp I am lost. why can't I share my albums with my family",
            "Why can't I share my albums with my family",
        ),
        # a version stays where the sentence would hang without it
        (
            "Prints dark after the update to version 5.13 (64-bit)",
            "",
            "Prints dark after the update to version 5.13",
        ),
        (
            "How long will there be updates for version 5?",
            "",
            "How long will there be updates for version 5?",
        ),
        ("Upload stops (Frame 5.13.0) at 4 %", "", "Upload stops at 4 %"),
        ("Album fails with (error 5.7.1) at night", "", "Album fails with (error 5.7.1) at night"),
        # noise at both ends
        ("Need help to restore my albums from a backup", "", "Restore my albums from a backup"),
        ("Question about the frame that keeps restarting", "", "The frame that keeps restarting"),
        ("Hi I can't open my albums", "", "I can't open my albums"),
        ("The frame keeps restarting! Please help!!", "", "The frame keeps restarting"),
        ("Re: Frame keeps restarting", "", "Frame keeps restarting"),
        ("What is http://fernlight.example ?", "", "What is fernlight.example?"),
        ("Is there an app for my TV @FernlightHelp?", "", "Is there an app for my TV?"),
        ("I get no answer from @FernlightHelp", "", "I get no answer from @FernlightHelp"),
        # what stands round a question, and before a wish
        ("Does anyone know how to rotate a print?", "", "How to rotate a print?"),
        ("I can't figure out how to rotate a print", "", "How to rotate a print"),
        ("I want to rotate a print on the frame", "", "Rotate a print on the frame"),
        (
            "I am trying to rotate a print but it fails",
            "",
            "I am trying to rotate a print but it fails",
        ),
        # a question with any auxiliary is one
        (
            "Should there be answers in the comments?",
            "Is that so?",
            "Should there be answers in the comments?",
        ),
        # a long title ends with a sentence, never in a quotation, a bracket or before what it is about
        (
            "The frame shows no pictures since Monday. I have two frames, the older one shows them all night",
            "",
            "The frame shows no pictures since Monday",
        ),
        (
            "Why do prints only look right when the light in the room is already bright to begin with?",
            "",
            "Why do prints only look right when the light in the room is already bright to begin with?",
        ),
        (
            (
                'The frame says "could not be shown because the album, shared, failed" when I tap '
                "on an album of the whole neighbourhood and its dogs"
            ),
            "",
            'The frame says "could not be shown because the album, shared, failed"',
        ),
        # a long question is weighed by the part that asks
        (
            "Frame albums",
            (
                "Is there a quicker way to delete old albums on the frame, which my family has collected "
                "over the years and nobody has looked at for as long as I remember?"
            ),
            "Is there a quicker way to delete old albums on the frame?",
        ),
        # a task is a title, unless its failure is told
        ("Copying an album to the frame", "How can I copy that one over?", "Copying an album to the frame"),
        (
            "Opening shared albums",
            "Shared albums won't open on my frame.",
            "Shared albums won't open on my frame",
        ),
        # a likely question beats a heading that names what somebody wants to do
        (
            "Set the clock as picture",
            "I have a Frame. Is it possible to set the clock as the picture of my Frame?",
            "Is it possible to set the clock as the picture of my Frame?",
        ),
        # anger, praise and what cannot be shown name no problem
        (
            "Frame 5.. are you kidding?",
            "I use it daily. What a disgrace. Sending pictures to just one Frame is now impossible.",
            "Sending pictures to just one Frame is now impossible",
        ),
        (
            "Dark frame",
            "My Frame gets dark when the cat walks by. I can't show it, because I cannot capture it.",
            "My Frame gets dark when the cat walks by",
        ),
        # a short heading stands before the sentence that says what is wrong with it
        (
            "Coloured frames",
            "Since the update only the small corner is lost in red.",
            "Coloured frames: Since the update only the small corner is lost in red",
        ),
        # what is in brackets early on is what people search for, and a question keeps its mark
        (
            (
                "Is it possible to delete an album with all its copies (cascade delete) without using the "
                "basket to delete each of the many copies?"
            ),
            "",
            "Is it possible to delete an album with all its copies (cascade delete)?",
        ),
        ("Ver 5.15.2 (32-bit) I can't read my albums", "", "I can't read my albums"),
        # a question that has no word of the heading is about something else
        ("Frame 5 compatibility", "Is there any major trouble introduced?", "Frame 5 compatibility"),
        # what fails is not known in other languages: their headings stay
        (
            "Apertura cornice",
            "Se rispondo NO la cornice si apre ugualmente ed il messaggio riappare sempre.",
            "Apertura cornice",
        ),
        (
            "Ripristino cornice",
            "Buongiorno a tutti. Come posso ripristinare la cornice senza perdere le fotografie? Grazie",
            "Come posso ripristinare la cornice senza perdere le fotografie?",
        ),
    ],
)
def test_titles(title: str, body: str, expected: str) -> None:
    assert vocabulary.title(thread([post(body, title)])) == expected


@settings(max_examples=200, deadline=None)
@given(conversations())
def test_a_title_is_short_and_in_the_askers_words(posts: Sequence[Post]) -> None:
    found = thread(posts)
    title = vocabulary.title(found)
    said = " ".join([found.question.text, *(p.title for p in found.question.posts)]).casefold()
    assert 0 < len(title) <= vocabulary.TITLE_CHARACTERS + 1
    assert title == NOTHING_SAID or all(word in said for word in re.findall(r"\w+", title.casefold()))


@settings(max_examples=150, deadline=None)
@given(conversations())
def test_phrases_are_verbatim_and_unlike_each_other(posts: Sequence[Post]) -> None:
    found = thread(posts)
    phrases = vocabulary.asked_as([found])
    said = " ".join([found.question.text, *(p.title for p in found.question.posts)])
    assert len(phrases) <= vocabulary.PHRASES
    for place, phrase in enumerate(phrases):
        words = set(vocabulary.words(phrase))
        assert all(word in said for word in re.findall(r"\w+", phrase))
        for other in phrases[:place]:
            shared = words & set(vocabulary.words(other))
            assert len(shared) < vocabulary.TOO_ALIKE * len(words | set(vocabulary.words(other)))


@pytest.mark.parametrize(
    "piece",
    [
        "please tell me ",
        "the ",
        "i want to ",
        "but i can't ",
        "help ",
        "how ",
        "#a ",
        "@a ",
        "no? ",
        "a-",
        "(1.1",
        " ",
    ],
)
def test_a_huge_post_is_read_no_further_than_needed(piece: str) -> None:
    huge = thread([post(piece * 60_000)])
    with no_hanging():
        vocabulary.title(huge)
        vocabulary.asked_as([huge])


def test_what_is_masked_is_masked_before_it_is_cut_up() -> None:
    seen: list[str] = []
    body = "My Frame is black.\nRegards\nMara"

    def mask(text: str) -> str:
        seen.append(text)
        return text

    vocabulary.title(thread([post(body)]), mask)
    assert body in seen


WORDS = ("frame", "black", "screen", "update", "upload", "stuck", "battery", "print", "dark", "album")
questions = st.lists(
    st.builds(
        Question,
        ref=st.integers(0, 999).map(str),
        words=st.lists(st.sampled_from(WORDS), max_size=6).map(tuple),
        product=st.sampled_from(("", "Frame", "Prints")),
    ),
    max_size=12,
    unique_by=lambda question: question.ref,
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_groups_are_a_partition_that_the_order_does_not_change(data: st.DataObject) -> None:
    asked = data.draw(questions)
    found = groups(asked)
    assert sorted(ref for group in found for ref in group) == sorted(question.ref for question in asked)
    shuffled = data.draw(st.permutations(asked))
    assert set(map(frozenset, groups(shuffled))) == set(map(frozenset, found))
    product = {question.ref: question.product for question in asked}
    assert all(len({product[ref] for ref in group}) == 1 for group in found)


def test_the_same_question_is_found_and_its_product_counts() -> None:
    words = ("frame", "black", "screen", "update")
    one = Question("1", words, "Frame")
    other = Question("9", ("album", "upload", "dark"), "Frame")
    assert groups([one, other, replace(one, ref="2")]) == (("1", "2"), ("9",))
    assert groups([one, replace(one, ref="2", product="Prints")]) == (("1",), ("2",))


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        # what was tried, hoped or attached is no phrase, and what leans on the sentence before it neither
        (
            "Frame stays black",
            "I tried another cable. It's still not on. I've attached a log. The frame won't join my wifi.",
            ("Frame stays black", "The frame won't join my wifi"),
        ),
        # what joins or announces a sentence goes
        (
            "Albums",
            "However, I can't share my albums with my sister. My question is how do I export them as files?",
            ("I can't share my albums with my sister",),
        ),
        ("", "My question is how do I export albums?", ("how do I export albums?",)),
        # an initial ends no sentence, and a closing quotation mark stays with what it closes
        (
            "",
            'My signature never shows "John H. Smith" here. It says "no name." Why does the album fail?',
            ('My signature never shows "John H. Smith" here', "Why does the album fail?"),
        ),
        # one asker has a few phrases, however long the letter
        (
            "",
            "Why is the frame black? Is my album empty? Does sharing fail? Are uploads slow? Is it stuck?",
            4,
        ),
        # what works, what somebody feels, and an aside are no phrases
        (
            "Frame stays black",
            (
                "My albums open without any problem. I don't understand the frame at all. In that case the "
                "frame is not lit. Was not a problem on the old frame. The frame is not lit at night."
            ),
            ("Frame stays black", "The frame is not lit at night"),
        ),
        # nor is what asks about whoever asks, or about the asking
        (
            "Frame stays black",
            (
                "Quick question from my side, perhaps I am doing something wrong with the frame. I went "
                "looking for the frame and could not find it. Am I missing something in the frame? "
                "The frame is not lit at night."
            ),
            ("Frame stays black", "The frame is not lit at night"),
        ),
        # a later symptom belongs to the topic, or is what a machine said
        (
            "Frame stays black",
            (
                "Why? Since when? How so? My sister's telephone never rings. The dark frame never lights up. "
                "UploadError: album not writable"
            ),
            ("Frame stays black", "The dark frame never lights up", "UploadError: album not writable"),
        ),
        # of a long sentence its clauses, and what a machine said
        (
            "Upload",
            (
                "In the family account, however, since I tapped the button with the two little arrows, the "
                'uploaded album does not keep its pictures. When I open it I get the message: "There is no '
                'room for another copy" and nothing else happens on the screen for the next ten minutes.'
            ),
            ("the uploaded album does not keep its pictures", "There is no room for another copy"),
        ),
        # in other languages a question is known by its mark
        (
            "Cornice",
            (
                "Se rispondo NO la cornice si apre. Come posso recuperare le fotografie sparite dalla "
                "cornice? Cosa posso fare?"
            ),
            ("Come posso recuperare le fotografie sparite dalla cornice?",),
        ),
    ],
)
def test_phrases(title: str, body: str, expected: tuple[str, ...] | int) -> None:
    phrases = vocabulary.asked_as([thread([post(body, title)])])
    assert (len(phrases) if isinstance(expected, int) else phrases) == expected


def test_phrases_do_not_repeat_the_title() -> None:
    found = thread([post("Why is the frame black at night?", "Frame black")])
    title = vocabulary.title(found)
    assert title == "Why is the frame black at night?"
    assert vocabulary.asked_as([found], title=title) == ()
    assert vocabulary.asked_as([found]) == ("Frame black", title)


def test_a_line_that_was_broken_to_fit_a_window_goes_on() -> None:
    text = "My frame shows nothing but the clock when I\nopen the album of my sister.\nshort\nlines stay"
    assert vocabulary.sentences(text) == [
        "My frame shows nothing but the clock when I open the album of my sister.",
        "short",
        "lines stay",
    ]


def test_sentences_keep_the_mark_that_closes_a_quotation() -> None:
    assert vocabulary.sentences('It says "gone." So what? e.g. This.') == [
        'It says "gone."',
        "So what?",
        "e.g. This.",
    ]
