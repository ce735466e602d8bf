"""Invented conversations for replies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from harvest.model import (
    Answer,
    Author,
    Kind,
    Markup,
    Outcome,
    Post,
    Role,
    RoleFrom,
    SourceRef,
    State,
    Thread,
    Turn,
    Verdict,
)
from harvest.replies.preparing import Case

if TYPE_CHECKING:
    from collections.abc import Sequence

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
TODAY = date(2026, 4, 1)
ADDRESS = "https://help.example/answers/kettle/"


def conversation(*said: tuple[Role, str], source: str = "forum", id_: str = "12") -> Thread:
    turns = tuple(
        Turn(
            posts=(
                Post(
                    source=source,
                    id=f"{id_}{number}",
                    author=Author(key=str(role), name=str(role)),
                    created=WHEN,
                    version=WHEN,
                    body=text,
                    markup=Markup.TEXT,
                ),
            ),
            role=role,
            role_from=RoleFrom.POSITION,
            text=text,
        )
        for number, (role, text) in enumerate(said, start=1)
    )
    return Thread(source=source, id=id_, turns=turns)


QUESTION = (Role.ASKER, "My kettle clicks off early.")
HELP = (Role.STAFF, "Descale it with vinegar.")


def answer(refs: Sequence[str] = ("forum:12",), **more: object) -> Answer:
    values: dict[str, object] = {
        "title": "Kettle clicks off early",
        "kind": Kind.FIX,
        "state": State.REVIEWED,
        "sources": tuple(
            SourceRef(
                url="", thread=ref, posts=("1",), digest="sha256:0123456789abcdef", asked=date(2026, 3, 1)
            )
            for ref in refs
        ),
        "updated": date(2026, 3, 1),
        "review_by": date(2027, 3, 1),
    }
    return Answer(**{**values, **more})  # type: ignore[arg-type] # each field is one of the dictionary


def case(thread: Thread | None, outcome: Outcome = Outcome.RESOLVED, **more: object) -> Case:
    values: dict[str, object] = {
        "path": "answers/kettle.md",
        "answer": answer(),
        "address": ADDRESS,
        "ref": "forum:12",
        "thread": thread,
        "verdict": Verdict(outcome=outcome, confidence=1) if thread else None,
        "service": "discourse",
    }
    return Case(**{**values, **more})  # type: ignore[arg-type] # the same
