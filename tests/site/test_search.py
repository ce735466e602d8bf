"""The search as customers meet it, in Chromium, on nginx with the policy that the build wrote for it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from harvest.site.init import init
from tests.accessibility import axe
from tests.site import hostile
from tests.site.conftest import BODY, KnowledgeBase, served
from tests.site.test_browser import DESKTOP, Visit, visit
from tests.site.webserver import Nginx, nginx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Route

pytestmark = pytest.mark.slow
SMALL = (320, 640)
USUAL = (390, 780)
LOST = "The search could not be loaded, or JavaScript is off."
SHARDS = re.compile(r"/search/\w+/w\d")
HOSTILE = 4
"""Of so many hostile texts the site has a page each."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A knowledge base in which there is something to find, to mend, to filter and to mistrust."""
    init(tmp_path_factory.mktemp("search") / "kb")
    kb = KnowledgeBase(tmp_path_factory.getbasetemp() / "search0" / "kb")
    kb.answer(
        "doubles",
        title="Everything is there twice",
        topic="Backup",
        product="Android app",
        confirmed_by=["f:5"],
        asked_as=["all my pictures doubled themselves", "the same photo again and again"],
    )
    kb.answer("wifi", title="Frame cannot find the Wi-Fi", topic="Frame", product="Frame")
    kb.answer(
        "flicker", title="Frame flickers at night", topic="Frame", product="Frame", kind="known-problem"
    )
    kb.answer("folders", title="Can albums have folders?", topic="Albums", kind="not-possible")
    kb.answer("upload", title="Upload stops at 99 percent", topic="Backup", product="Android app")
    for number in range(14):
        body = BODY.replace("It stops", f"The calendar number {number} stops")
        kb.answer(f"calendar{number}", title=f"Calendar page {number} is missing", topic="Prints", body=body)
    for number, text in enumerate(hostile.TEXTS[:HOSTILE]):
        words = f"kettle {text}"
        kb.answer(
            f"h{number}",
            title=words,
            topic=text,
            product=text,
            asked_as=[f"again {words}"],
            body=f"{words}\n",
        )
    kb.options(
        company={
            "name": "Kettle Works",
            "ask": "https://forum.example/new?title={words}&from=help",
            "email": "help@kettle.example",
        },
        search={"misses": True},
    )
    kb.built()
    return kb


@pytest.fixture(scope="module")
def server(built: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx") / "run"
    with nginx(built.site, built.folder / ".harvest/headers/nginx.conf", folder) as running:
        yield running


@pytest.fixture
def tab(server: Nginx, browser: Browser) -> Iterator[Visit]:
    with visit(browser, server.address) as opened:
        yield opened


@pytest.fixture
def phone(server: Nginx, browser: Browser) -> Iterator[Visit]:
    with visit(browser, server.address, SMALL, has_touch=True) as opened:
        yield opened


def options(page: Page) -> list[str]:
    return page.get_by_role("option").locator(".hv-option__title").all_text_contents()


def results(page: Page) -> list[str]:
    return page.locator(".hv-results .hv-row__title").all_text_contents()


def settled(page: Page) -> str:
    """What is said aloud when somebody has stopped typing."""
    said = page.get_by_role("status")
    expect(said).not_to_be_empty()
    return said.text_content() or ""


# ── as one types ─────────────────────────────────────────────────────────────────────────────────


def test_type_choose_with_the_keyboard_and_go_back(tab: Visit) -> None:
    tab.go("")
    box = tab.page.get_by_role("combobox", name="Say it in your own words")
    box.press_sequentially("pictures doubled")
    first = tab.page.get_by_role("option").first
    expect(first).to_contain_text("Everything is there twice")
    expect(first).to_contain_text("“all my pictures doubled themselves”")
    expect(first.locator("mark")).to_have_text(["pictures", "doubled"])
    expect(first).to_contain_text("Confirmed by someone who had this")
    expect(first).to_contain_text("Backup")
    assert box.get_attribute("aria-expanded") == "true"
    assert "answer" in settled(tab.page)
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    box.press("ArrowUp")
    expect(first).to_have_attribute("aria-selected", "false")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    box.press("Enter")
    tab.page.wait_for_url("**/answers/doubles/")
    tab.page.go_back()
    tab.page.wait_for_url(tab.base)
    expect(tab.page.locator(".hv-panel")).to_be_hidden()
    tab.clean()


def test_escape_closes_and_keeps_what_was_typed(tab: Visit) -> None:
    tab.go("")
    box = tab.page.locator("#hv-q")
    box.press_sequentially("frame")
    expect(tab.page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(tab.page.locator(".hv-panel")).to_be_hidden()
    assert box.input_value() == "frame"
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    expect(tab.page.get_by_role("option").first).to_be_visible()
    tab.page.locator(".hv-panel__more a").first.focus()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator(".hv-panel")).to_be_hidden()
    expect(box).to_be_focused()
    tab.clean()


def test_the_search_is_a_key_away_on_every_page_but_not_while_somebody_types(tab: Visit) -> None:
    for address in ("", "answers/doubles/", "topics/", "search/", "nowhere/at/all/"):
        tab.page.goto(tab.base + address)
        box = tab.page.locator("#hv-q")
        for key in ("/", "Control+k"):
            tab.page.evaluate("document.activeElement.blur()")
            tab.page.keyboard.press(key)
            expect(box).to_be_focused()
            assert box.input_value() == ""
    tab.page.keyboard.type("a/b")
    assert box.input_value() == "a/b"


def waiting_for_folders(tab: Visit) -> tuple[Locator, Callable[[], None]]:
    """The box, in which "folders" was typed, and what lets its answer come, the last part of it first."""
    late: list[Route] = []
    tab.go("answers/doubles/")
    box = tab.page.locator("#hv-q")
    with tab.page.expect_response("**/manifest.bin"):
        box.focus()
    released = False
    tab.page.route(SHARDS, lambda route: route.continue_() if released else late.append(route))
    with tab.page.expect_request(SHARDS):
        box.fill("folders")

    def release() -> None:
        nonlocal released
        released = True
        for route in reversed(late):
            route.continue_()

    return box, release


def test_an_answer_to_what_was_typed_before_is_never_shown(tab: Visit) -> None:
    """The index is so slow that both answers would come at once."""
    box, release = waiting_for_folders(tab)
    box.fill("flickers")
    tab.page.evaluate("new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))")
    release()
    first = tab.page.get_by_role("option").first
    expect(first).to_be_visible()
    assert options(tab.page)[0] == "Frame flickers at night"
    tab.page.wait_for_load_state("networkidle")
    assert options(tab.page)[0] == "Frame flickers at night"
    tab.clean()


def test_an_answer_that_comes_after_the_list_was_closed_does_not_open_it_again(tab: Visit) -> None:
    box, release = waiting_for_folders(tab)
    box.blur()
    box.focus()
    release()
    tab.page.wait_for_load_state("networkidle")
    expect(tab.page.locator(".hv-panel")).to_be_hidden()
    assert options(tab.page) == []
    box.press("ArrowDown")
    expect(tab.page.get_by_role("option").first).to_be_visible()
    tab.clean()


# ── the page that lists what was found ───────────────────────────────────────────────────────────


def test_enter_leads_to_an_address_that_can_be_shared(tab: Visit, browser: Browser) -> None:
    tab.go("answers/doubles/")
    box = tab.page.get_by_role("combobox", name="Search all answers")
    box.fill("frame at night")
    box.press("Enter")
    tab.page.wait_for_url("**/search/?q=frame+at+night")
    expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Frame flickers at night")
    expect(tab.page.locator("#found")).to_be_focused()
    assert tab.page.title() == "frame at night - Search - Help"
    with visit(browser, tab.base) as friend:
        friend.page.goto(tab.page.url)
        expect(friend.page.locator(".hv-results .hv-row__title").first).to_have_text(
            "Frame flickers at night"
        )
        assert results(friend.page) == results(tab.page)
        assert friend.page.locator("#hv-q").input_value() == "frame at night"
        friend.clean()
    tab.page.go_back()
    tab.page.wait_for_url("**/answers/doubles/")
    tab.clean()


def test_back_and_forward_go_through_what_was_searched(tab: Visit) -> None:
    first = tab.page.locator(".hv-results .hv-row__title").first
    tab.go("search/?q=folders")
    expect(first).to_have_text("Can albums have folders?")
    box = tab.page.get_by_role("searchbox")
    box.fill("flickers")
    box.press("Enter")
    expect(first).to_have_text("Frame flickers at night")
    tab.page.wait_for_url("**/search/?q=flickers")
    tab.page.go_back()
    expect(first).to_have_text("Can albums have folders?")
    assert box.input_value() == "folders"
    tab.page.go_forward()
    expect(first).to_have_text("Frame flickers at night")
    box.fill("")
    expect(tab.page.get_by_role("heading", name="All answers by topic")).to_be_visible()
    assert tab.page.title() == "Search - Help"
    tab.clean()


def test_what_is_typed_there_is_shown_at_once_and_kept_in_the_address(tab: Visit) -> None:
    tab.go("search/")
    box = tab.page.get_by_role("searchbox")
    expect(box).to_be_focused()
    box.press_sequentially("fold")
    expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Can albums have folders?")
    tab.page.wait_for_url("**/search/?q=fold")
    box.press_sequentially("ers")
    tab.page.wait_for_url("**/search/?q=folders")
    box.press("ArrowDown")
    expect(tab.page.locator(".hv-results .hv-row__title").first).to_be_focused()
    tab.page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    tab.page.go_back()
    expect(box).to_have_value("")
    tab.clean()


def test_topic_and_product_narrow_it_and_stand_in_the_address(tab: Visit) -> None:
    tab.go("search/?q=stops")
    topic = tab.page.get_by_role("combobox", name="Topic")
    expect(topic).to_be_visible()
    topic.select_option("Backup")
    tab.page.wait_for_url("**/search/?q=stops&topic=Backup")
    facts = tab.page.locator(".hv-results .hv-row__facts")
    expect(facts).to_have_count(2)
    assert all("Backup" in fact for fact in facts.all_text_contents())
    tab.page.reload()
    expect(facts).to_have_count(2)
    assert topic.input_value() == "Backup"
    tab.page.get_by_role("combobox", name="Product").select_option("Frame")
    expect(tab.page.get_by_role("link", name="Look in all answers")).to_be_visible()
    tab.page.go_back()
    expect(facts).to_have_count(2)
    tab.clean()


def test_more_is_shown_on_demand_and_the_focus_goes_on(tab: Visit) -> None:
    tab.go("search/?q=calendar")
    rows = tab.page.locator(".hv-results .hv-row__title")
    expect(rows).to_have_count(10)
    tab.page.get_by_role("button", name="Show more answers").click()
    expect(rows).to_have_count(14)
    expect(rows.nth(10)).to_be_focused()
    expect(tab.page.get_by_role("button", name="Show more answers")).to_be_hidden()
    tab.clean()


def test_a_slip_is_mended_and_can_be_meant(tab: Visit) -> None:
    tab.go("search/?q=frame+Flikcers")
    expect(tab.page.locator(".hv-results__note")).to_contain_text("Showing results for flickers.")
    expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Frame flickers at night")
    tab.page.get_by_role("link", name="Search instead for “flikcers”").click()
    tab.page.wait_for_url("**/search/?q=frame+%22Flikcers%22")
    expect(tab.page.locator(".hv-results__note")).to_have_text("Nothing says this.Search without quotes")
    tab.clean()


@pytest.mark.parametrize(
    "words", ["flikcers", "fl\u00efkcers", "(flikcers)/frame", "“flikcers", "'Flikcers'?"]
)
def test_what_was_typed_is_searched_instead_however_it_was_typed(tab: Visit, words: str) -> None:
    tab.go(f"search/?{urlencode({'q': words})}")
    note = tab.page.locator(".hv-results__note")
    expect(note).to_contain_text("Showing results for flickers.")
    tab.page.get_by_role("link", name="Search instead for").click()
    expect(tab.page.locator("#found")).to_be_visible()
    expect(note).not_to_be_empty()
    assert "Showing results for" not in (note.text_content() or "")
    tab.clean()


def test_what_was_meant_is_shown_as_people_write_it_before_any_page_is_read(tab: Visit) -> None:
    tab.page.route("**/texts/*.bin", lambda route: route.abort())
    tab.go("search/?q=calendar+stosp")
    expect(tab.page.locator(".hv-results__note")).to_contain_text("Showing results for stops.")


QUOTED = [
    ('"frame at night flickers"', "frame at night flickers"),
    ("“frame at night flickers” -kettle", "frame at night flickers -kettle"),
    ('"night frame" -"very old" at', 'night frame -"very old" at'),
]


@pytest.mark.parametrize(("words", "plain"), QUOTED)
def test_what_stands_nowhere_as_it_is_quoted_can_be_searched_without_quotes(
    tab: Visit, words: str, plain: str
) -> None:
    way = tab.page.get_by_role("link", name="Search without quotes")
    tab.go("answers/doubles/")
    tab.page.locator("#hv-q").fill(words)
    expect(way).to_be_visible()
    fits_a_thumb(tab.page, ".hv-panel .hv-way")
    settled(tab.page)
    assert harmless(tab.page) == []
    way.click()
    tab.page.wait_for_url(f"**/search/?{urlencode({'q': plain})}")
    expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Frame flickers at night")
    expect(way).to_have_count(0)
    tab.go(f"search/?{urlencode({'q': words, 'topic': 'Frame'})}")
    expect(way).to_be_visible()
    way.click()
    tab.page.wait_for_url(f"**/search/?{urlencode({'q': plain, 'topic': 'Frame'})}")
    expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Frame flickers at night")
    tab.clean()


@pytest.mark.parametrize("words", ["zyzzyva", 'zyzzyva 27"', '-"frame" zyzzyva', '"flickers at night"'])
def test_without_a_phrase_that_hides_something_no_other_way_is_offered(tab: Visit, words: str) -> None:
    tab.go(f"search/?{urlencode({'q': words})}")
    expect(tab.page.locator("#found")).not_to_be_empty()
    settled(tab.page)
    expect(tab.page.get_by_role("link", name="Search without quotes")).to_have_count(0)
    tab.clean()


# ── nothing found ────────────────────────────────────────────────────────────────────────────────


def test_nothing_found_is_no_dead_end(tab: Visit) -> None:
    tab.go("search/?q=zyzzyva+%26+quokka")
    expect(tab.page.locator(".hv-results__note")).to_contain_text("Nothing says this.")
    ask = tab.page.get_by_role("link", name="Ask the community")
    assert ask.get_attribute("href") == "https://forum.example/new?title=zyzzyva%20%26%20quokka&from=help"
    email = tab.page.get_by_role("link", name="Write us an e-mail")
    assert email.get_attribute("href") == "mailto:help@kettle.example?subject=zyzzyva%20%26%20quokka"
    expect(tab.page.get_by_role("heading", name="All answers by topic")).to_be_visible()
    tab.clean()


def test_what_is_only_near_is_said_to_be(tab: Visit) -> None:
    words = "why is the steering wheel of my bicycle wobbling when the frame bends"
    tab.go(f"search/?q={words}")
    expect(tab.page.locator(".hv-results__note")).to_contain_text("Nothing says exactly this.")
    assert 0 < len(results(tab.page)) <= 5
    expect(tab.page.get_by_role("link", name="Ask the community")).to_be_visible()
    email = tab.page.get_by_role("link", name="Write us an e-mail").get_attribute("href") or ""
    assert parse_qs(urlsplit(email).query)["subject"] == [f"Frame: {words}"]
    tab.go("")
    tab.page.locator("#hv-q").fill(words)
    expect(tab.page.locator(".hv-panel__note")).to_contain_text("Nothing says exactly this. Nearest:")
    expect(tab.page.locator(".hv-panel").get_by_role("link", name="Ask the community")).to_be_visible()
    assert "Nothing says exactly this" in settled(tab.page)
    tab.clean()


def missed(server: Nginx) -> list[str]:
    asked = re.findall(r'"GET /search/miss\.txt\?(\S+) HTTP', server.log())
    return [parse_qs(query)["q"][0] for query in asked]


def test_words_that_found_nothing_are_in_the_access_log_and_personal_data_is_not(
    tab: Visit, server: Nginx
) -> None:
    tab.page.context.add_cookies([{"name": "who", "value": "me", "url": tab.base}])
    tab.go("search/")
    box = tab.page.locator("#hv-q")
    with tab.page.expect_response("**/miss.txt?*") as told:
        box.fill("Quux   teleporter")
    assert told.value.status == 200
    assert "cookie" not in told.value.request.all_headers()
    assert "referer" not in told.value.request.all_headers()
    for words in ("quuxer mail bo@example.com", "quuxer 020 7946 0123", "quuxer 4111111111111111"):
        box.fill(words)
        tab.page.wait_for_url(re.compile(re.escape(urlencode({"q": words}))))
    box.fill("quux teleporter")  # told already
    tab.page.wait_for_url("**/?q=quux+teleporter")
    with tab.page.expect_response("**/miss.txt?*"):
        box.fill("quux 0x80070005")
    told_of_it = [words for words in missed(server) if "quux" in words]  # other tests have found nothing, too
    assert told_of_it == ["quux teleporter", "quux 0x80070005"]
    tab.clean()


@pytest.mark.parametrize("host", ["with our headers", "without"])
def test_no_other_page_learns_what_was_searched(
    built: KnowledgeBase, server: Nginx, browser: Browser, host: str
) -> None:
    with (
        served(built.site) as plain,
        visit(browser, server.address if host == "with our headers" else plain) as tab,
    ):
        referrers: set[str] = set()
        tab.page.on("request", lambda request: referrers.add(request.headers.get("referer", tab.base)))
        tab.go("search/?q=frame+at+night")
        with tab.page.expect_request("**/answers/flicker/") as asked:
            tab.page.get_by_role("link", name="Frame flickers at night").click()
        assert asked.value.all_headers()["referer"] == tab.base
        assert not [each for each in referrers if "?" in each]
        tab.clean()


def test_what_a_filter_hid_is_no_miss(tab: Visit, server: Nginx) -> None:
    tab.go("search/?q=folders&product=Frame")
    expect(tab.page.locator(".hv-results__note")).to_contain_text("Nothing says")
    assert settled(tab.page)
    with tab.page.expect_response("**/miss.txt?*"):
        tab.page.get_by_role("combobox", name="Product").select_option("")
        tab.page.locator("#hv-q").fill("filtered quuxes")
    assert "folders" not in missed(server)
    tab.clean()


# ── everybody can use it ─────────────────────────────────────────────────────────────────────────


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def fits_a_thumb(page: Page, selector: str) -> None:
    found = page.locator(f"{selector}:visible")
    assert found.count()
    for each in found.all():
        place = each.bounding_box()
        assert place
        assert min(place["height"], place["width"]) >= 44, each.text_content()


def test_a_small_phone_and_one_thumb(phone: Visit) -> None:
    phone.go("")
    fits(phone.page)
    for address in ("", "answers/doubles/"):
        phone.go(address)
        phone.page.locator("#hv-q").tap()
        phone.page.keyboard.type("frame bicycle wheel wobble")
        expect(phone.page.get_by_role("option").first).to_be_visible()
        expect(phone.page.get_by_role("link", name="Ask the community")).to_be_attached()
        fits(phone.page)
        fits_a_thumb(phone.page, ".hv-search__input, .hv-search__go, .hv-option")
        phone.page.get_by_role("link", name="Ask the community").scroll_into_view_if_needed()
        fits_a_thumb(phone.page, ".hv-panel .hv-way")
        panel = phone.page.locator(".hv-panel").bounding_box()
        assert panel
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= SMALL[0]
        assert panel["y"] + panel["height"] <= SMALL[1] + 1
    phone.page.locator(".hv-search__go").tap()
    phone.page.wait_for_url("**/search/?q=frame+bicycle+wheel+wobble")
    expect(phone.page.locator(".hv-results .hv-row").first).to_be_visible()
    fits(phone.page)
    fits_a_thumb(phone.page, ".hv-search__input, .hv-search__go, .hv-results .hv-way, .hv-results select")
    phone.page.locator(".hv-results .hv-row").first.tap()
    phone.page.wait_for_url("**/answers/**")
    phone.clean()


@pytest.mark.parametrize("size", [SMALL, USUAL, DESKTOP], ids=["small", "usual", "desktop"])
def test_nothing_of_the_facts_of_a_suggestion_is_cut_off(
    server: Nginx, browser: Browser, size: tuple[int, int]
) -> None:
    with visit(browser, server.address, size) as tab:
        for address in ("", "answers/wifi/"):
            tab.go(address)
            tab.page.locator("#hv-q").fill("everything twice kettle again")
            facts = tab.page.locator(".hv-option .hv-row__facts")
            expect(facts.first).to_be_visible()
            cut = facts.evaluate_all(
                """all => all.flatMap((line) => {
                const box = line.getBoundingClientRect();
                return [...line.children].filter((fact) => {
                    const own = fact.getBoundingClientRect();
                    const inside = own.bottom <= box.bottom + 1 && own.right <= box.right + 1;
                    return !inside || fact.scrollWidth > fact.clientWidth + 1 && fact.clientWidth;
                }).map((fact) => fact.textContent);
            })"""
            )
            assert cut == [], address
            fits(tab.page)


def test_on_a_phone_the_box_stays_while_one_scrolls(phone: Visit) -> None:
    phone.go("topics/prints/")
    phone.page.evaluate("scrollTo(0, 900)")
    place = phone.page.locator("#hv-q").bounding_box()
    assert place
    assert 0 <= place["y"] < 60
    phone.clean()


def harmless(page: Page) -> list[tuple[str, list[str]]]:
    found = axe(page)
    assert len(found["passes"]) > 15, "axe looked at the page"
    return [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]]


@pytest.mark.parametrize("size", [SMALL, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    server: Nginx, browser: Browser, size: tuple[int, int], scheme: str
) -> None:
    with visit(browser, server.address, size, color_scheme=scheme) as tab:
        for address in ("", "answers/wifi/"):
            for words in ("frame flikcers", "frame bicycle wheel wobble", "zyzzyva"):
                tab.go(address)
                tab.page.locator("#hv-q").fill(words)
                settled(tab.page)
                tab.page.keyboard.press("ArrowDown")
                assert harmless(tab.page) == [], (address, words)
        for words in ("", "frame flikcers", "frame bicycle wheel wobble", "zyzzyva", "calendar"):
            tab.go(f"search/?q={words}")
            if words:
                settled(tab.page)
            assert harmless(tab.page) == [], words
            fits(tab.page)
        tab.clean()


def test_without_scripts_the_form_leads_to_all_answers(server: Nginx, browser: Browser) -> None:
    with visit(browser, server.address, SMALL, java_script_enabled=False) as tab:
        tab.page.goto(f"{server.address}answers/doubles/")
        tab.page.locator("#hv-q").fill("frame at night")
        tab.page.locator("#hv-q").press("Enter")
        tab.page.wait_for_url("**/search/?q=frame+at+night")
        expect(tab.page.locator(".hv-lost")).to_contain_text(LOST, timeout=10_000)
        expect(tab.page.locator(".hv-lost")).to_be_visible(timeout=10_000)
        tab.page.locator(".hv-topic", has_text="Frame").click()
        tab.page.get_by_role("link", name="Frame flickers at night").click()
        expect(tab.page.locator("h1")).to_have_text("Frame flickers at night")


# ── a phone, a slow network, a screen of one's own ─────────────────────────────────────────────


def test_a_whole_log_that_was_pasted_does_not_push_what_is_found_off_the_screen(
    server: Nginx, browser: Browser
) -> None:
    line = "com.kettle.FrameException: frame flickers at night 0x80070005 (Frame.java:{})\n"
    with visit(browser, server.address, USUAL, has_touch=True) as tab:
        tab.go("")
        tab.page.locator("#hv-q").fill("".join(map(line.format, range(150)))[:10_240])
        expect(tab.page.get_by_role("option").first).to_be_visible()
        fits(tab.page)
        tab.page.locator("#hv-q").press("Enter")
        tab.page.wait_for_url("**/search/?q=*")
        row = tab.page.locator(".hv-results .hv-row").first
        expect(row).to_contain_text("Frame flickers at night")
        expect(row).to_be_in_viewport()
        fits(tab.page)
        tab.clean()


@pytest.mark.parametrize("address", ["answers/wifi/", "search/"])
def test_while_nothing_has_come_yet_it_says_so(tab: Visit, address: str) -> None:
    late: list[Route] = []
    waits = True
    tab.page.route(SHARDS, lambda route: late.append(route) if waits else route.continue_())
    tab.go(address)
    note = tab.page.locator(":is(.hv-panel__note, .hv-results__note)")
    with tab.page.expect_request(SHARDS):
        tab.page.locator("#hv-q").fill("folders")
    expect(note).to_have_text("Searching …")
    assert harmless(tab.page) == []
    waits = False
    for route in late:
        route.continue_()
    expect(tab.page.locator(":is(.hv-option, .hv-results .hv-row)").first).to_contain_text("folders")
    expect(note).not_to_have_text("Searching …")
    tab.clean()


def test_whoever_comes_back_finds_the_place_again(server: Nginx, browser: Browser) -> None:
    """Where the browser has not kept the page as it was."""
    with visit(browser, server.address, USUAL) as tab:
        tab.go("search/?q=calendar")
        rows = tab.page.locator(".hv-results .hv-row__title")
        tab.page.get_by_role("button", name="Show more answers").click()
        expect(rows).to_have_count(14)
        rows.nth(12).scroll_into_view_if_needed()
        before = tab.page.evaluate("scrollY")
        assert before > 500
        rows.nth(12).click()
        tab.page.wait_for_url("**/answers/**")
        tab.page.go_back()
        expect(rows).to_have_count(14)
        expect(rows.nth(12)).to_be_in_viewport()
        assert abs(tab.page.evaluate("scrollY") - before) < USUAL[1] / 2
        tab.clean()


def test_with_colours_of_ones_own_what_is_chosen_is_seen(server: Nginx, browser: Browser) -> None:
    with visit(browser, server.address, forced_colors="active") as tab:
        tab.go("")
        box = tab.page.locator("#hv-q")
        box.fill("frame")
        expect(tab.page.get_by_role("option").nth(1)).to_be_visible()
        box.press("ArrowDown")
        lines = tab.page.get_by_role("option").evaluate_all(
            "(all) => all.map((each) => getComputedStyle(each).outlineStyle)"
        )
        assert lines[:2] == ["solid", "none"]
        around = tab.page.locator(".hv-search__box").evaluate("(box) => getComputedStyle(box).outlineStyle")
        assert around == "solid"


def test_what_is_typed_from_right_to_left_is_shown_so(tab: Visit) -> None:
    tab.go("answers/wifi/")
    box = tab.page.locator("#hv-q")
    for words, way in (("הצילומים נעלמו!", "rtl"), ("photos gone!", "ltr")):
        box.fill(words)
        assert box.evaluate("(box) => getComputedStyle(box).direction") == way


# ── when something is wrong ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def copy(built: KnowledgeBase, tmp_path: Path) -> Iterator[tuple[Nginx, Path]]:
    """A site of one's own, to break."""
    site = tmp_path / "site"
    shutil.copytree(built.site, site)
    with nginx(site, built.folder / ".harvest/headers/nginx.conf", tmp_path / "run") as running:
        yield running, site / "search"


def test_without_an_index_it_says_so_and_works_again_when_it_is_back(
    copy: tuple[Nginx, Path], browser: Browser
) -> None:
    server, index = copy
    manifest = index / "manifest.bin"
    manifest.rename(index / "gone")
    with visit(browser, server.address) as tab:
        tab.go("")
        tab.page.locator("#hv-q").fill("folders")
        expect(tab.page.locator(".hv-panel")).to_contain_text("The search could not be loaded")
        assert harmless(tab.page) == []
        assert tab.page.get_by_role("link", name="look through the topics").get_attribute("href") == (
            f"{server.address}topics/"
        )
        tab.go("search/?q=folders")
        expect(tab.page.locator(".hv-results")).to_contain_text("The search could not be loaded")
        expect(tab.page.get_by_role("heading", name="All answers by topic")).to_be_visible()
        assert harmless(tab.page) == []
        (index / "gone").rename(manifest)
        tab.page.get_by_role("button", name="Try again").click()
        expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Can albums have folders?")


def test_a_part_of_the_index_that_is_gone_is_told_and_the_rest_is_found(
    copy: tuple[Nginx, Path], browser: Browser
) -> None:
    server, index = copy
    gone: list[str] = []

    def lose(url: str) -> None:
        part = index / urlsplit(url).path.removeprefix("/search/")
        if not gone and part.exists():
            gone.append(url)
            part.unlink()

    found = ".hv-results .hv-row__title"
    with visit(browser, server.address) as tab:
        tab.page.on("response", lambda response: lose(response.url) if SHARDS.search(response.url) else None)
        tab.go("search/?q=folders")
        expect(tab.page.locator(found).first).to_have_text("Can albums have folders?")
        assert gone
    with visit(browser, server.address) as tab:  # with nothing in the browser's cache
        tab.go("search/?q=folders")
        expect(tab.page.locator(".hv-results")).to_contain_text("A part of the search could not be loaded")
        expect(tab.page.get_by_role("button", name="Try again")).to_be_visible()
        assert harmless(tab.page) == []
        tab.page.locator("#hv-q").fill("folders twice")
        expect(tab.page.locator(found).first).to_have_text("Everything is there twice")


def test_answers_that_may_be_missing_are_no_miss(copy: tuple[Nginx, Path], browser: Browser) -> None:
    server, index = copy
    shards = list(index.glob("*/w*.bin"))
    for shard in shards:
        shard.rename(shard.with_suffix(".gone"))
    with visit(browser, server.address) as tab:
        tab.go("answers/wifi/")
        tab.page.locator("#hv-q").fill("folders")
        note = tab.page.locator(".hv-panel__note")
        expect(note).to_contain_text("A part of the search could not be loaded.")
        assert "A part of the search could not be loaded." in settled(tab.page)
        assert "Nothing says" not in (note.text_content() or "")
        expect(note.get_by_role("button", name="Try again")).to_be_visible()
        assert harmless(tab.page) == []
        tab.go("search/?q=folders")
        expect(tab.page.locator(".hv-results__note")).to_contain_text(
            "A part of the search could not be loaded"
        )
        assert "A part of the search could not be loaded." in settled(tab.page)
        assert "Nothing says" not in (tab.page.locator(".hv-results__note").text_content() or "")
        tab.page.wait_for_load_state("networkidle")
        assert missed(server) == []
        tab.go("answers/wifi/")
        tab.page.locator("#hv-q").fill("folders")
        again = note.get_by_role("button", name="Try again")
        again.focus()
        for shard in shards:
            shard.with_suffix(".gone").rename(shard)
        again.press("Enter")
        expect(tab.page.get_by_role("option").first).to_contain_text("Can albums have folders?")


WITHOUT = "Excerpts could not be loaded. The search works without."
COUNTED = """new MutationObserver((all) => (window.said = (window.said ?? 0) + all.length))
    .observe(document.querySelector(".hv-bare"), { childList: true, characterData: true, subtree: true })"""


@pytest.mark.parametrize("damage", ["gone", "cut off"])
@pytest.mark.parametrize("address", ["answers/wifi/", "search/"])
def test_excerpts_that_cannot_be_loaded_are_told_once_and_the_rest_is_found(
    copy: tuple[Nginx, Path], browser: Browser, address: str, damage: str
) -> None:
    server, index = copy
    texts = {path: path.read_bytes() for path in (index / "texts").glob("*.bin")}
    for path, data in texts.items():
        path.unlink() if damage == "gone" else path.write_bytes(data[: len(data) // 2])
    with visit(browser, server.address) as tab:
        tab.go(address)
        expect(tab.page.locator(".hv-bare")).to_be_attached()
        assert tab.page.locator(".hv-bare").get_attribute("aria-live") == "polite"
        tab.page.evaluate(COUNTED)
        title = tab.page.locator(":is(.hv-option__title, .hv-results .hv-row__title)").first
        for words, wanted in (
            ("folders", "Can albums have folders?"),
            ("everything", "Everything is there twice"),
        ):
            tab.page.locator("#hv-q").fill(words)
            expect(title).to_have_text(wanted)
            expect(tab.page.locator(".hv-bare")).to_have_text(WITHOUT)
            tab.page.wait_for_load_state("networkidle")
        assert tab.page.evaluate("window.said") == 1
        assert "A part of the search" not in settled(tab.page)
        assert harmless(tab.page) == []
        fits(tab.page)
        for path, data in texts.items():
            path.write_bytes(data)
        tab.page.locator("#hv-q").fill("flickers")
        expect(tab.page.locator(".hv-hit__text").first).to_be_visible()
        expect(tab.page.locator(".hv-bare")).to_have_text("")


def test_where_the_script_for_excerpts_is_missing_that_is_told_too(
    copy: tuple[Nginx, Path], browser: Browser
) -> None:
    server, index = copy
    (index.parent / "assets/harvest/search/later.js").unlink()
    with visit(browser, server.address) as tab:
        tab.go("search/?q=folders")
        expect(tab.page.locator(".hv-bare")).to_have_text(WITHOUT)
        expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Can albums have folders?")


def test_where_other_wordings_cannot_be_loaded_what_was_found_is_shown(
    copy: tuple[Nginx, Path], browser: Browser
) -> None:
    server, index = copy
    (index.parent / "assets/harvest/wording.js").unlink()
    with visit(browser, server.address) as tab:
        tab.go("search/?q=frame+flikcers")
        expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Frame flickers at night")
        expect(tab.page.locator(".hv-results__note")).to_contain_text(
            "A part of the search could not be loaded"
        )


SILENT = ("site", "asking")
"""Scripts without which none is left that could say so: the style sheet does, after a while."""


def five_seconds_later(page: Page) -> None:
    """The line's animation, which waits for five seconds, has run."""
    lost = page.locator(".hv-lost")
    expect(lost).to_be_hidden()
    assert lost.evaluate("line => getComputedStyle(line).animationDelay") == "5s"
    lost.evaluate("line => line.getAnimations().forEach((each) => each.finish())")


@pytest.mark.parametrize("damage", ["gone", "cut off"])
@pytest.mark.parametrize("name", [*SILENT, "hits", "misses", "box", "results", "search/search"])
def test_a_script_that_is_missing_is_said_and_the_topics_are_offered(
    copy: tuple[Nginx, Path], browser: Browser, name: str, damage: str
) -> None:
    server, index = copy
    path = index.parent / f"assets/harvest/{name}.js"
    text = path.read_bytes()
    path.unlink() if damage == "gone" else path.write_bytes(text[: len(text) // 2])
    addresses = ["answers/wifi/", "search/?q=folders"]
    if name in ("box", "results"):
        addresses = addresses[:1] if name == "box" else addresses[1:]
    for address in addresses:
        with visit(browser, server.address) as tab:
            tab.go(address)
            tab.page.locator("#hv-q").fill("folders")
            if name in SILENT:
                five_seconds_later(tab.page)
            said = tab.page.locator(":is(.hv-lost, .hv-panel__note, .hv-results__note):visible")
            expect(said).to_contain_text("The search could not be loaded")
            topics = tab.page.get_by_role("link", name="look through the topics").locator("visible=true")
            assert topics.get_attribute("href") in (f"{server.address}topics/", "../../topics/", "../topics/")
            fits(tab.page)
            assert harmless(tab.page) == []


def test_where_all_scripts_are_there_nothing_is_said(tab: Visit) -> None:
    for address in ("", "answers/wifi/", "search/"):
        tab.go(address)
        expect(tab.page.locator(".hv-lost")).to_have_count(0)
    tab.clean()


# ── nothing runs that should not ─────────────────────────────────────────────────────────────────


def test_hostile_titles_are_shown_as_text(tab: Visit) -> None:
    for number, text in enumerate(hostile.TEXTS[:HOSTILE]):
        wanted = " ".join(f"kettle {text}".split())
        tab.go("")
        tab.page.locator("#hv-q").fill(text)
        shown = tab.page.locator(f".hv-option[href$='/answers/h{number}/'] .hv-option__title")
        expect(shown).to_have_text(wanted)
        tab.go("search/?q=" + "kettle+again")
        expect(tab.page.locator(f".hv-results a[href$='/answers/h{number}/']")).to_have_text(wanted)
        assert (
            tab.page.locator(".hv-results :is(script, img, iframe, style, [onload], [onerror])").count() == 0
        )
        tab.page.goto(f"{tab.base}search/?q={text}&topic={text}")
        expect(tab.page.locator("#found")).not_to_be_empty()
        tab.clean()


def test_the_policy_stops_what_is_not_a_file_of_the_site(server: Nginx, browser: Browser) -> None:
    with visit(browser, server.address) as tab:
        for address in ("", "answers/doubles/", "topics/", "search/?q=frame", "404.html"):
            response = tab.page.goto(server.address + address)
            assert response
            assert "script-src 'self' 'sha256-" in response.headers["content-security-policy"]
            assert "unsafe" not in response.headers["content-security-policy"]
        tab.clean()
        tab.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
        )
        tab.page.evaluate("document.body.setAttribute('onclick', 'window.ran = 1')")
        tab.page.locator("h1").click()
        assert tab.page.evaluate("window.ran") is None
        assert len(tab.errors) == 2
