"""What `harvest promote` shows: one line for each conversation."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.text import Text

from harvest.cli.terminal import ERR, OUT, shown
from harvest.pipeline.outcomes import Did
from harvest.proposing.inert import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.pipeline.outcomes import Outcome

STYLES: Final = {
    Did.OPENED: "green",
    Did.UPDATED: "green",
    Did.BRANCHED: "green",
    Did.COMMENTED: "yellow",
    Did.WAITS: "dim",
    Did.LEFT: "dim",
    Did.FAILED: "bold red",
}
WOULD: Final = {
    Did.OPENED: "would open",
    Did.UPDATED: "would update",
    Did.COMMENTED: "would comment",
    Did.BRANCHED: "would branch",
}


def say_outcomes(outcomes: Sequence[Outcome], *, dry: bool) -> None:
    """A line for each, failures on standard error; of a dry run also the difference and the text."""
    for outcome in outcomes:
        where = ERR if outcome.did is Did.FAILED else OUT
        verb = _verb(outcome.did, dry=dry)
        what = " ".join(filter(None, (outcome.url or outcome.branch, outcome.page)))
        told = ": ".join(filter(None, (what or outcome.thread, outcome.why or outcome.title)))
        where.print(Text(f"{verb} ", style=STYLES[outcome.did]) + shown(told), soft_wrap=True)
        for text in (outcome.diff, outcome.body.replace(UNSEEN, "")):
            for line in text.splitlines():
                OUT.print(Text("    ") + shown(line.expandtabs()), soft_wrap=True)
    if not outcomes:
        OUT.print("nothing to propose")
    elif len(outcomes) > 1:
        counts = Counter(outcome.did for outcome in outcomes)
        ERR.print(shown(", ".join(f"{_verb(did, dry=dry)} {counts[did]}" for did in Did if counts[did])))


def _verb(did: Did, *, dry: bool) -> str:
    return WOULD.get(did, did.value) if dry else did.value


def say_without_forge() -> None:
    """That a dry run does not know what has been decided."""
    what = "the forge was not asked, because promote: repository or token is not set: requests are not known"
    ERR.print(shown(what))


def outcomes_json(outcomes: Sequence[Outcome]) -> str:
    """A JSON array, one object for each conversation. ASCII: a terminal obeys none of it."""
    rows = [
        {
            "did": outcome.did.value,
            "thread": outcome.thread,
            "title": outcome.title,
            "page": outcome.page or None,
            "branch": outcome.branch or None,
            "url": outcome.url or None,
            "why": outcome.why,
            "diff": outcome.diff,
            "body": outcome.body,
        }
        for outcome in outcomes
    ]
    return json.dumps(rows, indent=2)
