"""`harvest status independence` and `harvest status drill`: proof that the status site stays up alone."""
# ruff: noqa: PLC0415 — on a bad day, a command starts in a moment

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from harvest.cli.exits import LEFT_OUT, NOT_DONE

if TYPE_CHECKING:
    from harvest.cli.tower import Tower
    from harvest.status.drill.rehearsal import Report
    from harvest.status.independence.look import Look


@click.command()
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
@click.pass_obj
def independence(tower: Tower, /, *, as_json: bool) -> int:
    """Ask the network whether the status site shares anything with the main service.

    Exit code 0: nothing that can be seen. 1: it does. 2: not everything could be checked.
    """
    from harvest.status.independence import findings
    from harvest.status.independence.model import Outcome

    settings = tower.settings()
    found = []
    with _look() as look:
        for each in findings(settings, look, datetime.now(UTC)):
            found.append(each)
            if not as_json:
                click.echo(f"{each.outcome}: {each.check}: {each.of}: {_shown(each.why)}")
    counted = Counter(each.outcome for each in found)
    worst = next(
        (each for each in (Outcome.FAIL, Outcome.UNKNOWN) if counted[each]),
        Outcome.PASS,
    )
    if as_json:
        rows = [asdict(each) for each in found]
        click.echo(json.dumps({"outcome": worst, "findings": rows}, ensure_ascii=False))
    elif not tower.quiet:
        summary = ", ".join(f"{counted[each]} {each}" for each in Outcome)
        click.echo(f"{summary} (docs/handbook/independence.md says what to do)", err=True)
    return {Outcome.PASS: 0, Outcome.FAIL: LEFT_OUT, Outcome.UNKNOWN: NOT_DONE}[worst]


def _look() -> Look:
    """Through this machine's own resolver and nothing else: no proxy, no keys."""
    import ssl

    import dns.exception
    import dns.resolver
    import httpx

    from harvest.errors import HarvestError
    from harvest.status.independence.look import SECONDS, Look

    try:
        resolver = dns.resolver.Resolver()
    except dns.exception.DNSException:
        todo = "see /etc/resolv.conf"
        raise HarvestError("this machine has no resolver to ask for names", todo=todo) from None
    tls = ssl.create_default_context()
    return Look(resolver, httpx.Client(verify=tls, timeout=SECONDS, trust_env=False))


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
@click.option("--keep", is_flag=True, help="Keep the folder with sites and logs, and say where it is.")
@click.pass_obj
def drill(tower: Tower, /, *, as_json: bool, keep: bool) -> int:
    """Rehearse an outage on this machine: cut the main service, post, time what a customer sees.

    On Linux, as root or where users may make namespaces. Nothing leaves the machine, nothing is published and
    nothing is left over. Exit code 0: it could be read at every host, and no page asked the main service or
    strangers for anything. 1: not so, or there was no Chromium to look.
    """
    import sys

    from harvest.status.drill.lab import Lab
    from harvest.status.drill.rehearsal import rehearse
    from harvest.status.drill.workplace import workplace

    settings = tower.settings()

    def say(text: str) -> None:
        if not tower.quiet:
            click.echo(text, err=True)

    command = [sys.executable, "-m", "harvest", "status"]
    with workplace(keep=keep) as work:
        if keep:
            click.echo(f"everything is in {work}", err=True)
        with Lab(work) as lab:
            report = rehearse(settings, tower.folder, lab, command, say)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
    else:
        _tell(report)
    return 0 if report.well else LEFT_OUT


def _tell(report: Report) -> None:
    for host, seconds in report.visible_s.items():
        seen = "never seen" if seconds is None else f"seen after {seconds:.1f} s"
        click.echo(f"{host}: {seen}")
    steps = (("open", report.open_s), ("build and publish", report.publish_s))
    click.echo("of that: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in steps))
    if report.main_requests is None:
        click.echo("no Chromium is installed: what a browser loads was not looked at")
    else:
        click.echo(f"the pages asked {report.requests} times, the main service {report.main_requests} times")
    for host, why in report.refused.items():
        click.echo(f"{host} did not take what was published: {_shown(why)}")
    for url in report.other_requests:
        click.echo(f"it also asked {_shown(url)}")
    if not report.main_dead:
        click.echo("the main service answered although it was cut off: this drill shows nothing")
