"""What is left out of the customers' words: greetings, pleas, "[SOLVED]", versions, roundabout beginnings.

Policy. Words go from the two ends, none are put in or changed: what is left is verbatim. Where taking noise
away would leave a sentence that hangs ("after the upgrade to"), the noise stays.
"""

from __future__ import annotations

import re
from functools import lru_cache

from harvest.vocabulary.words import bare

_TAG_AT_START = re.compile(
    r"^\s*(?:[\[(]\s*(?:solved|fixed|resolved|rectified|answered|sorted|closed|help|urgent|question|bug\??|issue)\s*[\])]\s*[:–-]?\s*"
    r"|(?:re|fwd?): )",
    re.IGNORECASE,
)
_SOLVED_AT_END = re.compile(
    r"(?:\s*[\[(]\s*|\s+[–-]\s+)(?:solved|fixed|resolved|closed)\s*!*\s*[\])]?\s*$", re.IGNORECASE
)
_SOLVED_AFTER = re.compile(
    r"(?<=[.!?])\s+(?:solved|fixed|resolved|update|edit)\s*[:–-].*$", re.IGNORECASE | re.DOTALL
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|greetings|hallo|bonjour|bonsoir|hola|"
    r"ciao|salve|buon(?:giorno|asera)|guten (?:tag|morgen|abend)|ol[áa]|hej|dag)\b"
    r"(?: (?:all|there|everyone|everybody|guys|folks|team|support|again|friends|sirs?|madam|forum|zusammen|"
    r"(?:a )?tutti|à tous|a todos|allemaal|[#@]\w+|‹\w+›))*"
    r"(?:\s*[,.!:;]+|\s+[–-]+|[–-]+\s|\s*$|(?<=›)\s+|(?<=\w)(?=\s+(?:i|i['’]\w+|we|my|our|please|is|are|can|could|"
    r"do|does|did|have|has|how|why|what|where|when|after|since|there)\b))\s*",  # not "Hi-res prints"
    re.IGNORECASE,
)
_PLEA = re.compile(
    r"^(?:(?:(?:please|pls|plz)[ ,!]*)?(?:urgent(?:ly)?|"
    r"(?:(?:i |we )?need(?:ing)? (?:some |a little )?)?help"
    r"(?: me| needed| please| pls| wanted| required)*(?: (?:with|on|for|to)(?= \w))?|"
    r"question(?= ?[,.!?:;–-])|quick question\b(?! from)|"
    r"(?:quick )?questions? (?:about|on|regarding|concerning)(?= \w+ \w)|"
    r"sos|not happy|wtf|omg|anyone(?! know)|so)\b(?![-'’/])[ ,.!?:;–-]*(?=\S))+",
    re.IGNORECASE,
)
_PLEA_AT_END = re.compile(
    r"(?:(?<=[.!?])\s+|\s*[,;(]\s*|\s+[–-]+\s+)(?:please |pls |plz )*"
    r"(?:help|urgent|any (?:help|ideas?|suggestions?|advice))"
    r"(?: me| needed| please| pls| appreciated)*\s*(?:\(please\W*)?[\s.!?)…]*$",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"^(?:(?:edit ?\d?|[a-d]|\d) ?[:).] ?|(?:okay|however|but|and|also|so|now|then|anyway|"
    r"basically|additionally|unfortunately|oops|consequently|therefore|thus|hence|"
    r"since then|all of a sudden|(?:suddenly|recently|lately|today|yesterday|sadly|hopefully)(?=,)|"
    r"for some reason|in short|in other words|to summari[sz]e|tl;?dr)\b(?![-’'/])[\s,.:;…–-]+(?=\S)"
    r"|(?:(?:my|the|here is my|here's my) )?"
    r"(?:(?:main|only|real|big|biggest|other|first|second|last|next|current|actual|basic|final|simple) )?"
    r"(?:question|problem|issue)s?(?: here)?(?: is|:)(?: that| this|,|:)*[\s:]+(?=\w+ \w+ \w))+",
    re.IGNORECASE,
)
"""What joins a sentence to the one before it, or announces it: "However, ", "My question is "."""
_ROUNDABOUT = re.compile(
    r"^(?:(?:please|pls|plz|kindly|can|could|would|will|does|do|has|have|is|there|i|i['’]?[dm]|we|am|was|"
    r"just|also|really|still|like|love|want|wanted|need|trying|to|be|you|some(?:one|body)|any(?:one|body)|"
    r"here|else|out|got|a|an|any|me|us|if|wondering|possible|provide|give|point|simple|good|small|"
    r"can['’]?t|cannot|couldn['’]?t|don['’]?t|not)\s+){1,9}"
    r"(?:tell|explain|show|advise|know|ask|wonder(?:ing)?|help|ideas?|figure out|find out|understand|clarify|"
    r"shed (?:some )?light|work out|sure|remember|examples? of|hints?),?"
    r"(?:\s+(?:me|us|to me|please|with|on|of|about|exactly))*\s+"
    r"(?=(?:how|why|where|what causes|what is causing)\b\s\w+\s\w)",
    re.IGNORECASE,
)
"""What stands round a question: "Does anybody know ", "I can't figure out "."""
_VERSION_IN_BRACKETS = re.compile(
    r"\s*[(\[](?!\D*\b(?:error|code|bug)\b)(?:[^()\[\]\d]{0,24}[\s/])?v?\d+(?:\.\d+)+[^()\[\]]{0,20}[)\]]"
    r"|\s*\((?:32|64)[- ]?bits?\)",
    re.IGNORECASE,
)
_VERSION_AT_END = re.compile(
    r"[\s,–-]+(?:v(?:er(?:sion|s)?)?\.?\s*)\d+(?:\.\d+)*(?:\s*esr)?(?:\s*\(?\d\d[- ]?bits?\)?)?\W*$"
    r"|[\s,–-]+\(?(?:32|64)[- ]?bits?\)?\W*$",
    re.IGNORECASE,
)
_VERSION_AT_START = re.compile(
    r"^v(?:er(?:sion)?)?\.?\s*\d+(?:\.\d+)*\s*(?:\(\d\d[- ]?bits?\)\s*)?"
    r"(?:[:–-]\s*(?=\S+ \S+)|(?=(?:i|my|we|no|cannot|can['’]?t|the|is|are|does|how|why)\b))",
    re.IGNORECASE,
)
_PRODUCT_BEFORE = re.compile(
    r"^[^\W\d_][\w ]{1,25}? v?\d+(?:\.\d+)*(?: ?\w{1,4})?\s*(?:[-–—]\s|:\s)\s*(?=\S+ \S+ \S)"
)
"""A product, its version and a dash before what is the matter."""
_HANGING = re.compile(
    r"(?:^|\s)(?:to|for|in|of|on|from|with|without|after|since|at|than|by|via|using|under|the|a|an|my|is|are|and|or|"
    r"between|into|latest|new|only)$",
    re.IGNORECASE,
)
"""A last word after which something has to follow."""
_IN_VAIN = re.compile(
    r",? but (?:i |we )?(?:can['’]?t|cannot|can not|couldn['’]?t|don['’]?t|have no|am not)(?: really)?"
    r"(?: seem to)? (?:figure|find (?:a |any |the )?(?:how|out|way|it)|get (?:it|this|that)|work (?:it|out)|"
    r"know|manage|idea|sure)\b[^?]*$",
    re.IGNORECASE,
)
"""After a wish: that it did not come true goes without saying."""
_HANDLE_AT_END = re.compile(r"[\s,]+(?:@\w+|‹handle›)(?=[\s.?!]*$)")
"""Whom somebody asks, said last: "Where is my frame, @FernlightHelp?"."""
_SITE = re.compile(r"https?://(?:www\.)?([\w.-]+\w)/?(?=[\s?!,]|$)")
"""The address of a whole site: its name is said, not shown."""
_EMOJI = r":[a-z][a-z0-9_+-]{1,40}:"
_EMOJI_AT_ENDS = re.compile(rf"^(?:\s*{_EMOJI})+(?=\s)|(?<=\s)(?:{_EMOJI}\s*)+$")
"""The names that forums write for pictures: ":tada: It boils"."""
_SMILEY_AT_END = re.compile(r"\s*[:;]-?[)(DP]+\s*$")
_SPACE_BEFORE = re.compile(r"\s+([?!])")


@lru_cache(maxsize=256)
def without_noise(text: str) -> str:
    """`text` without greeting, plea, "[SOLVED]", version noise and what stands round a question.

    It remembers a few texts: title and phrases of a page ask for the same sentences.
    """
    text = bare(_EMOJI_AT_ENDS.sub("", _SITE.sub(r"\1", text)).strip())
    text = _SMILEY_AT_END.sub("", _SOLVED_AFTER.sub("", text))
    text = _PLEA_AT_END.sub("", _SOLVED_AT_END.sub("", _TAG_AT_START.sub("", text)))
    for pattern in (_GREETING, _PLEA, _GREETING, _JOINT, _ROUNDABOUT, _IN_VAIN):
        text = pattern.sub("", text)
    if (told := _HANDLE_AT_END.search(text)) and not hangs(text[: told.start()]):
        text = text[: told.start()] + text[told.end() :]
    text = _without_version(_VERSION_AT_START.sub("", text))
    return " ".join(_PRODUCT_BEFORE.sub("", _SPACE_BEFORE.sub(r"\1", text)).split())


def hangs(text: str) -> bool:
    """Whether something has to follow: it ends in "to", "the", "and"."""
    return _HANGING.search(text) is not None


def _without_version(text: str) -> str:
    text = _VERSION_IN_BRACKETS.sub("", text)
    found = _VERSION_AT_END.search(text)
    if not found or hangs(text[: found.start()]):
        return text
    return text[: found.start()] + "?" * ("?" in found.group())
