"""Asking for a page to be taken down, and what branches ask for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest import store
from harvest.errors import PageError
from harvest.lifecycle import moves
from harvest.lifecycle import takedown as taking
from harvest.model import State
from harvest.pages.merge import FOLDER
from harvest.pages.parse import parse
from harvest.pipeline import asking
from harvest.promote import git
from harvest.proposing.branch import TAKEDOWN, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harvest.config import Config
    from harvest.lifecycle.moves import Step
    from harvest.lifecycle.takedown import Order
    from harvest.promote.forge import Forge
    from harvest.promote.git import Workspace


def ask_to_take_down(
    config: Config, path: str, order: Order, *, forge: Forge | None, environ: Mapping[str, str], dry: bool
) -> asking.Asked:
    """The branch that the site's workflow takes over at once, and the request that makes it permanent."""
    question = asking.Question(
        path=path,
        what=TAKEDOWN,
        title=heading("Take down", path),
        body=_takedown_body(config, path, order),
        digest=asking.digest(order.reason, order.words, order.day.isoformat()),
        label="takedown",
        make=lambda pages: taking.take_down(pages, path, order),
        fits=_is_taken_down,
    )
    with git.workspace(asking.repository(config, environ, dry=dry)) as space:
        return asking.Asking(config, space, forge, dry).publish(question)


def _is_taken_down(text: str) -> bool:
    try:
        return taking.ordered(parse(text).answer) is not None
    except PageError:
        return False


def _takedown_body(config: Config, path: str, order: Order) -> str:
    at = f" ({config.site_url.rstrip('/')}/{moves.address(path)})" if config.site_url else ""
    lines = [
        f"`{path}`{at} is taken down.",
        "",
        f"Reason: **{order.reason}**. The page says: {taking.SAID[order.reason]}",
    ]
    if order.words:
        lines += ["", "And in somebody's own words:", "", f"> `{order.words.replace('`', chr(39))}`"]
    lines += [
        "",
        "The workflow that publishes the site takes this over from the branch before anybody has merged it.",
        "",
        "- **Merge** to make it permanent.",
        "- **Close, and delete the branch**, to bring the page back at the next build of the site.",
        "",
        "What the page was is still in the history of this repository.",
        "",
    ]
    return "\n".join(lines)


def taken_down_on_branches(config: Config, environ: Mapping[str, str]) -> tuple[Step, ...]:
    """Plans for the pages of the checkout that branches of the remote take down. Nothing is written.

    Raises GitError.
    """
    prefix = f"{config.promote.prefix}{TAKEDOWN}"
    with git.workspace(git.repository(config.docs, config.promote, environ)) as space:
        ours = [each for each in space.branches(config.promote.prefix) if each.name.startswith(prefix)]
        asked = [found for branch in ours for found in _on_branch(space, branch.name, branch.head)]
    return taking.apply(dict(store.read_pages(config.docs)), asked)


def _on_branch(space: Workspace, name: str, head: str) -> Iterator[taking.Asked]:
    """The answer pages that a branch has changed and that say that they are taken down."""
    for path in _changed(space, head):
        text = space.text(head, path) or ""
        if taking.is_page(path) and _says_taken_down(text):
            yield taking.Asked(name, path, text)


def _says_taken_down(text: str) -> bool:
    try:
        return parse(text).answer.state is State.TAKEN_DOWN
    except PageError:
        return False


def _changed(space: Workspace, head: str) -> list[str]:
    """Paths of answers, relative to the docs folder, that differ from where the branch began.

    In a shallow clone that may not be known: then, from the commit before.
    """
    tool = space.repository.git
    began = tool.ask("merge-base", space.commit, head).out.strip() or f"{head}^"
    folder = f":(top,literal){space.repository.inside}{FOLDER}"
    words = ("diff", "--name-only", "-z", "--no-renames", "--no-relative", began, head, "--", folder)
    listed = tool.tell(*words)
    return [name.removeprefix(space.repository.inside) for name in listed.split("\0") if name]
