"""Who says what: counts that can be taken in any order, both sides told apart, nobody's name among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.cli import wording
from harvest.config import load
from harvest.model import Author, Markup, Post
from harvest.sources import FORMATS, SourceOptions
from harvest.threads import StaffList, thread
from harvest.vocabulary import counts as counting
from harvest.vocabulary.contrast import contrasts, scored
from harvest.vocabulary.counts import Counts, Side, forget, phrases
from harvest.vocabulary.examples import LONGEST, example
from harvest.vocabulary.pairs import Meetings, Pair, pairs
from harvest.vocabulary_file import load_vocabulary
from tests.threads.strategies import START, conversations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.model import Thread


def talk(number: int, *said: tuple[str, str]) -> Thread:
    """A conversation: who, and what they said."""
    posts = [
        Post(
            source="forum",
            id=f"{number}-{place}",
            author=Author(key=who, name=who),
            created=START + timedelta(minutes=place),
            version=START,
            body=text,
            markup=Markup.TEXT,
            conversation=str(number),
            parent=f"{number}-0" if place else "",
        )
        for place, (who, text) in enumerate(said)
    ]
    return thread(posts)


def counted(threads: Sequence[Thread]) -> Counts:
    counts = Counts()
    for conversation in threads:
        counts.add(conversation, str)
    return counts


@pytest.mark.parametrize(
    ("text", "said", "unsaid"),
    [
        ("My album shows doubles.", "album shows doubles", "my album"),
        ("It won't upload, pictures stay.", "won't upload", "upload pictures"),
        ("Thanks in advance, the upload stopped", "upload stopped", "advance"),
        ("Ask ‹name› about uploads", "uploads", "name"),
        ("Version 5.13 crashes daily", "crashes daily", "5.13"),
        ("E-1402 came up twice", "e-1402", "1402"),
        ("@FernlightHelp the frame is black", "frame", "fernlighthelp"),
        ("It doesn’t sync", "doesn't sync", "sync it"),
    ],
)
def test_phrases(text: str, said: str, unsaid: str) -> None:
    assert said in phrases(text)
    assert unsaid not in phrases(text)


def test_a_phrase_counts_once_for_each_person_in_each_conversation() -> None:
    counts = counted(
        [talk(1, ("mara", "doubles, doubles, doubles"), ("ben", "A sync conflict. A sync conflict."))]
    )
    assert counts.customers.uses == {"doubles": 1}
    assert counts.helpers.uses["sync conflict"] == 1


def test_nobody_is_vocabulary() -> None:
    counts = counted(
        [
            talk(
                1,
                ("mara", "The album is empty"),
                ("benno.k", "Mara, open the album"),
                ("mara", "Benno knows"),
            )
        ]
    )
    said = " ".join([*counts.customers.uses, *counts.helpers.uses]).split()
    assert "album" in said
    assert not {"mara", "benno"} & set(said)


@settings(max_examples=60, deadline=None)
@given(st.lists(conversations(), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_counts_are_the_same_merged_in_any_order(posts: list[list[Post]], random: object) -> None:
    threads = [thread(p) for p in posts]
    whole = counted(threads)
    shuffled = list(threads)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    merged = Counts()
    for conversation in shuffled:
        merged.merge(counted([conversation]))
    assert merged == whole


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(1, 9), max_size=30),
    st.integers(4, 20),
)
def test_what_is_forgotten_is_rare_and_known(uses: dict[str, int], limit: int) -> None:
    side = Side(uses=dict(uses), people=dict.fromkeys(uses, (1,)), where=dict.fromkeys(uses, (1, "a:1")))
    forget(side, limit)
    assert len(side.uses) <= limit
    assert side.people.keys() == side.where.keys() == side.uses.keys()
    assert all(count <= side.forgotten["uses"] for phrase, count in uses.items() if phrase not in side.uses)


def community(customers: str, helpers: str, size: int = 60) -> Counts:
    return counted(
        [talk(n, (f"c{n}", customers), (f"h{n % 12}", helpers)) for n in range(size)]
        + [
            talk(size + n, (f"c{n}", "my album is empty"), (f"h{n % 12}", "your album is fine"))
            for n in range(size)
        ]
    )


def test_each_side_gets_its_own_words_and_shared_ones_are_nobodys() -> None:
    customers, helpers = contrasts(community("it made doubles", "that is a sync conflict"))
    assert "doubles" in " ".join(c.phrase for c in customers)
    assert "sync conflict" in [c.phrase for c in helpers]
    assert "album" not in {c.phrase for c in (*customers, *helpers)}
    assert all(c.z > 0 and c.customers > c.helpers for c in customers)
    assert all(c.z < 0 and c.helpers > c.customers for c in helpers)


def test_swapping_the_sides_swaps_the_signs() -> None:
    counts = community("it made doubles", "that is a sync conflict")
    swapped = Counts(customers=counts.helpers, helpers=counts.customers)
    there, back = ({c.phrase: c.z for c in scored(x)} for x in (counts, swapped))
    assert there.keys() == back.keys()
    assert all(back[phrase] == pytest.approx(-z) for phrase, z in there.items())


def test_one_persons_habit_is_not_the_sides() -> None:
    threads = [talk(n, (f"c{n}", "it made doubles"), ("ben", "Cheerio pip pip")) for n in range(40)]
    threads += [talk(100 + n, (f"c{n}", "it made doubles"), (f"h{n}", "look here")) for n in range(40)]
    _, helpers = contrasts(counted(threads))
    assert "pip" not in " ".join(c.phrase for c in helpers)


def test_a_part_of_a_longer_phrase_is_not_shown_beside_it() -> None:
    _, helpers = contrasts(community("it made doubles", "a captive portal blocks"))
    shown = [c.phrase for c in helpers]
    assert "captive portal blocks" in shown
    assert "captive" not in shown


def test_an_example_is_a_sentence_of_that_side() -> None:
    conversation = talk(
        1, ("mara", "It made doubles of everything"), ("ben", "Doubles are a sync conflict. " * 40)
    )
    assert example(conversation, "doubles", str, customers=True) == "It made doubles of everything"
    found = example(conversation, "sync conflict", str, customers=False)
    assert "sync conflict" in found
    assert len(found) <= LONGEST + 4
    assert example(conversation, "nowhere", str, customers=True) == ""


def test_words_for_the_same_thing_are_proposed_together() -> None:
    threads = [talk(n, ("mara", "it made doubles"), ("ben", "that is a sync conflict")) for n in range(10)]
    threads += [talk(20 + n, ("mara", "frame is black"), ("ben", "unplug the frame")) for n in range(30)]
    found = Meetings()
    wanted = frozenset({"doubles", "frame"}), frozenset({"sync conflict", "unplug"})
    for conversation in threads:
        found.add(conversation, *wanted, str)
    assert Pair("sync conflict", "doubles", 10, 4.0) in set(pairs(found))
    assert ("sync conflict", "frame") not in {(p.helpers, p.customers) for p in pairs(found)}


def test_proposals_are_yaml_that_can_be_pasted() -> None:
    text = wording.proposals([Pair("no: really", "off", 5, 2.0), Pair("no: really", "#tag", 5, 2.0)], 5)
    assert yaml.safe_load(text) == [{"we_say": "no: really", "they_say": ["off", "#tag"]}]


def test_a_long_post_is_read_no_further_than_needed() -> None:
    huge = replace(talk(1, ("mara", "word " * 400_000)))
    assert counted([huge]).customers.total["uses"] <= counting.READ


SAMPLES = Path(__file__).parents[1] / "harvest" / "samples"


def sample_threads() -> list[Thread]:
    """The fictional company's conversations, as they lie in the archives."""
    config = load(SAMPLES.parents[1] / "mkdocs.yml", environ={})
    staff = StaffList.of(config.staff)
    found: dict[tuple[str, str], list[Post]] = {}
    for name, pattern in (("discourse", "*.json"), ("x", "*.jsonl"), ("stackexchange", "Posts.xml")):
        reader = next(known for known in FORMATS if known.name == name)
        for path in sorted((SAMPLES / name).glob(pattern)):
            for post in reader.read(path, SourceOptions(name=name), Silent()):
                found.setdefault((name, post.conversation or post.parent or post.id), []).append(post)
    alive = [[post for post in posts if not post.deleted] for posts in found.values()]
    return [thread(posts, staff) for posts in alive if posts]


class Silent:
    """A report that nobody reads."""

    def bad(self, line: int, reason: str) -> None: ...

    def skipped(self, reason: str) -> None: ...


def test_the_samples_vocabulary_comes_out_on_the_right_sides() -> None:
    """Sixty conversations prove little of one word: so all of them together, and those said often enough."""
    odds = {c.phrase: c.log_odds for c in scored(counted(sample_threads()))}
    known = load_vocabulary(SAMPLES.parents[1] / "docs" / "vocabulary.yml").terms
    ours = [odds[term.we_say.casefold()] for term in known if term.we_say.casefold() in odds]
    theirs = [odds[word.casefold()] for term in known for word in term.they_say if word.casefold() in odds]
    assert sum(theirs) / len(theirs) > sum(ours) / len(ours)
    assert min(odds["uploading"], odds["upload"], odds["photo"]) > 0 > max(odds["client"], odds["firmware"])
