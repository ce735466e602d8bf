"""Asking for stale pages to be looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest import store
from harvest.lifecycle import moves
from harvest.model import State
from harvest.pipeline import asking
from harvest.pipeline.living import look
from harvest.promote import git
from harvest.proposing.branch import REVIEW, about_page, heading
from harvest.proposing.request import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from harvest.config import Config
    from harvest.lifecycle.review import Stale
    from harvest.probe import Prober
    from harvest.promote.forge import Forge


def ask_to_review(
    config: Config,
    *,
    today: date,
    links: Prober | None,
    top: int | None,
    forge: Forge | None,
    environ: Mapping[str, str],
    dry: bool,
) -> tuple[asking.Asked, ...]:
    """A request for each stale page of the default branch, most asked first; at most `most_open` are open.

    `links`: what tries addresses of others; None: nothing does. `top`: so many pages, None: all.
    Each marks its page as stale and says why. A closed one means "no" for the same reasons.
    """
    outcomes: list[asking.Asked] = []
    with git.workspace(asking.repository(config, environ, dry=dry)) as space:
        desk = asking.Asking(config, space, forge, dry)
        pages = dict(store.read_pages(space.docs))
        found = look(config, pages, today=today, links=links).stale[:top]
        prefix = f"{config.promote.prefix}{REVIEW}"
        open_ = {r.branch for r in (forge.requests(prefix) if forge else ()) if r.status is Status.OPEN}
        room = config.promote.most_open - len(open_)
        for page in found:
            if page.state not in {State.REVIEWED, State.VALIDATED}:
                continue  # a draft waits for a review anyhow, and what is marked has been asked for
            stem = about_page(config.promote.prefix, REVIEW, page.path)
            if room <= 0 and not any(branch.startswith(stem) for branch in open_):
                why = f"promote: most_open is {config.promote.most_open}: others are open"
                outcomes.append(asking.Asked(did=asking.Did.LEFT, path=page.path, why=why))
                continue
            outcomes.append(desk.publish(_about_stale(page)))
            room -= outcomes[-1].did in {asking.Did.OPENED, asking.Did.PUSHED}
    return tuple(outcomes)


def _about_stale(page: Stale) -> asking.Question:
    people = "1 person has asked for" if page.askers == 1 else f"{page.askers} people have asked for"
    why = "\n".join(f"- {_code(cause.says)}{f' <{cause.url}>' if cause.url else ''}" for cause in page.causes)
    body = (
        f"Somebody should look at `{page.path}` again, which {people}:\n\n{why}\n\n"
        "Merged as it is, this marks the page as stale: readers see that it may be out of date. Better:\n"
        f"edit the page on this branch, then run `harvest approve {page.path}` on it.\n\n"
        "Close it if nothing has to be done. It comes back only for another reason.\n"
    )
    return asking.Question(
        path=page.path,
        what=REVIEW,
        title=heading("Look again", page.path),
        body=body,
        digest=asking.digest(*(cause.says for cause in page.causes)),
        label="review",
        make=lambda pages: (moves.mark_stale(page.path, pages[page.path]),),
        fits=bool,
    )


def _code(text: str) -> str:
    """Between backticks: names of posts and addresses call and close nothing there."""
    return f"`{text.replace('`', chr(39))}`"
