"""X's published OpenAPI documents, one per naming, and the check of every exchange against them.

Stricter than the documents: an answer of the stand-in has no keys that they do not name, and refusals must
look like their problems.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tests.forges.contract import Contract, reduced
from tests.sources.recorder import REAL

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    Answer = Callable[[httpx.Request], httpx.Response]

DOCUMENTS: Final = {
    "tweet": "contracts/x_openapi.json",
    "post": "contracts/x_openapi_other_naming.json",
}
PATHS: Final = (
    "/2/tweets",
    "/2/tweets/search/recent",
    "/2/tweets/search/all",
    "/2/users/{id}/mentions",
    "/2/users/by",
)
_REFUSALS: Final = ("400", "401", "402", "403", "404", "429", "503")


def here() -> bool:
    """Whether the documents are on this machine."""
    return all((REAL / each).exists() for each in DOCUMENTS.values())


@cache
def contract(naming: str) -> Contract:
    """That of one naming."""
    document = reduced(json.loads((REAL / DOCUMENTS[naming]).read_text(encoding="utf-8")), PATHS)
    for path in PATHS:
        responses = document["paths"][path]["get"]["responses"]
        problem = responses.pop("default")["content"]["application/problem+json"]
        refusal = {"description": "A refusal.", "content": {"application/json": problem}}
        responses |= dict.fromkeys(_REFUSALS, refusal)
    for name, schema in document["components"]["schemas"].items():
        if "Problem" not in name:
            _close(schema)
    return Contract(document)


def _close(schema: Any) -> None:
    """No unknown keys, except in what is put together from parts (`allOf`)."""
    if isinstance(schema, list):
        for each in schema:
            _close(each)
    elif isinstance(schema, dict) and "allOf" not in schema:
        if schema.get("type") == "object" and "properties" in schema:
            schema["additionalProperties"] = False
        for each in schema.values():
            _close(each)


def checked(answer: Answer, contract: Contract, wrong: list[str]) -> Answer:
    """`answer`, noting what is wrong with each request and what comes back."""

    def check(request: httpx.Request) -> httpx.Response:
        response = answer(request)
        target = request.url.raw_path.decode()
        headers = {"Content-Type": response.headers["content-type"].replace("problem+", "")}
        wrong.extend(contract.violations("GET", target, b"", response.status_code, headers, response.content))
        return response

    return check
