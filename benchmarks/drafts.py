"""How much of what drafts print an editor would keep: `python -m benchmarks.drafts`.

Needs NumPy. The threads are those whose every sentence an editor rated without seeing a draft, not those of
which only what was `printed` is rated
(`benchmarks/labels/sentences.jsonl`, see `benchmarks.fit_sentences`). Each is drafted with weights fitted to
the threads of the other nine folds; every unit that is printed is looked up among the rated ones of its
posts: k(eep), e(dit), n(o), q(uotes the problem). What is useful and not printed is counted too: a missing
sentence can make a page wrong, a superfluous one is struck out.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from benchmarks.fit_sentences import FOLDS, LABELS, _examples, _fit, _threads
from harvest import markup, privacy, resolution
from harvest.candidates import people
from harvest.pages import use
from harvest.pages.shape import shape
from harvest.pages.sift import units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvest.model import Block, Post, Thread

UNKNOWN: Final = "?"
"""The letter of what cannot be looked up."""
Rated = dict[str, list[tuple[str, str]]]
"""By post, each unit as it is compared, with its letter."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a draft prints of a thread, and what of use it leaves out."""

    publish: bool
    """Whether the editor would publish a page on it."""
    printed: tuple[str, ...]
    """The letter of each unit printed."""
    useful: str
    """The letters k and e of the units in the posts of the answer."""
    lost: str
    """Those of them that are not printed."""
    elsewhere: int
    """Units that an editor keeps, in other posts."""


def main() -> None:
    """Draft, count, print."""
    rated = {each["id"]: each for each in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())}
    threads = _threads(set(rated))
    found = {thread.ref: thread for thread in threads}
    examples = list(_examples({ref: each["posts"] for ref, each in rated.items()}))
    drafted: list[Drafted] = []
    refs = sorted(found)
    for fold in range(FOLDS):
        held = set(refs[fold::FOLDS])
        weights = _fit([each for each in examples if each.thread not in held])
        with patch.object(use, "USE", weights):
            drafted += [
                _drafted(found[ref], rated[ref]["posts"], publish=rated[ref]["publish"])
                for ref in sorted(held)
                if not rated[ref].get("printed")
            ]
    good = [each for each in drafted if each.publish]
    print(_told(drafted))
    print(f"of threads worth a page: {_told(good)}")
    print(f"of the others: {_told([each for each in drafted if not each.publish])}")
    print(_left_out(good))


def _drafted(thread: Thread, posts: Mapping[str, str], *, publish: bool) -> Drafted:
    """What is printed of the thread and what is not; nothing without an answer."""
    verdict = resolution.judge(thread)
    policy = privacy.Policy(names=people(thread))

    def read(post: Post) -> tuple[Block, ...]:
        return privacy.mask_blocks(markup.read(post.body, post.markup), policy)

    if not verdict.answer:
        return Drafted(publish, (), "", "", 0)
    rated: Rated = {}
    for turn in thread.turns:
        for post in turn.posts:
            told = units(read(post))
            letters = posts.get(post.id, "")
            if len(told) == len(letters):
                pairs = zip(told, letters, strict=True)
                rated[post.id] = [(_key(unit.text), letter) for unit, letter in pairs]
    shaped = shape(thread, verdict, read)
    printed = [
        (_key(unit.text), piece.posts)
        for piece in (*shaped.first, *shaped.further, *shaped.also, *shaped.why)
        for unit in units((piece.block,))
    ]
    useful = {
        (id_, key): letter for id_, pairs in rated.items() for key, letter in pairs if letter in {"k", "e"}
    }
    own = {place: letter for place, letter in useful.items() if place[0] in verdict.made_of}
    lost = (
        letter
        for (id_, key), letter in own.items()
        if not any(id_ in ids and _same(key, said) for said, ids in printed)
    )
    return Drafted(
        publish,
        tuple(_letter(key, [pair for id_ in ids for pair in rated.get(id_, ())]) for key, ids in printed),
        useful="".join(own.values()),
        lost="".join(lost),
        elsewhere=list(useful.values()).count("k") - list(own.values()).count("k"),
    )


def _same(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _letter(printed: str, rated: list[tuple[str, str]]) -> str:
    """Of the same unit, or of the longest that holds it or is held: a greeting at its beginning is gone."""
    same = next((letter for key, letter in rated if key == printed), None)
    if same:
        return same
    near = [
        (min(len(key), len(printed)), letter) for key, letter in rated if printed in key or key in printed
    ]
    return max(near)[1] if near else UNKNOWN


def _key(text: str) -> str:
    return " ".join(text.casefold().split()).strip("\"'“”‘’.")


def _told(drafted: Sequence[Drafted]) -> str:
    letters = Counter(letter for each in drafted for letter in each.printed)
    many = letters.total()
    shares = ", ".join(f"{letter} {letters[letter]} ({letters[letter] / many:.0%})" for letter in "kenq?")
    return f"{many} units, {shares}"


def _left_out(drafted: Sequence[Drafted]) -> str:
    useful, lost = ("".join(getattr(each, name) for each in drafted) for name in ("useful", "lost"))
    maimed = sum(2 * len(each.lost) >= len(each.useful) > 0 for each in drafted)
    told = ", ".join(f"{letter} {lost.count(letter)} of {useful.count(letter)}" for letter in "ke")
    return (
        f"in the answers' posts and not printed: {told} "
        f"({sum(each.elsewhere for each in drafted)} k in other posts); half or more of both in {maimed} of "
        f"{len(drafted)} threads"
    )


if __name__ == "__main__":
    main()
