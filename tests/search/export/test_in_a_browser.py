"""The same top ten in real Chromium as in Python, to the last bit; and nothing breaks it."""

from __future__ import annotations

import os
import random
import re
import shutil
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest

from harvest.search import Index, Page, ranking
from harvest.search.analysis import Analysis
from harvest.search.export import Shown, export, publish, scripts
from harvest.search.export.bits import deflate
from harvest.search.export.manifest import primer
from harvest.search.export.names import short_names
from harvest.search.export.script import MODULES, MODULES_LATER, bare, source
from harvest.search.export.stemmer import program
from harvest.search.language import LANGUAGES, language_of
from tests.search.export import reading
from tests.search.test_index import KNOWN
from tests.search.test_index import PAGES as FEW
from tests.site.conftest import served

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

    from harvest.search.language import Language

pytestmark = pytest.mark.slow

POLICY: Final = "default-src 'none'; script-src 'self'; connect-src 'self'"
SEARCH: Final = """async ([queries, options]) => {
    const { open } = await import("/assets/harvest/search/search.js");
    window.search ??= await open("/search/");
    const found = [];
    for (const [text, more] of queries) {
        const { hits, mended, broken, total } = await window.search.find(text, { prefix: false, ...more });
        found.push({ hits: hits.map((hit) => [hit.url, hit.points, hit.sure]), total, broken,
                     mended: mended.map((each) => [each.typed, each.meant]) });
    }
    return found;
}"""
WORDS: Final = """async (texts) => {
    const { Analysis } = await import("/client/analysis.js");
    const analysis = new Analysis(texts.told);
    return texts.all.map((text) => analysis.words(text));
}"""
Query = tuple[str, dict[str, Any]]


def put(index: Index, site: Path) -> None:
    """A site with nothing but the search."""
    shown = [Shown(f"answers/{page.ref}/", f"badge of {page.ref}", "solved") for page in index.pages]
    publish(export(index, shown), site)
    folder = site / "assets/harvest/search"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in scripts(index.analysis.language).items():
        (folder / name).write_text(text, encoding="utf-8")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    (site / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{policy}", encoding="utf-8")


@contextmanager
def tab(browser: Browser, site: Path) -> Iterator[Tab]:
    with served(site) as base:
        context = browser.new_context(base_url=base)
        try:
            page = context.new_page()
            page.goto(base)
            yield page
        finally:
            context.close()


def found(page: Tab, queries: Sequence[tuple[str, Any]]) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = page.evaluate(SEARCH, [queries, {}])
    return answer


def expected(index: Index, queries: Sequence[Query]) -> list[dict[str, Any]]:
    every = []
    for text, options in queries:
        answer = index.search(text, **options)
        hits = [[f"answers/{hit.page.ref}/", hit.points, hit.sure] for hit in answer.hits]
        every.append({"hits": hits, "mended": [[each.typed, each.meant] for each in answer.mended]})
    return every


def same(page: Tab, index: Index, queries: Sequence[Query]) -> None:
    for query, ours, theirs in zip(queries, expected(index, queries), found(page, queries), strict=True):
        assert theirs["broken"] == 0, query
        assert {key: theirs[key] for key in ours} == ours, query


# ── the same words ───────────────────────────────────────────────────────────────────────────────

PIECES: Final = (
    *"abcdefghijklmnopqrstuvwxyz",
    *"äöüßéèçñãøåæœıİĳŐşğčΣσςάЖйёאבعربहिन्दीไทย한국어かなカナ漢字々〆相😀👩‍💻🇩🇪①²½Ⅷﬁﬀ１ＡK\u212b\u0301\u0327\u0308\u3099",
    *"𝔸𐐀𐐨𠀀᠀፩\u19da\U00010a40",
    *"  ..--::__&&''’‘´`ʼ＇‐‑–—\t\n\u00a0\u2028\ufeff\u200b\u200d\u00ad<>%$#!~=\"“”(),;/\\",
    *"0123456789",
    *(
        "ing ",
        "ed ",
        "'s ",
        "ation ",
        "v2.3.1 ",
        "0x80070005 ",
        "E-1402 ",
        "ung ",
        "l'",
        "qu'",
        "ção ",
        "ment ",
    ),
)


def texts(many: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    made = ["".join(chance.choices(PIECES, k=chance.randrange(1, 60))) for _ in range(many)]
    assigned = [
        chr(code)
        for code in range(0x20, 0x20000)
        if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}
    ]
    made += ["x".join(chance.choices(assigned, k=40)) for _ in range(many // 4)]
    return [
        *made,
        "a" * 10_000,
        "-".join("ab" for _ in range(5_000)),
        "相" * 10_000,
        "é" * 63 + "'s",
        "a" * 63 + "'sb",
    ]


@pytest.mark.parametrize("language", [*LANGUAGES, language_of("ja")], ids=lambda language: language.code)
def test_text_becomes_the_same_words(browser: Browser, tmp_path: Path, language: Language) -> None:
    """Word for word: emoji, the Turkish İ, combining marks, words of 10 kB, codes, all scripts."""
    put(Index((), languages=[language.code]), tmp_path)
    told = reading.manifest(tmp_path / "search")
    folder = tmp_path / "client"
    folder.mkdir()
    for name in ("analysis", "snowball"):
        (folder / f"{name}.js").write_text(source(name), encoding="utf-8")
    machine = source("snowball") if language.snowball else ""
    (folder / "stemmer.js").write_text(machine + program(language), encoding="utf-8")
    every = texts(600, seed=len(language.code) + ord(language.code[0]))
    analysis = Analysis(language)
    with tab(browser, tmp_path) as page:
        theirs = page.evaluate(WORDS, {"told": told, "all": every})
    for text, words in zip(every, theirs, strict=True):
        ours = [
            {"term": w.term, "small": w.small, "typed": w.typed, "parts": list(w.parts)}
            for w in analysis.words(text)
        ]
        assert words == ours, text


# ── the same pages ───────────────────────────────────────────────────────────────────────────────

SAID: Final[Mapping[str, str]] = {
    "en": "photos upload uploading uploaded battery saver screen locked frame wifi wi-fi album share "
    "sharing link delete remove error E-1402 v2.3.1 2.3.1 cannot can't don't not "
    "working work broken twice doubles sync "
    "calendar calandar account password login email e-mail printing printed the a my is of how why do i",
    "de": "Fotos hochladen hochgeladen Größe Rahmen WLAN Akku löschen gelöscht Fehler "
    "Konten Passwort nicht geht "
    "werden die das ist mein wie kann ich Straße Kalender Kalenders",
    "fr": "photos télécharger téléchargement l'album d'écran cadre mot-de-passe n'est pas "
    "supprimé erreur compte "
    "le la est mon comment je qu'il aujourd'hui",
    "es": "fotos subir subiendo marco contraseña cuenta borrar borrado error no puedo la el mi es cómo álbum",
    "it": "foto caricare caricamento cornice un'altra dell'album errore conto cancellare "
    "non il la è mio come",
    "nl": "foto's uploaden geüpload lijst wachtwoord fout verwijderen verwijderd niet de het is mijn hoe kan",
    "pt": "fotos carregar carregando moldura senha conta erro apagar não consigo a o é meu como álbum",
    "ja": "写真が消えた 写真を共有する アルバム フレーム エラー wifi ログイン できない 同期 二重",
}


def pages_in(code: str, many: int, chance: random.Random) -> list[Page]:
    said = [*SAID[code].split(), "E-1402", "0x80070005", "😀", "İPHONE", "about:config"]

    def some(least: int, most: int) -> str:
        return " ".join(chance.choices(said, k=chance.randrange(least, most)))

    return [
        Page(
            ref=f"p{number}",
            title=some(2, 8),
            asked_as=tuple(some(2, 7) for _ in range(chance.randrange(3))),
            vocabulary=(some(1, 3),),
            headings=(some(1, 4),),
            body=some(5, 80),
            topic=chance.choice(["Backup", "Frame", ""]),
            product=chance.choice(["App", "Frame"]),
        )
        for number in range(many)
    ]


def queries_in(code: str, many: int, chance: random.Random) -> list[Query]:
    said = SAID[code].split()
    made: list[Query] = []
    for number in range(many):
        words = chance.choices(said, k=chance.randrange(1, 12))
        at = chance.randrange(len(words))
        typed = words[at]
        match number % 7:
            case 1:
                words[at] = typed[:1] + chance.choice("abe") + typed[1:]
            case 2:
                words[at] = typed[:2] + typed[3:]
            case 3:
                words = [*words[:3], f'"{" ".join(words[at : at + 2])}"']
            case 4:
                words.append(f"-{typed}")
        text = " ".join(words)
        options: dict[str, Any] = {"topic": "Backup", "product": "App"} if number % 5 == 0 else {}
        if number % 3 == 0:
            text, options["prefix"] = text[: chance.randrange(1, len(text) + 1)], True
        made.append((text, options))
    return made


@pytest.mark.parametrize("code", SAID)
def test_the_top_ten_are_the_same_in_every_language(browser: Browser, tmp_path: Path, code: str) -> None:
    chance = random.Random(code)
    index = Index(pages_in(code, 150, chance), KNOWN, [code])
    put(index, tmp_path)
    with tab(browser, tmp_path) as page:
        same(page, index, queries_in(code, 250, chance))


def test_many_shards_change_nothing(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in ("SHARD", "LEXICON"):
        monkeypatch.setattr(f"harvest.search.export.words.{size}", 40)
    monkeypatch.setattr("harvest.search.export.build.FEW", 1000)
    chance = random.Random(3)
    index = Index(pages_in("en", 400, chance), KNOWN)
    put(index, tmp_path)
    assert len(list((tmp_path / "search").glob("*/w*.bin"))) > 50
    with tab(browser, tmp_path) as page:
        same(page, index, queries_in("en", 300, chance))


@pytest.mark.parametrize("many", [0, 1, 2])
def test_hardly_any_pages(browser: Browser, tmp_path: Path, many: int) -> None:
    index = Index(FEW[:many])
    put(index, tmp_path)
    with tab(browser, tmp_path) as page:
        same(
            page,
            index,
            [("photos upload", {}), ("photo", {"prefix": True}), ("zzzz", {}), ("", {}), ('"a b"', {})],
        )


def test_a_result_says_all_that_is_shown(browser: Browser, tmp_path: Path) -> None:
    put(Index(FEW, KNOWN), tmp_path)
    with tab(browser, tmp_path) as page:
        said = page.evaluate(
            """async () => {
            const { open } = await import("/assets/harvest/search/search.js");
            const search = await open("/search");
            const found = await search.find("why do my photos only uplaod when open");
            return [found, await search.excerpt(found.hits[0])];
        }"""
        )
    answer, excerpt = said
    assert answer["hits"][0] | {"points": 0, "sure": 0} == {
        "page": answer["hits"][0]["page"],
        "url": "answers/stuck/",
        "title": "Photos do not upload when the phone is locked",
        "topic": "",
        "product": "",
        "state": "",
        "badge": "badge of stuck",
        "tone": "solved",
        "points": 0,
        "sure": 0,
        "matched": answer["hits"][0]["matched"],
    }
    assert answer["mended"] == [{"typed": "uplaod", "meant": "upload"}]
    assert answer["words"][:3] == ["why", "do", "my"]
    assert excerpt["asked"] == [
        ["app ", False],
        ["only", True],
        [" ", False],
        ["uploads", True],
        [" ", False],
        ["when", True],
        [" it's ", False],
        ["open", True],
    ]
    assert ["photo", True] in excerpt["text"]


def test_what_results_can_be_narrowed_to_has_a_name(browser: Browser, tmp_path: Path) -> None:
    put(Index([*FEW, Page(ref="named", title="Named", topic="Backup", product="Frame")]), tmp_path)
    with tab(browser, tmp_path) as page:
        facets = page.evaluate(
            """async () => {
            const { open } = await import("/assets/harvest/search/search.js");
            return (await open("/search/")).facets;
        }"""
        )
    assert facets == {"topics": ["Backup"], "products": ["Frame"]}


WEIGHTS: Final = """async (every) => {
    const { weight } = await import("/client/ranking.js");
    return every.map(([many, pages, kind]) => weight(many, pages, kind));
}"""


def test_a_word_weighs_the_same(browser: Browser, tmp_path: Path) -> None:
    put(Index(FEW), tmp_path)
    folder = tmp_path / "client"
    folder.mkdir()
    (folder / "ranking.js").write_text(source("ranking"), encoding="utf-8")
    chance = random.Random(5)
    sizes = [*range(40), *(chance.randrange(1 << 22) for _ in range(400))]
    every = [
        (many, pages, kind)
        for pages in sizes
        for many in (0, pages // 2, pages, chance.randrange(pages + 1))
        for kind in (ranking.PLAIN, ranking.COMMON, ranking.PAIR)
    ]
    with tab(browser, tmp_path) as page:
        theirs = page.evaluate(WEIGHTS, every)
    assert theirs == [ranking.weight(*each) for each in every]


# ── what breaks ──────────────────────────────────────────────────────────────────────────────────


def build_of(site: Path) -> Path:
    told = reading.manifest(site / "search")
    folder: Path = site / "search" / told["files"]
    return folder


def many_shards(monkeypatch: pytest.MonkeyPatch, site: Path) -> Index:
    monkeypatch.setattr("harvest.search.export.words.SHARD", 40)
    index = Index(FEW, KNOWN)
    put(index, site)
    return index


@pytest.mark.parametrize("damage", ["gone", "empty", "short", "noise", "bomb", "html"])
def test_a_part_that_is_damaged_is_said_and_the_rest_works(
    browser: Browser, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = many_shards(monkeypatch, tmp_path)
    chance = random.Random(1)
    told = reading.manifest(tmp_path / "search")
    firsts = reading.keys(told["words"])
    number = max(at for at, first in enumerate(firsts) if first <= "wifi")
    path = build_of(tmp_path) / f"w{number}.bin"
    whole = path.read_bytes()
    match damage:
        case "gone":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "short":
            path.write_bytes(whole[: len(whole) // 2])
        case "noise":
            path.write_bytes(chance.randbytes(500))
        case "bomb":
            path.write_bytes(_deflated(bytes(1 << 27)))
        case "html":
            path.write_text("<!doctype html><title>Sign in</title>", encoding="utf-8")
    with tab(browser, tmp_path) as page:
        (hurt, well) = found(page, [("wifi photos", {}), ("album", {})])
        assert hurt["broken"] == 1
        assert hurt["mended"] == []
        assert hurt["hits"]
        assert well == {**expected(index, [("album", {})])[0], "broken": 0, "total": 1}
        path.write_bytes(whole)
        (mended,) = found(page, [("wifi photos", {})])
        assert mended["broken"] == 0


def _deflated(data: bytes) -> bytes:
    return deflate(data)


def test_hostile_bytes_never_hang_it(browser: Browser, tmp_path: Path) -> None:
    """Every file of the index replaced by noise that inflates: answers come, or say what is broken."""
    index = Index(pages_in("en", 60, random.Random(2)), KNOWN)
    queries = [
        ("photos upload wifi", {"prefix": True}),
        ("uplaod the calandar", {}),
        ('"my photos" -album', {"topic": "Frame"}),
    ]
    for seed in range(12):
        site = tmp_path / str(seed)
        put(index, site)
        chance = random.Random(seed)
        for path in sorted((site / "search").rglob("*.bin")):
            if path.name == "manifest.bin" or chance.random() < 0.3:
                continue
            known = primer(index.analysis.language) if path.name.startswith("p") else b""
            packed = path.read_bytes()
            data = bytearray(reading.unfolded(packed, known) if known else reading.inflate(packed))
            for _ in range(chance.choice([1, 3, 200])):
                data[chance.randrange(len(data))] = chance.choice([0, 127, 128, 255, chance.randrange(256)])
            left = bytes(data[: chance.choice([len(data), len(data) // 2])])
            path.write_bytes(deflate(left, after=known))
        with tab(browser, site) as page:
            assert len(found(page, queries)) == len(queries)


@pytest.mark.parametrize("damage", ["gone", "short", "noise", "older", "html"])
def test_without_a_manifest_it_says_that_there_is_no_search(
    browser: Browser, tmp_path: Path, damage: str
) -> None:
    put(Index(FEW), tmp_path)
    path = tmp_path / "search/manifest.bin"
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "older":
        path.write_bytes(_deflated(b'{"format":0}'))
    else:
        path.write_bytes({"short": whole[:50], "noise": b"\xff" * 99, "html": b"<html>"}[damage])
    with tab(browser, tmp_path) as page:
        said = page.evaluate(
            """async () => {
            const { open, Unavailable } = await import("/assets/harvest/search/search.js");
            return open("/search/").then(() => "", (error) => error instanceof Unavailable && error.message);
        }"""
        )
    assert "The search index at" in said


def test_an_index_that_is_newer_than_the_page(browser: Browser, tmp_path: Path) -> None:
    """Published anew while the page was open, in the same second: the manifest is read once more."""
    put(Index(FEW, KNOWN), tmp_path)
    published = (tmp_path / "search/manifest.bin").stat().st_mtime
    with tab(browser, tmp_path) as page:
        found(page, [("album", {})])
        newer = Index([Page(ref="new", title="Wifi at last"), *FEW], KNOWN)
        shutil.rmtree(tmp_path / "search")
        put(newer, tmp_path)
        os.utime(tmp_path / "search/manifest.bin", (published, published))
        found(page, [("uplaod", {})])  # the list of words is not loaded yet, and gone
        same(page, newer, [("wifi", {}), ("album", {}), ("photos upload", {})])


def test_what_comes_later_may_be_missing(browser: Browser, tmp_path: Path) -> None:
    put(Index(FEW, KNOWN), tmp_path)
    (tmp_path / "assets/harvest/search/later.js").unlink()
    with tab(browser, tmp_path) as page:
        typo, phrase, plain = found(page, [("uplaod photos", {}), ('"battery saver"', {}), ("album", {})])
    assert (typo["broken"], phrase["broken"], plain["broken"]) == (1, 1, 0)
    assert typo["hits"]
    assert phrase["hits"] == []


PROVIDED: Final = """() => {
    const names = new Set();
    const note = (thing) => {
        for (; thing; thing = Object.getPrototypeOf(thing)) {
            for (const name of Object.getOwnPropertyNames(thing)) names.add(name);
        }
    };
    for (const each of [
        Array, BigInt, Boolean, Error, Function, JSON, Map, Math, Number, Object, Promise, RegExp, Set,
        String, Uint8Array, Uint32Array, Float64Array, WeakMap, AbortController, AbortSignal,
        DecompressionStream, MessageChannel, MessagePort, ReadableStream, ReadableStreamDefaultReader,
        Response, TextDecoder, TextEncoder, TransformStream, TransformStreamDefaultController, URL
    ]) {
        names.add(each.name);
        note(each);
        note(each.prototype);
    }
    const steps = "x".matchAll(/(?<word>x)/g);
    for (const each of [steps, steps.next(), /x/.exec("x"), [].entries()]) note(each);
    return [...names];
}"""


def test_what_the_browser_names_keeps_its_name(browser: Browser) -> None:
    page = browser.new_page()
    provided = set(page.evaluate(PROVIDED))
    page.close()
    assert {"floor", "arrayBuffer", "groups", "done"} <= provided
    clients = "".join(bare(source(name), keep_exports=False) for name in {*MODULES, *MODULES_LATER})
    options = set(re.findall(r"(?:fetch|Stream|create)\([^;]*?(?<!\$)\{ ?(\w+)", clients))
    assert {"cache", "start"} <= options
    assert (provided | options) & set(short_names(clients)) == set()


WHOLE: Final = """async ([script, queries]) => {
    const { open } = await import(script);
    const search = await open("/search/");
    const answers = [];
    for (const [text, more] of queries) {
        const found = await search.find(text, more);
        answers.push({ ...found, excerpts: await Promise.all(found.hits.map((hit) => search.excerpt(hit))) });
    }
    return [answers, search.facets];
}"""


@pytest.mark.parametrize("code", SAID)
def test_the_built_script_answers_as_its_sources_do(browser: Browser, tmp_path: Path, code: str) -> None:
    chance = random.Random(f"built {code}")
    index = Index(pages_in(code, 80, chance), languages=[code])
    put(index, tmp_path)
    folder = tmp_path / "client"
    folder.mkdir()
    for name in {*MODULES, *MODULES_LATER} - {"snowball"}:
        text = source(name)
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    machine = source("snowball") if index.analysis.language.snowball else ""
    (folder / "stemmer.js").write_text(machine + program(index.analysis.language), encoding="utf-8")
    later = "".join(f'export * from "./{name}.js";\n' for name in MODULES_LATER if name != "reading")
    (folder / "later.js").write_text(later, encoding="utf-8")
    queries = queries_in(code, 150, chance)
    with tab(browser, tmp_path) as page:
        built, sources = (
            page.evaluate(WHOLE, [script, queries])
            for script in ("/assets/harvest/search/search.js", "/client/search.js")
        )
    assert built == sources
    assert any(answer["hits"] for answer in built[0])


def test_a_search_can_be_given_up(browser: Browser, tmp_path: Path) -> None:
    put(Index(FEW), tmp_path)
    with tab(browser, tmp_path) as page:
        said = page.evaluate(
            """async () => {
            const { open } = await import("/assets/harvest/search/search.js");
            const search = await open("/search/");
            const { signal } = Object.assign(new AbortController(), {});
            const gone = new AbortController();
            gone.abort();
            return search.find("album", { signal: gone.signal }).then(() => "found", (error) => error.name);
        }"""
        )
    assert said == "AbortError"
