"""The cues of each act, as a table: one alternative a line, so that a line can be read, tried and struck out.

English first: a text in a language without cues does nothing that the judge can see, so it abstains.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Act(StrEnum):
    """One thing that a turn does."""

    CONFIRMS = "says that it works"
    THANKS = "thanks"
    WILL_TRY = "will try"
    STILL_STUCK = "is still stuck"
    OWN_FIX = "found the fix alone"
    FIXED_ITSELF = "says that it fixed itself"
    ASKS = "asks"
    SENDS_AWAY = "sends elsewhere"
    INSTRUCTS = "says what to do"
    EXPLAINS = "explains"
    DECLINES = "says that it cannot be done"
    KNOWN = "says that it is a known problem"
    WORKAROUND = "offers a way around"
    SARCASM = "sounds sarcastic"
    PRAISE = "praises"
    CORRECTS = "corrects somebody"
    DOUBTS = "has a but"
    DESCRIBES = "says what was done"
    WELCOMES = "is glad that it helped"
    REFERS = "points at another company"
    COLLECTS = "collects details"
    HAS_PROBLEM = "has a question or a problem"
    ADDRESSES = "tells the reader what they can do"
    HOW_TO = "asks how to do something"
    PLAIN_NO = "says no"


VERBS: Final = (
    r"click|tap|press|select|choose|open|go|right-?click|r-click|uncheck|untick|check|tick|enable|disable|turn|switch|"
    r"set|change|remove|delete|uninstall|install|reinstall|restart|reboot|update|upgrade|downgrade|clear|reset|copy|"
    r"move|rename|drag|create|add|enter|type|run|start|use|log|sign|unplug|hold|download|close|exit|quit|highlight|"
    r"scroll|look for|navigate|compact|repair|import|export|make sure|ensure|replace|edit|save|paste|unlink|swipe|"
    r"charge|connect|disconnect|forget|re-?pair"
)
"""What a person can be told to do."""


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


NEGATION: Final = (
    r"(?:n[o']t|never|hasn|didn|doesn|isn|won|can|cannot|nor|neither|without|if|until|hop(?:e\w*|ing)|wish)"
)
"""Words that turn a claim round."""

NOT_CLAIMED: Final = _any(
    rf"\b\w*{NEGATION}(?: \w+){{0,3}} (?:work(?:s|ed|ing)?|fixed|solved|resolved|sorted|help(?:s|ed)?|possible)\b",
    r"\b(?:want(?:s|ed)?|needs?|please|when (?:will|is|are)|(?:can|could|will) (?:you|someone|somebody)|waiting for|expect)(?: \w+){0,4} (?:work(?:ing)?|fixed|solved|resolved|sorted|answered)\b",
    r"\b(?:somewhat|partly|partially|kind of|sort of|almost|nearly|mostly) (?:it )?(?:works?|worked|working|fixed|solved)\b",
    r"\b(?:how|whether|why|what) (?:it|this|that|they|everything) works?\b",
    r"\b(?:used to|always|supposed to|should|last|previously) (?:be )?work(?:ed|ing)?\b",
    r"\bwork(?:ed|ing)\b[^.!?\n]{0,30}(?<!as)(?<!like) (?:before|until|till|yesterday|last (?:week|month|year))\b",
)
"""A claim denied, hoped for, asked for, or true only once: "hasn't worked", "please get this fixed", "worked until"."""

PATTERNS: Final[Mapping[Act, re.Pattern[str]]] = {
    Act.CONFIRMS: _any(
        r"\b(?:that|this|it|which|they|everything|solution|suggestions?|fix|works?|trick|advice|instructions?|steps?|link|thread|article|add-?on)(?:'s| has| have| all)? (?:\w+ )?(?:work(?:ed|s)|fixed|solved|solves|resolved|sorted|cured|did (?:it|the (?:trick|job))|do(?:es)? (?:do )?the (?:trick|job))\b",
        r"\b(?:problem|issue|mystery|case|all|now|question|error)s?(?: is| was| are| has been| have been|'s)?(?: now)? (?:solved|fixed|resolved|sorted|answered|gone|cleared)\b",
        r"\bwork(?:s|ed|ing) (?:now|again|perfectly|fine|great|like a (?:charm|dream)|well|a treat|for me|properly|beautifully|correctly|flawlessly|as (?:it should|wanted|expected|intended))\b",
        r"\b(?:it|that|everything|all)(?:'s| is) (?:now )?(?:all )?(?:working|fixed|sorted|good|fine|resolved|solved|back to normal|well)\b",
        r"\bdid the trick\b|\ball (?:is )?(?:good|well|sorted|set) now\b",
        r"\bgot it (?:working|to work|sorted|fixed|right)\b|\bback (?:up and running|to normal)\b",
        r"\b(?:exactly|just) what i (?:needed|was looking for|wanted)\b",
        r"\byou(?:'re| are| were) (?:absolutely |quite |so |both )?(?:right|correct)[.!]",
        r"\bthat (?:was|is) (?:it|the (?:problem|issue|answer|reason|culprit|cause))\b|\bthat's it!",
        r"^\W*(?:\[?solved\]?|fixed(?: it)?|sorted|resolved)\b|(?:^|[.!\n] ?)solved[.!]",
        r"\b(?:normally|properly|correctly) (?:now|again)\b|^\W*success\b|\bsuccess!",
        r"\bi think i have (?:finally )?got it\b|\bhas been (?:fixed|solved|resolved)\b",
        r"\b(?:that|it|this) (?:really |also |did )?help(?:ed|s)\b|\bsolve[ds] (?:my|the) (?:problem|issue)\b",
        r"\bfixed (?:my|the) (?:problem|issue)\b|\bworking (?:ok|okay|fine|perfectly|now)\b",
        r"\bnow (?:it )?works\b|\bseems to (?:work|be working|have (?:worked|fixed|solved|done))\b",
        r"\b(?:now|again) (?:is |are )?(?:\w+ly )?(?:working|downloading|receiving|sending|showing|loading|syncing|uploading|displaying|running|printing)\b",
        r"\b(?:is|are|it's|now) (?:now )?(?:working|downloading|receiving|sending|showing|loading|syncing|uploading|displaying|running|printing) (?:\w+ly|now|again|fine)\b",
        r"\bi now (?:have|see|get|can)\b|\bnow i (?:can|have|see|get)\b|\bi(?:'m| am| was) (?:now|finally) able to\b",
        r"\bnot (?:skipping|crashing|freezing|happening|blocked|stuck) (?:any ?more|at the mo|now)\b",
        r"\bno longer (?:crash|freez|happen|get|see|appear|have the)\w*|\bno (?:more )?problems? (?:since|now|any ?more)\b",
        r"\b(?:haven't|have not|have) had (?:any|no) (?:more |further )?(?:problems?|issues?|trouble)\b",
        r"\bno more (?:problems|issues|errors|trouble)\b|\b(?:fixes|solves) (?:my|the) (?:problem|issue)\b|\bfinally got it\b",
        r"\b(?:compiles?|compiled|builds?|built|boots?|starts?|loads?|connects?|prints?) (?:cleanly|without (?:errors?|problems?)|fine (?:now|again)|(?:perfectly|correctly) now)\b|\bserves my purpose\b",
        r"\bset me on the right (?:path|track)\b|\b(?:heads|pictures|photos|messages|emails|folders|everything) (?:is|are) back\b",
        r"\b(?:funktioniert|geht|klappt|läuft) (?:jetzt|wieder|nun)\b|\bhat (?:geklappt|geholfen|funktioniert)\b|\bproblem gelöst\b|\bgenau das war's\b",
        r"\b(?:ça|cela) (?:marche|fonctionne)\b(?! (?:pas|plus|toujours))|\b(?:problème )?résolu\b|\bproblema (?:resuelto|solucionado|risolto|resolvido)\b|\b(?:ya|ahora) funciona\b|\b(?:ora|adesso) funziona\b|\bwerkt (?:nu|weer)\b|\bopgelost\b|\bagora funciona\b",
    ),
    Act.THANKS: _any(
        r"\bthank(?:s| you|you)\b|\bcheers\b|\bmany thx\b|\bth?x\b|\bty\b",
        r"\bappreciate (?:it|your|the|that)\b|\b(?:eternally )?grateful\b|\bmuch obliged\b",
        r"\b(?:danke|vielen dank|merci|gracias|grazie|obrigad[oa]|bedankt|dank je)\b",
    ),
    Act.WILL_TRY: _any(
        r"\b(?:i'?ll|i will|going to|gonna|let me|will|i'm about to) (?:\w+ )?(?:try|give (?:it|that|this)|look into|check|see if|have a (?:look|go)|do (?:that|this)|test|report back|keep you posted|let you know)\b",
        r"\bfingers crossed\b|\bwill report back\b|\btrying (?:that|this|it) now\b",
    ),
    Act.STILL_STUCK: _any(
        r"\bstill (?:not|no |nothing|does|do |have|having|get|getting|isn|is not|doesn|broken|the same|happening|can'?t|cannot|won'?t|stuck|waiting|there|unable|fails?|wrong)",
        r"\b(?:did|does|do|has|have)(?: not|n'?t)(?: seem to| really| even)? (?:work|help|fix|solve|make (?:any|a) difference|change)",
        r"\bno (?:luck|joy|change|difference|effect|improvement|success)\b|\bto no avail\b",
        r"\bnot work(?:ing)?\b|\b(?:is|are)n'?t working\b",
        r"\bsame (?:problem|issue|result|error|thing)\b",
        r"\bnothing (?:has )?(?:changed?|happen(?:s|ed)|works?|worked|helps?|helped)\b",
        r"\bmade no difference\b",
        r"\btried (?:all|everything|that|this)(?: already| and)?\b.{0,40}\b(?:no|not|nothing|still|but)\b",
        r"\b(?:problem|issue|error|it)(?:'s| is| has| have)? (?:come|came|is) back\b|\bback again\b",
        r"\bhappen(?:ed|ing|s) again\b|\b(?:stopped|broken?|failing|fails?) again\b|\breturned after\b",
        r"\bspoke too soon\b|\b(?:is|'s|are) (?:doing|at) it again\b|\b(?:without|un)(?: any)? ?success",
        r"\bwork(?:s|ed|ing)?\b[^.!?\n]{0,40}\bbut (?:not|only)\b",
    ),
    Act.OWN_FIX: _any(
        r"\bi (?:\w+ )?(?:figured|worked|sorted|found) (?:it |this |that |things? )?out\b",
        r"\bi(?:'ve| have)? (?:just |finally |now |since )?(?:found|discovered|solved|fixed|resolved|located) (?:it|the (?:issue|problem|cause|culprit|reason|solution|answer|fix)|my (?:problem|issue|mistake)|(?:a|the) (?:solution|fix|way))\b",
        r"^\W*(?:found (?:it|out|the (?:answer|solution|problem|cause|issue|culprit))|figured (?:it )?out|never ?mind|fixed it|solved it|solved|edit: (?:solved|fixed|found))\b",
        r"\bi(?:'ve| have)? (?:just |now |finally |then )?(?:realized|realised|recognized|recognised|forgot|overlooked|missed) (?:that|the|i)\b|\bfound (?:the|my) (?:error|mistake|bug|typo)\b",
        r"\b(?:actually,? )?(?:it|this) was (?:a|an|my|the|caused by) (?:problem|issue|mistake|error|typo|bug|setting|conflict|fault)\b|\bi (?:was|am) (?:adding|using|missing|passing|doing|looking at|calling) (?:the|a|an|it|my)\b[^.!?\n]{0,60}\b(?:wrong|instead|but)\b",
        r"\bmy (?:own )?(?:answer|question) is\b|\b(?:answer|solution) to my own question\b|\bcode that (?:actually )?works\b|\bi finally (?:got|applied|did|used|made)\b",
        r"\bmy (?:own )?(?:solution|fix|workaround)(?: now)? (?:was|is)\b|\bin the end,? i\b",
        r"\b(?:the|my) (?:problem|issue|culprit|cause|mistake|error|trick|solution) (?:was|is actually|turned out|turns out)\b|\bit (?:turns|turned) out\b",
        r"\bi(?:'ve| have)? (?:finally |then )?(?:solved|fixed|resolved|managed to|succeeded)\b|\bi was able to\b",
        r"\bwhat (?:worked|fixed it|solved it|did it)(?: for me)? (?:was|is)\b|\bwhich (?:fixed|solved|cured|resolved) (?:it|the|my)\b",
        r"\bafter (?:deleting|removing|changing|reinstalling|uninstalling|installing|disabling|enabling|switching|setting|updating|restarting|adding|moving|resetting|unchecking|checking|turning)\b[^.!?\n]{0,80}\b(?:work(?:s|ed|ing)|fine|ok|solved|fixed|back)\b",
        r"\b(?:installing|removing|deleting|changing|disabling|enabling|switching|adding|unchecking|restarting|resetting|reinstalling|updating|using)\b[^.!?\n]{0,70}\b(?:fixed|solved|resolved|did the trick|worked|works)\b",
        r"\b(?:hab(?:e)? die lösung gefunden|lösung gefunden)\b",
    ),
    Act.FIXED_ITSELF: _any(
        r"\b(?:fixed|resolved|sorted|solved|cleared|corrected|righted) itself\b",
        r"\b(?:started|began) working (?:again )?(?:by itself|on its own)\b",
        r"\bwent away (?:by itself|on its own)\b",
        r"\bfor no (?:apparent )?reason (?:it )?(?:started|works|is working)\b",
        r"\b(?:tried|checked) (?:it )?again (?:a few|some|several|two|three|\d+) (?:minutes|hours?|days?|weeks?) later\b",
    ),
    Act.ASKS: re.compile(r"\?(?:\s|$)|\?[)\"”’]"),
    Act.SENDS_AWAY: _any(
        r"\bd\.?m\.?\b(?! me back)|\bdirect(?:ly)? messag|\bprivate(?:ly)? messag|\bpm (?:me|us)\b",
        r"\b(?:send|drop|shoot|message|contact|call|phone|email|e-mail|text|follow|reach(?: out to)?|chat(?: with)?|speak (?:to|with)|get in touch with) (?:us|me|our|the|your|with|a)\b",
        r"\b(?:fill (?:in|out)|complete) (?:this|the|our) form\b|\bopen a (?:ticket|case)\b",
        r"\b(?:file|report|submit) (?:a|this|the) (?:bug|ticket|report|request)\b|\bwrong forum\b",
        r"\bask (?:in|on|at|your)\b|\blive ?chat\b|\bjoin us here\b|\bclick below\b",
        r"\bprivate secured link\b",
        r"\b(?:we|i)(?:'ll|'d| will| would) (?:like to |love to |be happy to )?(?:look into|assist|help|investigate|take a (?:closer )?look|pass (?:this|it)|forward)",
    ),
    Act.INSTRUCTS: _any(
        rf"(?:^|[.!:;,(\n•-]\s*|\b(?:to|then|and|please|just|can|could|should|must|would|also|first|next|simply|try) )(?:{VERBS})\b",
        r"\btry (?:\w+ing|the|this|it|to|a|in|with|using|safe|without)\b",
        r"\b\w+ ?(?:>|→|->|›|\u2192|≫|➔) ?\w+|\bstep \d\b|(?:^|\n)\s*\d+[.)] \w",
    ),
    Act.EXPLAINS: _any(
        r"\bbecause\b|\bdue to\b|\bthe (?:reason|cause) (?:is|was|for)\b|\bcaused by\b",
        r"\bthis (?:is|happens|means|was) (?:when|because|normal|expected|by design|a|the|due)\b",
        r"\byou (?:need|have) to\b",
        r"\bit(?:'s| is) (?:possible|available|located|stored|called|included|free|by design)\b",
        r"\bsince version\b|\bas of\b|\bthat means\b|\b(?:supports?|requires?|allows?|works with)\b",
        r"\bis (?:stored|kept|located|found|available|set) (?:in|on|under|at|by)\b",
        r"\bwill (?:be|not be) (?:available|open|back|fixed|released)\b",
        r"\bin (?:version|settings|preferences|options)\b|\byes,|\bno,",
    ),
    Act.DECLINES: _any(
        r"\b(?:not|n't|isn't|never|no longer) (?:currently |yet )?(?:be )?(?:possible|supported|available|an option|offer(?:ed)?|have (?:that|this|an?y?) (?:option|feature|way))\b",
        r"\bthere(?:'s| is| are) (?:currently |unfortunately |sadly )?no (?:way|option|setting|plans?|such|support)\b",
        r"\bunfortunately,? (?:no|not|we (?:don|can|do not))\b",
        r"\bcan(?:no|')t be (?:done|changed|undone|recovered|restored)\b",
    ),
    Act.KNOWN: _any(
        r"\bknown (?:bug|issue|problem|fault|error)\b",
        r"\b(?:we(?:'re| are)|team is) (?:currently )?(?:aware|investigating|working on (?:a fix|it|this))\b",
        r"\bbug \d{5,}\b|\bbugzilla\b|\b(?:will be|is) fixed in (?:version|the next|a future|\d)\b",
        r"\boutage\b",
    ),
    Act.WORKAROUND: _any(
        r"\bwork-?around\b|\bin the meantime\b|\bfor now,? (?:you|try|use)\b|\bas a temporary\b",
        r"\buntil (?:then|it is fixed|that is fixed)\b|\binstead,? you (?:can|could)\b",
    ),
    Act.SARCASM: _any(
        r"\b(?:thanks|thank you|cheers|great|good|nice|well) (?:for (?:nothing|the (?:late|slow)|ruining|wasting)|a (?:lot )?for nothing|job(?=,)|job guys|one|done,? guys)\b",
        r"\byeah,? right\b|\bhow (?:helpful|useful)\b|🙄|😒|\b\d+ (?:hours?|days?|weeks?) late\b",
        r"\bbrilliant (?:service|support|job)\b|\bslow clap\b|\bbravo\b|\banywho\b",
        r"\btop notch\b.{0,20}\bnot\b",
    ),
    Act.PRAISE: _any(r"\b(?:love|loving|great|awesome|amazing|best|excellent|fantastic|brilliant)\b"),
    Act.CORRECTS: _any(
        r"\b(?:that|this|which|answer|advice)(?: above)?(?:'s| is| was)(?: \w+)? (?:wrong|incorrect|out ?of ?date|outdated|not (?:\w+ )?(?:correct|right|true))\b",
        r"\b(?:isn't|is no longer) (?:\w+ )?(?:correct|right|true|how it works)\b|\bno longer (?:works?|holds)\b",
        r"\banswer(?: above)? (?:was|is) (?:only )?for (?:the |an )?(?:old|earlier|previous)",
        r"^\W*(?:correction|careful|please don't do|don't do) ?\b",
    ),
    Act.DOUBTS: _any(
        r"\b(?:but|however|although|though|except|unfortunately|sadly|only problem|not sure|confus(?:ed|ing)|disappoint)\b",
        r"n't\b|\bnot\b|\bno\b(?! (?:problem|worries))|\bnothing\b|\bnever\b|\bcannot\b|\bwithout\b",
    ),
    Act.DESCRIBES: _any(
        r"\bi(?:'ve| have| had)? (?:just |then |finally |now |also |simply )?(?:to )?(?:changed?|deleted?|removed?|uninstalled?|reinstalled?|installed?|went|clicked|set|switched|turned|moved?|disabled?|enabled?|created?|added|used|unchecked|checked|selected|updated|restarted|opened|copied|renamed|made|did|replaced?|restored?|repaired|compacted|reset|put|bought|followed|typed|entered|logged|signed|closed|subscribed|downgraded|upgraded|cleared|held|pressed|plugged|unplugged|charged|ran|edited|wrote|swapped)\b",
        r"\b(?:after|by) \w+ing\b|\bi had to\b|\bgo(?:ing)? (?:in)?to\b|\b(?:was|were|is) set to\b|\bwasn't\b|\bturn(?:s|ed) out\b|\binstead\b",
    ),
    Act.WELCOMES: _any(
        r"\b(?:you(?:'re| are) (?:very |most )?welcome|my pleasure|glad (?:it|to|that|you|i)|happy to (?:help|hear)|(?:great|good|nice) to (?:hear|know|see)|no (?:problem|worries)|any ?time|great news)\b",
        r"\bgern geschehen\b|\bde rien\b|\bde nada\b|\bprego\b|\bgraag gedaan\b|\bnon c'è di che\b",
    ),
    Act.REFERS: _any(
        r"\b(?:contact|ask|check with|talk to|speak (?:to|with)|get in touch with|take it up with|complain to) (?:your|the|their) (?:\w+ ){0,2}(?:provider|isp|bank|carrier|manufacturer|administrator|admin|it (?:team|department)|phone maker|maker|host|seller|store|airline|operator)\b",
        r"\b(?:nothing|not something) (?:that )?we can (?:do|change|fix)\b|\b(?:that|this|it)(?:'s| is) (?:up to|controlled by|decided by|a matter for|an issue with) (?:your|the) \w+",
    ),
    Act.COLLECTS: _any(
        r"\b(?:post|share|provide|send|paste|attach|upload|give us|tell us|let us know)\b[^.!?\n]{0,40}\b(?:information|info|details?|screen ?shots?|logs?|error messages?|message headers?|version|crash (?:ids?|report)|address|number|username|what (?:device|version|you see)|which (?:device|version))\b",
        r"\bmore (?:information|info|details?|specific)\b|\bcan you (?:confirm|clarify|elaborate|post|share|tell us)\b",
    ),
    Act.HAS_PROBLEM: _any(
        r"\?",
        r"\b(?:how (?:do|can|to|would|should)|why|what|where|which|is there|help|advice|advise|trying|tried|want(?:ed)? to|would like|need|question|wonder(?:ing)?|anyone)\b",
        r"n't\b|\b(?:not|no|cannot|never|nothing|unable|problem|issue|error|wrong|missing|lost|gone|fail\w*|stuck|crash\w*|bro(?:ke|ken)|stop(?:s|ped)|disappear\w*|slow\w*|keeps?|refuses?|bug|charged|dead|black|blank|weird|strange|annoying|ruined|hack\w*|locked|delay\w*|glitch\w*|hangs?|hanging|freez\w*|stays?|shows?|waiting|[a-z]-?\d{3,5})\b",
        r"[^\x00-\u024f]{4}|\b(?:wie|warum|kann|nicht|problem[ae]?|comment|pourquoi|como|por qué|perché|hoe|waarom)\b",
    ),
    Act.ADDRESSES: _any(r"\byou (?:can|could|should|need|have to|must|will|may|might)\b"),
    Act.HOW_TO: _any(
        r"\bhow (?:do|can|to|would|could|should)\b|\bis (?:there|it possible)\b|\bcan (?:i|you|we|one)\b|\bwhere\b"
    ),
    Act.PLAIN_NO: _any(
        r"^\W*(?:(?:hi|hello|hey|sorry|honest answer|short answer|unfortunately|i'm afraid|thanks|[a-z]+)[ ,:!.–-]+){0,4}(?:no|nope)[,.:;!–-]",
        r"^[^.!?\n]{0,60}\b(?:honest answer|short answer|the answer is|i'm afraid|afraid|unfortunately)[:,]? (?:is )?(?:no|not)\b",
    ),
}
