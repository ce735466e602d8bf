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

from harvest.vocabulary import cues
from harvest.vocabulary.asked import Topic, clauses, is_asked, is_asked_abroad, parts
from harvest.vocabulary.noise import hangs, without_noise
from harvest.vocabulary.problem import About, log_odds
from harvest.vocabulary.telling import (
    BEGINNING,
    asks,
    asks_or_fails,
    fails,
    names_task,
    near,
    points,
    points_away,
    says_enough,
    specific,
    tells_story,
)
from harvest.vocabulary.words import READ_CHARACTERS, WORD, in_english, meaningful, says, sentences, words
from harvest.vocabulary_file import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from collections.abc import Set as AbstractSet

    from harvest.model import Thread

TITLE_READ: Final = 1600
"""Characters of a question that are searched for a title."""
TITLE_SENTENCES: Final = 12
"""And so many of its sentences."""
LIKELY: Final = 1.5
"""Points for each log-odds by which a sentence is likelier than usual to name the problem."""
USUAL: Final = -1.5
MUCH_LIKELIER: Final = 1.5
"""More than this speaks for a sentence no more."""
SURE: Final = 1.0
"""Log-odds from which a question is a better title than a heading that names what somebody wants to do."""
SYMPTOM_LIKELY: Final = -2.0
"""Log-odds from which what a sentence says fails may stand behind a heading that names no problem."""
SYMPTOM_WORDS: Final = (3, 10)
"""It has so many words."""
BRIEF: Final = 4
"""A heading of so many words can stand before the sentence that says what is wrong with it."""
THEIR_WORD: Final = 2.0
"""Points for a title in the customers' word for a thing, off for one in the company's."""
OFF_TOPIC: Final = 4.0
"""Points off for a sentence that has no word in common with the heading."""
NOTHING_KNOWN: Final = Vocabulary()
LONG_TITLE: Final = 90
"""A title longer than this is cut where a sentence ends."""
TITLE_CHARACTERS: Final = 120
"""One longer than this at a clause or a word: what is cut in two says less than what is long."""
MOST_OF_IT: Final = 60
"""Characters after which what is left out is the smaller half."""
PHRASE_WORDS: Final = (3, 16)
"""A phrase is at least and at most this many words long."""
PHRASES: Final = 8
"""So many phrases a page keeps by default."""
SHORT_SENTENCE: Final = 70
"""A sentence of more characters than this gives its clauses, too."""
PHRASE_SENTENCES: Final = 14
"""So many sentences of a question are searched for phrases."""
PHRASE_CHARACTERS: Final = 200
"""A sentence of more is no phrase, whatever noise it holds."""
POSSIBLE: Final = -3.5
"""Log-odds of naming the problem from which a sentence is looked at for phrases."""
OF_ONE_ASKER: Final = 4
"""So many of them come from one question: its heading and the sentences that tell most."""
TOO_ALIKE: Final = 0.6
"""Share of common words (Jaccard) from which two phrases count as the same."""
_SOME_PROBLEM = re.compile(r"\b(?:problem|issue|question|trouble|discussion|error)s?\b", re.IGNORECASE)
"""A heading that says that there is one and not which."""
_LAST_WORDS = re.compile(r"[\s,]+(?:and|but|or|because|so|that)$", re.IGNORECASE)
_WISH = re.compile(
    r"^(?:i|we)(?:['’](?:m|re|d)| am| are| was| would)?(?: just| still| really| also| currently)*"
    r" (?:trying|want(?:ed|ing)?|need|wish|like|love)(?: to be able)? to"
    r" (?=(?!know|ask|see|say|thank|share|report|understand|make sure|be\b)[a-z]{2,} \w+"
    r" (?!.*\bbut\b)[^?]*$)",
    re.IGNORECASE,
)
"""Before what somebody wants to do: the rest of the sentence is the topic."""
_SENTENCE = re.compile(r"(?<=\w\w[.?!])\s+(?=\S)|(?<=[)\]\"”][.?!])\s+(?=\S)|\s+[-–—]+\s|\.{3}")
"""Where a long title may end early."""
_PHRASE = re.compile(
    r"\s(?=(?:without|in|on|at|by|from|for|after|before|when|while|since|until|if|through|into|during|using|via|so)\b)",
    re.IGNORECASE,
)
"""Where one may end that has no clauses."""
_JUST_BEGUN = re.compile(r"\b(?:when|if|while|that|as|so|because|and|or|which)(?: \S+){1,2}$", re.IGNORECASE)
"""A clause that has only begun."""
_CLAUSE = re.compile(
    rf"{_SENTENCE.pattern}|[,;]\s|\s(?=\(|(?:which|although|even though|such as|in order|so that)\b"
    r"|(?:and|but|because|so|as)"
    r" (?:i|it|my|we|they|the|this|there|now|then|not|no|when|how|what|why|is|can|can['’]?t)\b)",
    re.IGNORECASE,
)
"""Where one that is too long may."""


def title(
    thread: Thread,
    mask: Callable[[str], str] = str,
    known: Vocabulary = NOTHING_KNOWN,
    answer: AbstractSet[str] = frozenset(),
) -> str:
    """A short question or symptom in the asker's words; never empty.

    `mask` hides personal data. It sees whole texts: cut up, a signature is no longer known for one.
    Where there is a choice, what customers call a thing is preferred to what the company calls it (`known`),
    and what shares words with the `answer` (its meaningful words) to what does not.
    """
    given = next((post.title for post in thread.question.posts if post.title), "")
    clean = without_noise(mask(given))
    if not says_enough(clean):
        clean = _better(clean, thread.question.text, mask, known, answer)
    return _presentable(clean) if WORD.search(clean) else "A question without words"


def heading(thread: Thread, mask: Callable[[str], str] = str) -> str:
    """The asker's own heading, made presentable: its name in a list. `title` where there is none.

    A fraction of the work of `title`, for the many threads that never become a page.
    """
    given = next((post.title for post in thread.question.posts if post.title), "")
    clean = without_noise(mask(given)) if given else ""
    return _presentable(clean) if WORD.search(clean) else title(thread, mask)


def _better(
    heading: str, text: str, mask: Callable[[str], str], known: Vocabulary, answer: AbstractSet[str]
) -> str:
    """The sentence at the beginning of `text` that tells most, or else the heading."""
    told = sentences(mask(text[:TITLE_READ]))
    if len(text) > TITLE_READ and len(told) > 1:
        told = told[:-1]  # cut in two
    long, named = len(WORD.findall(heading)), specific(heading)
    if long > 1 and not in_english(text):
        return _better_abroad(heading, told) if long < PHRASE_WORDS[0] else heading
    # beside a heading of several words, a statement tells nothing new; beside a task, only its failure does
    rants = cues.RANTS.search(heading) is not None
    any_will_do = rants or long < PHRASE_WORDS[0]
    task = names_task(heading)
    told = told[:TITLE_SENTENCES]
    odds = log_odds(told, About(heading=frozenset(meaningful(heading)), answer=answer))
    scored = [
        (points(clean, place, named) + _likely(odds[place]) + _theirs(clean, known), -place, clean)
        for place, sentence in enumerate(told)
        if (
            any_will_do
            or (fails(sentence) if task else asks_or_fails(sentence))
            or (odds[place] >= SURE and asks(sentence) and near(named, sentence))
        )
        and (clean := _short(without_noise(sentence)))
        and not (task and len(named & specific(clean)) < 2)
    ]
    if any(not tells_story(each[2]) and asks_or_fails(each[2]) for each in scored):
        scored = [each for each in scored if not tells_story(each[2])]
    score, _, best = max(scored, default=(-math.inf, 0, heading))
    if named and not fails(best) and not near(named, best):
        score -= OFF_TOPIC + LIKELY * MUCH_LIKELIER
    weaker = score < points(heading, 0, named) + _theirs(heading, known) or len(specific(best)) < 2
    # "get rid of them" says less than a heading that says of what
    leans = len(named) >= 2 and points_away(best)
    if not heading or rants:
        return best
    if weaker or leans:
        return _with_symptom(heading, told, odds)
    return _beside(heading, named, best)


def _with_symptom(heading: str, told: list[str], odds: list[float]) -> str:
    """The heading; one that names a thing and no problem, with a likely short symptom behind it."""
    if asks(heading) or len(WORD.findall(heading)) > BRIEF or fails(_SOME_PROBLEM.sub("", heading)):
        return heading
    found = [
        (odds[place], -len(clean), clean)
        for place, sentence in enumerate(told)
        if odds[place] >= SYMPTOM_LIKELY
        for part in clauses(sentence)
        if fails(part)
        and (clean := without_noise(part).rstrip(" .!,;:"))
        and SYMPTOM_WORDS[0] <= len(WORD.findall(clean)) <= SYMPTOM_WORDS[1]
        and len(heading) + len(clean) < LONG_TITLE
        and specific(clean)
        and not (asks(clean) or points_away(clean) or tells_story(clean))
        and not any(
            pattern.match(clean)
            for pattern in (cues.LEANS, cues.STORY, cues.ATTEMPT, cues.IN_MIND, cues.DRIFTS)
        )
        and not any(pattern.search(clean) for pattern in (cues.ABOUT_THE_POST, cues.WORKS, cues.POINTS))
    ]
    return f"{heading.rstrip(' .:!?')}: {max(found)[2]}" if found else heading


def _beside(heading: str, named: Collection[str], best: str) -> str:
    """The sentence, after a short heading that names what it speaks of and does not name itself."""
    missing = not any(word[:BEGINNING] in best.casefold() for word in named)
    brief = 0 < len(WORD.findall(heading)) <= BRIEF and len(heading) + len(best) < LONG_TITLE
    told = fails(best) and not asks(heading) and not _SOME_PROBLEM.search(heading)
    return f"{heading.rstrip(' .:!?')}: {best}" if named and missing and brief and told else best


def _likely(odds: float) -> float:
    return LIKELY * min(odds - USUAL, MUCH_LIKELIER)


def _better_abroad(heading: str, told: list[str]) -> str:
    """The first question about what a short heading names, where the words for failures are not known."""
    asked = (without_noise(sentence) for sentence in told[:TITLE_SENTENCES])
    named = specific(heading)
    return next((clean for clean in asked if is_asked_abroad(clean) and near(named, clean)), heading)


def _theirs(text: str, known: Vocabulary) -> float:
    """Points for a customers' word, against a company word."""
    theirs = any(says(text, word) for term in known.terms for word in term.they_say)
    return THEIR_WORD * (theirs - any(says(text, term.we_say) for term in known.terms))


def asked_as(
    threads: Iterable[Thread],
    limit: int = PHRASES,
    mask: Callable[[str], str] = str,
    title: str = "",
    answer: AbstractSet[str] = frozenset(),
) -> tuple[str, ...]:
    """The askers' phrases, at most `limit`: verbatim, short, each unlike the ones before it and the `title`.

    Headings come first, then what names a symptom or asks, one thread after the other. `mask` and `answer` as
    for `title`.
    """
    pool = [_phrases(thread, mask, title, answer) for thread in threads]
    chosen: list[str] = []
    for rank in range(max(map(len, pool), default=0)):
        for phrases in pool:
            if rank >= len(phrases) or _repeats(phrases[rank], title):
                continue
            if not any(_alike(phrases[rank], other) or _within(phrases[rank], other) for other in chosen):
                chosen.append(phrases[rank])
    return tuple(chosen[:limit])


def _phrases(thread: Thread, mask: Callable[[str], str], title: str, answer: AbstractSet[str]) -> list[str]:
    given = next((post.title for post in thread.question.posts if post.title), "")
    text = thread.question.text[:READ_CHARACTERS]
    told = sentences(mask(text))[:PHRASE_SENTENCES]
    named = _heading_phrase(mask(given))
    topic = Topic(specific(named), specific(title), answer, in_english(text))
    odds = log_odds(told, About(frozenset(meaningful(title)), frozenset(meaningful(mask(given))), answer))
    scored = [
        (odds[place], -place, phrase)
        for place, sentence in enumerate(told)
        if odds[place] >= POSSIBLE
        for part in (sentence, *(parts(sentence) if len(sentence) > SHORT_SENTENCE else ()))
        if len(part) <= PHRASE_CHARACTERS
        and (phrase := _phrase(part))
        and is_asked(phrase, part, place, topic, odds[place])
    ]
    best = sorted(sorted(scored, reverse=True)[: OF_ONE_ASKER - bool(named)], key=lambda found: -found[1])
    heads = [phrase for part in parts(mask(given)) if (phrase := _phrase(part)) and _says(phrase)]
    return [*([named] if named else []), *(phrase for _, _, phrase in best), *heads]


def _heading_phrase(heading: str) -> str:
    """A heading is a phrase if it names two things, however short it is."""
    clean = _LAST_WORDS.sub("", without_noise(heading).rstrip(" .!,;:"))
    return clean if len(WORD.findall(clean)) <= PHRASE_WORDS[1] and len(specific(clean)) > 1 else ""


def _says(clause: str) -> bool:
    return asks_or_fails(clause) and len(specific(clause)) > 1


def _phrase(text: str) -> str:
    """`text` as a phrase; "" where it is too short, too long, or says nothing."""
    clean = _LAST_WORDS.sub("", _WISH.sub("", without_noise(text)).rstrip(" .!,;:"))
    low, high = PHRASE_WORDS
    return clean if low <= len(WORD.findall(clean)) <= high and len(meaningful(clean)) >= 2 else ""


def _presentable(text: str) -> str:
    """At most `TITLE_CHARACTERS`, no shouting, no trailing dots; a capital letter first."""
    text = re.sub(r"([!?])[!?]+", lambda match: "?" if "?" in match.group() else "", text).rstrip(" .!,;:–-…")
    text = _LAST_WORDS.sub("", text)
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 8 and sum(map(str.isupper, letters)) > 0.7 * len(letters):
        text = text.capitalize()
    if len(text) > LONG_TITLE:
        text = _cut(text)
    text = _WISH.sub("", text)
    return text[:1].upper() + text[1:] if re.match(r"[^\W\d_A-Z]+\b(?![.:/])", text) else text


def _cut(text: str) -> str:
    """The longest beginning that ends with a clause and says enough, else with a phrase; else many words.

    A bracket is left out with what follows it only if it stands late: it holds what people search for.
    """
    whole = len(text) <= TITLE_CHARACTERS
    for ends, earliest in ((_SENTENCE if whole else _CLAUSE, TITLE_CHARACTERS // 3), (_PHRASE, MOST_OF_IT)):
        for end in reversed(list(ends.finditer(text, earliest, TITLE_CHARACTERS))):
            begun = text[: end.start()].rstrip(" .,;:–-")
            bracket = text[end.end() : end.end() + 1] == "(" and end.start() < MOST_OF_IT
            if whole and fails(text[end.end() :]):
                return text
            if _closed(begun) and says_enough(begun) and not _breaks_off(begun) and not bracket:
                return begun if whole else _asking_still(begun, text)
        if whole:
            return text
    words = text[:TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" .,;:–-")
    while " " in words and hangs(words):
        words = words.rsplit(" ", 1)[0].rstrip(" .,;:–-")
    return words + "…"


def _asking_still(begun: str, text: str) -> str:
    """The beginning of a question keeps its mark, if it asks by itself."""
    question = text.endswith("?") and not begun.endswith("?") and cues.QUESTION.match(begun)
    return f"{begun}?" if question else begun


def _breaks_off(text: str) -> bool:
    """Whether something has to follow: it ends in "to", or in "when I tap"."""
    return hangs(text) or _JUST_BEGUN.search(text) is not None


def _short(text: str) -> str:
    """The beginning of a long question that asks by itself; else the sentence as it is."""
    if len(text) <= TITLE_CHARACTERS or not asks(text):
        return text
    cut = _cut(text)
    return text if cut.endswith("…") or not asks(cut) else cut


def _closed(text: str) -> bool:
    """Whether what is opened in it, a bracket or a quotation, is closed."""
    pairs = all(text.count(opens) == text.count(closes) for opens, closes in ("()", "“”"))
    return pairs and text.count('"') % 2 == 0


def _alike(one: str, other: str) -> bool:
    a, b = set(words(one)), set(words(other))
    return len(a & b) >= TOO_ALIKE * len(a | b)


def _repeats(phrase: str, title: str) -> bool:
    """Whether a phrase is the title again, or two words of it."""
    named = meaningful(phrase)
    return _alike(phrase, title) or (len(named) < PHRASE_WORDS[0] and named <= meaningful(title))


def _within(one: str, other: str) -> bool:
    """Whether a phrase says nothing that the other does not."""
    return meaningful(one) <= meaningful(other)
