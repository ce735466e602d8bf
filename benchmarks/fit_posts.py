"""Fits which posts of a thread its page is made of: `python -m benchmarks.fit_posts [--write]`.

Needs NumPy. A post is part of the answer when one of the readers of the whole thread names it
(`benchmarks/labels/threads.jsonl`); threads are those found worth a page of which a reader names any. Batch
10 is left out: it is for one look.

Prints, for threads held out in ten folds, how many of the posts taken are right and how many of the right
ones are taken, by the verdict alone and at several bars; with `--write` it replaces
`harvest/resolution/belongs_weights.py`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import labelled
from benchmarks.fit_sentences import FOLDS, _threads
from benchmarks.ridge import confidence, ridge, row
from harvest import resolution
from harvest.resolution import acts, belongs
from harvest.resolution.cases import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from harvest.model import Thread

LEFT_OUT: Final = {10}
WEIGHTS: Final = Path(__file__).parents[1] / "harvest" / "resolution" / "belongs_weights.py"
BARS: Final = (0.3, 0.35, belongs.BELONGS_AT, 0.45, 0.5, 0.6)
HEADER: Final = '''"""What each sign of a post weighs, in log-odds of its being part of the answer.

Fitted by `python -m benchmarks.fit_posts --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

BELONGS: Final = {
'''


@dataclass(frozen=True, slots=True)
class Example:
    """A turn that could be part of the answer."""

    thread: str
    named: bool
    signs: frozenset[str]
    right: bool


def main() -> None:
    """Fit, say how well, and write if asked."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--write", action="store_true")
    write: bool = arguments.parse_args().write
    examples = list(_examples())
    print(f"{len(examples):,} posts of {len({each.thread for each in examples})} threads")
    _held_out(examples)
    weights = _fit(examples)
    for name, weight in sorted(weights.items(), key=lambda pair: pair[1]):
        print(f"  {weight:+.2f}  {name}")
    if write:
        lines = [f'    "{name}": {weight},\n' for name, weight in sorted(weights.items())]
        WEIGHTS.write_text(HEADER + "".join(lines) + "}\n", encoding="utf-8")


def _examples() -> Iterator[Example]:
    labels = [json.loads(line) for line in labelled.LABELS.read_text(encoding="utf-8").splitlines()]
    right = {
        label["id"]: {id_ for reader in label["readers"] for id_ in reader["answer"]}
        for label in labels
        if label["batch"] not in LEFT_OUT
    }
    for thread in _threads({ref for ref, ids in right.items() if ids}):
        yield from _of(thread, right.get(thread.ref, set()))


def _of(thread: Thread, right: set[str]) -> Iterator[Example]:
    verdict = resolution.judge(thread)
    if not verdict.worth_a_page or not right:
        return
    readings = tuple(acts.read(turn) for turn in thread.turns)
    answer = tuple(reading for reading in readings if set(reading.turn.ids) & set(verdict.answer))
    told = next((reading for reading in readings if verdict.confirmed_by in reading.turn.ids), None)
    accepted = next((post.accepted for turn in thread.turns for post in turn.posts if post.accepted), "")
    case = Case(readings, answer, told, accepted)
    alone = len(belongs.candidates(case)) == 1
    for reading, signs in belongs.signs(case):
        right_one = bool(set(reading.turn.ids) & right)
        yield Example(thread.ref, reading in answer, frozenset() if alone else signs, right_one)


def _fit(examples: Sequence[Example]) -> dict[str, float]:
    several = [each for each in examples if each.signs]  # of one there is nothing to choose
    names = sorted({name for each in several for name in each.signs})
    rows = [row(names, each.signs) for each in several]
    return ridge(names, rows, [each.right for each in several], thought={})


def _held_out(examples: Sequence[Example]) -> None:
    refs = sorted({each.thread for each in examples})
    weighed: list[tuple[float, Example]] = []
    for fold in range(FOLDS):
        held = set(refs[fold::FOLDS])
        weights = _fit([each for each in examples if each.thread not in held])
        weighed += [(confidence(weights, each.signs), each) for each in examples if each.thread in held]
    most: dict[str, float] = {}
    for chance, each in weighed:
        most[each.thread] = max(chance, most.get(each.thread, 0.0))
    _tell("named by the verdict", weighed, _named)
    for bar in BARS:
        _tell(f"at {bar:.2f}", weighed, _taking(bar, most))


def _named(_chance: float, example: Example) -> bool:
    return example.named


def _taking(bar: float, most: Mapping[str, float]) -> Callable[[float, Example], bool]:
    def taken(chance: float, example: Example) -> bool:
        return chance >= bar or chance == most[example.thread]

    return taken


def _tell(
    name: str, weighed: Iterable[tuple[float, Example]], taken: Callable[[float, Example], bool]
) -> None:
    by_thread: dict[str, list[tuple[bool, bool]]] = {}
    for chance, each in weighed:
        by_thread.setdefault(each.thread, []).append((taken(chance, each), each.right))
    pairs = [pair for several in by_thread.values() for pair in several]
    both = pairs.count((True, True))
    whole = sum(all(taken for taken, right in several if right) for several in by_thread.values())
    print(
        f"{name}: {sum(taken for taken, _ in pairs):,} posts, "
        f"precision {both / sum(taken for taken, _ in pairs):.3f}, "
        f"recall {both / sum(right for _, right in pairs):.3f}; "
        f"the whole answer of {whole / len(by_thread):.3f} of the threads"
    )


if __name__ == "__main__":
    main()
