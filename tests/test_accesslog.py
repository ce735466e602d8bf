"""Lines of access logs: what was typed comes out of every format as it was, and no line breaks a reader."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.accesslog import FORMATS, Request, guess, is_crawler, missed, visitor
from harvest.accesslog.request import elsewhere
from harvest.accesslog.times import any_time, common
from tests.hanging import no_hanging

if TYPE_CHECKING:
    from collections.abc import Callable

AT: Final = datetime(2026, 11, 25, 8, 15, 2, tzinfo=UTC)
TIME: Final = "25/Nov/2026:09:15:02 +0100"
READERS: Final = {each.name: each.reader for each in FORMATS}
PATH: Final = "/help/search/miss.txt"


def nginx(text: str) -> str:
    """As nginx writes a variable without `escape=`."""
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02X}"
        for byte in text.encode("utf-8", "replace")
    )


def apache(text: str) -> str:
    """As Apache writes a header."""
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return "".join(
        signs.get(chr(byte)) or (chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}")
        for byte in text.encode("utf-8", "replace")
    )


def as_apache(query: str, agent: str) -> tuple[str, ...]:
    request = f"GET {PATH}?{query} HTTP/1.1"
    return (f'192.0.2.7 - - [{TIME}] "{apache(request)}" 200 2 "-" "{apache(agent)}"',)


def as_vhost(query: str, agent: str) -> tuple[str, ...]:
    return tuple(f"help.fernlight.example:443 {line}" for line in as_apache(query, agent))


def as_nginx(query: str, agent: str) -> tuple[str, ...]:
    request = f"GET {PATH}?{query} HTTP/2.0"
    return (f'2001:db8::1 - jo do [{TIME}] "{nginx(request)}" 404 153 "-" "{nginx(agent)}" "-"',)


def as_nginx_json(query: str, agent: str) -> tuple[str, ...]:
    row = {"time_iso8601": AT.isoformat(), "remote_addr": "192.0.2.7", "http_user_agent": agent}
    return (json.dumps(row | {"request": f"GET {PATH}?{query} HTTP/1.1"}, ensure_ascii=False),)


def as_nginx_half_json(query: str, agent: str) -> tuple[str, ...]:
    uri = f'"remote_addr":"192.0.2.7","uri":"{PATH}","args":"{nginx(query)}"'
    return (f'{{"msec":{AT.timestamp():.3f},{uri},"http_user_agent":"{nginx(agent)}"}}',)


def as_caddy(query: str, agent: str) -> tuple[str, ...]:
    request = {"remote_ip": "192.0.2.7", "uri": f"{PATH}?{query}", "headers": {"User-Agent": [agent]}}
    return (json.dumps({"level": "info", "ts": AT.timestamp(), "request": request, "status": 200}),)


def as_cloudflare(query: str, agent: str) -> tuple[str, ...]:
    row = {"ClientIP": "192.0.2.7", "ClientRequestURI": f"{PATH}?{query}", "ClientRequestUserAgent": agent}
    return (json.dumps(row | {"EdgeStartTimestamp": int(AT.timestamp()) * 10**9}),)


def as_iis(query: str, agent: str) -> tuple[str, ...]:
    said = agent.encode("ascii", "replace").decode().translate({9: "+", 10: "+", 13: "+", 32: "+"}) or "-"
    return (
        "#Software: Microsoft Internet Information Services 10.0",
        "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status",
        f"2026-11-25 08:15:02 GET {PATH} {query} 192.0.2.7 {said} 200",
    )


def as_cloudfront(query: str, agent: str) -> tuple[str, ...]:
    said = quote(agent, safe="/;:,()", errors="replace") or "-"
    row = ("2026-11-25", "08:15:02", "FRA2", "192.0.2.7", PATH, said, query.replace("%", "%25"))
    return (
        "#Version: 1.0",
        "#Fields: date time x-edge-location c-ip cs-uri-stem cs(User-Agent) cs-uri-query",
        "\t".join(row),
    )


def as_s3(query: str, agent: str) -> tuple[str, ...]:
    before = f"79a59df900b949e5 help [{TIME}] 192.0.2.7 - 3E57427F3EXAMPLE WEBSITE.GET.OBJECT search/miss.txt"
    request = f'"GET {PATH}?{query} HTTP/1.1"'
    return (f'{before} {request} 200 - 2 2 7 6 "-" "{apache(agent)}" -',)


LOGS: Final[dict[str, tuple[str, Callable[[str, str], tuple[str, ...]]]]] = {
    "apache": ("combined", as_apache),
    "vhost": ("combined", as_vhost),
    "nginx": ("combined", as_nginx),
    "nginx json": ("json", as_nginx_json),
    "nginx json without escape=json": ("json", as_nginx_half_json),
    "caddy": ("json", as_caddy),
    "cloudflare": ("json", as_cloudflare),
    "iis": ("extended", as_iis),
    "cloudfront": ("extended", as_cloudfront),
    "s3": ("s3", as_s3),
}

texts = st.text(st.characters(codec="utf-8"), max_size=60)


def read(log: str, query: str, agent: str) -> Request:
    name, write = LOGS[log]
    reader = READERS[name]()
    *before, line = write(query, agent)
    assert all(reader(comment) is None for comment in before)
    found = reader(line)
    assert found is not None
    return found


@pytest.mark.parametrize("log", LOGS)
@given(typed=texts, agent=texts, plus=st.booleans())
def test_what_was_typed_survives_every_format(log: str, typed: str, agent: str, plus: bool) -> None:
    encoded = quote_plus(typed) if plus else quote(typed, safe="")
    found = read(log, f"v=2&q={encoded}", agent)
    assert missed(found.target) == typed
    assert found.at == AT
    assert found.address in {"192.0.2.7", "2001:db8::1"}


@pytest.mark.parametrize("log", LOGS)
def test_the_user_agent_is_read(log: str) -> None:
    assert is_crawler(read(log, "q=a", 'Mozilla/5.0 (compatible; "Googlebot"/2.1)').agent)
    assert is_crawler(read(log, "q=a", "Reader/1.0 (+https://reader.example/why)").agent)
    assert not is_crawler(read(log, "q=a", 'Mozilla/5.0 \\ "quoted\\"').agent)


@pytest.mark.parametrize("log", LOGS)
def test_the_format_is_recognised(log: str) -> None:
    name, write = LOGS[log]
    found = guess(["nothing", *write("q=a", "Mozilla/5.0")])
    assert found is not None
    assert found.name == name


def test_what_is_no_log_is_in_no_format() -> None:
    assert guess(["Dear all,", "", "the frame is black."]) is None
    assert guess([]) is None


@pytest.mark.parametrize("name", READERS)
@given(
    line=st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda b: b.decode("utf-8", "replace")))
)
def test_no_line_does_more_than_not_fit(name: str, line: str) -> None:
    reader = READERS[name]()
    for each in (line, f"#Fields: {line}", line, f"{line} {PATH}"):
        try:
            found = reader(each)
        except ValueError:
            continue
        if found is not None:
            missed(found.target)
            visitor(found, b"salt")
            is_crawler(found.agent)


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"a": "\\x41", "b": ' + "[" * 60_000,
        '{"ts": NaN, "uri": "/search/miss.txt?q=a"}',
        '{"ts": 1e400, "uri": "/search/miss.txt?q=a"}',
        '{"ts": 1e300, "uri": "/search/miss.txt?q=a"}',
        '{"time": "0001-01-01T00:00:00+14:00", "uri": "/search/miss.txt?q=a"}',
        '{"ts": true, "uri": "/search/miss.txt?q=a"}',
        '{"uri": "/search/miss.txt?q=a"}',
        '{"uri": 7, "ts": 7}',
        "7",
        f"{'9' * 5000}",
        '192.0.2.7 - - [99/Nov/2026:09:15:02 +0100] "GET /search/miss.txt?q=a HTTP/1.1" 200 2',
        '192.0.2.7 - - [25/Foo/2026:09:15:02 +0100] "GET /search/miss.txt?q=a HTTP/1.1" 200 2',
        '192.0.2.7 - - [25/Nov/2026:09:15:02 +0100] "GET ' + '\\"' * 50_000,
        "1:2 " * 50_000,
    ],
)
def test_hostile_lines_do_not_fit(line: str) -> None:
    for make in READERS.values():
        with pytest.raises(ValueError):  # noqa: PT011 — the one exception of all readers
            make()(line)


def test_a_long_query_that_is_half_encoded_twice_costs_no_more_than_others() -> None:
    (_, fields, line) = ("", *as_cloudfront("q=" + "%" * 200_000, "Mozilla/5.0"))[-3:]
    reader = READERS["extended"]()
    reader(fields)
    with no_hanging():
        assert reader(line + "%41") is not None


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/search/miss.txt?q=frame+black", "frame black"),
        ("/de/search/miss.txt?q=%C3%9Cber%20uns", "Über uns"),
        ("https://help.fernlight.example/search/miss.txt?q=a", "a"),
        ("/search/miss.txt?v=3&q=a%26b&q=c", "a&b"),
        ("/search/miss.txt?q=", ""),
        ("/search/miss.txt?q=%E4%F6", "\ufffd\ufffd"),
        ("/search/miss.txt?q=100%", "100%"),
        ("/search/miss.txt?q=%zz", "%zz"),
        ("/search/miss.txt", None),
        ("/search/miss.txt?query=a", None),
        ("/search/hit.txt?q=a", None),
        ("/?q=/search/miss.txt", None),
        ("", None),
    ],
)
def test_what_a_failed_search_is(target: str, words: str | None) -> None:
    assert missed(target) == words


GIVEN: Final = [
    ("GET", "200", True),
    ("GET", "204", True),
    ("HEAD", "200", True),
    ("GET", "304", True),
    ("POST", "200", False),
    ("GET", "404", False),
    ("GET", "301", False),
    ("GET", "500", False),
]
AS_LOGS: Final[dict[str, tuple[str, str]]] = {
    "combined": ("combined", '192.0.2.7 - - [{time}] "{method} {path}?q=a HTTP/1.1" {status} 2 "-" "M"'),
    "s3": (
        "s3",
        (
            "79a5 help [{time}] 192.0.2.7 - 3E57 WEBSITE.{method}.OBJECT search/miss.txt"
            ' "{method} {path}?q=a HTTP/1.1" {status} - 2 2 7 6 "-" "M" -'
        ),
    ),
    "nginx json": ("json", '{{"ts": 7, "request": "{method} {path}?q=a HTTP/1.1", "status": "{status}"}}'),
    "nginx json in pieces": (
        "json",
        '{{"ts": 7, "request_method": "{method}", "uri": "{path}", "args": "q=a", "status": {status}}}',
    ),
    "caddy": (
        "json",
        '{{"ts": 7, "request": {{"method": "{method}", "uri": "{path}?q=a"}}, "status": {status}}}',
    ),
    "cloudflare": (
        "json",
        '{{"ts": 7, "url": "{path}?q=a", "ClientRequestMethod": "{method}", "EdgeResponseStatus": {status}}}',
    ),
    "traefik": (
        "json",
        (
            '{{"time": "2026-11-25T08:15:02Z", "RequestMethod": "{method}", "RequestPath": "{path}?q=a",'
            ' "DownstreamStatus": {status}}}'
        ),
    ),
    "extended": (
        "extended",
        (
            "#Fields: date time cs-method cs-uri-stem cs-uri-query sc-status\n"
            "2026-11-25 08:15:02 {method} {path} q=a {status}"
        ),
    ),
}


@pytest.mark.parametrize(("method", "status", "given"), GIVEN)
@pytest.mark.parametrize("log", AS_LOGS)
def test_only_what_was_read_and_given_is_a_search(log: str, method: str, status: str, given: bool) -> None:
    name, text = AS_LOGS[log]
    reader = READERS[name]()
    *before, line = text.format(time=TIME, method=method, path=PATH, status=status).splitlines()
    assert all(reader(comment) is None for comment in before)
    found = reader(line)
    assert found is not None
    assert missed(found.target) == "a"
    assert found.given is given


@pytest.mark.parametrize("log", LOGS)
def test_a_log_without_method_or_status_speaks_for_the_visitor(log: str) -> None:
    assert read(log, "q=a", "Mozilla/5.0").given is (log != "nginx")  # that one is a 404


def test_raw_bytes_in_an_address_are_read_as_utf8() -> None:
    line = f'192.0.2.7 - - [{TIME}] "GET /search/miss.txt?q=\\xC3\\xBCber HTTP/1.1" 200 2'
    found = READERS["combined"]()(line)
    assert found is not None
    assert missed(found.target) == "über"


def test_other_requests_are_not_looked_at_closely() -> None:
    assert READERS["combined"]()(f'192.0.2.7 - - [{TIME}] "GET / HTTP/1.1" 200 2') == elsewhere(AT)


@pytest.mark.parametrize(
    "value",
    [TIME, AT.isoformat(), "2026-11-25T08:15:02Z", "2026-11-25 08:15:02", AT.timestamp(), str(AT.timestamp())]
    + [int(AT.timestamp()) * 10**power for power in (0, 3, 6, 9)],
)
def test_times_of_all_kinds(value: object) -> None:
    assert any_time(value) == AT


@given(
    st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1970 < moment.year < 3000),
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_common_times(local: datetime, minutes: int) -> None:
    moment = local.replace(microsecond=0).astimezone(timezone(timedelta(minutes=minutes)))
    months = "JanFebMarAprMayJunJulAugSepOctNovDec"
    month = months[3 * moment.month - 3 : 3 * moment.month]
    assert common(f"{moment.day:02}/{month}/{moment:%Y:%H:%M:%S %z}") == moment


def who(address: str, agent: str = "Mozilla/5.0", salt: bytes = b"1") -> int:
    return visitor(Request("", AT, address, agent), salt)


def test_a_visitor_is_an_address_with_a_browser() -> None:
    assert who("192.0.2.7") == who("192.0.2.7:4711") == who("::ffff:192.0.2.7")
    assert who("192.0.2.7") != who("192.0.2.8")
    assert who("192.0.2.7") != who("192.0.2.7", "Opera")
    assert who("192.0.2.7") != who("192.0.2.7", salt=b"2")
    assert who("2001:db8::1") == who("[2001:db8::ffff]:443")
    assert who("2001:db8::1") != who("2001:db8:0:1::1")
    assert who("") == who("") != who("host.example")


@pytest.mark.parametrize(
    ("agent", "crawls"),
    [
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", True),
        ("Mozilla/5.0 (compatible; YandexBot/3.0)", True),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0)", True),
        ("SomeSEO_bot_2", True),
        ("Reader/1.0 (+https://reader.example/why)", True),
        ("Reader/1.0 (http://reader.example/)", True),
        ("Mozilla/5.0 HeadlessChrome/120", True),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT_X18) Chrome/120", False),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT X18) Chrome/120", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)", False),
        ("", False),
    ],
)
def test_who_says_that_it_is_a_crawler(agent: str, crawls: bool) -> None:
    assert is_crawler(agent) is crawls
