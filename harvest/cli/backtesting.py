"""`harvest backtest`: measuring on labelled data."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from harvest.cli.options import Count, FilePath, Share
from harvest.errors import HarvestError

if TYPE_CHECKING:
    from pathlib import Path


@click.group(short_help="Measure Harvest on labelled data.")
def backtest() -> None:
    """Measure on data that people have labelled how well Harvest does, and list what it gets wrong."""


@backtest.command("resolution", short_help="How well conversations are judged.")
@click.argument("path", metavar="PATH", type=FilePath())
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_resolution(path: Path, *, as_json: bool) -> None:
    """Judge the labelled threads in PATH: precision, recall and coverage by source, and every miss."""
    from harvest.backtest import labelled, resolution
    from harvest.cli import measured

    judged = resolution.judge_all(labelled.read(path))
    scores = resolution.by_source(judged)
    measured.say_backtest(scores, resolution.misses(judged))
    measured.say_kinds(resolution.kinds(judged))
    if as_json:
        click.echo(json.dumps(scores[-1].figures()))


@backtest.command("duplicates", short_help="How well the same question is found again.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=FilePath())
@click.option(
    "--known",
    type=Share(),
    metavar="SHARE",
    default=0.5,
    show_default=True,
    help="Of the messages, so many are phrases of pages.",
)
@click.option(
    "--top",
    type=Count(0),
    metavar="N",
    default=10,
    show_default=True,
    help="So many of each mistake.",
)
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_duplicates(paths: tuple[Path, ...], *, known: float, top: int, as_json: bool) -> None:
    """Group the labelled questions in each PATH, and recognise those of pages: figures, worst mistakes."""
    from harvest.backtest import duplicates
    from harvest.backtest import known as recognised
    from harvest.cli import measured

    sets = [(str(path), duplicates.read(path)) for path in paths]
    figures = {}
    for name, messages in sets:
        grouped = duplicates.score(name, messages)
        joined = recognised.score(name, messages, known)
        measured.say_duplicates(grouped, top)
        measured.say_known(joined, top)
        figures[name] = grouped.figures() | joined.figures()
    if as_json:
        click.echo(json.dumps(figures))


@backtest.command("titles", short_help="How near titles come to those that readers gave.")
@click.argument("path", metavar="PATH", type=FilePath())
@click.option("--top", type=Count(0), metavar="N", default=50, show_default=True, help="So many pairs.")
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_titles(path: Path, *, top: int, as_json: bool) -> None:
    """Title the labelled threads in PATH: beside the readers' titles, the farthest apart first."""
    from harvest.backtest import labelled, titles
    from harvest.cli import wording

    compared = titles.compare(labelled.read(path))
    figures = titles.figures(compared)
    wording.say_titles(compared[:top], figures)
    if as_json:
        click.echo(json.dumps({"titles": {"f1": figures[-1].f1, "equal": figures[-1].equal}}))


@backtest.command("search", short_help="How well re-phrased questions find their page.")
@click.argument("paths", metavar="SET...", nargs=-1, required=True, type=FilePath())
@click.option(
    "--phrases",
    type=Count(0),
    metavar="N",
    help="So many phrasings go into each page; by default half.",
)
@click.option("--seed", type=Count(0), metavar="N", default=1, show_default=True, help="Decides which.")
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_search(paths: tuple[Path, ...], *, phrases: int | None, seed: int, as_json: bool) -> None:
    """Put some phrasings of each question of each SET into its page and look for it by the others."""
    from harvest.backtest import search as searched
    from harvest.cli import findings, terminal

    cases = [(path, searched.part(searched.read(path), phrases, seed)) for path in paths]
    for path, case in cases:
        if not case.queries:
            todo = "choose a smaller --phrases, or a set with more phrasings of a question"
            raise HarvestError("no phrasing is left to look for", where=path, todo=todo)
    for path, case in cases:
        terminal.OUT.print(
            terminal.shown(f"{path}: {len(case.pages):,} pages, {len(case.queries):,} queries, seed {seed}"),
            style="bold",
        )
        figures = {}
        for score in searched.measure(case):
            findings.say_score(score)
            figures[score.name] = score.figures()
        findings.say_false(searched.false_answers(case))
        if as_json:
            click.echo(json.dumps(figures))
