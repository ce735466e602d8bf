"""`harvest status publish`, `verify` and `key`: to every host, and whether it is really there."""
# ruff: noqa: PLC0415 — on a bad day, a command starts in a moment

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from harvest.cli import clock
from harvest.cli.exits import LEFT_OUT, NOT_DONE
from harvest.cli.options import Count, FilePath
from harvest.cli.tower import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from harvest.cli.tower import Tower
    from harvest.status.folder import Contents
    from harvest.status.model import Settings, Target
    from harvest.status.publishing.job import Bundle, Job
    from harvest.status.publishing.together import Result
    from harvest.status.publishing.verify import Finding

SECONDS = 60
ONE = 10


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--dry-run", is_flag=True, help="Build and look at every target, but write nothing.")
@click.option("--force", is_flag=True, help="Also where something newer is, such as after a wrong clock.")
@click.option("--unsigned", is_flag=True, help="Without the signature, where the key is out of reach.")
@click.option(
    "--timeout",
    type=Count(most=3600),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="For each target.",
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of text.")
@click.pass_obj
def publish(
    tower: Tower,
    /,
    targets: tuple[str, ...],
    *,
    dry_run: bool,
    force: bool,
    unsigned: bool,
    timeout: int,
    as_json: bool,
) -> int:
    """Build the site and publish it to every target, or to those named.

    All at the same time; none that is dead stops the others. Exit code 1 where one was not reached or a
    file has mistakes, 2 where none was reached.
    """
    from harvest.status.folder import names
    from harvest.status.publishing.together import publish as publish_all

    settings = tower.settings()
    chosen = _chosen(settings, targets)
    known = names(tower.folder)
    now = clock.now()
    contents = tower.contents(settings, now)
    made = _bundle(tower, settings, contents, now, unsigned=unsigned)
    damaged = known - {f"{each.kind}/{each.id}" for each in contents.incidents if not each.damaged}
    job = _jobs(tower, made, timeout, force=force, dry_run=dry_run, known=known, damaged=damaged)

    def told(result: Result) -> None:
        """Says at once how it went: whoever waits should not wait for the slowest."""
        if not as_json:
            click.echo(f"{'ok' if result.ok else 'FAILED'} {result.name}: {_one_line(result.said)}")

    results = publish_all(chosen, job, told=told)
    failed = [each for each in results if not each.ok]
    if as_json:
        head = {"build": made.manifest.build, "dry_run": dry_run}
        click.echo(json.dumps({**head, "targets": [asdict(each) for each in results]}, ensure_ascii=False))
    elif failed and not tower.quiet:
        tell(f"{len(failed)} of {len(results)} targets have not got build {made.manifest.build}")
    if len(failed) == len(results):
        return NOT_DONE
    return LEFT_OUT if failed or contents.problems or settings.damaged else 0


def _jobs(
    tower: Tower,
    made: Bundle,
    timeout: int,
    *,
    force: bool,
    dry_run: bool,
    known: frozenset[str],
    damaged: frozenset[str],
) -> Callable[[], Job]:
    """What makes each target's job: the same build, its own deadline from when it begins."""
    import secrets
    import time

    from harvest.status.publishing.job import Deadline, Job

    token = secrets.token_hex(4)

    def job() -> Job:
        """One for one target."""
        deadline = Deadline(timeout, time.monotonic() + timeout, time.monotonic)
        return Job(made, deadline, token, tower.folder, os.environ, force, dry_run, known, damaged)

    return job


def _chosen(settings: Settings, names: Sequence[str]) -> Sequence[Target]:
    from harvest import nodes
    from harvest.errors import HarvestError

    known = {target.name: target for target in settings.targets}
    if not known:
        todo = "name two at least at targets: in status.yml"
        raise HarvestError("there is nowhere to publish to", todo=todo)
    for name in names:
        if name not in known:
            raise HarvestError(nodes.unknown("target", name, list(known)))
    return [known[name] for name in dict.fromkeys(names)] or list(known.values())


def _bundle(tower: Tower, settings: Settings, contents: Contents, now: datetime, *, unsigned: bool) -> Bundle:
    """The build, signed where a key is named."""
    from harvest.status.publishing.job import bundle
    from harvest.status.site import build

    sign = None
    if settings.key and not unsigned:
        from harvest.status.publishing.keys import signed

        public = tower.folder / settings.key
        sign = lambda text, manifest: signed(text, manifest, public, os.environ)  # noqa: E731
    files = build(settings, contents, now)
    return bundle(files, settings, now, sign, contents.incidents)


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option(
    "--timeout",
    type=Count(most=600),
    default=ONE,
    show_default=True,
    metavar="SECONDS",
    help="For each answer.",
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of text.")
@click.pass_obj
def verify(tower: Tower, /, targets: tuple[str, ...], *, timeout: int, as_json: bool) -> int:
    """Ask every target for all that it serves, as customers get it, and compare.

    Signature, freshness, the same build everywhere, digest and type of every file, headers, certificate. Exit
    code 1 where a check fails or could not be made; warnings leave it at 0.
    """
    import ssl
    from concurrent.futures import ThreadPoolExecutor
    from datetime import UTC, datetime

    from harvest.status.publishing.fetching import client
    from harvest.status.publishing.keys import public_key
    from harvest.status.publishing.verify import Outcome, days_left, findings, look

    settings = tower.settings()
    chosen = _chosen(settings, targets)
    key = public_key(tower.folder / settings.key) if settings.key else None
    context = ssl.create_default_context()
    with client(timeout) as asking, ThreadPoolExecutor(len(chosen)) as lookers:
        seen = list(lookers.map(lambda target: look(target, asking), chosen))
    now = datetime.now(UTC)
    found = list(findings(seen, now, key, lambda url: days_left(url, now, timeout, context)))
    _show(found, as_json=as_json, quiet=tower.quiet)
    good = all(each.outcome in {Outcome.PASS, Outcome.WARN} for each in found)
    return 0 if good else LEFT_OUT


def _show(found: Sequence[Finding], *, as_json: bool, quiet: bool) -> None:
    if as_json:
        click.echo(json.dumps({"findings": [asdict(each) for each in found]}, ensure_ascii=False))
        return
    for each in found:
        why = f": {_one_line(each.why)}" if each.why else ""
        click.echo(f"{each.outcome} {each.target}: {each.check}{why}")
    if not quiet:
        counted = Counter(str(each.outcome) for each in found)
        click.echo(", ".join(f"{number} {outcome}" for outcome, number in counted.items()), err=True)


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))


@click.command()
@click.argument("secret", type=FilePath(), metavar="FILE")
@click.option("--password", is_flag=True, help="Ask for a password, which signing then needs.")
@click.pass_obj
def key(tower: Tower, /, secret: Path, *, password: bool) -> None:
    """Make a pair of keys: the secret one in FILE, outside of any repository, for nobody but you.

    The public one becomes `status.pub` beside status.yml. Both are minisign's.
    """
    from harvest.status.publishing.keys import PASSWORD, SECRET, generate

    typed = click.prompt("Password", hide_input=True, confirmation_prompt=True) if password else ""
    public = generate(secret.expanduser(), tower.folder / "status.pub", typed)
    click.echo(public)
    if not tower.quiet:
        tell("write `key: status.pub` into status.yml, and tell others the line above")
        tell(f"to sign, let {SECRET} name {secret}" + (f" and {PASSWORD} hold the password" if typed else ""))
