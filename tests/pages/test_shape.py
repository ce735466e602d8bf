"""What a draft never does: invent, reorder, touch code; and what each of its parts decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harvest import markup
from harvest.model import CodeBlock, Listing, Markup, Outcome, Paragraph, Span, Verdict
from harvest.pages import sentences
from harvest.pages.chatter import reason
from harvest.pages.lead import QUOTE_CHARACTERS, telling
from harvest.pages.shape import shape
from harvest.pages.sift import sift
from harvest.pages.steps import as_steps
from harvest.pages.use import Place
from harvest.threads import thread
from harvest.vocabulary import problem
from tests.hanging import no_hanging
from tests.markup.trees import trees
from tests.threads.strategies import conversations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.model import Block, Post

PIECES: Final = (
    "Hi Mara, ",
    "Well, ",
    "Thanks for asking. ",
    "Which phone do you use? ",
    "If so, ",
    "open Settings. ",
    "Open Settings. ",
    "Tap Wi-Fi. ",
    "Then restart it. ",
    "First back up your pictures. ",
    "Be careful, this deletes all. ",
    "If that does not work, ask the shop. ",
    "It is caused by firmware 3.4.1. ",
    "1. ",
    "2. ",
    "- ",
    "\n",
    "\n\n",
    "Hope this helps!",
    "Cheers, Bo",
    "‹name›",
    ":)",
    "e.g. ",
)
posts: Final = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def read(post: Post) -> tuple[Block, ...]:
    return markup.read(post.body, post.markup)


def said(blocks: Iterable[Block]) -> list[str]:
    """The sentences of the blocks, wherever they stand."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += [sentence.text for sentence in sentences.split(block)]
        elif isinstance(block, Listing):
            found += [text for item in block.items for text in said(item)]
    return found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_text_is_invented_and_the_same_thread_gives_the_same(data: st.DataObject) -> None:
    found = thread(data.draw(conversations(st.one_of(posts, st.text(max_size=80)))))
    others = [turn for turn in found.turns if turn is not found.question]
    assume(others)
    ids = tuple(id_ for turn in data.draw(st.lists(st.sampled_from(others), min_size=1)) for id_ in turn.ids)
    verdict = Verdict(outcome=Outcome.RESOLVED, confidence=0.9, answer=ids)
    shaped = shape(found, verdict, read)
    by_id = {post.id: post for turn in found.turns for post in turn.posts}
    for piece in (*shaped.first, *shaped.further, *shaped.also):
        assert set(piece.posts) <= set(ids)
        source = "\n".join(markup.plain(read(by_id[id_])) for id_ in piece.posts)
        for sentence in said((piece.block,)):
            left = iter(words(source))
            # word by word: two sentences with one left out between them may now read as one
            assert all(word in left for word in words(sentence))
    assert shape(found, verdict, read) == shaped


@settings(max_examples=200, deadline=None)
@given(posts)
def test_what_stays_is_in_its_order(text: str) -> None:
    blocks = markup.read(text, Markup.TEXT)
    left = iter(words(markup.plain(blocks)))
    kept = markup.plain(sift(blocks, Place(asker=False, confirmed=True)))
    assert all(word in left for word in words(kept))


@settings(max_examples=150, deadline=None)
@given(trees)
def test_steps_keep_every_letter_in_its_order(blocks: tuple[Block, ...]) -> None:
    blocks = markup.canonical(blocks)
    assert letters(markup.plain(as_steps(blocks))) == letters(markup.plain(blocks))


@settings(max_examples=150, deadline=None)
@given(trees)
def test_code_and_lists_are_never_touched(blocks: tuple[Block, ...]) -> None:
    def untouched(found: Iterable[Block]) -> list[Block]:
        return [block for block in found if isinstance(block, CodeBlock | Listing)]

    assert untouched(sift(blocks, Place(asker=False, confirmed=True))) == untouched(blocks)


@settings(max_examples=200, deadline=None)
@given(st.one_of(posts, st.text(max_size=200)))
def test_splitting_loses_nothing(text: str) -> None:
    for block in markup.read(text, Markup.TEXT):
        if isinstance(block, Paragraph):
            again = sentences.join(sentences.split(block))
            assert "".join(sentences.text_of(again.spans).split()) == "".join(
                sentences.text_of(block.spans).split()
            )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Open it. Shut it.", ["Open it.", "Shut it."]),
        ("It is v. 3.4.1 now. Fine!", ["It is v. 3.4.1 now.", "Fine!"]),
        ("Use a cable, e.g. USB. Then wait...", ["Use a cable, e.g. USB.", "Then wait..."]),
        ("Really?! yes", ["Really?!", "yes"]),
        ("1. Open it. 2. Shut it.", ["1. Open it.", "2. Shut it."]),
        ("Great. iPhone works", ["Great.", "iPhone works"]),
        ('It says "Done!" and stops.', ['It says "Done!" and stops.']),
        ("Is it on? :) Good", ["Is it on? :)", "Good"]),
    ],
)
def test_where_a_sentence_ends(text: str, parts: list[str]) -> None:
    assert [s.text for s in sentences.split(Paragraph((Span(text),)))] == parts


def test_no_sentence_ends_inside_a_link_or_code() -> None:
    paragraph = Paragraph((Span("Run "), Span("a. B", code=True), Span(" now. Then go.")))
    assert [s.text for s in sentences.split(paragraph)] == ["Run a. B now.", "Then go."]


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Thanks!", "thanks"),
        ("Thanks, restart the frame.", ""),
        ("Thank you for the log, the upload fails because the disk is full.", ""),
        (
            "Thanks for opening this discussion here because I bet it helps many.",
            "thanks for asking",
        ),
        ("Thanks for raising this, it fails because the disk is full.", ""),
        ("Which version are you using?", "question back"),
        ("Is the box in Settings → Display ticked?", ""),
        ("Have you tried another cable?", ""),
        ("Could you please send us a screenshot?", "question back"),
        ("Please post the log file here.", "asks for details"),
        ("Post the card in the slot.", ""),
        ("Send us a DM with your order number.", "asks for details"),
        ("If this fails, press the button twice and let us know.", ""),
        ("If you have any questions, feel free to ask.", "report back"),
        ("Please mark this as solved.", "about the forum"),
        ("Mark the album as shared.", ""),
        ("Sorry, this is not possible.", ""),
        ("I am not an expert.", "about the writer"),
        ("I changed the DNS server and it works.", ""),
        ("Bo wrote:", "quote leftover"),
        (":)", "chatter"),
        ("Back up first.", ""),
    ],
)
def test_why_a_sentence_goes(sentence: str, why: str) -> None:
    assert reason(sentence) == why


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=400)), max_size=12))
def test_the_quotation_is_short_and_verbatim(asked: list[str]) -> None:
    quoted = telling(asked)
    assert len(quoted) <= QUOTE_CHARACTERS + 1
    left = iter(letters(" ".join(asked)))
    assert all(letter in left for letter in letters(quoted)), "in the order in which it was said"


def test_the_answer_tells_which_sentence_names_the_problem() -> None:
    asked = ["I have a Frame.", "The lamp is yellow.", "The album is upside down."]
    about = problem.About(answer={"album", "upside"})
    assert problem.log_odds(asked, about)[2] > problem.log_odds(asked, problem.About())[2]


def test_an_ellipsis_stands_for_what_is_left_out() -> None:
    asked = [
        "Whenever I open an album the Frame shows an error.",
        "My sister gave me a lamp for my birthday.",
        "How can I stop the error when I open an album?",
    ]
    assert telling(asked) == f"{asked[0]} … {asked[2]}"


def test_what_the_title_says_is_not_quoted_alone() -> None:
    asked = ["How do I open my album?", "The lamp blinks twice.", "My brother likes gardens."]
    quoted = telling(asked, "How do I open my album?", "How do I open my album?")
    assert quoted.startswith("How do I open my album?")
    assert len(quoted) > len(asked[0])


@pytest.mark.slow
def test_a_huge_post_costs_what_it_is_long() -> None:
    for text in (
        "Open it and see " * 4000,
        "-" * 60_000,
        "if this " * 8000,
        "Open it.\n\n" * 6000,
        "a. B " * 12_000,
    ):
        blocks = markup.read(text, Markup.TEXT)
        with no_hanging():
            as_steps(sift(blocks, Place(asker=False, confirmed=True)))
