"""What shows that a sentence asks, fails, wishes or only tells a story: one pattern each, in English.

Policy. They are matched against a single sentence or heading without its noise (see `noise`), most of them at
its beginning. General words only: none is there for one product or one conversation. What each costs where it
is wrong is said by those that use it: `telling` (titles) and `asked` (phrases).
"""

from __future__ import annotations

import re

QUESTION = re.compile(
    r"\b(?:how|why|where|what|when|which|who|whose|can|could|is|are|was|were|does|do|did|will|would|should|has|"
    r"have|had|any|may|might|must)\b",
    re.IGNORECASE,
)
"""With a question mark after it."""
ASKS_FIRST = re.compile(
    r"(?:how (?:do|does|can|could|to|would|should)|why (?!not\b)\w+"
    r"|where (?:do|does|is|are|can|did)|is there|(?:can|could|may) (?:i|we|you|one|my)|will i)\b",
    re.IGNORECASE,
)
"""A question without its mark."""
FAILS = re.compile(
    r"n['’´]t\b|\b(?:wo|ca|do|does|did|is|are|was|has|have|could|would)nt\b|\b(?:not|no|cannot|impossible|error|problem|"
    r"issue|wrong|missing|lost|gone|fail(?:s|ed|ing)?|stuck|broken?|crash(?:es|ed|ing)?|stop(?:s|ped)?|"
    r"disappear(?:s|ed)?|slow|keeps|keep (?=\w+ing\b)(?!using)|never|unable|refuses?|won|"
    r"(?:is|are|was|were|appears?|comes?|shows?|all|completely|now) (?:empty|blank)|"
    r"blank (?:screen|page|window)s?|gr[ae]yed|hang(?:s|ing)|fr(?:ee|o)z(?:es|en|ing)|locks? up|"
    r"incorrect(?:ly)?|corrupt(?:ed)?|failure|invisible|flicker(?:s|ing)?|vanish(?:es|ed)?|reject(?:s|ed)|"
    r"bounc(?:es?|ed|ing)|blocks|blocked|duplicated?|garbled|unresponsive|denied|invalid|undefined|"
    r"unexpected(?:ly)?|exception|strange(?:ly)?|weird(?:ly)?|oddly|"
    r"(?:does|do|did|shows?|see|get) nothing|nothing (?:happens|shows|appears|works))\b",
    re.IGNORECASE,
)
FAILS_PLAINLY = re.compile(
    r"n['’]?t\b|\bnot\b|\bcannot\b|\bunable\b|\bstop|\blost\b|\bmissing\b", re.IGNORECASE
)
"""Enough for a heading with one word that names something."""
SYMPTOM = re.compile(rf"{FAILS.pattern}|\b(?:trying|want|need|how to)\b", re.IGNORECASE)
"""What fails, and what somebody wants instead."""
WISHES = re.compile(
    r"(?:i|we)(?:['’](?:d|m|re)| am| are| would)?(?: \w+)? (?:want|need|like|trying)\b", re.IGNORECASE
)
TASK = re.compile(
    r"(?:(?!during|nothing|something|anything|everything|missing|string)[a-z]{2,}ing|add|allow|change|check|"
    r"combine|connect|convert|copy|create|delete|disable|download|draw|enable|export|find|get|hide|import|"
    r"install|keep|load|make|merge|migrate|move|open|play|print|prevent|recover|remove|rename|replace|reset|"
    r"restore|save|search|select|send|set|share|show|sort|stop|sync|turn|upload|use|view)\s+"
    r"(?!(?:problem|issue|error|question|trouble|feature|bug)s?\b)\w+ \w",
    re.IGNORECASE,
)
"""A heading that names what somebody wants to do."""
REPORTS = re.compile(r"\b(?:error|failed|failure|exception)\b|\w(?:Error|Exception)\b", re.IGNORECASE)
"""What a machine said: others are told the same."""
WORKS = re.compile(
    r"\b(?:no|without|not? (?:have|had)) (?:any |a |an |the |this |such )?"
    r"(?:problem|issue|trouble|error|luck|success|avail)s?\b"
    r"|\bworks? (?:fine|ok|okay|well|perfectly|great|as expected|correctly|without)\b|\bsolved\b",
    re.IGNORECASE,
)
"""What works, or that something was tried in vain: not the symptom."""
STORY = re.compile(
    r"i(?:['’´]ve| have| had|['’´]m| am| was| did|['’´]d| also| then| just| recently| tried| use[ds]?\b|"
    r" checked| searched| looked| spoke| talked| kept | got |"
    r" understand| opened| installed| upgraded| updated| was able| know|"
    r" think| love| like )|"
    r"(?:ever |after|since|when|while|until|before|last|yesterday|today|recently)\b|"
    r"a (?:few|couple|year|month|week)\b|"
    r"my (?:name|computer|system|setup|os|program) |(?:windows|macos|linux|ubuntu|version) ",
    re.IGNORECASE,
)
PAST = re.compile(
    r"(?:[\w ]{1,40},? )?(?:i|we) (?:\w+ly |just |then |also |finally )*"
    r"(?!need|speed|feed)(?:\w{2,}ed|kept|went|bought|made|did|put|set|took|gave|ran|wrote|began|thought)\b"
    r"|(?:(?:i|we)(?:['’]ve| have) )?been an? [\w -]{0,30}\b(?:user|customer|fan)\b",
    re.IGNORECASE,
)
"""Somebody did something: "In a hurry I pressed it"."""
TELLS = re.compile(
    r"(?:i|we)(?:['’´]m| am|['’´]re| are)?(?: now| still| always| only| just| constantly| currently)* "
    r"(?:(?:get|see|receiv|los|miss|hav)(?:ing|t?ing)?e? "
    r"(?!to\b|been\b|the same\b|a (?:question|problem)|an? issue)"
    r"|keep |unable|not able|can['’´]?t |cannot )",
    re.IGNORECASE,
)
"""What somebody sees or cannot do: a symptom, though it begins like a story."""
ATTEMPT = re.compile(
    r"(?:(?:i|we)(?:['’´]ve|['’´]m| have| had| am| did| do)?"
    r"(?: (?:already|also|now|even|just|not|don['’´]t|very much))*|(?:have )?already|having|very much)"
    r" (?:tried|searched|looked|went looking|googled|read|checked|spent|asked|contacted|used|assumed?|"
    r"hop(?:ed?|ing)|"
    r"attach\w*|include[ds]?|post(?:ed|ing)|made|changed|understand|know|guess|think|suspect|suppose|"
    r"believe|appreciate|puzzled|confused|grateful|happy|glad|sure|new|sorry|frustrated|desperate|"
    r"wondering|\w{3,}ed)\b|(?:not|you|your)\b"
    r"|(?:tried|searched|looked|googled|used|spent|my (?:\w+ )?search)\b",
    re.IGNORECASE,
)
"""What was tried, done or felt so far: nobody who has the problem types it into a search box."""
IN_MIND = re.compile(
    r"(?:i|we)(?:['’´](?:m|ve|d|ll))?(?: (?:still|really|also|just|absolutely|may|might|must|do|can|could|"
    r"have|am|not|ever|kind of|need to|want to|(?:do|ca|could|have|did|am|wo)n['’´]?t|cannot|unable to))*"
    r" (?:understand|know|knew|figured?|recall|remember|feel|felt|wonder|mind|care|doubt|imagine|be|be\w+ing|"
    r"hear|heard|(?:use|like|want|own) (?!to\b)[\w ]*\bas (?:my|our)|see (?:why|how|the reason)|tell|"
    r"find (?:a |any |the |an )?(?:way|anything|answers?|solutions?|help|info\w*|fix))\b",
    re.IGNORECASE,
)
"""What somebody knows or feels: it tells of the person, not of the problem."""
LEANS = re.compile(
    r"(?:and|but|so|then|also|it|this|that|they|these|those|which|however|otherwise|or|because|here|"
    r"there(?! (?:is|are|was) no\b)|now|"
    r"he|she|both|one|another|even|still|yes|no,|ok|well|though|meanwhile|instead|why\?|"
    r"(?:is|was|does|do|did|will|would|can|could) (?:this|that)|"
    r"what (?:can|do|should) i do|what is going on)\b",
    re.IGNORECASE,
)
"""It goes on from the sentence before it."""
DRIFTS = re.compile(
    r"(?:nor|neither|either|if (?:so|not|yes|no|the|that|this|you|any)|at least|what about|how about|"
    r"either way|as (?:an? [\w-]+|far|you|i|mentioned|stated|described|expected|if)|"
    r"in (?:effect|theory|fact|addition|general|that|this|both|either)|"
    r"to be (?:more )?\w+|for (?:example|instance)|example|see|note|notice|perhaps|maybe|plus|second|third|"
    r"others?|the (?:reason|problem|issue|question|first|second|other|latter|former|actual|only|same)|"
    r"related|hope|hopefully|had|been|my (?:\w+ )?(?:problem|question|issue|understanding|guess|attempt)|"
    r"if i(?:['’]m)?(?= (?:am|understand|recall|remember))|just|really|haven['’]t|presum\w+|assuming|given)\b"
    r"|(?!reply)[a-z]+ly, ",
    re.IGNORECASE,
)
"""An aside, an example, a second thought."""
NO_SUBJECT = re.compile(r"(?:was|were|had|been|do not|don['’]?t|didn['’]?t|haven['’]?t|not) ", re.IGNORECASE)
SAYS_NOTHING = re.compile(
    r"(?:what|which)(?: (?:else|exactly))? (?:can|could|should|would|do|did|am|is|was|about|now|next)\b"
    r"(?: \w+){0,4}\??$"
    r"|(?:i|we)(?:['’]ve| have)(?: not|n['’]?t)? (?:changed|touched|updated|made|done|altered)\b"
    r"|let['’]?s\b|correct me\b|like \d|if i\b[^,]*$"
    r"|(?:cool|ok|nice|great|well|sure|thanks?|please|yes|no|answer|(?:can|could|would) you)\b"
    r"|[^\w\"'“‘¿<]",
    re.IGNORECASE,
)
RANTS = re.compile(
    r"\b(?:are you (?:kidding|serious|joking)|disgrace(?:ful)?|garbage|rubbish|ridiculous|horrible|terrible|"
    r"awful|hate|stupid|useless|unacceptable|pathetic|wtf|a joke|sucks?|congrat\w*|thank you|"
    r"great (?:work|job|engine|app)|awesome|amazing|love (?:this|the|your|it)|just great)\b",
    re.IGNORECASE,
)
"""Anger and praise: they name no problem."""
TOLD = re.compile(
    r"\bup until\b|\band then\b|\bfed up\b|,? then (?:suddenly|all of a sudden)\b", re.IGNORECASE
)
"""One thing after the other: a story."""
PLEA_ABROAD = re.compile(
    r"\b(?:aiut\w+|helfen|hilfe|weiterhelfen|ayuda\w*|ajud\w+|aide[rz]?|helpen)\b", re.IGNORECASE
)
ABOUT_THE_POST = re.compile(
    r"\b(?:can['’]?t|cannot|could(?:n['’]t| not)|can not) "
    r"(?:show|post|upload|attach|reproduce|record|share (?:it|this))\b"
    r"|\bgithub issue\b|\bas (?:far as )?i (?:understand|know|see)\b"
    r"|\b(?:screen ?shots?|attached|(?:the|this) (?:following|above|below)|"
    r"(?:pictures?|images?|logs?|video|screenshots?) (?:below|above|shows?|illustrat\w+)|"
    r"(?:see|shown?|listed|described) (?:below|above|here|image|pic)|(?:a|my|quick|simple) question|"
    r"(?:doing|done) (?:something|anything|it|this|that) wrong|missing something|"
    r"(?:what|how) do you (?:think|feel|know|mean)|"
    r"you (?:suggest|mention|advise|said|wrote|describe)\w*|your (?:suggestion|instruction|advice)s?|"
    r"any (?:help|ideas?|thoughts|advice|suggestions?)|can (?:any|some)(?:one|body)|"
    r"(?:does|has|did) anyone|(?:the )?(?:subject|title) says|let me know|help me|"
    r"your (?:help|reply|answer)|i would (?:like|appreciate)|look(?:ing)? forward|introduce myself)\b|:$",
    re.IGNORECASE,
)
POINTS = re.compile(r"\b(?:this|that|these|those|it|them|they|its|he|she|both)\b", re.IGNORECASE)
POINTS_AWAY = re.compile(r"\b(?:this|these|it|them|that)\b", re.IGNORECASE)
HANGS = re.compile(
    r"\b(?:this|these|them|that(?=\W*$|,)|(?<!is )(?<!are )there(?! (?:is|are|was) no\b)|one|i'm missing)\b",
    re.IGNORECASE,
)
"""Something that only what stands before names."""
LEFT_OPEN = re.compile(
    r"\b(?:this|these|those|that|it|them)$"
    r"|\b(?:do|fix|solve|achieve|accomplish|resolve|about|of) (?:this|that|it|these)\W*$"
    r"|\b(?:is|are|was|were|the|a|an|to|of|for|with|as|if|and|or|but|from|my|than|below|above|following|get|include)$",
    re.IGNORECASE,
)
"""What ends before it has said what."""
BY_A_MACHINE = re.compile(r"^\[\w{3} |[=<>{}|\\]|--|\w-\w+: |[a-z]\.[a-z]+\.[a-z]|^\W*\d+[.:/-]\d")
CODE = re.compile(
    r"^\W*(?://|/\*|#include\b|(?:void|var|const|let|using|import) \w)|;\s*$|\w::\w+\(|\w->\w+\("
)
