"""What `harvest search` finds, for comparing it with the browser.

    python -m benchmarks.search.reference FOLDER

Reads FOLDER/queries.json, a list of texts, and writes FOLDER/reference.json: for each the addresses of the
first ten pages. The last word may be half a word, as the box on the site has it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from harvest.config import load
from harvest.findability import index_of

QUERIES: Final = "queries.json"
FOUND: Final = "reference.json"


def main() -> None:
    """Read, search, write."""
    folder = Path(sys.argv[1])
    index = index_of(load(folder / "mkdocs.yml"))
    texts: list[str] = json.loads((folder / QUERIES).read_text(encoding="utf-8"))
    found = [
        [f"{hit.page.ref.removesuffix('.md')}/" for hit in index.search(text, prefix=True).hits]
        for text in texts
    ]
    (folder / FOUND).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
