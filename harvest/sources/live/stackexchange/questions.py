"""Questions at Stack Exchange, each whole: with all answers and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.sources.fields import BadRow, mapping, sequence
from harvest.sources.live.service import Step
from harvest.sources.live.stackexchange.asking import ANSWERS, COMMENTS, batches
from harvest.sources.stackexchange import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from harvest.model import Post
    from harvest.sources.live.stackexchange.asking import Params, Raw, Site


async def whole(site: Site, method: str, raws: Sequence[Raw]) -> Step:
    """Questions, each whole."""
    ask = site.ask
    ask.reading(f"{ask.web.host.base}{method}")
    await _fill(site, raws)
    posts: list[Post] = []
    ids: dict[str, frozenset[str]] = {}
    gone: list[str] = []
    for raw in raws:
        try:
            question = Question(raw, ask.options)
        except BadRow as bad:
            ask.report.bad(1, str(bad))
            continue
        if reason := question.moved():
            ask.report.skipped(reason)
            gone.append(question.id)
            continue
        posts += question.read(ask.report, 1, f"question {question.id}: ")
        ids[question.id] = question.ids()
    return Step(posts=tuple(posts), whole=ids, gone=tuple(gone))


async def _fill(site: Site, questions: Iterable[Raw]) -> None:
    """Add the answers and comments that should be there, by their number, and are not."""
    asked: Params = {"sort": "creation", "order": "asc"}
    short = {str(one.get("question_id")): one for one in questions if _lacks(one, "answer")}
    for batch in batches(list(short)):
        found = await site.all(ANSWERS, batch, asked)
        for id_ in batch:
            short[id_]["answers"] = [one for one in found if str(one.get("question_id")) == id_]
    bare = {number: post for number, post in _posts(questions) if _lacks(post, "comment")}
    for batch in batches(list(bare)):
        found = await site.all(COMMENTS, batch, asked)
        for id_ in batch:
            bare[id_]["comments"] = [one for one in found if str(one.get("post_id")) == id_]


def _posts(questions: Iterable[Raw]) -> Iterator[tuple[str, Raw]]:
    """What can have comments, by its number."""
    for question in questions:
        yield str(question.get("question_id")), question
        for answer in map(mapping, sequence(question.get("answers"))):
            yield str(answer.get("answer_id")), answer


def _lacks(post: Raw, kind: str) -> bool:
    """Whether there are more answers or comments than stand inside the post."""
    many, number = post.get(f"{kind}_count"), post.get("answer_id") or post.get("question_id")
    if not isinstance(many, int) or not isinstance(number, int):
        return False
    return many > len(sequence(post.get(f"{kind}s")))
