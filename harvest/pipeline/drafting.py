"""Candidates into pages: planned, then carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest import resolution, store
from harvest.candidates import TAKEN_DOWN
from harvest.config import CreditRule
from harvest.errors import HarvestError
from harvest.lake import Lake
from harvest.model import Amend, Candidate, Leave
from harvest.pages import draft as drafting
from harvest.pages.merge import plan, plan_all
from harvest.pages.topics import topic_of
from harvest.pipeline.judging import known_pages
from harvest.threads import StaffList, thread
from harvest.vocabulary_file import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from harvest.config import Config
    from harvest.model import Answer
    from harvest.pages.merge import Plan


@dataclass(frozen=True, slots=True)
class Drafts:
    """What should be written, and for what there is nothing to write."""

    plans: tuple[Plan, ...]
    silent: tuple[Candidate, ...]
    """Wanted candidates of whose answer no sentence helps anybody but who asked."""


def can_be_drafted(candidate: Candidate) -> bool:
    """Whether there is an answer to write down: one that is sure enough, or one that has a page already.

    Never one that was taken down.
    """
    if candidate.intent == TAKEN_DOWN:
        return False
    return candidate.verdict.worth_a_page or (
        bool(candidate.verdict.answer) and not isinstance(candidate.intent, Leave)
    )


def plan_drafts(config: Config, picked: Iterable[Candidate]) -> Drafts:
    """What should be written for the candidates that have an answer: nothing is written yet."""
    pages = store.read_pages(config.docs)
    made_from = {page.path: page.digests for page in known_pages(config)}
    plans: list[Plan] = []
    answers: list[Answer] = []
    silent: list[Candidate] = []
    for candidate, answer in write_drafts(config, [each for each in picked if can_be_drafted(each)]):
        page = candidate.intent.page if isinstance(candidate.intent, Amend) else ""
        if answer is None:
            silent.append(candidate)
        elif page and made_from[page].keys().isdisjoint(candidate.threads):  # recognised by phrases alone
            plans.append(plan(page, dict(pages)[page], answer))
        else:
            answers.append(answer)
    return Drafts(plans=(*plans, *plan_all(pages, answers)), silent=tuple(silent))


def write_drafts(config: Config, wanted: Sequence[Candidate]) -> list[tuple[Candidate, Answer | None]]:
    """The page for each candidate; None where no sentence of its answer would stand on it.

    Raises ValueError for a candidate without an answer.
    """
    conversations = Lake(config.lake).conversation({ref for c in wanted for ref in c.threads})
    style = page_style(config)
    staff = StaffList.of(config.staff)

    def material(ref: str) -> drafting.Material:
        conversation = thread(conversations[ref], staff)
        return drafting.Material(conversation, resolution.judge(conversation))

    return [(c, drafting.draft([material(ref) for ref in c.threads], style)) for c in wanted]


def page_style(config: Config) -> drafting.Style:
    """What the configuration says about pages. Raises HarvestError where it says too little."""
    rules = {config.credit, *(source.credit for source in config.sources)}
    if CreditRule.PSEUDONYM in rules and not config.privacy.secret:
        raise HarvestError(
            "privacy: secret: its environment variable is not set, and pseudonyms need it",
            where=config.root / "mkdocs.yml",
            todo="set it, or credit nobody with `credit: none`",
        )
    return drafting.Style(
        keep=config.keep,
        credit=lambda post: config.credit_rule(post.source, post.licence),
        topic=lambda post: topic_of(post, config.topics),
        secret=config.privacy.secret or b"",
        known=vocabulary_of(config.docs),
    )


def carry_out(config: Config, plans: Iterable[Plan]) -> tuple[Path, ...]:
    """Write the pages and proposals. Returns the files written."""
    proposals = config.work / "proposals"
    return tuple(
        path for plan in plans if (path := store.write_page(config.docs, plan, proposals)) is not None
    )
