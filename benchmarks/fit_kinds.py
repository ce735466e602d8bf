"""Fits what tells a how-to from a fix: `python -m benchmarks.fit_kinds [--write]`.

Needs NumPy. The threads are those of `benchmarks/labels/threads.jsonl` (but for batch 10, which is kept for
an honest look) that all readers would publish and call one or the other. Prints how many are called what the
readers call them, by weights fitted to the other nine folds; with `--write` it replaces
`harvest/resolution/kinds_weights.py`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.fit_sentences import FOLDS, _threads
from benchmarks.labelled import LABELS
from benchmarks.ridge import confidence, ridge, row
from harvest.resolution import acts, kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.model import Thread

THOUGHT: Final = {"heading-says-why": -1.0}
"""What this is drawn to: "Why is it black?" complains, and most labelled ones are about theory."""
KEPT: Final = 10
"""The batch that nobody fits to."""
WEIGHTS: Final = Path(__file__).parents[1] / "harvest" / "resolution" / "kinds_weights.py"
HEADER: Final = '''"""What speaks for a how-to (above zero) or for a fix, in log-odds.

Fitted by `python -m benchmarks.fit_kinds --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

HOW_TO: Final = {
'''


@dataclass(frozen=True, slots=True)
class Example:
    """A thread with an answer that helps."""

    thread: str
    signs: frozenset[str]
    how_to: bool


def main() -> None:
    """Fit, say how well, and write if asked."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--write", action="store_true")
    write: bool = arguments.parse_args().write
    labels = {
        label["id"]: label["readers"]
        for label in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())
        if label["batch"] != KEPT and _kind(label["readers"]) in {"fix", "how-to"}
    }
    examples = [found for each in _threads(set(labels)) if (found := _example(each, labels[each.ref]))]
    right = 0
    for fold in range(FOLDS):
        held = {each.thread for each in examples[fold::FOLDS]}
        weights = _fit([each for each in examples if each.thread not in held])
        right += sum(
            (confidence(weights, each.signs) > 1 / 2) == each.how_to
            for each in examples
            if each.thread in held
        )
    print(f"by weights fitted to others: {right} of {len(examples)} are called what readers call them")
    weights = _fit(examples)
    for name, weight in sorted(weights.items(), key=lambda pair: pair[1]):
        print(f"  {weight:+.2f}  {name}")
    if write:
        lines = [f'    "{name}": {weight},\n' for name, weight in sorted(weights.items())]
        WEIGHTS.write_text(HEADER + "".join(lines) + "}\n", encoding="utf-8")


def _kind(readers: Sequence[dict[str, Any]]) -> str:
    """What all readers call it who would publish it; "" where they differ."""
    called = {reader["kind"] if reader["page"] else "" for reader in readers}
    return called.pop() or "" if len(called) == 1 else ""


def _example(thread: Thread, readers: Sequence[dict[str, Any]]) -> Example | None:
    named = {post for reader in readers for post in reader["answer"]}
    answer = tuple(acts.read(turn) for turn in thread.turns if not named.isdisjoint(turn.ids))
    if not answer:
        return None
    return Example(thread.ref, kinds.signs(answer, acts.read(thread.question)), _kind(readers) == "how-to")


def _fit(examples: Sequence[Example]) -> dict[str, float]:
    names = sorted({name for each in examples for name in each.signs})
    rows = [row(names, each.signs) for each in examples]
    return ridge(names, rows, [each.how_to for each in examples], thought=THOUGHT)


if __name__ == "__main__":
    main()
