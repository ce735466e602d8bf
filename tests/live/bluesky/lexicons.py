"""Bluesky's published contract: its lexicons, and the check of one exchange against them.

npm's `@atproto/api` ships them. They are fetched once, by version and digest, and kept in
`.harvest/contracts/`; none of their text is part of this repository. Lexicons become JSON Schema. Stricter
than they are: what a request sends and they do not name is a violation; a `record` is checked by its type.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

import jsonschema

from tests.forges.contract import KEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

PACKAGE: Final = "@atproto/api@0.21.0"
DIGEST: Final = "UBPhjUIIrJ1KtVRv3b34QwQgoD6jG7fqcLqMRmZL27HTs/Jz2CMVTCdzP3gh0LQaXGWy7tPjGtVA3i6+YcH/bg=="
MEMBER: Final = "package/dist/client/lexicons.js"
METHODS: Final = (
    "app.bsky.feed.getAuthorFeed",
    "app.bsky.feed.getPostThread",
    "app.bsky.feed.getPosts",
    "app.bsky.feed.searchPosts",
    "app.bsky.feed.post",
    "com.atproto.server.createSession",
)
_AS_JSON: Final = """
const text = require("fs").readFileSync(0, "utf8"), start = "export const schemaDict = ";
const from = text.indexOf(start) + start.length, to = text.indexOf("\\n};\\n", from) + 2;
console.log(JSON.stringify(Object.values(new Function("return " + text.slice(from, to))())));
"""
_DID: Final = r"did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]"
_HANDLE: Final = r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_FORMATS: Final = {
    "did": f"^{_DID}$",
    "handle": f"^{_HANDLE}$",
    "at-identifier": f"^({_DID}|{_HANDLE})$",
    "at-uri": f"^at://({_DID}|{_HANDLE})(/[A-Za-z0-9.-]+(/[A-Za-z0-9._~:-]+)?)?$",
    "datetime": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
    "uri": r"^[a-z][a-z.-]*:\S+$",
    "cid": r"^[A-Za-z0-9+]{8,}$",
    "language": r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$",
}


@cache
def lexicons() -> dict[str, Any]:
    """The lexicons of `METHODS` and what they refer to, by id."""
    KEPT.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
    file = KEPT / f"bluesky-{digest}.json"
    with (KEPT / "bluesky.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            new = file.with_suffix(".new")
            new.write_text(json.dumps(_reduced(_fetched())), encoding="utf-8")
            new.rename(file)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _fetched() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        _run(["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE])
        (archive,) = Path(folder).glob("*.tgz")
        assert base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() == DIGEST, PACKAGE
        with tarfile.open(archive) as tar:
            file = tar.extractfile(MEMBER)
            assert file is not None
            said = _run(["node", "-e", _AS_JSON], file.read())
    return {lexicon["id"]: lexicon for lexicon in json.loads(said)}


def _run(command: list[str], given: bytes = b"") -> bytes:
    assert shutil.which(command[0]), f"{command[0]} is missing: make system"
    done = subprocess.run(command, capture_output=True, input=given, check=False)
    assert done.returncode == 0, f"{' '.join(command[:2])}: {done.stderr.decode()}"
    return done.stdout


def _reduced(everything: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    waiting = list(METHODS)
    while waiting:
        id_ = waiting.pop()
        if id_ not in kept:
            kept[id_] = everything[id_]
            waiting += [ref.removeprefix("lex:").partition("#")[0] for ref in _references(everything[id_])]
    return kept


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from [each] if isinstance(each, str) and each.startswith("lex:") else _references(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from [each] if isinstance(each, str) and each.startswith("lex:") else _references(each)


@cache
def _schemas() -> dict[str, Any]:
    """Every definition as JSON Schema, by `id#name`."""
    return {
        f"{id_}#{name}": _schema(definition, id_)
        for id_, lexicon in lexicons().items()
        for name, definition in lexicon["defs"].items()
        if definition["type"] not in {"query", "procedure", "subscription", "token"}
    }


def _name(ref: str, id_: str) -> str:
    """The full name of what a reference means in the lexicon `id_`."""
    found = ref.removeprefix("lex:")
    found = f"{id_}{found}" if found.startswith("#") else found
    return found if "#" in found else f"{found}#main"


def _schema(value: dict[str, Any], id_: str) -> dict[str, Any]:
    """A definition of the lexicon `id_` as JSON Schema; what has no form of its own may be anything."""
    form: dict[str, Callable[[], dict[str, Any]]] = {
        "record": lambda: _schema(value["record"], id_),
        "object": lambda: _object(value, id_),
        "params": lambda: _object(value, id_),
        "array": lambda: (
            _limited(value, "array", maxLength="maxItems") | {"items": _schema(value["items"], id_)}
        ),
        "ref": lambda: {"$ref": _at(_name(value["ref"], id_))},
        "union": lambda: {"anyOf": [_typed(_name(ref, id_)) for ref in value["refs"]]},
        "string": lambda: _limited(value, "string", maxLength="maxLength") | _format(value),
        "integer": lambda: _limited(value, "integer", minimum="minimum", maximum="maximum"),
        "boolean": lambda: _limited(value, "boolean", const="const"),
    }
    made = form.get(value["type"])
    return made() if made else {}


def _object(value: dict[str, Any], id_: str) -> dict[str, Any]:
    properties = {name: _schema(each, id_) for name, each in value.get("properties", {}).items()}
    for name in value.get("nullable", []):
        properties[name] = {"anyOf": [properties[name], {"type": "null"}]}
    return {"type": "object", "properties": properties, "required": value.get("required", [])}


def _limited(value: dict[str, Any], type_: str, **keys: str) -> dict[str, Any]:
    return {"type": type_} | {theirs: value[own] for own, theirs in keys.items() if own in value}


def _format(value: dict[str, Any]) -> dict[str, Any]:
    pattern = _FORMATS.get(value.get("format", ""))
    return {"pattern": pattern} if pattern else {}


def _typed(name: str) -> dict[str, Any]:
    """One of a union, which says in `$type` which it is."""
    type_ = {"$type": {"const": name.removesuffix("#main")}}
    return {"properties": type_, "required": ["$type"], "allOf": [{"$ref": _at(name)}]}


def _at(name: str) -> str:
    return f"#/$defs/{name.replace('#', '%23')}"


def violations(request: httpx.Request, answer: httpx.Response) -> Iterator[str]:
    """What is wrong with an exchange, in words. Refusals are `{error, message}`."""
    id_ = request.url.path.removeprefix("/xrpc/")
    method = lexicons()[id_]["defs"]["main"]
    assert request.method == {"query": "GET", "procedure": "POST"}[method["type"]]
    if method["type"] == "query":
        known = method["parameters"]["properties"]
        sent: dict[str, Any] = {}
        for name, values in parse_qs(request.url.query.decode(), keep_blank_values=True).items():
            type_ = known.get(name, {"type": "unknown"})["type"]
            numbers = [int(value) for value in values] if type_ == "integer" else values
            sent[name] = numbers if type_ == "array" else numbers[0]
        yield from (f"{id_}: {name} is no parameter" for name in sent if name not in known)
        yield from _wrong(_schema(method["parameters"], id_), sent, f"{id_} is asked")
    else:
        schema = method["input"]["schema"]
        given = json.loads(request.content)
        yield from (f"{id_}: {name} is no field" for name in given if name not in schema["properties"])
        yield from _wrong(_schema(schema, id_), given, f"{id_} is sent")
    said = answer.json()
    if answer.status_code >= 400:
        yield from (f"{id_}: a refusal has {key}" for key in said if key not in {"error", "message"})
        return
    for piece in _pieces(said):
        yield from _wrong(_schema(method["output"]["schema"], id_), piece, f"{id_} answers")
    for record in _records(said):
        yield from _wrong(_schemas()[f"{record['$type']}#main"], record, f"{id_} answers a record")


def _pieces(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A thread post by post, each with those next to it: checked whole, it would be too deep."""
    if "thread" not in said:
        yield said
        return
    waiting = [said["thread"]]
    while waiting:
        node = waiting.pop()
        near = {key: _alone(node[key]) for key in ("parent", "replies") if key in node}
        yield {**said, "thread": node | near}
        waiting += [*node.get("replies", []), *([node["parent"]] if "parent" in node else [])]


def _alone(value: Any) -> Any:
    if isinstance(value, list):
        return [_alone(each) for each in value]
    return {key: each for key, each in value.items() if key not in {"parent", "replies"}}


def _records(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "cid" in one and isinstance(one.get("record"), dict):
                yield one["record"]
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _wrong(schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
    checker = jsonschema.Draft202012Validator({**schema, "$defs": _schemas()})
    for error in checker.iter_errors(value):
        at = "/".join(map(str, error.absolute_path))
        yield f"{where} {at}: {error.message[-200:]}"
