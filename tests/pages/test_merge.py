"""Nothing a person wrote is ever lost, and nothing is written twice."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from harvest.model import Answer, Section, State
from harvest.pages.merge import Keep, Propose, Write, catalogue, plan, plan_all
from harvest.pages.parse import parse
from harvest.pages.render import render
from tests.pages.strategies import answers

PATH = "answers/kettle.md"


def test_a_new_page_is_written(kettle: Answer) -> None:
    assert plan(PATH, None, kettle) == Write(PATH, render(kettle))


def test_an_unchanged_conversation_gives_nothing_to_do(kettle: Answer) -> None:
    assert plan(PATH, render(kettle), kettle) == Keep(PATH, "unchanged")
    assert plan(PATH, render(kettle).replace("\n", "\r\n"), kettle) == Keep(PATH, "unchanged")


def test_harvests_own_page_is_brought_up_to_date(kettle: Answer) -> None:
    newer = replace(kettle, askers=9)
    assert plan(PATH, render(kettle), newer) == Write(PATH, render(newer))


def test_an_edited_page_gets_a_proposal_when_the_conversation_moves_on(kettle: Answer) -> None:
    newer = replace(kettle, askers=9)
    edited = render(kettle).replace("Wait an hour.", "Wait two hours.")
    assert plan(PATH, edited, newer) == Propose(PATH, render(newer), "edited by a person")


def test_an_edited_page_is_left_in_peace_while_there_is_nothing_new(kettle: Answer) -> None:
    edited = render(kettle).replace("Wait an hour.", "Wait two hours.")
    assert plan(PATH, edited, kettle) == Keep(PATH, "edited by a person, nothing new to propose")


def test_taking_over_the_generated_line_says_that_a_proposal_was_seen(kettle: Answer) -> None:
    newer = replace(kettle, askers=9)
    edited = render(kettle).replace("Wait an hour.", "Wait two hours.")
    seen = edited.replace(parse(edited).generated, parse(render(newer)).generated)
    assert isinstance(plan(PATH, seen, newer), Keep)


def test_reviewing_a_page_makes_it_a_persons(kettle: Answer) -> None:
    reviewed = render(kettle).replace("state: draft", "state: reviewed")
    assert isinstance(plan(PATH, reviewed, kettle), Keep)
    assert isinstance(plan(PATH, reviewed, replace(kettle, askers=9)), Propose)


def test_a_page_beyond_draft_is_a_persons_even_when_a_command_wrote_it(kettle: Answer) -> None:
    reviewed = render(replace(kettle, state=State.REVIEWED))
    assert plan(PATH, reviewed, kettle) == Keep(PATH, "unchanged")
    newer = replace(kettle, askers=9)
    assert plan(PATH, reviewed, newer) == Propose(PATH, render(newer), "a person has made it reviewed")


def test_a_page_that_cannot_be_read_is_never_overwritten(kettle: Answer) -> None:
    broken = render(kettle).replace("kind: fix", "kind: fixed")
    made = plan(PATH, broken, kettle)
    assert isinstance(made, Propose)
    assert "answers/kettle.md:3: " in made.reason


@given(answers, answers)
def test_merging_twice_is_merging_once(old: Answer, new: Answer) -> None:
    first = plan(PATH, render(old), new)
    if isinstance(first, Write):
        assert isinstance(plan(PATH, first.text, new), Keep)
    else:
        assert old.state is not State.DRAFT or old == new
        assert plan(PATH, render(old), new) == first


@given(answers, answers)
def test_an_edited_page_is_never_written(old: Answer, new: Answer) -> None:
    edited = render(old) + "\nA person was here.\n"
    assert not isinstance(plan(PATH, edited, new), Write)


def test_a_page_keeps_its_path_when_its_title_changes(kettle: Answer) -> None:
    pages = [("answers/old-name.md", render(kettle))]
    renamed = replace(kettle, title="Kettle switches itself off", sections=(Section("New", ()),))
    assert plan_all(pages, [renamed]) == (Write("answers/old-name.md", render(renamed)),)


def test_a_page_is_found_by_the_address_of_its_conversation(kettle: Answer) -> None:
    again = replace(kettle, sources=(replace(kettle.sources[0], thread="other:9"),), title="Other")
    assert catalogue([("answers/a.md", render(kettle))]).home(again) == "answers/a.md"


def test_two_sources_without_an_address_are_not_the_same(kettle: Answer) -> None:
    one = replace(kettle, sources=(replace(kettle.sources[0], url=""),))
    other = replace(kettle, title="Other", sources=(replace(kettle.sources[0], url="", thread="forum:2"),))
    assert catalogue([("answers/a.md", render(one))]).home(other) == "answers/other.md"


def test_a_page_that_cannot_be_read_keeps_its_conversations(kettle: Answer) -> None:
    broken = render(kettle).replace("kind: fix", "kind: fixed")
    (made,) = plan_all([("answers/a.md", broken)], [kettle])
    assert isinstance(made, Propose)
    assert made.path == "answers/a.md"


def test_the_page_that_shares_most_conversations_is_the_home(kettle: Answer) -> None:
    (source,) = kettle.sources
    many = tuple(replace(source, thread=f"forum:{n}", url=f"https://forum.example/{n}") for n in range(5))
    pages = [
        ("answers/a.md", render(replace(kettle, sources=many[:2]))),
        ("answers/b.md", render(replace(kettle, sources=many[2:]))),
    ]
    assert catalogue(pages).home(replace(kettle, sources=many)) == "answers/b.md"


def test_two_answers_of_one_run_never_get_the_same_path(kettle: Answer) -> None:
    twin = replace(
        kettle, sources=(replace(kettle.sources[0], thread="forum:2", url="https://forum.example/2"),)
    )
    plans = plan_all([("answers/a.md", render(kettle))], [kettle, kettle, twin, twin])
    paths = [made.path for made in plans]
    assert paths[0] == "answers/a.md"
    assert len(set(paths)) == 4


def test_names_that_differ_in_case_only_are_the_same_name(kettle: Answer) -> None:
    other = replace(kettle, title="Mugs", sources=())
    path = catalogue([("answers/MUGS.md", "a person's notes")]).home(other)
    assert path.startswith("answers/mugs-")
