"""A real Askbot, run by the Python of its own environment: invented kettle conversations, served by Django.

    python served.py PROJECT    where PROJECT is what `askbot-setup` has made

Prints one line of JSON when it is ready (`{"base": …}`), and one for each order that it reads, one a line:
{"do": "edit" | "delete answer" | "delete question" | "answer" | "delete comment", …}.
"""

# ruff: noqa: PLC0415 — nothing of Django can be imported before it is set up

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

ASKED: Final = datetime(2026, 2, 1, 9, tzinfo=UTC)

CRUST: Final = """
My kettle clicks off after about a minute and the water is only warm. It has a white crust on the bottom.
How can I get it to boil again?"""
VINEGAR: Final = """
Limescale makes the thermostat switch off too early. Fill the kettle halfway with white vinegar and water,
bring it to the boil, and leave it for an hour. Then rinse it three times with cold water."""
STUCK: Final = """
The lid of my Fernlight kettle does not come off and I want to clean it. How do I take it off?"""
BUTTONS: Final = """
Press the two grey buttons at the sides of the hinge at the same time, then lift the lid straight up. To put
it back, push it down until both buttons click."""
SMELLS: Final = "My new kettle smells of plastic each time that I use it. " + "It really does smell. " * 200
LEMON: Final = [f"Boil water with lemon and throw it away, {number} times." for number in range(3, 26)]


@dataclass(frozen=True)
class Kettle:
    """A conversation: Ada asks, Bo gives the first answer, and she thanks him for it, or others join in."""

    title: str
    tags: str
    text: str
    answers: list[str]
    thanks: str = ""


KETTLES: Final = (
    Kettle(
        "My kettle clicks off before the water boils",
        "kettle boiling",
        CRUST.strip(),
        [VINEGAR.strip(), "Buy a new one."],
        "That worked, thank you! It boils all the way again.",
    ),
    Kettle(
        "How do I take the lid off the Fernlight kettle?",
        "lid cleaning",
        STUCK.strip(),
        [BUTTONS.strip()],
        "Thanks, that did it. The lid is off now.",
    ),
    Kettle(
        "Secret recipe",
        "tea",
        "This thread is one that robots are asked to leave alone, whatever stands in it.",
        ["Nobody should ever find this answer."],
    ),
    Kettle("The kettle smells of plastic", "smell", SMELLS, LEMON),
)


def main(project: Path) -> None:
    """Serve until the orders end."""
    os.chdir(project)
    sys.path.insert(0, str(project))
    os.environ["DJANGO_SETTINGS_MODULE"] = "kettles.settings"
    said, sys.stdout = sys.stdout, sys.stderr  # Askbot prints

    import django

    django.setup()
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", interactive=False, verbosity=0)
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.daemon_threads = True
    base = f"http://127.0.0.1:{server.server_port}"
    _name(base)
    forum = Forum()
    forum.seed()
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"base": base}), file=said, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        forum.obey(**order)
        print(json.dumps({"done": order["do"]}), file=said, flush=True)


def _name(base: str) -> None:
    """Where the forum believes to be: its sitemap and its canonical addresses say so."""
    from askbot.conf import settings
    from django.contrib.sites.models import Site

    settings.update("APP_URL", base)
    Site.objects.update(domain=base.removeprefix("http://"))


class Forum:
    """What people do there, through Askbot's own functions."""

    def __init__(self) -> None:
        self.ada, self.bo = self._person("ada"), self._person("bo")
        self.others = [self._person(f"helper{number}") for number in range(25)]

    @staticmethod
    def _person(name: str) -> Any:
        from django.contrib.auth.models import User

        person = User.objects.create_user(name, f"{name}@kettle.example", "secret")
        profile = person.askbot_profile
        profile.reputation = 10_000
        profile.save()
        return User.objects.get(pk=person.pk)

    def seed(self) -> None:
        """Every conversation."""
        for day, one in enumerate(KETTLES):
            asked = ASKED + timedelta(days=day)
            question = self.ada.post_question(
                title=one.title, body_text=one.text, tags=one.tags, timestamp=asked
            )
            posted = [
                (self.bo if number == 0 else self.others[number]).post_answer(
                    question=question, body_text=text, timestamp=asked + timedelta(hours=1 + number)
                )
                for number, text in enumerate(one.answers)
            ]
            if one.thanks:
                later = asked + timedelta(days=1)
                self.ada.post_comment(parent_post=posted[0], body_text=one.thanks, timestamp=later)
                self.ada.accept_best_answer(answer=posted[0], force=True)
            else:
                for number in range(7):
                    self.others[number].post_comment(
                        parent_post=question,
                        body_text=f"It is the same here, number {number} says so.",
                        timestamp=asked + timedelta(days=2, minutes=number),
                    )

    def obey(self, do: str, title: str, text: str = "", to: str = "") -> None:
        """One order about the conversation `title`, and in it about the post that begins with `text`."""
        from askbot.models import Post

        question = Post.objects.get(post_type="question", thread__title=title)
        if do == "delete question":
            self.ada.delete_question(question=question, timestamp=datetime.now(UTC))
            question.thread.reset_cached_data()
            return
        post = next(
            p for p in question.thread.posts.all() if p.text.startswith(text) and p.post_type != "question"
        )
        if do == "edit":
            self.bo.edit_answer(answer=post, body_text=to, force=True)
        else:
            post.author.delete_post(post=post, timestamp=datetime.now(UTC))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
