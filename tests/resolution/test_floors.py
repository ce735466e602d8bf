"""What the judge reaches on real conversations and on the samples. The floors only ever rise."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from harvest import config
from harvest.model import Author, Markup, Outcome, Post, Verdict
from harvest.resolution import confirmation, judge, offers, weights, worth
from harvest.sources import SourceOptions, expand, format_named
from harvest.threads import StaffList, thread

REPOSITORY: Final = Path(__file__).parents[2]
REAL: Final = Path(os.environ.get("HARVEST_REAL_DATA", REPOSITORY / "../shared/data"))
GOLD: Final = REAL / "gold/threads.jsonl"
SAMPLES: Final = REPOSITORY / "harvest/samples"
RESOLVED_PRECISION: Final = 0.95
RESOLVED_RECALL: Final = 0.80
PAGE_PRECISION: Final = 0.90
PAGE_RECALL: Final = 0.60
START: Final = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def labelled() -> Counter[tuple[str, bool, bool]]:
    """(what, truth, verdict) → how many labelled threads."""
    if not GOLD.is_file():
        pytest.skip("the labelled threads are not here: set HARVEST_REAL_DATA to the folder that holds gold/")
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for line in GOLD.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["outcome"] is None:
            continue
        verdict = judge(thread(_posts(row)))
        outcome = verdict.outcome
        counts["resolved", row["outcome"] == "resolved", outcome is Outcome.RESOLVED] += 1
        if row["page"] is not None:
            counts["page", bool(row["page"]), verdict.worth_a_page] += 1
    return counts


def _posts(row: dict[str, Any]) -> list[Post]:
    ids = {post["n"]: post["id"] for post in row["posts"]}
    return [
        Post(
            source=row["source"],
            id=post["id"],
            author=Author(key=post["author"] or "unnamed", name=post["author"]),
            created=START + timedelta(minutes=post["n"]),
            version=START,
            body=post["text"],
            markup=Markup.TEXT,
            conversation="labelled",
            parent=ids.get(post["reply_to"], ""),
        )
        for post in row["posts"]
    ]


@pytest.mark.parametrize(
    ("what", "precision", "recall"),
    [("resolved", RESOLVED_PRECISION, RESOLVED_RECALL), ("page", PAGE_PRECISION, PAGE_RECALL)],
)
def test_real_threads_are_judged_as_well_as_ever(
    labelled: Counter[tuple[str, bool, bool]], what: str, precision: float, recall: float
) -> None:
    right, wrong, missed = (
        labelled[what, True, True],
        labelled[what, False, True],
        labelled[what, True, False],
    )
    assert right / (right + wrong) >= precision
    assert right / (right + missed) >= recall


class _Strict:
    """A report that takes nothing bad."""

    def bad(self, line: int, reason: str) -> None:
        raise AssertionError(f"{line}: {reason}")

    def skipped(self, reason: str) -> None:
        pass


def _sample_threads() -> dict[str, list[Post]]:
    """The samples' posts as they stand last, by `source:conversation`."""
    found: dict[str, list[Post]] = {}
    for name in ("x", "discourse", "stackexchange"):
        newest: dict[str, Post] = {}
        for path in expand([SAMPLES / name]):
            for post in format_named(name).read(path, SourceOptions(name=name), _Strict()):
                newest[post.id] = post
        for post in newest.values():
            if not post.deleted:
                found.setdefault(f"{name}:{post.conversation}", []).append(post)
    return found


@pytest.fixture(scope="module")
def samples() -> dict[str, tuple[dict[str, Any], Verdict]]:
    """Conversation → what the manifest says of it, and the verdict."""
    staff = StaffList.of(config.load(REPOSITORY / "mkdocs.yml").staff)
    entries = yaml.safe_load((SAMPLES / "MANIFEST.yml").read_text("utf-8"))["threads"]
    truth = {entry["id"]: entry for entry in entries}
    threads = {ref: thread(posts, staff) for ref, posts in _sample_threads().items()}
    known = {ref: (truth[ref], judge(found)) for ref, found in threads.items() if ref in truth}
    assert len(known) > 0.9 * len(truth)
    return known


def test_no_sample_is_called_solved_that_is_not(samples: dict[str, tuple[dict[str, Any], Verdict]]) -> None:
    called = {ref for ref, (_, verdict) in samples.items() if verdict.outcome is Outcome.RESOLVED}
    assert len(called) >= 15
    assert {ref for ref in called if samples[ref][0]["outcome"] != "resolved"} == set()


def test_a_solved_sample_names_a_post_that_solved_it(
    samples: dict[str, tuple[dict[str, Any], Verdict]],
) -> None:
    wrong = {
        ref
        for ref, (truth, verdict) in samples.items()
        if verdict.outcome is Outcome.RESOLVED and not set(map(str, truth["answer"])) & set(verdict.answer)
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("rules", "table"),
    [
        ([rule.name for rule in confirmation.RULES], weights.CONFIRMATION),
        ([rule.name for rule in worth.RULES], weights.WORTH),
        ([name for name, _ in offers.RULES], weights.OFFER),
    ],
)
def test_every_rule_has_been_fitted(rules: list[str], table: dict[str, float]) -> None:
    assert sorted(table) == sorted([weights.BIAS, *rules])
