"""Every request, and every answer of the stand-in, held against the document that Discourse has published.

Discourse does not keep to its own document; what is amended here is what it does (its source and the real
topics and recorded answers show it):

- Lists have pages, an order and the address of the next page. The document knows the order of one of them,
  and no page of any.
- A category has its lists by activity at `…/l/latest.json`; the document knows only its front page, whose
  answer has the same form.
- The posts of a topic are chosen by `post_ids[]`, and a topic has pages. The document names neither.
- `reply_to_post_number` is a number, where the document has texts.
- A topic tells its accepted answer where the plugin Solved is there, which is part of Discourse since 2025.
- A search finds `topics` besides posts, and says with true or null whether there are more.

What an answer of the stand-in leaves out is filled with the least that the document takes. So what is checked
is that it has no field that Discourse does not name, and none of another type.
"""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest

from tests.forges.contract import Contract
from tests.live.discourse.standin import SOURCES, Forum, Raw, invented, kettles, questions
from tests.live.harness import Base
from tests.replies.test_contracts import CONTRACTS, document, least

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason=f"{CONTRACTS} is not here")

PATHS: Final = (
    "/latest.json",
    "/tag/{name}.json",
    "/c/{slug}/{id}.json",
    "/c/{id}/show.json",
    "/categories.json",
    "/search.json",
    "/t/{id}.json",
    "/t/{id}/posts.json",
)
OF_CATEGORY: Final = "/c/{slug}/{id}/l/latest.json"
KEY: Final = {"FORUM_KEY": "k3y"}


def answered(found: Mapping[str, Any], path: str) -> Any:
    """The schema of an answer, which may be amended."""
    return found["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]


def as_it_is() -> dict[str, Any]:
    """The document, amended."""
    found = document("discourse_openapi.json", *PATHS)
    paths = found["paths"]
    paths[OF_CATEGORY] = copy.deepcopy(paths.pop("/c/{slug}/{id}.json"))

    def takes(path: str, name: str, schema: Raw) -> None:
        parameters = paths[path]["get"].setdefault("parameters", [])
        if name not in {each["name"] for each in parameters}:
            parameters.append({"name": name, "in": "query", "schema": schema})

    for path in ("/latest.json", "/tag/{name}.json", OF_CATEGORY):
        takes(path, "page", {"type": "integer"})
        takes(path, "order", {"type": "string"})
        listed = answered(found, path)["properties"]["topic_list"]["properties"]
        listed["more_topics_url"] = {"type": "string"}
    takes("/t/{id}.json", "page", {"type": "integer"})
    takes("/t/{id}/posts.json", "post_ids[]", {"type": "array", "items": {"type": "integer"}})
    for path in ("/t/{id}.json", "/t/{id}/posts.json"):
        post = answered(found, path)["properties"]["post_stream"]["properties"]["posts"]["items"]
        post["properties"]["reply_to_post_number"] = {"type": ["integer", "null"]}
    answered(found, "/t/{id}.json")["properties"]["accepted_answer"] = {
        "type": "object",
        "properties": {"post_number": {"type": "integer"}},
    }
    search = answered(found, "/search.json")["properties"]
    rows = answered(found, "/latest.json")["properties"]["topic_list"]["properties"]["topics"]
    search["topics"] = copy.deepcopy(rows)
    grouped = search["grouped_search_result"]["properties"]
    grouped["more_full_page_results"] = {"type": ["boolean", "null"]}
    return found


def filled(schema: Mapping[str, Any], value: Any) -> Any:
    """`value` with what the schema requires and it lacks."""
    if isinstance(value, list):
        return [filled(schema.get("items", {}), each) for each in value]
    if not isinstance(value, dict):
        return value
    known = schema.get("properties", {})
    lacking = {n: _least(known.get(n, {})) for n in schema.get("required", ()) if n not in value}
    return lacking | {name: filled(known.get(name, {}), each) for name, each in value.items()}


def _least(schema: Mapping[str, Any]) -> Any:
    """Nothing, where that will do: a date of a deletion means something."""
    return None if "null" in schema.get("type", ()) else least(schema)


class Checked:
    """A forum whose every exchange is held against the document."""

    def __init__(self, forum: Forum) -> None:
        self.wrong: list[str] = []
        self.used: set[str] = set()
        self._forum = forum
        self._document = as_it_is()
        self._contract = Contract(self._document)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the forum says, with everything that the document requires."""
        answer = self._forum.answer(request)
        data = answer.content
        for path in self._paths(request.url.path) if answer.status_code == 200 else ():
            self.used.add(path)
            data = json.dumps(filled(answered(self._document, path), answer.json())).encode()
        target, given = request.url.raw_path.decode(), dict(request.headers)
        self.wrong += self._contract.violations(
            request.method, target, b"", answer.status_code, {}, data, given=given
        )
        return httpx.Response(answer.status_code, content=data)

    def _paths(self, path: str) -> Iterator[str]:
        for template in self._document["paths"]:
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
                yield template
                return


def keyed(folder: Path, fetch: str) -> Base:
    """With a key, which the document wants with every request."""
    keys = "token: !ENV FORUM_KEY, user: harvest"
    return Base(folder, SOURCES.replace("{}", f"{{{keys}{fetch}}}"), KEY)


def test_every_exchange_keeps_to_the_document(tmp_path: Path) -> None:
    forum = kettles()
    forum.topics["4"]["accepted_answer"] = {"post_number": 2}
    for post in forum.topics["4"]["post_stream"]["posts"][1:]:
        post["reply_to_post_number"] = 1
    forum.topics["7"]["post_stream"]["posts"][1]["actions_summary"] = [{"id": 2, "can_act": False}]
    checked = Checked(forum)
    everything = keyed(tmp_path / "all", "").one(checked.answer)
    assert (everything.failed, everything.new) == (None, 34 * 3 + 46)
    lists = ", categories: [part-2], tags: [kettles], queries: ['status:solved']"
    base = keyed(tmp_path / "lists", lists)
    assert base.one(checked.answer).failed is None
    assert base.one(checked.answer).posts == 0
    assert checked.wrong == []
    assert checked.used == {OF_CATEGORY, *PATHS} - {"/c/{slug}/{id}.json"}


@pytest.mark.slow
def test_the_pages_of_a_very_long_topic_too(tmp_path: Path) -> None:
    forum = Forum([*questions(3), invented(9, ["Me too."] * 1_100)])
    checked = Checked(forum)
    result = keyed(tmp_path, "").one(checked.answer)
    assert (result.failed, result.new) == (None, 3 + 1_101)
    assert checked.wrong == []


def test_what_does_not_keep_to_it_is_seen(tmp_path: Path) -> None:
    """The check can fail: a field that Discourse does not have, and one of another type."""
    forum = Forum(questions(2))
    forum.topics["1"]["kettles"] = 1
    forum.topics["2"]["post_stream"]["posts"][0]["user_id"] = "ada"
    checked = Checked(forum)
    keyed(tmp_path, "").one(checked.answer)
    told = "\n".join(checked.wrong)
    assert "'kettles' was unexpected" in told
    assert "'ada' is not of type 'integer'" in told
