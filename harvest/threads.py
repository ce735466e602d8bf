"""Posts become threads: in order by links and time, with roles, multi-part posts joined.

Policy. Order follows the links first (nobody answers what is not yet said) and the clocks second; ids are
never compared except to break a tie between posts that neither links nor clocks tell apart, so that the
result does not depend on the order of the input. A role that had to be guessed says so (`RoleFrom.INFERRED`).

What a mistake costs: a customer taken for staff would have their words published as the company's; staff
taken for a helper only loses a badge. So staff is inferred on strong signs alone: a company's account is
addressed by the question and then answers it, or a reply to a customer's handle is signed the way help desks
sign ("^JS") or speaks as the company ("our team", "DM us"), unless it says that it has the same problem. The
first known post is an agent's when it is signed so: then the question itself is missing. Anybody else is a
helper, unless they say that they have the same problem, or join in where people talk by handle: there most
who do are customers too.

Tried and rejected: ordering by id (on X 2,384 of 3,517 sample replies have a smaller id than their parent);
taking every account that answers in the first person plural for staff (enthusiasts do that too).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harvest import markup
from harvest.model import Post, Role, RoleFrom, Thread, Turn
from harvest.privacy import address_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

PARTS_WITHIN: Final = timedelta(minutes=30)
"""Parts of one multi-part post are written within this time of each other."""

_NUMBER = r"(?<!\bon\ )(?<!\bsince\ )(?<!\bof\ )[(\[]? ([1-9]) \s* (?:/|\bof\b) \s* ([2-9]) [)\]]?"
_SIGNED = r"(?: [\^/–-] \s? [A-Za-z]{1,6} )?"
_LINKS = r"(?: https?://\S+ \s* )*"
_PART = re.compile(
    rf"^ \s* {_NUMBER} (?=\s|$) [.:]? \s* | \s {_NUMBER} (?= \s* {_SIGNED} \s* {_LINKS} $ )",
    re.VERBOSE | re.IGNORECASE,
)
_PART_LIKE = re.compile(r"[1-9]\s*(?:/|of\b)\s*[2-9]", re.IGNORECASE)
"""What every `_PART` holds: found out ten times as fast."""
_MENTIONS = re.compile(r"^(?:\s*@\w+[,:]?)+\s*")
_MENTION = re.compile(r"@(\w+)")
_CARET_SIGNATURE = re.compile(r"\^\s?[A-Za-z]{1,8}\s*(?:https?://\S+\s*)*$")
_AGENT_SIGNATURE = re.compile(  # initials behind a dash only after a whole sentence: "my region is - UK"
    rf"{_CARET_SIGNATURE.pattern}|[.!?)…]\s*[/*–-]\s?[A-Z]{{2}}\s*(?:https?://\S+\s*)*$"
)
_SAME_HERE = re.compile(
    r"""\b(?: me\ too | same\ (?:here|boat|for\ me)
    | (?<!does\ the\ )(?<!do\ the\ )(?<!for\ the\ )(?<!about\ the\ )(?<!basically\ the\ )
      same\ (?:issue|problem|thing|error)
    | (?<!you\ )(?<!to\ )(?<!they\ )(?<!who\ )(?<!people\ )(?<!users\ )(?<!others\ )
      (?:have|having|had|got|getting|seeing|see|experiencing)\ (?:exactly\ )?the\ (?:very\ |exact\ )?same
    | also\ (?:have|having|get|getting|see|seeing)\ this | i\ have\ this\ (?:problem|issue)\ too
    | happen(?:s|ing|ed)\ to\ (?:me|us)(?:\ too|\ as\ well)? )\b
    | (?<!install\ )(?<!installed\ )\bany\ (?:news|update|fix|solution)s?
      (?=[^.!\n]{0,30}\? | \ (?:yet|please|on\ this) | \s*$)""",
    re.IGNORECASE | re.VERBOSE,
)
_SAME_HERE_LIKE = (
    *("me too", "same", "happen", "have th"),
    *("also h", "also g", "also s", "any new", "any upd", "any f", "any sol"),
)
"""One of these stands in whatever `_SAME_HERE` matches, and in one text of six: found out much faster."""
_COMPANY_VOICE = re.compile(
    r"""\b(?: sorry\ (?:to\ hear|about|for|you) | apologi[sz]e | let\ us\ know | dm\ us
    | (?:send|drop|shoot|message|contact|reach)\ (?:out\ to\ )?us
    | we(?:['’](?:d|ll|re|ve)|\ (?:are|can(?!['’n])|have|would|will|understand|want\ to))
    | our\ (?:team|end|side|website|site|app|help|support|records|customers?)
    | happy\ to\ help | thanks\ for\ (?:reaching\ out|letting\ us) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FIRST_PERSON = re.compile(
    r"\b(?:i had|mine|my (?!team|colleague|apologies|pleasure)\w+|worked for me|happened to me)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StaffList:
    """Who is staff by configuration."""

    names: frozenset[str]
    """Handles or account keys, case-folded, without "@"; `source:key` to name one source's account only.
    Of an e-mail address, the key that stands for it too."""

    @classmethod
    def of(cls, names: Iterable[str]) -> StaffList:
        """From what people write in the configuration."""
        plain = {name.strip().lstrip("@").casefold() for name in names}
        return cls(frozenset(plain | {_of_address(name) for name in plain if "@" in name}))

    def has(self, post: Post) -> bool:
        """Whether the author of `post` is on the list."""
        key, name = post.author.key.casefold(), post.author.name.lstrip("@").casefold()
        return not self.names.isdisjoint({key, name, f"{post.source}:{key}".casefold()} - {""})


def _of_address(name: str) -> str:
    source, colon, address = name.rpartition(":")
    return f"{source}{colon}{address_key(address)}"


NO_STAFF: Final = StaffList(frozenset())


def thread(posts: Collection[Post], staff: StaffList = NO_STAFF) -> Thread:
    """The thread made of the current posts of one conversation, given in any order.

    Raises:
        ValueError: `posts` is empty, or holds a tombstone.
    """
    if not posts:
        raise ValueError("a thread needs at least one post")
    if any(post.deleted for post in posts):
        raise ValueError("a tombstone has nothing to say in a thread")
    linked = _Links.of(posts)
    ordered = linked.in_order()
    texts = {post.id: markup.plain(markup.read(post.body, post.markup), quotations=False) for post in ordered}
    groups = _joined(ordered, texts, linked.parents)
    roles = _roles([group[0] for group in groups], texts, staff)
    head = {post.id: group[0].id for group in groups for post in group}
    turns = tuple(
        Turn(
            posts=tuple(group),
            role=roles[group[0].author.key][0],
            role_from=roles[group[0].author.key][1],
            text=_turn_text(group, texts),
            reply_to=_answered(group, linked.parents, head),
        )
        for group in groups
    )
    first = turns[0].posts[0]
    return Thread(source=first.source, id=first.conversation or first.id, turns=turns)


@dataclass(frozen=True, slots=True)
class _Links:
    posts: Mapping[str, Post]
    parents: Mapping[str, str]
    """Post id → id of the known post it replies to; "" where there is none."""

    @classmethod
    def of(cls, posts: Collection[Post]) -> _Links:
        by_id = {post.id: post for post in sorted(posts, key=lambda post: post.id)}
        known = {alias: post.id for post in by_id.values() for alias in post.aliases}
        known |= {id_: id_ for id_ in by_id}
        return cls(by_id, _without_cycles(by_id, {id_: known.get(by_id[id_].parent, "") for id_ in by_id}))

    def in_order(self) -> list[Post]:
        """Parents before children, then by clock. A clock that runs before its parent's is corrected."""
        times: dict[str, tuple[datetime, int]] = {}
        for start in self.posts:
            path: list[str] = []
            current = start
            while current and current not in times:
                path.append(current)
                current = self.parents[current]
            for id_ in reversed(path):
                created = self.posts[id_].created
                above = times.get(self.parents[id_])
                times[id_] = (max(created, above[0]), above[1] + 1) if above else (created, 0)
        named = {post.conversation for post in self.posts.values()}
        questions = {id_ for id_ in named if id_ in self.posts and not self.parents[id_]}
        return sorted(
            self.posts.values(),
            key=lambda post: (post.id not in questions, *times[post.id], post.created, post.version, post.id),
        )


def _without_cycles(posts: Mapping[str, Post], parents: Mapping[str, str]) -> Mapping[str, str]:
    """`parents` with every cycle of replies cut above its earliest post, whichever is looked at first."""
    kept = dict(parents)
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        current = start
        while current and current not in done and current not in path:
            path[current] = None
            current = kept[current]
        if current in path:
            cycle = list(path)[list(path).index(current) :]
            kept[min(cycle, key=lambda id_: (posts[id_].created, id_))] = ""
        done.update(path)
    return kept


def _part(text: str) -> tuple[int, int] | None:
    """(number, of how many) when the text says that it is a part, as in "1/2"."""
    match = _PART.search(_MENTIONS.sub("", text)) if _PART_LIKE.search(text) else None
    if match is None:
        return None
    number, total = int(match[1] or match[3]), int(match[2] or match[4])
    return (number, total) if number <= total else None


def _joined(
    ordered: Sequence[Post], texts: Mapping[str, str], parents: Mapping[str, str]
) -> list[list[Post]]:
    """Posts grouped into turns: the parts of a multi-part post together, in the order of their numbers."""
    groups: list[list[Post]] = []
    open_parts: dict[tuple[str, int], list[Post]] = {}
    for post in ordered:
        part = _part(texts[post.id])
        if part is not None:
            key = (post.author.key, part[1])
            group = open_parts.get(key)
            if group is not None and _same_saying(post, part, group, texts, parents):
                group.append(post)
                group.sort(key=lambda p: _part(texts[p.id]) or (0, 0))
                continue
            open_parts[key] = new = [post]
            groups.append(new)
        else:
            groups.append([post])
    return groups


def _same_saying(
    post: Post,
    part: tuple[int, int],
    group: Sequence[Post],
    texts: Mapping[str, str],
    parents: Mapping[str, str],
) -> bool:
    """Whether `post` is another part of what `group` says."""
    if part in [_part(texts[other.id]) for other in group]:
        return False
    if abs(post.created - group[0].created) > PARTS_WITHIN:
        return False
    ids = {other.id for other in group}
    return parents[post.id] in ids or parents[post.id] in {parents[other.id] for other in group}


def _turn_text(group: Sequence[Post], texts: Mapping[str, str]) -> str:
    if len(group) == 1:
        return texts[group[0].id]
    parts = []
    for index, post in enumerate(group):
        mentions = _MENTIONS.match(texts[post.id])
        said = _PART.sub("", _MENTIONS.sub("", texts[post.id]), count=1).strip()
        parts.append((mentions.group() if mentions and index == 0 else "") + said)
    return " ".join(parts)


def _answered(group: Sequence[Post], parents: Mapping[str, str], head: Mapping[str, str]) -> str:
    """The id of the turn that the first linked part answers, if it is another turn."""
    own = head[group[0].id]
    for post in group:
        parent = parents[post.id]
        if parent and head[parent] != own:
            return head[parent]
    return ""


def _roles(
    firsts: Sequence[Post], texts: Mapping[str, str], staff: StaffList
) -> dict[str, tuple[Role, RoleFrom]]:
    """Every author's role, by account key, from the first posts of the turns in order."""
    roles: dict[str, tuple[Role, RoleFrom]] = {}
    for post in firsts:
        if staff.has(post):
            roles[post.author.key] = (Role.STAFF, RoleFrom.CONFIGURED)
        elif post.author.staff:
            roles.setdefault(post.author.key, (Role.STAFF, RoleFrom.FLAGGED))
    if firsts[0].author.key not in roles and _is_signed_reply(firsts[0], texts[firsts[0].id]):
        roles[firsts[0].author.key] = (Role.STAFF, RoleFrom.INFERRED)
    asker = next((post for post in firsts if post.author.key not in roles), None)
    if asker is None:
        return roles  # an announcement that nobody answered
    roles[asker.author.key] = (Role.ASKER, RoleFrom.POSITION)
    addressed = {name.casefold() for name in _MENTION.findall(texts[asker.id])}
    for post in firsts:
        if post.author.key in roles:
            continue
        text = texts[post.id]
        same_here = _says_same_here(text)
        if post.author.staff is None and not same_here and _speaks_for_company(post, text, addressed):
            roles[post.author.key] = (Role.STAFF, RoleFrom.INFERRED)
        elif same_here or _MENTIONS.match(text):
            roles[post.author.key] = (Role.OTHER, RoleFrom.INFERRED)
        else:
            roles[post.author.key] = (Role.HELPER, RoleFrom.INFERRED)
    return roles


def _says_same_here(text: str) -> bool:
    folded = text.casefold()
    return any(words in folded for words in _SAME_HERE_LIKE) and _SAME_HERE.search(text) is not None


def _is_signed_reply(post: Post, text: str) -> bool:
    """Whether an agent wrote this first known post, in answer to one that we do not have."""
    return post.author.staff is None and bool(_MENTIONS.match(text) and _CARET_SIGNATURE.search(text))


def _speaks_for_company(post: Post, text: str, addressed: Collection[str]) -> bool:
    """A reply signed by an agent or in the company's voice; from who was addressed, as a company would be.

    Customers address their friends too, so to be addressed proves nothing without the way a reply is written.
    """
    spoken_to = post.author.name.lstrip("@").casefold() in addressed
    if (not spoken_to and not _MENTIONS.match(text)) or _FIRST_PERSON.search(text):
        return False
    return spoken_to or bool(_AGENT_SIGNATURE.search(text) or _COMPANY_VOICE.search(text))
