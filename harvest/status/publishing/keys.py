"""The signature of the manifest, as minisign writes it: anybody can check it with `minisign -V`.

The secret key never lies in a repository: a file outside, which only its owner may read, possibly with a
password. What the signature holds besides (minisign's trusted comment) is the build and its time.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import minisign

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvest.status.publishing.manifest import Manifest

SECRET: Final = "HARVEST_STATUS_KEY"  # noqa: S105 — the name of a variable
PASSWORD: Final = "HARVEST_STATUS_KEY_PASSWORD"  # noqa: S105 — the same
MOST: Final = 10_000
"""Bytes of a key or a signature."""


def generate(secret: Path, public: Path, password: str) -> str:
    """Make a pair of keys, the secret one for its owner alone; the public one, as text.

    Raises HarvestError where one is there already, or the secret one would lie in a repository.
    """
    for path in (secret, public):
        if path.exists() or path.is_symlink():
            todo = "name another file: a key that is in use is never overwritten"
            raise HarvestError("is there already", where=path, todo=todo)
    whole = secret.absolute().parent.resolve()
    for parent in (whole, *whole.parents):
        if (parent / ".git").exists():
            todo = "name a file outside, such as ~/.config/harvest/status.key"
            raise HarvestError(f"would lie in the repository {parent}", where=secret, todo=todo)
    pair = minisign.KeyPair.generate()
    if password:
        pair.secret_key.encrypt(password)
    _write(secret, bytes(pair.secret_key) + b"\n", 0o600)
    _write(public, bytes(pair.public_key) + b"\n", 0o644)
    return pair.public_key.to_base64().decode("ascii")


def _write(path: Path, data: bytes, mode: int) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise HarvestError(f"cannot be written: {error.strerror}", where=path) from None


def signed(text: bytes, manifest: Manifest, public: Path, environ: Mapping[str, str]) -> bytes:
    """The signature of a manifest, by the secret key that `environ` names.

    Raises HarvestError without such a key, without its password, or where it does not belong to `public`.
    """
    named = environ.get(SECRET, "")
    if not named:
        todo = f"let {SECRET} name the file of the secret key, or publish with --unsigned"
        raise HarvestError("the manifest is to be signed, and there is no key for it", todo=todo)
    path = Path(named).expanduser()
    mode = _mode(path)
    if mode & 0o077:
        raise HarvestError("can be read by others than its owner", where=path, todo=f"chmod 600 {path}")
    try:
        secret = minisign.SecretKey.from_bytes(_bytes(path))
        if secret.is_encrypted():
            password = environ.get(PASSWORD, "")
            if not password:
                raise HarvestError("has a password", where=path, todo=f"put it into {PASSWORD}")
            secret.decrypt(password)
        with secret:
            if not _same(secret.get_public_key(), public_key(public)):
                todo = f"take the secret key that belongs to {public}"
                raise HarvestError("is the key of somebody else", where=path, todo=todo)
            said = f"build:{manifest.build} site:{manifest.site}"
            return bytes(secret.sign(text, trusted_comment=said)) + b"\n"
    except (minisign.Error, ValueError) as error:
        raise HarvestError(f"is no secret key that can be used: {error}", where=path) from None


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError as error:
        raise HarvestError(f"cannot be read: {error.strerror}", where=path, todo=f"see {SECRET}") from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST)
    except OSError as error:
        raise HarvestError(f"cannot be read: {error.strerror}", where=path) from None


def _same(one: minisign.PublicKey, other: minisign.PublicKey) -> bool:
    return hmac.compare_digest(one.to_base64(), other.to_base64())


def public_key(path: Path) -> minisign.PublicKey:
    """Raises HarvestError where the file is none."""
    try:
        return minisign.PublicKey.from_bytes(_bytes(path))
    except ValueError as error:
        todo = "`harvest status key` makes one, and so does `minisign -G`"
        raise HarvestError(f"is no public key: {error}", where=path, todo=todo) from None


def wrong(text: bytes, signature: bytes, public: minisign.PublicKey) -> str:
    """Why `signature` is not that of `text` by this key; "" where it is."""
    try:
        found = minisign.Signature.from_bytes(signature[:MOST])
        public.verify(text, found)
    except ValueError as error:
        return str(error)
    return ""
