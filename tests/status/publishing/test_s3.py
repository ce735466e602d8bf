"""A bucket, on a real S3 server that checks signatures."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import obstore
import pytest
from obstore.store import S3Store

from harvest.errors import HarvestError
from harvest.status.publishing import s3
from harvest.status.publishing.job import MARKED, MARKER
from harvest.status.publishing.serving import CACHE
from tests.status.publishing.bucket import ACCESS, NAME, SECRET, Door, bucket
from tests.status.publishing.making import build, held, job, marks, target
from tests.status.publishing.servers import free_port, silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.status.model import Target

pytestmark = pytest.mark.slow


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with bucket(tmp_path / "bucket") as server:
        yield server


def to(door: Door, prefix: str = "", **options: str) -> Target:
    return target("s3", f"s3://{NAME}/{prefix}", **door.options(**options))


def put(door: Door, number: int, prefix: str = "", /, *, seconds: float = 30, **how: bool) -> str:
    made = job(build(number), door.folder, seconds=seconds, **how)
    return s3.publish(to(door, prefix), made, time.time)


def there(door: Door, prefix: str = "") -> dict[str, bytes]:
    found = held(door.folder / prefix)
    assert found.pop(MARKER) == MARKED
    return found


def test_a_prefix_holds_the_build_and_nothing_else(door: Door) -> None:
    (door.folder / "letter.txt").write_text("mine")  # beside the prefix
    put(door, 1, "status/site")
    put(door, 2, "status/site")
    assert there(door, "status/site") == dict(build(2).files)
    assert (door.folder / "letter.txt").read_text() == "mine"


def test_what_has_not_changed_is_not_sent_and_pages_come_last(door: Door) -> None:
    put(door, 1)
    door.puts.clear()
    assert "7 of 8 files sent" in put(door, 2)
    sent = [path for path in door.puts if not path.startswith(".harvest")]
    assert "same.svg" not in sent
    assert sent[-2:] == ["index.html", "manifest.json"]
    assert max(map(sent.index, ("only-2.txt", "api/v2/summary.json"))) < sent.index("incidents/0.html")
    door.puts.clear()
    put(door, 2)
    assert [path for path in door.puts if not path.startswith(".harvest")] == []


def test_types_and_caching_are_those_of_the_site(door: Door) -> None:
    put(door, 1)
    types = {path: headers["content-type"] for path, headers in door.headers.items()}
    assert types["index.html"] == "text/html; charset=utf-8"
    assert types["api/v2/summary.json"] == "application/json; charset=utf-8"
    assert types["same.svg"] == "image/svg+xml; charset=utf-8"
    assert {headers["cache-control"] for headers in door.headers.values()} == {CACHE}


def test_nothing_of_others_is_touched(door: Door) -> None:
    (door.folder / "letter.txt").write_text("mine")
    for how in ({"force": True}, {"dry": True}):
        with pytest.raises(HarvestError, match="not a status site of ours"):
            put(door, 1, **how)
    assert held(door.folder) == {"letter.txt": b"mine"}


def test_an_older_build_or_another_site_is_left_alone(door: Door) -> None:
    assert "8 of 8 files to send" in put(door, 5, dry=True)
    assert held(door.folder) == {}
    put(door, 5)
    with pytest.raises(HarvestError, match="newer build"):
        put(door, 4)
    assert there(door) == dict(build(5).files)
    put(door, 4, force=True)
    assert there(door) == dict(build(4).files)
    other = job(build(9, site="https://other.example/"), door.folder)
    with pytest.raises(HarvestError, match="holds the status site of"):
        s3.publish(to(door), other, time.time)


def test_a_wrong_key_is_said_to_be_one(door: Door) -> None:
    with pytest.raises(HarvestError, match=r"the bucket refuses \(SignatureDoesNotMatch\).*secret_key"):
        s3.publish(to(door, secret_key="wrong"), job(build(1), door.folder), time.time)
    keyless = target("s3", f"s3://{NAME}", endpoint=door.endpoint)
    with pytest.raises(HarvestError, match="AWS_ACCESS_KEY_ID"):
        s3.publish(keyless, job(build(1), door.folder, {"AWS_ACCESS_KEY_ID": ""}), time.time)


def test_hiccups_are_tried_again(door: Door) -> None:
    asked: list[str] = []

    def hiccup(method: str, path: str) -> int:
        asked.append(path)
        return 503 if method == "PUT" and asked.count(path) == 1 else 0

    door.refuse = hiccup
    put(door, 1)
    assert there(door) == dict(build(1).files)


def test_what_breaks_off_leaves_whole_pages_and_is_mended(door: Door) -> None:
    put(door, 1)
    door.refuse = lambda method, path: 507 if method == "PUT" and path == "incidents/1.html" else 0
    with pytest.raises(HarvestError, match=r"the bucket: |not done within"):
        put(door, 2, seconds=6)
    for path, data in there(door).items():
        assert len(marks(data)) <= 1, path
    assert marks((door.folder / "index.html").read_bytes()) == {"build 0001"}
    assert there(door)["manifest.json"] == build(1).files["manifest.json"]
    door.refuse = lambda _, __: 0
    put(door, 3)
    assert there(door) == dict(build(3).files)


@pytest.mark.parametrize("conditions", [True, False])
def test_only_one_publishes_at_a_time(door: Door, *, conditions: bool) -> None:
    """Also on stores that take no notice of conditions."""
    door.conditions = conditions
    put(door, 1)
    store = S3Store(
        NAME,
        endpoint=door.endpoint,
        region="us-east-1",
        access_key_id=ACCESS,
        secret_access_key=SECRET,
        client_options={"allow_http": True},
    )
    lock = {"by": "somebody", "until": time.time() + 60}
    obstore.put(store, s3.LOCK, json.dumps(lock).encode())
    with pytest.raises(HarvestError, match="somebody else is publishing there"):
        put(door, 2)
    assert held(door.folder)["index.html"] == build(1).files["index.html"]
    obstore.put(store, s3.LOCK, json.dumps({**lock, "until": time.time() - 1}).encode())
    put(door, 2)  # whoever it was has died
    assert there(door) == dict(build(2).files)


def test_people_at_once_never_leave_a_mix(door: Door) -> None:
    put(door, 1)

    def one(number: int) -> str:
        try:
            return put(door, number)
        except HarvestError as error:
            return str(error)

    with ThreadPoolExecutor(3) as people:
        said = list(people.map(one, [3, 4, 2]))
    left = {number for number in (1, 2, 3, 4) if there(door) == dict(build(number).files)}
    assert len(left) == 1, said
    done = [number for number, each in zip([3, 4, 2], said, strict=True) if "is version" in each]
    assert left == {max(done, default=1)}


def test_a_first_page_that_somebody_else_changed_is_not_overwritten(door: Door) -> None:
    put(door, 1)

    def meddle(method: str, path: str) -> None:
        if method == "PUT" and path == "incidents/0.html":
            door.tags["index.html"] = "another"

    door.before = meddle
    with pytest.raises(HarvestError, match="changed it meanwhile"):
        put(door, 2)
    assert marks((door.folder / "index.html").read_bytes()) == {"build 0001"}


def test_a_bucket_that_is_dead_or_hangs_is_given_up(door: Door) -> None:
    dead = to(door, endpoint=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(HarvestError, match="the bucket: "):
        s3.publish(dead, job(build(1), door.folder, seconds=2), time.time)
    with silent() as port:
        hangs = to(door, endpoint=f"http://127.0.0.1:{port}")
        with pytest.raises(HarvestError):
            s3.publish(hangs, job(build(1), door.folder, seconds=2), time.time)


@pytest.mark.parametrize("place", ["s3://", "s3://A", "bucket/prefix", "s3://bucket?x"])
def test_what_is_no_bucket(place: str, tmp_path: Path) -> None:
    with pytest.raises(HarvestError, match="is no s3://bucket/prefix"):
        s3.publish(target("s3", place), job(build(1), tmp_path), time.time)
