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

from harvest.status import writing
from harvest.status.folder import contents
from harvest.status.model import (
    Component,
    Condition,
    Impact,
    Incident,
    Kind,
    Phase,
    Settings,
    Speaker,
    Update,
)
from harvest.status.output import put
from harvest.status.settings import FILE
from harvest.status.site import build
from harvest.status.times import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE_OF_REAL_ONES: Final = Path("../shared/data/incidents/githubstatus.jsonl")
_PHASES: Final = {
    "Investigating": Phase.INVESTIGATING,
    "Identified": Phase.IDENTIFIED,
    "Monitoring": Phase.MONITORING,
    "Resolved": Phase.RESOLVED,
    "Postmortem": Phase.POSTMORTEM,
    "Scheduled": Phase.SCHEDULED,
    "In progress": Phase.IN_PROGRESS,
    "Verifying": Phase.VERIFYING,
    "Completed": Phase.COMPLETED,
}
_CONDITIONS: Final = {
    Impact.CRITICAL: Condition.MAJOR,
    Impact.MAJOR: Condition.PARTIAL,
    Impact.MAINTENANCE: Condition.MAINTENANCE,
}


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


def incident(row: dict[str, Any]) -> Incident:
    """An incident with all its updates."""
    planned = row.get("impact") == "maintenance"
    known = row.get("impact") in list(Impact)
    impact = Impact(row["impact"]) if known else Impact.NONE
    updates = tuple(_updates(row, impact))
    return Incident(
        id=f"{row['started_at'][:10]}-{row['id']}",
        kind=Kind.MAINTENANCE if planned else Kind.INCIDENT,
        title=" ".join(row["title"].split()),
        impact=impact,
        started=min(parse(row["started_at"]), updates[0].at),
        updates=updates,
    )


def _updates(row: dict[str, Any], impact: Impact) -> Iterator[Update]:
    phase = Phase.SCHEDULED if impact is Impact.MAINTENANCE else Phase.INVESTIGATING
    condition = _CONDITIONS.get(impact, Condition.DEGRADED)
    hurt = {slug(name): condition for name in row.get("components") or ()}
    for at, update in enumerate(row["updates"]):
        phase = _PHASES.get(update["status"], phase)  # "Update" leaves it as it was
        yield Update(
            at=parse(update["at"]),
            phase=phase,
            text=_as_text(update["message"]) or "(nothing)",
            components={} if at else hurt,
        )


def _as_text(message: str) -> str:
    """So that no line of it is taken for a heading."""
    return "\n".join(re.sub(r"^(#+)", r"\\\1", line) for line in message.strip().splitlines())


def write(found: Iterable[Incident], known: Settings, folder: Path) -> None:
    """The files of a status site."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = "".join(f"  - {{id: {each.id}, name: {json.dumps(each.name)}}}\n" for each in known.components)
    text = (
        f"name: {known.name}\nurl: {known.url}\ncomponents:\n{shown}"
        f"speakers:\n  - {{key: team, name: {known.speakers[0].name}, role: {known.speakers[0].role}}}\n"
    )
    (folder / FILE).write_text(text, encoding="utf-8")
    for each in found:
        path = folder / each.kind / f"{each.id}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(writing.new(each), encoding="utf-8")


def main(source: Path, folder: Path) -> None:
    """Import, build, and say how long each took."""
    found = rows(source)
    known = settings(found)
    write([incident(row) for row in found], known, folder)
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
