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
    r"(?:n[o']t|never|hasn|didn|doesn|isn|won|can|cannot|nor|neither|without|if|until|hop(?:e|ing)|wish)"
)
"""Words that turn a claim round."""

NOT_CLAIMED: Final = _any(
    rf"\b\w*{NEGATION}(?: \w+){{0,3}} (?:work(?:s|ed|ing)?|fixed|solved|resolved|sorted|help(?:s|ed)?|possible)\b",
    r"\b(?:want(?:s|ed)?|needs?|please|when (?:will|is|are)|(?:can|could|will) (?:you|someone|somebody)|waiting for|expect)(?: \w+){0,4} (?:work(?:ing)?|fixed|solved|resolved|sorted|answered)\b",
    r"\b(?:used to|always|supposed to|should) (?:be )?work(?:ed|ing)?\b",
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
        r"\byou(?:'re| are| were) (?:absolutely |quite |so )?(?:right|correct)\b(?! (?:that|to|about|but)\b)",
        r"\bthat (?:was|is) (?:it|the (?:problem|issue|answer|reason|culprit|cause))\b|\bthat's it!",
        r"^\W*(?:\[?solved\]?|fixed(?: it)?|sorted|resolved)\b|(?:^|[.!\n] ?)solved[.!]",
        r"\b(?:normally|properly|correctly) (?:now|again)\b|^\W*success\b|\bsuccess!",
        r"\bi think i have (?:finally )?got it\b|\bhas been (?:fixed|solved|resolved)\b",
        r"\b(?:that|it|this) (?:really |also |did )?help(?:ed|s)\b|\bsolve[ds] (?:my|the) (?:problem|issue)\b",
        r"\bfixed (?:my|the) (?:problem|issue)\b|\bworking (?:ok|okay|fine|perfectly|now)\b",
        r"\bnow (?:it )?works\b|\bseems to (?:work|be working|have (?:worked|fixed|solved|done))\b",
        r"\b(?:now|again) (?:is |are )?(?:\w+ly )?(?:working|downloading|receiving|sending|showing|loading|syncing|uploading|displaying|running|printing)\b",
        r"\b(?:is|are|it's|now) (?:now )?(?:working|downloading|receiving|sending|showing|loading|syncing|uploading|displaying|running|printing) (?:\w+ly|now|again|fine)\b",
        r"\bi now (?:have|see|get|can)\b|\bnow i (?:can|have|see|get)\b|\bi(?:'m| am| was) (?:now |finally )?able to\b",
        r"\bnot (?:skipping|crashing|freezing|happening|blocked|stuck) (?:any ?more|at the mo|now)\b",
        r"\bno longer (?:crash|freez|happen|get|see|appear|have the)\w*|\bno (?:more )?problems? (?:since|now|any ?more)\b",
        r"\b(?:haven't|have not|have) had (?:any|no) (?:more |further )?(?:problems?|issues?|trouble)\b",
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
        r"\bmy (?:own )?(?:solution|fix|workaround)(?: now)? (?:was|is)\b|\bin the end,? i\b",
        r"\b(?:the|my) (?:problem|issue|culprit|cause|mistake|error|trick|solution) (?:was|is actually|turned out|turns out)\b|\bit (?:turns|turned) out\b",
        r"\bi (?:finally |then )?(?:solved|fixed|resolved|managed|succeeded)\b|\bi was able to\b",
        r"\bwhat (?:worked|fixed it|solved it|did it)(?: for me)? (?:was|is)\b|\b(?:which|that|this) (?:fixed|solved|cured|resolved) (?:it|the|my)\b",
        r"\bafter (?:deleting|removing|changing|reinstalling|uninstalling|installing|disabling|enabling|switching|setting|updating|restarting|adding|moving|resetting|unchecking|checking|turning)\b[^.!?\n]{0,80}\b(?:work(?:s|ed|ing)|fine|ok|solved|fixed|back)\b",
        r"\b(?:hab(?:e)? die lösung gefunden|lösung gefunden)\b",
    ),
    Act.FIXED_ITSELF: _any(
        r"\b(?:fixed|resolved|sorted|solved|cleared|corrected|righted) itself\b",
        r"\b(?:started|began) working (?:again )?(?:by itself|on its own)\b",
        r"\bwent away (?:by itself|on its own)\b",
        r"\bfor no (?:apparent )?reason (?:it )?(?:started|works|is working)\b",
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
}
