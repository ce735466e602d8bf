"""What is asked of X's API v2, in either of its two namings, and what its answers say.

In the older naming a post is a *tweet*: `tweet.fields`, `referenced_tweets`, `includes.tweets`. In the newer
one it is a *post*, and what refers to other things (author, references, edit history) is an expansion only.
Paths are the same in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harvest.config.fetching import Naming
from harvest.sources.fields import mapping, sequence
from harvest.sources.live.refusal import GoneError
from harvest.sources.snowflake import snowflake_at
from harvest.sources.x_api import Page, edits, withheld_everywhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harvest.model import Post
    from harvest.sources.live.service import Ask

BATCH: Final = 100
"""So many posts or accounts are looked up at a time."""
WEEK: Final = timedelta(days=7)
"""Recent search goes back no further."""

_BEGINNING: Final = "2006-03-21T00:00:00Z"
"""X's first post. Without a beginning, full-archive search goes back thirty days."""
_ID: Final = re.compile(r"[0-9]{1,19}", re.ASCII)
_GONE: Final = frozenset(
    {
        "resource-not-found",
        "not-authorized-for-resource",
        "resource-unavailable",
        "disallowed-resource",
    }
)
"""Problems that mean: not there any more, or no longer for everybody (a suspended or protected account)."""
_MESSAGES: Final = frozenset({"tweet", "post"})

Raw = dict[str, object]
Params = dict[str, str | int]


def _params(noun: str, fields: Sequence[str], expansions: Sequence[str]) -> Params:
    return {
        f"{noun}.fields": ",".join(fields),
        "expansions": ",".join(expansions),
        "user.fields": "id,name,protected,username",
    }


_COMMON: Final = (
    "id",
    "text",
    "conversation_id",
    "created_at",
    "entities",
    "lang",
    "public_metrics",
    "withheld",
)
_NAMED: Final[Mapping[Naming, Params]] = {
    Naming.TWEET: _params(
        "tweet",
        (*_COMMON, "author_id", "edit_history_tweet_ids", "note_tweet", "referenced_tweets"),
        ("author_id", "referenced_tweets.id", "referenced_tweets.id.author_id"),
    ),
    Naming.POST: _params(
        "post",
        (*_COMMON, "note_post"),
        ("author_id", "edit_history_post_ids", "referenced_posts"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one answer says."""

    posts: tuple[Post, ...] = ()
    """Those that were asked for, and those that they refer to."""
    matched: tuple[Post, ...] = ()
    """Those that were asked for."""
    gone: tuple[str, ...] = ()
    """Posts that are not there any more, or not for everybody."""
    unnamed: tuple[str, ...] = ()
    """Posts that are referred to and shown without their author; they are not among `posts`."""
    newer: tuple[str, ...] = ()
    """The newest versions of posts that are shown in an older one."""
    oldest: str = ""
    """The smallest id of what was asked for; "" where there was none."""
    newest: str = ""
    more: str = ""
    """The token of the next page; "" where there is none."""


class Calls:
    """The questions that a source asks of X. Every method may raise FetchError."""

    def __init__(self, ask: Ask) -> None:
        """Asks nothing yet."""
        self._ask = ask
        self._named = _NAMED[ask.fetch.naming]
        self.archive = ask.fetch.archive
        """Whether the full archive is searched, not only the last seven days."""
        reach = WEEK - timedelta(minutes=ask.fetch.minutes + 1)  # X must still accept it when the run ends
        self._reach = 0 if self.archive else int(snowflake_at(ask.web.now() - reach))

    def reaches(self, mark: str) -> bool:
        """Whether search goes back to an id."""
        return int(mark or 0) >= self._reach

    async def search(self, query: str, since: str, until: str, token: str) -> Found:
        """A page of what a query finds after the id `since` and before `until`, newest first."""
        if until and not self.reaches(until):
            return Found()
        path, most = ("/2/tweets/search/all", 500) if self.archive else ("/2/tweets/search/recent", 100)
        params: Params = {"query": query, "sort_order": "recency", "max_results": most}
        if since and self.reaches(since):
            params["since_id"] = since
        elif self.archive:
            params["start_time"] = _BEGINNING
        params |= {"until_id": until} if until else {}
        params |= {"next_token": token} if token else {}
        return read(self._ask, await self._answer(path, params | self._named, ("meta",)))

    async def mentions(self, account: str, since: str, until: str, token: str) -> Found:
        """A page of the posts that mention the account with the id `account`; X shows the newest 800."""
        params: Params = {"max_results": 100}
        if since:
            params["since_id"] = since
        params |= {"until_id": until} if until else {}
        params |= {"pagination_token": token} if token else {}
        path = f"/2/users/{account}/mentions"
        value = await self._answer(path, params | self._named, ("meta", "errors"), "/2/users/{id}/mentions")
        if "meta" not in value:
            what = f"X shows no account with the number {account} any more"
            where = f"{self._ask.web.host.base}{path}"
            raise GoneError(what, where=where, todo="take it out of `accounts`, or correct it there")
        return read(self._ask, value)

    async def posts(self, ids: Sequence[str]) -> Found:
        """At most a hundred posts by their ids."""
        params: Params = {"ids": ",".join(ids)}
        return read(self._ask, await self._answer("/2/tweets", params | self._named, ("data", "errors")))

    async def accounts(self, names: Sequence[str]) -> dict[str, str]:
        """The ids of at most a hundred accounts, by name in lower case; X's unknown ones are left out."""
        asked: Params = {"usernames": ",".join(names)}
        value = await self._answer("/2/users/by", asked, ("data", "errors"))
        users = map(mapping, sequence(value.get("data")))
        return {str(user.get("username")).lower(): str(user["id"]) for user in users if is_id(user.get("id"))}

    async def _answer(self, path: str, params: Params, has: tuple[str, ...], limit: str = "") -> Raw:
        """The answer, which must have one of the keys `has`. Each endpoint has a rate limit of its own."""
        self._ask.reading(f"{self._ask.web.host.base}{path}")
        return await self._ask.web.object(path, params, has=has, limit=limit or path)


def read(ask: Ask, value: Raw) -> Found:
    """What an answer says. What is wrong with it is reported."""
    includes = mapping(value.get("includes"))
    asked = [mapping(each) for each in sequence(value.get("data"))]
    shown = [mapping(each) for key in ("tweets", "posts") for each in sequence(includes.get(key))]
    ids = [str(raw["id"]) for raw in asked if is_id(raw.get("id"))]
    gone = {edits(raw)[0] for raw in (*asked, *shown) if withheld_everywhere(raw) and edits(raw)}
    gone.update(_errors(ask, value))
    token = mapping(value.get("meta")).get("next_token")
    hidden = _protected(sequence(includes.get("users")))
    posts, matched, unnamed = [], [], []
    for post in dict.fromkeys(Page(value, ask.options).read(ask.report, 1, "")):
        was_asked = not {post.id, *post.aliases}.isdisjoint(ids)
        if post.author.key in hidden:
            ask.report.skipped("post of a protected account")
            gone.add(post.id)
        elif not was_asked and not post.author.name:
            unnamed.append(post.id)
        else:
            posts.append(post)
            if was_asked:
                matched.append(post)
    return Found(
        posts=tuple(posts),
        matched=tuple(matched),
        gone=tuple(sorted(gone)),
        unnamed=tuple(dict.fromkeys(filter(is_id, unnamed))),
        newer=tuple(dict.fromkeys(_newer([*asked, *shown]))),
        oldest=min(ids, key=int, default=""),
        newest=max(ids, key=int, default=""),
        more=token if isinstance(token, str) else "",
    )


def is_id(raw: object) -> bool:
    """Whether X could have given it to something."""
    return isinstance(raw, str) and bool(_ID.fullmatch(raw))


def _errors(ask: Ask, value: Raw) -> Iterable[str]:
    """The posts that X says are not there, or not for us; its other errors are reported."""
    others = []
    for error in map(mapping, sequence(value.get("errors"))):
        problem = str(error.get("type")).rpartition("/")[2]
        subject = error.get("resource_id") or error.get("value")
        if problem in _GONE and error.get("resource_type") in _MESSAGES and is_id(subject):
            yield str(subject)
        else:
            others.append(error)
    if others:
        for note in Page({"errors": others}, ask.options).notes():
            ask.report.skipped(note)


def _protected(users: Iterable[object]) -> set[str]:
    """The ids of accounts whose posts are for their followers only."""
    return {str(user.get("id")) for user in map(mapping, users) if user.get("protected") is True}


def _newer(raws: Sequence[Raw]) -> list[str]:
    """The newest versions of posts of which an older one is shown only."""
    shown = {raw.get("id") for raw in raws}
    newest = [history[-1] for raw in raws if (history := edits(raw)) and is_id(history[-1])]
    return [one for one in newest if one not in shown]
