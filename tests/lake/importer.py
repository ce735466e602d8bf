"""Three small imports, as a process that can be killed: `python -m tests.lake.importer FOLDER NUMBER`.

The second brings edits, tombstones and new posts; the third brings the same again.
"""

from __future__ import annotations

import random
import sys
from base64 import b64encode
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from harvest.errors import HarvestError
from harvest.lake import Lake, Summary

from .reference import NOON, make_post

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.model import Post

NUMBERS = (1, 2, 3)
SIZE = 100


@cache
def imports() -> list[list[Post]]:
    """What is imported, one list for each commit."""
    chance = random.Random(2)
    bodies = [b64encode(chance.randbytes(8000)).decode() for _ in range(SIZE)]  # noisy: several writes a file
    first = [
        make_post(f"p{n}", body, parent=f"p{n - n % 5}" if n % 5 else "", conversation="c" if n < 10 else "")
        for n, body in enumerate(bodies)
    ]
    later = NOON + timedelta(hours=1)
    second = [
        make_post(
            f"p{n}", "" if n % 3 == 0 else f"Edited: {bodies[n - 150]}", version=later, deleted=n % 3 == 0
        )
        for n in range(SIZE // 2, SIZE + 100)
    ]
    return [first, second, second]


def run(root: Path, numbers: Iterable[int] = NUMBERS) -> list[Summary]:
    """Imports some of the three; what each did."""
    lake = Lake(root)
    done = []
    for number in numbers:
        posts = imports()[number - 1]
        with lake.write("forum", now=NOON + timedelta(hours=number)) as batch:
            for half, part in enumerate((posts[: SIZE // 2], posts[SIZE // 2 :])):
                batch.begin(f"{number}-{half}.json")
                for post in part:
                    batch.add(post)
            batch.cursor("since", str(number))
        done.append(batch.summary)
    return done


if __name__ == "__main__":
    try:
        run(Path(sys.argv[1]), [int(sys.argv[2])])
    except HarvestError as error:
        sys.exit(str(error))
