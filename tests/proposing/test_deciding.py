"""What is done about a proposal, given what stands on the forge; then random histories of all of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from harvest.proposing import mark
from harvest.proposing.branch import Branch, name_of, stem_of
from harvest.proposing.deciding import (
    Adopt,
    Comment,
    Intent,
    Leave,
    Open,
    Proposal,
    Rules,
    Update,
    decide,
    known,
    reason_of,
)
from harvest.proposing.mark import Mark
from harvest.proposing.request import Request, Status

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "harvest/"
STEM = name_of(PREFIX, "forum:1")
ONE = Proposal(threads=("forum:1",), page="answers/one.md", digest="d1")


def request(
    number: int = 1,
    status: Status = Status.OPEN,
    *,
    threads: tuple[str, ...] = ("forum:1",),
    digest: str = "d1",
    labels: tuple[str, ...] = (),
    branch: str = STEM,
    marked: bool = True,
) -> Request:
    body = mark.write(Mark(page="answers/one.md", threads=threads, digest=digest)) if marked else "rewritten"
    return Request(
        number=number,
        url=f"https://forge.example/{number}",
        status=status,
        branch=branch,
        head="a" * 40,
        title="",
        body=body,
        labels=labels,
    )


def branch(
    name: str = STEM, *, untouched: bool = True, digest: str = "d1", threads: tuple[str, ...] = ("forum:1",)
) -> Branch:
    return Branch(
        name=name, head="a" * 40, threads=threads, page="answers/one.md", digest=digest, untouched=untouched
    )


def decided(
    *proposals: Proposal,
    requests: tuple[Request, ...] = (),
    branches: tuple[Branch, ...] = (),
    most_open: int = 10,
    reopen: frozenset[str] = frozenset(),
) -> tuple[Intent, ...]:
    rules = Rules(prefix=PREFIX, most_open=most_open, reopen=reopen)
    return decide(proposals or (ONE,), known(requests, branches, rules))


def test_something_new_is_opened() -> None:
    assert decided() == (Open(STEM),)


def test_what_is_open_and_unchanged_is_left() -> None:
    (intent,) = decided(requests=(request(),), branches=(branch(),))
    assert intent == Leave("open as #1", request())


def test_a_change_updates_what_nobody_has_touched_and_comments_on_the_rest() -> None:
    changed = replace(ONE, digest="d2")
    assert decided(changed, requests=(request(),), branches=(branch(),)) == (Update(request(), "a" * 40),)
    pushed = branch(digest="d2")
    assert decided(changed, requests=(request(),), branches=(pushed,)) == (
        Update(request(), "a" * 40, pushed=True),
    )
    (intent,) = decided(changed, requests=(request(),), branches=(branch(untouched=False),))
    assert isinstance(intent, Comment)


def test_a_request_without_its_branch_is_for_people() -> None:
    (intent,) = decided(requests=(request(),))
    assert isinstance(intent, Leave)
    assert intent.wrong


def test_they_match_when_they_share_any_conversation() -> None:
    joined = Proposal(threads=("forum:2", "forum:1"), page="answers/two.md", digest="d1")
    assert isinstance(decided(joined, requests=(request(),), branches=(branch(),))[0], Leave)


def test_closed_means_no_whatever_is_said_later() -> None:
    for digest in ("d1", "d2"):
        (intent,) = decided(
            replace(ONE, digest=digest),
            requests=(request(status=Status.CLOSED, labels=("bug", "reason: too old")),),
        )
        assert isinstance(intent, Leave)
        assert intent.reason == "closed as #1: the answer was no (too old)"


def test_closed_means_no_even_when_somebody_has_taken_out_the_mark() -> None:
    gone = request(status=Status.CLOSED, marked=False)
    assert isinstance(decided(requests=(gone,))[0], Leave)
    assert isinstance(decided(requests=(replace(gone, branch=f"{STEM}-2"),))[0], Leave)


def test_naming_it_with_a_reason_opens_it_on_a_new_branch() -> None:
    closed = (request(2, Status.CLOSED, branch=f"{STEM}-2"), request(1, Status.CLOSED))
    left = (branch(), branch(f"{STEM}-2"))
    assert decided(requests=closed, branches=left, reopen=frozenset(["forum:1"])) == (Open(f"{STEM}-3"),)
    assert isinstance(decided(requests=closed, reopen=frozenset(["forum:2"]))[0], Leave)


def test_merged_is_never_proposed_again() -> None:
    merged = (request(status=Status.MERGED),)
    for reopen in (frozenset[str](), frozenset(["forum:1"])):
        (intent,) = decided(replace(ONE, digest="d2"), requests=merged, reopen=reopen)
        assert isinstance(intent, Leave)


def test_a_change_after_the_merge_amends_unless_that_was_refused() -> None:
    merged, amendment = request(status=Status.MERGED), replace(ONE, digest="d2", amends=True)
    assert decided(amendment, requests=(merged,)) == (Open(f"{STEM}-2"),)
    refused = request(2, Status.CLOSED, digest="d2", branch=f"{STEM}-2")
    assert isinstance(decided(amendment, requests=(refused, merged))[0], Leave)
    assert decided(replace(amendment, digest="d3"), requests=(refused, merged)) == (Open(f"{STEM}-3"),)


def test_there_is_room_for_so_many_and_the_first_get_it() -> None:
    others = tuple(Proposal(threads=(f"forum:{n}",), page=f"answers/{n}.md", digest="d") for n in range(2, 5))
    intents = decided(*others, requests=(request(),), branches=(branch(),), most_open=3)
    assert [type(intent) for intent in intents] == [Open, Open, Leave]
    assert isinstance(intents[2], Leave)
    assert intents[2].waits


def test_a_branch_without_a_request_gets_one() -> None:
    assert decided(branches=(branch(),)) == (Adopt(branch()),)
    assert decided(branches=(branch(untouched=False, digest="d0"),)) == (
        Adopt(branch(untouched=False, digest="d0")),
    )
    assert decided(branches=(branch(digest="d0"),)) == (Open(STEM, "a" * 40),)


def test_a_branch_that_two_pages_could_go_on_with_is_the_first_ones() -> None:
    both = branch(threads=("forum:1", "forum:2"))
    other = Proposal(threads=("forum:2",), page="answers/two.md", digest="d2")
    intents = decided(ONE, other, branches=(both,))
    assert intents[0] == Adopt(both)
    assert isinstance(intents[1], Leave)


def test_a_strangers_branch_is_not_written_to() -> None:
    (intent,) = decided(branches=(branch(threads=()),))
    assert isinstance(intent, Leave)
    assert intent.wrong


def test_two_open_requests_that_turn_out_to_ask_the_same_are_told() -> None:
    joined = Proposal(threads=("forum:1", "forum:2"), page="answers/one.md", digest="d2")
    second = request(2, threads=("forum:2",), branch=name_of(PREFIX, "forum:2"))
    (intent,) = decided(joined, requests=(second, request()), branches=(branch(), branch(second.branch)))
    assert isinstance(intent, Comment)
    assert intent.request == second
    assert intent.why.startswith("#1 and #2 ask the same")


def test_of_a_request_that_is_split_the_larger_part_goes_on() -> None:
    both = request(threads=("forum:1", "forum:2", "forum:3", "forum:4"))
    part = Proposal(threads=("forum:2", "forum:3", "forum:4"), page="answers/two.md", digest="d2")
    intents = decided(ONE, part, requests=(both,), branches=(branch(),))
    assert intents[0] == Leave("asked in #1 as well, which is open", both)
    assert isinstance(intents[1], Update)


def test_what_is_lost_is_told_only_where_somebody_would_wait() -> None:
    lost = replace(ONE, page="", digest="", lost="not resolved")
    assert decided(lost) == (Leave("not resolved"),)
    assert isinstance(decided(lost, requests=(request(),), branches=(branch(),))[0], Comment)


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (("harvest", "harvest:duplicate"), "duplicate"),
        (("Reason: too old",), "too old"),
        (("reason::private",), "private"),
        (("harvest", "reasonable: x", "harvest:"), ""),
    ],
)
def test_the_reason_is_read_from_a_label(labels: tuple[str, ...], reason: str) -> None:
    assert reason_of(labels) == reason


# ── random histories ─────────────────────────────────────────────────────────────────────────────

THREADS = tuple(f"forum:{number}" for number in range(4))
MOST = 2


@dataclass
class Branched:
    """A branch of the model's repository."""

    threads: tuple[str, ...]
    digest: str
    touched: bool = False


class Histories(RuleBasedStateMachine):
    """Conversations change, join and part; people edit, close, merge and delete; connections break."""

    def __init__(self) -> None:
        super().__init__()
        self.version = dict.fromkeys(THREADS, 0)
        self.groups: list[tuple[str, ...]] = [(ref,) for ref in THREADS]
        self.pages: dict[str, str] = {}  # conversation → the digest that its page has
        self.requests: dict[int, Request] = {}
        self.new_pages: dict[int, bool] = {}
        self.branches: dict[str, Branched] = {}
        self.edited: dict[str, Branched] = {}
        self.comments: Counter[tuple[int, str]] = Counter()
        self.no: set[str] = set()  # conversations that were refused a new page, and not asked for again
        self.was_merged: set[str] = set()
        self.clock = 0

    # what people and customers do

    @rule(ref=st.sampled_from(THREADS))
    def somebody_posts(self, ref: str) -> None:
        self.version[ref] += 1

    @rule(one=st.sampled_from(THREADS), other=st.sampled_from(THREADS))
    def they_turn_out_to_ask_the_same(self, one: str, other: str) -> None:
        mine = next(group for group in self.groups if one in group)
        theirs = next(group for group in self.groups if other in group)
        if mine is not theirs:
            self.groups = [g for g in self.groups if g not in (mine, theirs)] + [(*mine, *theirs)]

    @rule(one=st.sampled_from(THREADS))
    def they_turn_out_not_to(self, one: str) -> None:
        mine = next(group for group in self.groups if one in group)
        self.groups = [g for g in self.groups if g != mine] + [(ref,) for ref in mine]

    @rule(data=st.data())
    def a_person_edits_a_branch(self, data: st.DataObject) -> None:
        if self.branches:
            name = data.draw(st.sampled_from(sorted(self.branches)))
            self.branches[name].touched = True
            self.edited[name] = replace(self.branches[name])

    @rule(data=st.data(), delete=st.booleans(), unmark=st.booleans())
    def a_person_closes(self, data: st.DataObject, *, delete: bool, unmark: bool) -> None:
        if open_ := self.of(Status.OPEN):
            request = data.draw(st.sampled_from(open_))
            if self.new_pages[request.number]:
                known_by = name_of(PREFIX, self.about(request)[0]) == stem_of(request.branch)
                self.no |= set(self.about(request)[: known_by if unmark else None])
            self.end(request, Status.CLOSED, delete=delete)
            if unmark:
                self.requests[request.number] = replace(self.requests[request.number], body="")

    @rule(data=st.data(), delete=st.booleans())
    def a_person_merges(self, data: st.DataObject, *, delete: bool) -> None:
        if open_ := self.of(Status.OPEN):
            request = data.draw(st.sampled_from(open_))
            said = mark.read(request.body)
            assert said is not None
            for ref in said.threads:
                self.pages[ref] = said.digest
            self.was_merged |= set(said.threads)
            self.end(request, Status.MERGED, delete=delete)

    @rule()
    def a_person_deletes_all_pages(self) -> None:
        self.pages.clear()

    # what Harvest does

    @rule(cut=st.booleans(), ref=st.sampled_from(("",) * 8 + THREADS))
    def harvest_promotes(self, *, cut: bool, ref: str = "") -> None:
        groups = [group for group in self.groups if not ref or ref in group]
        proposals = [self.proposal(group) for group in groups]
        reopen = frozenset(ref for group in groups for ref in group) if ref else frozenset[str]()
        self.no -= reopen
        known_branches = tuple(
            Branch(
                name=name,
                head=self.head(each),
                threads=each.threads,
                page="",
                digest=each.digest,
                untouched=not each.touched,
            )
            for name, each in self.branches.items()
        )
        newest_first = tuple(sorted(self.requests.values(), key=lambda r: -r.number))
        rules = Rules(prefix=PREFIX, most_open=MOST, reopen=reopen)
        for proposal, intent in zip(
            proposals, decide(proposals, known(newest_first, known_branches, rules)), strict=True
        ):
            self.carry_out(proposal, intent, cut=cut)

    def carry_out(self, proposal: Proposal, intent: Intent, *, cut: bool) -> None:
        match intent:
            case Open(branch=name, expected=expected):
                there = self.branches.get(name)
                assert (self.head(there) if there else "") == expected
                self.branches[name] = Branched(proposal.threads, proposal.digest)
                if not cut:
                    self.opened(proposal, name, proposal.digest)
            case Adopt(branch=found):
                self.opened(proposal, found.name, found.digest)
            case Update(request=found, expected=expected):
                assert self.head(self.branches[found.branch]) == expected
                self.branches[found.branch] = Branched(proposal.threads, proposal.digest)
                if not cut:
                    body = mark.write(Mark(page="p", threads=proposal.threads, digest=proposal.digest))
                    self.requests[found.number] = replace(found, body=body)
            case Comment(request=found):
                self.comments[found.number, proposal.digest] += 1
                assert found.status is Status.OPEN
            case Leave():
                pass

    def opened(self, proposal: Proposal, name: str, digest: str) -> None:
        if not proposal.amends:
            assert self.no.isdisjoint(proposal.threads), "a refused one has come back by itself"
            assert self.was_merged.isdisjoint(proposal.threads), "a merged one is proposed again"
        assert name not in {each.branch for each in self.requests.values()}, "a branch is used twice"
        number = len(self.requests) + 1
        self.requests[number] = request(number, threads=proposal.threads, digest=digest, branch=name)
        self.new_pages[number] = not proposal.amends

    # the model

    def proposal(self, group: tuple[str, ...]) -> Proposal:
        digest = ",".join(f"{ref}@{self.version[ref]}" for ref in sorted(group))
        page = any(ref in self.pages for ref in group)
        lost = "already on it" if page and all(self.pages.get(ref) == digest for ref in group) else ""
        return Proposal(threads=group, page="p", digest=digest, amends=page, lost=lost)

    def of(self, status: Status) -> list[Request]:
        return [each for each in self.requests.values() if each.status is status]

    def about(self, request: Request) -> tuple[str, ...]:
        said = mark.read(request.body)
        assert said is not None
        return said.threads

    def end(self, request: Request, status: Status, *, delete: bool) -> None:
        self.requests[request.number] = replace(self.requests[request.number], status=status)
        if delete:
            self.branches.pop(request.branch, None)
            self.edited.pop(request.branch, None)

    def head(self, each: Branched) -> str:
        return f"{each.threads}{each.digest}{each.touched}"

    @invariant()
    def no_more_than_the_company_allows_is_open(self) -> None:
        assert len(self.of(Status.OPEN)) <= MOST

    @invariant()
    def at_most_one_is_open_for_a_conversation(self) -> None:
        asked = Counter(ref for each in self.of(Status.OPEN) for ref in self.about(each))
        assert all(count == 1 for count in asked.values()), asked

    @invariant()
    def no_work_of_a_person_is_lost(self) -> None:
        for name, theirs in self.edited.items():
            assert self.branches[name] == theirs


Histories.TestCase.settings = settings(
    max_examples=200,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestHistories = Histories.TestCase


class Drawn:
    """Stands in for Hypothesis' data: drawn plainly, where it prefers short and simple histories."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def draw(self, strategy: Any) -> Any:
        return self.random.choice(strategy.elements)


def live(seed: int) -> None:
    """One history, drawn plainly."""
    drawn = Drawn(seed)
    pick, yes = drawn.random.choice, drawn.random.random
    history = Histories()
    acts: list[Callable[[], None]] = [
        lambda: history.somebody_posts(ref=pick(THREADS)),
        lambda: history.they_turn_out_to_ask_the_same(one=pick(THREADS), other=pick(THREADS)),
        lambda: history.they_turn_out_not_to(one=pick(THREADS)),
        lambda: history.a_person_edits_a_branch(data=drawn),
        lambda: history.a_person_closes(data=drawn, delete=yes() < 0.5, unmark=yes() < 0.5),
        lambda: history.a_person_merges(data=drawn, delete=yes() < 0.5),
        lambda: history.harvest_promotes(cut=yes() < 0.3, ref=pick(("",) * 8 + THREADS)),
        history.a_person_deletes_all_pages,
    ]
    for _ in range(40):
        pick(acts)()
        history.no_more_than_the_company_allows_is_open()
        history.at_most_one_is_open_for_a_conversation()
        history.no_work_of_a_person_is_lost()


@pytest.mark.parametrize("part", range(4))
def test_nothing_goes_wrong_in_long_plain_histories(part: int) -> None:
    for seed in range(part * 100, part * 100 + 100):
        live(seed)
