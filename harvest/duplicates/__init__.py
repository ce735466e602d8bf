"""Which threads ask the same thing.

Policy. A false merge hides one customer's answer behind another's and counts askers who do not exist; a
missed one leaves two pages, which a person can join. So the bar is high, and questions about another product,
or with another number in what is asked ("exercise 2.3", "the 2018 election"), are never one.

There are two ways of being the same. `alike`: nearly word for word, in a group where every pair is; this
holds in every collection. `apart`: in other words, for collections that repeat themselves so clearly that
pairs fall apart into alike and unlike. Most do not, and there a low bar joins mere neighbours; so whether a
collection falls apart is looked at first, without any labels.

Measured (`harvest backtest duplicates`), pairs, precision / recall:

    StackFAQ, 670 phrasings of 61 questions   .96 / .53   (`alike` only: 1.00 / .02)
    BANKING77, 10,003 queries of 77 intents   .96 / .005  (the intents are finer than the words)
    Stack Exchange, 20 links to a duplicate   none found: people link what is asked in other words, and what
                                              is asked in nearly the same words is seldom a duplicate there
    Mozilla, 28,387 threads                   92 groups, most of them one author asking twice; of the 17 with
                                              several authors, 15 are right by eye
    the sample company, 91 threads            none of 30 pairs found, none wrong: its authors took care to ask
                                              in other words

So the goal (.95 at .50) is reached where people re-phrase the same questions many times over, and not
elsewhere: there the groups can be trusted, and most duplicates are left for people to join. Each one that
they join leaves its phrases on the page, and by those more of the next ones are recognised: see `known`.

Tried and rejected:

- One low bar for all: at `apart.BAR`, .4 to .8 of BANKING77's pairs are right, and by eye half of the groups
  of Mozilla's titles.
- Likeness of whole posts: people who describe their computer alike have nothing else in common.
- Likeness of the answers (cosine .6, and .25 of the questions): at a lower bar, fitted to them, it finds two
  thirds of the sample company's pairs and nothing wrong. But of Mozilla's groups about one in four is wrong,
  at a higher bar as well (3 of 11): helpers paste the same reply under different problems.
- Neighbouring words and parts of words: better than tf-idf alone on StackFAQ, no better once evidence counts.
- Latent semantic analysis: .55 recall on StackFAQ, for a matrix library.
- Word embeddings that come in a package: BANKING77 .87 / .07, StackFAQ .98 / .43, for a dependency.
- A gap between a group and its nearest neighbour: BANKING77 stays near .8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.duplicates.alike import alike
from harvest.duplicates.apart import apart
from harvest.duplicates.known import Page, Recognised, recognise
from harvest.duplicates.question import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Page", "Question", "Recognised", "groups", "recognise"]


def groups(questions: Sequence[Question]) -> tuple[tuple[str, ...], ...]:
    """The refs of `questions`, those that ask the same thing together; in the order of first appearance."""
    order = {question.ref: place for place, question in enumerate(questions)}
    # what is tried first decides ties: by ref, so that the order of the input does not
    by_ref = sorted(questions, key=lambda question: question.ref)
    places = apart(by_ref) or alike(by_ref)
    found = (sorted((by_ref[place].ref for place in group), key=order.__getitem__) for group in places)
    return tuple(sorted(map(tuple, found), key=lambda group: order[group[0]]))
