"""The words by which an answer is restructured, one table for each question that is asked about a sentence.

All patterns are for text in small letters with straight apostrophes (`plain`), but for those that say otherwise.
English first: where none of them fits, everything stays as it was written.
"""

from __future__ import annotations

import re
from typing import Final

# ── what leaves the edges of a sentence that stays ──────────────────────────────────────────────────────

FILLER: Final = re.compile(
    r"^(?:(?:well|ok|okay|hmm+|hm+|ah+|oh+|so|anyway|anyways|btw|by the way|haha+|lol|fwiw|imho|imo|hi|hello|hey|"
    r"hi there|hello there|sure thing|but|edit ?\d?|update ?\d?|note to self|(?:like|as) (?:i|we) (?:said|mentioned|noted|wrote|explained)(?: (?:before|above|earlier|already))?|to answer your question)(?:\s*,+|\s*\.{2,}|\s+[-–—]|\s*!+|\s*…|\s*:+(?<=\w:))\s+|‹name›\s*[,:;—–-]+\s*|(?:@\w+|‹handle›)[\s,:]+"
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
MAY_BE_TAKEN_UP: Final = frozenset({"half a question", "question back", "not here", "asks for details"})
I_DID: Final = re.compile(r"(?:(?:so|then|and|also|first|next)[\s,]+)*(?:i|we)(?:'ve| have)?\b")
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
    repeat replace reset resize restart restore return rerun retry right-click rightclick run save scan scroll search select
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

DELETES: Final = re.compile(
    r"\b(?:deletes?|erases?|wipes?|removes|overwrites?|will (?:be lost|lose)|lose (?:all|your|any|every)\w*|(?:cannot|can't) be undone)\b"
)
"""What takes something away from whoever does it: said so as a warning, or to be done with care."""

CONTACT: Final = re.compile(r"\S@\w|\+\d[\d ]{6,}|(?<!\S)@\w")
"""A way to reach the company: whatever is anybody else's has been masked."""

MENU_PATH: Final = re.compile(
    r"\w\s+(?:[>→›»]|->)\s+\w|(?<![:/.\w])[a-z][\w' +]{2,30}/[a-z][\w' ]{2,30}/[a-z][\w' ]{2,30}"
)
"""A way through menus: "Me → Backup → Only while charging", "Settings/Albums/Backup"."""

RECOMMENDS: Final = re.compile(
    r"\b(?:i(?:'d| would| also| have|'ve)* (?:(?:also|always|strongly|highly|only|not|necessarily) )*(?:suggest|recommend|advis|encourag|propos)(?:e|ed|ing)?\b(?!\?)"
    r"|my (?:suggestion|advice|recommendation)\b|(?:good|best|better|easiest|simplest|only) (?:choice|bet|way|option|solution|thing)\b"
    r"|you (?:may|might|can|could|should|would) (?:also |just |then |simply )?(?:try|want to|need to|have to|use)\b"
    r"|you(?:'ll| will)? (?:need|have) to\b|(?:make|be) sure\b"
    r"|(?:answer|solution|trick|fix|culprit|cause|reason|problem|issue) (?:here )?(?:is|was|may be|might be|seems to be|turned out to be)\b|turn(?:s|ed) out\b)"
)
"""Advice in the first person or with a doubt, and what names the cause: an answer that its author is modest about."""
SAYS_NO: Final = re.compile(
    r"\b(?:no (?:easy |simple |built-in |other |real )?way|(?:not|n't|never) (?:\w+ )?(?:possible|supported|implemented|available|happen)|impossible"
    r"|(?:don't|do not) know (?:of )?(?:a|any) way|(?:isn't|is not|aren't|are not) (?:any|a) (?:way|option|setting)"
    r"|(?:isn't|is not|not) (?:currently |yet )?planned|no plans? (?:to|for)"
    r"|(?:no|unfortunately|sorry|afraid)[,:]? (?:that |there |it |you |we |this )"
    r"(?:isn't|is not|is no|can't|cannot|don't|do not|doesn't|does not|won't))\b"
)
"""An honest no."""

CAUSED: Final = re.compile(
    r"\b(?:is|was|are|were|be|been) caused by\b|\b(?:reason|cause) (?:for \w+ )?(?:is|was)\b"
)
"""What names the cause."""

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
    r"|(?:alternatively|another (?:way|option|idea|thing to try|possibility|approach)|(?:option|method|solution) (?:2|two|b))\b"
    r"|(?:or )?you (?:can|could|might|may) also (?:try|use|do|check)\b"
    r"|if (?:you(?:'re| are) still|it still|still)\b|failing that\b|as a last resort\b)"
)
WARNING: Final = re.compile(
    r"(?:(?:please|but|and|note|first)[\s,:]+)*(?:warning|caution|attention|danger|be careful|beware|(?:make|take|create|do) (?:sure (?:that )?you (?:have )?(?:a )?)?(?:a )?"
    r"(?:full )?back-?\s?up|back(?:ing)? up\b.*\b(?:first|before)|before (?:you )?(?:do|doing|try|trying|start|starting) (?:this|that|it|anything|any of)|"
    r"(?:make|be) sure (?:that )?(?:you(?:'ve| have)? )?(?:to )?(?:a )?back(?:ed)?[ -]?up)\b"
)
FAILED: Final = re.compile(
    r"\b(?:(?:did|does|do|has|have|had)(?:n't| not) (?:help|work|fix|solve|change|do anything|make (?:a|any) difference|helped|worked|fixed)"
    r"|no (?:luck|joy|dice|go|change|difference|success|effect)|(?:still|yet) (?:not work|doesn't|does not|the same|no |not |broken|stuck|happen|get|have)"
    r"|(?:tried|did) (?:that|this|it|all)\b.{0,40}\b(?:already|no\b|not\b|still|but|nothing|without)|not? (?:worked|working)|same (?:problem|issue|error|result)"
    r"|none of (?:it|this|that|these|those|them) (?:worked|works|helped|helps|did)\b"
    r"|(?:it's|it is|is) still \W?(?:broken?|failing|happening)\b"
    r"|doesn't seem to (?:work|help)|nope|to no avail|made (?:no|it worse))\b"
)
PLAINLY_FAILED: Final = re.compile(
    r"\b(?:did(?:n't| not) (?:help|work|fix|solve|do (?:it|what|anything))|(?:that|this|it|they) (?:does(?:n't| not)|do(?:n't| not)) (?:help|work|fix|solve)"
    r"|no (?:luck|joy|dice|success)|(?:it's|it is|is) still \W?(?:broken?|failing|happening|not working|the same)|(?:still|exactly) the same (?:problem|issue|error)"
    r"|none of (?:it|this|that|these|those|them) (?:worked|works|helped|helps|did))\b"
)
"""That it failed, in a reply that names nobody."""
GOT_ON: Final = re.compile(
    r"\b(?:worked|works|working (?:now|again|fine)|solved|fixed|resolved|sufficient|did the trick|enabled me|helped|now i can)\b"
)
"""That something of it helped."""
PARTLY: Final = re.compile(
    r"\b(?:partially|partly|half|almost) (?:helped|helps|worked|works|fixed|fixes|solved|solves)\b"
)
RULED_OUT: Final = re.compile(
    r"\balready (?:set|on|off|enabled|disabled|checked|ticked|done|did|tried|installed)\b"
    r"|\b(?:is|was|are|were) (?:currently|already) (?:set|on|off|enabled|disabled|checked|ticked|at|like)\b"
    r"|\b(?:tried|did|done|checked) (?:all (?:of )?)?(?:that|this|it|these|those) (?:already|before)\b"
    r"|\b(?:don't think i(?:'ll| will| would)|(?:won't|not going to|rather not|don't (?:want|dare) to)) (?:try|do|use|install|upload) (?:that|this|it|these|those)\b"
)
"""How an asker turns down what was advised: it is so already, or they will not."""
DID_NOTHING: Final = re.compile(
    r"(?:[@‹][\w›]+[\s,:]+)*(?:[^.!?\n]{0,60}[.!?]\s+)?(?:(?:ok(?:ay)?|yes|yeah|hi[^.!?,\n]{0,20}|no|well|so)[\s,]+)*(?:"
    r"(?:none|neither|nothing) (?:of (?:it|this|that|these|those|them)\b )?(?:worked|works|helped|helps|did)\b"
    r"|[^.!?\n]{0,120}\b(?:but|and) (?:that|it|this|they|nothing) (?:did(?:n't| not)|has(?:n't| not)) (?:help|work|fix|solve|change))"
)
"""How somebody begins who has tried what was said, in vain."""
SOLVED: Final = re.compile(
    r"\b(?:that was it|solved|fixed|resolved|did it|works now|(?:is|are) (?:now )?working)\b"
)
CONFIRMS: Final = re.compile(
    r"\b(?<!of )(?:that|this|it|which|and it|now) (?:worked|works|fixed|solved|did the trick|helped)\b"
)
DID: Final = re.compile(
    r"^(?:just |simply |then |so |finally )*(?:imported|exported|unchecked|unticked|cleared|repaired|converted|changed|set|deleted|removed|turned|switched|used|added|reset|saved|restarted|reinstalled|"
    r"installed|updated|upgraded|moved|copied|replaced|renamed|enabled|disabled|created|using|changing|adding|removing)\b|\ball i (?:had|needed)\b|\bi(?:'ve| have)?(?: just| then| simply| also| now| first| finally)? (?:had to|needed to|changed|set|ticked|deleted|removed|turned|switched|"
    r"imported|exported|converted|unchecked|unticked|edited|modified|cleared|repaired|restored|compared|rebuilt|dragged|reverted|downgraded|"
    r"determined|discovered|noticed|reali[sz]ed|managed to|was able to|succeeded in|had to put|"
    r"used|added|reset|restarted|reinstalled|installed|uninstalled|updated|upgraded|moved|copied|replaced|renamed|opened|went|clicked|"
    r"selected|chose|entered|typed|enabled|disabled|created|pulled|plugged|unplugged|disconnected|signed|logged|downloaded|ran|put|found that|fixed|solved)\b"
    r"|^(?:in [^,.]{1,40}[, ]+)?(?:then |now |next |after that |finally )*i (?:then |now |just |also )*(?:copy|move|delete|select|open|create|click|set|change|export|import|remove|drag|paste|find all)\b"
    r"|\bturn(?:s|ed) out\b|\bthis is what i\b|\b(?:problem|cause|culprit|reason|trick|issue|solution|fix) (?:was|turned out)\b"
    r"|\b(?:worked|works|fixed|solved|did the trick)\b(?:\s+\S+){3}|(?:\S+\s+){4}\b(?:worked|works|fixed|solved|did the trick)\b"
)
"""What an asker tells of how it was solved, beside an answer of somebody else."""
ONLY_ABLE: Final = re.compile(
    r"(?:(?:and|so|now|then|finally|yes|ok(?:ay)?|great|also|today)[\s,]+)*i(?:'m| am| was)? (?:now |finally |also )*(?:(?:was |have been )?able to|managed to|can(?: now)?|could)\b"
    r"(?!.*\b(?:by|using|via|through|after|once|when|because|with the|thanks to|in order)\b).*"
)
"""That something works now, and not by what."""
NEW_TROUBLE: Final = re.compile(
    r"\b(?:new|another|next|one more|one other|further) (?:\w+[ -])?(?:problem|issue|trouble|error|question|show-?stopper|hurdle|difficulty)s?\b"
)
"""What follows is about something else."""
WHY: Final = re.compile(
    r"\b(?:because|caused by|due to|the (?:reason|cause)|as a result of|happens? (?:when|if|because|only)|"
    r"(?:is|was) a (?:known )?bug|by design|explains? why|that(?:'s| is) why|this is why)\b"
)
LEANS: Final = re.compile(
    r"(?:to (?:fix|solve|avoid|change|prevent|get around|work around|resolve|do|stop|undo) (?:this|that|it|so)\b|this|that|these|those|"
    r"it|they|so|therefore|hence|thus|then|in (?:that|this|which|such) case|but|however|if (?:so|not|that|this|it)|instead|and|also|otherwise)\b"
)
"""What begins so goes on with what stands before it."""
POINTS_AT: Final = re.compile(
    r"(?:(?:and|but|so|then|or|also)[\s,]+)?(?:it|they|that|those|these|this)\b"
    r"(?! (?:is|was) (?:a |an |the )?(?:known|bug|because|by))"
)
"""What begins so means nothing without what stands before it."""
HANGS: Final = re.compile(
    r"(?:(?:and|but|so|then|or|also)[\s,]+)?(?:others?\b(?! than)|both\b|one of (?:these|those|them)\b|the (?:former|latter)\b"
    r"|for (?:example|instance)\b|(?:their|its)\b)"
    r"|(?:(?:you|i|we) (?:can|could|should|may|might|must|will|need to|have to) (?:also |then |just |now |simply )*)?"
    r"(?!(?:is|was|does|did|has|if|when|once|because|since|as|after|before|until|while|where|how|make|makes|take|say) )[a-z]+ (?:it|them)\b"
)
"""What begins so is about something that the sentence before it names."""
THOSE: Final = re.compile(
    r"\b(?:these|those) ((?:two|three|few|other|same) [a-z]+|[a-z]{3,})\b(?![^:]*:(?!//))"
)
"""What has been named before, and its name."""
AHEAD: Final = re.compile(r"(?:(?:this|these)\b[^:]*:(?!//)|.*:$)")
"""What points at what follows: "This page explains it: …", "Do these things:"."""
GOES_ON: Final = re.compile(r"(?:and|or)\b")
"""What begins so is half of what the sentence before it says."""
PURPOSE: Final = re.compile(
    r"(?:(?:and|or|now|so|then|finally|also)[\s,]+)*(?:(?:in order )?to|for|here(?:'s| is| are)?|something like|if you|using|with) \w"
)
"""How somebody begins who leads to code."""
SEE: Final = re.compile(
    r"(?:please )?(?:also )?(?:see|read|here|link|look at|check)?(?: also| this| here)?[\s:]*https?://\S+"
)
"""Nothing but a link."""
VALUE: Final = re.compile(r"\(?[+−-]?\d+(?:\.\d+)? ([a-z]{2,})\b")
"""A line of an enumeration of values: "0 means off"; what each of them says of its value."""
TAKEN_BACK: Final = re.compile(
    r"(?:(?:but|though|although|however|of course|that said)[\s,]+)*i(?:'d| would| do)?(?:n't| not) (?:really |necessarily )?(?:recommend|advise|suggest)"
    r" (?:(?:this|it|doing (?:so|this|that|it))\b|that(?! (?:you|we|they|anybody|anyone)\b))"
)
"""Who says so takes back the sentence before."""
TAKES_BACK: Final = re.compile(
    r"\b(?<!if )(?:i was (?:wrong|mistaken)|i stand corrected|i (?:misread|misunderstood)|scratch that"
    r"|(?:ignore|disregard|forget) (?:my|what i)\b|i(?:'m| am) not (?:(?:too|very|that|really) )?technical\b)"
)
"""Who says so takes back what they have written before."""
NOTE: Final = re.compile(r"(?:please )?(?:note|be aware|keep in mind|remember|mind you|beware)\b")
TRACE: Final = re.compile(
    r"\b[\w-]+\.(?:m?jsx?|jsm|py|java|cpp|cc|c|h|hpp|go|rb|cs|php|ts|lua):\d+|^\s*at \S+ ?\(|^\s*File \".+\", line \d+|\b0x[0-9a-fA-F]{8,}"
)
"""A line of a crash's trace. In the text as written."""
ADDRESS: Final = re.compile(r"https?://\S+")
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
JOINT: Final = re.compile(
    r"(?:(?:(?:however|but|and|also|so(?! (?:that|far|much|many|long)\b)|anyway|then(?! again\b)|if (?:so|not)(?=,)|additionally|plus|okay|edit ?\d?|[a-d]\)|\d[.)])(?![\w’'/-])[\s,.:;…–-]+)"
    r"|(?:my|the) (?:\w+ )?question is(?: that|:)? )+(?=\S)",
    re.IGNORECASE,
)
"""What joins a sentence to one that is not quoted. In the text as written."""
POINTS_BACK: Final = re.compile(r"(?:(?<=\b)|^)(?:this|that|these|those|it|they|them|its)\b", re.IGNORECASE)
STORY: Final = re.compile(
    r"(?:i|we)(?:'ve| have| had|'m| am)? (?:(?:just|already|also|recently|now|then|finally|even|currently) )*(?:installed|bought|got|tried|read|"
    r"searched|looked|googled|used|using|am|on|running|run|use|will|hope|know|understand|think|guess|like|love|started|"
    r"downloaded|went|wanted|thought|assumed?|spent|called|contacted|created|moved|switched|migrated)\b"
    r"|(?:my (?:computer|system|setup|pc|laptop|os|plan|name) |specs|(?:\w+ )?version\b|os\b|windows \d+\b[^.]{0,20}$)"
)
"""The story so far, which tells a problem only beside other sentences."""
HANDLES: Final = re.compile(
    r"^(?:\(?\d[).]\s+)?(?:(?:\.?@\w+|‹handle›|‹name›)(?:[\s,:;!.–-]+|$)|(?:hi|hello|hey)(?: (?:there|all|everyone|everybody|guys|folks|team|#\w+))*[\s,!:.–-]+)+",
    re.IGNORECASE,
)
CODE: Final = re.compile(r"[{};=<>\\_|]|::|->|\w\(\S*\)|//")
