"""The list of all files of the status site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.status import banner
from harvest.status.site import api, feeds
from harvest.status.site.badge import badge
from harvest.status.site.facts import gather
from harvest.status.site.ical import calendar
from harvest.status.site.pages import pages
from harvest.status.site.plain import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from harvest.status.folder import Contents
    from harvest.status.model import Settings


def build(settings: Settings, contents: Contents, now: datetime) -> Mapping[str, bytes]:
    """Path below the site's address → bytes of every file.

    The same input and `now` (aware) give the same bytes.
    """
    facts = gather(settings, contents, now)
    files = {
        **dict(pages(facts)),
        **dict(api.files(facts)),
        **dict(feeds.files(facts)),
        "maintenance.ics": calendar(facts),
        "badge.svg": badge(facts),
        "text.txt": text(facts),
    }
    made = {path: text_.encode("utf-8") for path, text_ in files.items()}
    made |= banner.files(settings, contents.incidents, now)
    return {path: made[path] for path in sorted(made)}
