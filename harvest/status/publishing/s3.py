"""A bucket, or a part of one: `s3://bucket/prefix`, on anything that speaks S3.

A bucket has no step that changes many objects at once. Each object is whole at every moment, and the order
makes that enough: what pages need is there before them, the first page comes after the other ones, the
manifest last, and what is no longer wanted goes at the very end. Every page stands for itself, so a reader
sees one of the old build or one of the new build.

Only one publishes at a time: whoever made the object `.harvest-lock` (it can be made once only, until it is
deleted or has expired). First page and manifest are replaced only if they are still what was looked at.
What has not changed is not sent again: buckets tell the MD5 of an object; where one tells something else,
everything is sent.

The prefix is ours as a whole: what lies below it and is not of this build is deleted.
"""

from __future__ import annotations

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from harvest.errors import HarvestError
from harvest.status.publishing.job import MARKED, MARKER, foreign
from harvest.status.publishing.manifest import NAME
from harvest.status.publishing.serving import CACHE, content_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from obstore import PutMode

    from harvest.status.model import Target
    from harvest.status.publishing.job import Job

LOCK: Final = ".harvest-lock"
AT_ONCE: Final = 8
_GUARDED: Final = ("index.html", NAME)
_PLACE: Final = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([\w!.*'()/-]*))?", re.ASCII)
_OPTIONS: Final = {
    "endpoint": "endpoint",
    "region": "region",
    "access_key": "access_key_id",
    "secret_key": "secret_access_key",
    "session_token": "session_token",
}


@dataclass(frozen=True, slots=True)
class _There:
    """An object that is there."""

    e_tag: str


def publish(target: Target, job: Job, now: Callable[[], float]) -> str:
    """Put the bundle there; what was done. HarvestError where it was not. `now`: seconds since the epoch."""
    store, prefix = _store(target, job)
    bucket = _Bucket(store, prefix, job, conditional=target.options.get("conditional", "yes") != "no")
    try:
        there = bucket.listed()
        if there and MARKER not in there:
            raise foreign(target.to)
        job.check(bucket.read(NAME))
        if job.dry:
            changed = sum(bucket.differs(path, there) for path in job.bundle.files)
            return f"would become {job.version}: {changed} of {len(job.bundle.files)} files to send"
        bucket.put(MARKER, MARKED)
        bucket.lock(now())
        try:
            there = bucket.listed()
            job.check(bucket.read(NAME))
            sent = bucket.send(there)
        finally:
            bucket.unlock()
    except (BaseError, OSError) as error:
        raise _told(error) from None
    return f"is version {job.bundle.manifest.build}: {sent} of {len(job.bundle.files)} files sent"


def _busy() -> HarvestError:
    return HarvestError("somebody else is publishing there", todo="run it again")


def _told(error: Exception) -> HarvestError:
    said = str(error)
    if isinstance(error, PreconditionError):
        return HarvestError("somebody else has changed it meanwhile", todo="run it again")
    code = re.search(r"<Code>(\w+)</Code>", said)
    if isinstance(error, PermissionDeniedError | UnauthenticatedError) or "403 Forbidden" in said:
        why = code[1] if code else "403"
        return HarvestError(
            f"the bucket refuses ({why})", todo="look at access_key, secret_key and its policy"
        )
    first = (code[1] if code else said.split("Debug source", 1)[0]).strip()
    return HarvestError(
        f"the bucket: {first[:300]}", todo="look at endpoint, region and the name of the bucket"
    )


def _store(target: Target, job: Job) -> tuple[S3Store, str]:
    found = _PLACE.fullmatch(target.to)
    if not found:
        raise HarvestError(f"{target.to} is no s3://bucket/prefix")
    options = {ours: target.options[name] for name, ours in _OPTIONS.items() if name in target.options}
    names = {"endpoint": "AWS_ENDPOINT_URL", "region": "AWS_REGION", "access_key_id": "AWS_ACCESS_KEY_ID"}
    names |= {"secret_access_key": "AWS_SECRET_ACCESS_KEY", "session_token": "AWS_SESSION_TOKEN"}
    for ours, name in names.items():
        if ours not in options and job.environ.get(name):
            options[ours] = job.environ[name]
    for needed in ("access_key_id", "secret_access_key"):
        if needed not in options:
            todo = f"set {names[needed]}, or an option `!ENV NAME` in status.yml"
            raise HarvestError("there is no key for the bucket", todo=todo)
    left = timedelta(seconds=job.deadline.left())
    store = S3Store(
        found[1],
        **{"region": "us-east-1", **options},  # type: ignore[arg-type] # each is a text
        virtual_hosted_style_request=target.options.get("path_style", "yes") == "no",
        client_options={
            "allow_http": options.get("endpoint", "").startswith("http://"),
            "timeout": left,
            "connect_timeout": min(left, timedelta(seconds=10)),
        },
        retry_config={"max_retries": 4, "retry_timeout": left},
    )
    prefix = (found[2] or "").strip("/")
    return store, f"{prefix}/" if prefix else ""


class _Bucket:
    """The objects below the prefix, by path."""

    def __init__(self, store: S3Store, prefix: str, job: Job, *, conditional: bool) -> None:
        self._store = store
        self._prefix = prefix
        self._job = job
        self._conditional = conditional

    def listed(self) -> Mapping[str, _There]:
        self._job.deadline.left()
        return dict(self._listed())

    def _listed(self) -> Iterator[tuple[str, _There]]:
        for some in obstore.list(self._store, self._prefix or None, chunk_size=1000):
            for each in some:
                if each["path"].startswith(self._prefix):
                    yield each["path"].removeprefix(self._prefix), _There(each["e_tag"] or "")

    def read(self, path: str) -> bytes | None:
        self._job.deadline.left()
        try:
            return bytes(obstore.get(self._store, self._prefix + path).bytes())
        except FileNotFoundError:
            return None

    def put(self, path: str, data: bytes, mode: PutMode = "overwrite") -> None:
        self._job.deadline.left()
        headers = {"Content-Type": content_type(path), "Cache-Control": CACHE}
        obstore.put(
            self._store, self._prefix + path, data, attributes=headers, mode=mode, use_multipart=False
        )

    def differs(self, path: str, there: Mapping[str, _There]) -> bool:
        md5 = hashlib.md5(self._job.bundle.files[path], usedforsecurity=False).hexdigest()
        return path not in there or there[path].e_tag.strip('"') != md5

    def lock(self, now: float) -> None:
        """HarvestError where somebody else publishes there.

        Looked at before and after: some stores take no notice of conditions, and say nothing.
        """
        by, until = self._held()
        if by and until > now:
            raise _busy()
        if by:
            obstore.delete(self._store, self._prefix + LOCK)
        mine = {"by": self._job.version, "until": now + self._job.deadline.left()}
        try:
            self.put(LOCK, json.dumps(mine).encode(), "create" if self._conditional else "overwrite")
        except AlreadyExistsError:
            raise _busy() from None
        if self._held()[0] != self._job.version:
            raise _busy()

    def _held(self) -> tuple[str, float]:
        """By whom, "" for nobody; and until when, in seconds since the epoch."""
        try:
            tree = json.loads(self.read(LOCK) or b"{}")
            return str(tree["by"]), float(tree["until"])
        except (ValueError, KeyError, TypeError):
            return "", 0.0

    def unlock(self) -> None:
        """Only what is ours: a lock that has expired may be somebody else's by now."""
        if self._held()[0] == self._job.version:
            obstore.delete(self._store, self._prefix + LOCK)

    def send(self, there: Mapping[str, _There]) -> int:
        """What has changed, stage by stage; then what is left over goes. How many were sent."""
        files = self._job.bundle.files
        sent = 0
        with ThreadPoolExecutor(AT_ONCE) as senders:
            for stage in self._job.bundle.stages():
                changed = [path for path in stage if self._job.force or self.differs(path, there)]
                list(senders.map(lambda path: self.put(path, files[path], self._mode(path, there)), changed))
                sent += len(changed)
        gone = sorted(set(there) - set(files) - {MARKER, LOCK})
        if gone:
            obstore.delete(self._store, [self._prefix + path for path in gone])
        return sent

    def _mode(self, path: str, there: Mapping[str, _There]) -> PutMode:
        if not self._conditional or path not in _GUARDED:
            return "overwrite"
        return {"e_tag": there[path].e_tag} if path in there else "create"
