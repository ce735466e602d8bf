"""How Harvest speaks to a live service: every request of every service goes through here, under one policy.

- Only GET, and POST for questions that change nothing (GraphQL, a session): so everything may be repeated.
- What fails for a moment is asked again with growing pauses by chance: 5xx, broken connections, half answers,
  and pages of HTML where JSON belongs (proxies send them when a service restarts).
- A wait that the service asks for is waited; a long one, and a spent budget, is a LaterError.
- An answer that is too big or too slow, redirects without end or to private hosts end with a FetchError.
- The token goes to the host of the base address and nowhere else.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Final

import httpx
import tenacity

from harvest import __version__
from harvest.errors import FetchError
from harvest.sources.live.answers import Answer, a_list, object_with, status_of, with_wait, words
from harvest.sources.live.pace import Budget, Pace
from harvest.sources.live.policy import POLICY, Policy
from harvest.sources.live.refusal import FailedError, LedAwayError, capped, put_off, refused
from harvest.sources.live.service import bearer
from harvest.web.guard import AsyncGuarded, NoSuchHostError, NotPublicError
from harvest.web.waits import spent, wait_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from harvest.sources.live.service import Host

    Params = Mapping[str, str | int | Sequence[str]]

AGENT: Final = f"harvest-answers/{__version__}"

_MOVED_FOR_GOOD: Final = {301, 308}
_MOVED: Final = {301, 302, 303, 307, 308}
_REDIRECTS: Final = (httpx.TooManyRedirects, httpx.InvalidURL)


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
    too_big: frozenset[int] = frozenset()
    """Statuses that are not asked again."""
    wrong: Callable[[Answer], str] | None = None
    """The same as `shape` for an answer that need not be JSON."""
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
    contact: str = ""
    """Where a service's operators can see who asks: the company's site."""
    policy: Policy = POLICY
    _client: httpx.AsyncClient = field(init=False, repr=False)
    _pace: Pace = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Opens nothing yet."""
        _sendable(self.host)
        self._pace = Pace(self.host, self.budget, self.policy, self.sleep, self.now)
        agent = f"{AGENT} (+{self.contact})" if self.contact else AGENT
        inside = {httpx.URL(self.host.base).host} if self.host.internal else set[str]()
        self._client = httpx.AsyncClient(
            transport=AsyncGuarded(self.transport, self.resolve, inside),
            timeout=httpx.Timeout(self.policy.read_timeout, connect=self.policy.connect_timeout),
            headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"},
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # nobody is to know us again
        )

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def object(
        self, path: str, params: Params | None = None, *, has: str | tuple[str, ...], limit: str = ""
    ) -> dict[str, Any]:
        """The JSON object at `path` of the service (or at an absolute address), which must have a key `has`.

        Where there are several, it must have one of them.
        `limit` names the rate limit that the request counts under.
        """
        call = _Call("GET", self._url(path, params), None, {}, object_with(has))
        answer = await self._repeated(call, limit)
        found: dict[str, Any] = json.loads(answer.body)
        return found

    async def list(self, path: str, params: Params | None = None, *, limit: str = "") -> list[Any]:
        """The JSON list at `path`."""
        answer = await self._repeated(_Call("GET", self._url(path, params), None, {}, a_list), limit)
        found: list[Any] = json.loads(answer.body)
        return found

    async def post(
        self,
        path: str,
        body: Any,
        *,
        has: str | tuple[str, ...],
        limit: str = "",
        too_big: frozenset[int] = frozenset(),
    ) -> dict[str, Any]:
        """The JSON object that answers a question which is posted as JSON.

        `has`: as in `object`. `too_big`: the statuses from 500 on that are not asked again but raised at
        once, as FailedError: the caller asks for less.
        """
        call = _Call("POST", self._url(path, None), body, {}, object_with(has), too_big=too_big)
        answer = await self._repeated(call, limit)
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
        call = _Call("GET", self._url(path, params), None, extra, None, wrong=wrong, away=away)
        return await self._repeated(call, limit)

    def sign(self, session: str) -> None:
        """From now on every request to the host of the base address carries this instead of the token.

        Raises FetchError.
        """
        headers = {**self.host.headers, **bearer(session)}
        self.host = replace(self.host, session=session, headers=headers)
        _sendable(self.host)

    def hold(self, seconds: float, limit: str = "") -> None:
        """No request under `limit` goes out for so long: the service has said so in its answer."""
        self._pace.hold(seconds, limit)

    def _url(self, path: str, params: Params | None) -> httpx.URL:
        url = httpx.URL(path if "://" in path else self.host.base + path)
        return url.copy_merge_params(params) if params else url

    async def _repeated(self, call: _Call, limit: str) -> Answer:
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception_type(_AgainError),
            stop=tenacity.stop_after_attempt(self.policy.attempts),
            wait=self._pause,
            sleep=self._pace.wait,
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

    async def _judged(self, call: _Call, limit: str) -> Answer:
        """The answer to one attempt where it is a success; else the error that it amounts to."""
        await self._pace.turn(limit, call.where)
        answer = await self._arrived(call)
        if answer.status < HTTPStatus.BAD_REQUEST:
            if wait := spent(answer.headers, self.now()):
                self.hold(wait, limit)
            return answer
        said = self.host.one_line(words(answer))
        status = status_of(answer, self.host.status_key)
        wait_for = None if capped(said) else wait_of(status, with_wait(answer), said, self.now())
        if wait_for is not None:
            until = self.now() + timedelta(seconds=wait_for)
            error = put_off(self.host, until, call.where)
            if wait_for > self.policy.longest_wait or until > self.budget.until:
                raise error
            raise _AgainError(error, wait_for)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise refused(self.host, status, said, call.where)
        what = f"{self.host.title} answers {status}" + (f": {said}" if said else "")
        failed = FailedError(what, status=status, where=call.where, todo="run it again later")
        raise failed if status in call.too_big else _AgainError(failed)

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
            async with (
                asyncio.timeout(self.policy.answer_timeout),  # headers may trickle in, too
                self._client.stream(
                    call.method, call.url, json=call.body, headers=headers, auth=None
                ) as response,
            ):
                body = await self._read(response, call)
        except NotPublicError as error:
            raise FetchError(
                str(error), where=call.where, todo="`fetch: internal: true` if it is yours"
            ) from None
        except NoSuchHostError as error:
            raise FetchError(str(error), where=call.where, todo="correct the address") from None
        except _REDIRECTS as error:
            raise FetchError(f"{self.host.title} redirects to no address", where=call.where) from error
        except TimeoutError as error:
            raise self._failed(call, f"{self.host.title} takes too long over an answer") from error
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
        if answer.status // 100 != 2:
            return answer
        if call.wrong and (amiss := call.wrong(answer)):
            raise self._failed(call, f"{self.host.title} answers with {amiss}")
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


def _sendable(host: Host) -> None:
    """Raises FetchError for a token that no header can hold: quotation marks that came along."""
    if not all(map(str.isascii, host.headers.values())):
        what = f"the `fetch: token` or `user` of the source {host.source} has letters that cannot be sent"
        raise FetchError(what, where=host.base, todo="copy it again")


def _origin(base: str) -> tuple[str, str, int | None]:
    url = httpx.URL(base)
    return url.scheme, url.host, url.port
