"""Real incidents as the status site has them: every update of a public status page, one incident a line.

    .venv/bin/python -m benchmarks.incidents FILE DIR

writes the folder of a status site from such a file into DIR and builds it into DIR/site.
"""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harvest.status import importing
from harvest.status.folder import contents
from harvest.status.importing import Moved
from harvest.status.model import Component, Settings, Speaker
from harvest.status.output import put
from harvest.status.settings import FILE
from harvest.status.site import build

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_OF_REAL_ONES: Final = Path("../shared/data/incidents/githubstatus.jsonl")


def slug(name: str) -> str:
    """What a component is called in files."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def rows(path: Path) -> list[dict[str, Any]]:
    """One for each incident."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def settings(found: Iterable[dict[str, Any]]) -> Settings:
    """A site with every component that the incidents name."""
    names = sorted({name for row in found for name in row.get("components") or ()})
    return Settings(
        name="Real incidents",
        url="https://status.example/",
        components=tuple(Component(id=slug(name), name=name) for name in names),
        speakers=(Speaker(key="team", name="Invented Name", role="Support"),),
    )


def as_statuspage(row: dict[str, Any]) -> dict[str, Any]:
    """As the API of such a page tells it, newest update first."""
    updates = [
        {
            "status": each["status"].lower().replace(" ", "_"),
            "body": each["message"],
            "display_at": each["at"],
        }
        for each in row["updates"]
    ]
    return {
        "id": row["id"],
        "name": row["title"],
        "impact": row.get("impact"),
        "started_at": row["started_at"],
        "components": [{"name": name} for name in row.get("components") or ()],
        "incident_updates": updates[::-1],
    }


def write(found: Iterable[dict[str, Any]], known: Settings, folder: Path) -> Moved:
    """The files of a status site, as `harvest status import` writes them."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = "".join(f"  - {{id: {each.id}, name: {json.dumps(each.name)}}}\n" for each in known.components)
    text = (
        f"name: {known.name}\nurl: {known.url}\ncomponents:\n{shown}"
        f"speakers:\n  - {{key: team, name: {known.speakers[0].name}, role: {known.speakers[0].role}}}\n"
    )
    (folder / FILE).write_text(text, encoding="utf-8")
    moved = Moved()
    importing.read(moved, "", json.dumps([as_statuspage(row) for row in found]).encode(), known)
    for kind, name, content in importing.texts(moved, (), known):
        path = folder / kind / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return moved


def main(source: Path, folder: Path) -> None:
    """Import, build, and say how long each took."""
    found = rows(source)
    known = settings(found)
    write(found, known, folder)
    started = time.process_time()
    read = contents(folder, known, datetime.now(UTC))
    between = time.process_time()
    files = build(known, read, datetime.now(UTC).replace(microsecond=0))
    built = time.process_time()
    put(folder / "site", files)
    updates = sum(len(each.updates) for each in read.incidents)
    print(f"{len(read.incidents)} incidents with {updates} updates, {len(read.problems)} files with mistakes")
    print(f"{len(files)} files; reading {between - started:.2f} s, building {built - between:.2f} s of CPU")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
