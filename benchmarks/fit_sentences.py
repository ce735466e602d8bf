"""Fits what speaks for a sentence of an answer: `python -m benchmarks.fit_sentences [--write]`.

Needs NumPy. `benchmarks/labels/sentences.jsonl` holds ids and judgements
only: for each post of a thread a letter for each of its units, in the order in which the post is read:
k(eep), e(dit), n(o), q(uotes the problem). An editor gave them who read the whole thread and asked what the
next customer should read, taken over word for word. A post that is read otherwise than it was then (another
number of units) is left out.

Prints, for threads held out in ten folds, what is printed at each threshold, how much of it an editor keeps,
and how much of what is worth printing is printed; with `--write` it replaces `harvest/pages/use_weights.py`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import labelled
from benchmarks.ridge import BIAS, confidence, ridge, row
from harvest import markup, privacy, resolution
from harvest.candidates import people
from harvest.lake import Lake
from harvest.pages import use
from harvest.pages.sift import units
from harvest.threads import thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.model import Thread

LABELS: Final = Path(__file__).parent / "labels" / "sentences.jsonl"
WEIGHTS: Final = Path(__file__).parents[1] / "harvest" / "pages" / "use_weights.py"
FOLDS: Final = 10
UNRATED: Final = "?"
"""The letter of a unit that nobody rated: of 30 threads only what their drafts printed was."""
THRESHOLDS: Final = (0.2, use.DECIDES_AT, 0.3, 0.4, use.PRINTED_AT, 0.5, 0.6)
HEADER: Final = '''"""What each sign of a sentence weighs, in log-odds of an editor keeping it.

Fitted by `python -m benchmarks.fit_sentences --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

USE: Final = {
'''


@dataclass(frozen=True, slots=True)
class Example:
    """A rated unit of an answer post."""

    thread: str
    signs: frozenset[str]
    letter: str


def main() -> None:
    """Fit, say how well, and write if asked."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--write", action="store_true")
    write: bool = arguments.parse_args().write
    rated = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    examples = list(_examples({each["id"]: each["posts"] for each in rated}))
    print(f"{len(examples):,} units of {len({each.thread for each in examples})} threads")
    _held_out(examples)
    weights = _fit(examples)
    for name, weight in sorted(weights.items(), key=lambda pair: pair[1]):
        print(f"  {weight:+.2f}  {name}")
    if write:
        lines = [f'    "{name}": {round(weight, 2)},\n' for name, weight in sorted(weights.items())]
        WEIGHTS.write_text(HEADER + "".join(lines) + "}\n", encoding="utf-8")


def _examples(rated: dict[str, dict[str, str]]) -> Iterator[Example]:
    misread = 0
    for conversation in _threads(set(rated)):
        verdict = resolution.judge(conversation)
        policy = privacy.Policy(names=people(conversation))
        for turn in conversation.turns:
            for post in turn.posts:
                letters = rated[conversation.ref].get(post.id, "")
                if post.id not in verdict.made_of or not letters.strip(UNRATED):
                    continue
                read = units(privacy.mask_blocks(markup.read(post.body, post.markup), policy))
                if len(read) != len(letters):
                    misread += 1
                    continue
                place = use.place(conversation, verdict, post.id)
                for signs, letter in zip(use.signs(read, place), letters, strict=True):
                    if letter != UNRATED:
                        yield Example(conversation.ref, signs, letter)
    if misread:
        print(f"{misread} posts are read otherwise than when they were rated: left out")


def _threads(wanted: set[str]) -> Iterator[Thread]:
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        for name, known, paths in labelled.SETS:
            labelled._take_in(lake, name, known, paths)  # noqa: SLF001 — the same package
        found = lake.conversation(wanted)
        for ref in sorted(found):
            yield thread(found[ref])


def _fit(examples: list[Example]) -> dict[str, float]:
    names = sorted({name for each in examples for name in each.signs} - {BIAS})
    rows = [row(names, each.signs) for each in examples]
    return ridge(names, rows, [each.letter == "k" for each in examples], thought={})


def _held_out(examples: list[Example]) -> None:
    refs = sorted({each.thread for each in examples})
    likely: list[tuple[float, Example]] = []
    for fold in range(FOLDS):
        held = set(refs[fold::FOLDS])
        weights = _fit([each for each in examples if each.thread not in held])
        likely += [
            (confidence(weights, each.signs - {BIAS}), each) for each in examples if each.thread in held
        ]
    worth = sum(each.letter == "k" for _, each in likely)
    for threshold in (0.0, *THRESHOLDS):
        printed = [each for chance, each in likely if chance >= threshold]
        kept = sum(each.letter == "k" for each in printed)
        edited = sum(each.letter == "e" for each in printed)
        print(
            f"at {threshold:.2f}: {len(printed):,} printed, keep {kept / len(printed):.2f}, edit "
            f"{edited / len(printed):.2f}; {kept / worth:.2f} of what is worth it"
        )


if __name__ == "__main__":
    main()
