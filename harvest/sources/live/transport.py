"""How Harvest speaks to a live service: every request of every service goes through here, under one policy.

- Only GET, and POST for questions that change nothing (GraphQL, a session): so everything may be repeated.
- What fails for a moment is asked again with growing pauses by chance: 5xx, broken connections, half answers,
  and pages of HTML where JSON belongs (proxies send them when a service restarts).
- A wait that the service asks for is waited; a long one, and a spent budget, is a LaterError.
- An answer that is too big or too slow, redirects without end or to private hosts end with a FetchError.
- The token goes to the host of the base address and nowhere else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import httpx
import tenacity

from harvest import __version__
from harvest.errors import FetchError
from harvest.sources.live.policy import POLICY, Policy
from harvest.sources.live.refusal import LaterError, LedAwayError, put_off, refused
from harvest.web.guard import AsyncGuarded, NoSuchHostError, NotPublicError
from harvest.web.waits import spent, wait_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from harvest.sources.live.service import Host

    Params = Mapping[str, str | int | Sequence[str]]

AGENT: Final = f"harvest-answers/{__version__} (collects answers for a help site; obeys robots.txt)"

_MOVED_FOR_GOOD: Final = {301, 308}
_MOVED: Final = {301, 302, 303, 307, 308}
_REDIRECTS: Final = (httpx.TooManyRedirects, httpx.InvalidURL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service has answered, from 200 to 304."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    """Where it came from, after redirects."""

    @property
    def unchanged(self) -> bool:
        """It is as it was when the validators were given (304)."""
        return self.status == HTTPStatus.NOT_MODIFIED

    @property
    def kind(self) -> str:
        """The media type, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def validators(self) -> str:
        """What `get(known=…)` takes to ask whether it has changed; "" where the service gives nothing."""
        names = ("etag", "last-modified")
        found = {name: value for name in names if (value := self.headers.get(name, ""))}
        return json.dumps(found) if found else ""


@dataclass(slots=True)
class Budget:
    """How much one run may ask of one source."""

    requests: int
    until: datetime
    """When the run must end."""
    made: int = 0
    """Requests so far, repeated ones too."""


class _AgainError(Exception):
    """It may be repeated; `error` is raised when it no longer is. `pause` in seconds, None for ours."""

    def __init__(self, error: FetchError, pause: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.pause = pause


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    url: httpx.URL
    body: Any
    headers: Mapping[str, str] = field(repr=False)
    shape: Callable[[Any], str] | None
    """What is wrong with the JSON of an answer, as the rest of a sentence; None where any answer will do."""
    wrong: Callable[[Answer], str] | None = None
    """The same for an answer that is not JSON."""
    away: Callable[[str], str] | None = None
    """Why a redirect to an address is not followed, in a few words; "" where it is."""

    @property
    def where(self) -> str:
        return str(self.url.copy_with(query=None, fragment=None, userinfo=b""))


@dataclass(slots=True)
class Web:
    """One source's way to its service. Every method may raise FetchError."""

    host: Host
    transport: Callable[[], httpx.AsyncBaseTransport] = field(repr=False)
    """Makes what is really asked, for each host; the guard stands before it."""
    resolve: Callable[[str], Sequence[str]] = field(repr=False)
    sleep: Callable[[float], Awaitable[None]] = field(repr=False)
    now: Callable[[], datetime] = field(repr=False)
    budget: Budget
    policy: Policy = POLICY
    _client: httpx.AsyncClient = field(init=False, repr=False)
    _free: dict[str, datetime] = field(default_factory=dict, init=False)
    """By limit: when the next request under it may go out."""
    _paced: datetime | None = field(default=None, init=False)
    """When the next request may go out so that it is not too soon after the last."""

    def __post_init__(self) -> None:
        """Opens nothing yet."""
        inside = {httpx.URL(self.host.base).host} if self.host.internal else set[str]()
        self._client = httpx.AsyncClient(
            transport=AsyncGuarded(self.transport, self.resolve, inside),
            timeout=httpx.Timeout(self.policy.read_timeout, connect=self.policy.connect_timeout),
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate"},
            follow_redirects=False,
        )

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def object(
        self, path: str, params: Params | None = None, *, has: str, limit: str = ""
    ) -> dict[str, Any]:
        """The JSON object at `path` of the service (or at an absolute address), which must have a key `has`.

        `limit` names the rate limit that the request counts under.
        """
        answer = await self._asked("GET", path, params, limit=limit, shape=_object_with(has))
        found: dict[str, Any] = json.loads(answer.body)
        return found

    async def list(self, path: str, params: Params | None = None, *, limit: str = "") -> list[Any]:
        """The JSON list at `path`."""
        answer = await self._asked("GET", path, params, limit=limit, shape=_list)
        found: list[Any] = json.loads(answer.body)
        return found

    async def post(self, path: str, body: Any, *, has: str, limit: str = "") -> dict[str, Any]:
        """The JSON object that answers a question which is posted as JSON."""
        answer = await self._asked("POST", path, None, body, limit=limit, shape=_object_with(has))
        found: dict[str, Any] = json.loads(answer.body)
        return found

    async def get(
        self,
        path: str,
        params: Params | None = None,
        *,
        known: str = "",
        limit: str = "",
        wrong: Callable[[Answer], str] | None = None,
        away: Callable[[str], str] | None = None,
    ) -> Answer:
        """Whatever is at `path`. `known`: `Answer.validators` of an earlier one; see `Answer.unchanged`.

        `wrong` says what is wrong with an answer, as the rest of a sentence ("" for nothing): it is asked for
        again. `away` says why a redirect to an address is not followed ("" where it is): a LedAwayError.
        """
        validators = json.loads(known) if known else {}
        asked = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        extra = {asked[name]: value for name, value in validators.items() if name in asked}
        url = self._url(path, params)
        return await self._repeated(_Call("GET", url, None, extra, None, wrong, away), limit)

    def hold(self, seconds: float, limit: str = "") -> None:
        """No request under `limit` goes out for so long: the service has said so in its answer."""
        until = self.now() + timedelta(seconds=seconds)
        self._free[limit] = max(until, self._free.get(limit, until))

    async def _asked(
        self,
        method: str,
        path: str,
        params: Params | None,
        body: Any = None,
        *,
        limit: str,
        shape: Callable[[Any], str] | None,
    ) -> Answer:
        return await self._repeated(_Call(method, self._url(path, params), body, {}, shape), limit)

    def _url(self, path: str, params: Params | None) -> httpx.URL:
        url = httpx.URL(path if "://" in path else self.host.base + path)
        return url.copy_merge_params(params) if params else url

    async def _repeated(self, call: _Call, limit: str) -> Answer:
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception_type(_AgainError),
            stop=tenacity.stop_after_attempt(self.policy.attempts),
            wait=self._pause,
            sleep=self._wait,
            reraise=True,
        )
        try:
            return await retrying(self._judged, call, limit)
        except _AgainError as again:
            raise again.error from again.__cause__

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """Seconds before the next attempt: what the service asks for, else growing and by chance."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _AgainError) and error.pause is not None:
            return error.pause
        return tenacity.wait_random_exponential(multiplier=1, max=self.policy.longest_pause)(state)

    async def _wait(self, seconds: float) -> None:
        """Sleep, unless the run would be over by then."""
        if self.now() + timedelta(seconds=seconds) > self.budget.until:
            raise LaterError("this run's time is spent", where=self.host.base)
        if seconds > 0:
            await self.sleep(seconds)

    async def _turn(self, limit: str, where: str) -> None:
        """Wait until a request may go out, and count it."""
        free = self._free.get(limit)
        if free is not None and free > self.now():
            seconds = (free - self.now()).total_seconds()
            if seconds > self.policy.longest_wait or free > self.budget.until:
                raise put_off(self.host, free, where)
            await self._wait(seconds)
        if self._paced is not None and self._paced > self.now():
            await self._wait((self._paced - self.now()).total_seconds())
        if self.budget.made >= self.budget.requests:
            raise LaterError(f"this run's {self.budget.requests:,} requests are spent", where=self.host.base)
        if self.now() >= self.budget.until:
            raise LaterError("this run's time is spent", where=self.host.base)
        self.budget.made += 1
        if self.host.pause:
            self._paced = self.now() + timedelta(seconds=self.host.pause)

    async def _judged(self, call: _Call, limit: str) -> Answer:
        """The answer to one attempt where it is a success; else the error that it amounts to."""
        await self._turn(limit, call.where)
        answer = await self._arrived(call)
        if answer.status < HTTPStatus.BAD_REQUEST:
            if wait := spent(answer.headers, self.now()):
                self.hold(wait, limit)
            return answer
        said = self.host.one_line(_words(answer))
        wait_for = wait_of(answer.status, answer.headers, said, self.now())
        if wait_for is not None:
            until = self.now() + timedelta(seconds=wait_for)
            error = put_off(self.host, until, call.where)
            if wait_for > self.policy.longest_wait or until > self.budget.until:
                raise error
            raise _AgainError(error, wait_for)
        if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise refused(self.host, answer.status, said, call.where)
        raise self._failed(call, f"{self.host.title} answers {answer.status}" + (f": {said}" if said else ""))

    async def _arrived(self, call: _Call) -> Answer:
        """The answer to one attempt, after redirects."""
        seen: set[httpx.URL] = set()
        while len(seen) <= self.policy.most_redirects and call.url not in seen:
            seen.add(call.url)
            answer = await self._once(call)
            location = answer.headers.get("location", "")
            if answer.status not in _MOVED or not location:
                break
            call = replace(call, url=self._led(call, location, answer.status))
        else:
            raise FetchError(f"{self.host.title} sends us in a circle", where=call.where)
        if answer.status // 100 in {1, 3} and not answer.unchanged:
            what = f"{self.host.title} answers {answer.status}, which says nothing"
            raise FetchError(what, where=call.where)
        return answer

    def _led(self, call: _Call, location: str, status: int) -> httpx.URL:
        """Where a redirect leads."""
        try:
            url = call.url.join(location)
        except httpx.InvalidURL:
            url = httpx.URL()
        if call.method != "GET" or not url.host:
            raise FetchError(
                f"{self.host.title} says that this has moved", where=call.where, todo="correct the address"
            )
        if call.away and (reason := call.away(str(url))):
            what = f"leads elsewhere ({reason})"
            raise LedAwayError(what, where=call.where, reason=reason, for_good=status in _MOVED_FOR_GOOD)
        return url

    async def _once(self, call: _Call) -> Answer:
        """One request, one answer, whatever it says."""
        own = (call.url.scheme, call.url.host, call.url.port) == _origin(self.host.base)
        headers = {**call.headers, **(self.host.headers if own else {})}
        try:
            async with self._client.stream(
                call.method, call.url, json=call.body, headers=headers, auth=None
            ) as response:
                body = await self._read(response, call)
        except NotPublicError as error:
            raise FetchError(
                str(error), where=call.where, todo="`fetch: internal: true` if it is yours"
            ) from None
        except NoSuchHostError as error:
            raise FetchError(str(error), where=call.where, todo="correct the address") from None
        except _REDIRECTS as error:
            raise FetchError(f"{self.host.title} redirects to no address", where=call.where) from error
        except (httpx.RequestError, OSError) as error:
            detail = self.host.one_line(str(error)) or type(error).__name__
            raise self._failed(call, f"{self.host.title} cannot be reached ({detail})") from error
        return self._checked(Answer(response.status_code, response.headers, body, str(response.url)), call)

    async def _read(self, response: httpx.Response, call: _Call) -> bytes:
        began, body = self.now(), bytearray()
        most = self.policy.most_bytes
        too_big = FetchError(f"{self.host.title} sends more than {most >> 20} MB", where=call.where)
        length = response.headers.get("content-length", "")
        if length.isdecimal() and int(length) > most:
            raise too_big
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > most:
                raise too_big
            if (self.now() - began).total_seconds() > self.policy.answer_timeout:
                raise self._failed(call, f"{self.host.title} takes too long over an answer")
        return bytes(body)

    def _checked(self, answer: Answer, call: _Call) -> Answer:
        """A success must be what was asked for."""
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return answer
        if call.wrong and (wrong := call.wrong(answer)):
            raise self._failed(call, f"{self.host.title} answers with {wrong}")
        if call.shape is None:
            return answer
        try:
            wrong = call.shape(json.loads(answer.body))
        except (ValueError, RecursionError):
            wrong = f"{self.host.one_line(answer.kind) or 'something'} that is no JSON, or only half of it"
        if wrong:
            raise self._failed(call, f"{self.host.title} answers with {wrong}")
        return answer

    def _failed(self, call: _Call, what: str) -> _AgainError:
        """Something broke on the way, or in the service."""
        return _AgainError(FetchError(what, where=call.where, todo="run it again later"))


def _origin(base: str) -> tuple[str, str, int | None]:
    url = httpx.URL(base)
    return url.scheme, url.host, url.port


def _object_with(key: str) -> Callable[[Any], str]:
    def wrong(found: Any) -> str:
        if not isinstance(found, dict):
            return "JSON that is no object"
        return "" if key in found else f"JSON without {key!r}"

    return wrong


def _list(found: Any) -> str:
    return "" if isinstance(found, list) else "JSON that is no list"


def _words(answer: Answer) -> str:
    """What a service says about a refusal: the usual keys of a JSON object; "" for anything else."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(said, dict):
        return ""
    for key in ("error_message", "detail", "message", "error_description", "error", "title", "errors"):
        found = said.get(key)
        found = found[0] if isinstance(found, list) and found else found
        found = found.get("message") if isinstance(found, dict) else found
        if isinstance(found, str) and found:
            return found
    return ""
