"""How much of what drafts print an editor would keep: `python -m benchmarks.drafts`.

Needs NumPy. The threads are those whose every sentence an editor rated without seeing a draft
(`benchmarks/labels/sentences.jsonl`, see `benchmarks.fit_sentences`). Each is drafted with weights fitted to
the threads of the other nine folds, once as it is and once with nothing weighed; every unit that is printed
is looked up among the rated ones of its posts: k(eep), e(dit), n(o), q(uotes the problem).
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from benchmarks.fit_sentences import FOLDS, LABELS, _examples, _fit, _threads
from harvest import markup, privacy, resolution
from harvest.candidates import people
from harvest.pages import sift, use
from harvest.pages.shape import shape
from harvest.pages.sift import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harvest.model import Block, Post, Thread

UNKNOWN: Final = "?"
"""The letter of what cannot be looked up."""
Rated = dict[str, list[tuple[str, str]]]
"""By post, each unit as it is compared, with its letter."""


def main() -> None:
    """Draft, count, print."""
    rated = {each["id"]: each for each in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())}
    threads = _threads(set(rated))
    found = {thread.ref: thread for thread in threads}
    examples = list(_examples({ref: each["posts"] for ref, each in rated.items()}))
    printed: dict[tuple[bool, bool], Counter[str]] = {}
    refs = sorted(found)
    for fold in range(FOLDS):
        held = set(refs[fold::FOLDS])
        weights = _fit([each for each in examples if each.thread not in held])
        for ref in sorted(held):
            for weighed in (True, False):
                with _weighing(weights, 0.2 if weighed else 0.0):
                    letters = tuple(_printed(found[ref], rated[ref]["posts"]))
                printed.setdefault((weighed, rated[ref]["publish"]), Counter()).update(letters)
    for weighed in (True, False):
        both = printed[weighed, True] + printed[weighed, False]
        print(f"{'weighed' if weighed else 'not weighed'}: {_told(both)}")
        print(f"  of threads worth a page: {_told(printed[weighed, True])}")
        print(f"  of the others: {_told(printed[weighed, False])}")


@contextmanager
def _weighing(weights: Mapping[str, float], bar: float) -> Iterator[None]:
    with patch.object(use, "USE", weights), patch.object(sift, "PRINTED_AT", bar):
        yield


def _printed(thread: Thread, posts: Mapping[str, str]) -> Iterator[str]:
    """The letter of each unit that a draft of the thread prints; none without an answer."""
    verdict = resolution.judge(thread)
    policy = privacy.Policy(names=people(thread))

    def read(post: Post) -> tuple[Block, ...]:
        return privacy.mask_blocks(markup.read(post.body, post.markup), policy)

    if not verdict.answer:
        return
    rated: Rated = {}
    for turn in thread.turns:
        for post in turn.posts:
            told = units(read(post))
            letters = posts.get(post.id, "")
            if len(told) == len(letters):
                pairs = zip(told, letters, strict=True)
                rated[post.id] = [(_key(unit.text), letter) for unit, letter in pairs]
    shaped = shape(thread, verdict, read)
    for piece in (*shaped.first, *shaped.further, *shaped.why):
        for unit in units((piece.block,)):
            yield _letter(_key(unit.text), [pair for post in piece.posts for pair in rated.get(post, ())])


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


def _told(letters: Counter[str]) -> str:
    many = letters.total()
    shares = ", ".join(f"{letter} {letters[letter]} ({letters[letter] / many:.0%})" for letter in "kenq?")
    return f"{many} units, {shares}"


if __name__ == "__main__":
    main()
