"""A conversation by mail becomes a page with nothing on it that nobody said there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.end_to_end.conftest import Desk

if TYPE_CHECKING:
    from pathlib import Path

LIST = "https://lists.kettle.example/archives/list/help@kettle.example/"
CONFIG = f"""\
site_name: Kettle help
plugins:
  - harvest:
      company: {{name: Kettle Works}}
      sources:
        - name: list
          format: mailbox
          url: {LIST}message/{{id}}/
          licence: CC-BY-SA-4.0
          staff: [bo@kettle.example]
          paths: [help.mbox]
          fetch: {{}}
"""
QUESTION = "My kettle stops before it boils. It clicks off after a minute. What can I do?"
ANSWER = (
    "Please descale the kettle with vinegar once a month. Fill it half with vinegar and water, boil it, wait "
    "an hour and rinse it twice. Then it does not switch off too early any more, because the sensor is clean."
)
FROM_ADA = '"ada@customer.example" <ada@customer.example>'


def mail(number: int, sender: str, body: str, to: str = "help@kettle.example") -> str:
    reply = (
        f"In-Reply-To: <{number - 1}@h>\nSubject: Re: [Help] Kettle"
        if number % 10
        else "Subject: [Help] Kettle"
    )
    return (
        f"From a@h Mon Jan  5 10:0{number % 10}:00 2026\nFrom: {sender}\nTo: {to}\n{reply}\n"
        f"Date: Mon, 5 Jan 2026 10:0{number % 10}:00 +0000\nMessage-ID: <{number}@h>\n\n{body}\n\n"
    )


def talk(first: int, to: str) -> str:
    quoted = f"\n\nOn Mon, Jan 5, 2026 at 10 AM Ada <ada@customer.example> wrote:\n> {QUESTION}\n>> QUOTED"
    return (
        mail(first, FROM_ADA, f"{QUESTION}\n\n-- \nAda Kettle\nada@customer.example", to)
        + mail(first + 1, "Bo <bo@kettle.example>", ANSWER + quoted, to)
        + mail(
            first + 2,
            "Ada via Help <help@kettle.example>",
            "Thank you, that worked! It boils again.\n\n-----Original Message-----\nFrom: Bo\n\nUNMARKED",
            to,
        )
    )


def test_a_list_becomes_a_page_and_a_private_mail_does_not(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    box = tmp_path / "help.mbox"
    box.write_text(talk(10, "help@kettle.example") + talk(20, "bo@kettle.example"))
    os.utime(box, (1_767_900_000, 1_767_900_000))
    desk = Desk(tmp_path)
    assert "6 new" in desk.done("fetch").stderr
    desk.done("draft")
    (page,) = (tmp_path / "docs/answers").glob("*.md")
    text = page.read_text()
    assert ANSWER in text
    assert f"{LIST}message/" in text
    for unsaid in ("ada@", "Ada", "via Help", "QUOTED", "UNMARKED", "wrote", "bo@"):
        assert unsaid not in text
