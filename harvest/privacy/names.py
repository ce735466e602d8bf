"""Names of people: those known to be in the thread, and those that stand where names stand.

No list of first names is used: it would mask Will, Mark and Grace in ordinary sentences and miss most of
the world. A name is known because the thread has it, or because of its place: after a greeting, under a
letter, after "my name is", before "wrote:".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.privacy.reading import COVER, fold
from harvest.privacy.words import CLOSING_WORDS, GREETED_GROUPS, NOT_SIGNED, ORDINARY, SENTENCE_STARTS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

_UP: Final = r"[A-ZΑ-ΩА-Я]"
_LETTER: Final = r"[^\W\d_]"
_NAME: Final = rf"{_UP}(?:{_LETTER}|['.\-](?={_LETTER})){{0,30}}+"
_MORE: Final = rf"(?: (?:(?:van|von|de|da|di|del|der|den|la|le|bin|al|dos) ){{0,2}}(?:{_NAME}|{_UP}\.))"
_FULL: Final = rf"(?:{_NAME}|{_UP}\.){_MORE}{{0,3}}"
_TITLES: Final = (
    r"(?i:mr|mrs|ms|miss|mx|dr|prof|herr|herrn|frau|monsieur|madame|mme|mlle|senor|senora|sr|sra"
    r"|signor|signora|sig|dhr|mevr|mevrouw)"
)

_GREETING: Final = re.compile(
    r"(?P<hi>hi|hello|hey|hiya|heya|dear|greetings|(?:good )?(?:morning|afternoon|evening)|good day"
    r"|howdy|hallo|guten (?:tag|morgen|abend)|"
    r"moin|servus|lieber?|sehr geehrter?|bonjour|bonsoir|salut|chere?|hola|estimad[oa]|querid[oa]"
    r"|buenos dias|buenas(?: tardes)?|ciao|"
    r"buongiorno|gentile|caro|cara|beste|hoi|goedemorgen|goedemiddag|ola|prezad[oa]|bom dia|boa tarde|"
    r"thanks(?: again| so much| a lot| very much)?|thank you(?: again| so much| very much)?|thx|cheers"
    r"|many thanks|"
    r"danke|vielen dank|merci|gracias|grazie|obrigad[oa]|bedankt|welcome(?: back)?|sorry(?: to hear that"
    r"| about that)?)"
    r"(?P<gap>,? (?:to |an )?|,)(?=[^\W_])"
)
_FAR_GREETING: Final = re.compile(rf"(?:hi|hello|hey|hiya) (?:there|again) (?={_LETTER})")
"""`Hello again Tom,`: what goes on in small letters is a sentence."""
_VOCATIVE: Final = re.compile(
    r"(?:(?:oh|ah|well|so|ok|okay|yes|no|right),? )?"
    r"(?:(?:deep breath|good (?:question|point|luck|news|catch|idea|call|to (?:hear|know|see))"
    r"|well (?:spotted|done|said)|(?:nice|good|great) (?:one|work|job|find)|sure(?: thing)?"
    r"|no (?:worries|problem|need to worry|panic)|(?:do not|don't) (?:panic|worry|despair)|of course"
    r"|fair (?:enough|point)|my (?:pleasure|bad|apologies)|apologies|you're (?:very |most )?welcome"
    r"|understood|agreed|exactly|indeed|congratulations|congrats|hang (?:on|in there)|hold on"
    r"|(?:so )?glad (?:it|that|this)(?: \w{1,12}){1,2}|glad to (?:help|hear)(?: (?:it|that))?|take care"
    r"|bear with (?:me|us)|oh (?:dear|no)|great|excellent|perfect|brilliant|awesome|lovely|bravo)(?P<end>)"
    rf"|ah|oh|aha|yes|no|ok|okay|right|well), (?={_LETTER})"
)
"""What is said to somebody at the beginning of a sentence. `end`: a full stop may follow the name."""
_OPENING_LINE: Final = re.compile(r"\s{0,8}(?=[^\W\d_]{2,21}, ?\n)")
"""`Tom,` alone on the first line."""
_CALLED: Final = re.compile(r" ?[,:!](?=\s|\Z)")
_CALLED_LAST: Final = re.compile(r" ?(?:[,:!.](?=\s|\Z)|\n|\Z)")
_GREETING_WORDS: Final = words(
    "hi hello hey hiya heya dear greetings good morning afternoon evening "
    "howdy hallo guten moin servus liebe lieber sehr bonjour "
    "bonsoir salut cher "
    "chere hola estimado estimada querido querida buenos buenas ciao buongiorno gentile caro cara beste "
    "hoi goedemorgen "
    "goedemiddag ola prezado prezada bom boa thanks thank thx cheers many danke vielen merci gracias "
    "grazie obrigado obrigada "
    "bedankt welcome sorry buonasera merhaba merhabalar selam selamlar ahoj goedendag heyo hei hej salve "
    "pozdravljeni goodnight "
    "besten ola yo greeting prezados prezadas estimados estimadas queridos saludos reporter"
)
_GREETED: Final = re.compile(rf"(?:(?P<title>{_TITLES})\.? )?(?P<who>{_FULL}|{_LETTER}{{2,20}}+)")
_ONE_NAME: Final = re.compile(rf"{_UP}(?:(?!{_UP}){_LETTER}){{1,20}}+(?!\w)")
_DELIMITED: Final = re.compile(r"\s{0,2}(?:[,!:;?.)\n\-]|\Z)")
_NEXT_WORD: Final = re.compile(rf"\s{{1,3}}({_LETTER}[\w']{{0,20}})")
_LINE_START: Final = re.compile(r"(?:\A|[\n.!?>,:;)\ufffc(\"'\-])\s{0,4}\Z")
_LETTER_OPENINGS: Final = (
    "thank",
    "thx",
    "cheers",
    "many",
    "danke",
    "vielen",
    "merci",
    "gracias",
    "grazie",
    "obrigad",
    "bedankt",
    "welcome",
    "sorry",
)

_TITLED: Final = re.compile(
    rf"(?<![\w.])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Herrn|Frau|Monsieur|Mme|Mlle|Senor|Senora|Sra|Signora?|Sig"
    rf"|Dhr|Mevr|Mevrouw)\.? (?P<who>{_NAME}{_MORE}{{0,2}})"
)
_SELF: Final = re.compile(
    r"(?:my (?:full |real |first |last )?name is|my name's|mein name ist|ich heisse|ich heiße"
    r"|je m'appelle|mon nom est"
    r"|me llamo|mi nombre es|mi chiamo|meu nome e|mijn naam is|ik heet|agent named"
    r"|(?P<weak>call me|speaking with|spoke (?:to|with)|this is|talked to|chatted with"
    r"|i'm|i am|ich bin|je suis|soy|sono|ik ben)) (?=[^\W\d_])"
)
_PERSON: Final = re.compile(_FULL)
_FROM_SOMEWHERE: Final = re.compile(r",? (?:from|with|at|of|in|and i|aus|von|de|da|van)\b")
_TITLE_WORDS: Final = words(
    "mr mrs ms mx dr prof herr herrn frau monsieur mme mlle senor senora sra signor signora sig dhr mevr "
    "mevrouw"
)
_WROTE_WORDS: Final = words("wrote said writes schrieb ecrit escribio scritto schreef escreveu")
_WROTE: Final = re.compile(
    rf"(?P<who>{_FULL})(?:\s?[(<\[]?\ufffc{{1,320}}[)>\]]?)?,?\s(?:wrote|said|writes|schrieb|a ecrit"
    rf"|escribio|ha scritto|schreef|escreveu)\s?:"
)
_HEADER: Final = re.compile(
    rf"(?<!\w)(?i:from|to|cc|bcc|reply-to|sender|von|an|de|para|da|van"
    rf"|aan)[:;] ?\"?(?P<who>{_FULL})(?=\"?\s?[<(\[]?\ufffc|\s{{0,2}}\n(?i:sent|to|date|subject|cc))"
)
_BEFORE_ADDRESS: Final = re.compile(rf"\"?(?P<who>{_NAME}{_MORE}{{1,3}})\"?\s?[<(\[]\ufffc{{3}}")

_INITIALS: Final = re.compile(
    r"(?P<all>[\^/*~\-](?<=[\s.!?,)\ufffc].)"
    r"(?:(?<=\^)(?: ?[A-Za-z]{2,12}|[A-Z])|(?<=[/*~]) ?[A-Z]{2,3}|(?<=\*)[A-Z][A-Za-z]{2,11}"
    r"|(?<=-)-? ?[A-Z]{2}))"
    r"(?=\s{0,2}(?:\Z|\n|\(?\d ?/ ?\d\)?\s{0,2}\Z|https?://|\ufffc{9,2048}\s{0,2}(?:\Z|\n)))"
)
_CLOSING: Final = re.compile(
    rf"(?:\A|[\n.!?,;>]) {{0,3}}(?:(?:with"
    rf"|and) )?{CLOSING_WORDS}(?!\w)[ ]{{0,2}}(?=(?P<sep>[,.!~\-:]{{0,3}}\s{{0,4}}))"
)
_CLOSING_FIRST: Final = words(
    "regards wishes rgds sincerely yours cheers thanks thank thx tia ty best cordially respectfully care "
    "love mfg lg vg grussen gruss grusse "
    "grußen gruß gruße dank danke cordialement merci vous salutations saludos gracias saludo atentamente "
    "atenciosamente obrigado "
    "obrigada abraco abracos saluti grazie groeten groetjes groet mvg bedankt"
)
_SIGNED: Final = re.compile(
    rf"(?:[\-~*] {{0,2}})?(?P<who>{_FULL}|{_LETTER}{{2,20}}+(?: {_LETTER}{{2,20}}+)?)[ .,!)]{{0,3}}(?=\n"
    rf"|\Z|[\-(|/\ufffc])"
)
_DASHED: Final = re.compile(
    rf"(?:(?<=\n)|(?<=[.!?)] )|(?<=[.!?]))[ ]{{0,2}}(?:-{{1,2}}|~"
    rf"|/) ?(?P<who>{_NAME}(?: {_NAME}){{0,2}})[ .]{{0,3}}(?=\Z|\n{{1,3}}\Z|\n{{1,3}}[Ss]ent )"
)
_NAME_BEFORE: Final = re.compile(
    r"(?:\b(?:hi|hello|hey|dear|thanks|thank you|cheers|by|from|with|mr|mrs|ms|dr|regards|sincerely"
    r"|welcome|to|and"
    r"|ask|told|agent|herr|frau|hallo|bonjour|hola|ciao|merci|danke|gracias)[,.:]? |@)\Z"
)
_LINE_BEFORE: Final = re.compile(r"(?:\A|\n)[ \-~]{0,3}\Z")
_SAID: Final = r" (?:wrote|said|says|mentioned|suggested|posted|asked|replied|explained)\b"
_NAME_AFTER: Final = re.compile(
    rf"[,:]|{_SAID}|'s (?:answer|reply|post|solution|suggestion|advice|comment)|[ .!]{{0,3}}(?:\n|\Z)"
)
_LINE_AFTER: Final = re.compile(rf"{_SAID}|[ .,!:]{{0,3}}(?:\n|\Z)")
_QUOTED: Final = re.compile(
    rf"(?:\A|(?<=\n))[ ]{{0,3}}(?P<who>{_NAME}(?: {_NAME}){{0,2}}) said(?=\s{{0,2}}\n)"
)
_LAST_LINE: Final = re.compile(
    rf"(?:[.!?)] {{0,3}}\n\s{{0,4}}(?P<who>{_NAME}(?: {_NAME}){{0,2}})"
    rf"|[.!?] {{1,3}}(?P<full>{_NAME} {_NAME}))\s{{0,4}}\Z"
)
_LOOK_BACK: Final = 24
_VOCATIVE_BEFORE: Final = re.compile(
    r"\w, \Z|\b(?:morning|evening|afternoon|night|breath|there|so|sorry|yes|no|well) \Z"
)
_VOCATIVE_AFTER: Final = re.compile(r"[,!?:]|[.](?:\s|\Z)|\s*\Z")
"""", Bev," and ", Jen!": somebody is spoken to."""
_SHORT: Final = 3
_LAST: Final = 400
"""Characters from the end in which a letter is signed with a dash."""


def known(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:
    """Handles and display names of the thread's people, and the parts of a name with several words.

    Anywhere, in any case, if nothing else could be meant; an ordinary word (Will, Mark, Next, Support) or a
    part of a name needs a capital, and an ordinary word also a place where names stand. False alarm: a
    reader misses a word; a company lists its product names in `keep`. Miss: "will helped me" with Will in
    the thread.
    """
    for name in sorted(policy.names, key=lambda n: (-len(n), n)):
        plain = " ".join(fold(name).strip().lstrip("@").split())
        low = plain.lower()
        if len(low) < 2 or not any(c.isalnum() for c in low):
            continue
        yield from _occurrences(reading, low, strict=_is_ordinary(low), capital=False)
        for part in _parts(plain, " "):
            yield from _occurrences(reading, part, strict=_is_ordinary(part), capital=True)
        for part in _parts(plain, "_"):  # of handles many are words: only where names stand
            yield from _occurrences(reading, part, strict=True, capital=True)


def _parts(name: str, separator: str) -> list[str]:
    """The words of a name of several, folded, sorted; initials and what has other signs in it left out."""
    parts = name.split(separator)
    words_ = {part.strip(".,()\"'").lower() for part in parts} if len(parts) > 1 else set()
    return sorted(word for word in words_ if len(word) >= _SHORT and word.isalpha())


def _is_ordinary(low: str) -> bool:
    """Whether a name could be any word: short, or on the list; "" for several words."""
    if not low.isalpha():
        return low.isdigit() or all(word in ORDINARY for word in low.split())
    return len(low) <= _SHORT or low in ORDINARY


def _occurrences(reading: Reading, low: str, *, strict: bool, capital: bool) -> Iterator[tuple[int, int]]:
    """Whole words equal to `low`; `capital`: written with one; `strict`: and where names stand."""
    at = reading.low.find(low)
    while at >= 0:
        end = at + len(low)
        whole = not _is_word(reading.low, at - 1) and not _is_word(reading.low, end)
        if whole and ((not strict and not capital) or reading.text[at].isupper()):
            before = reading.text[max(0, at - _LOOK_BACK) : at].lower()
            if (
                not strict
                or (_NAME_BEFORE.search(before) and _NAME_AFTER.match(reading.text, end))
                or (_LINE_BEFORE.search(before) and _LINE_AFTER.match(reading.text, end))
                or (_VOCATIVE_BEFORE.search(before) and _VOCATIVE_AFTER.match(reading.text, end))
            ):
                yield at, end
        at = reading.low.find(low, end)


def _is_word(text: str, at: int) -> bool:
    """Whether a letter, a digit or an underscore stands there."""
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def addressed(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`Hi John,`, `Dear Mr Smith`, `Thanks Mary!`, `Bonjour Marie,`.

    With a comma, a line's end or a title behind or before it nearly any word counts: a false alarm takes
    one word out of a greeting. Without, a capital is needed and a sentence that goes on with "I", "my",
    "can": "Hi Kettle keeps clicking" names a product. Miss: a first name.
    """
    text = reading.text
    if reading.words.isdisjoint(_GREETING_WORDS):
        return
    for hi in _GREETING.finditer(reading.low):
        who = None if _is_word(text, hi.start() - 1) else _GREETED.match(text, hi.end())
        if who is None:
            continue
        name = who["who"]
        parts = name.lower().rstrip(".").split()
        if who["title"] and name[0].isupper():
            yield who.span("who")
            continue
        if GREETED_GROUPS.intersection(parts) or (name[0].islower() and len(parts) > 1):
            # "Hi John There" is read as one name: try the first word alone.
            if parts[0] in GREETED_GROUPS or len(parts) == 1:
                continue
            yield who.start("who"), who.start("who") + len(parts[0])
            continue
        thanking = hi["hi"].lower().startswith(_LETTER_OPENINGS)
        if name[0].islower() and (
            thanking or not _LINE_START.search(text[max(0, hi.start() - 6) : hi.start()])
        ):
            continue
        going_on = _NEXT_WORD.match(reading.low, who.end())
        if _DELIMITED.match(text, who.end()) or (
            name[0].isupper() and not thanking and going_on and going_on[1] in SENTENCE_STARTS
        ):
            yield who.span("who")


def called(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`Deep breath, Olga: …`, `Well spotted, Bev!`, `Hello again Tom,`, `Tom,` on a line: spoken to by name.

    One word with a capital that is no ordinary one and stands nowhere else in the text. False alarm: the name
    of a product after "Yes," loses a word. Miss: a first name.
    """
    first = _OPENING_LINE.match(reading.low)
    openings = [*_VOCATIVE.finditer(reading.low), *_FAR_GREETING.finditer(reading.low)]
    for opening in (*([first] if first else ()), *openings):
        start = opening.start()
        if _is_word(reading.low, start - 1) or not _LINE_START.search(
            reading.text[max(0, start - 6) : start]
        ):
            continue
        who = _ONE_NAME.match(reading.text, opening.end())
        if who is None:
            continue
        last = opening.re is _VOCATIVE and opening["end"] is not None
        low = who.group().lower()
        if (_CALLED_LAST if last else _CALLED).match(reading.text, who.end()) and not _is_no_name(
            low, reading.low
        ):
            yield who.span()


def _is_no_name(low: str, text: str) -> bool:
    if len(low) < _SHORT or low in ORDINARY or low in NOT_SIGNED or low in SENTENCE_STARTS:
        return True
    return low in GREETED_GROUPS | _GREETING_WORDS | _CLOSING_FIRST or text.count(low) > 1


def introduced(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`My name is John`, `I'm John Smith from …`, `Mrs Jones`, `Jane Doe wrote:`, and names in mail headers.

    False alarm: "Mr Fusion" loses a word. Miss: somebody's full name.
    """
    text = reading.text
    if not reading.words.isdisjoint(_TITLE_WORDS):
        yield from (found.span("who") for found in _TITLED.finditer(text) if found["who"] != "Web")
    for cue in _SELF.finditer(reading.low):
        who = None if _is_word(reading.low, cue.start() - 1) else _PERSON.match(text, cue.end())
        if who is None or not NOT_SIGNED.isdisjoint(who.group().lower().split()):
            continue
        if not cue["weak"] or (
            who.group().lower() not in ORDINARY and _FROM_SOMEWHERE.match(reading.low, who.end())
        ):
            yield who.span()
    if not reading.words.isdisjoint(_WROTE_WORDS):
        yield from (found.span("who") for found in _QUOTED.finditer(text))
        for found in _WROTE.finditer(text):
            if found["who"].lower() not in ORDINARY and found["who"].lower() not in SENTENCE_STARTS:
                yield found.span("who")
    if COVER in text:
        yield from (found.span("who") for found in _HEADER.finditer(text))
        yield from (found.span("who") for found in _BEFORE_ADDRESS.finditer(text))


def signed(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`Regards, Philippe`, `Thanks,` and a name on the next line, `- Mary` at the end, an agent's `^JS`.

    False alarm: the last word of a letter. Miss: the writer's name.
    """
    text = reading.text
    closings = () if reading.words.isdisjoint(_CLOSING_FIRST) else _CLOSING.finditer(reading.low)
    for closing in closings:
        who = _SIGNED.match(text, closing.end("sep"))
        if who is None or not closing["sep"]:
            continue
        parts = who["who"].lower().rstrip(".").split()
        own_line = "\n" in closing["sep"]
        if not NOT_SIGNED.intersection(parts) and (who["who"][0].isupper() or (own_line and len(parts) == 1)):
            yield who.span("who")
    for found in _DASHED.finditer(text, max(0, len(text) - _LAST)):
        if not NOT_SIGNED.union(ORDINARY).intersection(found["who"].lower().split()) and _ends_a_letter(
            text, found.start()
        ):
            yield found.span("who")
    for found in _LAST_LINE.finditer(text, max(0, len(text) - _LAST)):
        group = "who" if found["who"] else "full"
        if NOT_SIGNED.union(ORDINARY).isdisjoint(found[group].lower().split()):
            yield found.span(group)
    if any(sign in text for sign in "^/*~-"):
        yield from (found.span("all") for found in _INITIALS.finditer(text))


def _ends_a_letter(text: str, at: int) -> bool:
    """Whether the line before is not an item of the same list of dashes."""
    previous = text[max(0, at - 200) : at].rstrip().rsplit("\n", 1)[-1].lstrip()
    return not previous.startswith(("-", "~", "*"))


__all__ = ["addressed", "called", "introduced", "known", "signed"]
