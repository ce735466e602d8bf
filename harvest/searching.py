"""The commands that search: `harvest search`, `harvest check`, `harvest backtest search`."""
# ruff: noqa: PLC0415 — Whoosh is imported when something is searched

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
from rich.text import Text

from harvest.display import ERR, OUT, shown
from harvest.exits import LEFT_OUT

if TYPE_CHECKING:
    from harvest.backtest.resolution import Share
    from harvest.backtest.search import Score
    from harvest.config import Config
    from harvest.findability import Held, Move
    from harvest.search import Found, Hit


class Settings(Protocol):
    """What these commands need of the command line's settings."""

    quiet: bool

    def config(self) -> Config:
        """The configuration."""


# ── search ───────────────────────────────────────────────────────────────────────────────────────


@click.command(short_help="Find the pages for what a customer types.")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    default=10,
    show_default=True,
    help="So many pages at most.",
)
@click.option("--explain", is_flag=True, help="Which words matched where, and what each gave.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no text.")
@click.pass_obj
def search(settings: Settings, /, words: tuple[str, ...], *, limit: int, explain: bool, as_json: bool) -> int:
    """Find the answer pages for WORDS, best first, as the site does.

    "Quoted phrases" must stand on the page as they are; what follows a minus must not: write `--` before it,
    as in: harvest search -- upload -video
    """
    from harvest.findability import index_of

    found = index_of(settings.config()).search(" ".join(words), limit=limit, explain=explain)
    if as_json:
        click.echo(found_json(found))
    else:
        _say_found(found, quiet=settings.quiet)
    return 0 if found.hits else LEFT_OUT


def _say_found(found: Found, *, quiet: bool) -> None:
    for word in found.mended:
        ERR.print(shown(f"{word.typed} is on no page: looking for {word.meant}"))
    for place, hit in enumerate(found.hits, 1):
        OUT.print(
            Text(f"{place:>2}  ") + Text.assemble((shown(hit.page.title).plain, "bold")), soft_wrap=True
        )
        OUT.print(shown(f"    {hit.page.ref}"), soft_wrap=True)
        for line in _why(hit):
            OUT.print(shown(f"      {line}"), soft_wrap=True)
    if quiet:
        return
    if not found.hits:
        ERR.print("nothing found")
    elif not found.sure:
        ERR.print("none of these has most of the words: perhaps no page answers this")


def _why(hit: Hit) -> list[str]:
    return [
        f"{match.points:>8,}  {match.entry}: {', '.join(match.fields) or 'said by another word'}"
        f" (weight {match.weight}, level {match.level})"
        for match in hit.why
    ]


def found_json(found: Found) -> str:
    """One object: what was mended, and the hits, best first. ASCII: a terminal obeys none of it."""
    hits = [
        {
            "page": hit.page.ref,
            "title": hit.page.title,
            "points": hit.points,
            "sure": hit.sure,
            "why": [
                {
                    "entry": match.entry,
                    "fields": list(match.fields),
                    "level": match.level,
                    "weight": match.weight,
                    "points": match.points,
                }
                for match in hit.why
            ],
        }
        for hit in found.hits
    ]
    mended = [{"typed": word.typed, "meant": word.meant} for word in found.mended]
    return json.dumps({"sure": found.sure, "mended": mended, "hits": hits}, indent=2)


# ── check ────────────────────────────────────────────────────────────────────────────────────────


@click.command(short_help="Fail where a golden query does not find its page.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DOCS",
    help="The docs folder before the change: only what the change lost fails.",
)
@click.pass_obj
def check(settings: Settings, /, *, against: Path | None) -> int:
    """Try every query of docs/queries.yml: its page must be among the first three.

    With --against, say which queries the change moved, wins and losses.
    """
    from harvest import findability

    config = settings.config()
    queries = findability.load_queries(config.docs / findability.QUERIES)
    held = findability.hold(findability.index_of(config), queries)
    if against is None:
        failed = [each for each in held if each.page and not each.holds]
        _say_failed(failed)
    else:
        before = findability.hold(findability.index_of(config, against.absolute()), queries)
        moved = findability.moves(before, held)
        _say_moves(moved)
        failed = [each for each in held if any(move.lost and move.golden is each.golden for move in moved)]
    if not settings.quiet:
        _say_held(held)
    return LEFT_OUT if failed else 0


def _say_failed(failed: list[Held]) -> None:
    for each in failed:
        where = f"is at {each.rank}" if each.rank else "is not found"
        OUT.print(
            Text("fails ", style="red") + shown(f"{each.golden.query}: its page {where}"), soft_wrap=True
        )


def _say_moves(moved: tuple[Move, ...]) -> None:
    for move in moved:
        word, style = (
            ("lost", "red") if move.lost else ("win", "green") if move.better else ("down", "yellow")
        )
        ranks = f"{move.before or 'not found'} → {move.after or 'not found'}"
        OUT.print(Text(f"{word:<5}", style=style) + shown(f"{move.golden.query}: {ranks}"), soft_wrap=True)


def _say_held(held: tuple[Held, ...]) -> None:
    with_page = [each for each in held if each.page]
    first = sum(each.rank == 1 for each in with_page)
    holds = sum(each.holds for each in with_page)
    ERR.print(
        shown(
            f"{len(with_page)} golden queries have a page: {first} find it first, {holds} among the first"
            f" three; {len(held) - len(with_page)} have none yet"
        )
    )


# ── backtest ─────────────────────────────────────────────────────────────────────────────────────


@click.command("search", short_help="How well re-phrased questions find their page.")
@click.argument("paths", metavar="SET...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--phrases",
    type=click.IntRange(0),
    metavar="N",
    help="So many phrasings go into each page; by default half.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Decides which.")
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_search(paths: tuple[Path, ...], *, phrases: int | None, seed: int, as_json: bool) -> None:
    """Put some phrasings of each question of each SET into its page and look for it by the others."""
    from harvest.backtest import search as searched

    for path in paths:
        case = searched.part(searched.read(path), phrases, seed)
        OUT.print(
            shown(f"{path}: {len(case.pages):,} pages, {len(case.queries):,} queries, seed {seed}"),
            style="bold",
        )
        figures = {}
        for score in searched.measure(case):
            _say_score(score)
            figures[score.name] = score.figures()
        _say_false(*searched.false_answers(case))
        if as_json:
            click.echo(json.dumps(figures))


def _say_score(score: Score) -> None:
    OUT.print(
        shown(f"  {score.name:<18} recall@1 {score.first}  recall@5 {score.first_five}  MRR {score.mrr:.3f}"),
        soft_wrap=True,
    )


def _say_false(share: Share, bar: int) -> None:
    OUT.print(
        shown(
            f"  false answers      {share} of the questions that nothing answers, where 95 % of the others"
            f" get one (from {bar} of 256)"
        ),
        soft_wrap=True,
    )
