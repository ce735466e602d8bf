"""Strangers' words in the body of a request: shown as they are, and doing nothing.

A request's body is Markdown that acts. `@ada` writes to Ada; `fixes #12` closes an issue when the request is
merged, `fixes https://…/issues/12` as well; a picture tells its host who looks; on GitLab a line `/merge`
merges. So Markdown is escaped, and after whatever a forge reads as a reference stands a character that nobody
sees (U+200B). A false alarm costs that character; a miss could close somebody's issue.
"""

from __future__ import annotations

import re
from typing import Final

from harvest.markup import clean
from harvest.pages.markdown import escape

UNSEEN: Final = "\u200b"
"""Stands after what a forge would read as a reference; nobody sees it."""
_REFERENCE: Final = re.compile(
    r"""
      (?<!&)\#(?=\w)                     # issues; not the number of a character reference
    | &(?!\#?\w+;)(?=\w)                # epics
    | &\#?\w+;(?=[\w"{])               # any of these signs, escaped
    | [@!~%$^*](?=[\w"{])               # people and teams; merge requests, labels, milestones, snippets
    | (?i:(?<![^\W_])(?:GH|GL)-)(?=\d)
    | (?<!\S)/(?=\w)                    # GitLab's quick actions
    | \[(?=\s*\w)                       # [vulnerability:1], [skip ci]
    | (?::|&\#58;)(?=//)                # addresses, escaped or not: closing words take them, too
    """,
    re.VERBOSE,
)
_COMMIT: Final = re.compile(r"(?<!\w)([0-9a-f]{3})(?=[0-9a-f]{4,}(?!\w))")


def inert(text: str) -> str:
    """One line of Markdown that shows `text` and does nothing; it may stand in a table."""
    line = _REFERENCE.sub(rf"\g<0>{UNSEEN}", escape(" ".join(clean(text).split())))
    return _COMMIT.sub(rf"\1{UNSEEN}", line).replace("$", r"\$").replace("|", r"\|")


def plain(text: str) -> str:
    """The same for where no Markdown is read: titles of requests and messages of commits."""
    return _REFERENCE.sub(rf"\g<0>{UNSEEN}", " ".join(clean(text).split()))


def quoted(text: str) -> str:
    """Several lines of them, as a quotation."""
    return "\n>\n".join(f"> {inert(line)}" for line in text.splitlines() if line.strip())
