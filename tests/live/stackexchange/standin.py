"""A stand-in for Stack Exchange's API v2.3: filters, real paging by number and by time of activity, gzip.

There is no machine-readable contract; it holds requests strictly against what the documentation says of each
method (https://api.stackexchange.com/docs), and answers only with what the filter names.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Raw = dict[str, Any]

SITE: Final = "kettles"
SOURCES: Final = """
- name: stack
  format: stackexchange
  fetch: {site: kettles, tags: [kettle, tea;cups]}
"""
ENVIRON: Final[Mapping[str, str]] = {}
START: Final = 1_760_000_000
"""When the first invented question was asked, in seconds since 1970."""
DEEPEST: Final = 25
"""The last page that is shown without a key."""


def _fields(*names: str) -> set[str]:
    return set(" ".join(names).split())


WRAPPER: Final = _fields(
    "backoff error_id error_message error_name has_more items page page_size quota_max quota_remaining total",
    "type",
)
_POST: Final = (
    "body body_markdown comment_count comments community_owned_date content_license creation_date"
    " last_activity_date last_edit_date last_editor link locked_date owner score share_link title"
)
TYPES: Final[Mapping[str, set[str]]] = {
    "question": _fields(
        _POST,
        "accepted_answer_id answer_count answers closed_date closed_details closed_reason is_answered",
        "migrated_from migrated_to question_id tags view_count",
    ),
    "answer": _fields(_POST, "answer_id is_accepted question_id tags"),
    "comment": _fields(
        "body body_markdown comment_id content_license creation_date edited link owner post_id post_type",
        "reply_to_user score",
    ),
    "shallow_user": _fields(
        "accept_rate account_id display_name link profile_image reputation user_id user_type"
    ),
    "migration_info": _fields("on_date other_site question_id"),
    "tag": _fields("count has_synonyms is_moderator_only is_required name"),
    "filter": _fields("filter filter_type included_fields"),
}
"""The fields of each type, of those that the methods below answer with."""
INSIDE: Final = {
    "answers": "answer",
    "comments": "comment",
    "owner": "shallow_user",
    "last_editor": "shallow_user",
    "migrated_to": "migration_info",
    "migrated_from": "migration_info",
}
_FILTERS: Final[dict[str, set[str]]] = {}
"""Those that were made: they never expire."""
_PAGED: Final = {"site", "filter", "key", "page", "pagesize"}
_SORTED: Final = {"order", "sort", "min", "max", "fromdate", "todate"}


class RefusedError(Exception):
    """An error as the API tells it: always 400 to HTTP."""

    def __init__(self, number: int, name: str, message: str) -> None:
        super().__init__(message)
        self.told = {"error_id": number, "error_message": message, "error_name": name}


def _bad(message: str) -> RefusedError:
    return RefusedError(400, "bad_parameter", message)


class Exchange:
    """Questions as the API knows them, with every field; `answer` is what it says to a GET."""

    def __init__(self, questions: Iterable[Raw], quota: int = 300) -> None:
        self.questions = {question["question_id"]: question for question in questions}
        self.keys = {"ke-y"}
        self.quota = quota
        self.backoff: Mapping[str, float] = {}
        """By path: the seconds that its answers ask to wait."""
        self.nested: int | None = None
        """So many answers and comments at most stand inside a post; None: all of them."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Packed, as always."""
        try:
            status, told = 200, self._told(request)
        except RefusedError as refusal:
            status, told = 400, refusal.told
        if "gzip" not in request.headers.get("accept-encoding", ""):
            raise AssertionError("the API is asked without gzip")
        return httpx.Response(
            status,
            content=gzip.compress(json.dumps(told).encode()),
            headers={"content-type": "application/json; charset=utf-8", "content-encoding": "gzip"},
        )

    def _told(self, request: httpx.Request) -> Raw:
        if self.quota <= 0:
            message = "too many requests from this IP, more requests available in 3600 seconds"
            raise RefusedError(502, "throttle_violation", message)
        self.quota -= 1
        asked = dict(request.url.params)
        if len(asked) != len(request.url.params.multi_items()):
            raise AssertionError(f"a parameter is there twice: {request.url}")
        if "key" in asked and asked["key"] not in self.keys:
            raise _bad("`key` doesn't match a known application")
        version, *path = request.url.path.strip("/").split("/")
        if version != "2.3":
            raise RefusedError(404, "no_method", "no method found with this name")
        return self._wrapped("/".join(path), asked, *self._items(path, asked))

    def _items(self, path: list[str], asked: Raw) -> tuple[str, list[Raw]]:
        """The type of what a method answers with, and all of it, in order."""
        match path:
            case ["filters", "create"]:
                _only(asked, {"include", "exclude", "base", "unsafe", "key"})
                return "filter", [self._made(asked)]
            case ["questions"]:
                _only(asked, _PAGED | _SORTED | {"tagged"})
                tags = [tag for tag in asked.get("tagged", "").split(";") if tag]
                if len(tags) > 5:
                    raise _bad("tagged")
                found = [one for one in self.questions.values() if {*tags} <= {*one["tags"]}]
                return "question", _in_order(found, asked)
            case ["questions", ids]:
                _only(asked, _PAGED | _SORTED)
                wanted = _ids(ids)
                return "question", _in_order(
                    [one for one in self.questions.values() if one["question_id"] in wanted], asked
                )
            case ["questions", ids, "answers"]:
                _only(asked, _PAGED | _SORTED)
                wanted = _ids(ids)
                return "answer", _in_order(
                    [
                        answer
                        for one in self.questions.values()
                        if one["question_id"] in wanted
                        for answer in one["answers"]
                    ],
                    asked,
                )
            case ["posts", ids, "comments"]:
                _only(asked, _PAGED | _SORTED)
                wanted = _ids(ids)
                posts = [post for one in self.questions.values() for post in (one, *one["answers"])]
                found = [comment for post in posts for comment in post["comments"]]
                return "comment", _in_order([one for one in found if one["post_id"] in wanted], asked)
            case ["tags", names, "info"]:
                _only(asked, _PAGED | _SORTED)
                used = {tag for one in self.questions.values() for tag in one["tags"]}
                return "tag", [{"name": tag, "count": 1} for tag in names.split(";") if tag in used]
            case _:
                raise RefusedError(404, "no_method", "no method found with this name")

    def _made(self, asked: Raw) -> Raw:
        """A new filter, from nothing."""
        if asked.get("base") != "none" or asked.get("unsafe") != "false":
            raise AssertionError("only safe filters made from nothing are known here")
        fields = asked["include"].split(";")
        for field in fields:
            kind, _, name = field.partition(".")
            if name not in (TYPES[kind] if kind else WRAPPER):
                raise _bad(f"{field} is not a field")
        name = f"!{hashlib.sha256(asked['include'].encode()).hexdigest()[:12]}"
        _FILTERS[name] = set(fields)
        return {"filter": name, "filter_type": "safe", "included_fields": fields}

    def _wrapped(self, path: str, asked: Raw, kind: str, items: list[Raw]) -> Raw:
        if kind == "filter":
            return {"items": items, "has_more": False, "quota_max": 300, "quota_remaining": self.quota}
        if asked.get("site") != SITE:
            raise _bad(
                f"No site found for name `{asked.get('site')}`" if "site" in asked else "site is required"
            )
        fields = _FILTERS.get(asked.get("filter", ""))
        if fields is None:
            raise _bad("filter")
        size, page = int(asked.get("pagesize", "30")), int(asked.get("page", "1"))
        if not 0 <= size <= 100:
            raise _bad("pagesize")
        if page < 1:
            raise _bad("page")
        if page > DEEPEST and "key" not in asked:
            raise RefusedError(403, "access_denied", "page above 25 requires access token or app key")
        wrapper = {
            "items": [self._shown(kind, one, fields) for one in items[(page - 1) * size : page * size]],
            "has_more": len(items) > page * size,
            "quota_max": 300,
            "quota_remaining": self.quota,
            "page": page,
            "page_size": size,
            "total": len(items),
            "type": kind,
        }
        if backoff := self.backoff.get(path):
            wrapper["backoff"] = backoff
        return {name: value for name, value in wrapper.items() if f".{name}" in fields}

    def _shown(self, kind: str, raw: Raw, fields: set[str]) -> Raw:
        """What the filter shows. What is empty is left out."""
        shown: Raw = {}
        for name, value in raw.items():
            if name not in TYPES[kind]:
                raise AssertionError(f"{kind}.{name} is not a field of the API")
            if f"{kind}.{name}" not in fields or value is None or value == []:
                continue
            inside = INSIDE.get(name)
            if isinstance(value, list) and inside:
                shown[name] = [self._shown(inside, one, fields) for one in value[: self.nested]]
            else:
                shown[name] = self._shown(inside, value, fields) if inside else value
        return shown


def _only(asked: Raw, known: set[str]) -> None:
    if strange := asked.keys() - known:
        raise AssertionError(f"parameters that the documentation does not name: {sorted(strange)}")


def _ids(path: str) -> set[int]:
    parts = path.split(";")
    if len(parts) > 100 or not all(part.isdecimal() for part in parts):
        raise _bad("ids")
    return {int(part) for part in parts}


def _in_order(found: list[Raw], asked: Raw) -> list[Raw]:
    """Sorted and bounded: `min` and `max` are included."""
    names = {"activity": "last_activity_date", "creation": "creation_date"}
    by = names.get(asked.get("sort", "activity"))
    if by is None or asked.get("order", "desc") not in {"asc", "desc"}:
        raise _bad("sort")
    low, high = int(asked.get("min", "0")), int(asked.get("max", "9999999999"))
    kept = [one for one in found if low <= one[by] <= high]
    return sorted(kept, key=lambda one: one[by], reverse=asked.get("order", "desc") == "desc")


def user(number: int, **more: Any) -> Raw:
    """A user as posts show one. The API escapes names."""
    return {
        "user_id": number,
        "user_type": "registered",
        "display_name": ("Bo &amp; Co", "Ada", "Cy")[number % 3],
        "link": f"https://kettles.example/users/{number}",
        "reputation": 10,
        "profile_image": "https://kettles.example/face.png",
    } | more


def comment(number: int, post: int, text: str, at: int) -> Raw:
    """A comment under a post."""
    return {
        "comment_id": number,
        "post_id": post,
        "post_type": "question",
        "body": text,
        "owner": user(1),
        "creation_date": at,
        "edited": False,
        "score": 0,
        "content_license": "CC BY-SA 4.0",
        "link": f"https://kettles.example/q/{post}#comment{number}_{post}",
    }


def _post(number: int, text: str, at: int, comments: list[Raw]) -> Raw:
    return {
        "body": f"<p>{text}</p>",
        "owner": user(number % 3),
        "creation_date": at,
        "last_activity_date": at,
        "last_edit_date": None,
        "score": number % 5,
        "content_license": "CC BY-SA 4.0",
        "comments": comments,
        "comment_count": len(comments),
    }


def invented(number: int, replies: Iterable[str] = ("Descale it.",), *, at: int, **more: Any) -> Raw:
    """A question about a kettle, with answers and, under the first answer, thanks."""
    id_ = number * 100
    answers = [
        _post(id_ + place, reply, at + place, [])
        | {
            "answer_id": id_ + place,
            "question_id": id_,
            "is_accepted": place == 1,
            "link": f"https://kettles.example/a/{id_ + place}",
        }
        for place, reply in enumerate(replies, start=1)
    ]
    if answers:
        answers[0]["comments"] = [comment(id_ + 1, id_ + 1, "That helped, thank you!", at + 50)]
        answers[0]["comment_count"] = 1
    question = _post(id_, f"My kettle number {number} stops early. What can I do?", at, [])
    return (
        question
        | {
            "question_id": id_,
            "title": f"Kettle {number} doesn&#39;t boil",
            "tags": ["kettle", "tea", "cups"] if number % 4 == 0 else ["kettle"],
            "answers": answers,
            "answer_count": len(answers),
            "accepted_answer_id": answers[0]["answer_id"] if answers else None,
            "is_answered": bool(answers),
            "view_count": 7,
            "link": f"https://kettles.example/questions/{id_}/kettle-{number}",
            "last_activity_date": max([at, *(answer["creation_date"] for answer in answers)]),
        }
        | more
    )


def kettles(many: int = 230) -> Exchange:
    """Three pages of questions; around the ends of the pages many have the same last activity."""
    return Exchange(invented(n, at=START + n // 7 * 1000) for n in range(1, many + 1))
