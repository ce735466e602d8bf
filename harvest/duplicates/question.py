"""A question as far as its likeness to others is concerned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What a thread asks, reduced to its words."""

    ref: str
    """`Thread.ref`."""
    words: tuple[str, ...]
    """Case-folded, of the title and the sentences that name the problem; only those that tell something."""
    product: str = ""
    """Questions about different products are never the same."""
    ask: tuple[str, ...] = ()
    """All words of the title or of the one sentence that asks, case-folded, in order; none where unknown."""

    def may_equal(self, other: Question) -> bool:
        """Whether nothing forbids that the two are one: another product, another number in what is asked.

        "Exercise 2.3" and "exercise 2.4" share every word that tells something.
        """
        if self.product != other.product:
            return False
        if self.ask == other.ask:
            return True
        mine = {word for word in self.ask if word.isdigit() or _numbered(word)}
        theirs = {word for word in other.ask if word.isdigit() or _numbered(word)}
        return not (mine - theirs and theirs - mine)


def _numbered(word: str) -> bool:
    return any(char.isdigit() for char in word)


def ending_off(word: str) -> str:
    """`word` without the English endings that the same question is asked with and without.

    "Downloads", "downloaded" and "downloading" are one. What is left need not be a word. A full stemmer finds
    a little more (StackFAQ: recall .53 for .50) and takes four seconds for the words of 28,000 questions.
    """
    if len(word) > 4:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith(("sses", "xes", "ches", "shes")):
            word = word[:-2]
        elif word.endswith("s") and word[-2] not in "su":
            word = word[:-1]
    if len(word) > 5 and word.endswith(("ing", "ed")):
        word = word[:-3] if word.endswith("ing") else word[:-2]
        if word[-1] == word[-2] and word[-1] in "bdgmnprt":
            word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
