"""The customers' own words: a page's title, and the phrases it was asked by.

Policy. Everything here is verbatim: words are left out (greetings, shouting, version numbers), never put in.
A title that says nothing ("Help!!!") is passed over for the first sentence that does. What a mistake costs: a
bad title hides a good answer, so a reviewer sees it first and can change it; a phrase that is wrong makes the
page turn up in searches where it does not belong.

Nothing here looks for personal data: the caller passes what masks it.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from harvest.vocabulary.telling import asks_or_fails, points, points_away, says_enough, specific, stands_alone
from harvest.vocabulary.words import READ_CHARACTERS, WORD, bare, meaningful, says, sentences, words
from harvest.vocabulary_file import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harvest.model import Thread

TITLE_READ: Final = 1600
"""Characters of a question that are searched for a title."""
TITLE_SENTENCES: Final = 12
"""And so many of its sentences."""
THEIR_WORD: Final = 2.0
"""Points for a title in the customers' word for a thing, off for one in the company's."""
NOTHING_KNOWN: Final = Vocabulary()
TITLE_CHARACTERS: Final = 90
"""A title longer than this is cut at a clause or a word."""
PHRASE_WORDS: Final = (3, 16)
"""A phrase is at least and at most this many words long."""
PHRASES: Final = 8
"""So many phrases a page keeps by default."""
OF_ONE_ASKER: Final = 4
"""So many of them come from one question: its heading and the sentences that tell most."""
TOO_ALIKE: Final = 0.6
"""Share of common words (Jaccard) from which two phrases count as the same."""
_TAG_IN_BRACKETS = re.compile(
    r"^\s*[\[(](?:solved|fixed|resolved|closed|help|urgent|question|bug|issue)[\])]\s*[:–-]?\s*",
    re.IGNORECASE,
)
_SOLVED_AT_END = re.compile(
    r"(?:\s*[\[(]|\s+[–-])\s*(?:solved|fixed|resolved|closed)\s*!*[\])]?\s*$", re.IGNORECASE
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|greetings|hallo|bonjour|hola|ciao)\b"
    r"(?: (?:all|there|everyone|everybody|guys|folks|team|support|again|friends|sir|madam|forum|[#@]\w+"
    r"|‹\w+›))*"
    r"(?:\s*[,.!:;]+|\s+[–-]+|\s*$|(?<=›)\s+)\s*",  # not "Hi-res prints"
    re.IGNORECASE,
)
_PLEA = re.compile(
    r"^(?:(?:please|pls|plz)[ ,!]*)?(?:urgent(?:ly)?|help(?: me| needed| please| pls)?|need help|sos|"
    r"(?:quick )?question|not happy|wtf|omg|anyone|so)\b(?![-'’/])[ ,.!?:;–-]*(?=\S)",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"^(?:(?:edit ?\d?|[a-d]|\d) ?[:).] ?|(?:okay|however|but|and|also|so|now|then|anyway|"
    r"basically|additionally|unfortunately|oops|"
    r"for some reason|in short|in other words|to summari[sz]e|tl;?dr)\b(?![-’'/])[\s,.:;…–-]+(?=\S)"
    r"|(?:(?:my|the|here is my|here's my) )?(?:\w+ )?(?:question|problem|issue)s?(?: here)?"
    r"(?: is|:)(?: that| this|,|:)*[\s:]+(?=\w+ \w+ \w))+",
    re.IGNORECASE,
)
"""What joins a sentence to the one before it, or announces it: "However, ", "My question is "."""
_HANGS_OVER = re.compile(r"[\s,]+(?:and|but|or|because|so|that)$", re.IGNORECASE)
_VERSION_IN_BRACKETS = re.compile(r"\s*\((?:v(?:ersion)?\s*)?\d+(?:\.\d+)+[^)]{0,20}\)")
_VERSION_AT_END = re.compile(
    r"[\s,–-]+(?:v(?:er(?:sion|s)?)?\.?\s*)\d+(?:\.\d+)*(?:\s*esr)?(?:\s*\(?\d\d[- ]?bits?\)?)?\W*$"
    r"|[\s,–-]+\(?(?:32|64)[- ]?bits?\)?\W*$",
    re.IGNORECASE,
)
_VERSION_AT_START = re.compile(r"^v(?:er(?:sion)?)?\.?\s*\d+(?:\.\d+)*\s*[:–-]\s*(?=\S+ \S+)", re.IGNORECASE)
_SOLVED_AFTER = re.compile(
    r"(?<=[.!?])\s+(?:solved|fixed|resolved|update|edit)\s*[:–-].*$", re.IGNORECASE | re.DOTALL
)
_SMILEY_AT_END = re.compile(r"\s*[:;]-?[)(DP]+\s*$")
_SPACE_BEFORE = re.compile(r"\s+([?!])")
_PRODUCT_BEFORE = re.compile(
    r"^[^\W\d_][\w ]{1,25}? v?\d+(?:\.\d+)*(?: ?\w{1,4})?\s*(?:[-–—]\s|:\s)\s*(?=\S+ \S+ \S)"
)
"""A product, its version and a dash before what is the matter."""


def title(thread: Thread, mask: Callable[[str], str] = str, known: Vocabulary = NOTHING_KNOWN) -> str:
    """A short question or symptom in the asker's words; never empty.

    `mask` hides personal data. It sees whole texts: cut up, a signature is no longer known for one.
    Where there is a choice, what customers call a thing is preferred to what the company calls it (`known`).
    """
    given = next((post.title for post in thread.question.posts if post.title), "")
    clean = _cleaned(mask(given))
    if not says_enough(clean):
        clean = _better(clean, thread.question.text, mask, known)
    return _presentable(clean) if WORD.search(clean) else "A question without words"


def heading(thread: Thread, mask: Callable[[str], str] = str) -> str:
    """The asker's own heading, made presentable: its name in a list. `title` where there is none.

    A fraction of the work of `title`, for the many threads that never become a page.
    """
    given = next((post.title for post in thread.question.posts if post.title), "")
    clean = _cleaned(mask(given)) if given else ""
    return _presentable(clean) if WORD.search(clean) else title(thread, mask)


def _better(heading: str, text: str, mask: Callable[[str], str], known: Vocabulary) -> str:
    """The sentence at the beginning of `text` that tells most, or else the heading."""
    told = sentences(mask(text[:TITLE_READ]))
    if len(text) > TITLE_READ and len(told) > 1:
        told = told[:-1]  # cut in two
    # beside a heading of several words, a statement tells nothing new
    any_will_do = len(WORD.findall(heading)) < PHRASE_WORDS[0]
    named = specific(heading)
    scored = [
        (points(clean, place, named) + _theirs(clean, known), -place, clean)
        for place, sentence in enumerate(told[:TITLE_SENTENCES])
        if (any_will_do or asks_or_fails(sentence)) and (clean := _cleaned(sentence))
    ]
    score, _, best = max(scored, default=(-math.inf, 0, heading))
    weaker = score < points(heading, 0, named) + _theirs(heading, known) or len(specific(best)) < 2
    # "get rid of them" says less than a heading that says of what
    hangs = len(named) >= 2 and points_away(best)
    return heading if heading and (weaker or hangs) else best


def _theirs(text: str, known: Vocabulary) -> float:
    """Points for a customers' word, against a company word."""
    theirs = any(says(text, word) for term in known.terms for word in term.they_say)
    return THEIR_WORD * (theirs - any(says(text, term.we_say) for term in known.terms))


def asked_as(
    threads: Iterable[Thread], limit: int = PHRASES, mask: Callable[[str], str] = str
) -> tuple[str, ...]:
    """The askers' phrases, at most `limit`: verbatim, short, each unlike the ones before it.

    Titles come first, then the sentences that name a symptom or ask, one thread after the other.
    `mask` as for `title`.
    """
    pool = [_phrases(thread, mask) for thread in threads]
    chosen: list[str] = []
    for rank in range(max(map(len, pool), default=0)):
        for phrases in pool:
            if rank < len(phrases) and not any(_alike(phrases[rank], other) for other in chosen):
                chosen.append(phrases[rank])
    return tuple(chosen[:limit])


def _phrases(thread: Thread, mask: Callable[[str], str]) -> list[str]:
    given = next((post.title for post in thread.question.posts if post.title), "")
    told = sentences(mask(thread.question.text[:READ_CHARACTERS]))
    named = _phrase(mask(given))
    scored = [
        (points(phrase, place, specific(named)), place, phrase)
        for place, sentence in enumerate(told)
        if (phrase := _phrase(sentence)) and asks_or_fails(phrase) and stands_alone(phrase)
    ]
    best = sorted(sorted(scored, reverse=True)[: OF_ONE_ASKER - bool(named)], key=lambda found: found[1])
    return [*([named] if named else []), *(phrase for _, _, phrase in best)]


def _phrase(text: str) -> str:
    """`text` as a phrase; "" where it is too short, too long, or says nothing."""
    clean = _HANGS_OVER.sub("", _cleaned(text).rstrip(" .!,;:"))
    low, high = PHRASE_WORDS
    return clean if low <= len(WORD.findall(clean)) <= high and len(meaningful(clean)) >= 2 else ""


def _cleaned(text: str) -> str:
    """`text` without greeting, plea, "[SOLVED]" and version noise."""
    text = bare(text)
    text = _SMILEY_AT_END.sub("", _SOLVED_AFTER.sub("", text))
    text = _SOLVED_AT_END.sub("", _TAG_IN_BRACKETS.sub("", text))
    for pattern in (_GREETING, _PLEA, _GREETING, _JOINT):
        text = pattern.sub("", text)
    text = _VERSION_AT_START.sub("", _VERSION_AT_END.sub("", text))
    text = _PRODUCT_BEFORE.sub("", _SPACE_BEFORE.sub(r"\1", _VERSION_IN_BRACKETS.sub(" ", text)))
    return " ".join(text.split())


def _presentable(text: str) -> str:
    """At most `TITLE_CHARACTERS`, no shouting, no trailing dots; a capital letter first."""
    text = re.sub(r"([!?])[!?]+", lambda match: "?" if "?" in match.group() else "", text).rstrip(" .!,;:–-…")
    text = _HANGS_OVER.sub("", text)
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 8 and sum(c.isupper() for c in letters) > 0.7 * len(letters):
        text = text.capitalize()
    if len(text) > TITLE_CHARACTERS:
        text = _cut(text)
    return text[:1].upper() + text[1:] if re.match(r"[a-z]+\b(?![.:/])", text) else text


def _cut(text: str) -> str:
    clauses = [m.start() for m in re.finditer(r"[,;:–]\s|\s(?:and|but|because|when|since)\s|\s[-–—]\s", text)]
    fitting = [at for at in clauses if TITLE_CHARACTERS / 3 <= at <= TITLE_CHARACTERS]
    if fitting:
        return text[: fitting[-1]].rstrip(" .,;:–-")
    return text[:TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" .,;:–-") + "…"


def _alike(one: str, other: str) -> bool:
    a, b = set(words(one)), set(words(other))
    return len(a & b) >= TOO_ALIKE * len(a | b)
