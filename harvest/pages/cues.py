"""The words by which an answer is restructured, one table for each question that is asked about a sentence.

All patterns are for text in small letters with straight apostrophes (`plain`), but for those that say otherwise.
English first: where none of them fits, everything stays as it was written.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple

# ── which sentences go ──────────────────────────────────────────────────────────────────────────────────


class Guard(StrEnum):
    """What makes a sentence stay although a rule fits."""

    ADVICE = "advice"
    """It tells what to do, where, or why, anywhere in it."""
    STEP = "step"
    """A clause of it begins with an imperative."""
    NOTHING = "nothing"
    """The rule is sure by itself."""


class Rule(NamedTuple):
    """One class of sentences that go."""

    name: str
    pattern: re.Pattern[str]
    """Matched against the whole sentence."""
    guard: Guard


EMOJI: Final = "\U0001f300-\U0001faff☺☹♥❤✌"


def _rule(name: str, pattern: str, *, guard: Guard = Guard.ADVICE) -> Rule:
    tail = rf"(?:[\s.!?…,:;)({EMOJI}-]|:[a-z_+-]{{2,}}:|(?<=[:;=-])[dp]\b)*"
    return Rule(name, re.compile(rf"\(?(?:{pattern}){tail}", re.VERBOSE), guard)


WHO: Final = (
    r"(?:‹(?:name|handle)›|@\w+|there|all|everyone|everybody|again|guys|folks|friends?|team|mate|man|sir)"
)
HELLO: Final = r"(?:hi|hello|hey|hiya|howdy|dear|greetings|good\ (?:morning|afternoon|evening|day))"
REST: Final = r"(?:[^.!?\n]|[.!?](?=\w))*"

RULES: Final = (
    _rule(
        "greeting",
        rf"{HELLO}(?:[\ ,]+{WHO}){{0,3}} | (?:and[\ ,]+)?welcome\b{REST} | {WHO}(?:[\ ,]+{WHO})* | [^\W\d_]{{2,15}},",
        guard=Guard.NOTHING,
    ),
    _rule(
        "thanks",
        rf"""(?::[a-z_+-]{{2,}}:\ )?(?:oh|ah|ok|okay|well|and|great|perfect|hi|hello|yes|wow|cool|awesome)?[\s,.!]*
        (?:many\ |big\ |huge\ )?(?:thanks?|thank\ you|thx|cheers|tyvm)\b{REST}
        | (?:i(?:'m|\ am)\ |we(?:'re|\ are)\ )?(?:very\ |so\ |really\ )?(?:grateful|thankful){REST}
        | (?:i|we)\ (?:really\ |very\ much\ |do\ )?appreciate{REST}
        | (?:much|really|greatly|very\ much)\ appreciated{REST} | thank\ god | (?:kind\ |best\ |warm\ )?regards[\s,]*\S*""",
    ),
    _rule(
        "sorry",
        rf"""(?:hi|hello|hey|oh|oops|oh\ no)?[\s,!]*(?:we(?:'re|\ are)\ |i(?:'m|\ am)\ )?(?:very\ |so\ |really\ |truly\ )?
        (?:sorry|apologi[sz]e|apologies)\b(?!.*\b(?:but|not\ possible|cannot|can't|no\ longer|because|you'll)\b){REST}
        | (?:we|i)\ (?:sincerely\ )?apologi[sz]e{REST} | (?:my|our)\ (?:sincere\ )?apologies{REST}
        | sorry\ (?:to|for)\ (?:have\ )?(?:trouble|bother)\w*{REST}""",
    ),
    _rule(
        "chatter",
        rf"""(?:you(?:'re|\ are)\ (?:very\ |most\ )?welcome|no\ (?:problem|worries|prob)|my\ pleasure|anytime|np){REST}
        | (?:have\ a|enjoy|good\ luck|best\ of\ luck|cheers|take\ care|happy\ \w+ing){REST}
        | (?:sure|of\ course|yes|hi|hello|certainly|absolutely)?[\s,!]*(?:i|we)(?:'d|'ll|\ can|\ would|\ will)?
          (?:\ be)?(?:\ (?:happy|glad|love))?(?:\ to)?\ (?:help|assist)(?:\ you)?(?:\ \w+){{0,4}}
        | (?:great|good|nice|excellent|interesting)\ (?:question|catch|find|point|job|work|news|to\ hear|idea){REST}
        | (?:that(?:'s|\ is)\ )?(?:great|good|nice|glad|happy|pleased)\ to\ (?:hear|know|see){REST}
        | i(?:'m|\ am)\ (?:so\ |very\ |really\ |super\ )?(?:glad|happy|pleased|relieved)\b{REST}
        | [:;]-?[)d(p/] | :[a-z_+-]{{2,}}: | [{EMOJI}]+
        | (?:the\ |my\ )?(?:problem|issue|question|it's|all|now)?[\s,]*(?:is\ |was\ )?(?:solved|fixed|resolved)
          (?:\ (?:now|it|this|my\ own\ question|the\ (?:problem|issue)))*
        | i(?:'ve|\ have)?\ (?:finally\ |just\ |now\ )?(?:solved|fixed|resolved)\ (?:it|this|(?:the|my)\ (?:problem|issue))(?:[\s,]+(?:thanks|thank\ you){REST}|\ now|\ myself)?
        | i\ (?:was|am|think\ i|just)\ (?:glad|happy|puzzled|understand|curious){REST}
        | (?:please\ )?don't\ worry(?:[\s,]+[\w']+){{0,6}} | (?:ty|thx|regards|best)\ ?[-–,]\ ?\w+
        | we\ have\ read\ (?:your|the)\ (?:message|question|post)
        | (?:wow|yay|haha+|lol|hmm+|ah+|oh+|ooh|voil[aà]|woohoo|hooray|ok(?:ay)?|cool|perfect|awesome|exactly|indeed
          |great|fantastic|excellent|wonderful|brilliant|amazing|right|done|not\ an\ issue|sure|absolutely|\+1|bump|edit|update)
        | (?:wow|fantastic|great|awesome|amazing|excellent|nice|good|brilliant|very\ good)\ (?:work|job|stuff|one|tool)
          (?:[\s,]+\S+){{0,3}}
        | (?:it|this|that)\ works?\ like\ a\ charm | (?:just\ )?my\ (?:2|two)\ (?:cents?|pence){REST}
        | now\ everything\ is\ (?:as\ it\ should(?:\ be)?|fine|ok(?:ay)?|good)
        | (?:actually|finally|well|so|hooray|ok|hi)[\s,]*i\ (?:have\ )?(?:found|got)\ (?:the\ |a\ )?(?:solution|answer|fix)
        | i(?:'ve|\ have)?\ (?:finally\ )?(?:found|got|figured\ out)\ (?:the\ |a\ |my\ )?(?:solution|answer|fix)
          (?:\ to\ (?:the|my|this)\ (?:problem|issue))?
        | (?:this|it)\ is\ (?:the\ )?best\ (?!way|option|choice|to\b|practi[cs]e|method){REST}""",
    ),
    _rule(
        "it works",
        r"""(?:so|and|now|yes|great|perfect|ok|wow|all|also|yay)?[\s,!]*(?:it|that|this|everything|all|mine)?(?:'s|\ is|\ has|\ seems\ to|\ seem\ to|\ all|\ was)?
        \ ?(?:now\ |all\ |just\ |finally\ )?(?:works?|worked|working|be\ working|it)
        (?:\ (?:perfectly|fine|great|well|now|again|correctly|properly|beautifully|as\ expected|like\ a\ charm|for\ me|too|then|all|it))*
        | (?:a+h+[\s,]+)?that\ was\ it(?:[\s,]+[^.!?\n]{0,40})?""",
    ),
    _rule(
        "politeness",
        rf"""(?:and\ |but\ |as\ always[\s,]+)?we(?:'d|\ would|'re|\ are|\ will|'ll|\ always)?\ (?:like|love|want|happy|here|glad|be\ happy)\ to
          \ (?:help|assist|make|look|share|hear|learn|see|investigate|take|get|turn|have|know|chat|support){REST}
        | we(?:\ certainly|\ totally|\ completely|\ do|\ can|\ really|\ fully)?\ (?:value|understand|strive|hear\ you|regret|hate|apologi[sz]e|care|love)
          {REST}
        | (?:it\ is|it's|that(?:'s|\ is)|this\ is)\ (?:never|not|certainly\ not|definitely\ not)\ (?:our\ intention|what\ we|how\ we|the\ (?:experience|kind)){REST}
        | (?:i|we)(?:'ve|\ have)?\ (?:pass(?:ed)?|forward(?:ed)?|share[ds]?)\ (?:this|that|it|your\ \w+)\ (?:on\ |along\ )?to{REST}
        | your\ (?:feedback|patience|comments?|understanding)\b{REST}""",
        guard=Guard.STEP,
    ),
    _rule(
        "hope",
        rf"""(?:so[\s,]+)?(?:(?:i|we)\ (?:do\ |really\ |also\ )?)?hop(?:e|ing)\ (?:this|that|it|these|the\ (?:above|info\w*)|all\ this
          |any\ of|some|you|everything|to\ (?:hear|see)){REST}
        | hopefully[\s,]+(?:this|that|it|these|one)\b\ (?:\w+\ )?(?:helps?|works?|makes|solves?|fix(?:es)?|clears?){REST}
        | (?:this|that|it|these|which)\ (?:should|will|would|might|may)\ hopefully\ (?:help|solve|fix|work|resolve){REST}
        | fingers\ crossed{REST} | hth""",
    ),
    _rule(
        "report back",
        rf"""(?:please[\s,]+|and\ |but\ |so\ |just\ )*(?:do\ )?(?:let\ (?:me|us|everyone|them)\ know|report\ back|keep\ (?:me|us)\ (?:posted|updated)
          |get\ back\ to\ (?:me|us)){REST}
        | (?:give\ (?:it|that|this)\ a\ (?:try|go|shot)|try\ (?:it|that|this)(?:\ out)?)[\s,]+(?:and|then)\ (?:let|tell|report|see){REST}
        | (?:if|should)\ (?:you|this|that|it|there)\b[^.!?\n]{{0,60}}?[\s,]+(?:please\ |do\ |just\ |then\ )*
          (?:let\ (?:me|us)\ know|(?:feel\ )?free\ to\ (?:ask|contact|reach|post|reply|let|message)|(?:post|report|write)\ (?:back|again)
            |don't\ hesitate|do\ not\ hesitate|(?:just\ )?ask|reply\ here|we(?:'re|\ are)\ here)\b{REST}
        | you\ (?:can|may)\ (?:also\ |always\ )?(?:contact|reach|message|write|ask|e-?mail)\ (?:to\ )?me\b{REST}
        | (?:please\ )?(?:feel\ free\ to\ (?:ask|contact|reach|reply|message)|don't\ hesitate|do\ not\ hesitate){REST}
        | (?:does|did|has|have|is|was|will|would)\ (?:this|that|it|any\ of\ (?:this|that|it)|one\ of\ these)\ (?:help|helps|helped|work|works|worked|
          fix|solve|make\ sense|answer|clear|any\ better|what\ you)\b{REST}\??
        | (?:i|we)(?:'ll|\ will|\ am\ going\ to|'m\ going\ to|'d\ be|\ would\ be)\ (?:try\ (?:it|this|that)|keep\ you|get\ back|look\ into|
          report|let\ you|check\ (?:it|that)|wait|be\ (?:here|back|watching)|interested){REST}""",
        guard=Guard.STEP,
    ),
    _rule(
        "about the forum",
        rf"""{REST}\b(?:mark(?:ed|ing)?|accept(?:ed|ing)?|select(?:ed|ing)?|click(?:ed|ing)?|choose)\b[^.!?\n]{{0,60}}
          \b(?:as\ (?:the\ |a\ )?(?:solved|solution|resolved|helpful|answer(?:ed)?)|solved\ (?:the\ problem|it)\ button
          |(?:helpful|solved|solution|accepted?)['"”’)]*\ (?:button|answer|reply|or\ solved)
          |['"“‘](?:solved|helpful|solution|resolved)){REST}
        | {REST}\b(?:this|the|your|a\ new|another|separate|new|old|my)\ (?:thread|topic|forum\ post|discussion)\b
          [^.!?\n]{{0,40}}\b(?:close[ds]?|lock(?:ed)?|archived?|old|moved|open|split|duplicate|solved|start){REST}
        | (?:please[\s,]+)?(?:open|start|create|post|ask|make)\ (?:a|your\ own)\ (?:new|separate|own|different)\ (?:thread|topic|question|post){REST}
        | {REST}\b(?:we|i)\b[^.!?\n]{{0,40}}\b(?:volunteers?|fellow\ users?|users?\ like\ (?:you|yourself)){REST}
        | if\ you\ (?:were\ to|could|can|would)\ (?:add|provide|post|give|share)\ (?:more|some|further|additional|the|your)\ (?:info\w*|details?){REST}
        | {REST}\b(?:posting|sharing|post|share)\ (?:your|the|what)\ (?:results?|solution|fix|findings)\b{REST}
        | {REST}\bmoved?\ (?:this|it|the\ (?:topic|thread|post))\ to\b{REST}
        | (?:sorry\ )?(?:for\ )?(?:the\ )?(?:double|duplicate)\ post{REST}
        | (?:p\.?s\.?\ )?(?:search|use)\ (?:the|this)\ forum\ (?:first|before){REST}""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "question back",
        r"""(?!.*(?:[>→»'"“‘/]|\btr(?:y|ied)\b|\b(?:settings?|options?|turned|switched|(?:en|dis)abled|(?:un)?(?:checked|ticked)|installed|plugged|set\ to|following|mode|filters?)\b))
        (?=.*\b(?:you|your|it|this|that|these|those|there|i|we)\b)
        (?:(?:so|and|also|but|ok|okay|first|hi|hello|sorry|just|‹\w+›)[\s,:]+)*
        (?: what|which|where|when|who|why\ do\ you|why\ are\ you|how\ (?:long|many|often|old|big|much|do\ you|did\ you|are\ you|have\ you)
          | do\ you|does\ (?:it|this|that|the|your)|did\ (?:it|that|this|the|your|you\ (?:get|see|receive|have|mean|ever|do|make|say))
          | is\ (?:it|this|that|there|your|the)|are\ (?:you|there|these|those|the|they|your)|has\ (?:it|this|that|the|your)
          | have\ you\ (?:received|had|seen|contacted|been|heard|by\ any)
          | was|were|any\ (?:luck|news|update|chance|idea|error|chances)
          | (?:can|could|would|will)\ you\ (?:please\ |kindly\ |also\ |possibly\ |perhaps\ )?(?:tell|post|share|send|provide|attach|upload|show|explain|
              describe|elaborate|clarify|confirm|give|specify|paste|dm|message|let|be\ more|say|detail)
          | may\ (?:i|we)|can\ (?:i|we)\ (?:see|have|get|ask) | could\ (?:i|we)\ (?:see|have|get|ask) | mind
        )\b[^?]*\?+""",
        guard=Guard.STEP,
    ),
    _rule(
        "asks for details",
        rf"""(?:(?:so|and|also|but|ok|okay|if\ (?:not|so|that\ doesn't\ work)|‹\w+›|in\ the\ meantime|for\ more\ help)[\s,:]+)*
        (?:please|kindly|pls|can\ you\ please|could\ you\ please|you\ (?:can|could|may)(?:\ please)?|we(?:'d|\ would)\ (?:like|need)\ (?:you\ )?to)?[\s,]*
        (?: (?:post|share|provide|attach|upload|paste|tell|show|supply|include)\ (?:us|me|here|a|an|the|your|some|more|full|any|which|what|further|complete)
            \b[^.!?\n]{{0,80}}?\b(?:screen\s?shots?|logs?|info(?:rmation)?|details?|here|version|model|email|e-mail|number|order|account|code|example|
            file|trace|output|troubleshooting|pictures?|images?|store|location|happened|exactly|are\ using|be\ more){REST}
          | (?:send|drop|shoot|give)\ (?:us|me)\ (?:a\ |an\ )?(?:dm|direct\ message|private\ message|pm|message|e-?mail|call|note|details?|your|the){REST}
          | (?:dm|pm|message|e-?mail)\ (?:us|me)\b{REST}
          | (?:an?|the|your|some)\ (?:image|picture|screen\s?shot|log|example)s?\ (?:would|might|may|will|could)\ (?:also\ |really\ )?(?:help|be){REST}
          | (?:for\ us\ to\ [^.!?,\n]{1, 40}[\s,]+)?(?:i|we)(?:'ll|\ will|\ would|'d|\ may|\ might)?\ need\ (?:some\ |a\ bit\ |a\ little\ )?(?:more|further|additional)
            \ (?:info|details?|data){REST}
          | i\ need\ (?:you\ )?(?:to\ )?(?:post|know|see|more|some|the\ following)\b{REST}
          | it\ (?:might|would|may|will|could)\ (?:also\ |really\ )?help\ (?:us\ |me\ |a\ lot\ )?(?:if\ you|to\ (?:see|know|have|get)){REST}
          | (?:elaborate|clarify|be\ more\ specific|explain\ (?:more|further|in\ more)){REST} )""",
        guard=Guard.STEP,
    ),
    _rule(
        "not here",
        rf"""(?:please\ |as\ |like\ )?(?:see|look\ at|check|check\ out|refer\ to)\ (?:the\ |my\ |this\ |your\ |these\ )?
          (?:attach(?:ed|ments?)|(?:screen\s?shots?|image|picture|pic|photo|video)s?)(?:\ (?:below|above|attached|here|file|image|screen\s?shot|picture))*
        | (?:first|second|third|last|next|this|1st|2nd)\ (?:screen\s?shot|image|picture|photo)
        | (?:(?:i(?:'ve|\ have)?\ )?attach(?:ed|ing)?|here(?:'s|\ is|\ are))\ (?:is\ |are\ )?(?:a\ |the\ |my\ |some\ |an\ |two\ )?
          (?:screen\s?shots?|images?|pictures?|pics?|photos?|videos?|gif)\b{REST}
        | {REST}\b(?:your|in\ the|from\ the)\ (?:attached\ \w+|screen\s?shots?|attachments?)\b{REST}
        | as\ (?:i\ )?(?:said|mentioned|stated|noted|suggested|explained|above|told\ you)(?:\ (?:above|before|earlier|already|previously|in\ my))*
        | (?:like|as)\ ‹\w+›\ (?:said|mentioned|suggested|wrote|pointed\ out)(?:\ (?:above|before|earlier))?
        | (?:image|screenshot|attachment|uploaded\ file|img_?\d*|[\w.-]+\.(?:png|jpe?g|gif|webp|mp4))(?:\s*[:\d]+\S*)?""",
    ),
    _rule(
        "quote leftover",
        r"""re\ ?:\ ?[^\n]+ | (?:@?\S{1,30}|‹\w+›)\ (?:wrote|said|a\ écrit|schrieb)\s*:+ | on\ .{4,80}\ wrote\s*: | \[/?quote[^\]]*\]
        | -+\s*original\ message\s*-+ | (?:quote|quoting)\s*:?(?:\ ‹\w+›)? | (?:bash\ |html\ )?copy\ code | click\ to\ expand""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "about the writer",
        r"""i(?:'m|\ am)\ (?:not|no|just|only|also)\ (?:an?\ )?(?:\w+\ )?(?:expert|techie|technical|developer|programmer|volunteer|pro|user|newbie|computer)
          [^.!?\n]{0,60}
        | (?:i\ )?(?:haven't|have\ not|didn't|did\ not)\ (?:test(?:ed)?|tr(?:y|ied))\ (?:it|this|that)(?:\ (?:myself|yet|though|out|personally))*
        | (?:sorry[\s,]+)?(?:i(?:'m|\ am)\ )?(?:typing|writing|posting|sent)\ (?:this\ )?(?:from|on)\ (?:my|a)\ (?:phone|mobile|ipad|iphone|tablet)
        | (?:in\ that\ case[\s,]+|but\ |and\ |so\ |sorry[\s,]+)*i(?:'m|\ am)\ (?:clueless|at\ a\ loss|out\ of\ ideas|stumped|baffled|lost)[^.!?\n]{0,60}
        | (?:but\ |and\ |so\ |sorry[\s,]+)*i\ (?:really\ |also\ |just\ |honestly\ )?(?:don't|do\ not)\ (?:know|remember|recall)(?:\ (?:why|when|how|what|if))?(?:\ \w+){0,3}
        | (?:but\ |and\ |so\ |sorry[\s,]+)*i(?:'ve|\ have)?\ (?:have\ )?no\ (?:idea|clue)[^.!?\n]{0,40}
        | (?:edit[\s:]+)?i(?:'m|\ am)\ not\ sure\ (?:if|whether|that)\ (?:that|this|it)(?:'s|\ is|\ was)\ what[^.!?\n]*
        | (?:edit[\s:]+)?i\ (?:think\ i\ |may\ |might\ )?(?:have\ )?(?:mis(?:read|understood)|missed)[^.!?\n]*
        | i\ (?:regret|fear|wish)\ (?:that\ )?i\ (?:can(?:not|'t)|could)[^.!?\n]{0,40}
        | i(?:'ve|\ have)?\ (?:been\ using|used)\ [^.!?,;:\n]{1,30}\ (?:for|since)\ [^.!?\n]{0,50}
        | i\ (?:don't|do\ not)\ use\ [^.!?\n]{1,30}\ (?:so|and|but)\ i\ (?:have\ no\ idea|don't\ know|can't)[^.!?\n]{0,60}
        | (?:i\ |we\ )?will\ (?:investigate|look\ into\ (?:it|this|that)|have\ a\ look|check\ (?:it|this|that))[^.!?\n]{0,30}
        | [^.!?\n]{0,40}\b(?:over|above|beyond)\ my\ (?:head|pay\ ?grade|knowledge)
        | (?:i\ have\ )?no\ (?:other|more|further)\ ideas?[^.!?\n]{0,30}
        | not\ sure\ (?:if|whether)\ (?:it|this|that)\ (?:was|has|is)[^.!?\n]{0,50}
        | (?:it(?:'s|\ has)\ been|been)\ a\ ?(?:long\ )?while[^.!?\n]{0,60}
        | (?:that(?:'s|\ is)|this\ is)\ (?:all|what)\ i\ (?:know|have|can\ think\ of)[^.!?\n]{0,20}""",
    ),
    _rule(
        "advertisement",
        r"""(?:call|dial|ring|contact)\b[^.!?\n]{0,60}‹phone\ number›[^.!?\n]* | (?:visit|check\ out)\ (?:my|our)\ (?:site|website|blog|channel)[^.!?\n]*
        | (?:follow|like|subscribe)\ (?:us|me|to\ (?:our|my))\b[^.!?\n]*""",
        guard=Guard.NOTHING,
    ),
)
"""Asked in this order; the first that fits names the reason."""

FILLER: Final = re.compile(
    r"^(?:(?:well|ok|okay|hmm+|hm+|ah+|oh+|so|anyway|anyways|btw|by the way|haha+|lol|fwiw|imho|imo|hi|hello|hey|"
    r"hi there|hello there|sure thing)(?:\s*,+|\s*\.{2,}|\s+[-–]|\s*!+|\s*…)\s+|‹name›\s*[,:;–-]+\s*|(?:@\w+|‹handle›)[\s,:]+"
    r")+(?=\S)",
    re.IGNORECASE,
)
PART_NUMBER: Final = re.compile(r"\(?\d/\d\)?\s+(?=\S)")
TAIL: Final = re.compile(r"(?:\s*(?:\(?\b\d/\d\)?|[/~*–-]*\s*‹name›|‹handle›))+[\s.!]*$")
LEADS_TO_NAME: Final = re.compile(
    r"\b(?:by|to|from|with|ask|asked|contact|see|and|or|as|of|for|than|like|thank|thanks|user|said|at|called|named)$"
    r"|[,:(@]$",
    re.IGNORECASE,
)
TAKES_UP: Final = re.compile(
    r"(?:if (?:so|not|yes|no|it (?:is|does|doesn't|isn't|has)|that|you (?:do|don't|are|have))|yes|no|then|otherwise|"
    r"in (?:that|which) case|because|that|this|it|they|these|those|check|make sure|maybe|perhaps|try)\b"
)
MAY_BE_TAKEN_UP: Final = frozenset({"question back", "not here", "asks for details"})
REASON: Final = re.compile(r"\b(?:because|caused by|due to|the reason|in order to|otherwise|unless)\b")

# ── what tells somebody what to do ──────────────────────────────────────────────────────────────────────

VERBS: Final = frozenset(
    """
    activate add adjust allow apply assign back boot browse build cancel change charge check choose clean
    clear click close compare compile configure confirm connect copy create cut deactivate delete deselect
    disable disconnect double-click download drag drop edit eject empty enable enter erase exit expand export
    extract fill find follow force format go grab hit highlight hold hover import insert install
    keep launch leave let locate lock log look lower make mark move name navigate open paste pick place plug
    point press pull push put quit raise read reboot recreate reconnect refresh reinstall reload remove rename repair
    repeat replace reset resize restart restore return rerun retry right-click run save scan scroll search select
    set shut sign slide specify start stop store subscribe swap switch sync take tap test tick toggle touch try turn type
    unblock uncheck undo uninstall unlock unpair unplug unselect untick unzip update upgrade use verify
    view visit wait watch wipe write ensure don't never avoid download re-add re-enter re-install re-start cycle power
    """.split()  # noqa: SIM905 — easier to read and to mend than a wall of quotes
)

OPENING: Final = (
    r"(?:(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|now|finally|lastly|afterwards?|after that|please|simply|just|"
    r"also|and|so|again|instead|alternatively|otherwise|once there|step \d+|to start|kindly)[\s,:]+)*"
)
CLAUSE: Final = (
    r"(?:(?:still )?(?:in|on|under|from|at|after|once|when|if|with|within|inside|to|for|before|while|using|as)\b"
    r"[^.,!?;:\n]{1,70},\s+)?"
)
IMPERATIVE: Final = re.compile(
    rf"{OPENING}{CLAUSE}{OPENING}(?:do not|don't|never|always|carefully|temporarily|manually|"
    rf"({'|'.join(sorted(VERBS, key=len, reverse=True))}))\b(?!['’])"
    r"(?!\s+(?:is|are|was|were|of|has|have|had|will|would|can|could|should|does|did|may|might|mode\b)\b)"
)
ADVICE: Final = re.compile(
    r"\b(?:you (?:can|could|should|need|must|may|might|have to|want to|will have to|'ll need)|try(?:ing)? (?!it\b|this\b|that\b)|have you tried|"
    r"did you (?:try|check)|make sure|be sure|needs? to be|should be|must be|has to be|go to|i (?:would|'d|suggest|recommend)|"
    r"workaround|instead of|(?:fixed|solved|resolved|works?|worked) (?:by|after|when|if|it by|in)|by (?:\w+ly )?\w+ing)\b"
    r"|\s[>→]\s|->|»|https?://|\b(?:settings?|version|menu|preferences?|options?|button|tab)\b"
)

CLAUSE_STEP: Final = re.compile(
    r"(?:[,:;–-]\s+|\b(?:please|and|then|or|but)\s+)"
    rf"(?:{'|'.join(sorted(VERBS - {'let', 'look', 'log', 'keep', 'wait', 'mark', 'check', 'leave', 'name'}))})\b"
)

# ── what becomes a list ─────────────────────────────────────────────────────────────────────────────────

NUMBERED: Final = re.compile(r"\(?(?:step\s+)?(\d{1,2})\s*(?:[.):]|\s-)\s*(?=\S)", re.IGNORECASE)
DASHED: Final = re.compile(r"(?:[-–—*•·‣▪●]|->|=>)\s+(?=\S)|[•·‣▪●](?=\S)")
INLINE_NUMBER: Final = re.compile(r"(?:^|(?<=[\s.:;,]))\(?(\d{1,2})[.)]\s+(?=\S)")
INLINE_DASH: Final = re.compile(r"(?:(?<=:)|(?<=\s)|^)\s?[-–•*]\s(?=[^\W\d_])")
FOLLOWS_ON: Final = re.compile(
    r"(?:you(?:'ll|’ll| will| should| may| might| can)|this (?:will|should|may|can|opens?|shows?|is)|it (?:will|should|may|is)|"
    r"that (?:will|should|is)|there(?:'s| is| will| should)|\(|a (?:window|dialog|menu|list|box|new)|the \w+ (?:will|should)|"
    r"don['’]t|do not|make sure|be (?:sure|careful)|note)\b",
    re.IGNORECASE,
)
A_CHOICE: Final = re.compile(
    r"(?:(?:also|or|and|then|please)[\s,]+)*(?:try|see|check(?! the box)|visit|read|look|consider|have a look|alternatively|otherwise|instead|"
    r"if (?:that|this|it|you)|note|never|always|avoid|don['’]t|do not|make sure|be )\b",
    re.IGNORECASE,
)

# ── what stands where ───────────────────────────────────────────────────────────────────────────────────

FURTHER: Final = re.compile(
    r"(?:(?:and|but|or|also|now)[\s,]+)?(?:if (?:that|this|it|none of (?:this|that|these|those|the above)|these|those|the above)"
    r"(?: still)? (?:doesn't|does not|don't|do not|didn't|did not|won't|fails?|isn't|is not|still)\b(?! (?:matter|exist|apply|show|appear))"
    r"|if (?:the|your) (?:problem|issue|error)\w* (?:persists?|remains?|is still|still|continues?)"
    r"|if (?:you(?:'re| are) still|it still|still)\b|failing that\b|as a last resort\b)"
)
WARNING: Final = re.compile(
    r"(?:(?:please|but|and|note|first)[\s,:]+)*(?:warning|caution|attention|danger|be careful|beware|(?:make|take|create|do) (?:sure (?:that )?you (?:have )?(?:a )?)?(?:a )?"
    r"(?:full )?back-?\s?up|back(?:ing)? up\b.*\b(?:first|before)|before (?:you )?(?:do|doing|try|trying|start|starting) (?:this|that|it|anything|any of)|"
    r"(?:make|be) sure (?:that )?(?:you(?:'ve| have)? )?(?:to )?(?:a )?back(?:ed)?[ -]?up)\b"
)
FAILED: Final = re.compile(
    r"\b(?:(?:did|does|do|has|have|had)(?:n't| not) (?:help|work|fix|solve|change|do anything|make (?:a|any) difference|helped|worked|fixed)"
    r"|no (?:luck|joy|dice|change|difference|success|effect)|(?:still|yet) (?:not work|doesn't|does not|the same|no |not |broken|stuck|happen|get|have)"
    r"|(?:tried|did) (?:that|this|it|all)\b.{0,40}\b(?:already|no\b|not\b|still|but|nothing|without)|not? (?:worked|working)|same (?:problem|issue|error|result)"
    r"|doesn't seem to (?:work|help)|nope|to no avail|made (?:no|it worse))\b"
)
CONFIRMS: Final = re.compile(
    r"\b(?:that|this|it|which|and it|now) (?:worked|works|fixed|solved|did the trick|helped)\b"
)
DID: Final = re.compile(
    r"\bi(?:'ve| have)?(?: just| then| simply| also| now| first| finally)? (?:had to|needed to|changed|set|deleted|removed|turned|switched|"
    r"used|added|reset|restarted|reinstalled|installed|uninstalled|updated|upgraded|moved|copied|replaced|renamed|opened|went|clicked|"
    r"selected|chose|entered|typed|enabled|disabled|created|unplugged|disconnected|signed|logged|downloaded|ran|put|found|fixed|solved)\b"
    r"|\b(?:worked|works|fixed|solved|did the trick)\b(?:\s+\S+){3}|(?:\S+\s+){4}\b(?:worked|works|fixed|solved|did the trick)\b"
)
"""What an asker tells of how it was solved, beside an answer of somebody else."""
HERE: Final = re.compile(
    r"(?:click |see |look |read )?(?:here|this|link|this link|the link|this page|this site|this one|that|there|source|more|read more|this article|this post)"
    r"[.!:]?",
    re.IGNORECASE,
)

# ── what tells the problem ──────────────────────────────────────────────────────────────────────────────

TELLING: Final = re.compile(
    r"\b(?:error|problem|issue|wrong|missing|lost|gone|fail(?:s|ed|ing|ure)?|stuck|crash\w*|broken?|stop(?:s|ped)?|disappear\w*|slow|"
    r"keeps?|never|unable|refuses?|won't|can't|cannot|doesn't|don't|didn't|isn't|not|no longer|instead|unfortunately|every time|"
    r"warning|message|says|shows?|freez\w*|hangs?|blank|empty|black)\b"
)
ASKING: Final = re.compile(
    r"\b(?:how|why|where|what|which|can|could|is there|is it|does|do|any way)\b.*\?|\b(?:i(?:'d| would)? (?:want|need|like)(?: to)?|"
    r"i(?:'m| am) (?:trying|looking|unable)|trying to|how to)\b"
)
CIRCUMSTANCE: Final = re.compile(
    r"\b(?:since|after|when(?:ever)?|every time|version|update[ds]?|upgrade[ds]?|windows|mac(?:os)?|linux|android|ios|iphone|ipad|"
    r"\d+\.\d+)\b"
)
CHATTER: Final = re.compile(
    r"""(?: (?:please[\s,]+)?(?:help|any\ (?:help|ideas?|advice|suggestions?|thoughts?|pointers)|(?:any(?:one|body)|some(?:one|body))\ (?:can|could|knows?|have|has|else)|can\ (?:any(?:one|body)|some(?:one|body)|you)
            \ (?:please\ )?help|what\ (?:should|can|do)\ i\ do|please\ (?:help|advise|assist)|i\ need\ help|ideas?|suggestions?|ugh|wtf|omg|
            i(?:'m|\ am)\ (?:done|lost|stumped|desperate|confused|at\ a\ loss))\b[^.!?]{0,50}
        | (?:this\ is\ my\ first|first\ (?:post|time|of\ all)|i(?:'m|\ am)\ (?:new|not\ (?:a|an|very|too|that|really)|a\ (?:new|newbie|noob|total|complete|
            long)|an?\ (?:old|elderly|\d+))|i(?:'ve|\ have)\ (?:been\ (?:using|a)|used|searched|looked|googled|read)|
            i\ (?:hope|apologi[sz]e|know\ (?:this|that|it)|searched|googled|looked|love|really\ (?:like|love))|sorry|apologies|forgive|thank|
            not\ sure\ (?:if|whether)\ this\ is\ the\ right|hope|i\ (?:have|had)\ a\ (?:quick\ |simple\ |small\ )?question|here(?:'s|\ is)\ (?:my|the)|
            this\ is\ (?:my|the|in)\ |the\ following|code|address)\b.*
        )[\s.!?:…]*""",
    re.VERBOSE,
)
HANDLES: Final = re.compile(
    r"^(?:(?:\.?@\w+|‹handle›|‹name›)(?:[\s,:;!.–-]+|$)|(?:hi|hello|hey)(?: (?:there|all|everyone|everybody|guys|folks|team))?[\s,!:.–-]+)+",
    re.IGNORECASE,
)
CODE: Final = re.compile(r"[{};=<>\\_|]|::|->|\w\(\S*\)|//")
