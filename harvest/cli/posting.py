"""`harvest status open`, `update`, `resolve` and so on: what is said, by whom, and when they speak again."""
# ruff: noqa: PLC0415 — on a bad day, a command starts in a moment

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from harvest.cli import clock
from harvest.cli.exits import LEFT_OUT
from harvest.cli.tower import tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from harvest.cli.tower import Tower
    from harvest.status.model import Incident, Settings, Update
    from harvest.status.posting import Words


def _words(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of everything that is said."""
    options = (
        click.option("--text", default="", help="What is said; without it a calm sentence stands ready."),
        click.option("--by", default="", metavar="KEY", help="Who speaks, as in status.yml."),
        click.option(
            "--component",
            "components",
            multiple=True,
            metavar="ID=CONDITION",
            help="How a part is now: operational, degraded_performance, partial_outage, major_outage.",
        ),
        click.option("--next", "next_", type=clock.Time(), metavar="TIME", help="When you will speak again."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _said(
    settings: Settings,
    *,
    text: str,
    by: str,
    components: tuple[str, ...],
    next_: datetime | None,
    corrects: datetime | None = None,
) -> Words:
    """Raises HarvestError for a speaker, part or condition that does not exist."""
    from harvest import nodes, tone
    from harvest.errors import HarvestError
    from harvest.status.model import Condition
    from harvest.status.posting import Words

    speakers = [speaker.key for speaker in settings.speakers]
    parts = [component.id for component in settings.components]
    if by and by not in speakers:
        raise HarvestError(nodes.unknown("speaker", by, speakers))
    changes = {}
    for each in components:
        part, _, condition = each.partition("=")
        if part not in parts:
            raise HarvestError(nodes.unknown("component", part, parts))
        if condition not in list(Condition):
            raise HarvestError(nodes.unknown("condition", condition, map(str, Condition)))
        changes[part] = Condition(condition)
    for hurt in tone.find(text):
        tell(f"“{text[hurt.start : hurt.end]}” {hurt.why}: {hurt.instead}")
    return Words(text=text, by=by, next=next_, components=changes, corrects=corrects)


@click.command("open")
@click.argument("title")
@_words
@click.option(
    "--impact",
    type=click.Choice(["none", "minor", "major", "critical"]),
    default="minor",
    show_default=True,
    help="How bad it is for customers, all in all.",
)
@click.option(
    "--started",
    type=clock.Time(past=True),
    metavar="TIME",
    help="When customers first felt it, if not just now.",
)
@click.option("--workaround", default="", help="What customers can do meanwhile.")
@click.option("--third-party", default="", metavar="NAME", help="The company whose part failed, if known.")
@click.option("--third-party-url", default="", metavar="URL", help="Where it says so itself.")
@click.option("--discussion", default="", metavar="URL", help="Where it is being talked about.")
@click.pass_obj
def open_(
    tower: Tower,
    /,
    title: str,
    impact: str,
    started: datetime | None,
    workaround: str,
    third_party: str,
    third_party_url: str,
    discussion: str,
    **words: Any,
) -> None:
    """Say that something is wrong: TITLE is what customers see, in their words."""
    from harvest.status.model import Impact, Party
    from harvest.status.posting import opened

    if third_party_url and not third_party:
        raise click.UsageError("--third-party says whose address that is")
    settings = tower.settings()
    incident = opened(
        title,
        _said(settings, **words),
        now=clock.now(),
        settings=settings,
        impact=Impact(impact),
        started=started,
        workaround=workaround,
        cause=Party(name=third_party, url=third_party_url) if third_party else None,
        discussion=discussion,
    )
    _create(tower, settings, incident)


@click.command()
@click.argument("title")
@click.option("--from", "start", type=clock.Time(), required=True, metavar="TIME", help="When it begins.")
@click.option("--until", type=clock.Time(), required=True, metavar="TIME", help="When it ends.")
@_words
@click.pass_obj
def maintenance(tower: Tower, /, title: str, start: datetime, until: datetime, **words: Any) -> None:
    """Announce planned work. Its next steps are `harvest status update --phase in_progress` and so on."""
    from harvest.status.posting import planned

    settings = tower.settings()
    said = _said(settings, **words)
    _create(
        tower, settings, planned(title, said, now=clock.now(), settings=settings, start=start, until=until)
    )


@click.command()
@click.argument("incident")
@_words
@click.option("--phase", default="", metavar="PHASE", help="How far it is now; without it, as it was.")
@click.option(
    "--corrects", type=clock.Time(past=True), metavar="TIME", help="The time of the update that was wrong."
)
@click.pass_obj
def update(tower: Tower, /, incident: str, phase: str, **words: Any) -> None:
    """Say what is new about INCIDENT, the name of its file (or any part of it)."""
    _append(tower, incident, phase, words)


@click.command()
@click.argument("incident")
@_words
@click.pass_obj
def resolve(tower: Tower, /, incident: str, **words: Any) -> None:
    """Say that INCIDENT is over; of planned work, that it is done."""
    _append(tower, incident, "over", words)


@click.command()
@click.argument("incident")
@_words
@click.pass_obj
def postmortem(tower: Tower, /, incident: str, **words: Any) -> None:
    """Look back on INCIDENT: what happened, why, and what you change. Without blame."""
    _append(tower, incident, "postmortem", words)


@click.command()
@click.pass_obj
def due(tower: Tower, /) -> int:
    """Say which incidents wait for a word of yours, and since when.

    Exit code 1 where one is late, or where a file cannot be read.
    """
    from harvest.status.posting import due as waiting
    from harvest.status.times import said

    now = clock.now()
    found = tower.contents(tower.settings(), now)
    late = found.unread
    for incident, at in waiting(found.incidents):
        late = late or at <= now
        minutes = abs(int((at - now).total_seconds())) // 60
        when = f"{minutes} min late" if at <= now else f"in {minutes} min"
        why = "promised for" if incident.updates[-1].next else "due at"
        click.echo(f"{incident.id}: next update {why} {said(at)}, {when}")
    return LEFT_OUT if late else 0


def _create(tower: Tower, settings: Settings, incident: Incident) -> None:
    """Write a new file under a free name."""
    from dataclasses import replace

    from harvest.errors import HarvestError
    from harvest.status import folder, posting, writing

    taken = {path.stem for path in folder.listed(tower.folder, incident.kind)}
    named = replace(incident, id=posting.name(incident, taken))
    path = folder.path_of(tower.folder, named.kind, named.id)

    def write(before: str | None) -> str:
        """The new file, where there is none."""
        if before is not None:  # somebody was faster
            raise HarvestError("is there already", where=path, todo="run it again")
        text = writing.new(named)
        posting.check_written(named.kind, named.id, None, text, settings)
        return text

    folder.change(tower.folder, path, write)
    click.echo(named.id)
    _remind(tower, named.updates[-1])


def _append(tower: Tower, name: str, phase: str, words: dict[str, Any]) -> None:
    """Add an update at the end of the file of an incident."""
    from harvest.errors import HarvestError
    from harvest.status import folder, posting, writing
    from harvest.status.model import Kind, Phase
    from harvest.status.reading import read

    settings = tower.settings()
    path = _find(tower, settings, name, over=phase == "postmortem")
    said = _said(settings, **words)
    kind = Kind(path.parent.name)
    ends = {Kind.INCIDENT: Phase.RESOLVED, Kind.MAINTENANCE: Phase.COMPLETED}
    if phase and phase != "over" and phase not in list(Phase):
        raise HarvestError(f"there is no phase {phase!r}", todo=f"one of {', '.join(Phase)}")
    new = ends[kind] if phase == "over" else Phase(phase) if phase else None
    made: list[Update] = []

    def write(before: str | None) -> str:
        """The file with one more update at its end."""
        if before is None:
            raise HarvestError("is gone", where=path)
        known, _ = read(path.stem, kind, before, settings)
        made.append(posting.next_update(known, new, said, now=clock.now()))
        text = writing.with_update(before, made[0])
        posting.check_written(kind, path.stem, before, text, settings)
        return text

    folder.change(tower.folder, path, write)
    click.echo(path.stem)
    _remind(tower, made[0])


def _find(tower: Tower, settings: Settings, name: str, *, over: bool) -> Path:
    """The file of an incident by its name, or by a part of it that only one has.

    Part of a name means what is going on, or what is `over`: last year's outage gets no news of today's.
    """
    from harvest.errors import HarvestError
    from harvest.status.folder import listed
    from harvest.status.model import Kind

    paths = [path for kind in Kind for path in listed(tower.folder, kind) if path.suffix == ".md"]
    exact = [path for path in paths if path.stem == name]
    fitting = [path for path in paths if name and name in path.stem]
    found = exact or [path for path in fitting if _over(path, settings) in {over, None}]
    if len(found) == 1:
        return found[0]
    if found:
        what, others = f"{name!r} fits {len(found)} incidents", found
    elif fitting:
        what = f"no incident {name!r} is {'over' if over else 'going on'}"
        said = f"{'going on' if over else 'over'}: {_names(fitting)}; its whole name means it all the same"
        raise HarvestError(what, where=tower.folder, todo=said)
    else:
        what, others = f"there is no incident {name!r}", paths
    raise HarvestError(what, where=tower.folder, todo=_names(others) or "there is none yet")


def _names(paths: list[Path]) -> str:
    return ", ".join(path.stem for path in paths[-5:])


def _over(path: Path, settings: Settings) -> bool | None:
    """None: its file cannot be read, which whoever writes to it must hear."""
    from harvest.errors import HarvestError
    from harvest.status.folder import text_of
    from harvest.status.model import Kind
    from harvest.status.reading import read

    try:
        return read(path.stem, Kind(path.parent.name), text_of(path), settings)[0].over
    except HarvestError:
        return None


def _remind(tower: Tower, said: Update) -> None:
    from harvest.status.times import said as shown

    if tower.quiet:
        return
    if said.next:
        tell(f"you have promised to speak again by {shown(said.next)}: see `harvest status due`")
    tell("nothing is public yet: run `harvest status publish`")
