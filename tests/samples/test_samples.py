"""The sample company's conversations: in the real shapes, fictional, and what MANIFEST.yml says they are."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from lxml import etree

from harvest.model import Kind, Outcome, Post
from harvest.sources import FORMATS, SourceOptions

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "harvest/samples"
DISCOURSE = sorted((SAMPLES / "discourse").glob("*.json"))
X_PAGES = sorted((SAMPLES / "x").glob("*.jsonl"))
STACK = SAMPLES / "stackexchange"
FIRST, LAST = datetime(2025, 9, 1, tzinfo=UTC), datetime(2026, 9, 30, tzinfo=UTC)

Row = dict[str, Any]
MANIFEST: list[Row] = yaml.safe_load((SAMPLES / "MANIFEST.yml").read_text("utf-8"))["threads"]
ENTRIES = {entry["id"]: entry for entry in MANIFEST}


class Notes:
    """A report that keeps what it is told."""

    def __init__(self) -> None:
        self.quarantined: list[str] = []
        self.left_out: list[str] = []

    def bad(self, line: int, reason: str) -> None:
        self.quarantined.append(f"{line}: {reason}")

    def skipped(self, reason: str) -> None:
        self.left_out.append(reason)


def read(name: str, notes: Notes) -> list[Post]:
    chosen = next(f for f in FORMATS if f.name == name)
    paths = {"discourse": DISCOURSE, "x": X_PAGES, "stackexchange": [STACK / "Posts.xml"]}[name]
    return [post for path in paths for post in chosen.read(path, SourceOptions(name=name), notes)]


def time(stamp: str) -> datetime:
    moment = datetime.fromisoformat(stamp)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def rows(name: str) -> list[dict[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return [
        {str(key): str(value) for key, value in row.attrib.items()}
        for row in etree.parse(str(STACK / name), parser).getroot()
    ]


def pages() -> list[Row]:
    return [json.loads(line) for path in X_PAGES for line in path.read_text("utf-8").splitlines()]


def tweets() -> list[Row]:
    return [tweet for page in pages() for tweet in page.get("data", [])]


def naming(tweet: Row) -> str:
    return "post" if "edit_history_post_ids" in tweet else "tweet"


# ── what they are ────────────────────────────────────────────────────────────────────────────────


def test_there_are_enough_conversations_of_every_kind() -> None:
    formats = Counter(entry["format"] for entry in MANIFEST)
    outcomes = Counter(entry["outcome"] for entry in MANIFEST)
    kinds = {entry["kind"] for entry in MANIFEST if "kind" in entry}
    assert len(MANIFEST) >= 60
    assert min(formats[name] for name in ("x", "discourse", "stackexchange")) >= 10
    assert set(outcomes) == {outcome.value for outcome in Outcome} - {"unsure"}
    assert min(outcomes.values()) >= 5
    assert kinds == {kind.value for kind in Kind}


def test_every_conversation_is_in_the_manifest_once_and_the_reverse() -> None:
    there = {f"discourse:{path.stem}" for path in DISCOURSE}
    there |= {f"x:{tweet['conversation_id']}" for tweet in tweets()}
    there |= {f"stackexchange:{row['Id']}" for row in rows("Posts.xml") if row["PostTypeId"] == "1"}
    assert len(ENTRIES) == len(MANIFEST)
    assert set(ENTRIES) == there


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["id"])
def test_a_manifest_entry_agrees_with_itself(entry: Row) -> None:
    substance = entry["outcome"] in ("resolved", "answered")
    assert bool(entry.get("answer")) == substance == ("kind" in entry)
    assert ("confirmed_by" in entry) == (entry["outcome"] == "resolved")
    assert entry["page"] == bool(entry.get("title"))
    assert substance or not entry["page"]
    assert all((SAMPLES / name).is_file() for name in entry["files"])
    for other in entry.get("same_as", []):
        assert entry["id"] in ENTRIES[other]["same_as"]
    assert not set(entry.get("same_as", [])) & set(entry.get("not_same_as", []))
    assert all(other in ENTRIES for other in entry.get("not_same_as", []))


def test_at_least_eight_questions_are_asked_in_quite_different_words() -> None:
    groups = {frozenset([entry["id"], *entry["same_as"]]) for entry in MANIFEST if "same_as" in entry}
    across = [group for group in groups if len({ref.split(":")[0] for ref in group}) > 1]
    assert len(across) >= 8
    assert all(2 <= len(group) <= 4 for group in groups)


@pytest.mark.parametrize("name", ["discourse", "x", "stackexchange"])
def test_the_readers_take_every_sample_and_find_the_posts_the_manifest_names(name: str) -> None:
    notes = Notes()
    posts = read(name, notes)
    known = {(post.conversation, post.id) for post in posts if not post.deleted}
    assert known
    if name != "x":  # an error object amid X's pages may be reported: it is one of the traps
        assert notes.quarantined == []
    for entry in (entry for entry in MANIFEST if entry["format"] == name):
        conversation = entry["id"].partition(":")[2]
        named = [*entry.get("answer", []), *filter(None, [entry.get("confirmed_by")])]
        assert [(conversation, id_) for id_ in named if (conversation, id_) not in known] == []


# ── Discourse ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", DISCOURSE, ids=lambda path: path.stem)
def test_a_topic_has_the_shape_of_a_real_one(path: Path) -> None:
    topic = json.loads(path.read_text("utf-8"))
    posts = topic["post_stream"]["posts"]
    assert topic["id"] == int(path.stem)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic["slug"])
    assert topic["title"]
    assert topic["category_id"] in range(4, 10)
    assert isinstance(topic["tags"], list)
    assert topic["post_stream"]["stream"] == [post["id"] for post in posts]
    assert [post["post_number"] for post in posts] == list(range(1, len(posts) + 1))
    assert [time(post["created_at"]) for post in posts] == sorted(time(p["created_at"]) for p in posts)
    for post in posts:
        assert FIRST <= time(post["created_at"]) <= time(post["updated_at"]) <= LAST
        assert post["username"]
        assert post["topic_id"] == topic["id"]
        assert (post["reply_to_post_number"] or 0) < post["post_number"]
        assert bool(post["cooked"]) == (post["post_type"] != 3)
        assert post["staff"] == (post["admin"] or post["moderator"]) == ("_fernlight" in post["username"])
    accepted = [post["post_number"] for post in posts if post["accepted_answer"]]
    assert accepted == ([topic["accepted_answer"]["post_number"]] if "accepted_answer" in topic else [])


def test_post_ids_are_unique_in_the_forum_and_its_oddities_are_there() -> None:
    posts = [p for path in DISCOURSE for p in json.loads(path.read_text("utf-8"))["post_stream"]["posts"]]
    assert len({post["id"] for post in posts}) == len(posts)
    assert {post["post_type"] for post in posts} == {1, 3, 4}
    assert any(post["hidden"] for post in posts)
    assert any(post["user_deleted"] and post["deleted_at"] for post in posts)
    assert any(post["cooked"].count("<blockquote>") > 1 for post in posts)
    assert sum("<ol>" in post["cooked"] for post in posts) >= 12


# ── X ────────────────────────────────────────────────────────────────────────────────────────────


def test_pages_of_both_namings_have_the_shape_of_real_ones() -> None:
    namings = set()
    for page in pages():
        if "data" not in page:
            assert page["errors"][0]["title"]
            continue
        users = {user["id"] for user in page["includes"]["users"]}
        assert {tweet["author_id"] for tweet in page["data"]} <= users
        assert page["meta"]["result_count"] == len(page["data"])
        for tweet in page["data"]:
            word = naming(tweet)
            namings.add(word)
            other = {"post": "tweet", "tweet": "post"}[word]
            assert not {f"edit_history_{other}_ids", f"referenced_{other}s", f"note_{other}"} & set(tweet)
            assert tweet["id"] in tweet[f"edit_history_{word}_ids"]
            assert FIRST <= time(tweet["created_at"]) <= LAST
            assert re.fullmatch(r"\d{19}", tweet["id"])
            # the names in front of a reply do not count towards the 280
            assert len(re.sub(r"^(@\w+ )+", "", tweet["text"])) <= 280
    assert namings == {"tweet", "post"}


def test_the_ids_of_tweets_tell_their_time() -> None:
    # X's ids hold the milliseconds since 2010-11-04T01:42:54.657Z in their upper bits
    for tweet in tweets():
        milliseconds = (int(tweet["id"]) >> 22) + 1288834974657
        assert abs(milliseconds / 1000 - time(tweet["created_at"]).timestamp()) < 1


def test_every_tweet_but_one_replies_to_one_that_is_there() -> None:
    there = {tweet["id"]: tweet for tweet in tweets()}
    assert len(there) == len(tweets())
    missing = []
    for tweet in there.values():
        for ref in tweet.get(f"referenced_{naming(tweet)}s", []):
            if ref["id"] not in there:
                missing.append(ref["id"])
            elif ref["type"] == "replied_to":
                parent = there[ref["id"]]
                assert parent["conversation_id"] == tweet["conversation_id"]
                assert time(parent["created_at"]) <= time(tweet["created_at"])
    problems = [error for page in pages() if "data" in page for error in page.get("errors", [])]
    assert missing == [error["resource_id"] for error in problems]
    assert len(missing) == 1


def test_the_oddities_of_x_are_there() -> None:
    all_of_them = tweets()
    lines = [["data" in json.loads(line) for line in p.read_text("utf-8").splitlines()] for p in X_PAGES]
    references = Counter(
        ref["type"] for tweet in all_of_them for ref in tweet.get(f"referenced_{naming(tweet)}s", [])
    )
    assert any(False in kinds[:-1] for kinds in lines), "an error object in mid-stream"
    assert references["retweeted"] == 1
    assert {len(tweet[f"edit_history_{naming(tweet)}_ids"]) for tweet in all_of_them} == {1, 2}
    notes = [tweet[f"note_{naming(tweet)}"] for tweet in all_of_them if f"note_{naming(tweet)}" in tweet]
    assert [len(note["text"]) > 280 for note in notes] == [True]
    parts = {part: [t for t in all_of_them if f" {part} " in t["text"]] for part in ("1/2", "2/2")}
    first, second = parts["1/2"][0], parts["2/2"][0]
    assert time(second["created_at"]) < time(first["created_at"]), "2/2 was sent before 1/2"


# ── Stack Exchange ───────────────────────────────────────────────────────────────────────────────


def test_the_dump_has_the_shape_of_a_real_one() -> None:
    posts = {row["Id"]: row for row in rows("Posts.xml")}
    users = {row["Id"] for row in rows("Users.xml")}
    comments = rows("Comments.xml")
    assert len(posts) == len(rows("Posts.xml"))
    assert len({row["Id"] for row in comments}) == len(comments)
    for row in posts.values():
        assert {"Id", "PostTypeId", "CreationDate", "Score", "Body", "OwnerUserId", "ContentLicense"} <= set(
            row
        )
        assert row["OwnerUserId"] in users
        assert FIRST <= time(row["CreationDate"]) <= time(row["LastActivityDate"]) <= LAST
        if row["PostTypeId"] == "1":
            assert row["Title"]
            assert re.fullmatch(r"(<[a-z-]+>)+", row["Tags"])
            answers = [other for other in posts.values() if other.get("ParentId") == row["Id"]]
            assert len(answers) == int(row["AnswerCount"])
            assert row.get("AcceptedAnswerId", answers[0]["Id"] if answers else "") in {
                answer["Id"] for answer in answers
            } | {""}
        else:
            assert time(posts[row["ParentId"]]["CreationDate"]) < time(row["CreationDate"])
    for row in comments:
        assert time(posts[row["PostId"]]["CreationDate"]) <= time(row["CreationDate"]) <= LAST
        assert row["UserId"] in users
    for row in rows("PostLinks.xml"):
        assert {row["PostId"], row["RelatedPostId"]} <= set(posts)


# ── fiction ──────────────────────────────────────────────────────────────────────────────────────

EVERYTHING = "\n".join(
    path.read_text("utf-8")
    for path in sorted(SAMPLES.rglob("*"))
    if path.suffix in (".json", ".jsonl", ".xml")
)


def test_personal_data_is_of_every_kind_and_all_of_it_fictional() -> None:
    assert set(re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", EVERYTHING)) <= {
        "example.com",
        "example.org",
        "fernlight.example",
    }
    hosts = {urlsplit(link).hostname for link in re.findall(r"https?://[^\s\"'<>\\&)]+", EVERYTHING)}
    fictional = re.compile(r"(?:.+\.)?example(?:\.net)?|x\.com|t\.co|api\.(?:x|twitter)\.com")
    assert [host for host in hosts if not fictional.fullmatch(host or "")] == []
    telephones = re.findall(r"(?:\+\d[\d -]{8,}\d|\b07\d{3} \d{6})", EVERYTHING)
    fiction = re.compile(r"\+44 20 7946 0\d{3}|\+1[ -]555[ -]010-\d{4}|07700 900\d{3}")
    assert telephones
    assert [number for number in telephones if not fiction.fullmatch(number)] == []
    addresses = re.findall(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", EVERYTHING)
    assert addresses
    assert all(address.startswith(("203.0.113.", "192.168.")) for address in addresses)
    assert set(re.findall(r"\b\d{4} \d{4} \d{4} \d{4}\b", EVERYTHING)) == {"4111 1111 1111 1111"}
    for kind in (r"\bFL-20\d\d-\d{6}", r"\bCS-\d{6}", r"token=[0-9a-f]{16}", r"C:\\+Users\\+\w+"):
        assert re.search(kind, EVERYTHING), kind


# ── vocabulary and queries ───────────────────────────────────────────────────────────────────────


def test_the_vocabulary_is_a_list_of_our_words_and_theirs() -> None:
    entries = yaml.safe_load((ROOT / "docs/vocabulary.yml").read_text("utf-8"))
    assert all(set(entry) == {"we_say", "they_say"} for entry in entries)
    ours = [entry["we_say"] for entry in entries]
    assert len(set(ours)) == len(ours) >= 20
    for entry in entries:
        assert entry["they_say"]
        assert all(isinstance(word, str) for word in entry["they_say"])
        assert entry["we_say"] not in entry["they_say"]


def test_every_query_expects_a_conversation_that_is_worth_a_page() -> None:
    entries = yaml.safe_load((ROOT / "docs/queries.yml").read_text("utf-8"))
    assert len({entry["query"] for entry in entries}) == len(entries) >= 40
    for entry in entries:
        assert entry["expect"]
        assert all(ENTRIES[ref]["page"] for ref in entry["expect"])
        assert entry["topic"] == ENTRIES[entry["expect"][0]]["topic"]
