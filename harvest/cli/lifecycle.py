"""The commands that change the state of pages: approve, retire, restore, merge, takedown, review, trust."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from harvest.cli.exits import LEFT_OUT
from harvest.cli.options import Count, Day, FilePath
from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from harvest.cli.settings import Settings
    from harvest.config import Config
    from harvest.lifecycle.moves import Step
    from harvest.lifecycle.takedown import Order
    from harvest.probe import Prober
    from harvest.promote.forge import Forge

DRY = click.option("--dry-run", is_flag=True, help="Say what would be done; do nothing.")


@click.command(short_help="Say that a page has been read and holds.")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--validated", is_flag=True, help="It has been tried, or customers confirm it.")
@click.option(
    "--review-by", type=Day(), metavar="DAY", help="The next look, within a year; by default in one."
)
@DRY
@click.pass_obj
def approve(
    settings: Settings, /, pages: tuple[str, ...], *, validated: bool, review_by: date | None, dry_run: bool
) -> None:
    """Say that somebody has read each PAGE and stands by it.

    A draft or a stale page is reviewed then. What has changed in its conversations counts as seen. A PAGE is
    a file (answers/name.md), its address, or a conversation that it comes from.
    """
    config = settings.config()
    from harvest.pipeline import living

    steps = living.approve(config, pages, today=_today(), review_by=review_by, validated=validated)
    _carry_out(config, steps, dry=dry_run)


@click.command(short_help="Take a page out of the site; its address leads on.")
@click.argument("page", metavar="PAGE")
@click.option(
    "--to", metavar="PAGE", default="", help="Where visitors are led; by default to the page's topic."
)
@click.option(
    "--reason", metavar="TEXT", default="", help="Why, for the colleagues: kept in the page's file."
)
@DRY
@click.pass_obj
def retire(settings: Settings, /, page: str, *, to: str, reason: str, dry_run: bool) -> None:
    """Take a PAGE out of the site. Its address, and those that led to it, lead on."""
    config = settings.config()
    from harvest.pipeline import living

    _carry_out(config, living.retire(config, page, to=to, reason=reason), dry=dry_run)


@click.command(short_help="Make a retired page a draft again.")
@click.argument("page", metavar="PAGE")
@DRY
@click.pass_obj
def restore(settings: Settings, /, page: str, *, dry_run: bool) -> None:
    """Make a retired PAGE a draft again, at its own address."""
    config = settings.config()
    from harvest.pipeline import living

    _carry_out(config, living.restore(config, page), dry=dry_run)


@click.command(short_help="Make one page of two; nothing is lost.")
@click.argument("page", metavar="PAGE")
@click.argument("into", metavar="INTO")
@click.option("--text", is_flag=True, help="Also put what PAGE says at the end of INTO.")
@click.option("--anyway", is_flag=True, help="Also pages of other products, or where one solves nothing.")
@DRY
@click.pass_obj
def merge(settings: Settings, /, page: str, into: str, *, text: bool, anyway: bool, dry_run: bool) -> None:
    """Merge PAGE into INTO, which gets its phrases, askers, sources, credits and addresses.

    PAGE is retired; what it says stays in its file.
    """
    config = settings.config()
    from harvest.cli import living as shown
    from harvest.pipeline import living

    left = living.left_behind(config, page, into)
    _carry_out(config, living.merge(config, page, into, text=text, anyway=anyway), dry=dry_run)
    if left and not text and not settings.quiet:
        shown.say_left_behind(left, page)


@click.command(short_help="Remove a page at once, and say so at its address.")
@click.argument("page", metavar="[PAGE]", required=False)
@click.option(
    "--reason", metavar="REASON", help="One of: wrong, dangerous, personal data, legal, author, other."
)
@click.option("--words", metavar="TEXT", default="", help="A few plain words more, shown on the page.")
@click.option(
    "--site-dir", type=FilePath(), metavar="DIR", help="Also take it out of the site that is built there."
)
@click.option("--local", is_flag=True, help="Only here: no branch is pushed, and no request opened.")
@click.option("--apply", "apply_", is_flag=True, help="Take over what branches of the remote take down.")
@DRY
@click.pass_obj
def takedown(
    settings: Settings,
    /,
    page: str | None,
    *,
    reason: str | None,
    words: str,
    site_dir: Path | None,
    local: bool,
    apply_: bool,
    dry_run: bool,
) -> int:
    """Remove a PAGE at once, without waiting for a review: here, in a built site, and for the next build.

    Nothing of it stays but an explaining page at its address. A branch with that page is pushed, which the
    site's workflow takes over at once (--apply), and a request opened that makes it permanent. PAGE is a
    file, its address, or a conversation that it comes from.
    """
    if apply_ and (page or reason or words or local):
        raise click.UsageError("--apply takes over all branches: name no PAGE and no --reason.")
    if not apply_ and not (page and reason):
        raise click.UsageError("name a PAGE and its --reason.")
    config = settings.config()
    if apply_:
        return _apply(config, site_dir, settings, dry=dry_run)
    from harvest.lifecycle.takedown import order
    from harvest.pipeline import living

    ordered = order(reason or "", words, _today())
    path = living.find_page(config, living.pages_of(config), page or "")
    _carry_out(config, living.take_down(config, path, ordered), dry=dry_run)
    if site_dir and not dry_run:
        _take_out(config, [path], site_dir, settings)
    if local:
        return 0
    return _ask_to_take_down(config, path, ordered, dry=dry_run)


def _ask_to_take_down(config: Config, path: str, ordered: Order, *, dry: bool) -> int:
    """The page is down here by now, whatever happens: what cannot be pushed is said and is no failure."""
    from harvest.cli import living as shown
    from harvest.pipeline import asking, taking_down

    try:
        with _forge(config) as forge:
            asked = taking_down.ask_to_take_down(
                config, path, ordered, forge=forge, environ=os.environ, dry=dry
            )
    except HarvestError as error:
        shown.say_only_here(error)
        return LEFT_OUT
    shown.say_asked([asked], dry=dry)
    if asked.did is asking.Did.PUSHED:
        shown.say_no_forge()
        return LEFT_OUT
    return 0


def _apply(config: Config, site: Path | None, settings: Settings, *, dry: bool) -> int:
    from harvest.cli import living as shown
    from harvest.lifecycle.states import Refuse
    from harvest.pages.merge import Write
    from harvest.pipeline import taking_down

    steps = taking_down.taken_down_on_branches(config, os.environ)
    refused = [step for step in steps if isinstance(step, Refuse)]
    _carry_out(config, [step for step in steps if not isinstance(step, Refuse)], dry=dry)
    shown.say_refused(refused)
    if site and not dry:
        _take_out(config, [step.path for step in steps if isinstance(step, Write)], site, settings)
    return LEFT_OUT if refused else 0


def _take_out(config: Config, paths: Sequence[str], site: Path, settings: Settings) -> None:
    from harvest import findability
    from harvest.cli import living as shown
    from harvest.pipeline import living

    for path in paths:
        changed = living.take_out(
            config, path, site, lambda: findability.published(config, workers=settings.workers)
        )
        shown.say_taken_out(path, changed, site)


@click.command(short_help="List the pages that somebody should look at again, and why.")
@click.option("--mark", is_flag=True, help="Let them say that they may be out of date.")
@click.option("--open", "open_", is_flag=True, help="Open a request for each of them.")
@click.option("--links", is_flag=True, help="Also try the addresses that they name. Slow.")
@click.option("--top", type=Count(), metavar="N", help="So many at most.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@DRY
@click.pass_obj
def review(
    settings: Settings,
    /,
    *,
    mark: bool,
    open_: bool,
    links: bool,
    top: int | None,
    as_json: bool,
    dry_run: bool,
) -> int:
    """List the pages that somebody should look at again, most asked first, and why.

    Because their day has passed, a post that they come from was edited or deleted, or somebody has said since
    that it did not work; with --links also because an address is gone. With --mark in this checkout; with
    --open by requests against the default branch.
    """
    if mark and open_:
        raise click.UsageError("--mark changes this checkout, --open asks others: choose one.")
    if open_ and as_json:
        raise click.UsageError("--json lists pages, --open asks others: choose one.")
    config = settings.config()
    from harvest import probe
    from harvest.cli import living as shown
    from harvest.pipeline import living

    tries = probe.prober(time.sleep) if links else None
    if open_:
        _ask_to_review(config, links=tries, top=top, dry=dry_run)
        return 0
    looked = living.look(config, living.pages_of(config), today=_today(), links=tries)
    found = looked.stale[:top]
    if as_json:
        click.echo(shown.stale_json(found))
    else:
        shown.say_stale(found)
    if not settings.quiet:
        shown.say_unknown(looked.unknown)
    if mark:
        _carry_out(config, living.mark_stale(config, found), dry=dry_run, quiet=as_json)
    return 0


def _ask_to_review(config: Config, *, links: Prober | None, top: int | None, dry: bool) -> None:
    from harvest.cli import living as shown
    from harvest.pipeline import asking, looking_again

    with _forge(config) as forge:
        asked = looking_again.ask_to_review(
            config, today=_today(), links=links, top=top, forge=forge, environ=os.environ, dry=dry
        )
    shown.say_asked(asked, dry=dry)
    if any(each.did is asking.Did.PUSHED for each in asked):
        shown.say_no_forge()


@click.command(short_help="Merge a small correction of somebody trusted.")
@click.argument("number", type=Count(), metavar="NUMBER")
@DRY
@click.pass_obj
def trust(settings: Settings, /, number: int, *, dry_run: bool) -> None:
    """Merge the request NUMBER if it needs no second pair of eyes; say under it what was decided, and why.

    Off unless `promote: trusted:` in mkdocs.yml lists its author. Only a few changed lines of text, on pages
    that are there, without new addresses or commands, and where all checks pass.
    """
    config = settings.config()
    from harvest.cli import living as shown
    from harvest.pipeline import changing, trusting

    def checks(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
        pages = changing.Pages(config, before, today=_today(), workers=settings.workers)
        return pages.changed(after).report.failed

    with _forge(config) as forge:
        if forge is None:
            raise HarvestError(
                "no forge is configured", where="mkdocs.yml", todo="set `promote: repository:`"
            )
        decided = trusting.trust(config, number, forge=forge, environ=os.environ, checks=checks, dry=dry_run)
    shown.say_decision(decided, dry=dry_run)


# ── what they share ──────────────────────────────────────────────────────────────────────────────


def _today() -> date:
    return datetime.now(UTC).date()


def _carry_out(config: Config, steps: Sequence[Step], *, dry: bool, quiet: bool = False) -> None:
    """Raises PageError, with nothing written, where one of them is refused. `quiet`: say nothing of it."""
    from harvest.cli import display
    from harvest.lifecycle.states import Refuse
    from harvest.pipeline import living

    living.allow(steps)
    if not dry:
        living.carry_out(config, steps)
    if not quiet:
        display.say_plans([step for step in steps if not isinstance(step, Refuse)], dry=dry)


@contextmanager
def _forge(config: Config) -> Iterator[Forge | None]:
    """The host of the repository; None where `mkdocs.yml` names none."""
    if not config.promote.repository:
        yield None
        return
    import httpx

    from harvest.promote.hosts import forge_of

    with httpx.Client() as client:
        yield forge_of(config.promote, client=client)
