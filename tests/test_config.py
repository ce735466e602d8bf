"""mkdocs.yml: what is understood, and what people get wrong in it (`config_mistakes/`, one file each)."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest import config
from harvest.config import (
    Account,
    Company,
    Config,
    CreditRule,
    Fetch,
    Marks,
    Privacy,
    Promotion,
    Replies,
    SearchOptions,
    Source,
    Topic,
    load,
)
from harvest.errors import ConfigError, HarvestError
from harvest.model import State, Waiver
from harvest.sources import FORMATS
from harvest.sources.live import SERVICES
from harvest.vocabulary_file import TERM_KEYS, Term, Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from harvest.blocks import Key

HERE = Path(__file__).parent
HANDBOOK = (HERE.parent / "docs/handbook/configuration.md").read_text()
MINIMAL = "plugins:\n  - harvest:\n      company: {name: Kettle Works}\n"

FULL = """\
site_name: Kettle Help
site_url: https://help.kettle.example/
docs_dir: pages
site_dir: !ENV [SITE_DIR, public]
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      options: !relative $docs_dir
plugins:
  - search
  - harvest:
      company:
        name: !ENV COMPANY
        url: https://kettle.example
        community: https://forum.kettle.example
        ask: https://forum.kettle.example/new?title={words}
        email: help@kettle.example
        contacts: [help@kettle.example, "+44 20 7946 0000", "@kettlehelp"]
        staff: [ada]
      sources:
        - name: forum
          format: discourse
          url: https://forum.kettle.example
          licence: CC-BY-SA-4.0
          paths: [archive/forum/*.json]
          staff: ["@bo"]
          credit: pseudonym
        - {name: x, format: x, url: "https://x.example/i/status/{id}"}
      lake: !ENV [LAKE, other/lake]
      publish: [draft, reviewed]
      topics:
        - Kettles
        - name: Mugs
          match: [mug, cup]
      search:
        misses: true
        offline: true
      privacy:
        secret: !ENV [SECRET]
        keep: [E-1402]
      credit: !ENV [CREDIT, OTHER, none]
      languages: [en, pt-BR]
"""
ENVIRON = {"COMPANY": "Kettle Works", "SECRET": "s3cret", "LAKE": "/var/lake", "OTHER": "public"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mkdocs.yml"


def test_everything_that_can_be_said(file: Path) -> None:
    file.write_text(FULL)
    assert load(file, ENVIRON) == Config(
        root=file.parent,
        docs=file.parent / "pages",
        site=file.parent / "public",
        site_name="Kettle Help",
        site_url="https://help.kettle.example/",
        company=Company(
            name="Kettle Works",
            url="https://kettle.example",
            community="https://forum.kettle.example",
            ask="https://forum.kettle.example/new?title={words}",
            email="help@kettle.example",
            contacts=("help@kettle.example", "+44 20 7946 0000", "@kettlehelp"),
            staff=("ada",),
        ),
        sources=(
            Source(
                name="forum",
                format="discourse",
                url="https://forum.kettle.example",
                licence="CC-BY-SA-4.0",
                paths=("archive/forum/*.json",),
                staff=("@bo",),
                credit=CreditRule.PSEUDONYM,
            ),
            Source(name="x", format="x", url="https://x.example/i/status/{id}"),
        ),
        lake=Path("/var/lake"),
        publish=(State.DRAFT, State.REVIEWED),
        topics=(Topic(name="Kettles"), Topic(name="Mugs", match=("mug", "cup"))),
        search=SearchOptions(misses=True, offline=True),
        privacy=Privacy(secret=b"s3cret", keep=("E-1402",)),
        credit=CreditRule.PUBLIC,
        languages=("en", "pt-BR"),
    )


def test_the_least_that_must_be_said(file: Path) -> None:
    file.write_text(MINIMAL)
    made = load(file, {})
    assert made.company == Company(name="Kettle Works")
    assert (made.docs, made.site) == (file.parent / "docs", file.parent / "site")
    assert (made.lake, made.work) == (file.parent / ".harvest/lake", file.parent / ".harvest")
    assert made.publish == (State.REVIEWED, State.VALIDATED, State.STALE)
    assert made.languages == ("en",)


@pytest.mark.parametrize(
    ("environ", "states"),
    [
        ({}, (State.STALE,)),
        ({"SHOWN": ""}, (State.REVIEWED, State.VALIDATED, State.STALE)),
        ({"SHOWN": "draft"}, (State.DRAFT,)),
        ({"SHOWN": "draft, reviewed"}, (State.DRAFT, State.REVIEWED)),
    ],
)
def test_a_variable_gives_a_list_with_commas(
    environ: dict[str, str], states: tuple[State, ...], file: Path
) -> None:
    file.write_text(MINIMAL + "      publish: !ENV [SHOWN, [stale]]\n")
    assert load(file, environ).publish == states


@pytest.mark.parametrize("shown", ["draft, retired", "draft,", "drafts", "[draft]"])
def test_what_is_no_such_list_is_a_mistake(shown: str, file: Path) -> None:
    file.write_text(MINIMAL + "      publish: !ENV [SHOWN, [stale]]\n")
    with pytest.raises(ConfigError):
        load(file, {"SHOWN": shown})


@pytest.mark.parametrize(
    "text",
    [
        "plugins:\n  harvest:\n    company: {name: Kettle Works}\n",
        "plugins:\n  - search: {}\n    harvest: {company: {name: Kettle Works}}\n",
        "\ufeff" + MINIMAL,
        MINIMAL.replace("\n", "\r\n"),
        MINIMAL + "      sources:\n      topics:\n      privacy:\n",
        "site_url: ''\n" + MINIMAL,
    ],
)
def test_other_ways_to_say_it(text: str, file: Path) -> None:
    file.write_bytes(text.encode())
    assert load(file, {}).company.name == "Kettle Works"


def test_the_sample_company_has_no_mistakes() -> None:
    assert load(HERE.parent / "mkdocs.yml", {}).company.name == "Fernlight"


def test_what_follows_from_it(file: Path) -> None:
    file.write_text(FULL)
    made = load(file, ENVIRON)
    assert made.staff == ("ada", "forum:bo")
    assert made.keep == ("Kettle Works", "help@kettle.example", "+44 20 7946 0000", "@kettlehelp", "E-1402")


@pytest.mark.parametrize(
    ("source", "licence", "everywhere", "rule"),
    [
        ("forum", "CC-BY-SA-4.0", None, CreditRule.PSEUDONYM),  # the source's own rule
        ("x", "", CreditRule.PUBLIC, CreditRule.PUBLIC),  # the rule for all
        ("x", "CC BY-SA 3.0", CreditRule.NONE, CreditRule.NONE),
        ("x", "CC-BY-SA-4.0", None, CreditRule.PUBLIC),  # the licence asks for it
        ("other", "https://creativecommons.org/licenses/by/4.0/", None, CreditRule.PUBLIC),
        ("x", "CC0-1.0", None, CreditRule.NONE),
        ("x", "", None, CreditRule.NONE),
    ],
)
def test_who_is_credited(
    source: str, licence: str, everywhere: CreditRule | None, rule: CreditRule, file: Path
) -> None:
    file.write_text(FULL)
    made = dataclasses.replace(load(file, ENVIRON), credit=everywhere)
    assert made.credit_rule(source, licence) is rule


MISTAKES = sorted((HERE / "config_mistakes").glob("*.txt"))


@pytest.mark.parametrize("case", MISTAKES, ids=[case.stem for case in MISTAKES])
def test_mistakes_are_told_all_at_once_each_with_its_line(case: Path, file: Path) -> None:
    _, written, told = case.read_text().split("---\n")
    file.write_text(written)
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    assert str(caught.value) == "\n".join(f"{file}:{line}" for line in told.splitlines())


def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path, file: Path) -> None:
    file.write_bytes(b"site_name: x\nextra: f\xfcr\n")
    (tmp_path / "empty.yml").write_text("# nothing\n")
    (tmp_path / "big.yml").write_bytes(b"#" * 4_000_001)
    expected = {
        file: f"{file}:2: not UTF-8: save the file as UTF-8",
        tmp_path / "none.yml": "there is no such file (run `harvest init`, or name the file with --config)",
        tmp_path / "empty.yml": "is empty (run `harvest init` for one to start from)",
        tmp_path / "big.yml": "is too big for a configuration file",
        tmp_path: "cannot be read: Is a directory",
        tmp_path / "\0": "cannot be read: not a file name",
    }
    for path, told in expected.items():
        with pytest.raises(HarvestError) as caught:
            load(path, {})
        assert str(caught.value).endswith(told)
        assert "\n" not in str(caught.value)


def test_a_secret_is_never_shown(file: Path) -> None:
    file.write_text(FULL)
    assert "s3cret" not in repr(load(file, ENVIRON))
    file.write_text(FULL.replace("!ENV [SECRET]", "s3cret").replace("credit: pseudonym", "credit: {}"))
    with pytest.raises(ConfigError) as caught:
        load(file, ENVIRON)
    assert "s3cret" not in str(caught.value)


NAMES = [key.name for keys in (config.KEYS, config.COMPANY_KEYS, config.SOURCE_KEYS) for key in keys]
TAGS = ["!ENV", "!ENV X", "!ENV [A, b]", "!ENV {}", "&a ", "*a", "<<", "null", "[]", "{}", "0x1f", "https://"]
PLACES = ["harvest", "plugins", "docs_dir", "match", "secret"]
SIGNS = ['"', "#", "|", "- ", ": ", "\n", "\n  ", "\n      ", "\x00"]
WORDS = st.sampled_from([*NAMES, *TAGS, *PLACES, *SIGNS])


@settings(max_examples=300)
@given(st.lists(WORDS | st.text(max_size=4)).map("".join) | st.text())
def test_no_text_makes_it_crash(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yml"
    for candidate in (text, f"plugins:\n  - harvest:\n      {text}\n", f"{MINIMAL}      {text}\n"):
        file.write_bytes(candidate.encode("utf-8", "surrogatepass"))
        for read in (lambda path: load(path, {"X": "x"}), load_vocabulary):
            try:
                read(file)
            except HarvestError as error:
                assert str(error)  # noqa: PT017


trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["forum", "x", "draft"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([key.name for key in config.KEYS]), trees))
def test_no_tree_makes_it_crash(tmp_path_factory: pytest.TempPathFactory, tree: object) -> None:
    file = tmp_path_factory.getbasetemp() / "tree.yml"
    file.write_text(yaml.safe_dump({"plugins": [{"harvest": tree}]}))
    try:
        assert load(file, {}).company.name
    except ConfigError as error:
        lines = file.read_text().count("\n")
        assert all(1 <= mistake.line <= lines for mistake in error.mistakes)  # noqa: PT017


# ── the vocabulary ───────────────────────────────────────────────────────────────────────────────


def test_a_vocabulary(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.yml"
    file.write_text("- we_say: firmware\n  they_say: [the update,  new   software]\n  note: Not the app's.\n")
    assert load_vocabulary(file) == Vocabulary(
        (Term(we_say="firmware", they_say=("the update", "new software"), note="Not the app's."),)
    )
    file.write_text("# nothing yet\n")
    assert load_vocabulary(file) == Vocabulary()


def test_mistakes_in_a_vocabulary(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.yml"
    file.write_text(
        "- we_say: firmware\n  they_say: [update, Update]\n"
        "- we_says: x\n  they_say: y\n"
        "- we_say: Firmware\n  they_say: []\n"
        "- we_say: FIRMWARE\n  they_say: [a]\n"
        "- we_say: off\n  they_say: [OFF]\n"
        "- nothing\n"
    )
    with pytest.raises(ConfigError) as caught:
        load_vocabulary(file)
    assert str(caught.value).replace(f"{file}:", "").splitlines() == [
        '2: "Update" is there twice',
        '3: unknown key "we_says": did you mean "we_say"?',
        '3: "we_say" is missing: What the company calls it.',
        "4: they_say: a list belongs here (one item a line, each after `- `)",
        "6: they_say: at least one word of the customers' belongs here",
        '7: "FIRMWARE" is there twice: join the two',
        '9: "off" is in its own they_say: take it out there',
        "11: a block of `key: value` lines belongs here",
    ]


# ── three places that must agree ─────────────────────────────────────────────────────────────────

TABLES = [
    ("harvest", config.KEYS, Config),
    ("company", config.COMPANY_KEYS, Company),
    ("sources", config.SOURCE_KEYS, Source),
    ("fetch", config.FETCH_KEYS, Fetch),
    ("topics", config.TOPIC_KEYS, Topic),
    ("search", config.SEARCH_KEYS, SearchOptions),
    ("privacy", config.PRIVACY_KEYS, Privacy),
    ("promote", config.PROMOTION_KEYS, Promotion),
    ("marks", config.MARK_KEYS, Marks),
    ("replies", config.REPLY_KEYS, Replies),
    ("accounts", config.ACCOUNT_KEYS, Account),
    ("waive", config.WAIVER_KEYS, Waiver),
    ("vocabulary", TERM_KEYS, Term),
]


@pytest.mark.parametrize(("heading", "keys", "made"), TABLES, ids=[table[0] for table in TABLES])
def test_every_key_is_in_the_handbook_and_the_reverse(
    heading: str, keys: tuple[Key, ...], made: type
) -> None:
    table = HANDBOOK.split(f"## `{heading}`")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (yes)? ?\| (.*?) \|", table, re.MULTILINE)
    assert rows == [(key.name, "yes" if key.required else "", key.doc) for key in keys]
    fields = {field.name for field in dataclasses.fields(made)}
    read_elsewhere = {
        Config: {"root", "docs", "site", "site_name", "site_url"},
        Fetch: {"unset"},  # what became of `token`
    }
    assert {key.name for key in keys} == fields - read_elsewhere.get(made, set())


def test_the_keys_of_mkdocs_are_in_the_handbook() -> None:
    table = HANDBOOK.split("## What is read of the rest of the file")[1]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [key.name for key in config.SITE_KEYS]


def test_every_format_can_be_configured() -> None:
    assert list(config.FORMATS) == [known.name for known in FORMATS]
    assert all(f"`{name}`" in HANDBOOK for name in config.FORMATS)


def test_every_live_service_can_be_configured_with_keys_that_there_are() -> None:
    live = {name: rules for name, rules in config.FORMATS.items() if rules}
    assert live.keys() == SERVICES.keys()
    known = {key.name for key in (*config.FETCH_KEYS, *config.SOURCE_KEYS)}
    for rules in live.values():
        assert rules.takes.union(*rules.needs) <= known


def test_the_examples_of_the_handbook_have_no_mistakes(file: Path) -> None:
    minimal, full = re.findall(r"```yaml\n(plugins:.*?)```", HANDBOOK, re.DOTALL)
    for example in (minimal, full):
        file.write_text(example)
        load(file, {"HARVEST_SECRET": "x"})
    file.write_text(re.findall(r"```yaml\n(- we_say.*?)```", HANDBOOK, re.DOTALL)[0])
    assert load_vocabulary(file).terms
