"""The JSON Schema of the front matter, for editors: generated from the table of fields.

`docs/schema/answer.json` is this text: `harvest check --schema > docs/schema/answer.json` after a field has
changed. It says what an editor can know: whether a page may be published is for `harvest check`.
"""

from __future__ import annotations

import json
from typing import Any

from harvest.pages.fields import FIELDS, GENERATED, record_schema


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The front matter of an answer page",
        **record_schema(FIELDS, also=(GENERATED,)),
    }


def as_text() -> str:
    """As it stands in its file."""
    return json.dumps(schema(), indent=2) + "\n"
