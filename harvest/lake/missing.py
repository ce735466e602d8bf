"""What the lake holds of conversations that were looked at again, and is no longer there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harvest.lake.query import connect, data_files, reading
from harvest.lake.rows import moment
from harvest.model import Author, Markup, Post

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_HELD: Final = """
    WITH line AS (
        SELECT id, conversation, parent, author_key, created, version, deleted,
               (version, fetched, filename, file_row_number) AS age
        FROM read_parquet($files, filename = true, file_row_number = true, hive_partitioning = false)),
    named AS (
        SELECT id FROM line
        WHERE conversation IN (SELECT unnest($conversations::VARCHAR[]))
           OR id IN (SELECT unnest($posts::VARCHAR[])))
    SELECT id, arg_max({conversation: conversation, parent: parent, author: author_key,
                        created: epoch_us(created), version: epoch_us(version), deleted: deleted}, age)
    FROM line WHERE id IN (SELECT id FROM named) GROUP BY id ORDER BY id"""


def missing(
    root: Path,
    source: str,
    folder: Path,
    *,
    whole: Mapping[str, Collection[str]],
    gone: Collection[str],
    gone_posts: Collection[str],
) -> list[Post]:
    """Tombstones for what is no longer there: what `whole` conversations do not have, and all of `gone`.

    A tombstone has the version of the post that it takes away: should the post come back as it was, it is the
    row fetched last, and counts again. `folder` is for temporary files. Raises LakeError.
    """
    files = data_files(root, source)
    if not files or not (whole or gone or gone_posts):
        return []
    with connect(folder) as query, reading(root, files):
        held = query.execute(
            _HELD,
            {
                "files": [str(file) for file in files],
                "conversations": sorted({*whole, *gone}),
                "posts": sorted(gone_posts),
            },
        ).fetchall()
    conversations, posts = set(gone), set(gone_posts)
    return [
        _tombstone(source, id_, was)
        for id_, was in held
        if not was["deleted"]
        and (
            id_ in posts
            or was["conversation"] in conversations
            or (was["conversation"] in whole and id_ not in whole[was["conversation"]])
        )
    ]


def _tombstone(source: str, id_: str, was: Mapping[str, Any]) -> Post:
    return Post(
        source=source,
        id=id_,
        author=Author(key=was["author"]),
        created=moment(was["created"]),
        version=moment(was["version"]),
        body="",
        markup=Markup.TEXT,
        conversation=was["conversation"],
        parent=was["parent"],
        deleted=True,
    )
