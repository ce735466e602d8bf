"""An invented company on its worst day: twelve components, ten open incidents of five updates, a past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harvest.status.folder import Contents
from harvest.status.model import Component, Condition, Impact, Incident, Kind, Party, Phase, Settings, Update
from tests.status.site import NOON, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

MINUTE: Final = timedelta(minutes=1)
NAMES: Final = (
    ("Photos", "Uploads", "From phones and cameras"),
    ("Photos", "Albums", "Seeing and sharing them"),
    ("Photos", "Search", ""),
    ("Photos", "Prints", "Orders and delivery"),
    ("Devices", "Picture frames", "At home and in offices"),
    ("Devices", "Phone app", "Android and iOS"),
    ("Devices", "Computer app", ""),
    ("", "Website", ""),
    ("", "Sign-in", "Passwords and passkeys"),
    ("", "Payments", "Cards, invoices and refunds"),
    ("", "E-mail notices", ""),
    ("", "Interface for developers", "Version 2"),
)
COMPONENTS: Final = tuple(
    Component(id=name.lower().replace(" ", "-"), name=name, group=group, about=about)
    for group, name, about in NAMES
)
BUSY: Final = Settings(
    name=SETTINGS.name,
    url=SETTINGS.url,
    help=SETTINGS.help,
    components=COMPONENTS,
    speakers=SETTINGS.speakers,
    languages=("de", "ar"),
)

TITLES: Final = (
    "New photos wait on the phone",
    "Albums open slowly, and some show grey tiles",
    "Search finds nothing that is older than March",
    "Orders of prints stay at “being prepared”",
    "Frames in offices show yesterday’s picture",
    "The phone app closes when a film is chosen",
    "Sign-in by passkey fails on older tablets",
    "Cards from two banks are declined",
    "E-mail notices arrive an hour late",
    "Requests of version 2 answer with error 503",
)
SAYINGS: Final = tuple(
    """\
We see that one request in nine is not answered. Nothing that you have stored is lost.
The first reports came from the west of Canada; by now we see the same in Chile and in Portugal.
Restarting does not help, so please keep your device as it is, and do not sign out.
A cable between two of our halls was cut by an excavator. The second one carries everything, but is narrow.
Somebody of ours is on the way to the hall with a spare part and should be there within forty minutes.
We have switched off thumbnails for a while, which leaves more room for what you came for.
If you are in a hurry, the website works on a computer while the app on the phone does not.
Since 14:10 four in five attempts succeed; we let more people in every ten minutes.
Two of the three databases agree again. We compare the third with them before we trust it.
Orders that were paid today are kept in a list and will be sent in the order in which they came.
A certificate ran out at midnight, on a server that our reminders did not know about.
We have put in the new certificate and watch whether older devices accept it as well.
The company that delivers our mail says that its queue is shrinking, and expects to be through by five.
We undid yesterday’s change to how passwords are checked, and the number of errors halves every minute.
Nobody else could see your pictures at any time: what failed was the counting of requests, not the locks.
Refunds for double payments go out by themselves; you need not write to us, though you may.
Films of more than a gigabyte still stop half-way. Shorter ones go through.
We were wrong about the cause: the disk is well, the cable to it is not.
Everything that waited has arrived, and the oldest waited for one hour and twelve minutes.
Our own clocks disagreed by a second and a half, which was enough for two servers to distrust each other.
The tablet from 2015 needs its update to version 8; we show how at the address below.
We have called the two banks. One has lifted its block, the other looks into it this afternoon.
Search has been rebuilt for photos of this year, and works backwards through the others, a year in an hour.
We keep one person on watch through the night, and speak again in the morning at the latest.
The offices in Lyon and Graz were cut off from our network while everybody else was not, which misled us.
Please do not send the same order again: the first one counts, and a second would be charged.
What you wrote in captions is safe, but shows only after you have opened the album twice.
Half of the frames have their new picture by now; those that sleep at night get it when they wake.
We have asked for more machines, and they come in groups of ten until about seven.
It works again for everybody whom we have asked, and for all that we can measure.""".splitlines()
)
PHASES: Final = (
    Phase.INVESTIGATING,
    Phase.INVESTIGATING,
    Phase.IDENTIFIED,
    Phase.IDENTIFIED,
    Phase.MONITORING,
)
CONDITIONS: Final = (Condition.MAJOR, Condition.PARTIAL, Condition.DEGRADED)


def _updates(number: int, start: datetime) -> Iterator[Update]:
    for step, phase in enumerate(PHASES):
        at = start + (7 + 23 * step + number) * MINUTE
        first, second = (SAYINGS[(number * 11 + step * 7 + more) % len(SAYINGS)] for more in (0, 13))
        yield Update(
            at=at,
            phase=phase,
            text=f"{first} {second}" if step % 2 else first,
            by="bo" if step % 2 else "",
            next=at + 30 * MINUTE,
            components={COMPONENTS[number].id: CONDITIONS[(number + step) % 3]} if step in {0, 3} else {},
            corrects=start + (7 + 23 + number) * MINUTE if step == 3 and number == 1 else None,
        )


def open_ones(many: int = 10) -> tuple[Incident, ...]:
    """Incidents that are going on at noon."""
    found = []
    for number, title in enumerate(TITLES[:many]):
        start = NOON - (130 + 3 * number) * MINUTE
        found.append(
            Incident(
                id=f"2026-03-01-{number}-" + "-".join(title.lower().replace("”", "").split()[:3]),
                kind=Kind.INCIDENT,
                title=title,
                impact=(Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)[number % 3],
                started=start,
                updates=tuple(_updates(number, start)),
                speaker="ada",
                workaround="Keep the app open, and use the [website](https://kettle.example/help) meanwhile."
                if number % 2
                else SAYINGS[(number * 5 + 6) % len(SAYINGS)],
                cause=Party(name="Example Cables", url="https://cables.example/now") if not number else None,
                discussion=f"https://forum.kettle.example/t/{2200 + number}",
                titles={"de": "Neue Fotos warten auf dem Telefon", "ar": "الصور الجديدة تنتظر على الهاتف"}
                if not number
                else {},
            )
        )
    return tuple(found)


def past(many: int = 40) -> tuple[Incident, ...]:
    """Incidents that are over, two or three a week."""
    found = []
    for number in range(many):
        start = NOON - timedelta(days=3 + number * 2.5)
        parts = COMPONENTS[(number * 5) % len(COMPONENTS)].id
        condition = CONDITIONS[number % 3]
        found.append(
            Incident(
                id=f"{start:%Y-%m-%d}-past",
                kind=Kind.INCIDENT,
                title=TITLES[number % len(TITLES)],
                impact=Impact.MINOR,
                started=start,
                updates=(
                    Update(
                        at=start + 9 * MINUTE,
                        phase=Phase.INVESTIGATING,
                        text=SAYINGS[number % 30],
                        components={parts: condition},
                    ),
                    Update(
                        at=start + (50 + 7 * number) * MINUTE,
                        phase=Phase.RESOLVED,
                        text=SAYINGS[-1],
                        components={parts: Condition.OPERATIONAL},
                    ),
                ),
            )
        )
    return tuple(found)


def planned(phase: Phase = Phase.SCHEDULED) -> Incident:
    """Maintenance in the coming night."""
    return Incident(
        id="2026-03-02-new-halls",
        kind=Kind.MAINTENANCE,
        title="We move the prints to a new hall",
        impact=Impact.MAINTENANCE,
        started=NOON + timedelta(hours=14),
        until=NOON + timedelta(hours=16),
        updates=tuple(
            Update(at=NOON - (60 - at) * MINUTE, phase=each, text=SAYINGS[9])
            for at, each in enumerate(dict.fromkeys((Phase.SCHEDULED, phase)))
        ),
    )


def contents() -> Contents:
    """Everything."""
    return Contents((*open_ones(), *past(), planned()), ())
