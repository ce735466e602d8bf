"""How well new questions are recognised as those of a page: precision and recall, and what went wrong.

Sets are those of `duplicates`. One question in five (`WITHOUT`) has no page, so that all who ask it must be
left alone. Each other question has a page that knows a share of its messages, as a page's `asked_as` would;
the rest are new. In a Stack Exchange dump the page is made from the question that others are linked to, and
so are pages from all questions that nobody asked again: its phrases are its title and those that a draft
would take from it.

Which message goes where is drawn with a fixed seed: figures can be compared from run to run.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import duplicates, vocabulary
from harvest.backtest.duplicates import conversation, line, pairs, question
from harvest.backtest.resolution import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harvest.backtest.duplicates import Message

WITHOUT: Final = 0.2
"""Share of the questions that have no page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What comes out for one set."""

    name: str
    pages: int
    new: int
    """Messages that no page knows."""
    precision: Share
    """Of the messages that joined a page, those that joined theirs."""
    recall: Share
    """Of the messages that have a page, those that joined it."""
    pair_precision: Share
    """Of the pairs that this makes of a new message and another, those that are the same."""
    pair_recall: Share
    """Of the pairs of a new message and another that are the same and have a page, those that it makes."""
    wrong: tuple[tuple[str, str], ...]
    """A message and a phrase of the page that it joined, of the pages with the most wrong ones first."""
    missed: tuple[tuple[str, str], ...]
    """A message and a phrase of its page, of the pages that missed most first."""

    def figures(self) -> dict[str, float | None]:
        """For machines, rounded to four places; None of nothing."""
        shares = (
            ("joined_precision", self.precision),
            ("joined_recall", self.recall),
            ("joined_pair_precision", self.pair_precision),
            ("joined_pair_recall", self.pair_recall),
        )
        return {name: round(share.value, 4) if share.of else None for name, share in shares}


@dataclass(frozen=True, slots=True)
class Parted:
    """A set in which pages know some messages."""

    known: Mapping[str, Sequence[Message]]
    """By the label of the page."""
    new: Sequence[Message]


def score(name: str, messages: Sequence[Message], share: float, seed: int = 0) -> Scores:
    """Let pages know a `share` (0 to 1) of their messages, at least one each, and offer them the others."""
    parted = part(messages, share, seed)
    new = {f"new:{message.ref}": message for message in parted.new}
    found = duplicates.recognise(
        [question(ref, message) for ref, message in new.items()],
        [duplicates.Page(label, _phrases(known)) for label, known in parted.known.items()],
    )
    at = {ref: recognised.page for ref, recognised in found.items()}
    right = sum(at[ref] == new[ref].label for ref in at)
    made, same, possible = _pairs(parted, new, at)
    return Scores(
        name=name,
        pages=len(parted.known),
        new=len(new),
        precision=Share(right, len(at)),
        recall=Share(right, sum(message.label in parted.known for message in parted.new)),
        pair_precision=Share(same, made),
        pair_recall=Share(same, possible),
        wrong=_beside(parted, ((new[ref], page) for ref, page in at.items() if page != new[ref].label)),
        missed=_beside(
            parted,
            ((m, m.label) for ref, m in new.items() if m.label in parted.known and ref not in at),
        ),
    )


def part(messages: Sequence[Message], share: float, seed: int) -> Parted:
    """Who knows what. The message that gives its question the name is the first that a page knows."""
    draw = random.Random(seed)  # noqa: S311 — nothing is kept secret
    together: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        together[message.label].append(message)
    without = set(draw.sample(sorted(together), round(WITHOUT * len(together))))
    known: dict[str, Sequence[Message]] = {}
    new: list[Message] = []
    for label, same in sorted(together.items()):
        drawn = sorted(draw.sample(same, len(same)), key=lambda message: message.ref != label)
        told = 0 if label in without else max(1, round(share * len(same)))
        if told:
            known[label] = drawn[:told]
        new += drawn[told:]
    return Parted(known, new)


def _phrases(known: Sequence[Message]) -> tuple[tuple[str, ...], ...]:
    """All words of a short message; of a post its title, and what a draft would take from its text."""
    said = [" ".join((message.title or message.body).split()) for message in known]
    posts = [conversation(f"known:{message.ref}", message) for message in known if message.title]
    said += vocabulary.asked_as([post for post in posts if post.question.text])
    return tuple(dict.fromkeys(tuple(vocabulary.words(text)) for text in said))


def _pairs(parted: Parted, new: Mapping[str, Message], at: Mapping[str, str]) -> tuple[int, int, int]:
    """Pairs of a new message and another: made, made of the same, and possible where there is a page."""
    joined: dict[str, list[str]] = defaultdict(list)
    for ref, page in at.items():
        joined[page].append(new[ref].label)
    asked = Counter(message.label for message in new.values() if message.label in parted.known)
    made = same = 0
    for page, labels in joined.items():
        told = len(parted.known[page])
        made += pairs([told + len(labels)]) - pairs([told])
        ours = Counter(labels)
        same += pairs(ours.values()) + told * ours[page]
    possible = sum(
        pairs([count + len(parted.known[label])]) - pairs([len(parted.known[label])])
        for label, count in asked.items()
    )
    return made, same, possible


def _beside(parted: Parted, mistakes: Iterable[tuple[Message, str]]) -> tuple[tuple[str, str], ...]:
    """Each message beside the first phrase of the page, those of the page with most mistakes first."""
    found = list(mistakes)
    often = Counter(page for _, page in found)
    found.sort(key=lambda mistake: (-often[mistake[1]], mistake[1], mistake[0].ref))
    return tuple((line(message), line(parted.known[page][0])) for message, page in found)
