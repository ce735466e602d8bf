"""The formats of access logs, and which one a log is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.accesslog.extended import Extended
from harvest.accesslog.lines import combined, s3
from harvest.accesslog.objects import json_object

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harvest.accesslog.request import Request

    Reader = Callable[[str], Request | None]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an access log."""

    name: str
    about: str
    """For the handbook."""
    reader: Callable[[], Reader]
    """A new one for each log: a line may explain those after it."""


FORMATS: Final = (
    Format("combined", "Apache's and nginx's common and combined log format", lambda: combined),
    Format("json", "a JSON object on each line: nginx, Caddy, Traefik, Cloudflare", lambda: json_object),
    Format("extended", "W3C's extended log format: IIS, CloudFront", Extended),
    Format("s3", "Amazon S3's server access log", lambda: s3),
)


def guess(lines: Sequence[str]) -> Format | None:
    """The format that most of the first lines of a log fit; None where none fits any."""
    fits = {each: _fitting(each.reader(), lines) for each in FORMATS}
    best = max(FORMATS, key=lambda each: fits[each])
    return best if fits[best] else None


def _fitting(reader: Reader, lines: Sequence[str]) -> int:
    many = 0
    for line in lines:
        try:
            reader(line)
        except ValueError:
            continue
        many += 1
    return many
