"""How Harvest speaks to a forge: every request of every forge goes through here, under one policy.

- JSON over HTTP; an answer that is too big, too slow or not JSON is an error, never a guess.
- The token goes to the host of the base address and nowhere else: redirects and pages are followed there
  only.
- What may be repeated is, with growing pauses, after 5xx and broken connections. What must not be (opening a
  request, a comment, a merge) is repeated only where the forge cannot have taken it: no connection was made,
  or it says that it will not yet. Otherwise `UnsureError` is raised, and the caller looks what has become
  of it.
- A short wait that the forge asks for is waited; a long one is a ForgeError that says until when.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import httpx
import tenacity

from harvest import __version__
from harvest.errors import ForgeError
from harvest.promote.answer import NO_JSON, Answer, parsed, words
from harvest.promote.refusal import Host, RefusedError, UnsureError, put_off, refused
from harvest.web.waits import wait_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from harvest.promote.policy import Policy

AGENT: Final = f"harvest-answers/{__version__}"

_MOVED: Final = {301, 302, 303, 307, 308}
_KEEP_METHOD: Final = {307, 308}
_UNSENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_BACKOFF: Final = tenacity.wait_random_exponential(multiplier=1, max=20)


@dataclass(frozen=True, slots=True)
class _Call:
    """One request as it is made, perhaps several times."""

    method: str
    url: httpx.URL
    body: Any
    again: bool
    """Whether it may be repeated when nobody knows whether it has arrived."""

    @property
    def where(self) -> str:
        return str(self.url.copy_with(query=None, fragment=None))


class _Later(Exception):  # noqa: N818 - a signal to the loop that repeats, not an error that anybody sees
    """It may be repeated. `error` is raised when it no longer is; `pause` in seconds, None for ours."""

    def __init__(self, error: ForgeError, pause: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.pause = pause


class Transport:
    """One forge's API. Every method may raise ForgeError."""

    def __init__(
        self,
        host: Host,
        *,
        client: httpx.Client,
        sleep: Callable[[float], None],
        now: Callable[[], datetime],
        policy: Policy,
    ) -> None:
        self.host = host
        self._base = httpx.URL(host.base)
        self._client = client
        self._sleep = sleep
        self._now = now
        self._policy = policy
        self._timeout = httpx.Timeout(policy.read_timeout, connect=policy.connect_timeout)

    def get(self, path: str, **params: str | int) -> Any:
        """The JSON at `path`, which begins with a slash and is escaped."""
        return self.ask(path, **params).data

    def ask(self, path: str, **params: str | int) -> Answer:
        """`get`, with the headers."""
        return self._exchange(_Call("GET", self._url(path, params), None, again=True))

    def find(self, path: str) -> Any:
        """The JSON at `path`; None where there is nothing."""
        try:
            return self.get(path)
        except RefusedError as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    def pages(self, path: str, **params: str | int) -> Iterator[Any]:
        """Every item of a list that comes in pages, which the `Link` header chains (RFC 8288)."""
        url, seen = self._url(path, params), set[httpx.URL]()
        while url not in seen and len(seen) < self._policy.most_pages:
            seen.add(url)
            answer = self._exchange(_Call("GET", url, None, again=True))
            yield from self.items(answer)
            following = answer.links().get("next")
            if not following:
                return
            url = self._own(answer.url, following)
        raise ForgeError(f"{self.host.name} sends pages of a list without end", where=self._where(url))

    def items(self, answer: Answer) -> list[Any]:
        """The JSON where it is a list, as it must be."""
        if not isinstance(answer.data, list):
            raise ForgeError(f"{self.host.name} does not send a list", where=self._where(answer.url))
        return answer.data

    def send(self, method: str, path: str, body: Any, *, again: bool) -> Any:
        """Change something, and what it answers. `again`: whether it does no harm to send it twice."""
        return self._exchange(_Call(method, self._url(path, {}), body, again)).data

    @property
    def most_pages(self) -> int:
        """After so many pages a list has no end."""
        return self._policy.most_pages

    def pause(self, seconds: float) -> None:
        """Give the forge time to do what it has begun."""
        self._sleep(seconds)

    def _url(self, path: str, params: Mapping[str, str | int]) -> httpx.URL:
        url = httpx.URL(self.host.base + path)
        return url.copy_merge_params(params) if params else url

    def _where(self, url: httpx.URL) -> str:
        return str(url.copy_with(query=None, fragment=None))

    def _own(self, at: httpx.URL, target: str) -> httpx.URL:
        """`target`, found at `at`, as long as it leads to the host whose token we hold."""
        try:
            url = at.join(target)
        except httpx.InvalidURL:
            url = httpx.URL()
        if (url.scheme, url.host, url.port) != (self._base.scheme, self._base.host, self._base.port):
            elsewhere = self.host.one_line(url.host) or "an address that is none"
            raise ForgeError(
                f"{self.host.name} sends us to {elsewhere}, and the token stays with {self._base.host}",
                where=self._where(at),
                todo="correct `promote: api:`, or the address that the forge is configured to have",
            )
        return url.copy_with(fragment=None)

    def _exchange(self, call: _Call) -> Answer:
        """Send until there is an answer that counts."""
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Later),
            stop=tenacity.stop_after_attempt(self._policy.attempts),
            wait=_pause,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._judged, call)
        except _Later as later:
            raise later.error from later.__cause__

    def _judged(self, call: _Call) -> Answer:
        """The answer to one attempt where it is a success; else the error that it amounts to."""
        answer = self._arrived(call)
        if answer.status < HTTPStatus.BAD_REQUEST:
            return answer
        said = self.host.one_line(words(answer.data))
        wait = wait_of(answer.status, answer.headers, said, self._now())
        if wait is not None and wait > self._policy.longest_wait:
            raise put_off(self.host, wait, self._now(), call.where)
        if wait is not None and (call.again or answer.status < HTTPStatus.INTERNAL_SERVER_ERROR):
            raise _Later(put_off(self.host, wait, self._now(), call.where), wait)
        if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise refused(self.host, answer.status, answer.headers, said, call.where)
        raise self._failed(call, f"{self.host.name} answers {answer.status}" + (f": {said}" if said else ""))

    def _arrived(self, call: _Call) -> Answer:
        """The answer to one attempt, after redirects within the host."""
        for _ in range(self._policy.most_redirects + 1):
            answer = self._once(call)
            location = answer.headers.get("location", "")
            if answer.status not in _MOVED or not location:
                break
            url = self._own(answer.url, location)
            if call.method != "GET" and answer.status not in _KEEP_METHOD:
                raise ForgeError(
                    f"{self.host.name} says that this has moved",
                    where=call.where,
                    todo="write the new name at `promote: repository:`",
                )
            call = _Call(call.method, url, call.body, call.again)
        else:
            raise ForgeError(f"{self.host.name} sends us in a circle", where=call.where)
        if answer.status // 100 in {1, 3}:
            raise ForgeError(
                f"{self.host.name} answers {answer.status}, which says nothing", where=call.where
            )
        return answer

    def _once(self, call: _Call) -> Answer:
        """One request, one answer, whatever it says."""
        try:
            with self._client.stream(
                call.method,
                call.url,
                json=call.body,
                headers={**self.host.headers, "User-Agent": AGENT},
                auth=None,
                timeout=self._timeout,
                follow_redirects=False,
            ) as response:
                body = self._read(response, call)
        except _UNSENT as error:
            raise _Later(self._unreachable(call, error)) from error
        except httpx.InvalidURL as error:
            # httpx reads the address of a redirect even where it does not follow it
            raise ForgeError(f"{self.host.name} redirects to no address", where=call.where) from error
        except httpx.RequestError as error:
            raise self._failed(call, self._unreachable(call, error).what) from error
        return self._parsed(response, body, call)

    def _read(self, response: httpx.Response, call: _Call) -> bytes:
        began, body = self._now(), bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > self._policy.most_bytes:
                raise ForgeError(
                    f"{self.host.name} sends more than {self._policy.most_bytes >> 20} MB", where=call.where
                )
            if (self._now() - began).total_seconds() > self._policy.answer_timeout:
                raise self._failed(call, f"{self.host.name} takes too long over an answer")
        return bytes(body)

    def _parsed(self, response: httpx.Response, body: bytes, call: _Call) -> Answer:
        """A success must be JSON or empty; what stands on a page of refusal in HTML is not repeated."""
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        data = parsed(kind, body)
        if data is NO_JSON and response.is_success:
            what = f"{self.host.name} answers with {self.host.one_line(kind) or 'something'} that is no JSON"
            if not call.again:
                raise self._failed(call, what)
            raise ForgeError(what, where=call.where, todo="does `promote: api:` name the address of its API?")
        return Answer(response.status_code, response.headers, data, response.url)

    def _unreachable(self, call: _Call, error: httpx.RequestError) -> ForgeError:
        detail = self.host.one_line(str(error)) or type(error).__name__
        return ForgeError(f"{self.host.name} cannot be reached ({detail})", where=call.where)

    def _failed(self, call: _Call, what: str) -> Exception:
        """Something broke on the way, or in the forge: to be repeated, or nobody knows its end."""
        if call.again:
            return _Later(ForgeError(what, where=call.where, todo="run again later"))
        todo = "it may have been done all the same: look there"
        return UnsureError(what, where=call.where, todo=todo)


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds before the next attempt: what the forge asks for, else growing and by chance."""
    error = state.outcome.exception() if state.outcome else None
    named = error.pause if isinstance(error, _Later) else None
    return _BACKOFF(state) if named is None else named
