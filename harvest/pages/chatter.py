"""Which sentences of an answer go: classes, each with its pattern and with what saves a sentence from it.

All patterns are for text in small letters with straight apostrophes (`sentences.plain`). English first: where
none of them fits, everything stays as it was written.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from harvest.pages import cues, sentences
from harvest.pages.instructions import instructs, tells_what_to_do

LONGEST: Final = 400
"""A sentence of more characters is no mere chatter, and cues are slow on a whole log."""


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
        (?:many\ |big\ |huge\ |lots\ of\ |a\ lot\ of\ |so\ many\ )?(?:thanks?|thank\ you|thx|cheers|tyvm)\b{REST}
        | (?:i(?:'m|\ am)\ |we(?:'re|\ are)\ )?(?:very\ |so\ |really\ )?(?:grateful|thankful){REST}
        | (?:i|we)\ (?:really\ |very\ much\ |do\ )?appreciate{REST}
        | (?:much|really|greatly|very\ much)\ appreciated{REST} | thank\ god | (?:kind\ |best\ |warm\ )?regards[\s,]*\S*""",
    ),
    _rule(
        "thanks for asking",
        rf"""(?:thanks?|thank\ you)(?:\ so\ much)?\ for\ (?:opening|raising|starting|bringing|asking|posting|sharing)\b[^.!?,;:\n]{{0,80}}?(?:\ because\ (?:i|we)\b{REST})?""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "sorry",
        rf"""(?:hi|hello|hey|oh|oops|oh\ no)?[\s,!]*(?:we(?:'re|\ are)\ |i(?:'m|\ am)\ )?(?:very\ |so\ |really\ |truly\ )?
        (?:sorry|apologi[sz]e|apologies)\b(?!.*\b(?:but|not\ possible|cannot|can't|no\ longer|because|caused|due\ to|you'll)\b){REST}
        | (?:we|i)\ (?:sincerely\ )?apologi[sz]e{REST} | (?:my|our)\ (?:sincere\ )?apologies{REST}
        | sorry\ (?:to|for)\ (?:have\ )?(?:trouble|bother)\w*{REST}""",
        guard=Guard.STEP,
    ),
    _rule(
        "chatter",
        rf"""(?:you(?:'re|\ are)\ (?:very\ |most\ )?welcome|no\ (?:problem|worries|prob)|my\ pleasure|anytime|np){REST}
        | (?:have\ a|enjoy|good\ luck|best\ of\ luck|cheers|take\ care|happy\ \w+ing){REST}
        | (?:sure|of\ course|yes|hi|hello|certainly|absolutely)?[\s,!]*(?:i|we)(?:'d|'ll|\ can|\ would|\ will)?
          (?:\ be)?(?:\ (?:happy|glad|love))?(?:\ to)?\ (?:help|assist)(?:\ you)?(?:\ \w+){{0,4}}
        | (?:(?:that|this|it)(?:'s|\ is)\ )?(?:an?\ )?(?:very\ |really\ )?(?:great|good|nice|excellent|interesting)
          \ (?:question|catch|find|point|job|work|news|to\ hear|idea){REST}
        | (?:that(?:'s|\ is)\ )?(?:great|good|nice|glad|happy|pleased)\ to\ (?:hear|know|see){REST}
        | i(?:'m|\ am)\ (?:so\ |very\ |really\ |super\ )?(?:glad|happy|pleased|relieved)\b{REST}
        | [:;]-?[)d(p/] | :[a-z_+-]{{2,}}: | [{EMOJI}]+
        | (?:the\ |my\ )?(?:problem|issue|question|it's|all|now)?[\s,]*(?:is\ |was\ )?(?:solved|fixed|resolved)
          (?:\ (?:now|it|this|my\ own\ question|the\ (?:problem|issue)))*
        | (?:(?:ok(?:ay)?|well|hi|so|ah|oh|great|somehow|i\ think)[\s,]+)*i(?:'ve|\ have)?\ (?:finally\ |just\ |now\ |actually\ )?(?:solved|fixed|resolved)
          \ (?:it|this|that|(?:the|my|this|that)\ (?:[\w-]+\ )?(?:problem|issue))(?:[\s,]+(?:thanks|thank\ you){REST}|\ now|\ myself)?
        | (?:somehow[\s,]+)?(?:that|this|it)(?:\ (?:has|seems\ to\ have|also|finally))*\ (?:fixed|solved|resolved)\ (?:it|(?:the|my|this)\ (?:problem|issue))(?:\ for\ me)?
        | i(?:'d|\ would)?\ consider\ (?:this|the|my)\ (?:problem|issue|question|matter|thread|topic)?\ ?(?:to\ be\ )?(?:as\ )?(?:solved|fixed|closed|resolved)
        | success | problem\ solved | i\ (?:was|am|'m)\ (?:just\ )?about\ to\ (?:reply|respond|answer|write|post|say|ask){REST}
        | (?:(?:anyway|anyways|so|but)[\s,]+)*(?:that|this)(?:'s|\ is|\ was)\ (?:just|only|all)\ (?:some\ |for\ )?(?:background|context)(?:\ info\w*)?
        | (?:sounds|looks)\ (?:good|great|interesting|fun|promising|reasonable|fair)(?:\ to\ me)? | how(?:'s|\ is)\ (?:that|this)(?:\ (?:look|sound))?\?*
        | i\ (?:was|am|think\ i|just)\ (?:glad|happy|puzzled|understand|curious){REST}
        | (?:please\ )?don't\ worry(?:[\s,]+[\w']+){{0,6}} | (?:ty|thx|regards|best)\ ?[-–,]\ ?\w+
        | (?:so[\s,]+)?how\ (?:can|may)\ (?:we|i)\ (?:be\ of\ )?(?:help|assist\w*){REST}\?* | help\ (?:has\ arrived|is\ on\ (?:the|its)\ way)
        | (?:and\ )?welcome\ (?:to|aboard|back){REST} | …?and\ welcome\b{REST}
        | (?:hello|hi|hey)\ (?:there|all|everyone)\ we\ {REST} | we\ (?:have\ )?(?:read|seen|received)\ (?:your|the)\ (?:message|question|post)(?:\ we\ {REST})?
        | we\ (?:will\ |shall\ |are\ here\ to\ )?(?:try\ to\ )?help\ you(?:\ \w+){{0,3}}
        | (?:and\ )?(?:that(?:'s)?|this\ is|here(?:'s|\ is))?\ ?(?:the\ )?(?:good|bad)\ news(?:\ (?:is|first))?(?:[\s,:]+{REST})? | interesting(?:ly)? | no\ promises?
        | (?:i(?:'m|\ am)\ )?back\ (?:to|at|from|on)\ {REST} | i(?:'m|\ am)\ (?:now\ )?back\b{REST}
        | (?:wow|yay|haha+|lol|hmm+|ah+|oh+|ooh|voil[aà]|woohoo|hooray|ok(?:ay)?|cool|perfect|awesome|exactly|indeed
          |great|fantastic|excellent|wonderful|brilliant|amazing|right|done|not\ an\ issue|sure|absolutely|\+1|bump|(?:edit|update|eta)\s?\d?)
        | (?:wow|fantastic|great|awesome|amazing|excellent|nice|good|brilliant|very\ good)\ (?:work|job|stuff|one|tool)
          (?:[\s,]+\S+){{0,3}}
        | (?:it|this|that)\ works?\ like\ a\ charm | (?:just\ )?my\ (?:2|two)\ (?:cents?|pence){REST}
        | now\ everything\ is\ (?:as\ it\ should(?:\ be)?|fine|ok(?:ay)?|good)
        | (?:and\ )?(?:now\ )?(?:it|everything|all)\ (?:now\ )?works?\ (?:just\ |exactly\ )?as\ (?:i\ |we\ )?(?:expected|it\ should|wanted|intended|hoped|before)
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
        rf"""(?:so[\s,]+)?(?:(?:i|we)\ (?:do\ |really\ |also\ |just\ |only\ |still\ |sincerely\ )?)?hop(?:e|ing)\ (?:this|that|it|these|the\ (?:above|info\w*)|all\ this
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
        | (?:yes[\s,]+|please\ )?(?:do\ )?(?:give\ (?:it|that|this)\ a\ (?:try|go|shot|whirl)|let\ (?:me|us)\ know|report(?:\ back)?\ (?:on|with)\ (?:the\ |your\ )?results?)
        | (?:if|should)\ (?:you|this|that|it|there)\b[^.!?\n]{{0,60}}?[\s,]+(?:please\ |do\ |just\ |then\ )*
          (?:let\ (?:me|us)\ know|(?:feel\ )?free\ to\ (?:ask|contact|reach|post|reply|let|message)|(?:post|report|write)\ (?:back|again)
            |don't\ hesitate|do\ not\ hesitate|(?:just\ )?ask|reply\ here|we(?:'re|\ are)\ here)\b{REST}
        | (?:if|should)\ [^.!?,\n]{{1,40}}[\s,]+(?:just\ |please\ |simply\ )*(?:ask|shout|holler|post|reply|say\ so|come\ back)(?:\ \w+){{0,4}}
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
        "half a question",
        r"""(?!.*\b(?:tried|checked|restart\w*|updated?|reset|reinstall\w*)\b)(?:[^\s?]+\ ){0,2}[^\s?]+\?+(?:\ (?:[^\s?]+\ ){0,1}[^\s?]+\?+)*
        | (?:what|or|so|and)?[\s,]*(?:do|did|are)\ you\ (?:mean|ment|meant|saying|talking|asking|referring)\b[^?]*\?+
        | (?:or\ )?(?:maybe|perhaps)\ you\ (?:mean|meant|ment)\b[^?]*\?+""",
        guard=Guard.STEP,
    ),
    _rule(
        "question back",
        r"""(?!.*\b(?:try|tried|not)\b|why\ don't|.*[>→»"“])(?:(?:and|so|but|also|ok)[\s,]+)*(?:what|which|where|when|who|why|how\ (?:long|many|often|old|big|much|exactly|did|are|have|do))
          \b[^?]*\b(?:you|your|you're|you've)\b[^?]*\?+""",
        guard=Guard.STEP,
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
        rf"""(?:(?:so|and|also|but|ok|okay|perhaps|maybe|if\ (?:not|so|that\ doesn't\ work)|‹\w+›|in\ the\ meantime|for\ more\ help)[\s,:]+)*
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
          | (?:elaborate|clarify|be\ more\ specific|explain\ (?:more|further|in\ more|what|how|why|exactly|your)){REST}
          | (?:it\ (?:would|might|may|will)\ (?:also\ )?be|it(?:'d|'s)\ (?:be\ )?)\ (?:very\ |really\ |more\ )?(?:helpful|useful|good|nice|great|interesting|easier)
            \ (?:if\ you|to\ (?:see|know|have|hear)){REST}
          | if\ you\ (?:could\ |can\ |would\ )?(?:explain|describe|tell|post|share|provide|give)\ (?:us\ |me\ )?(?:what|which|how|more|the|your|a)\b{REST}
          | (?:can|could|would)\ you\ (?:please\ )?(?:offer|give|provide|share|post|send|supply|attach)\b{REST} | knowing\ {REST}\ help
          | tell\ (?:us|me)\b{REST} | say\ (?:what|which|how|whether|if)\b{REST}
          | (?:do|try|follow)\ (?:all\ )?(?:of\ )?(?:the\ above|this|these|that)\b[^.!?\n]{{0,60}}\b(?:report|let|tell|post){REST} )""",
        guard=Guard.STEP,
    ),
    _rule(
        "not here",
        rf"""(?:please\ |as\ |like\ )?(?:see|look\ at|check|check\ out|refer\ to)\ (?:the\ |my\ |this\ |your\ |these\ )?
          (?:attach(?:ed|ments?)|(?:screen\s?shots?|image|picture|pic|photo|video)s?)(?:\ (?:below|above|attached|here|file|image|screen\s?shot|picture))*
        | (?:please\ )?(?:see|look\ at|check)\ (?:the\ |my\ |this\ |these\ )?(?:attached\ )?(?:screen\s?shots?|pictures?|pics?|images?\ below|attachments?)\b{REST}
        | (?:an?\ |the\ |example\ )*(?:images?|pictures?|screen\s?shots?)\ (?:\w+\ ){{0,3}}(?:below|above|attached)\b{REST}
        | (?:also\ )?(?:included|attached)\ (?:an?|the|some)\ (?:image|picture|screen\s?shot)s?\b{REST}
        | see\ (?:below|above|attached|here) | there\ (?:are|is|were|was)\ no\ (?:screen\s?shots?|attachments?|pictures?|images?)(?:\ attached)?
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
        "about this conversation",
        rf"""{REST}\b(?:my|your|his|her|‹name›'s|the|an?)\ (?:first|previous|prior|earlier|last|original|other|initial|above|next|recent)
          \ (?:repl(?:y|ies)|posts?|posting|answers?|comments?|questions?|responses?|topics?|threads?)\b{REST}
        | (?!.*\banswer\ (?:to\ )?your){REST}\byour\ (?:statements?|posts?|posting|question|description|report|explanations?)\b{REST}
        | your\ (?:pictures?|images?|photos?|logs?|screen\s?shots?)\ (?:shows?|says?|indicates?|tells?|suggests?){REST}
        | (?!(?:the|what|this|that|these|those|if|when|where)\b)(?:[\w'’]+[\s,]+){{0,4}}you(?:'ve|\ have|'re|\ are|\ had|\ also|\ just)*\ (?:mention(?:ed)?|wrote|posted|stated?|reported|said|say|saying|described?|claim(?:ed)?
          |indicated?|showed|talking\ about|referring\ to|writing\ about)\b{REST}
        | (?:as|like)\ ‹(?:name|handle)›{REST} | ‹(?:name|handle)›\ (?:is|was|has|said|already|gave|suggest\w*|mention\w*){REST}
        | {REST}\b(?:this|the)\ (?:op|original\ poster)\b{REST}
        | {REST}\bi\ (?:see|notice[d]?|can\ see|discovered|assume|presume|gather)\ (?:that\ |from\ )?(?:in\ a\ previous|you)\b{REST}""",
    ),
    _rule(
        "manners of the forum",
        rf"""{REST}\b(?:one|single)\ (?:issue|question|problem|topic)\ (?:at\ a\ time|per\ (?:thread|topic|question|post)){REST}
        | {REST}\b(?:keep|post|continue|ask|put)\ (?:all\ |any\ |your\ |further\ |future\ )*(?:responses|replies|posts|questions|discussions?)
          \ (?:in|on|to|within)\ (?:this|the\ same|one|that)\b{REST}
        | {REST}\b(?:follow\ the\ conversation|new\ identical\ questions|hijack\w*\ (?:this|the|a|an|your|my|someone)\b[^.!?\n]{{0,20}}\b(?:thread|topic|question|post)|necro\w*|bump(?:ing|ed)?\ (?:this|the|an?)){REST}
        | {REST}\b(?:you(?:'re|\ are)\ in|this\ is)\ (?:a|an|the)\ (?:\w+\ ){{0,3}}(?:forum|community|volunteer\w*)\b{REST}
        | let's\ (?:continue|keep|move|take|discuss|carry\ on)\b[^.!?\n]{{0,40}}\b(?:convo|conversation|discussion|thread|topic|there|chat|offline|private){REST}
        | {REST}\bour\ support\ is\b{REST} | {REST}\basking\ the\ wrong\ question\b{REST}
        | (?:next\ time|in\ (?:the\ )?future)[\s,]+(?:please\ )?(?:post|start|open|include|ask|use\ the\ search|search|mention|give|tell|provide){REST}""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "promise",
        rf"""(?:and\ |so\ |but\ |ok\ |okay\ )?(?:we|i)(?:'ll|\ will|'re|\ are|'ve|\ have|'m|\ am)?(?:\ (?:definitely|certainly|also|now|currently|going\ to|be\ sure\ to|just))*
          \ (?:loop\w*|look(?:ing)?\ into|forward\w*|escalat\w*|pass\w*\ (?:this|it|that|your)|shar(?:e|ed|ing)\ (?:this|it|your)|investigat\w*
            |mak\w+\ sure\ your|get(?:ting)?\ (?:back\ to|someone|somebody|this)|ask(?:ed|ing)?\ (?:our|the|a)|attempt\ to\ assist
            |see\ what\ (?:we|i)\ can|take\ a\ (?:closer\ )?look|test\ (?:it|this|that)|try\ to\ (?:reproduce|find|get)){REST}
        | we(?:'ll|\ will|\ should|\ need\ to)\ (?:get|have|update|improve|fix|add)\ (?:this\ (?:to|in)\ |it\ (?:to|in)\ )?(?:our|the)\ (?:docs?|documentation){REST}
        | (?:i|we)?(?:'ll|\ will|will)\ (?:see|check|have\ to|commit|push|merge|fix|post|update|keep|do\ (?:it|that|so)|let|think|wait)\b{REST}
        | i\ think\ (?:that\ )?i\ (?:know|see|can|have\ found|found|understand|am\ able|will|might){REST}
        | (?:if|when|once|as\ soon\ as)\ i\ (?:can\ |could\ |ever\ )?(?:find|figure|get|have)\b[^.!?\n]{{0,40}}[\s,]+i(?:'ll|\ will)\b{REST}
        | that(?:'s|\ is)\ (?:no\ good|not\ good|awful|terrible|too\ bad|unfortunate|strange|odd|weird|frustrating|disappointing)\b{REST}
        | you\ can\ (?:always\ )?(?:get|come)\ back\ to\ us{REST} | (?:if\ )?(?:the\ )?(?:problem|issue)?\ ?persists?[\s,]+(?:reach|contact|let|reply){REST}""",
        guard=Guard.STEP,
    ),
    _rule(
        "confession",
        rf"""(?!.{{5,}}\b(?:but|so|however)\b)(?:but\ |and\ |so\ |sorry[\s,]+|actually[\s,]+|maybe\ |perhaps\ |honestly[\s,]+|hi[\s,]+)*i(?:\ really|\ still|\ honestly|\ just|\ simply|\ also)?
          (?:\ do\ not|\ don't|\ did\ not|\ didn't|\ can't|\ cannot|\ couldn't)\ (?:really\ |quite\ |fully\ |even\ |actually\ )*
          (?:know|understand|see|get|tell|figure\ out|imagine|reproduce|follow|remember|recall|think\ of|find)\b(?!\ (?:any\ )?(?:way|option|setting)){REST}
        | (?:but\ |and\ |so\ |or\ )*(?:maybe\ |perhaps\ )?i(?:'m|\ am)\ (?:not\ (?:really\ |quite\ |entirely\ |totally\ |at\ all\ |exactly\ |so\ )*(?:sure|certain|understanding|clear|following|familiar|able\ to\ reproduce)
          |confused|puzzled|misunderstanding|missing\ something|unable\ to\ reproduce|unsure|running\ out)\b{REST}
        | i\ (?:got|am|was)\ (?:a\ bit\ |a\ little\ |totally\ )?(?:lost|confused){REST}
        | (?:this\ is\ |it(?:'s|\ is)\ |that(?:'s|\ is)\ )?(?:just|only|but|merely|purely)\ (?:a|my)\ (?:wild\ |best\ )?guess(?:ing)?{REST}
        | i(?:'ve|\ have)?\ (?:never|not)\ (?:used|tried|seen|tested|heard|had|done|come\ across|encountered|experienced){REST}
        | i\ (?:have\ )?(?:finally|just)\ (?:got\ (?:to|a\ chance|around)|tested|saw|checked|re-?read){REST}
        | i\ (?:have\ )?(?:learn(?:t|ed)|stand\ corrected|should\ have|wish|hate|love|agree|disagree|wonder|doubt\ it|hear\ you|feel){REST}
        | (?:yeah|yes|no|ok)[\s,]+i\ (?:learn(?:t|ed)|know|agree|see|understand|guess){REST}
        | i(?:'ve|\ have)\ been\ (?:wanting|meaning|thinking|working|trying|looking|planning|hoping){REST}
        | i\ (?:had|have|got|am\ having|was\ having)\ (?:also\ )?(?:exactly\ )?(?:the\ |this\ )(?:very\ )?same\ (?:problem|issue|error|question|thing)(?![^\n]*(?:solve|fix|manage|found|:)){REST}
        | (?:but\ )?i(?:'m|\ am)\ (?:also\ |very\ |really\ )?(?:interested|curious){REST} | i\ will\ respond{REST}
        | i\ (?:often|frequently|usually|sometimes|always)\ (?:see|hear|get|wonder){REST} | i(?:'m|\ am)\ no\ \w+{REST}
        | (?:but\ )?i\ (?:have|had|can\ give)\ no\ (?:information|way|experience|access|plans?|intention|knowledge|need|opinion){REST}
        | i\ (?:will|do|can)\ ?not\ (?:make\ any\ )?(?:promise|guarantee|claim|vouch){REST} | (?:part|one)\ of\ my\ plans?{REST}
        | i(?:'ve|\ have)?\ checked\ (?:to\ see|your|if|whether|the\ forum){REST}
        | i\ (?:did|have\ done)\ (?:do\ )?(?:a\ |some\ )?(?:google|quick|search|research|bit|test){REST}
        | (?:but\ )?(?:that|this|it)(?:'s|\ is|\ was)\ (?:entirely\ |just\ |only\ |really\ |all\ |purely\ )*(?:a|my)\ (?:wild\ |best\ )?guess{REST}
        | i\ (?:do\ )?find\ (?:this|that|such|it)\b{REST} | when\ i\ (?:said|wrote)\b{REST} | (?:that|this)\ was\ (?:an?\ )?(?:incorrect|wrong|my)\b{REST}
        | {REST}\bi(?:'m|\ am)\ (?:a\ (?:little|bit)\ |so\ |really\ )?(?:stupid|dumb|silly|slow|an\ idiot)\b{REST}
        | (?:my|sorry[\s,]+my)\ (?:mistake|bad|fault|apolog(?:y|ies)){REST} | silly\ me | how\ (?:stupid|silly|dumb)\ of\ me
        | (?:good|fair)\ (?:point|enough){REST} | (?:bad|good)\ idea | whew | phew | d'?oh""",
    ),
    _rule(
        "it failed",
        rf"""(?:i(?:'ve|\ have)?\ |we(?:'ve|\ have)?\ )?(?:also\ |already\ |even\ |just\ )*tried\b{REST}\b(?:didn't|did\ not|no\ luck|not|without\ (?:success|luck)
          |nothing|no\ (?:effect|change|difference|success|avail))\b{REST}
        | (?:but\ |and\ |so\ |unfortunately[\s,]+|sadly[\s,]+)*(?:that|this|it|none\ of\ (?:it|these|them|that|this)|neither|nothing|both)(?:\ also|\ still)?
          \ (?:didn't|did\ not|hasn't|has\ not|failed|worked|helped)\ ?(?:help|work|fix|solve|change|make|to)?(?:ed)?(?:\ (?:it|anything|at\ all|either|for\ me|unfortunately
          |though|the\ (?:problem|issue)|any\ difference|a\ difference|too))*
        | (?:still\ )?no\ (?:luck|joy|dice|go|change|difference|success)(?:\ (?:with|there|so\ far|yet|either|though){REST})? | (?:but\ )?(?:still\ )?(?:not\ working|the\ same)(?:\ \w+){{0,3}}""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "it is found",
        rf"""(?:a+h+a*[\s,!]+|oh[\s,]+|ok(?:ay)?[\s,]+|well[\s,]+|nevermind[\s,]+|never\ mind[\s,]+|actually[\s,]+|so[\s,]+|what\ )*(?:i(?:'ve|\ have)?\ )?(?:finally\ |just\ |now\ |also\ )*
          (?:found|figured|got|sorted|worked|managed|solved|fixed)\ (?:it|this|that|the\ (?:issue|problem))(?:\ (?:out|all|working|to\ work|fixed|going|sorted|now|in\ a\ search))*
          (?:[\s,]+(?:but|thanks|thank|by\ myself|myself|though|anyway){REST})?
        | (?:never\ ?mind|nvm)\b[^.!?\n]{{0,40}} | \W*[\s,]*(?:the\ |my\ )?(?:problem|issue)\ is\ (?:now\ )?(?:solved|fixed|resolved|gone)
        | (?!(?:deleted|removed|changed|reset|restarted|updated|disabled|enabled|reinstalled|uninstalled|switched|turned|moved|renamed|cleared|repaired)\b)
          (?:[\w']+[\s,]+){{0,5}}(?:the|my|this)\ (?:\w+\ )?(?:problem|issue)\ (?:was|is|has\ been)\ (?:now\ |finally\ )?(?:solved|fixed|resolved)(?:[\s,]+(?:thank|but){REST})?
        | (?:solved|fixed|resolved|works?|working)\ now[\s,]+but{REST}""",
        guard=Guard.STEP,
    ),
    _rule(
        "report back",
        rf"""(?:please\ )?(?:try|do|test|check)\ (?:it|this|that|these)(?:\ out)?[\s,]+(?:and|then)\ (?:please\ )?(?:report|post|share)\ (?:back\ )?(?:on\ |with\ )?(?:the\ |your\ |any\ )?(?:results?|findings|how\ it\ \w+){REST}""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "to the makers",
        rf"""(?:(?:note|and|also|ps)[\s,:]+)*(?:on\ the\ off\ chance(?:\ that)?|if|should|in\ case)\ (?:some|any)(?:one|body|\ of\ the\ \w+)\ (?:from|at|of|working\ on)\b{REST}
          \b(?:reads?|sees?|listens?|listening|reading|looking|is\ here)\b{REST}
        | (?:note|message|memo|hint)\ (?:to|for)\ (?:the\ )?(?:\w+\ )?(?:dev(?:eloper)?s|makers|team|company)\b{REST}""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "not here",
        rf"""{REST}\b(?:in|on|from|per|see|to)\ (?:your|the\ attached|my\ attached)\ (?:pictures?|images?|photos?|screen\s?shots?|attachments?){REST}
        | {REST}\b(?:circled|marked|highlighted|shown)\ in\ (?:red|yellow|green|blue|the\ (?:picture|image|screen\s?shot)){REST}
        | {REST}\b(?:directions?|instructions?|steps?|suggestions?)\ (?:given\ )?above\b{REST}
        | \#\d+(?:\ \(comment\))?""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "asks for data",
        rf"""{REST}\b(?:post|paste|copy|upload|attach|add|share|report)\b[^.!?\n]{{0,80}}\b(?:in|into|to|on)\ (?:this|your\ next|the\ next|a|your)
          \ (?:forum|thread|topic|reply|post|question|discussion){REST}
        | (?:(?:so|now|then|first)[\s,]+)*we(?:'d|\ would|'ll|\ will)?\ need\ to\ (?:know|see|find\ out){REST}""",
        guard=Guard.NOTHING,
    ),
    _rule(
        "aside",
        rf"""(?:btw|by\ the\ way|fwiw|incidentally|(?:slightly\ |a\ bit\ |somewhat\ )?off[\s-]?topic|on\ (?:a|an)\ (?:side|related|unrelated|other)\ note|off[\s-]?topic|p\.?s\.?)\b{REST}""",
    ),
    _rule(
        "machine output",
        rf"""{REST}\b[\w-]+\.(?:m?jsx?|jsm|py|java|cpp|cc|c|h|hpp|go|rb|cs|php|ts|lua)(?::\d+|\ line\ \d+){REST}
        | \W*(?:={{3,}}|-{{3,}}|\#{{3,}}|\*{{3,}}){REST} | (?:uncaught|unhandled)\b{REST} | {REST}\b0x[0-9a-f]{{6,}}\b{REST}""",
    ),
    _rule(
        "advertisement",
        r"""(?:call|dial|ring|contact)\b[^.!?\n]{0,60}‹phone\ number›[^.!?\n]* | (?:visit|check\ out)\ (?:my|our)\ (?:site|website|blog|channel)[^.!?\n]*
        | (?:follow|like|subscribe)\ (?:us|me|to\ (?:our|my))\b[^.!?\n]*""",
        guard=Guard.NOTHING,
    ),
)
"""Asked in this order; the first that fits names the reason."""


@lru_cache(maxsize=1024)
def reason(sentence: str) -> str:
    """Why a sentence goes: the name of a rule; "" if it stays."""
    if len(sentence) > LONGEST:
        return ""
    said = sentences.plain(sentence)
    step = cues.CLAUSE_STEP.search(said) is not None
    advice = step or instructs(said) or tells_what_to_do(said) or cues.REASON.search(said) is not None
    stays = {Guard.ADVICE: advice, Guard.STEP: step, Guard.NOTHING: False}
    for rule in RULES:
        if not stays[rule.guard] and rule.pattern.fullmatch(said):
            return rule.name
    return ""
