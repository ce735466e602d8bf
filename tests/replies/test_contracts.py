"""What is sent, and what the tests answer, held against the documents that Discourse and X have published."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest

from harvest.config import Account, Source
from harvest.senders.discourse import DiscourseSender
from harvest.senders.x import XSender
from tests.forges.contract import Contract, reduced
from tests.replies.threads import HELP, QUESTION, conversation

if TYPE_CHECKING:
    from collections.abc import Mapping

REAL: Final = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
CONTRACTS: Final = REAL / "contracts"

pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason=f"{CONTRACTS} is not here")

EMPTY: Final[Mapping[str, Any]] = {
    "integer": 1,
    "number": 1,
    "string": "x",
    "boolean": False,
    "array": [],
    "object": {},
    "null": None,
}


def document(name: str, *paths: str) -> dict[str, Any]:
    return reduced(json.loads((CONTRACTS / name).read_text(encoding="utf-8")), paths)


def least(schema: Mapping[str, Any]) -> Any:
    """The smallest value that a schema takes, as far as these two need it."""
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind != "object":
        return EMPTY[kind]
    known = schema.get("properties", {})
    return {name: least(known.get(name, {})) for name in schema.get("required", ())}


def answer_of(found: Mapping[str, Any], method: str, path: str) -> Any:
    (content,) = found["paths"][path][method]["responses"]["200"]["content"].values()
    return least(content["schema"])


def exchange(contract: Contract, answers: Mapping[str, tuple[int, Any]]) -> tuple[httpx.Client, list[str]]:
    """A client whose every exchange is checked; what is wrong with them comes into the list."""
    wrong: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        status, value = answers[request.method]
        data = json.dumps(value).encode()
        wrong.extend(
            contract.violations(
                request.method,
                request.url.raw_path.decode(),
                request.content,
                status,
                {},
                data,
                given=dict(request.headers),
            )
        )
        return httpx.Response(status, content=data)

    return httpx.Client(transport=httpx.MockTransport(handle)), wrong


def test_discourse() -> None:
    found = document("discourse_openapi.json", "/posts.json", "/t/{id}.json")
    made = {**answer_of(found, "post", "/posts.json"), "post_number": 4}
    topic = answer_of(found, "get", "/t/{id}.json")
    client, wrong = exchange(Contract(found), {"POST": (200, made), "GET": (200, topic)})
    source = Source(name="forum", format="discourse", url="https://forum.example")
    sender = DiscourseSender(source, Account(source="forum", user="kettle", key="k"), client)
    thread = conversation(QUESTION, HELP)
    assert sender.moved_on(thread) == ""
    assert sender.send(thread, "See https://help.example/a/") == "https://forum.example/t/12/4"
    assert wrong == []


@pytest.mark.parametrize("name", ["x_openapi.json", "x_openapi_other_naming.json"])
def test_x(name: str) -> None:
    made = {"data": {"id": "99", "text": "See https://help.example/a/"}}
    client, wrong = exchange(Contract(document(name, "/2/tweets")), {"POST": (201, made)})
    sender = XSender(Source(name="x", format="x"), Account(source="x", key="k"), client)
    link = sender.send(conversation(QUESTION, HELP, source="x"), "See https://help.example/a/")
    assert link == "https://x.com/i/web/status/99"
    assert wrong == []


def test_the_contract_bites() -> None:
    contract = Contract(document("x_openapi.json", "/2/tweets"))
    wrong = contract.violations("POST", "/2/tweets", b'{"txt": "x"}', 201, {}, b'{"data": {"id": "9"}}')
    assert list(wrong)
