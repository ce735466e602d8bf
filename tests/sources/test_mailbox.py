"""Mail: every kind of message that people, programs and lists send, as posts."""

from __future__ import annotations

import gzip
import mailbox
from datetime import UTC, datetime
from email import message_from_string
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvest import markup
from harvest.errors import SourceError
from harvest.model import Markup, Role
from harvest.privacy import address_key
from harvest.sources import SourceOptions, expand, guess
from harvest.sources.mailbox.headers import Headers, id_of, when, words
from harvest.sources.mailbox.mbox import MOST_BYTES
from harvest.sources.mailbox.post import read_message
from harvest.sources.mailbox.quoted import own_words
from harvest.threads import StaffList, thread
from tests.hanging import no_hanging
from tests.sources.recorder import Recorder, at, read, valid

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.model import Post

LIST = "https://lists.example/archives/list/help@lists.example/"
BASE = {
    "From": "Ada Kettle <ada@customer.example>",
    "To": "help@lists.example",
    "Subject": "Kettle stops early",
    "Date": "Mon, 5 Jan 2026 10:00:00 +0100",
    "Message-ID": "<1@customer.example>",
}


def mail(body: str = "It stops.", **headers: str) -> str:
    """A message; a header that is "" is left out. `_` in names stands for `-`."""
    named = BASE | {name.replace("_", "-"): value for name, value in headers.items()}
    return "".join(f"{name}: {value}\n" for name, value in named.items() if value) + f"\n{body}\n"


def one(data: str | bytes, *, url: str = "") -> tuple[Post | None, Recorder]:
    report = Recorder()
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape")
    post = read_message(raw, SourceOptions(name="s", url=url), report)
    if post is not None:
        valid(post)
    return post, report


def post(data: str | bytes, *, url: str = "") -> Post:
    found, report = one(data, url=url)
    assert found is not None, (report.rows, report.notes)
    return found


def said(body: str, **headers: str) -> str:
    return post(mail(body, **headers)).body


def left_out(data: str) -> str:
    """Why; and what holds its place must say nothing."""
    found, report = one(data)
    assert found is None or found.deleted
    assert not report.rows
    return report.notes[0]


# ── what a message is ────────────────────────────────────────────────────────────────────────────


def test_a_message_as_a_post() -> None:
    found = post(mail(Content_Language="en-GB"), url=LIST)
    assert found.id == id_of("1@customer.example")
    assert (found.title, found.body, found.markup) == ("Kettle stops early", "It stops.", Markup.TEXT)
    assert (found.created, found.lang, found.parent) == (at("2026-01-05T09:00:00Z"), "en-GB", "")
    assert found.url == f"{LIST}message/{found.id}/"
    assert (found.author.name, found.author.key) == ("Ada Kettle", address_key("ada@customer.example"))


def test_a_reply_is_where_it_says(tmp_path: Path) -> None:
    first = id_of("1@customer.example")
    assert post(mail(Message_ID="<2@h>", In_Reply_To="<1@customer.example>", Subject="Re: x")).parent == first
    assert (
        post(mail(Message_ID="<2@h>", In_Reply_To="Your mail of today <1@customer.example> (Ada)")).parent
        == first
    )
    assert post(mail(Message_ID="<2@h>", References="<0@h>\n <1@customer.example>")).parent == first
    assert post(mail(Message_ID="<2@h>", In_Reply_To="1@customer.example")).parent == first
    assert post(mail(In_Reply_To="<1@customer.example>")).parent == ""
    assert post(mail(Message_ID="< 1@customer\n .example >")).id == first
    assert post(mail(Message_ID="<2@h>", In_Reply_To="<1@customer.example>")).title == ""


@pytest.mark.parametrize(
    "subject", ["Re: Kettle", "AW: Kettle", "[Help] Re: Kettle", "RE: [help] re[2]: Kettle"]
)
def test_a_reply_that_does_not_say_to_what_is_left_out(subject: str) -> None:
    assert left_out(mail(Subject=subject)) == "reply that does not say to what"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("[Help] Kettle", "Kettle"),
        ("[SOLVED] Kettle", "[SOLVED] Kettle"),
        ("Fwd: [help] Kettle", "[help] Kettle"),
        ("=?utf-8?Q?K=C3=A4?=\n =?utf-8?B?bm5jaGVu?= is cold", "Kännchen is cold"),
        ("=?utf-8?q?K=C3?= =?utf-8?q?=A4nnchen?=", "Kännchen"),
        ("=?x-unknown?q?K=C3=A4nnchen?=", "Kännchen"),
        ("=?iso-8859-1?q?K=E4nnchen_=96_cold?=", "Kännchen – cold"),
        ("=?utf-8?b?!!!?= cold", "cold"),
        ("K\udcc3\udca4nnchen", "Kännchen"),
        ("K\udce4nnchen", "Kännchen"),
        ("Regarding: my kettle", "Regarding: my kettle"),
        ("", ""),
    ],
)
def test_subjects(subject: str, title: str) -> None:
    assert post(mail(Subject=subject)).title == title


@pytest.mark.parametrize(
    ("headers", "created"),
    [
        ({"Date": "5 Jan 2026 10:00 GMT"}, "2026-01-05T10:00:00Z"),
        ({"Date": "Mon, 5 Jan 2026 10:00:00 -0000"}, "2026-01-05T10:00:00Z"),
        ({"Date": "2026 soon", "Received": "by a; Tue, 6 Jan 2026 08:00:00 +0000"}, "2026-01-06T08:00:00Z"),
        ({"Date": "", "Received": "by a; Tue, 6 Jan 2026 08:00:00 +0000"}, "2026-01-06T08:00:00Z"),
        (
            {"Date": "Mon, 5 Jan 2036 10:00:00 +0000", "Received": "by a; Tue, 6 Jan 2026 08:00:00 +0000"},
            "2026-01-06T08:00:00Z",
        ),
        (
            {"Date": "Mon, 5 Jan 2026 10:00:00 +0000", "Received": "by a; Fri, 6 Mar 2026 08:00:00 +0000"},
            "2026-01-05T10:00:00Z",
        ),
    ],
)
def test_dates(headers: dict[str, str], created: str) -> None:
    assert post(mail(**headers)).created == at(created)


def test_without_any_date_it_is_bad() -> None:
    found, report = one(mail(Date="yesterday"))
    assert found is None
    assert report.rows == [(1, "no Date that can be read, and nothing that says when it came")]


@pytest.mark.parametrize(
    "value",
    ["Mon, 99 Jan 2026 10:00", "Mon, 5 Jan 1969 10:00:00 +0000", "", "x", "5 Jan 2026 10:00:00 +999999"],
)
def test_no_date(value: str) -> None:
    assert when(value) is None


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Ada Kettle <ada@customer.example>", "Ada Kettle"),
        ("ada@customer.example (Ada Kettle)", "Ada Kettle"),
        ("ada at customer.example (Ada Kettle)", "Ada Kettle"),
        ("=?utf-8?q?Ada_K=C3=A4ttle?= <ada@customer.example>", "Ada Kättle"),
        ('"Kettle, Ada" <ada@customer.example>', "Kettle, Ada"),
        ("ada@customer.example", ""),
        ('"ada@customer.example" <ada@customer.example>', ""),
        ("\"'ada@customer.example' via Help\" <help@lists.example>", ""),
        ("Ada Kettle via Help <help@lists.example>", "Ada Kettle"),
        ("ada at customer dot example <ada@customer.example>", ""),
        ("support@kettle.example", "Support"),
    ],
)
def test_names_never_show_an_address(sender: str, name: str) -> None:
    author = post(mail(From=sender)).author
    assert author.name == name
    assert "@" not in author.key
    assert "ada" not in author.key


def test_who_wrote_through_a_list_is_who_wrote_directly() -> None:
    direct = post(mail()).author.key
    via = "Ada Kettle via Help <help@lists.example>"
    assert (
        post(mail(From=via, Reply_To="Ada <ada@customer.example>, help@lists.example")).author.key == direct
    )
    assert post(mail(From=via, X_Original_From="Ada <ADA@customer.example>")).author.key == direct
    others = {post(mail(From=f"{name} via Help <help@lists.example>")).author.key for name in ("Ada", "Bo")}
    assert len(others) == 2


def test_staff_is_configured_by_address() -> None:
    asked = post(mail())
    reply = post(
        mail(
            "Descale it.",
            Message_ID="<2@k>",
            In_Reply_To="<1@customer.example>",
            From="Bo <bo@kettle.example>",
        )
    )
    for names in (["Bo@kettle.example"], ["s:bo@kettle.example"]):
        assert [turn.role for turn in thread([asked, reply], StaffList.of(names)).turns] == [
            Role.ASKER,
            Role.STAFF,
        ]


# ── what everybody may read ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("headers", "url", "public"),
    [
        ({}, "", False),
        ({}, LIST, True),
        ({"To": "bo@kettle.example"}, LIST, False),
        ({"To": "bo@kettle.example", "Cc": "Help <help@lists.example>"}, LIST, True),
        ({"To": "x@y.example", "List-Id": "Help <help.lists.example>"}, LIST, True),
        ({"To": "x@y.example", "List-Post": "<mailto:help@lists.example>"}, LIST, True),
        ({"To": "x@y.example", "List-Id": "<other.lists.example>"}, LIST, False),
        ({"Message-ID": ""}, LIST, False),
        ({}, "https://mail.example/m/{id}", False),
        ({"List-Id": "<help.lists.example>"}, "https://mail.example/m/{id}", True),
        ({"List-Id": "<help.lists.example>"}, "https://kettle.example/", False),
    ],
)
def test_only_what_a_public_list_has_sent_has_an_address(
    headers: dict[str, str], url: str, *, public: bool
) -> None:
    assert bool(post(mail(**headers), url=url).url) is public


@pytest.mark.parametrize(
    ("archived", "url"),
    [
        (f"<{LIST}message/ABC/>", f"{LIST}message/ABC/"),
        ("<https://evil.example/message/ABC/>", ""),
        ("<https://lists.example/archives/list/help@lists.example.evil.example/>", ""),
        ("<javascript:alert(1)>", ""),
    ],
)
def test_archived_at_counts_below_the_lists_address_only(archived: str, url: str) -> None:
    assert post(mail(Archived_At=archived, To="bo@kettle.example"), url=LIST).url == url
    assert post(mail(Archived_At=archived)).url == ""


# ── what is left out ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"X-Spam-Flag": "YES"}, "spam"),
        ({"X-No-Archive": "Yes"}, "message that asks not to be kept"),
        ({"Archive": "no"}, "message that asks not to be kept"),
        ({"Auto-Submitted": "auto-replied (vacation)"}, "automatic reply"),
        ({"Precedence": "auto_reply"}, "automatic reply"),
        ({"Precedence": "bulk"}, "automatic reply"),
        ({"X-Autoreply": "yes"}, "automatic reply"),
        ({"From": "MAILER-DAEMON@kettle.example"}, "bounce or report"),
        ({"Return-Path": "<>"}, "bounce or report"),
        ({"Content-Type": "multipart/report; boundary=x"}, "bounce or report"),
        ({"Content-Type": "multipart/digest; boundary=x"}, "digest"),
        ({"Content-Type": 'multipart/encrypted; boundary="x"'}, "encrypted message"),
        ({"Content-Type": "application/pkcs7-mime; smime-type=enveloped-data"}, "encrypted message"),
        ({"X-Mozilla-Status": "0009"}, "deleted message"),
        ({"Status": "RO", "X-Status": "D"}, "deleted message"),
        ({"X-Status": "T"}, "draft"),
        ({"X-IMAP": "1700000000 0000000001"}, "note of the mail server"),
    ],
)
def test_left_out(headers: dict[str, str], why: str) -> None:
    assert left_out(mail(**headers)) == why


@pytest.mark.parametrize(
    "headers",
    [
        {"Precedence": "list"},
        {"Precedence": "bulk", "List-Id": "<help.lists.example>"},
        {"Auto-Submitted": "no"},
        {"X-Spam-Flag": "NO"},
        {"X-No-Archive": "no"},
        {"X-Mozilla-Status": "0001"},
        {"X-Mozilla-Status": "never"},
        {"DKIM-Signature": "v=1; a=rsa-sha256"},
    ],
)
def test_not_left_out(headers: dict[str, str]) -> None:
    assert post(mail(**headers)).body == "It stops."


def test_a_ciphertext_in_a_text_is_left_out() -> None:
    armour = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"
    assert left_out(mail(armour)) == "encrypted message"


def test_an_automatic_answer_in_the_middle_holds_the_conversation_together() -> None:
    """The customer replies to "we have received your mail"."""
    ack, report = one(
        mail(Message_ID="<2@k>", In_Reply_To="<1@customer.example>", Auto_Submitted="auto-replied")
    )
    assert ack is not None
    assert (ack.deleted, ack.parent, ack.body, ack.author.key) == (True, id_of("1@customer.example"), "", "")
    assert report.notes == ["automatic reply"]


# ── parts, charsets, transfer encodings ──────────────────────────────────────────────────────────


def parts(kind: str, *inside: tuple[str, str] | MIMEMultipart, **headers: str) -> MIMEMultipart:
    whole = MIMEMultipart(kind)
    for part in inside:
        whole.attach(part if isinstance(part, MIMEMultipart) else MIMEText(part[1], part[0], "utf-8"))
    for name, value in (BASE | headers).items():
        whole[name] = value
    return whole


def test_plain_text_before_html() -> None:
    both = parts("alternative", ("plain", "It stöps."), ("html", "<p>It <b>stöps</b>.</p>"))
    assert (post(both.as_bytes()).body, post(both.as_bytes()).markup) == ("It stöps.", Markup.TEXT)
    html = parts("alternative", ("plain", "\n"), ("html", "<p>It <b>stöps</b>.</p>"))
    found = post(html.as_bytes())
    assert found.markup is Markup.HTML
    assert markup.plain(markup.read(found.body, found.markup)) == "It stöps."


def test_a_footer_of_the_list_does_not_hide_the_html_before_it() -> None:
    footer = "_______________________________________________\nHelp mailing list\nhttps://lists.example/"
    found = post(parts("mixed", ("html", "<p>It stops.</p>"), ("plain", footer)).as_bytes())
    assert (found.markup, "It stops." in found.body) == (Markup.HTML, True)


def test_attachments_and_forwarded_messages_are_counted_and_left_out() -> None:
    whole = parts("mixed", ("plain", "See the log."))
    log = MIMEText("secret log", "plain", "utf-8")
    log.add_header("Content-Disposition", "attachment", filename="log.txt")
    whole.attach(log)
    whole.attach(MIMEText("\x89PNG", "png"))
    whole.attach(MIMEMessage(MIMEText("I am private.")))
    found, report = one(whole.as_bytes())
    assert found is not None
    assert found.body == "See the log."
    assert report.notes == ["attachment", "attachment", "forwarded message"]


def test_a_signed_message_is_what_was_signed() -> None:
    whole = parts("signed", ("plain", "It stops."), ("plain", "-----BEGIN PGP SIGNATURE-----"))
    assert post(whole.as_bytes()).body == "It stops."
    inline = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- \nIt stops.\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    assert "PGP" not in post(mail(inline.replace("- -- \n", ""))).body


@pytest.mark.parametrize(
    ("kind", "encoding", "body", "text"),
    [
        ("text/plain; charset=iso-8859-1", "8bit", b"K\xe4nnchen \x96 cold", "Kännchen – cold"),
        ("text/plain", "8bit", "Kännchen".encode(), "Kännchen"),
        ("text/plain; charset=x-none", "8bit", "Kännchen".encode(), "Kännchen"),
        ("text/plain; charset=base64", "8bit", b"It stops.", "It stops."),
        ("text/plain; charset=punycode", "8bit", b"It stops.", "It stops."),
        ("text/plain; charset=utf-8", "quoted-printable", b"K=C3=A4nn=\nchen =3D", "Kännchen ="),
        ("text/plain; charset=utf-8", "base64", b"SXQgc3RvcHMu", "It stops."),
        ("text/plain; charset=utf-8", "base64", b"SXQgc3RvcHMu!!", "It stops."),
        ("text/plain; charset=gb2312", "8bit", "水壶".encode("gb18030"), "水壶"),
        (
            "text/plain; format=flowed",
            "7bit",
            b"It stops \nearly.\n> quoted \n> on\n\nBye",
            "It stops early.\n\n> quoted on\n\nBye",
        ),
        ("text/plain; format=flowed; delsp=yes", "7bit", b"It sto \nps.", "It stops."),
        ("nonsense", "7bit", b"It stops.", "It stops."),
        ("text/plain; charset*0=u; charset*1=tf-8", "7bit", b"It stops.", "It stops."),
    ],
)
def test_encodings(kind: str, encoding: str, body: bytes, text: str) -> None:
    head = mail("", **{"Content-Type": kind, "Content-Transfer-Encoding": encoding}).rstrip("\n")
    assert post(head.encode() + b"\n\n" + body + b"\n").body.strip() == text


def test_crlf_is_a_line_end() -> None:
    found = post(mail("It stops.\n\nOn Monday.").replace("\n", "\r\n"))
    assert found.body == "It stops.\n\nOn Monday."


# ── what others wrote ────────────────────────────────────────────────────────────────────────────

BO = "Bo <bo@k.example>"
RULE = "_" * 40
QUOTED = {
    "above": f"On Mon, Jan 5, 2026 at 9:00 AM {BO} wrote:\n> It stops.\n> Why?\n\nDescale it.",
    "below": "Descale it.\n\nOn Mon, Jan 5, 2026 at 9 AM Bo Kettle\n<bo@k.example> wrote:\n\n> It stops.\n",
    "in German": "Descale it.\n\nAm 05.01.26 um 09:00 schrieb Bo:\n> It stops.\n",
    "in French": "Descale it.\n\nLe lun. 5 janv. 2026 à 09:00, Bo <bo@k.example> a écrit :\n> It stops.\n",
    "without marks": f"Descale it.\n\nOn Mon, Jan 5, 2026 at 9:00 AM {BO} wrote:\nIt stops.\n",
    "as Outlook": f"Descale it.\n\n{RULE}\nFrom: {BO}\nSent: Monday\nTo: Ada\nSubject: Kettle\n\nIt stops.",
    "as old Outlook": "Descale it.\n\n-----Original Message-----\nFrom: Bo\n\nIt stops.",
    "as German Outlook": "Descale it.\n\nVon: Bo\nGesendet: Montag\nAn: Ada\nBetreff: Kettle\n\nIt stops.",
    "forwarded": "Descale it.\n\n---------- Forwarded message ---------\nFrom: Bo\n\nIt stops.",
    "nested": "Descale it.\n\nBo wrote:\n>> It stops.\n> > It does.\n",
    "signature": "Descale it.\n\n-- \nBo\nIt stops.",
    "signature without its space": "Descale it.\n\n--\nBo\nIt stops.",
    "telephone": "Descale it.\n\nSent from my iPhone\n\n> It stops.",
    "footer": f"Descale it.\n{RULE}\nHelp mailing list -- help@k.example\nIt stops.",
    "footer of a group": "Descale it.\n\n-- \nYou received this message because you are subscribed to It.",
}  # fmt: skip


@pytest.mark.parametrize("body", QUOTED.values(), ids=QUOTED.keys())
def test_what_others_wrote_goes(body: str) -> None:
    text = markup.plain(markup.read(own_words(body), Markup.TEXT), quotations=False)
    assert text.strip() == "Descale it."


def test_a_short_quotation_that_is_answered_stays_as_one() -> None:
    own = own_words("Bo wrote:\n> Is it hot?\n>> deeper\n\nYes.\n\n> And loud?\nNo.")
    assert own == "> Is it hot?\n\nYes.\n\n> And loud?\nNo."
    long = own_words("\n".join(f"> line {n}" for n in range(40)) + "\n\nDescale it.")
    assert long.strip() == "Descale it."


@pytest.mark.parametrize(
    "body",
    [
        "Press these:\n\n1. On\n2. Off",
        "The label says: it is hot.\n\nFrom: the left side\nit leaks.",
        "a\n--\n" + "\n".join(f"line {n}" for n in range(30)),
        "Sent from my account, a mail never arrives. Why?",
        "On the kettle it is written:\nDescale.",
    ],
)
def test_what_only_looks_so_stays(body: str) -> None:
    assert own_words(body) == body


@pytest.mark.parametrize(
    "html",
    [
        '<p>Descale it.</p><div class="gmail_quote">On … wrote:<blockquote>It stops.</blockquote></div>',
        '<p>Descale it.</p><hr><div id="divRplyFwdMsg">From: Bo</div><div>It stops.</div>',
        '<p>Descale it.</p><div style="border:none;border-top:solid #E1E1E1">From: Bo</div><p>It stops.</p>',
        "<div><div><p>Descale it.</p></div><div id=OLK_SRC_BODY_SECTION>From</div></div><p>It stops.</p>",
        '<p>Descale it.</p><blockquote type="cite">It stops.</blockquote>',
        '<style>p{}</style><span style="display: none">It stops.</span><p>Descale it.</p>',
    ],
)
def test_html_without_what_others_wrote(html: str) -> None:
    found = post(mail(html, **{"Content-Type": "text/html"}))
    text = markup.plain(markup.read(found.body, found.markup), quotations=False)
    assert text.strip() == "Descale it."


def test_a_message_that_only_quotes_says_nothing() -> None:
    assert left_out(mail("> It stops.\n")) == "message without words of its own"
    assert left_out(mail("<blockquote type=cite>x</blockquote>", **{"Content-Type": "text/html"})) == (
        "message without words of its own"
    )


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def box(*messages: str) -> str:
    return "".join(f"From ada@customer.example Mon Jan  5 10:00:00 2026\n{one}\n" for one in messages)


def test_an_mbox_and_its_escapes(tmp_path: Path) -> None:
    body = ">From here on it is cold.\n\nFrom Monday on, at 10:00, too.\n\n>>From twice\nYes."
    posts, report = read("mailbox", tmp_path / "f", box(mail(body), mail("b", Message_ID="<2@k>")))
    cold = "From here on it is cold.\n\nFrom Monday on, at 10:00, too.\n\n> From twice\nYes."
    assert [one.body for one in posts] == [cold, "b"]
    assert not report.rows


def test_what_the_standard_library_writes_is_what_is_read(tmp_path: Path) -> None:
    written = mailbox.mbox(tmp_path / "box")
    for number in range(3):
        written.add(mail(f"From here {number}.\n\nFrom there.", Message_ID=f"<{number}@k>").encode())
    written.close()
    posts, report = read("mailbox", tmp_path / "box")
    assert [one.body for one in posts] == [f"From here {n}.\n\nFrom there." for n in range(3)]
    assert not report.rows


def test_when_it_was_put_into_its_file_counts_without_a_date(tmp_path: Path) -> None:
    posts, _ = read("mailbox", tmp_path / "f", box(mail(Date="")))
    assert [one.created for one in posts] == [datetime(2026, 1, 5, 10, tzinfo=UTC)]


@pytest.mark.parametrize(
    "line",
    [
        "From ada@h  Mon Jan  5 10:00:00 2026",
        "From ada at h.example  Mon Jan  5 10:00:00 2026",
        "From 17012@xxx Mon Jan 05 10:00:00 +0000 2026",
        "From - Mon Jan 05 10:00:00 2026",
        "From ada@h Mon Jan  5 10:00 2026",
        "From ada@h Mon, 05 Jan 2026 10:00:00 +0000",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_between_messages(tmp_path: Path, line: str, end: str) -> None:
    content = "".join(f"{line}\n{mail(Message_ID=f'<{n}@k>', Date='')}\n" for n in range(2))
    posts, _ = read("mailbox", tmp_path / "f", content.replace("\n", end))
    assert [one.created for one in posts] == [datetime(2026, 1, 5, 10, tzinfo=UTC)] * 2


def test_a_bad_message_is_told_with_its_line(tmp_path: Path) -> None:
    posts, report = read(
        "mailbox", tmp_path / "f", box(mail(), mail(From="nobody"), mail(Message_ID="<3@k>"))
    )
    assert len(posts) == 2
    assert report.rows == [(10, "no From with an address")]


def test_packed_and_damaged(tmp_path: Path) -> None:
    packed = gzip.compress(box(mail(), mail(Message_ID="<2@k>")).encode())
    assert guess_of(tmp_path / "f.mbox.gz", packed) == "mailbox"
    assert len(read("mailbox", tmp_path / "f.mbox.gz")[0]) == 2
    with pytest.raises(SourceError, match="damaged or cut off"):
        read("mailbox", tmp_path / "g.gz", packed[:-9])


def guess_of(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return guess(path).name


def test_a_maildir_is_a_folder_of_messages(tmp_path: Path) -> None:
    written = mailbox.Maildir(tmp_path / "box")
    for number in range(3):
        written.add(mail(f"m {number}", Message_ID=f"<{number}@k>").encode())
    draft = mailbox.MaildirMessage(mail("draft").encode())
    draft.set_subdir("cur")
    draft.set_flags("D")
    written.add(draft)
    (tmp_path / "box/tmp/1").write_text(mail("half"))
    (tmp_path / "box/dovecot.index.log").write_bytes(b"\x01\x02")
    files = expand([tmp_path / "box"])
    assert len(files) == 4
    found = [(len(posts), report.notes) for posts, report in (read("mailbox", file) for file in files)]
    assert sorted(found) == [(0, ["draft"]), (1, []), (1, []), (1, [])]


def test_a_message_that_is_too_long_is_bad_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f"
    with path.open("w") as file:
        file.write(box(mail()))
        file.write("From a@h Mon Jan  5 10:00:00 2026\n" + mail("", Message_ID="<2@k>"))
        for _ in range(MOST_BYTES // 1_000_000 + 1):
            file.write("x" * 999_999 + "\n")
        file.write("\n" + box(mail(Message_ID="<3@k>")))
    posts, report = read("mailbox", path)
    assert [one.id for one in posts] == [id_of("1@customer.example"), id_of("3@k")]
    assert [reason for _, reason in report.rows] == ["longer than 32 MB"]


HEAD = st.sampled_from(
    [*BASE, "In-Reply-To", "References", "Content-Type", "Content-Transfer-Encoding", "Received"]
)
VALUE = st.sampled_from(
    [
        "multipart/mixed; boundary=x", "multipart/alternative; boundary=x", "text/html; charset=utf-16",
        "message/rfc822", "text/plain; format=flowed", "base64", "quoted-printable", "x-uuencode", "<a@b>",
        "=?utf-8?b?/w==?= <a@b>", '"a', "Mon, 5 Jan 2026 10:00:00 +0100", "attachment; filename*=utf-8''%ff",
        "text/plain; charset*=x'y'%e4", "; ; =",
    ]
) | st.text(st.characters(exclude_categories=[]), max_size=30)  # fmt: skip
BODY = st.lists(
    st.sampled_from(
        [
            "--x", "--x--", "", "Content-Type: text/html", "Content-Type: multipart/mixed; boundary=x", "> q",
            "On Mon 5 wrote:", "-- ", "begin 644 x", "<p>a", "<div id=divRplyFwdMsg>",
            "From a Mon Jan  5 10:00:00 2026",
        ]
    )
    | st.text(max_size=20),
    max_size=12,
).map("\n".join)  # fmt: skip


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(HEAD, VALUE), max_size=6), BODY, st.booleans())
def test_nothing_that_is_sent_crashes(headers: list[tuple[str, str]], body: str, bare: bool) -> None:
    first = {} if bare else BASE | dict(headers)
    pairs = headers if bare else list(first.items())
    text = "".join(f"{name}: {value}\n" for name, value in pairs) + "\n" + body
    one(text.encode("utf-8", "surrogatepass"), url=LIST)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_crash(data: bytes) -> None:
    one(data)
    one(b"From: a@b\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n" + data)


@given(st.text())
def test_own_words_and_words_take_anything(text: str) -> None:
    own = own_words(text)
    assert own_words(own) is not None
    assert "\n" not in words(text)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("text/plain", "> a\n\n"),
        ("text/plain", "--\n"),
        ("text/plain", "On 5 a wrote\n"),
        ("text/plain", "From: a\n"),
        ("text/plain", "_" * 12 + "\n"),
        ("text/plain; format=flowed", "a \n"),
        ("text/html", "<div>"),
        ("text/html", "<p class=gmail_quote>a</p>b"),
        ("text/html", "<div id=divRplyFwdMsg>a"),
    ],
)
def test_time_grows_with_the_length_only(kind: str, line: str) -> None:
    message = mail(line * 80_000 + "b", **{"Content-Type": kind})
    with no_hanging():
        one(message)


def test_a_header_may_be_there_many_times() -> None:
    assert Headers(message_from_string("To: a@b\nTo: c@d\n\n")).addresses("to") == [("", "a@b"), ("", "c@d")]
