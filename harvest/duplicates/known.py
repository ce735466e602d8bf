"""Questions that a page already answers, recognised by the phrases that the page is asked with.

Policy. A page collects how people ask (its title, `asked_as`, `also_called`), each phrase seen by a person
when it was merged. A new question that is put with those words, and with no other page's, is proposed for
that page; people decide. A wrong proposal costs a reviewer a look, and wears out their trust; a missed one
leaves a page without an asker and perhaps a second page, as before. So a question joins only where the
collection shows that such are right (`sure`), with at least `SHARED` telling words of the page's own;
another product, or a number that none of the page's numbers is, is never the same.

The score of a page is linear in the words (`weights`), so that those that made it can be named. What
decides is its lead over the second best page: neighbours that a question fits equally are nobody's.

Measured (`harvest backtest duplicates`, `Parted`): pages know half of the phrasings of their question, a
fifth of the questions have no page. Of the messages that joined a page the share that is right / of those
with a page the share that joined, all seeds together, in brackets the lowest and highest precision:

    StackFAQ, 49 pages of 5 phrases      .96 / .66   ten seeds (.85 to .99)
      they know 3 in 10                  .98 / .43   ten seeds (.93 to 1.00)
      half of what is asked has none     .89 / .68   ten seeds (.80 to 1.00)
      one in twenty has none            1.00 / .64   ten seeds
    BANKING77, 62 pages of 65 phrases    .96 / .32   five seeds (.92 to .97), one abstains
      they know 8 phrases                .94 / .14   five seeds (.91 to .97), one abstains
      half of what is asked has none     .88 / .15   five seeds (.79 to .97), two abstain
      one in twenty has none             .97 / .54   three seeds
    Stack Exchange, 840 pages            none joins, of 15 links to a duplicate
    Mozilla, 28,000 threads, 500 of them none joins: by eye half of the likeliest three hundred would be
    pages with their own phrases only    wrong ("Inbox", "Certificate expired"), and the trial knows it

So the goal (.95 at .50) is reached on StackFAQ. On BANKING77 a third to a half joins where most of what is
asked has a page (`groups` finds .005 of its pairs), and little elsewhere. Where half of what is asked has
none, .89 are right, not .95: neighbours that no page treats look like those that one treats, and phrases
cannot show what is not there. `sure.TARGET` and `sure.LEAST` were chosen on these two sets, the first to
hold on BANKING77 and the second on StackFAQ; Mozilla was looked at with both.

Time: 14 s of one processor for Mozilla's threads and 3,000 pages with 7,000 phrases.

Tried and rejected (recall at precision .95, the bar set by the labels, StackFAQ / BANKING77):

- Words as likely as on the page (Dirichlet-smoothed query likelihood, lead over the second): .78 / .2.
  Words are not worth the same between neighbours; learnt weights: .8 / .55.
- All pairs of neighbouring words: .73 / .5, and less where pages have few phrases.
- Also the page's own score, not only the lead: no better.
- One bar for all: .2 is right for StackFAQ, .5 for BANKING77, and on Mozilla more than half of what has .3
  is wrong.
- The trial by leaving one phrase out of the sums (Jaakkola & Haussler 1999): so pessimistic that nothing
  joins on BANKING77. Words counted with the phrases tried: strangers get a third of the leads they really
  get.
- The share without a page from the likeness of the highest leads (Elkan & Noto 2008): too noisy.
- Word embeddings that come in a package: for grouping without pages, BANKING77 pairs .87 / .07, StackFAQ
  .98 / .43: not worth the dependency.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.duplicates.question import Question
from harvest.duplicates.sure import LEAST, Trial, bar
from harvest.duplicates.weights import Weights, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SHARED: Final = 2
"""So many telling words at least must speak for a page."""
FEWEST: Final = 30
"""Pages with phrases; fewer do not show how near to each other questions lie here."""
FOLDS: Final = 4
"""A phrase is tried with weights learnt from the other three quarters of pages and phrases."""

_Phrase = tuple[int, int, tuple[str, ...]]
"""The number of its page, its own number there, and its words."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as far as recognising its questions is concerned."""

    path: str
    phrases: tuple[tuple[str, ...], ...]
    """Each as its words, case-folded, in order."""
    product: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What page answers a question, and by what it was recognised."""

    page: str
    """`Page.path`."""
    words: tuple[str, ...]
    """Of the question: those that speak for the page, loudest first."""


def recognise(questions: Iterable[Question], pages: Iterable[Page]) -> Mapping[str, Recognised]:
    """The questions that surely ask what a page answers, by their refs. Most are in no page's words.

    Their order changes nothing, nor does that of the pages; how many there are of both does (see `sure`).
    """
    known = sorted((page for page in pages if any(page.phrases)), key=lambda page: page.path)
    if len(known) < FEWEST:
        return {}
    shelf = _Shelf(known)
    guesses = {question.ref: shelf.guess(question) for question in questions}
    leads = [guess.lead if guess else 0.0 for guess in guesses.values()]
    if max(leads, default=0.0) < LEAST:  # a trial takes longer than all the guesses
        return {}
    enough = bar(leads, shelf.trial())
    return {
        ref: Recognised(known[guess.page].path, guess.words)
        for ref, guess in guesses.items()
        if guess and guess.lead >= enough
    }


@dataclass(frozen=True, slots=True)
class _Guess:
    page: int
    lead: float
    """Of its score over the second best page's; above 0."""
    words: tuple[str, ...]


class _Shelf:
    """The pages, and what their phrases teach."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.whole = [
            Question(page.path, (), page.product, tuple(word for phrase in page.phrases for word in phrase))
            for page in pages
        ]
        """All phrases of a page as one question: a number in any of them is a number of the page."""
        self.phrases = [
            (owner, place, phrase)
            for owner, page in enumerate(pages)
            for place, phrase in enumerate(dict.fromkeys(filter(None, page.phrases)))
        ]
        self.learnt = _Learnt(self.phrases)

    def guess(self, question: Question, learnt: _Learnt | None = None) -> _Guess | None:
        """The page that fits best, however badly."""
        learnt = learnt or self.learnt
        vector = learnt.words.vector(question.ask)
        scores = {
            page: score
            for page, score in learnt.weights.scores(vector).items()
            if self.whole[page].product == question.product
        }
        if not scores:
            return None
        page = min(scores, key=lambda page: (-scores[page], page))
        lead = scores[page] - max([0.0, *(score for other, score in scores.items() if other != page)])
        if lead <= 0 or not self.whole[page].may_equal(question):
            return None
        worth: dict[str, float] = {}
        for word in dict.fromkeys(question.ask):
            bare = learnt.words.bare(word)
            if vocabulary.tells(word) and learnt.weights.worth(bare, page) > 0:
                worth[word] = vector[bare] * learnt.weights.worth(bare, page)
        if len({learnt.words.bare(word) for word in worth}) < SHARED:
            return None
        return _Guess(page, lead, tuple(sorted(worth, key=lambda word: (-worth[word], word))))

    def trial(self) -> Trial:
        """How the phrases fare when they, or their pages, have been taken away."""
        strangers: list[float] = []
        wrongly: list[float] = []
        returners = 0
        several = {owner for owner, place, _ in self.phrases if place}
        for fold in range(FOLDS):
            kept: list[_Phrase] = []
            tried: list[_Phrase] = []
            for owner, place, phrase in self.phrases:
                away = owner % FOLDS == fold or (owner in several and (owner + place) % FOLDS == fold)
                (tried if away else kept).append((owner, place, phrase))
            if not kept:
                continue
            learnt = _Learnt(kept)
            for owner, _, phrase in tried:
                guess = self.guess(Question("", (), self.whole[owner].product, phrase), learnt)
                if owner % FOLDS == fold:
                    strangers.append(guess.lead if guess else 0.0)
                else:
                    returners += 1
                    if guess and guess.page != owner:
                        wrongly.append(guess.lead)
        return Trial(tuple(strangers), tuple(wrongly), returners)


class _Learnt:
    """What some phrases teach: words as rare as among them, weights from nothing else."""

    def __init__(self, phrases: Sequence[_Phrase]) -> None:
        self.words = Words([phrase for _, _, phrase in phrases])
        vectors = [self.words.vector(phrase) for _, _, phrase in phrases]
        self.weights = Weights(vectors, [owner for owner, _, _ in phrases])
