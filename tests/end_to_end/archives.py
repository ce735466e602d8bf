"""One conversation as an archive of each format: a question, its answer, and the asker's confirmation."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Person:
    """How somebody appears in public."""

    number: int
    handle: str
    name: str


@dataclass(frozen=True)
class Talk:
    """Who says what."""

    asker: Person
    helper: Person
    title: str
    question: str
    answer: str
    thanks: str

    @property
    def said(self) -> tuple[tuple[Person, str], ...]:
        return (self.asker, self.question), (self.helper, self.answer), (self.asker, self.thanks)


TIMES = ("2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00.000Z", "2026-03-02T11:00:00.000Z")
SNOWFLAKES = tuple(
    str(int(datetime.fromisoformat(time).timestamp() * 1000) - 1_288_834_974_657 << 22) for time in TIMES
)
"""X's ids hold the time, in milliseconds since its own epoch."""


def jsonl(talk: Talk, folder: Path) -> Path:
    lines = [
        {
            "id": f"j{number}",
            "conversation": "j0",
            "parent": f"j{number - 1}" if number else "",
            "author": {
                "key": who.handle,
                "name": who.name,
                "url": f"https://forum.example/u/{who.handle}",
            },
            "created": TIMES[number],
            "title": "" if number else talk.title,
            "body": text,
            "markup": "markdown",
            "url": f"https://forum.example/t/{number}",
        }
        for number, (who, text) in enumerate(talk.said)
    ]
    return _put(folder / "talk.jsonl", "".join(json.dumps(line) + "\n" for line in lines))


def discourse(talk: Talk, folder: Path) -> Path:
    posts = [
        {
            "id": 700 + number,
            "name": who.name,
            "username": who.handle,
            "user_id": who.number,
            "created_at": TIMES[number],
            "updated_at": TIMES[number],
            "cooked": _html(text),
            "post_number": number + 1,
            "post_type": 1,
            "reply_to_post_number": number or None,
            "topic_id": 77,
            "topic_slug": "talk",
            "staff": False,
        }
        for number, (who, text) in enumerate(talk.said)
    ]
    topic = {"id": 77, "title": talk.title, "slug": "talk", "post_stream": {"posts": posts}}
    return _put(folder / "77.json", json.dumps(topic))


def stackexchange(talk: Talk, folder: Path) -> Path:
    """Licensed CC BY-SA: the helper is credited by name."""
    (asker, question), (helper, answer), (_, thanks) = talk.said
    users = "".join(
        f'<row Id="{who.number}" DisplayName={quoteattr(who.name)} CreationDate="2025-01-01T00:00:00" />\n'
        for who in (asker, helper)
    )
    _put(folder / "Users.xml", f'<?xml version="1.0" encoding="utf-8"?>\n<users>\n{users}</users>\n')
    comment = (
        f'<row Id="9" PostId="2" Score="1" Text={quoteattr(thanks)} CreationDate="{TIMES[2][:-1]}" '
        f'UserId="{asker.number}" ContentLicense="CC BY-SA 4.0" />'
    )
    _put(folder / "Comments.xml", f"<comments>\n{comment}\n</comments>\n")
    licence = 'ContentLicense="CC BY-SA 4.0"'
    posts = (
        f'<row Id="1" PostTypeId="1" AcceptedAnswerId="2" CreationDate="{TIMES[0][:-1]}" Score="1" '
        f"Body={quoteattr(_html(question))} Title={quoteattr(talk.title)} "
        f'OwnerUserId="{asker.number}" {licence} />\n'
        f'<row Id="2" PostTypeId="2" ParentId="1" CreationDate="{TIMES[1][:-1]}" Score="3" '
        f'Body={quoteattr(_html(answer))} OwnerUserId="{helper.number}" {licence} />\n'
    )
    return _put(folder / "Posts.xml", f'<?xml version="1.0" encoding="utf-8"?>\n<posts>\n{posts}</posts>\n')


def kitsune(talk: Talk, folder: Path) -> Path:
    question = {
        "id": "5",
        "created": TIMES[0],
        "creator": talk.asker.handle,
        "title": talk.title,
        "content": _html(talk.question),
        "solution": "6",
    }
    answers = [
        {
            "id": str(5 + number),
            "created": TIMES[number],
            "creator": who.handle,
            "question_id": "5",
            "content": _html(text),
        }
        for number, (who, text) in enumerate(talk.said)
        if number
    ]
    _table(folder / "questions.csv", [question])
    _table(folder / "answers.csv", answers)
    return folder


def github_discussions(talk: Talk, folder: Path) -> Path:
    def node(number: int) -> dict[str, object]:
        who, text = talk.said[number]
        return {
            "id": f"D{number}",
            "author": {"login": who.handle, "url": f"https://github.com/{who.handle}"},
            "createdAt": TIMES[number],
            "body": text,
            "url": f"https://github.com/fernlight/app/discussions/7#c{number}",
        }

    answer = node(1) | {"isAnswer": True, "replies": {"nodes": [node(2)]}}
    found = node(0) | {"number": 7, "title": talk.title, "comments": {"nodes": [answer]}}
    found["url"] = "https://github.com/fernlight/app/discussions/7"
    whole = {"data": {"repository": {"discussions": {"nodes": [found]}}}}
    return _put(folder / "discussions.json", json.dumps(whole))


def x(talk: Talk, folder: Path) -> Path:
    tweets = [
        {
            "id": SNOWFLAKES[number],
            "text": text,
            "author_id": str(who.number),
            "conversation_id": SNOWFLAKES[0],
            "created_at": TIMES[number],
            "lang": "en",
            "edit_history_tweet_ids": [SNOWFLAKES[number]],
            "referenced_tweets": [{"type": "replied_to", "id": SNOWFLAKES[number - 1]}] if number else [],
        }
        for number, (who, text) in enumerate(talk.said)
    ]
    users = [
        {"id": str(who.number), "username": who.handle, "name": who.name} for who in (talk.asker, talk.helper)
    ]
    return _put(folder / "x.json", json.dumps({"data": tweets, "includes": {"users": users}}))


def twcs(talk: Talk, folder: Path) -> Path:
    rows = [
        {
            "tweet_id": SNOWFLAKES[number],
            "author_id": str(who.number) if who is talk.asker else who.handle,
            "inbound": str(who is talk.asker),
            "created_at": f"Mon Mar 02 {9 + number:02}:00:00 +0000 2026",
            "text": text,
            "response_tweet_id": "",
            "in_response_to_tweet_id": SNOWFLAKES[number - 1] if number else "",
        }
        for number, (who, text) in enumerate(talk.said)
    ]
    return _table(folder / "twcs.csv", rows)


def mastodon(talk: Talk, folder: Path) -> Path:
    statuses = [
        {
            "id": str(900 + number),
            "created_at": TIMES[number],
            "in_reply_to_id": str(899 + number) if number else None,
            "in_reply_to_account_id": str(talk.said[number - 1][0].number) if number else None,
            "visibility": "public",
            "language": "en",
            "url": f"https://social.example/@{who.handle}/{900 + number}",
            "content": _html(text),
            "account": {
                "id": str(who.number),
                "acct": who.handle,
                "username": who.handle,
                "display_name": who.name,
                "url": f"https://social.example/@{who.handle}",
                "note": "",
            },
        }
        for number, (who, text) in enumerate(talk.said)
    ]
    return _put(folder / "statuses.json", json.dumps(statuses))


def bluesky(talk: Talk, folder: Path) -> Path:
    def uri(number: int) -> str:
        return f"at://did:plc:{talk.said[number][0].number}/app.bsky.feed.post/p{number}"

    posts = []
    for number, (who, text) in enumerate(talk.said):
        record: dict[str, object] = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": TIMES[number],
            "langs": ["en"],
        }
        if number:
            ends = {"root": {"uri": uri(0), "cid": "c0"}, "parent": {"uri": uri(number - 1), "cid": "c1"}}
            record["reply"] = ends
        author = {"did": f"did:plc:{who.number}", "handle": f"{who.handle}.example", "displayName": who.name}
        posts.append(
            {
                "uri": uri(number),
                "cid": f"c{number}",
                "author": author,
                "record": record,
                "indexedAt": TIMES[number],
            }
        )
    return _put(folder / "posts.json", json.dumps({"posts": posts}))


def mailbox(talk: Talk, folder: Path) -> Path:
    mails = []
    for number, (who, text) in enumerate(talk.said):
        day = datetime.fromisoformat(TIMES[number]).strftime("%a, %d %b %Y %H:%M:%S +0000")
        lines = [
            f"From {who.handle}@mail.example Mon Mar  2 09:00:00 2026",
            f"From: {who.name} <{who.handle}@mail.example>",
            f"Subject: {'Re: ' if number else ''}{talk.title}",
            f"Date: {day}",
            f"Message-ID: <m{number}@mail.example>",
            "List-Id: <help.forum.example>",
            f"Archived-At: <https://forum.example/message/m{number}/>",
            "Content-Type: text/plain; charset=utf-8",
        ]
        if number:
            lines.append(f"In-Reply-To: <m{number - 1}@mail.example>")
        mails.append("\n".join([*lines, "", text, "", ""]))
    return _put(folder / "help.mbox", "".join(mails))


def qapage(talk: Talk, folder: Path) -> Path:
    def said(number: int, kind: str) -> dict[str, object]:
        who, text = talk.said[number]
        return {
            "@type": kind,
            "@id": f"https://forum.example/q/7#{number}",
            "url": f"https://forum.example/q/7#{number}",
            "text": _html(text),
            "dateCreated": TIMES[number],
            "author": {"@type": "Person", "name": who.name, "url": f"https://forum.example/u/{who.handle}"},
        }

    answer = said(1, "Answer") | {"comment": [said(2, "Comment")]}
    question = said(0, "Question") | {"name": talk.title, "url": "https://forum.example/q/7"}
    page = {"@context": "https://schema.org", "@type": "QAPage"}
    marked = json.dumps({**page, "mainEntity": question | {"acceptedAnswer": answer}}).replace("</", "<\\/")
    head = '<link rel="canonical" href="https://forum.example/q/7">'
    script = f'<script type="application/ld+json">{marked}</script>'
    return _put(folder / "7.html", f"<!DOCTYPE html><html><head>{head}{script}</head><body></body></html>")


ARCHIVES: dict[str, Callable[[Talk, Path], Path]] = {
    "x": x,
    "twcs": twcs,
    "discourse": discourse,
    "stackexchange": stackexchange,
    "kitsune": kitsune,
    "github-discussions": github_discussions,
    "mastodon": mastodon,
    "bluesky": bluesky,
    "mailbox": mailbox,
    "qapage": qapage,
    "jsonl": jsonl,
}


def _html(text: str) -> str:
    return "".join(
        f"<p>{'<br>'.join(escape(line) for line in part.split(chr(10)))}</p>" for part in text.split("\n\n")
    )


def _put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _table(path: Path, rows: list[dict[str, str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path
