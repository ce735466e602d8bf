"""Signatures, against the real minisign in both directions."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from harvest.errors import HarvestError
from harvest.status.publishing import keys, manifest
from tests.status.publishing.making import build

if TYPE_CHECKING:
    from pathlib import Path


def minisign(*words: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    command = ["minisign", *map(str, words)]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def test_the_real_minisign_believes_our_signature(tmp_path: Path) -> None:
    secret, public = tmp_path / "s.key", tmp_path / "s.pub"
    line = keys.generate(secret, public, "")
    assert secret.stat().st_mode & 0o777 == 0o600
    made = build(1, lambda text, found: keys.signed(text, found, public, {keys.SECRET: str(secret)}))
    for name in (manifest.NAME, manifest.SIGNATURE):
        (tmp_path / name).write_bytes(made.files[name])
    for words in (("-p", public), ("-P", line)):
        done = minisign("-V", "-m", tmp_path / manifest.NAME, *words)
        assert (done.returncode, f"build:{made.manifest.build}" in done.stdout) == (0, True), done.stderr
    (tmp_path / manifest.NAME).write_bytes(made.files[manifest.NAME].replace(b"index", b"indeX"))
    assert minisign("-V", "-m", tmp_path / manifest.NAME, "-p", public).returncode == 1


def test_keys_and_signatures_of_the_real_minisign_are_taken(tmp_path: Path) -> None:
    secret, public = tmp_path / "s.key", tmp_path / "s.pub"
    assert minisign("-G", "-W", "-s", secret, "-p", public).returncode == 0
    text = build(1).files[manifest.NAME]
    (tmp_path / "m").write_bytes(text)
    assert minisign("-S", "-m", tmp_path / "m", "-s", secret).returncode == 0
    signature = (tmp_path / "m.minisig").read_bytes()
    assert keys.wrong(text, signature, keys.public_key(public)) == ""
    assert keys.wrong(text + b" ", signature, keys.public_key(public))
    secret.chmod(0o600)
    ours = keys.signed(text, build(1).manifest, public, {keys.SECRET: str(secret)})
    assert keys.wrong(text, ours, keys.public_key(public)) == ""


def test_a_password_is_needed_where_there_is_one(tmp_path: Path) -> None:
    secret, public = tmp_path / "s.key", tmp_path / "s.pub"
    keys.generate(secret, public, "kettle")
    made = build(1)
    text = made.files[manifest.NAME]
    environ = {keys.SECRET: str(secret)}
    with pytest.raises(HarvestError, match="has a password"):
        keys.signed(text, made.manifest, public, environ)
    with pytest.raises(HarvestError, match="wrong password"):
        keys.signed(text, made.manifest, public, {**environ, keys.PASSWORD: "pot"})
    signature = keys.signed(text, made.manifest, public, {**environ, keys.PASSWORD: "kettle"})
    assert keys.wrong(text, signature, keys.public_key(public)) == ""


def test_what_can_be_wrong_with_a_key(tmp_path: Path) -> None:
    secret, public = tmp_path / "s.key", tmp_path / "s.pub"
    keys.generate(secret, public, "")
    made = build(1)

    def says(path: Path | str, public: Path = public) -> str:
        environ = {keys.SECRET: str(path)} if path else {}
        with pytest.raises(HarvestError) as raised:
            keys.signed(b"", made.manifest, public, environ)
        return str(raised.value)

    assert "--unsigned" in says("")
    assert "cannot be read" in says(tmp_path / "none")
    other, others = tmp_path / "o.key", tmp_path / "o.pub"
    keys.generate(other, others, "")
    assert "somebody else" in says(other)
    assert "no public key" in says(secret, tmp_path / "none.pub") or "cannot be read" in says(
        secret, tmp_path / "none.pub"
    )
    (tmp_path / "junk").write_bytes(b"junk\n")
    (tmp_path / "junk").chmod(0o600)
    assert "no secret key" in says(tmp_path / "junk")
    secret.chmod(0o644)
    assert "chmod 600" in says(secret)


def test_a_secret_never_lies_in_a_repository_nor_replaces_one(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    with pytest.raises(HarvestError, match="repository"):
        keys.generate(tmp_path / "repo" / "deep" / "s.key", tmp_path / "s.pub", "")
    assert not (tmp_path / "s.pub").exists()
    keys.generate(tmp_path / "s.key", tmp_path / "s.pub", "")
    with pytest.raises(HarvestError, match="there already"):
        keys.generate(tmp_path / "s.key", tmp_path / "t.pub", "")


@pytest.mark.parametrize("junk", [b"", b"\xff" * 9, b"a\nb\nc\nd", b"untrusted comment: x\n" * 4])
def test_junk_is_no_signature(tmp_path: Path, junk: bytes) -> None:
    keys.generate(tmp_path / "s.key", tmp_path / "s.pub", "")
    assert keys.wrong(b"x", junk, keys.public_key(tmp_path / "s.pub"))
