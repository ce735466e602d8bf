"""What `harvest fetch` and `harvest sources` show. Nothing here decides or writes anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from harvest.cli.terminal import ERR, OUT, count, say_error, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from harvest.pipeline.fetching import Run
    from harvest.pipeline.standing import Standing
    from harvest.pipeline.visiting import Fetched

MANY: Final = 3
"""Where so many conversations are gone at once and none is left, the service itself may have changed."""


def say_run(run: Run, *, dry: bool, quiet: bool) -> None:
    """A line or two for each source, and every page that lost what it relies on."""
    for one in run.sources:
        if not quiet:
            _say_source(one, dry=dry)
        if one.unset:
            ERR.print(
                shown(
                    f"  the variable that `fetch: token` of {one.source} names is not set: asked as a visitor"
                )
            )
        if one.deleted and one.vanished >= MANY:
            ERR.print(
                shown(
                    f"  all {one.vanished:,} conversations of {one.source} that were looked at are gone: "
                    "has it moved? What comes back counts again with a later run"
                )
            )
        if one.bad:
            reasons = ", ".join(f"{reason} {count:,}" for reason, count in one.bad_reasons)
            ERR.print(shown(f"  {one.bad:,} bad in {one.quarantine}: {reasons}"))
        if one.failed:
            say_error(one.failed)
    for path, posts in run.pages.items():
        lost = ", ".join(posts)
        ERR.print(shown(f"{path}: no longer there: {lost} (run `harvest review`)"))


def _say_source(one: Fetched, *, dry: bool) -> None:
    did = (
        f"{count(len(one.found), 'conversation')} with something to read"
        if dry
        else f"{one.new:,} new, {one.changed:,} changed, {one.deleted:,} deleted, {one.unchanged:,} unchanged"
    )
    ERR.print(shown(f"{one.source}: {did}; {count(one.requests, 'request')}"))
    for name, url in one.found.items():
        OUT.print(shown(f"{one.source}:{name}  {url}"), soft_wrap=True)
    if one.skipped:
        left_out = ", ".join(f"{reason} {count:,}" for reason, count in one.skipped)
        ERR.print(shown(f"  left out: {left_out}"))
    if one.unfinished:
        ERR.print(shown(f"  there is more: {one.unfinished}; the next run goes on from here"))


def print_run(run: Run) -> None:
    """One JSON object. ASCII: a terminal obeys none of it."""
    OUT.print(
        json.dumps(
            {
                "sources": [_source(one) for one in run.sources],
                "pages": {path: list(posts) for path, posts in run.pages.items()},
            }
        ),
        markup=False,
        soft_wrap=True,
    )


def _source(one: Fetched) -> dict[str, Any]:
    return {
        "source": one.source,
        "new": one.new,
        "changed": one.changed,
        "deleted": one.deleted,
        "unchanged": one.unchanged,
        "posts": one.posts,
        "requests": one.requests,
        "bad": one.bad,
        "left_out": dict(one.skipped),
        "unfinished": one.unfinished,
        "until": one.until.isoformat() if one.until else None,
        "failed": str(one.failed) if one.failed else "",
    }


def say_standing(found: Sequence[Standing], now: datetime) -> None:
    """A table on standard output."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("source", "format", "posts", "last run", "lag", "next request"):
        table.add_column(name, justify="right" if name == "posts" else "left")
    for one in found:
        table.add_row(
            shown(one.name),
            one.format or "not in mkdocs.yml",
            f"{one.posts:,}",
            f"{one.last:%Y-%m-%d %H:%M}" if one.last else "never",
            _ago(now - one.through) if one.through else ("never through" if one.live else "archive"),
            f"{one.free:%Y-%m-%d %H:%M}" if one.free else ("now" if one.live else ""),
        )
    OUT.print(table)
    for one in found:
        if one.failed:
            OUT.print(shown(f"{one.name}: {one.failed}"), soft_wrap=True)


def _ago(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))  # a clock may have been set back
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


def print_standing(found: Sequence[Standing], now: datetime) -> None:
    """A JSON array, one object per source; times in ISO 8601, the lag in seconds."""
    rows = [
        {
            "source": one.name,
            "format": one.format,
            "live": one.live,
            "posts": one.posts,
            "last": one.last.isoformat() if one.last else None,
            "lag": int((now - one.through).total_seconds()) if one.through else None,
            "next": one.free.isoformat() if one.free else None,
            "failed": one.failed,
        }
        for one in found
    ]
    OUT.print(json.dumps(rows), markup=False, soft_wrap=True)
