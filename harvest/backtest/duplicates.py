"""How well questions that are the same are found: pair precision and recall, pure groups, what went wrong.

A set is a StackFAQ file (JSON: `question` and its re-phrasings, `rephr`), a sheet of messages and what they
are about (CSV: `text`, `category`), or a folder of a Stack Exchange dump (`Posts.xml`, `PostLinks.xml`; links
of type 3 say "duplicate", and what is linked through others is the same too). Every message goes the way of a
conversation with one post.

Intervals are Wilson's; pairs of one group hang together, so that the true ones are wider.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lxml import etree

from harvest import duplicates, vocabulary
from harvest.backtest.resolution import Share
from harvest.backtest.sets import Reader
from harvest.candidates import asked
from harvest.errors import HarvestError
from harvest.model import Author, Markup, Post
from harvest.threads import thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from harvest.model import Thread

WHEN: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Labelled messages have no times."""
DUPLICATE: Final = "3"
"""`LinkTypeId` of a link to a duplicate."""
ADVICE: Final = (
    "name a StackFAQ .json, a .csv with text and category, or a folder with Posts.xml and PostLinks.xml"
)


@dataclass(frozen=True, slots=True)
class Message:
    """A question and what people say it is."""

    ref: str
    title: str
    body: str
    markup: Markup
    label: str
    """The same for messages that ask the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What comes out for one set."""

    name: str
    messages: int
    precision: Share
    """Of the pairs that were joined, those that are the same."""
    recall: Share
    """Of the pairs that are the same, those that were joined."""
    pure: Share
    """Of the groups of two and more, those in which all are the same."""
    wrong: tuple[tuple[str, str], ...]
    """Two messages of each group that is not pure, the groups with the most wrong pairs first."""
    missed: tuple[tuple[str, str], ...]
    """Two messages that are the same and were not joined, of the questions that lost most pairs first."""

    def figures(self) -> dict[str, float | None]:
        """For machines, rounded to four places; None of nothing."""
        shares = (("precision", self.precision), ("recall", self.recall), ("pure", self.pure))
        return {name: round(share.value, 4) if share.of else None for name, share in shares}


def read(path: Path) -> list[Message]:
    """The messages of a set. Raises HarvestError where it is in none of the forms."""
    reader = Reader(path, ADVICE)
    if path.is_dir():
        found = _stack_exchange(reader)
    elif path.suffix == ".csv":
        found = [
            Message(str(at), "", text, Markup.TEXT, category)
            for at, (text, category) in enumerate(reader.rows())
        ]
    else:
        found = list(_stackfaq(reader))
    if not found:
        raise reader.error("there are no questions in it")
    return found


def _stackfaq(reader: Reader) -> Iterator[Message]:
    for number, entry in enumerate(reader.entries()):
        for place, text in enumerate((entry.question, *entry.rephrased)):
            yield Message(f"{number}-{place}", text, "", Markup.TEXT, str(number))


def _stack_exchange(reader: Reader) -> list[Message]:
    posts, links = (_rows(reader, name) for name in ("Posts.xml", "PostLinks.xml"))
    try:
        questions = {row["Id"]: row for row in posts if row.get("PostTypeId") == "1"}
        label = {ref: ref for ref in questions}
        for link in links:
            one, other = link["PostId"], link["RelatedPostId"]
            if link["LinkTypeId"] == DUPLICATE and one in label and other in label:
                kept, gone = label[one], label[other]
                label |= {ref: kept for ref, its in label.items() if its == gone}
        return [
            Message(ref, row["Title"], row["Body"], Markup.HTML, label[ref]) for ref, row in questions.items()
        ]
    except KeyError as error:
        raise reader.error(f"there is a row without {error.args[0]}") from None


def _rows(reader: Reader, name: str) -> Iterator[Mapping[str, str]]:
    path = reader.path / name
    if not path.is_file():
        raise reader.error(f"there is no {name} in this folder")
    return _attributes(path)


def _attributes(path: Path) -> Iterator[Mapping[str, str]]:
    try:
        for _, row in etree.iterparse(str(path), tag="row", resolve_entities=False, no_network=True):
            yield {str(name): str(value) for name, value in row.attrib.items()}
            row.clear()
    except etree.XMLSyntaxError as error:
        raise HarvestError(f"not XML: {error.msg}", where=path, todo=ADVICE) from None


def score(name: str, messages: Sequence[Message]) -> Scores:
    """Group the messages without their labels, then compare."""
    by_ref = {f"labelled:{message.ref}": message for message in messages}
    groups = [
        [by_ref[ref] for ref in group]
        for group in duplicates.groups([question(ref, message) for ref, message in by_ref.items()])
    ]
    several = [group for group in groups if len(group) > 1]
    hits = sum(pairs(Counter(message.label for message in group).values()) for group in several)
    return Scores(
        name=name,
        messages=len(messages),
        precision=Share(hits, pairs(map(len, several))),
        recall=Share(hits, pairs(Counter(message.label for message in messages).values())),
        pure=Share(sum(len({message.label for message in group}) == 1 for group in several), len(several)),
        wrong=tuple(_unlike(several, [[message.label for message in group] for group in several])),
        missed=tuple(_missed(groups)),
    )


def conversation(ref: str, message: Message) -> Thread:
    """The message as the only post of a thread called `ref` (`source:id`)."""
    source, _, id_ = ref.rpartition(":")
    post = Post(
        source=source,
        id=id_,
        author=Author(key="unnamed"),
        created=WHEN,
        version=WHEN,
        title=message.title,
        body=message.body,
        markup=message.markup,
    )
    return thread([post])


def question(ref: str, message: Message) -> duplicates.Question:
    """What the message asks."""
    asking = conversation(ref, message)
    return asked(asking, vocabulary.title(asking))


def pairs(sizes: Iterable[int]) -> int:
    """Of two messages each, in groups of these sizes."""
    return sum(size * (size - 1) // 2 for size in sizes)


def _missed(groups: Sequence[Sequence[Message]]) -> Iterator[tuple[str, str]]:
    """For each label, two messages in different groups."""
    together: dict[str, list[Message]] = defaultdict(list)
    found_in: dict[str, list[str]] = defaultdict(list)
    for number, group in enumerate(groups):
        for message in group:
            together[message.label].append(message)
            found_in[message.label].append(str(number))
    return _unlike(list(together.values()), list(found_in.values()))


def _unlike(groups: Sequence[Sequence[Message]], marks: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Two neighbours with different marks of each group that has some, most unlike pairs first."""
    unlike = [pairs([len(mark)]) - pairs(Counter(mark).values()) for mark in marks]
    for place in sorted(range(len(groups)), key=lambda place: -unlike[place]):
        if unlike[place]:
            marked = list(zip(groups[place], marks[place], strict=True))
            one, other = next((a, b) for (a, x), (b, y) in pairwise(marked) if x != y)
            yield line(one), line(other)


def line(message: Message) -> str:
    """The message's title or text on one line."""
    return " ".join((message.title or message.body).split())
