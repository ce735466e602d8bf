"""The stand-ins' own check: it finds what is wrong, or it is worth nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from harvest.config.promotion import Forges
from tests.forges import contract, swagger
from tests.forges.conftest import STANDINS
from tests.forges.gitlab import GitLabStandIn
from tests.forges.standin import Said

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

PUBLISHED = [Forges.GITHUB, Forges.GITEA]
AUTHORISATION = {Forges.GITHUB: "Bearer t-0123456789", Forges.GITEA: "token t-0123456789"}


def violations(
    client: httpx.Client, kind: Forges, method: str, path: str, body: Any = None, change: Any = None
) -> str:
    """Of one request to a stand-in that `change` has changed."""
    standin = STANDINS[kind](
        branches={"main": "a" * 40, "harvest/a": "b" * 40}, permissions={"harvest-bot": "admin"}
    )
    standin.add("harvest/a")
    if change:
        change(standin)
    with standin.serving() as api:
        headers = {"Authorization": AUTHORISATION[kind]}
        client.request(method, f"{api}/repos/acme/answers{path}", json=body, headers=headers)
    return "\n".join(standin.violations)


@pytest.mark.parametrize("kind", PUBLISHED)
def test_a_good_exchange_passes(client: httpx.Client, kind: Forges) -> None:
    assert violations(client, kind, "GET", "/pulls?state=all&page=1") == ""
    assert violations(client, kind, "PATCH", "/pulls/1", {"title": "T", "body": "B"}) == ""


@pytest.mark.parametrize("kind", PUBLISHED)
@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("GET", "/pulls?statee=all", None, "statee is no parameter"),
        ("GET", "/pulls?state=any", None, "any"),
        ("PATCH", "/pulls/1", {"titel": "T"}, "titel"),
        ("PATCH", "/pulls/1", {"title": 3}, "title"),
        ("POST", "/issues/1/comments", {"body": 3}, "body"),
        ("DELETE", "/pulls/1", None, "no such operation"),
        ("GET", "/pullrequests", None, "no such operation"),
    ],
)
def test_a_wrong_request_is_found(
    client: httpx.Client, kind: Forges, method: str, path: str, body: Any, told: str
) -> None:
    def answer_whatever_it_is(standin: Any) -> None:
        standin.nothing = lambda: Said(200, {})

    assert told in violations(client, kind, method, path, body, answer_whatever_it_is)


@pytest.mark.parametrize("kind", PUBLISHED)
@pytest.mark.parametrize("wrong", [{"number": "one"}, {"labels": "harvest"}, {"created_at": 7}])
def test_a_wrong_answer_is_found(client: httpx.Client, kind: Forges, wrong: dict[str, Any]) -> None:
    def change(standin: Any) -> None:
        for name in ("_full", "_pull"):
            write = getattr(standin, name, None)
            if write:
                setattr(standin, name, lambda pull, write=write: {**write(pull), **wrong})

    assert next(iter(wrong)) in violations(client, kind, "GET", "/pulls/1", change=change)


def test_an_answer_that_lacks_something_is_found(client: httpx.Client) -> None:
    def change(standin: Any) -> None:
        write = standin._full
        standin._full = lambda pull: {k: v for k, v in write(pull).items() if k != "merged_at"}

    assert "merged_at" in violations(client, Forges.GITHUB, "GET", "/pulls/1", change=change)


def test_a_copy_of_gitlabs_document_is_held_against_its_stand_in(
    client: httpx.Client, tmp_path: Path
) -> None:
    file = tmp_path / "openapi.yaml"
    path = "/api/v4/projects/{id}/merge_requests/{merge_request_iid}/merge"
    body = {"schema": {"type": "object", "properties": {"sha": {"type": "string"}}}}
    operation = {
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "merge_request_iid", "in": "path", "required": True, "schema": {"type": "integer"}},
        ],
        "requestBody": {"content": {"application/json": body}},
        "responses": {"200": {"description": "merged"}},
    }
    document = {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {"put": operation}},
    }
    file.write_text(json.dumps(document), encoding="utf-8")
    standin = GitLabStandIn(branches={"main": "a" * 40, "harvest/a": "b" * 40})
    standin.contract = contract.gitlab((path,), str(file))
    standin.add("harvest/a")
    standin.add("harvest/b")
    with standin.serving() as api:
        headers = {"Authorization": f"Bearer {standin.token}"}
        address = f"{api}/projects/acme%2Fanswers/merge_requests"
        client.put(f"{address}/1/merge", json={"sha": "b" * 40}, headers=headers)
        assert standin.violations == []
        client.put(f"{address}/2/merge", json={"head_sha": "b" * 40}, headers=headers)
        client.get(address, headers=headers)
    assert ["head_sha" in standin.violations[0], "no such operation" in standin.violations[1]] == [True, True]


def test_swagger_becomes_openapi() -> None:
    old = {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "definitions": {
            "Lamp": {
                "type": "object",
                "properties": {"on": {"type": "boolean"}, "maker": {"$ref": "#/definitions/Maker"}},
                "x-go-package": "lamps",
            },
            "Maker": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "responses": {"lamp": {"description": "one", "schema": {"$ref": "#/definitions/Lamp"}}},
        "paths": {
            "/lamps/{id}": {
                "put": {
                    "operationId": "set",
                    "parameters": [
                        {"name": "id", "in": "path", "required": True, "type": "integer", "format": "int64"},
                        {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Lamp"}},
                    ],
                    "responses": {"200": {"$ref": "#/responses/lamp"}},
                }
            }
        },
    }
    new = swagger.upgraded(old)
    put = new["paths"]["/lamps/{id}"]["put"]
    reference = {"schema": {"$ref": "#/components/schemas/Lamp"}}
    assert put["parameters"] == [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "format": "int64"}}
    ]
    assert put["requestBody"] == {"required": False, "content": {"application/json": reference}}
    assert put["responses"] == {"200": {"description": "one", "content": {"application/json": reference}}}
    lamp = new["components"]["schemas"]["Lamp"]
    assert lamp["additionalProperties"] is False
    assert "x-go-package" not in json.dumps(new)
    assert new["components"]["schemas"]["Maker"]["additionalProperties"] == {"type": "string"}
