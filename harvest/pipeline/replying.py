"""Replies: from pages and their conversations into the outbox, and from there to where people talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest import resolution, store
from harvest.disk import put
from harvest.errors import HarvestError, PageError, SendError
from harvest.lake import Lake
from harvest.model import State as PageState
from harvest.pages.parse import parse
from harvest.replies import outbox
from harvest.replies.outbox import OUTBOX, Reply, State
from harvest.replies.preparing import Case, Silent, prepare, silent, unfit
from harvest.senders import sender_of
from harvest.threads import StaffList, thread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    import httpx

    from harvest.config import Config
    from harvest.model import Thread
    from harvest.senders import Sender


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was put into the outbox, and who gets nothing, and why."""

    replies: tuple[Reply, ...]
    silent: tuple[Silent, ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of one approved reply."""

    reply: Reply
    link: str = ""
    error: str = ""
    """Why it was not sent; "" where it was."""
    unknown: bool = False
    """Nobody can say whether it was posted."""


def prepare_replies(config: Config, *, today: date, write: bool) -> Prepared:
    """One reply for each conversation behind a page that has none yet; added to `docs/replies.yml`.

    Raises HarvestError where the site has no address, ConfigError where the outbox has mistakes.
    """
    text, before = _outbox(config)
    answered = {reply.thread for reply in before}
    new: list[Reply] = []
    left: list[Silent] = []
    for case in _cases(config):
        found = prepare(case, config.replies, answered, today)
        if isinstance(found, Reply):
            new.append(found)
            answered.add(found.thread)
        else:
            left.append(found)
    if write and new:
        put(config.docs / OUTBOX, outbox.with_new(text, tuple(new)))
    return Prepared(tuple(new), tuple(left))


def send_replies(
    config: Config, client: httpx.Client, *, today: date, dry: bool = False
) -> Iterator[Sending]:
    """Post what somebody has approved, one at a time; the outbox knows before each and after each.

    A reply that stands at `sending` is reported, and left for a person: it may be there already. `dry`: look
    there too, and post nothing. Raises as `prepare_replies`.
    """
    for reply in _outbox(config)[1]:
        if reply.state is State.SENDING:
            yield Sending(
                reply, error="look whether it is there: write `state: sent` or `approved`", unknown=True
            )
    cases = {case.ref: case for case in _cases(config)}
    for thread_ref in [reply.thread for reply in _outbox(config)[1] if reply.state is State.APPROVED]:
        reply = next(each for each in _outbox(config)[1] if each.thread == thread_ref)
        case = cases.get(reply.thread)
        if case is None or case.thread is None:
            yield Sending(reply, error="no page comes from it any more, or it is not in the lake")
            continue
        if reason := silent(case, config.replies, today) or unfit(reply, case):
            yield Sending(reply, error=reason)
        else:
            yield _send(config, reply, case.thread, client, today, dry=dry)


def _send(
    config: Config, reply: Reply, conversation: Thread, client: httpx.Client, today: date, *, dry: bool
) -> Sending:
    try:
        sender = _sender(config, conversation.source, client)
        if sender is None:
            return Sending(reply, error="Harvest cannot post there: do it yourself, then write `state: sent`")
        if reason := sender.moved_on(conversation):
            return Sending(reply, error=reason)
    except SendError as error:
        return Sending(reply, error=str(error))
    if dry:
        return Sending(reply)
    _note(config, reply, State.SENDING)
    try:
        link = sender.send(conversation, reply.text)
    except SendError as error:
        if not error.unknown:
            _note(config, reply, State.APPROVED)
        return Sending(reply, error=str(error), unknown=error.unknown)
    _note(config, reply, State.SENT, sent=today, link=link)
    return Sending(reply, link=link)


def _sender(config: Config, name: str, client: httpx.Client) -> Sender | None:
    """Who posts in a source; None where only people can."""
    source = next((each for each in config.sources if each.name == name), None)
    account = next((each for each in config.replies.accounts if each.source == name), None)
    return sender_of(source, account, client) if source and account else None


def _note(config: Config, reply: Reply, state: State, *, sent: date | None = None, link: str = "") -> None:
    """Write down a state, durably, where the reply stands now."""
    text, replies = _outbox(config)
    now = next(each for each in replies if each.thread == reply.thread)
    put(config.docs / OUTBOX, outbox.with_state(text, now, state, sent=sent, link=link))


def _outbox(config: Config) -> tuple[str, tuple[Reply, ...]]:
    path = config.docs / OUTBOX
    text = _text_of(path)
    return text, outbox.read(text, path)


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        what = (
            "is not UTF-8" if isinstance(error, UnicodeDecodeError) else f"cannot be read: {error.strerror}"
        )
        raise HarvestError(what, where=path, todo="save it as UTF-8") from None


def _cases(config: Config) -> Iterator[Case]:
    """Every conversation of every page, pages in order. A page that was taken down names none."""
    if not config.site_url:
        what = "site_url is missing: a reply needs the address of its page"
        raise HarvestError(what, where=config.root / "mkdocs.yml", todo="write where the site will be")
    answers = []
    for path, text in store.read_pages(config.docs):
        try:
            answer = parse(text, path).answer
        except PageError:
            continue  # `harvest check` reports it
        if answer.state is not PageState.TAKEN_DOWN:
            answers.append((path, answer))
    wanted = {source.thread for _, answer in answers for source in answer.sources}
    posts = Lake(config.lake).conversation(wanted)
    staff = StaffList.of(config.staff)
    services = {source.name: source.format for source in config.sources}
    base = config.site_url.rstrip("/")
    for path, answer in answers:
        for source in answer.sources:
            found = thread(posts[source.thread], staff) if posts.get(source.thread) else None
            yield Case(
                path=path,
                answer=answer,
                address=f"{base}/{path.removesuffix('.md')}/",
                ref=source.thread,
                thread=found,
                verdict=resolution.judge(found) if found else None,
                service=services.get(source.thread.partition(":")[0], source.thread.partition(":")[0]),
            )
