"""What `harvest check` asks of pages: one check per function, one file each, in one list.

A check looks at `Knowledge` and yields `Finding`s. To add one: a function in a file of its own, one line in
`CHECKS`, a row in `docs/handbook/checks.md`, a case that it finds and one that it leaves alone in
`tests/checks/cases/`. Its id is what people write where they switch it off, with a reason: never change it
later.
"""

from __future__ import annotations

from typing import Final

from harvest.checks.dangerous import dangerous
from harvest.checks.duplicate import duplicate
from harvest.checks.external_links import addresses, external_links
from harvest.checks.findability import findability
from harvest.checks.finding import Finding, Severity
from harvest.checks.front_matter import front_matter
from harvest.checks.gate import WAIVER, Check, Report, Waived, examine
from harvest.checks.images import images
from harvest.checks.knowledge import Broken, Knowledge, Placed, Sheet, Unfound, sheet
from harvest.checks.licence import licence
from harvest.checks.links import links
from harvest.checks.personal_data import personal_data
from harvest.checks.provenance import provenance
from harvest.checks.readability import readability
from harvest.checks.redirects import redirects
from harvest.checks.review_date import review_date
from harvest.checks.title import title
from harvest.checks.tone import tone
from harvest.checks.traceable import traceable

__all__ = [
    "ABOUT_WAIVERS",
    "CHECKS",
    "WAIVER",
    "Broken",
    "Check",
    "Finding",
    "Knowledge",
    "Placed",
    "Report",
    "Severity",
    "Sheet",
    "Unfound",
    "Waived",
    "addresses",
    "examine",
    "sheet",
]

CHECKS: Final = (
    Check("front-matter", "every page can be read: its fields, its marks", front_matter),
    Check("provenance", "it names the conversations that it comes from, with posts and digest", provenance),
    Check("traceable", "every passage says from which post it is, or that staff wrote it", traceable),
    Check(
        "personal-data",
        "no page shows an address, a number, a name or a key that is somebody's",
        personal_data,
    ),
    Check("title", "the title says in the customers' words what is wrong or wanted", title),
    Check("dangerous", "a warning stands before every step that can do harm", dangerous),
    Check("tone", "nothing blames, insults or brushes off whoever reads it", tone),
    Check("readability", "the prose is easy to read", readability),
    Check("duplicate", "no other page answers the same question", duplicate),
    Check("links", "links within the site lead to pages, files and headings that are there", links),
    Check(
        "external-links",
        "addresses of others still answer; only with --links",
        external_links,
        lambda known: known.dead_links is not None,
    ),
    Check("images", "pictures are there and have a text in their place", images),
    Check("licence", "whose words they are, and under which licence, stands on the page", licence),
    Check("review-date", "somebody looks at the page again by the day that it names", review_date),
    Check(
        "redirects",
        "old addresses still lead to an answer; those that a change takes away only with --against",
        redirects,
        lambda known: known.before is not None,
    ),
    Check(
        "findability",
        "its title, each of its phrases, and the golden queries find their page among the first three",
        findability,
    ),
)
ABOUT_WAIVERS: Final = "a check is switched off by its id, with a reason, and only where that is needed"
"""What `waiver` asks: not a check of its own, since it looks at what the others found."""
