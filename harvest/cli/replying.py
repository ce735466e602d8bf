"""`harvest reply`: telling conversations that their answer is a page."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from harvest.cli.exits import LEFT_OUT

if TYPE_CHECKING:
    from datetime import date

    from harvest.cli.settings import Settings
    from harvest.config import Config
    from harvest.pipeline.replying import Prepared, Sending


@click.command(short_help="Tell conversations that their answer is a page now.")
@click.option("--send", is_flag=True, help="Post what somebody has approved in docs/replies.yml.")
@click.option("--dry-run", is_flag=True, help="Say what would be written or sent; do nothing.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no text.")
@click.pass_obj
def reply(settings: Settings, /, *, send: bool, dry_run: bool, as_json: bool) -> int:
    """Write one reply for each conversation whose answer is a page into docs/replies.yml, to be approved.

    With --send: post those that somebody has approved there, each once. Nobody is answered twice, where the
    problem is still there, or who asked not to be contacted.
    """
    config = settings.config()
    from datetime import UTC, datetime

    from harvest.pipeline.replying import prepare_replies

    today = datetime.now(UTC).date()
    if send:
        return _send(config, today, dry_run=dry_run, as_json=as_json, quiet=settings.quiet)
    prepared = prepare_replies(config, today=today, write=not dry_run)
    if as_json:
        click.echo(_prepared_json(prepared))
    else:
        _say_prepared(prepared, dry=dry_run, quiet=settings.quiet)
    return 0


def _send(config: Config, today: date, *, dry_run: bool, as_json: bool, quiet: bool) -> int:
    import httpx

    from harvest import __version__
    from harvest.pipeline.replying import send_replies

    failed, rows = False, []
    with httpx.Client(timeout=30, headers={"User-Agent": f"harvest/{__version__}"}) as client:
        for done in send_replies(config, client, today=today, dry=dry_run):
            failed = failed or bool(done.error)
            rows.append(
                {
                    "thread": done.reply.thread,
                    "sent": not done.error and not dry_run,
                    "link": done.link,
                    "error": done.error,
                    "unknown": done.unknown,
                }
            )
            if not as_json:
                _say_sent(done, dry=dry_run)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not rows and not quiet:
        from harvest.cli import terminal

        terminal.ERR.print(
            "nothing is approved: see docs/replies.yml, or run `harvest reply` first", markup=False
        )
    return LEFT_OUT if failed else 0


def _say_sent(done: Sending, *, dry: bool) -> None:
    from harvest.cli import terminal

    if done.error:
        told = ("may have been sent, look there: " if done.unknown else "not sent: ") + done.error
    else:
        told = "would be sent" if dry else f"sent: {done.link}".rstrip(": ")
    terminal.OUT.print(terminal.shown(f"{done.reply.thread}: {told}"), soft_wrap=True)


def _say_prepared(prepared: Prepared, *, dry: bool, quiet: bool) -> None:
    from harvest.cli import terminal

    for new in prepared.replies:
        told = "would be added" if dry else "added"
        terminal.OUT.print(terminal.shown(f"{new.thread}: {told}, for {new.page}"), soft_wrap=True)
    if quiet:
        return
    for left in prepared.silent:
        terminal.ERR.print(
            terminal.shown(f"{left.thread}: nothing is said there: {left.reason}"), soft_wrap=True
        )
    if prepared.replies and not dry:
        todo = "read docs/replies.yml, write `state: approved` where you agree, then: harvest reply --send"
        terminal.ERR.print(todo, markup=False)


def _prepared_json(prepared: Prepared) -> str:
    rows = [{"thread": r.thread, "page": r.page, "text": r.text, "reason": ""} for r in prepared.replies]
    rows += [{"thread": s.thread, "page": s.page, "text": "", "reason": s.reason} for s in prepared.silent]
    return json.dumps(rows, ensure_ascii=False, indent=2)
