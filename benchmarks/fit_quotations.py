"""Fits what names the problem in a question: `python -m benchmarks.fit_quotations [--write]`.

Needs NumPy. The questions are those of which a reader has marked the sentences that name the problem: with q
in `benchmarks/labels/sentences.jsonl` (see `benchmarks.fit_sentences`) and in `problems.jsonl` beside it,
which has a letter for each unit of the first post. Prints, for threads held out in ten folds, how many
quotations hold such a sentence and how many of the quoted sentences are one, with weights fitted to the other
folds; with `--write` it replaces `harvest/vocabulary/problem_weights.py`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from benchmarks.fit_sentences import FOLDS, LABELS, _threads
from benchmarks.ridge import ridge, row
from harvest import markup, privacy, resolution, vocabulary
from harvest.candidates import people
from harvest.pages.lead import answered, chosen, in_words, said_of_it
from harvest.pages.sift import units
from harvest.vocabulary import problem, problem_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvest.model import Thread

PROBLEMS: Final = LABELS.with_name("problems.jsonl")
WEIGHTS: Final = Path(__file__).parents[1] / "harvest" / "vocabulary" / "problem_weights.py"
THOUGHT: Final = {
    "error-code": 1.5,
    "went-well": -1.0,
    "rant": -0.8,
    "praise": -0.8,
    "breaks": 1.0,
    "musing": -1.5,
}
"""What these few are drawn to: an error code and what does not run name a problem; what was solved, what was
thought, praise and anger name none."""
HEADER: Final = '''"""What each sign of a question's sentence weighs, in log-odds of its naming the problem.

Fitted by `python -m benchmarks.fit_quotations --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

PROBLEM: Final = {
'''


@dataclass(frozen=True, slots=True)
class Question:
    """The sentences of a question that could be quoted, which of them name the problem, what it is about."""

    thread: str
    said: tuple[str, ...]
    names: tuple[bool, ...]
    about: problem.About


def main() -> None:
    """Fit, say how well, and write if asked."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--write", action="store_true")
    write: bool = arguments.parse_args().write
    rated, marked = _labels(LABELS), _labels(PROBLEMS)
    found = (
        _question(each, marked[each.ref]["problem"] if each.ref in marked else _letters(rated, each))
        for each in _threads(set(rated) | set(marked))
    )
    questions = [each for each in found if each]
    print("as it ships: " + _told(questions, [problem_weights.PROBLEM] * len(questions)))
    refs = sorted(each.thread for each in questions)
    folds = [set(refs[fold::FOLDS]) for fold in range(FOLDS)]
    fitted = [_fit([each for each in questions if each.thread not in held]) for held in folds]
    others = [
        next(w for w, held in zip(fitted, folds, strict=True) if each.thread in held) for each in questions
    ]
    print("by weights fitted to others: " + _told(questions, others))
    weights = _fit(questions)
    for name, weight in sorted(weights.items(), key=lambda pair: pair[1]):
        print(f"  {weight:+.2f}  {name}")
    if write:
        lines = [f'    "{name}": {weight},\n' for name, weight in sorted(weights.items())]
        WEIGHTS.write_text(HEADER + "".join(lines) + "}\n", encoding="utf-8")


def _labels(path: Path) -> dict[str, Any]:
    return {each["id"]: each for each in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def _letters(rated: Mapping[str, Any], thread: Thread) -> str:
    letters: str = rated[thread.ref]["posts"].get(thread.question.posts[0].id, "")
    return letters


def _question(thread: Thread, letters: str) -> Question | None:
    """None where no sentence is marked, or the post is read otherwise than it was then."""
    post = thread.question.posts[0]
    policy = privacy.Policy(names=people(thread))
    read = units(privacy.mask_blocks(markup.read(post.body, post.markup), policy))
    if "q" not in letters or len(read) != len(letters):
        return None
    marked = [_key(unit.text) for unit, letter in zip(read, letters, strict=True) if letter == "q"]

    def mask(text: str) -> str:
        return privacy.mask(markup.clean(text), policy)

    answer = resolution.judge(thread).answer
    said = said_of_it(vocabulary.sentences(mask(in_words(thread.question))))
    return Question(
        thread.ref,
        tuple(said),
        tuple(any(_key(each) in one or one in _key(each) for one in marked) for each in said),
        problem.About(
            title=vocabulary.meaningful(vocabulary.title(thread, mask)),
            heading=vocabulary.meaningful(mask(post.title)),
            answer=answered(thread, answer),
        ),
    )


def _key(text: str) -> str:
    return " ".join(text.casefold().split()).strip("\"'“”‘’.")


def _fit(questions: Sequence[Question]) -> dict[str, float]:
    there = [signs for each in questions for signs in problem.signs(each.said, each.about)]
    names = sorted({name for signs in there for name in signs})
    rows = [row(names, signs) for signs in there]
    weights = ridge(names, rows, [marked for each in questions for marked in each.names], thought=THOUGHT)
    return {name: round(weight, 2) for name, weight in weights.items()}


def _told(questions: Sequence[Question], weights: Sequence[Mapping[str, float]]) -> str:
    quoted: list[list[bool]] = []
    for each, known in zip(questions, weights, strict=True):
        with patch.object(problem, "PROBLEM", known):
            quoted.append([each.names[place] for place in chosen(each.said, each.about)])
    found, many = sum(map(any, quoted)), sum(map(len, quoted))
    right = sum(map(sum, quoted))
    return f"{found} of {len(questions)} quotations name the problem, {right} of {many} sentences do"


if __name__ == "__main__":
    main()
