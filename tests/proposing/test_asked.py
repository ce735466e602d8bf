"""Who asks on GitHub, and for what. The events hold what GitHub's hold, as far as we look."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harvest.model import ID_PATTERN
from harvest.proposing.asked import MOST, Asking, Ignored, asked

SOURCES = frozenset({"forum", "x"})
FIRST = "https://community.fernlight.example/t/1041"
SECOND = "https://community.fernlight.example/t/1057/3?u=joelle"
FORM = f"### Conversations\n\n{FIRST}\nforum:77\n\n### Why\n\nSee https://elsewhere.example/a\n"


def person(login: str, type_: str = "User") -> dict[str, object]:
    return {"login": login, "id": 1, "type": type_}


def comment(body: object, **changed: Any) -> dict[str, Any]:
    """A comment of Joelle, who is of the team, under an issue of Mara, who is not."""
    event: dict[str, Any] = {
        "action": "created",
        "issue": {"number": 12, "user": person("mara"), "author_association": "NONE", "body": "Hello"},
        "comment": {
            "id": 5,
            "user": person("joelle"),
            "author_association": "MEMBER",
            "body": body,
            "performed_via_github_app": None,
        },
        "sender": person("joelle"),
    }
    return event | changed


def issue(body: object, action: str = "opened", association: str = "MEMBER") -> dict[str, Any]:
    """The form, filled in by Joelle."""
    filed = {
        "number": 12,
        "user": person("joelle"),
        "author_association": association,
        "body": body,
        "performed_via_github_app": None,
    }
    event: dict[str, Any] = {"action": action, "issue": filed, "sender": person("joelle")}
    return event | ({"label": {"name": "promote"}} if action == "labeled" else {})


def threads(event: object) -> tuple[str, ...]:
    found = asked(event, SOURCES)
    assert isinstance(found, Asking), found
    return found.threads


def reason(event: object) -> str:
    found = asked(event, SOURCES)
    assert isinstance(found, Ignored), found
    return found.reason


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"/promote {FIRST}", [FIRST]),
        (f"Good one!\n/Promote {FIRST} and <{SECOND}>, please", [FIRST, SECOND]),
        (f"/promote\n{FIRST}\n{SECOND}\nand see https://elsewhere.example", [FIRST, SECOND]),
        (f"/promote [this one]({FIRST}) (forum:77), x:5.", [FIRST, "forum:77", "x:5"]),
        (f"/promote {FIRST} {FIRST}\r\n\r\n/promote forum:77", [FIRST, "forum:77"]),
        (f"- /promote {FIRST}", [FIRST]),
        (f"/promote {FIRST}\n\nOther: https://elsewhere.example", [FIRST]),
        ("/promote it", []),
        ("/promote elsewhere:77 http: forum: :77 note:this", []),
        ("/promote https://joelle:secret@community.fernlight.example/t/1", []),
        ("/promote https://localhost/t/1 https://a.example:port/ https:///t/1 ftp://a.example/t/1", []),
        ("/promote --force forum:--help forum:77--", []),
        (f"/promote {FIRST}/" + "x" * 2000, []),
    ],
)
def test_what_a_comment_asks_for(body: str, expected: list[str]) -> None:
    assert threads(comment(body)) == tuple(expected)


@pytest.mark.parametrize(
    "body",
    [
        f"Please do not /promote {FIRST}",
        f"/promoted {FIRST}",
        f"> /promote {FIRST}",
        f"> said Bo:\n> /promote {FIRST}",
        f"```\n/promote {FIRST}\n```",
        f"    /promote {FIRST}",
        f"`/promote {FIRST}`",
        f"<!--\n/promote {FIRST}\n-->",
        f"<pre>\n/promote {FIRST}\n</pre>",
        "",
        None,
        7,
        ["/promote"],
    ],
)
def test_what_asks_for_nothing(body: object) -> None:
    assert "no line of the comment" in reason(comment(body))


def test_who_asked_and_where_the_answer_belongs() -> None:
    assert asked(comment(f"/promote {FIRST}"), SOURCES) == Asking(
        account="joelle", issue=12, threads=(FIRST,), beyond=0
    )


def test_more_than_ten_are_a_mistake_and_counted() -> None:
    many = [f"forum:{number}" for number in range(1, 15)]
    found = asked(comment("/promote " + " ".join(many)), SOURCES)
    assert found == Asking(account="joelle", issue=12, threads=tuple(many[:MOST]), beyond=4)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"action": "edited"}, "edited"),
        ({"action": "deleted"}, "edited"),
        ({"issue": {"number": 12, "pull_request": {"url": "https://api.github.com"}}}, "pull request"),
        ({"sender": person("bo")}, "no person"),
        ({"issue": {"number": True}}, "no number"),
        ({"issue": {}}, "no number"),
    ],
)
def test_comments_that_do_not_count(changed: dict[str, object], why: str) -> None:
    assert why in reason(comment(f"/promote {FIRST}", **changed))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"author_association": "CONTRIBUTOR"}, "not of the team"),
        ({"author_association": "NONE"}, "not of the team"),
        ({"author_association": None}, "not of the team"),
        ({"user": person("helpful[bot]", "Bot")}, "no person"),
        ({"user": person("-x; rm", "User")}, "no person"),
        ({"user": None}, "no person"),
        ({"performed_via_github_app": {"id": 1}}, "an app"),
    ],
)
def test_comments_of_others(changed: dict[str, object], why: str) -> None:
    event = comment(f"/promote {FIRST}")
    event["comment"] |= changed
    assert why in reason(event)


def test_the_form_of_a_member() -> None:
    assert asked(issue(FORM), SOURCES) == Asking(account="joelle", issue=12, threads=(FIRST, "forum:77"))


def test_only_the_field_for_addresses_is_read() -> None:
    hidden = f"### Why\n\nhttps://elsewhere.example/a\n\n### Conversations\n\n> {SECOND}\n\n{FIRST}\n"
    assert threads(issue(hidden)) == (FIRST,)


@pytest.mark.parametrize(
    "body", ["", None, f"See {FIRST}", f"# Conversations\n\n{FIRST}", "### conversations"]
)
def test_another_issue_is_not_the_form(body: object) -> None:
    assert "not the form" in reason(issue(body))


def test_the_form_of_a_customer_waits_for_the_team() -> None:
    assert "not of the team" in reason(issue(FORM, association="NONE"))


def test_somebody_of_the_team_says_yes_to_it_with_a_label() -> None:
    event = issue(FORM, "labeled", "NONE") | {"sender": person("ade")}
    assert asked(event, SOURCES) == Asking(account="ade", issue=12, threads=(FIRST, "forum:77"))


def test_or_with_a_comment_that_names_none() -> None:
    event = comment("/promote")
    event["issue"]["body"] = FORM
    assert threads(event) == (FIRST, "forum:77")
    event["comment"]["body"] = "/promote x:5"
    assert threads(event) == ("x:5",)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "by itself"),
        ({"sender": person("helpful[bot]", "Bot")}, "no person"),
        ({"sender": person("ade"), "label": {"name": "bug"}}, "another label"),
        ({"sender": person("ade"), "label": None}, "another label"),
    ],
)
def test_labels_that_do_not_count(changed: dict[str, object], why: str) -> None:
    assert why in reason(issue(FORM, "labeled", "NONE") | changed)


@pytest.mark.parametrize("event", [None, 7, "text", [], {}, {"action": "closed"}, {"comment": []}])
def test_what_is_no_such_event(event: object) -> None:
    assert reason(event)


words = st.one_of(
    st.sampled_from(
        [
            "/promote",
            "\n",
            FIRST,
            "forum:77",
            "> ",
            "```",
            "### Conversations",
            "<",
            "[",
            "](",
            "https://",
            "@",
            "\0",
        ]
    ),
    st.text(max_size=12),
)
bodies = st.lists(words, max_size=14).map(" ".join)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | bodies,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["body", "user", "login", "type", "number", "name"]), inner)
    ),
    max_leaves=8,
)


def plausible(found: str) -> bool:
    if not re.fullmatch("[!-~]{1,2000}", found) or found.startswith("-"):
        return False
    source, _, id_ = found.partition(":")
    if source in SOURCES:
        return bool(ID_PATTERN.fullmatch(id_))
    parts = urlsplit(found)
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and "@" not in parts.netloc


@given(bodies, st.booleans())
@example("/promote https://[::1]/t/1 https://a.example:99999/", False)
@example("/promote https://аpple.example/t/1", False)
@example("/promote " + "[" * 20_000, False)
def test_whatever_is_typed_only_plausible_references_come_out(body: str, form: bool) -> None:
    event = issue(f"### Conversations\n\n{body}") if form else comment(f"/promote {body}")
    found = asked(event, SOURCES)
    assert isinstance(found, Asking | Ignored)
    if isinstance(found, Asking):
        assert len(found.threads) <= MOST
        assert all(map(plausible, found.threads)), found


@given(st.dictionaries(st.sampled_from(["action", "comment", "issue", "sender", "label"]), json) | json)
def test_no_event_is_too_odd(event: object) -> None:
    assert isinstance(asked(event, SOURCES), Asking | Ignored)
