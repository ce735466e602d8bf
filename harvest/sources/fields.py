"""The border: one raw value of a foreign file in, one clean value of ours out, or `BadRow`.

Nothing is guessed. A value that cannot be read strictly makes the row bad, with a reason that a person
can act on and that never repeats what a customer wrote.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from harvest.model import ID_PATTERN, Author, Markup, Post

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.sources.options import SourceOptions

MAX_BODY: Final = 4_000_000
"""Characters in one post. The longest real post known to us has 2.9 million (a pasted log). A longer
one goes to quarantine, where it is counted and can be found again. Cutting it would lose the customer's
words without anybody noticing, and may cut the markup in the middle of a tag."""

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""Outside of these a date is a mistake (0000, 1970, milliseconds read as seconds). Fixed, so that reading
the same file gives the same posts on every day."""

_FLOAT_ID: Final = re.compile(r"(\d+)\.0+")
_EXPONENT: Final = re.compile(r"\d+(?:[.,]\d+)?[Ee]\+?\d+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.0+)?")
_SPACED_OFFSET: Final = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?) ([+-]\d\d:?\d\d)")
_X_DATE: Final = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})"
)
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}


class BadRow(Exception):  # noqa: N818 - a row is bad; the file may be fine
    """The row cannot be used. The message is the reason that goes to quarantine."""


def damaged(raw: str) -> bool:
    """Whether a spreadsheet has ruined an id: rounded it (`1.15E+18`) or run two together (`15,761,574`)."""
    return bool(_EXPONENT.fullmatch(raw) or _THOUSANDS.fullmatch(raw))


def identifier(raw: object, field: str) -> str:
    """Return a valid identifier; `3.0` becomes `3`. Raises `BadRow` for anything else, the empty included."""
    # bool is an int to Python and nonsense as an id
    text = (
        str(raw).strip() if isinstance(raw, str | int | float | Decimal) and not isinstance(raw, bool) else ""
    )
    if text.isdigit() and text.isascii() and len(text) <= 128:
        return text
    if not text:
        raise BadRow(f"no {field}")
    if whole := _FLOAT_ID.fullmatch(text):
        text = whole[1]
    if damaged(text):
        raise BadRow(f"{field} was damaged by a spreadsheet (export again with ids as text)")
    if not ID_PATTERN.fullmatch(text):
        raise BadRow(f"{field} is not an id (letters, digits and . _ : / - only, at most 128)")
    return text


def made_identifier(*parts: str) -> str:
    """Return an identifier for what has none that fits, always the same for the same parts."""
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=10)
    return digest.hexdigest()


def optional_identifier(raw: object, field: str) -> str:
    """Like `identifier`, but nothing at all is "" and fine."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return ""
    return identifier(raw, field)


def iso_time(raw: object, field: str, *, naive_is_utc: bool = False) -> datetime:
    """Parse ISO 8601 with its own UTC offset (a space before it is fine) into aware UTC.

    A time without an offset is a mistake unless the format defines it as UTC (`naive_is_utc`).
    """
    if not isinstance(raw, str) or len(raw) < len("2000-01-01T00:00"):
        raise BadRow(f"{field} is not a date and time")
    spaced = _SPACED_OFFSET.fullmatch(raw)
    try:
        parsed = datetime.fromisoformat(spaced[1] + spaced[2] if spaced else raw.strip())
    except ValueError:
        raise BadRow(f"{field} is not a date and time") from None
    if parsed.tzinfo is None:
        if not naive_is_utc:
            raise BadRow(f"{field} has no UTC offset")
        parsed = parsed.replace(tzinfo=UTC)
    return _plausible(parsed, field)


def time_or_none(raw: object) -> datetime | None:
    """Like `iso_time`; None where there is none, or it cannot be read."""
    try:
        return iso_time(raw, "")
    except BadRow:
        return None


def x_time(raw: object, field: str) -> datetime:
    """Parse X's older form, `Tue Oct 31 22:10:47 +0000 2017`, into aware UTC."""
    match = _X_DATE.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        raise BadRow(f"{field} is not a date like 'Tue Oct 31 22:10:47 +0000 2017'")
    month, day, hour, minute, second, sign, offset_h, offset_m, year = match.groups()
    offset = timedelta(hours=int(offset_h), minutes=int(offset_m))
    try:
        zone = UTC if not offset else timezone(offset if sign == "+" else -offset)
        parsed = datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=zone
        )
    except (ValueError, KeyError):
        raise BadRow(f"{field} is not a date and time") from None
    return _plausible(parsed, field)


def epoch_time(raw: object, field: str) -> datetime:
    """Read seconds since 1970, as a number, into aware UTC."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise BadRow(f"{field} is not a number of seconds since 1970")
    try:
        return _plausible(datetime.fromtimestamp(float(raw), UTC), field)
    except (ValueError, OverflowError, OSError):
        raise BadRow(f"{field} is not a plausible date") from None


def _plausible(moment: datetime, field: str) -> datetime:
    try:
        utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except OverflowError:
        raise BadRow(f"{field} is not a plausible date") from None
    if not EARLIEST <= utc < LATEST:
        raise BadRow(f"{field} is not a plausible date (year {utc.year})")
    return utc


def text(raw: object, field: str) -> str:
    """Return text that every later part can store: NUL and lone surrogates become U+FFFD. None is ""."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise BadRow(f"{field} is not text")
    if len(raw) > MAX_BODY:
        raise BadRow(f"{field} has {len(raw):,} characters, more than {MAX_BODY:,}")
    if "\0" in raw:
        raw = raw.replace("\0", "\ufffd")
    try:
        raw.encode()
    except UnicodeEncodeError:
        # through UTF-16, so that two halves of one character find each other again
        raw = raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return raw


def line_of_text(raw: object, field: str) -> str:
    """Return `text` on one line: titles, names, tags."""
    return " ".join(text(raw, field).split())


def labels(raw: Iterable[object]) -> tuple[str, ...]:
    """Return clean tags in their order, without blanks and repetitions; what is not text is left out."""
    return tuple(
        dict.fromkeys(tag for one in raw if isinstance(one, str) and (tag := line_of_text(one, "tag")))
    )


def mapping(raw: object) -> dict[str, object]:
    """Return the JSON object, or an empty one where a file has null, a list or nothing."""
    return raw if isinstance(raw, dict) else {}


def sequence(raw: object) -> list[object]:
    """Return the JSON list, or an empty one (some clients save an empty list as `{}`)."""
    return raw if isinstance(raw, list) else []


def whole_number(raw: object) -> int:
    """Return votes or likes; 0 where the source has none or writes nonsense."""
    if isinstance(raw, int):  # true counts as 1; as itself, it could not be written
        return int(max(-(2**31), min(raw, 2**31 - 1)))
    if isinstance(raw, str) and re.fullmatch(r"[+-]?[0-9]{1,9}", raw):
        return int(raw)
    return 0


def web_address(raw: object) -> str:
    """Return an http(s) address without spaces, else ""."""
    if isinstance(raw, str) and re.fullmatch(r"https?://[^\s\x00-\x1f<>\"\ud800-\udfff]{1,2000}", raw):
        return raw
    return ""


def place(options: SourceOptions, id_: str, path: str) -> str:
    """Return where `id_` can be read: the template filled in, or the base address and `path`; else ""."""
    if not options.url:
        return ""
    if "{id}" in options.url:
        return options.url.replace("{id}", id_)
    return f"{options.url.rstrip('/')}/{path}"


def tombstone(
    options: SourceOptions, id_: str, created: datetime, version: datetime, author: str = ""
) -> Post:
    """Return a post that says only that it was deleted. A newer version is never older than `created`."""
    return Post(
        source=options.name,
        id=id_,
        author=Author(key=author),
        created=created,
        version=max(created, version),
        body="",
        markup=Markup.TEXT,
        deleted=True,
    )
