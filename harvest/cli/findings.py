"""What the search, its check, its misses and its backtest say on the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from harvest.cli.terminal import ERR, OUT, shown
from harvest.misses.advice import Kind
from harvest.search.ranking import SURE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.backtest.search import Doubt, Score
    from harvest.findability import Held, Move
    from harvest.misses import Advice, Near
    from harvest.pipeline.missing import Missed
    from harvest.search import Found, Hit


def say_found(found: Found, plain: str, *, quiet: bool) -> None:
    """The pages, best first; on standard error what was mended, and whether anything answers.

    The site says so in the same words. `plain`: what was typed without its quotes; "" where it has none.
    """
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
        ERR.print(shown(f"nothing says this{f'; search without quotes: {plain}' if plain else ''}"))
    elif not found.sure:
        ERR.print("nothing says exactly this: these come nearest")


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


def say_moves(moved: tuple[Move, ...]) -> None:
    """A line for each golden query that a change moved."""
    for move in moved:
        word, style = (
            ("lost", "red") if move.lost else ("win", "green") if move.better else ("down", "yellow")
        )
        ranks = f"{move.before or 'not found'} → {move.after or 'not found'}"
        why = f"; {move.winner}" if move.lost and move.winner else ""
        OUT.print(
            Text(f"{word:<5}", style=style) + shown(f"{move.golden.query}: {ranks}{why}"), soft_wrap=True
        )


def say_held(held: tuple[Held, ...]) -> None:
    """How many golden queries hold, on standard error."""
    with_page = [each for each in held if each.page]
    first = sum(each.rank == 1 for each in with_page)
    holds = sum(each.holds for each in with_page)
    ERR.print(
        shown(
            f"{len(with_page)} golden queries have a page: {first} find it first, {holds} among the first"
            f" three; {len(held) - len(with_page)} have none yet"
        )
    )


def say_missed(missed: Missed) -> None:
    """A table on standard output: what was searched in vain, how often, by how many, and what to do."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("visitors", "times"):
        table.add_column(name, justify="right")
    for name in ("first", "last"):
        table.add_column(name, no_wrap=True)
    table.add_column("searched", min_width=12)
    table.add_column("what to do", min_width=12, overflow="fold")
    for each in missed.advice:
        miss = each.miss
        table.add_row(
            f"{miss.visitors:,}",
            f"{miss.times:,}",
            miss.first.isoformat(),
            miss.last.isoformat(),
            shown(miss.words),
            shown(_what_to_do(each)),
        )
    OUT.print(table)


def _what_to_do(advice: Advice) -> str:
    page, thread, silent = advice.page, advice.thread, advice.waiting
    if advice.kind is Kind.FOUND and page:
        return f"see whether {page.ref} answers it: it is found now"
    if advice.kind is Kind.PHRASE and page:
        return f"add to asked_as of {page.ref}: {advice.phrase}"
    if advice.kind is Kind.DRAFT and thread:
        verb = f"look at {thread.ref} ({advice.but})" if advice.but else f"harvest draft {thread.ref}"
        return f"{verb}: {thread.title}"
    if silent and silent.is_meant:
        return f"nobody has answered this yet: {silent.ref} waits: {silent.title}"
    return "nobody has answered this yet" + (f"; nearest is {page.ref}" if page else "")


def missed_json(advice: Iterable[Advice]) -> str:
    """A JSON array, one object per query, in the table's order. ASCII: a terminal obeys none of it."""
    rows = [
        {
            "words": each.miss.words,
            "visitors": each.miss.visitors,
            "times": each.miss.times,
            "first": each.miss.first.isoformat(),
            "last": each.miss.last.isoformat(),
            "advice": each.kind.value,
            "phrase": each.phrase,
            "page": _near(each.page),
            "thread": _near(each.thread),
            "but": each.but,
            "waiting": _near(each.waiting),
        }
        for each in advice
    ]
    return json.dumps(rows, indent=2)


def _near(near: Near | None) -> dict[str, str | int] | None:
    return None if near is None else {"ref": near.ref, "title": near.title, "sure": near.sure}


def say_logs(missed: Missed, least: int, *, quiet: bool) -> None:
    """What was read and what was left out, on standard error; lines that do not fit are never shown."""
    for log in missed.logs:
        if log.unfit:
            many = f"{log.unfit:,} line{'' if log.unfit == 1 else 's'}"
            where = f"{log.name}:{log.first_unfit}"
            ERR.print(shown(f"{where}: {many} from here on: not in the format {log.format}"))
    if quiet:
        return
    requests = sum(log.requests for log in missed.logs)
    crawlers = sum(log.crawlers for log in missed.logs)
    refused = sum(log.refused for log in missed.logs)
    repeated = sum(log.repeated for log in missed.logs)
    ERR.print(
        shown(
            f"{requests:,} requests, {missed.searches:,} of them searches that found nothing"
            f" ({crawlers:,} more by crawlers): {missed.misses:,} queries of {least} visitors or more"
        )
    )
    if missed.rare or missed.wordless:
        ERR.print(
            shown(
                f"  left out: {missed.rare:,} searches that fewer visitors made,"
                f" {missed.wordless:,} with nothing but personal data or signs"
            )
        )
    if repeated:
        ERR.print(shown(f"  left out: {repeated:,} that an earlier of these logs has, too"))
    if refused:
        ERR.print(
            shown(
                f"  left out: {refused:,} that the site did not answer (no GET, or no success);"
                " for searches to count, search/miss.txt must be there"
            )
        )
    if missed.forgotten:
        ERR.print(
            shown(
                f"  too many different queries to hold at once: {missed.forgotten:,} searches for rare ones"
                " are not counted; read fewer logs at once"
            )
        )


def say_score(score: Score) -> None:
    """One row of figures."""
    OUT.print(
        shown(f"  {score.name:<18} recall@1 {score.first}  recall@5 {score.first_five}  MRR {score.mrr:.3f}"),
        soft_wrap=True,
    )


def say_false(doubt: Doubt) -> None:
    """How often a question without an answer gets one."""
    OUT.print(
        shown(
            f"  false answers      {doubt.false} of the questions that nothing answers, where 95 % of the"
            f" others get one (from {doubt.bar} of 256)"
        ),
        soft_wrap=True,
    )
    OUT.print(
        shown(
            f"  as it is shown     {doubt.shown} of them, and {doubt.answered} of the others (from {SURE}):"
            " what is below is said to be only near"
        ),
        soft_wrap=True,
    )
