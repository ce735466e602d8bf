"""The cues of each act, as a table: one alternative a line, so that a line can be read, tried and struck out.

English first: a text in a language without cues does nothing that the judge can see, so it abstains.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harvest.resolution.pattern import Cues

if TYPE_CHECKING:
    from collections.abc import Mapping


class Act(StrEnum):
    """One thing that a turn does."""

    CONFIRMS = "says that it works"
    THANKS = "thanks"
    WILL_TRY = "will try"
    STILL_STUCK = "is still stuck"
    OWN_FIX = "found the fix alone"
    FOUND_OUT = "says that the cause or the fix was found"
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
    REFUSES = "turns the answer down"
    WITHDRAWS = "takes a confirmation back"
    DESCRIBES = "says what was done"
    WELCOMES = "is glad that it helped"
    REFERS = "points at another company"
    COLLECTS = "collects details"
    HAS_PROBLEM = "has a question or a problem"
    ADDRESSES = "tells the reader what they can do"
    HOW_TO = "asks how to do something"
    PLAIN_NO = "says no"
    RULES_OUT = "says in other words that it cannot be done"
    REPORTED = "says that the product is at fault, and that this is known"
    ACCEPTS = "takes the answer as it is"
    CLOSES = "closes the matter"
    WARM = "is delighted"
    RESTORED = "says that things stand as they should"
    SOUR = "has bad news, or is displeased, in whatever words"
    POLITE = "thanks for the reply, not for its effect"
    GUESSES = "only guesses"
    AT_A_LOSS = "does not know"
    OF_THE_DAY = "speaks of one day"
    OF_ONE_CASE = "speaks of one account, order or journey"
    DEBATES = "debates what should be"


VERBS: Final = (
    r"click|tap|press|select|choose|open|go|right-?click|r-click|uncheck|untick|check|tick|enable|disable|turn|switch|"
    r"set|change|remove|delete|uninstall|install|reinstall|restart|reboot|update|upgrade|downgrade|clear|reset|copy|"
    r"move|rename|drag|create|add|enter|type|run|start|use|log|sign|unplug|hold|download|close|exit|quit|highlight|"
    r"scroll|look for|navigate|compact|repair|import|export|make sure|ensure|replace|edit|save|paste|unlink|swipe|"
    r"charge|connect|disconnect|forget|re-?pair|pull|plug|unscrew|refresh|reload|reconnect|toggle|force|kill|expand|"
    r"collapse|deactivate|activate|allow|deny|back up|resize|convert|compile|rebuild|call|pass|define|include|append|stop|dial|text|"
    r"put|pick|keep|leave|take|book|insert|wipe|tighten|loosen|clean|swap|flip|slide|rotate|lift|mount|wrap|grant|revoke|"
    r"assign|adjust|increase|reduce|lower|raise|apply|find|cut|lock|unlock|mark|switch|pair"
)
"""What a person can be told to do."""


_WORKING: Final = (
    r"(?:work|function|runn|load|open|send|receiv|print|download|upload|sync|syncroniz|synchroniz|synchronis|"
    r"display|show|appear|connect|start|boot|launch|play|render|compil|build|import|export|search|sort|scroll|"
    r"updat|sav|respond|behav|arriv)ing"
)
"""What things do again when they are mended."""


NEGATION: Final = r"(?:n[o']t|(?:do|does|did|is|was|has|have|wo|ca|could|would)nt|never|niet|non|nicht|pas|nie|não|kein|hasn|didn|doesn|isn|won|can|cannot|nor|neither|without|if|until|hop(?:e\w*|ing)|wish)"
"""Words that turn a claim round."""

NOT_CLAIMED: Final = Cues(
    r"(?<!thanks )(?<!thank you )(?<!hi )(?<!hello )(?<!ok )\b(?!(?:and|yes|yep|yeah|ok|okay|thanks|so|indeed|great|wow|but|think|now|then|hey|ah|all|did|tried|confirm|say|know|like|guess|believe|seems|appears|because|as) )\w+ (?:that|which) (?:\w+ )?work(?:s|ed|ing)?\b",
    rf"\b\w*{NEGATION}(?: \w+){{0,3}} (?:work(?:s|ed|ing)?|fixed|solved|resolved|sorted|help(?:s|ed)?|possible|opgelost|gelukt|risolto|gelöst|résolu|solucionado|resuelto|resolvido|funziona\w*|funktioniert\w*|werkt|marche|fonctionne|funciona\w*)\b",
    r"\b(?:want(?:s|ed)?|needs?|please|when (?:will|is|are)|(?:can|could|will) (?:you|someone|somebody)|waiting for|expect)(?: \w+){0,4} (?:work(?:ing)?|fixed|solved|resolved|sorted|answered)\b",
    r"\b(?:somewhat|partly|partial(?:ly)?|kind of|sort of|almost|nearly|mostly|half) (?:\w+ )?(?:works?|worked|working|fixed|solved|solution|fix|success)\b|\bwork(?:s|ed)? (?:as )?(?:a )?(?:kind of|sort of|partial\w*|partly|half|for (?:a|some) (?:time|while|bit|day|few))\b",
    r"\b(?:how|whether|why|what) (?:it|this|that|they|everything) works?\b",
    r"\b(?:used to|always|supposed to|should|last|previously) (?:be )?work(?:ed|ing)?\b",
    r"\b(?:none|neither|nothing|no one|nobody|stop(?:s|ped)?|surprised|wish|hope[ds]?|would|could|should|might|may|thought|assum\w+|said|says|claim\w*|suppos\w+|when|once(?! (?:i|we) )|where|if|unless|in case|so that|make sure|to (?:get|make))\b[^.!?,;\n]{0,50}?\b(?:work(?:s|ed|ing)?|fix(?:es|ed)?|solve[sd]?|resolve[sd]?|sorted|do (?:it|the (?:trick|job)))\b",
    r"\bwork(?:ed|ing)\b[^.!?\n]{0,30}(?<!as)(?<!like) (?:before|until|till|yesterday|last (?:week|month|year))\b",
    r"\b(?:was|were|been|after) (?:all |always )?(?:working|running|functioning) (?:just |perfectly |very )?(?:fine|perfectly|well|great|ok|okay|flawlessly|smoothly)\b(?! (?:again|now))|\b(?:being|be) worked on\b|\belse\b[^.!?,;\n]{0,30}\b(?:works?|worked|working|fine)\b|\b(?:won't|will not|can't|cannot|not|don't) (?:\w+ ){0,2}mark\w*[^.!?\n]{0,30}|\bwork(?:s|ed)? (?:for (?:the rest|about|only|just)|(?:only )?(?:half ?way|sometimes|intermittently|once))\b|\bwork(?:ed|ing) (?:\w+ )?for (?:\w+ ){0,2}(?:years|months|decades)\b",
    r"\b(?:work(?:s|ed|ing)?|fine|ok|okay|perfectly|normally|properly)\b[^.!?,;\n]{0,20}? (?:on|in|with|under|through|via|from|using) (?:my |the |their |his |her |our |an |all |all the )?(?:previous|prior|older|old|earlier|former|other|others|another|web ?mail|website|wife\w*|husband\w*|colleague\w*)\b",
    r"\b(?:other|others|rest)\b(?! (?:solution|suggestion|advice|answer|one|method|link|way|fix|option|tip|step|thing|approach|idea))(?: \w+){0,5}? (?:work(?:s|ed|ing)?|(?:is|are|was|were) (?:ok|okay|fine|good))\b",
    r"\b(?:if|whether|unless|(?:not|n't) (?:\w+ )?(?:sure|certain|know)|until|hope\w*|hoping|wish\w*)\b(?:(?! but | now )[^.!?,;\n]){0,40}\b(?:ok|okay|fine|normal|good|back|gone|up and running|all set)\b",
    r"(?<!to )(?<!i )(?<!can )(?<!could )(?<!finally )(?<!did )(?<!and )\bget (?:my|our|this|the|it|that) (?:\w+ ){0,3}?(?:up and running|back|working|sorted|going|fixed|resolved)\b|\b(?:would|should|could|will|must|might) (?:\w+ )?be (?:\w+ )?(?:up and running|back|good to go|all set)\b",
    r"\b(?:on|in|with) (?:my |his |her |the |a |an )?(?:brother|sister|friend|neighbou?r|mum|mom|mother|dad|father|son|daughter|mate|partner|boss|wife|husband|colleague|roommate|flatmate|girlfriend|boyfriend|cousin|uncle|aunt)(?:'?s|s'?)\b[^.!?\n]{0,60}?\b(?:works?|worked|working|fine)\b|\b(?:works?|worked|fine)\b[^.!?\n]{0,40}?\b(?:on|in|with|into) (?:my |his |her |the |a |an )?(?:brother|sister|friend|neighbou?r|mum|mom|mother|dad|father|son|daughter|mate|partner|boss|wife|husband|colleague|roommate|flatmate|girlfriend|boyfriend|cousin|uncle|aunt)(?:'?s|s'?)\b",
    r"\bwork(?:s|ed|ing)?\b[^.!?\n]{0,30}? except\b|\bexcept\b[^.!?\n]{0,40}?\bwork(?:s|ed|ing)?\b",
    r"\b(?:now|works?|worked|working|back|fixed|solved|able)\b[^.!?\n]{0,60}?\bbut (?:now |then |sadly |unfortunately )?(?:i |it |they |we )?(?:still )?(?:can't|cannot|can not|won't|am unable|unable to)\b(?! (?:thank|understand|remember|recall|say|see why|see how|explain|believe|imagine|wait|complain|be sure|speak))",
    r"\b(?:work(?:s|ed)|fix(?:ed|es)|solve[ds]|resolved)\b[^.!?\n]{0,40}?\bbut (?:now|then|not any ?more|no longer)\b",
    r"\b(?:help|looking|trying|struggling|assist\w*|need\w*|want\w*|trouble|problems?)\b[^.!?\n]{0,30}?\bgetting (?:it|this|that|them|everything) (?:to )?(?:work|working|going|fixed|back)\b",
    r"\b(?:often|usually|generally|typically|sometimes|commonly)\b[^.!?,;\n]{0,30}?\b(?:resolved|solved|fixed|works?|helps?)\b",
)
"""A claim denied, hoped for, asked for, or true only once: "hasn't worked", "please get this fixed", "worked until"."""

PATTERNS: Final[Mapping[Act, Cues]] = {
    Act.CONFIRMS: Cues(
        r"(?:^|[.!?,;:\n)–-] ?|\b(?:and|yes|yep|yeah|ok|okay|thanks|so|indeed|great|wow|but|think|now|then|hey|ah|all) )(?:that|which)(?:'s| has| have| all)? (?:\w+ )?(?:work(?:ed|s)|fixed|solved|solves|resolved|sorted|cured|did (?:it|the (?:trick|job))|do(?:es)? (?:do )?the (?:trick|job))\b",
        r"\b(?:this|it|they|everything|solution|suggestions?|fix|works?|trick|advice|instructions?|steps?|link|thread|article|add-?on|command|code|answer|one)(?:'s| has| have| all)? (?:\w+ )?(?:work(?:ed|s)|fixed|solved|solves|resolved|sorted|cured|did (?:it|the (?:trick|job))|do(?:es)? (?:do )?the (?:trick|job))\b",
        r"\b(?:problem|issue|mystery|case|all|now|question|error)s?(?: is| was| are| has| got| gets| has been| have been|'s)?(?: now)? (?:solved|fixed|resolved|sorted|answered|gone|cleared)\b",
        r"\bwork(?:s|ed|ing) (?:now|again|perfectly|fine|great|like a (?:charm|dream)|well|a treat|for me|properly|beautifully|correctly|flawlessly|as (?:it should|wanted|expected|intended))\b",
        r"\b(?:it|that|everything|all)(?:'s| is) (?:now )?(?:all )?(?:working|fixed|sorted|good|fine|resolved|solved|back to normal)\b",
        r"\bdid the trick\b|\ball (?:is )?(?:good|well|sorted|set) now\b",
        r"\bgot it (?:working|to work|sorted|fixed|right)\b|\bback (?:up and running|to normal)\b",
        r"\b(?:exactly|just|precisely) what i (?:need|was (?:looking|searching) for|want|was after|meant)(?:ed)?\b|^\W*(?:yes|yep|yeah|yup|indeed|ok|oh)[,.! ]+it (?:did|has|works|worked)\b|^\W*(?:yes|yep|yeah|yup)[,.! ]+(?:it|this|that) (?:does|is|was)!|\ball done\b|\bmust have been (?:the|it|that)\b",
        r"\bthat (?:was|is) (?:it|the (?:problem|issue|answer|reason|culprit|cause))\b|\bthat's it!|\bi(?:'ve| have)? (?:done|did|managed) (?:it|this one)\b|\bso(?:l|)ved (?:my|the|it)\b|\bsloved\b",
        r"^\W*(?:\[?solved\]?|fixed it|fixed(?= (?:now|thanks))|sorted(?! by)|resolved)\b|^\W*fixed\W*$|(?:^|[.!\n] ?)solved[.!]",
        r"\b(?:normally|properly|correctly) (?:now|again)\b|^\W*success\b|\bsuccess!",
        r"\bi think i have (?:finally )?got it\b|\bhas (?:since |now |just |already )?been (?:fixed|solved|resolved)\b",
        r"\b(?:that|it|this) (?:really |also |did )?help(?:ed|s)\b|\bsolve[ds] (?:my|the) (?:problem|issue)\b",
        r"\bfixed (?:my|the) (?:problem|issue)\b|\bworking (?:ok|okay|fine|perfectly|now)\b",
        r"\bnow (?:it )?works\b|\bseems to (?:work|be working|have (?:worked|fixed|solved|done))\b",
        r"\b(?:now|again) (?:is |are )?(?:\w+ly )?(?:working|downloading|receiving|sending|showing|loading|syncing|uploading|displaying|running|printing)\b",
        r"\b(?:is|are|it's|now) (?:now )?(?:working|downloading|receiving|sending|showing|loading|syncing|uploading|displaying|running|printing) (?:\w+ly|now|again|fine)\b",
        r"\bi now (?:have|see|get|can)\b|\bnow i (?:can|have|see|get)\b|\bi(?:'m| am| was) (?:now|finally) able to\b",
        r"\bnot (?:skipping|crashing|freezing|happening|blocked|stuck) (?:any ?more|at the mo|now)\b",
        r"\bno longer (?:crash|freez|happen|appear)\w*|\bno longer (?:gett?|see|hav|receiv)(?:e|ing|s)? (?:the |this |that |any |those |these )?(?:\w+ ){0,2}(?:problems?|issues?|errors?|messages?|warnings?|pop-?ups?|prompts?)\b|\bno (?:more )?problems? (?:since|now|any ?more)\b",
        r"\b(?:haven't|have not|have) had (?:any|no) (?:more |further )?(?:problems?|issues?|trouble)\b",
        r"\bno more (?:problems|issues|errors|trouble)\b|\b(?:fixes|solves) (?:my|the) (?:problem|issue)\b|\bfinally got it\b",
        r"\b(?:compiles?|compiled|builds?|built|boots?|starts?|loads?|connects?|prints?) (?:cleanly|without (?:errors?|problems?)|fine (?:now|again)|(?:perfectly|correctly) now)\b|\bserves my purpose\b",
        r"\b(?:works?|worked|runs?|ran|working|running) (?:perfectly|flawlessly|beautifully|nicely|smoothly|successfully|correctly|properly|just fine|quite (?:well|nicely|fine)|pretty (?:well|good|nicely)|really (?:well|good)|so well|very well|a treat|great|good|ok(?:ay)?)\b|\bworked out\b",
        r"\b(?:seem(?:s|ed)?|appear(?:s|ed)?) (?:now )?to (?:be |have |have been )?(?:working|work|worked|fixed|solved|resolved|done the trick|all good|ok|okay|fine|back)\b|\bseems? (?:fine|good|ok|okay|fixed|resolved|solved|working)\b",
        r"^\W*(?:(?:yes|yep|yeah|yup|ok(?:ay)?|great|wow|hi|hello|hey|thanks|thank you|perfect|awesome|ah+|oh|ha|indeed|well)[ ,.!–-]*(?:\w+[,!] )?){0,3}(?:that |it |this )?(?:worked|works|fixed it|solved it|did it|has worked)\b(?! (?:by|on|only|until|with|in) )",
        r"\b(?:solved|fixed|resolved|cured) (?:it|this|that|by|with|my|the|thanks)\b|\bsorted (?:it|this|that|my|thanks)\b|\b(?:was|is) the (?:key|trick|fix|solution)\b|\bwhat (?:fixed|solved|worked|did it)\b",
        r"\bproblem(?:s)?,? (?:is |was )?(?:solved|fixed|gone|over|sorted)\b|\b(?:consider|mark(?:ing|ed)?) (?:the |this |it |my )?(?:\w+ )?(?:as )?(?:solved|resolved|fixed|answered|closed|the (?:solution|answer))\b",
        r"\b(?:does|do) (?:exactly )?(?:the (?:trick|job)|what i (?:need|want)(?:ed)?)\b|\bsaved (?:me|my|the day)\b|\blife ?saver\b|\bfix(?:es|ed) (?:the|my|that|this|both|all) (?:\w+ )?(?:problem|issue|error|bug|crash|thing|one)s?\b",
        rf"\b{_WORKING} (?:\w+ )?(?:now|again|fine|ok(?:ay)?|normal(?:ly)?|correctly|properly|perfectly|successfully|smoothly|well|as (?:it|they) (?:should|did|used to|was|were))\b|\b(?:functions?|functioned|loads?|opens?|sends?|prints?|downloads?|syncs?|displays?|shows?|connects?|starts?|boots?|plays?|compiles?|builds?|runs?) (?:\w+ )?(?:now|fine(?: now)?|ok(?:ay)? now|normally|correctly|properly|perfectly|successfully|as (?:it|they) should)\b",
        r"\b(?:everything|all|that|it|which|email|mail|e-mail|messages?|app|program|site|page|sound|screen|printer|connection|login)(?:'s| is| are| was)? (?:now |finally |all )?(?:working|functioning|running|works|worked)(?= (?:now|again|fine|great|as|perfectly|for me)|\W*(?:[.!\n]|$))",
        r"\b(?:problem|issue|error|messages? box|warning|pop-?up|bug|crash(?:es)?|duplicates?|duplication|glitch|lag|symptom|icon|banner)s?(?: \w+)? (?:is|are|has|have|was|were)?(?: now| since| all)? ?(?:gone|gone away|disappeared|vanished|went away|cleared up|cleared|not (?:re)?appeared|never came back)\b|\bit(?:'s| is| has)? (?:now )?gone(?: now)?\W*(?:[.!\n]|$)|\b(?:arrow|line|box|bar|circle|dot|badge|notification|banner|prompt|black \w+|white \w+) (?:is|are|has|have) (?:now )?(?:gone|disappeared|vanished)\b",
        r"\b(?:is|are|have|has|got|came|come)(?: all)?(?: my| the| of my)?(?: \w+){0,4}? back(?: now| again| to (?:normal|where|how|work))?\W*(?:[.!\n]|$)|\b(?:appeared|reappeared|showed up|came back|there|visible|restored|recovered)(?: all)? (?:again|now)\b|\bsee (?:it|them) now\b|\b(?:it|they) (?:all )?(?:re-?)?appeared\b",
        r"\bthat (?:was|is) (?:the )?(?:solution|missing (?:link|piece)|tip)\b|\b(?:das|die) war (?:der|die|das) (?:tipp|lösung)\b|\b(?:problem|issue)s? (?:was |is |has been |now )?cured\b|\boutcome (?:was|is) successful\b|\b(?:both|all|they|these|those)(?: now| all)? work(?:ed)?\b(?= (?:now|fine|perfectly)|\W*(?:[.!\n]|$))",
        r"\b(?:i|we)(?: have|'ve)? (?:successfully|finally) \w+ed\b|\b(?:this|it|which|that) (?:gives|gave) me (?:what|exactly)\b|\b(?:ha|hanno|è) (?:funzionato|andato a posto)\b|\bgelukt\b",
        r"\b(?:tout est (?:ok|bon|rentré)|c'est (?:bon|ok|réglé|parfait)|tutto (?:ok|a posto|bene)|alles (?:ok|gut|wieder|bestens)|todo (?:ok|bien|perfecto)|pude (?:hacer|realizar|solucionar|arreglar)\w*|lo logré|ya (?:está|quedó)|tudo (?:certo|ok)|už to (?:běhá|funguje)|już działa)\b",
        r"\bup and running\b|\ball (?:is )?set\b|\b(?:ok|okay|fine|normal|good|stable) (?:now|again)\b|\bnow (?:ok|okay|fine|normal|good|stable|solved|fixed|resolved|works)\b|\b(?:that|it|this) was (?:so |very |that |an? )?(?:\w+ )?(?:easy|simple)\b|\b(?:easy|simple|perfect|great) (?:fix|solution)\b",
        r"\b(?:made|makes|got|gets|having|has) (?:it|this|that|everything) (?:to )?(?:work|working|going)\b|\bable to (?:fix|solve|resolve|get (?:it|this|that|everything))\b|\b(?:led|leads|pointed|got|steered) me to (?:the|a) (?:solution|answer|fix|right)\b|\bclear(?:ed|s) up (?:the|my) (?:problem|issue)\b",
        r"\b(?:did|does|do) (?:exactly )?what i (?:wanted|needed|was (?:looking|after))\b|\b(?:hallelujah|bingo|eureka|hoo?ray|yes+!|voil[aà])\b|\b(?:finally|now) (?:got|have|works|working) (?:it|this|that|all|everything)\b|\bgot (?:this|it|that) (?:all )?(?:working|sorted|resolved|fixed|solved)\b",
        r"\b(?:hasn't|has not|haven't|have not|didn't|not) (?:happened|occurred|come back|reappeared|returned|recurred|crashed|had (?:that|the|this|a) (?:problem|issue|error)(?: \w+)?) (?:again|since)\b|\bso far,? so good\b|\bproblem (?:is )?(?:over|history)\b",
        r"\b(?:ho|è|e|problema|tutto|finalmente|ora|adesso) (?:ora |stato )?(?:risolto|funziona)\b|\brisolto\b|\bci sono riuscit[oa]\b|\b(?:funziona|funzionato) (?:tutto|perfettamente|bene|correttamente|di nuovo|ora|adesso)\b|\bha (?:iniziato|incominciato|ripreso) a funzionare\b",
        r"\bwerkt (?:weer|nu|terug|perfect|prima)\b|\bopges?lost\b|\bis gelukt\b|\b(?:gelöst|erledigt|behoben)\b|\bfunktioniert (?:es )?(?:jetzt|wieder|nun|alles|einwandfrei|perfekt|bestens)\b|\b(?:läuft|geht|klappt) (?:es )?(?:jetzt|wieder|nun|alles)\b|\bhat funktioniert\b|\bist (?:jetzt |nun )?(?:gelöst|weg|ok)\b",
        r"\b(?:ça|cela|tout|il|elle) (?:re)?(?:marche|fonctionne)\b(?! (?:pas|plus|toujours|mal))|\br[ée]solu\b|\bfonctionne (?:bien|maintenant|parfaitement|de nouveau|à nouveau|correctement)\b|\b(?:solucionado|resuelto|resolvido|solucionó|resolví|funcionó|funcionou)\b|\bdeu certo\b|\bya (?:me )?funciona\b|\bagora (?:está )?funciona\w*\b|\b(?:działa|funguje|работает|заработало|решено|çözüldü)\b|解決しました|直りました|できました|解决了|已解决",
        r"\b(?:does|did) (?:indeed |actually |really |now )?(?:solve|fix|resolve|cure|work)\b(?! (?:if|when|for (?:a|some)))|\bit let me\b|\b(?:took|takes|taken) care of (?:it|that|the|this|my|everything)\b|\bremed(?:y|ies|ied) (?:it|the|this|my)\b|\b(?:ha|hold)s? been working\b|\bin (?:great|good) shape\b",
        r"\b(?:worked|did it|did the trick|sorted it|solved it|fixed it|helped)[.! ]*$|\b(?:suggestions?|reply|advice|answer|method|approach|option|idea|tips?|instructions?|guidance|link|settings?|steps|workaround|fix|trick)\b[^.!?\n]{0,30} (?:worked|works|did it|helped|solved|fixed|was (?:perfect|spot on|correct|right))\b",
        r"\b(?:it's|it is|so) (?:nice|good|great|happy|glad) to have\b[^.!?\n]{0,40}\bback\b|\bi(?:'m| am)? (?:am )?(?:now |finally )(?:getting|receiving|able|seeing|sending|back|up|using)\b|\bgot there in the end\b|\bi(?:'ve| have)? (?:finally |just |now )?(?:done|accomplished|achieved) (?:it|that|this|what|my goal)\b|\b(?:can|could|able to) (?:now |finally )?\w+ (?:\w+ ){0,4}(?:successfully|without (?:a |any )?(?:problems?|issues?|errors?|hitch))\b|\b(?:went|goes|sent|built|compiled?|completed?|finished|installed|loaded|imported|ran) (?:\w+ )?(?:successfully|flawlessly|without (?:a |any )?(?:problems?|issues?|errors?|hitch))\b",
        r"\b(?:problem|issue|error|bug|crash|warning|message)s? (?:no longer|disappears?|vanish(?:es)?|goes away|does(?:n't| not) (?:happen|occur|appear))\b|\b(?:problem|issue|all|everything) (?:is |was |has been )?(?:now )?(?:cured|mended|history|rectified|corrected|cleared up)\b|\b(?:now|all|is) (?:all )?(?:resolved|rectified|sorted)\b",
        r"\b(?:answers|answered|solves|solved|covers|covered) (?:all |many |most |both )?(?:of )?(?:my|the|our|this|these) (?:\w+ )?(?:questions?|issues?|problems?|points?)\b|\bis answered\b|\bthis one (?:helped|worked|did it)\b|\bwas (?:good )?enough to (?:get|make|let|solve|fix)\b|\b(?:build|compile|install\w*|import|export|upload|update|transfer|migration) (?:completed|succeeded|was successful|went (?:fine|well|through|smoothly|ok))\b",
        r"\b(?:heeft|hebben) (?:het )?(?:gewerkt|geholpen|opgelost)\b|\bweer werkend\b|\b(?:lijkt te|het) werk(?:en|t)\b(?! niet)|\b(?:tutto|tornato) (?:\w+ )?(?:normale|a posto|ok|risolto|perfetto|funziona\w*)\b|\bproblema (?:è )?(?:scomparso|sparito|risolto)\b|\b(?:solucion|arregl)(?:é|ado|ó)\b|\bresolví\b|\bquedó (?:resuelto|solucionado|funcionando)\b|\b(?:marche|fonctionne) (?:très bien|à nouveau|maintenant|parfaitement|nickel)\b|\bnickel\b|\b(?:geht|läuft|klappt|funktioniert) (?:es )?(?:jetzt|nun|wieder|einwandfrei|super|prima|perfekt)\b|\bвсё работает\b|\b(?:vyřešeno|funguje to|už funguje|działa już|zadziałało|sorun çözüldü|çalışıyor)\b|\b(?:直|治|解決|できる|改善)\w{0,6}(?:ました|した)|なくなりました",
        r"\bi(?:'ve| have)? (?:now |finally |just |successfully )?(?:recovered|retrieved|restored|regained|got back) (?:all )?(?:of )?(?:my|the|them|it|everything)\b|\b(?:that|this|it|which) (?:has )?(?:eliminated|cleared|removed|ended|stopped|brought back|restored|enabled me|allowed me|let me|gave me)\b|\b(?:appears?|seems?|looks?) to have (?:been (?:the |it)|gone|disappeared|settled|stopped|done it|cleared)\b|\b(?:is|are) (?:now )?behaving\b|\b(?:worries|stress|panic|headache|nightmare) (?:is )?(?:over|gone)\b|\bgood to go\b|\bora va\b|\bva (?:tutto )?bene (?:ora|adesso)\b|\bvyřešen\w*\b|\bzufrieden\b",
        r"\bset me on the right (?:path|track)\b|\b(?:heads|pictures|photos|messages|emails|folders|everything) (?:is|are) back\b",
        r"\b(?:funktioniert|geht|klappt|läuft) (?:jetzt|wieder|nun)\b|\bhat (?:geklappt|geholfen|funktioniert)\b|\bproblem gelöst\b|\bgenau das war's\b",
        r"\b(?:ça|cela) (?:marche|fonctionne)\b(?! (?:pas|plus|toujours))|\b(?:problème )?résolu\b|\bproblema (?:resuelto|solucionado|risolto|resolvido)\b|\b(?:ya|ahora) funciona\b|\b(?:ora|adesso) funziona\b|\bwerkt (?:nu|weer)\b|\bopgelost\b|\bagora funciona\b",
        r"\ball(?: is|'s) (?:well|ok(?:ay)?|good|fine|great)\b(?! (?:except|but|until|on|in|with|apart|for|for|when))|\b(?:finally|just|then) found it\b(?! (?:odd|strange|weird|hard|difficult|difficult|impossible|annoying|confusing|interesting|amusing|funny))|\b(?:i(?:'ve| have) (?:now |since |finally )|(?:^|[.!\n] ?)have )been able to\b|\bwork(?:s|ed)!|\bfinaly\b|\bvyřešil\w*|\bvyriešen\w*|\bpomohlo\b",
        r"\b(?:that|this|it|which|you|update|restart|reset|reboot|patch) (?:really |totally |completely |finally |actually |just |has |have |'s )?(?:cured|nailed it|cracked it|unstuck|unblocked|revived|rescued|got rid of (?:it|the|that)|put an end to|made all the difference|made it (?:go away|stop|disappear)|got me (?:there|in|going|sorted|back in|up and)|works wonders|did the (?:business|job|needful))\b",
        r"\bwork(?:s|ed|ing) (?:first time|straight ?away|right away|immediately|instantly|at once|out of the box|(?:on|at) (?:the|my) first (?:try|attempt|go)|here now|for us now|like (?:magic|clockwork|advertised|new)|as (?:advertised|described|promised|designed))\b|\b(?:hey presto|et voil[aà]|(?<!the )job done|done and dusted|mission accomplished|just the (?:ticket|job|thing i needed)|bob's your uncle)\b",
        r"\b(?:readable|visible|usable|reachable|accessible|available|online|alive|functional|operational|responsive|whole|complete|intact|enabled|clickable|editable|searchable) again\b|\b(?:has|have)(?:n't)? been (?:rock |completely |totally |absolutely |perfectly )?(?:fine|okay|stable|solid|smooth|error[- ]free|perfect|flawless|quiet) (?:ever )?since\b|\b(?:fine|stable|solid|smooth|perfect|flawless|quiet|error[- ]free) ever since\b|\bnot (?:a single|one) \w+ since\b",
        r"\b(?:hasn't|has not|haven't|have not|didn't|did not|never) (?:\w+ed|come up|come back|shown up) (?:even )?(?:once |again )?(?:since|any ?more)\b|\bproblem (?:be)?gone\b|\bconfirmed(?:,| as| -|:)? (?:working|fixed|solved|resolved)\b|\bi(?:'m| am|'ve got| got) back in(?: now| again)?\W*(?:[.,!\n]|$)",
        r"\b(?:that|this) was the missing (?:step|piece|bit|part|link|line|setting|option|word|comma|flag|thing)\b|\bnow it(?:'s| is) (?:ok|okay|fine|good|gone|there|fixed)\b|\btried (?:it|that|this|your \w+) and (?:now )?(?:it )?(?:works?|worked|bingo|success|all (?:is|good|fine))\b",
    ),
    Act.THANKS: Cues(
        r"\bthank(?:s|'s| you|you| u| ye| a lot| again| so much| very much)\b|\bcheers\b|\bmany thx\b|\bth?x\b|\bty\b",
        r"\bappreciate (?:it|your|the|that)\b|\b(?:eternally )?grateful\b|\bmuch obliged\b",
        r"\b(?:danke|vielen dank|merci|gracias|grazie|obrigad[oa]|bedankt|dank je|tack|takk|dziękuję|děkuji|спасибо)\b|ありがとう|谢谢|謝謝",
        r"\b(?:tnx|thnx|tysm|tyvm|thankyou|thanx)\b|\bkudos\b",
        r"\b(?:much|very much|really|greatly|so) appreciated\b|\b(?:dzięki|dziekuje|kiitos|hvala|mulțumesc|multumesc|köszönöm|dank u|dankjewel|thanks?ss+|díky|diky|teşekkür\w*)\b|\b(?:hats off|chapeau|respect)\W*$|\bi owe (?:you|u)\b",
    ),
    Act.WILL_TRY: Cues(
        r"\b(?:i'?ll|i will|going to|gonna|let me|will|i'm about to) (?:\w+ )?(?:try|give (?:it|that|this|your)|look (?:into|at)|take a look|read (?:up|through|it)|study|experiment|play (?:with|around)|dig|investigate|consider|explore|follow (?:up|your)|wait|see how|check|see if|have a (?:look|go)|do (?:that|this)|test|report back|keep you posted|let you know)\b|\bwill do\b",
        r"\b(?:i'?ll|i will|will) be (?:trying|testing|checking|giving|doing|looking)\b|\bwhen (?:i (?:get|have|find)|feeling)\b|\bwade in\b|\b(?:later|tonight|tomorrow|this (?:evening|weekend))\W*$",
        r"\b(?:i'm|am|going to be)? ?taking a look\b|\blooking (?:into|forward to|forward for)\b|\bsee how (?:i|it|we|this) (?:get|go|goes|work)|\blet's (?:\w+ )?hope\b|\bvediamo\b|\bproverò\b|\b(?:werde|probiere|versuche) (?:ich )?(?:es|das|mal)\b|\bje vais essayer\b|\b(?:voy a|vou) (?:probar|intentar|tentar|testar)\b|\bzal (?:het|dit) (?:eens )?proberen\b|\bga (?:ik )?(?:het|dit|dat) (?:proberen|doen)\b|\bnot (?:had|have had|yet had) (?:the |a )?(?:time|chance|opportunity)\b|\bhaven't (?:had|tried|tested|got round)\b",
        r"\bhopefully (?:that|this|it|the)\b|\bwaiting to see\b|\bwait and see\b|\bnext (?:test|step) (?:will|is)\b|\b(?:procedo con|sperimento|verificherò)\b|\bwhen i next\b|\b(?:will|'ll) (?:\w+ )?(?:monitor|verify|re-?test)\b",
        r"\bfingers crossed\b|\bwill report back\b|\btrying (?:that|this|it) now\b",
        r"\b(?:i'll|i will|will) (?:\w+ )?(?:see(?! (?:the|a|that))|get back to|keep (?:an eye|trying|looking|digging|at it))\b|\btake (?:me )?(?:a|some) (?:\w+ )?(?:while|time|bit) (?:before|until|till|to (?:know|tell|see|find out|test|confirm))\b|\bbefore i(?:'ll| can| will)? know\b|\b(?:need|have|needs) to (?:\w+ )?(?:test|try|check) (?:it|this|that|them)\b|\bon hold\b|^\W*(?:ok(?:ay)?|thanks?|thank you)[ ,.!]+i try\b|\bhave to keep \w+ing\b|\bseguir[ée] (?:probando|intentando)\b",
        r"\b(?:i'll|i will|i shall|we'll|we will|will|shall|going to|gonna|plan to|need to)\b[^.!?\n]{0,60}\b(?:tonight|tomorrow|later|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day|this (?:evening|afternoon)|next (?:week|time)|(?:when|once|as soon as|after) (?:i|i'm|work|lunch|dinner)|in the (?:morning|evening))\b|\bi shall (?:\w+ )?(?:look|try|see|check|test|do|give)\b|\b(?:i'll|i will|will) (?:sit down|get (?:on|round|around) to|set (?:it|this|that) up|pass (?:it|this|that) on|report|bear|keep (?:it|that|this) in mind|order|ask|call|ring|phone|contact|write to|go (?:to|and|by))\b|\b(?:sounds|looks|seems) (?:doable|promising|worth (?:a|trying)|like (?:a|something))\b",
    ),
    Act.STILL_STUCK: Cues(
        r"\bstill (?:not|no |nothing|does|do |have|having|get|getting|isn|is not|doesn|broken|the same|happening|can'?t|cannot|won'?t|stuck|waiting|there|unable|fails?|wrong)",
        r"\b(?:did|does|do|has|have)(?: not|n'?t)(?: seem to| really| even)? (?:work|help|fix|solve|make (?:any|a) difference|change)",
        r"\bno (?:luck|joy|change|difference|effect|improvement|success)\b|\bto no avail\b",
        r"\bnot work(?:ing)?\b|\b(?:is|are)n'?t working\b",
        r"\bsame (?:problem|issue|result|error|thing)\b",
        r"\bnothing (?:has )?(?:changed?|happen(?:s|ed)|works?|worked|helps?|helped)\b",
        r"\b(?:was|is|are|were|went|goes|got|started|been)(?: (?!work|fine|ok|okay|good|normal|back|up|running|there|able|visible|online|in|on)\w+){1,2} again\b|\bthe same again\b|\b(?:changed|did|does|done|changes) nothing\b|\bfalse alarm\b|\bun-?mark\w*\b|\btoo (?:quick|early|soon|fast)\b|\bgone wrong again\b",
        r"\b(?:mine|it|that|this|they|(?:the|my|our) (?:\w+ )?\w+) (?:is |are |has |was )?still\b(?! (?:works?|working|fine|good|there|love|hope))|\bjust (?:as|like) before\b|\bgiv(?:e|ing) up\b|\bgave up\b",
        r"\b(?:leider|immer noch|noch immer|trotzdem|aber|weiterhin)\b[^.!?\n]{0,40}\b(?:nicht|nichts|kein\w*)\b|\bnicht? geholfen\b|\bnichts (?:gebracht|geändert|genützt)\b|\b(?:geht|klappt|läuft|funktioniert) (?:\w+ ){0,3}nicht\b",
        r"\btoujours (?:là|pas|le même|la même|en panne)\b|\brien n'a changé\b|\b(?:ne|n')\s?(?:marche|fonctionne|a) (?:toujours )?(?:pas|rien)\b|\bhélas\b|\bmalheureusement\b|\bsigue (?:sin|igual)\b|\bno (?:me )?(?:funciona|funcionó|ha servido|sirve)\b|\bnon (?:funziona|ha funzionato|va|è cambiato)\b|\bpurtroppo\b|\bwerkt (?:nog )?(?:steeds )?niet\b|\bhelaas\b|\bnão (?:funciona|funcionou|resolveu)\b|\binfelizmente\b",
        r"\bmade no difference\b|\b(?:none|neither) (?:of \w+(?: \w+)? )?(?:has |have |had |did |seems? to |seemed to |really )?(?:work|help|fix|solve|make|made|chang)\w*",
        r"\btried (?:all|everything|that|this)(?: already| and)?\b.{0,40}\b(?:no|not|nothing|still|but)\b",
        r"\b(?:problem|issue|error|it)(?:'s| is| has| have)? (?:come|came|is) back\b|\bback again\b",
        r"\b(?:disappear|vanish|crash|fail|stop|broke|lost|gone|go|happen|freez|froz|hang|come|came)\w* (?:working )?again\b|\bstop(?:s|ped) working\b|\bnot (?:resolved|solved|fixed)\b",
        r"\bhappen(?:ed|ing|s) again\b|\b(?:stopped|broken?|failing|fails?) again\b|\breturned after\b",
        r"\b(?:i|we) (?:\w+ )?(?:failed|fail) to\b(?! (?:notice|see|reali[sz]e|mention|read|spot|check|understand|look))|\b(?:was|am|were|is) (?:still )?(?:not able|unable) to\b|\bdo(?:es)?(?: not|n't) do any ?thing\b|\b(?:only|just)? ?partial(?:ly)? success\b|\b(?:nope|negative),? |\b(?:problem|issue|question|it) (?:has )?(?:re-?emerged|re-?occurred|recurs|recurred|persists|remains|continues)\b|\bi'm (?:stuck|lost|at a loss)\b|\b(?:can|could|do|does|did|will|is|are)(?:n't| not) (?:find|see|open|get|send|receive|work|have|able)\b[^.!?\n]{0,60}\b(?:either|any ?more|at all|any of)\b",
        r"\bspoke too soon\b|\b(?:is|'s|are) (?:doing|at) it again\b|\b(?:without|un)(?: any)? ?success",
        r"\bwork(?:s|ed|ing)?\b[^.!?\n]{0,40}\bbut (?:not|only)\b",
        r"\b(?:it|this|that) only works (?:when|if|with|for|on|after)\b",
        r"\b(?:i|we|but|and) (?:just |still |really |simply )?(?:cannot|can't|couldn't|could not) (?:seem to )?(?:figure|work|sort) (?:it |this |that )?out(?: (?:how|why|what)\b|\.|$)",
        r"\b(?:i|we)(?:'ve| have)? (?:now |since |just |finally )?(?:abandoned|ditched|dumped)\b(?! (?:that|this|the) (?:idea|approach|plan|way))"
        r"|\b(?:problem|issue|error|message|warning|prompt|window|dialog|pop-?up)s? (?:has |have )?(?:re-?appear(?:s|ed)?|c[ao]mes? back)\b",
        r"\btoo (?:complicated|difficult|technical|hard|much) for me\b|\bhave to use (?:\w+ ){1,3}instead\b",
        r"\bmi sbagliavo\b|\b(?:ancora|sempre|dare|toujours|encore|sigo|sigue|immer noch|noch immer|wieder|nog steeds|weer|ainda) (?:\w+ ){0,2}(?:lo stesso|stesso|le même|la même|el mismo|dasselbe|das gleiche|hetzelfde|o mesmo) (?:problema|problème|erreur|error|problem|probleem|erro)\b",
        r"\bno (?:dice|cigar|bueno|avail|better|different)\b|\b(?:zilch|nada|not a (?:sausage|thing|peep))\b|\b(?:exactly |just )the same (?:as before|story|result|error|thing)\b|\bback to square one\b|\bdead end\b|\b(?:didn't|doesn't|does not|did not|won't) (?:take effect|stick|hold|last|budge|register|make (?:a|any|the slightest) (?:bit of )?difference|change (?:a thing|anything))\b|\bhad enough\b|\bthrow(?:n|ing)? in the towel\b|\bgiven up\b|\b(?:nothing|none|neither) of (?:that|this|these|those|it|the above|them) (?:did|does|made|applies|changed|has|have)\b|\bremain(?:s|ed) (?:the same|unchanged|black|blank|empty|gr[ae]y|dead)\b",
    ),
    Act.OWN_FIX: Cues(
        r"\bi (?:\w+ )?(?:figured|worked|sorted|found) (?:it |this |that |things? )?out\b",
        r"\bi(?:'ve| have| had)? (?:\w+ )?(?:found|discovered|solved|fixed|resolved|located) (?:it|the (?:\w+ )?(?:issue|problem|cause|culprit|reason|solution|answer|fix)|my (?:\w+ )?(?:problem|issue|mistake|solution|answer)|(?:a|the|one) (?:\w+ )?(?:solution|fix|way|workaround))\b|\bsolution found\b|\banswer(?:ed|ing)? my own question\b|\bworked (?:this|that) (?:one )?out\b|(?:^|[,.!\n] ?)(?:ok(?:ay)?,? )?(?:finally |just )?found it\b|\b(?:scratch|forget) (?:this|that|my)\b|\boplossing gevonden\b|\bik heb (?:het |de oplossing )(?:gevonden|opgelost)\b",
        r"^\W*(?:found (?:it|out|(?:the|a|my) (?:answer|solution|problem|cause|issue|culprit|fix|reason|setting|bug|error|workaround|way))|figured (?:it )?out|never ?mind|fixed it|fixed(?=\W*[,.:!\n])|solved it|solved|edit: (?:solved|fixed|found))\b",
        r"\bi(?:'ve| have)? (?:just |now |finally |then )?(?:realized|realised|recognized|recognised|forgot|overlooked|missed) (?:that|the|i)\b(?! (?:forgot|relevant))|\bfound (?:the|my) (?:error|mistake|bug|typo)\b",
        r"\b(?:actually,? )?(?:it|this) was (?:a|an|my|the|caused by) (?:problem|issue|mistake|error|typo|bug|setting|conflict|fault)\b|\bi (?:was|am) (?:adding|using|missing|passing|doing|looking at|calling) (?:the|a|an|it|my)\b[^.!?\n]{0,60}\b(?:wrong|instead|but)\b",
        r"\bmy (?:own )?(?:short )?answer (?:is|to my)\b|\b(?:answer|solution) to my own question\b|\bcode that (?:actually )?works\b|\bi finally (?:got|applied|did|used|made)\b",
        r"\bmy (?:own )?(?:solution|fix|workaround)(?: now)? (?:was|is)\b|\bin the end,? i\b",
        r"\b(?:the|my) (?:problem|issue|culprit|cause|mistake|error|trick|solution) (?:was|is actually|turned out|turns out)\b|\bit (?:turns|turned) out\b",
        r"\bi(?:'ve| have)? (?:finally |then )?(?:solved|fixed|resolved|managed to|succeeded)\b|\bi was able to\b",
        r"\bwhat (?:worked|fixed it|solved it|did it)(?: for me)? (?:was|is)\b|\bwhich (?:fixed|solved|cured|resolved) (?:it|the|my)\b",
        r"\bafter (?:deleting|removing|changing|reinstalling|uninstalling|installing|disabling|enabling|switching|setting|updating|restarting|adding|moving|resetting|unchecking|checking|turning)\b[^.!?\n]{0,80}\b(?:work(?:s|ed|ing)|fine|ok|solved|fixed|back)\b",
        r"\b(?:installing|removing|deleting|changing|disabling|enabling|switching|adding|unchecking|restarting|resetting|reinstalling|updating|using)\b[^.!?\n]{0,70}\b(?:fixed|solved|resolved|did the trick|worked|works)\b",
        r"\b(?:hab(?:e)? die lösung gefunden|lösung gefunden|ho risolto|j'ai (?:trouvé|résolu)|lo (?:he )?(?:solucion|resolv)\w+|consegui|opgelost)\b",
        r"\bnever ?mind\b|\bturn(?:s|ed) out\b|\b(?:figured|worked|found) (?:it|this|that) out\b|\bfound out (?:how|why|that|what|the)\b",
        r"\b(?:my|the) (?:solution|workaround|work around|fix|trick)(?: for now)?(?: was|:| is)|(?:^|\n)\W*(?:solution|solved|fix|fixed|answer)\s*[:.-]|\bsolution (?:was|is) to\b|\bi(?:'ve| have)? (?:just |finally |now )?(?:ended up|managed|got (?:it|this|that) (?:to work|working|done))\b",
        r"\b(?:i(?:'ve| have| had)? |have |and )(?:now |just |finally |also |then |since )?found (?:out|where|how|what|why|one|(?:an?|the|my|one) (?:(?!lot|bunch|few|couple|copy)\w+ ){0,2}?(?:options?|ways?|solution|answer|fix|workaround|work-around|problem|cause|issue|culprit|errors?|mistake|trick|reason|settings?|it|thread|article|page|post|method|tool|add-?on|button|menu))\b",
        r"\b(?:managed|reverted|resorted)\b|\bresolution\s*:|\bthe (?:key|trick|culprit|cause|offending \w+|reason) (?:is|was|turned out)\b|\ball (?:i|you|we) (?:had|have|needed|need) to do (?:was|is)\b|\bi did find\b|\bi discovered\b|\bi was able to\b|\bby (?:deleting|removing|changing|uninstalling|disabling|enabling|switching|setting|adding|moving|unchecking|turning)\b",
        r"\b(?:ignore|disregard) (?:this|my|the|it)\b|\bno (?:answer|help|reply|response) (?:needed|necessary|required)\b|\bdon't worry\b|\bho (?:scoperto|trovato|risolto)\b|\b(?:sono )?riuscit[oa] a\b",
        r"\bi found (?:that |out )?(?:i|if|by|the \w+ (?:is|was))\b|\bi(?:'ve| have)? (?:now |just )(?:discovered|realised|realized|remembered|seen|found)\b|\bi(?:'ve| have)? (?:finally|actually) (?:figured|fixed|solved|sorted|found|got|done)\b",
        r"\b(?:fixed|so(?:l|)ved|sloved|resolved|got around|worked around|cured) (?:it|this|that|the \w+|my \w+)? ?(?:by|with|using|via|through|myself)\b|\b(?:i|we)(?:'ve| have)? (?:just |now |finally |since )?(?:soved|sloved|fixed|solved|resolved|sorted|worked around)\b",
        r"\bi(?:'ll| will) answer (?:this |it |my own question )?myself\b|\bwhat i (?:have (?:actually )?done|ended up)\b|\b(?:here is|here's) (?:what|how|my|the) (?:i|we|solution|fix|worked|answer|final|code)\b|\bself[- ]?answer",
        r"\bi (?:had )?(?:forgot|forgotten|overlooked|misread|misunderstood)\b(?! (?:to (?:mention|say|add|include|attach|tell|post|ask|state|give|write|put)|the (?:version|screenshot|attachment|link|picture)))|\bi (?:must have|had|just) missed\b|\bi was (?:using|exporting|looking|missing|calling|passing|setting|doing) (?:the wrong|it wrong|a wrong|wrong)\b",
        r"\bi(?:'ve| have) (?:just |finally |now )?got it\b(?= *[.:!,\n]|$)|\bit (?:just |then |suddenly |finally )?(?:struck|dawned on|occurred to|hit) me\b|\b(?:i|and) (?:finally|just) found (?:it|out)\b",
    ),
    Act.FOUND_OUT: Cues(
        r"\b(?:figured|worked|sorted|found) (?:it |this |that |things? |one |everything )?out\b|\bnever ?mind\b|\bturn(?:s|ed) out\b|\b(?:solved|fixed|resolved|sorted) (?:it|this|that|the \w+|my \w+)\b|\b(?:found|discovered|located) (?:it|the (?:\w+ )?(?:solution|problem|issue|cause|culprit|reason|fix|answer|bug|error)|(?:a|one|my) (?:\w+ )?(?:solution|fix|workaround|mistake))\b",
        r"\b(?:my|the) (?:solution|fix|workaround|problem|issue|culprit|cause|mistake|error|trick|answer)(?: \w+)? (?:is|was|seems? to (?:be|have been))\b|\bi(?:'ve| have)? (?:\w+ )?(?:solved|fixed|resolved|sorted|managed)\b|\b(?:answer|solution) to my own\b|\bmy own (?:question|solution|answer|fix)\b|\bresolution\s*:|\b(?:caused|fixed|solved|resolved|cured) by\b|\bended up\b|\bin the end\b|\bwas (?:caused|due|because)\b",
        r"\b(?:my|the) (?:mistake|fault|bad|own stupidity|error)\b|\bi(?:'ve| have)? (?:just )?(?:realized|realised)\b|\bi was (?:using|looking|missing|calling|passing|doing) (?:the )?wrong\b|\bfor (?:anyone|anybody|those|others|the record|future)\b|\bin case (?:anyone|anybody|someone|it helps|others)\b|\bho (?:risolto|trovato|scoperto)\b|\boplossing\b|\blösung\b|\bsolucion\w+\b",
    ),
    Act.FIXED_ITSELF: Cues(
        r"\b(?:returned|returning|sold|binned) (?:it|mine|the \w+)\b|\bsen(?:t|ding) it back\b|\bbought (?:a|an|another)\b[^.!?\n]{0,40}\b(?:instead|solved|now)\b|\bnothing to do with (?:it|that|this|your|the)\b|\b(?:opted|decided|going) to (?:\w+ )?(?:uninstall|abandon|ditch|dump|leave|switch)\b|\b(?:switch(?:ed|ing)?|went|going|gone|moved|moving) (?:back )?to (?:outlook|another (?:program|app|client|product|provider))\b|\b(?:steps|advice|tips?|suggestions?) (?:changed|did) nothing\b|\bhad(?:n't| not) (?:tried|done|changed) anything\b",
        r"\b(?:fixed|resolved|sorted|solved|cleared|corrected|righted|cured|healed) (?:itself|themselves)\b|\bself[- ]?(?:fix|heal|correct|resolv|cur)\w*",
        r"\b(?:don't|do not|didn't|no idea|not sure|can't|cannot|couldn't|dunno|unsure|unclear|who knows|god knows)(?: \w+){0,3} (?:how|why)(?: it| this| that| exactly| or why)?(?: has| had| was| is| got| been)* ?(?:fixed|solved|resolved|sorted|did it|do it|changed|went away|cured|works?(?: now| again)?|worked)\b|\b(?:not sure|no idea|don't know|do not know|unsure|can't say) what (?:it was|happened|changed|fixed|did it|has changed|i did)\b|\bfor some (?:\w+ )?reason\b[^.!?\n]{0,40}\b(?:worked|works|working|back|started)\b|\bhave(?:n't| not) (?:removed|installed|changed|done|touched) (?:or \w+ )?any\b|\b(?:solved|fixed|resolved|worked)\b[^.!?\n]{0,30}\b(?:accidentally|by accident|by chance|all of a sudden)\b|\bhow,? i (?:don't|do not) know\b|\b(?:don't|didn't|did not|without)(?: think i)? (?:did|do|doing|change|changing) any ?thing\b",
        r"\bmysterious(?:ly)?\b|\b(?:as if )?by magic\b|\bmagically\b|\bsomehow (?:it|the|my|everything)\b|\b(?:just|simply|suddenly|magically) (?:started|began|resolved|went away|came back|fixed)\b|\bde repente\b|\bplötzlich\b|\bineens\b",
        r"\b(?:started|began) working (?:again )?(?:by itself|on its own)\b",
        r"\bwent away (?:by itself|on its own)\b",
        r"\bfor no (?:apparent )?reason (?:it )?(?:started|works|is working)\b",
        r"\b(?:tried|checked) (?:it )?again (?:a few|some|several|two|three|\d+) (?:minutes|hours?|days?|weeks?) later\b",
        r"\b(?:he|she|they|guru|technician|(?:my|a|our) (?:\w+ )?(?:son|daughter|wife|husband|friend|neighbou?r|nephew|grandson|it (?:guy|man|person|team|department)|tech|relative|brother|sister)(?: (?!i\b)\w+){0,3}?)(?: \w+)? (?:fixed|solved|sorted|resolved) (?:it|the|this|that|my)\b|\b(?:not sure|no idea|(?:don't|do not) know|can't say) how\b(?= *[,.;!\n]|$)|\bsomehow (?:fixed|solved|sorted|resolved|managed)\b",
        r"\b(?:on (?:its|their|it's) own|by (?:itself|themselves)|of (?:its|their) own accord|out of (?:nowhere|the blue))\b(?=\W*(?:[.,!?;\n]|$)| (?:again|now|today|overnight|this|after|and|but|so)\b)|\bno idea (?:why|how)\W*(?:[.,!;\n]|$)|\b(?:spoke|spoken|talked|been on the phone) (?:to|with) (?:an? (?!friend|colleague)|the |your |one of |someone|somebody)|\b(?:solved|sorted|fixed|resolved|handled|done)(?: it| this)? (?:with \w+ )?(?:by|over|via|on|through) (?:the )?(?:phone|chat|dm|dms|email|mail|pm|private message)\b",
    ),
    Act.ASKS: Cues(
        r"\?(?:\s|$)|\?[)\"”’]",
        r"(?:^|[.!\n] ?)(?:so |and |but |also,? )?(?:where (?:in|is|are|do|does|can|would)|how (?:do|does|can|could|would|should) (?:i|we|you|one|it)|what (?:should|do|does|would|can|could) (?:i|we|you|it|this|that)|which (?:one|version|is|are|of)|why (?:is|are|do|does|did|can|would)|is (?:there|it possible)|are there|can (?:i|you|we|someone)|could (?:you|someone)|do (?:i|you) (?:have|need|know)|should i|would it)\b[^.!?\n]{5,}",
        r"\b(?:please|pls|kindly) (?:advise|help|tell|explain|let me know|confirm|clarify)\b|\b(?:any|some) (?:ideas?|suggestions?|thoughts|clues?|hints?|advice)\b(?= \w+ (?:i|to|on|how|what)|\W*(?:[.!?\n]|$))|\b(?:any|some) help\b|\bhelp (?:me|please|asap|needed)\b|\bi(?:'m| am)? (?:just |still )?wonder(?:ing)? (?:if|how|why|what|whether)\b",
    ),
    Act.SENDS_AWAY: Cues(
        r"\bd\.?m\.?\b(?! me back)|\bdirect(?:ly)? messag|\bprivate(?:ly)? messag|\bpm (?:me|us)\b",
        r"\b(?:send|drop|shoot|message|contact|call|ring|phone|write|email|e-mail|text|follow|reach(?: out to)?|chat(?: with)?|speak (?:to|with)|get in touch with) (?:us|me|our|the|your|with|a)\b",
        r"\b(?:fill (?:in|out)|complete) (?:this|the|our) form\b|\bopen a (?:ticket|case)\b",
        r"\b(?:file|report|submit) (?:a|this|the) (?:bug|ticket|report|request)\b|\bwrong forum\b",
        r"\bask (?:in|on|at|your)\b|\blive ?chat\b|\bjoin us here\b|\bclick below\b",
        r"\bprivate secured link\b",
        r"\b(?:we|i)(?:'ll|'d| will| would) (?:like to |love to |be happy to )?(?:look into|assist|help|investigate|take a (?:closer )?look|pass (?:this|it)|forward)",
    ),
    Act.INSTRUCTS: Cues(
        rf"(?:^|[.!:;,(\n•-]\s*|\b(?:to|then|and|please|just|can|could|should|must|would|also|first|next|simply|try|or) )(?:{VERBS})\b",
        r"\btry (?:\w+ing|the|this|it|to|a|in|with|using|safe|without)\b",
        r"\b\w+ ?(?:>|→|->|›|\u2192|≫|➔) ?\w+|\bstep \d\b|(?:^|\n)\s*\d+[.)] \w",
        r"\b(?:klicken sie|klick(?:e)? (?:auf|mit)|gehen? sie|gehe? (?:auf|zu|in)|öffnen sie|wählen sie|versuchen sie|deaktivieren sie|stellen sie|starten sie|prüfen sie|cliquez|cliquer|allez|ouvrez|vérifiez|essayez|désactivez|choisissez|décochez|redémarrez|vai (?:su|in|nel\w*)|apri|clicca\w*|fai clic|premi|premere|verifica|prova (?:a|con)|disattiva\w*|controlla|puoi|devi|haz clic|ve a|abre|prueba|desactiva|puedes|debes|selecciona|vaya a|haga clic|klik|ga naar|controleer|probeer|u kunt|schakel|clique em|vá (?:para|em)|tente|kliknij|klikněte|wybierz|zvolte)\b",
    ),
    Act.EXPLAINS: Cues(
        r"\bbecause\b|\bdue to\b|\bthe (?:reason|cause) (?:is|was|for)\b|\bcaused by\b",
        r"\bthis (?:is|happens|means|was) (?:when|because|normal|expected|by design|a|the|due)\b",
        r"\byou (?:need|have) to\b",
        r"\bit(?:'s| is) (?:possible|available|located|stored|called|included|free|by design)\b",
        r"\bsince version\b|\bas of\b|\bthat means\b|\b(?:supports?|requires?|allows?|works with)\b",
        r"\bis (?:stored|kept|located|found|available|set) (?:in|on|under|at|by)\b",
        r"\bwill (?:be|not be) (?:available|open|back|fixed|released)\b",
        r"\bin (?:version|settings|preferences|options)\b|\byes,|\bno,",
    ),
    Act.DECLINES: Cues(
        r"\b(?:not|n't|isn't|never|no longer) (?:currently |yet )?(?:be )?(?:possible|supported|available|an option|offer(?:ed)?|have (?:that|this|an?y?) (?:option|feature|way))\b",
        r"\bthere(?:'s| is| are) (?:currently |unfortunately |sadly )?no (?:way|option|setting|plans?|such|support)\b",
        r"\bunfortunately,? (?:no|not|we (?:don|can|do not))\b|\bthere(?:'s| is| are) (?:currently |sadly )?no \w+(?: \w+)?,? (?:sorry|yet|at the moment|for now|i'm afraid)\b|^\W*(?:[a-z]+[ ,!]+)?no \w+(?: \w+){0,2},? (?:sorry|i'm afraid|yet)\b|\bnone (?:is|are) planned\b|\bno workaround\b",
        r"\bcan(?:no|')t be (?:done|changed|undone|recovered|restored)\b|\bimpossible\b|\bno way (?:to|of|for)\b|\bno such (?:thing|option|feature|setting|way)\b",
        r"\b(?:not|n't) (?:\w+ )?aware of (?:a|an|any)(?: \w+)? (?:way|feature|option|setting|add-?on|method|tool|plan)\b|\bthere (?:isn't|is not|aren't|are not|is currently no|isn't currently)\b(?: \w+)? (?:a |an |any )?(?:way|option|setting|feature|plans?|support|method)\b",
        r"\b(?:does|do|is|are)(?: not|n't) (?:\w+ )?(?:support(?:ed)?|possible|implemented|allow(?:ed)?|available)\b|\b(?:sorry|unfortunately|alas|afraid),? (?:but )?(?:there (?:is|are) (?:not|no)|(?:this|that|it|you|we|thunderbird) (?:can'?t|cannot|does(?:n't| not)|isn't|is not|won't))\b",
        r"\bno,? (?:it|this|that|you|we|one|there) (?:can'?t|cannot|can not|does(?:n't| not)|do(?:n't| not)|is(?:n't| not)|are(?:n't| not)|won't|will not)\b|\b(?:nicht|non è|n'est pas|no es|não é|niet) (?:möglich|possibile|possible|posible|possível|mogelijk)\b",
    ),
    Act.KNOWN: Cues(
        r"\bknown (?:bug|issue|problem|fault|error)\b",
        r"\b(?:we(?:'re| are)|team is) (?:currently )?(?:aware|investigating|working on (?:a fix|it|this))\b",
        r"\bbug \d{5,}\b|\bbugzilla\b|\b(?:will be|is) fixed in (?:version|the next|a future|\d)\b",
        r"\boutage\b",
    ),
    Act.WORKAROUND: Cues(
        r"\bwork-?around\b|\bin the meantime\b|\bfor now,? (?:you|try|use)\b|\bas a temporary\b",
        r"\buntil (?:then|it is fixed|that is fixed)\b|\binstead,? you (?:can|could)\b",
    ),
    Act.SARCASM: Cues(
        r"\b(?:thanks|thank you|cheers|great|good|nice|well) (?:for (?:nothing|the (?:late|slow)|ruining|wasting)|a (?:lot )?for nothing|job(?=,)|job guys|one|done,? guys)\b",
        r"\byeah,? right\b|\bhow (?:helpful|useful)\b|🙄|😒|\b\d+ (?:hours?|days?|weeks?) late\b",
        r"\b(?:yeah|yes|oh),? (?:sure|right|great)\b[^?\n]{0,60}\bnot\W*$|[.!] not[.!]*\s*$|\bif (?:by|you(?:'re| are) (?:a|into|happy)|that's what)\b|\blol,? thanks\b|\bnow (?:the|my|it|everything)\b(?![^.!?\n]{0,20}\b(?:problem|issue|error|message|warning|pop-?up)s?\b)[^.!?\n]{0,30}\b(?:dead|gone|bricked|worse)\b|\b(?:fantastic|great|amazing|wonderful|stellar) (?:support|service)\W*$",
        r"\bbrilliant (?:service|support|job)\b|\bslow clap\b|\bbravo\b|\banywho\b",
        r"\btop notch\b.{0,20}\bnot\b",
        r"\b(?:thanks|thank you|cheers) for (?:no help|not helping|the (?:copy|canned|stock|automated))\b|\bgreat (?:help|advice|job),? (?:as always|as usual|as ever)\b|\bmuch help\W*$|\bthanks (?:a bunch|so much|a lot) for (?:not|making|ruining|wasting|cancelling|losing|ignoring)\b",
    ),
    Act.PRAISE: Cues(r"\b(?:love|loving|great|awesome|amazing|best|excellent|fantastic|brilliant)\b"),
    Act.CORRECTS: Cues(
        r"\b(?:that|this|which|answer|advice)(?: above)?(?:'s| is| was)(?: \w+)? (?:wrong|incorrect|out ?of ?date|outdated|not (?:\w+ )?(?:correct|right|true))\b",
        r"\b(?:isn't|is no longer) (?:\w+ )?(?:correct|right|true|how it works)\b|\bno longer (?:works?|holds)\b",
        r"\banswer(?: above)? (?:was|is) (?:only )?for (?:the |an )?(?:old|earlier|previous)",
        r"^\W*(?:correction|careful|please don't do|don't do) ?\b",
    ),
    Act.DOUBTS: Cues(
        r"\b(?:but|however|although|though|except|unfortunately|sadly|only problem|not sure|confus(?:ed|ing)|disappoint)\b",
        r"n't\b|\bnot\b|\bno\b(?! (?:problem|worries))|\bnothing\b|\bnever\b|\bcannot\b|\bwithout\b",
    ),
    Act.WITHDRAWS: Cues(
        r"\b(?:have|had|need|must) to take (?:that|it|this|my words?|everything) back\b|\bspoke too soon\b|\btoo (?:quick|early|soon|fast|optimistic)\b|\bfalse alarm\b|\bun-?mark\w*\b|\b(?:is|'s|are|been|started|starting) (?:doing|at) it again\b|\bgone wrong again\b",
        r"\b(?:problem|issue|error|it|they)(?:'s| is| are| has| have)? (?:come |came |is )?(?:back|returned|reappeared|re-?occurred|recurred)(?: again)?\W*(?:[.!\n]|$)|\b(?:stopped|crashed|failed|broke|disappeared|vanished|happened|happening|broken|failing) (?:working )?again\b|\bthought (?:it|that|this|i) (?:was|had)\b[^.!?\n]{0,30}\b(?:fixed|solved|resolved|but)\b|\bmi sbagliavo\b",
        r"\b(?:it|that|fix|they) (?:only )?(?:lasted|held|worked) (?:for )?(?:only |just |about |all of |exactly )?(?:an?|one|two|three|\d+) (?:minutes?|hours?|days?|weeks?|mornings?|evenings?)\b|\bcelebrat\w+ too (?:soon|early)\b|\band (?:there|here) it (?:was|is) again\b|\bback to square one\b|\bno,? wait\b|\bupdate:? (?:it's|it is|its|the \w+ is|not|still) (?:back|happening|not|still|broken)\b|\bnot so fast\b|\bjinxed it\b",
    ),
    Act.REFUSES: Cues(
        r"\b(?:thanks?|thank you|thx|appreciate)\b[^.!?\n]{0,60}[.,;:!–-]* ?\b(?:but|however|unfortunately|sadly|alas|no,|purtroppo|leider|helaas|malheureusement)(?!\w)",
        r"^\W*(?:(?:hi|hello|sorry|well|hm+|yes|ok)[ ,!.]+(?:\w+[ ,!.]+)?)?(?:no|nope|unfortunately|sadly|purtroppo|leider|helaas)\b(?!,? (?:problem|worries|need|more))",
        r"\bthat(?:'s| is| was) not (?:it|what|the|my|possible|true|correct|right)\b|\bnot what i (?:\w+ )?(?:ask\w*|mean\w*|want\w*|need\w*|looking)\b|\b(?:already|previously) (?:tried|did|done|checked|have|had|set)\b",
        r"\b(?:doesn't|does not|didn't|did not) (?:really )?(?:answer|address|apply|solve|help)\b",
        r"\b(?:updated|edited|clarified|rephrased|reworded|corrected|fixed|changed) (?:\w+ )?(?:my|the|this) (?:original |initial )?(?:question|post|title|typo)\b",
        r"\btried (?:that|it|this|all (?:of )?that|both|everything|those)(?: \w+)?[ ,.;:–-]+(?:no|nothing|still|same|but|didn't|without|not|to no)\b|\b(?:that|this|it)(?:'s| is| was)(?:n't| not) (?:it|the (?:problem|issue|cause|case|reason)|what i)\b|\bno such (?:option|button|menu|setting|entry|tab|icon)\b|\balready (?:on|off|enabled|disabled|ticked|selected|in place|up to date|updated)\b|\b(?:don't|do not|can't|cannot) (?:see|find|have) (?:that|this|any such|such an?) (?:option|button|menu|setting|entry|tab|icon)\b",
    ),
    Act.DESCRIBES: Cues(
        r"\bi(?:'ve| have| had)? (?:just |then |finally |now |also |simply )?(?:to )?(?:changed?|deleted?|removed?|uninstalled?|reinstalled?|installed?|went|clicked|set|switched|turned|moved?|disabled?|enabled?|created?|added|used|unchecked|checked|selected|updated|restarted|opened|copied|renamed|made(?! (?:a|the|my) (?:mistake|error))|did|replaced?|restored?|repaired|compacted|modified|adjusted|reverted|reloaded|rebooted|unsubscribed|reset|put|bought|followed|typed|entered|logged|signed|closed|subscribed|downgraded|upgraded|cleared|held|pressed|plugged|unplugged|charged|ran|edited|wrote|swapped)\b",
        r"\b(?:after|by) \w+ing\b|\bi had to\b|\bgo(?:ing)? (?:in)?to\b|\b(?:was|were|is) set to\b|\bwasn't\b|\bturn(?:s|ed) out\b|\binstead\b",
        r"\bi (?:had )?(?:mistakenly|accidentally|wrongly|stupidly|foolishly|inadvertently|unwittingly) \w+|(?:^|[.!?\n] ?)(?:(?:well|ok(?:ay)?|so|also|then|just|finally|simply|have)[ ,]+)*(?:changed|deleted|removed|uninstalled|reinstalled|installed|switched|disabled|enabled|unchecked|unticked|modified|renamed|restarted|rebooted|reset|updated|cleared|unsubscribed|added|turned|adjusted|reverted|replaced|unplugged|downgraded|upgraded) (?!by\b)",
    ),
    Act.WELCOMES: Cues(
        r"\b(?:you(?:'re| are) (?:very |most )?welcome|my pleasure|glad (?:it|to|that|you|i)|happy to (?:help|hear)|(?:great|good|nice) to (?:hear|know|see)|no (?:problem|worries)|any ?time|great news)\b",
        r"\bgern geschehen\b|\bde rien\b|\bde nada\b|\bprego\b|\bgraag gedaan\b|\bnon c'è di che\b",
    ),
    Act.REFERS: Cues(
        r"\bonly (?!you|we|i|one|the asker)\w+ can (?:reset|change|fix|help|do|tell|see|remove|unlock)\b|\bon (?:their|(?:(?:your|the|their) )?(?:\w+ )?(?:\w+'s|\w+s'|provider|server|bank|carrier|host)) (?:side|end)\b(?! of)",
        r"\b(?:contact|ask|check with|talk to|speak (?:to|with)|get in touch with|take it up with|complain to) (?:your|the|their) (?:\w+ ){0,2}(?:provider|isp|bank|carrier|manufacturer|administrator|admin|it (?:team|department)|phone maker|maker|host|seller|store|airline|operator)\b",
        r"\b(?:nothing|not something) (?:that )?we can (?:do|change|fix)\b|\b(?:that|this|it)(?:'s| is) (?:up to|controlled by|decided by|a matter for|an issue with) (?:your|the) \w+",
        r"\b(?:comes?|is|was|that's) (?:from|caused by|due to|up to|on) (?:your|the|their) (?:\w+ ){0,2}(?:provider|isp|server|host|antivirus|anti-virus|bank|carrier|manufacturer|employer|administrator)s?\b|\b(?:only|best)(?: \w+)? (?:the|your) (?:\w+ ){0,2}(?:author|provider|developer|vendor|manufacturer) (?:can|could|will|would)\b",
        r"\b(?:complain|report|take|write|turn|go) (?:about )?(?:it |this |that )?to (?:the |your )?(?:author|provider|developers?|vendor|maker|makers|manufacturer|host|bank|isp)\b|\b(?:rivolger\w+ al|contatt\w+ il (?:tuo |vostro |suo )?(?:provider|gestore|operatore|fornitore)|wenden sie sich an|contact op nemen met|contactez votre|contacta (?:a|con) tu|contate (?:o|seu))\b",
    ),
    Act.COLLECTS: Cues(
        r"\b(?:post|share|provide|send|paste|attach|upload|give us|tell us|let us know)\b[^.!?\n]{0,40}\b(?:information|info|details?|screen ?shots?|logs?|error messages?|message headers?|version|crash (?:ids?|report)|address|number|username|what (?:device|version|you see)|which (?:device|version)|settings|set-?up|configuration|source|code|output|file)\b",
        r"\bmore (?:information|info|details?|specific)\b|\bcan you (?:confirm|clarify|elaborate|post|share|tell us)\b",
        r"\b(?:informazioni utili da fornire|puoi (?:fornire|allegare|aggiungere)|können sie|welche version|pouvez-vous|puedes (?:enviar|compartir)|kunt u (?:een|meer))\b",
    ),
    Act.HAS_PROBLEM: Cues(
        r"\?",
        r"\b(?:how (?:do|can|to|would|should)|why|what|where|which|is there|help|advice|advise|trying|tried|want(?:ed)? to|would like|need|question|wonder(?:ing)?|anyone)\b",
        r"n't\b|\b(?:not|no|cannot|never|nothing|unable|problem|issue|error|wrong|missing|lost|gone|fail\w*|stuck|crash\w*|bro(?:ke|ken)|stop(?:s|ped)|disappear\w*|slow\w*|keeps?|refuses?|bug|charged|dead|black|blank|weird|strange|annoying|ruined|hack\w*|locked|delay\w*|glitch\w*|hangs?|hanging|freez\w*|stays?|shows?|waiting|[a-z]-?\d{3,5})\b",
        r"[^\x00-\u024f]{4}|\b(?:wie|warum|kann|nicht|problem[ae]?|comment|pourquoi|como|por qué|perché|hoe|waarom)\b",
    ),
    Act.ADDRESSES: Cues(r"\byou (?:can|could|should|need|have to|must|will|may|might)\b"),
    Act.HOW_TO: Cues(
        r"\bhow (?:do|can|to|would|could|should)\b|\bis (?:there|it possible)\b|\bcan (?:i|you|we|one)\b|\bwhere\b"
    ),
    Act.PLAIN_NO: Cues(
        r"^\W*(?:(?:hi|hello|hey|sorry|honest answer|short answer|tl;?dr|unfortunately|realistically|i'm afraid|thanks|[a-z]+)[ ,:!.–-]+){0,4}(?<!oh )(?<!oh, )(?<!ah )(?<!ugh )(?:no|nope)[,.:;!–-]",
        r"^[^.!?\n]{0,60}\b(?:honest answer|short answer|tl;?dr|the answer is|i'm afraid|afraid|unfortunately)[:,]? (?:is )?(?:no|not)\b",
    ),
    Act.RULES_OUT: Cues(
        r"\b(?:think|believe|afraid|know|fear|that) (?:that )?(?:you|we|one|it|this|that) (?:can't|cannot|can not)\b(?=(?: \w+)?\W*(?:[.,!;\n]|$))|\bout of luck\b|(?:^|[.!?\n] ?)(?:sadly |unfortunately |sorry,? |alas,? )?(?:probably )?not (?:really|yet|currently|if|that easily|at (?:the moment|this time|present)|directly|that i(?:'m| am)? (?:know|aware))\b",
        r"\bthere(?:'s| is| are) (?:currently |unfortunately |sadly |really )?no (?:simple|easy|direct|official|built-in|known|reliable|other|real|\w+ing|notification) (?:ways?|options?|settings?|features?|support|function|method)\b|\b(?:has|have)(?: not|n't) (?:yet )?been (?:released|implemented|added|built)\b|\b(?:is|are)(?: not|n't) (?:yet )?(?:released|implemented|maintained|planned)\b",
        r"\bno longer (?:being )?(?:maintained|supported|developed|available|offered|sold|made)\b|\b(?:has|have|had|was|were) (?:been )?(?:discontinued|abandoned)\b|\b(?:don't|do not) (?:think|believe) (?:that )?(?:there(?:'s| is| are) (?:a|an|any)|(?:it|that|this)(?:'s| is) (?:even )?possible)\b",
        r"\b(?:we|it|they|thunderbird) (?:don't|do not|doesn't|does not) (?:currently )?have (?:the ability|(?:any )?plans?|(?:a|an|any) (?:\w+ )?(?:way|option|setting|feature))\b|\b(?:(?:are|is)(?: most)? (?:likely|probably)|are|is) gone (?:for (?:ever|good)|forever|permanently)\b|\b(?:are|is)(?: most)? (?:likely|probably) (?:gone|lost)\b",
        r"\bnon (?:offre|supporta|esiste (?:un|nessun|alcun)\w* (?:\w+ )?(?:modo|opzione|funzione)|è (?:supportat|previst)[oa])\b|(?:^|[.!?\n] ?)(?:probably |there is |sadly |currently )?no (?:fix|way|solution|option)\b|\b(?:does|do)(?: not|n't) exists?\b|\bgibt es (?:leider )?(?:nicht|kein\w*)\b",
    ),
    Act.REPORTED: Cues(
        r"\b(?:is|was|has) (?:currently |indeed |also )?(?:a|this) (?:known )?bug\b|\b(?:bug|issue|defect)(?: report)? (?:is|was|has been|has already been) (?:already )?(?:filed|reported|opened|fixed|assigned)\b|\bi(?:'ve| have)? (?:located|found|filed|reported) (?:a|the|this as a) bug\b",
        r"\b(?:should|will|hopefully) (?:hopefully )?be fixed\b|\bfix (?:is|will be) (?:coming|on (?:its|the) way|released|included) in\b",
    ),
    Act.ACCEPTS: Cues(
        r"\b(?:makes? (?:\w+ )?sense|understood|good to know|fair enough|no wonder|that explains|explains (?:it|why|everything|a lot|my)|now i (?:see|know|understand|get)|i get (?:what|it|that|the)(?: you mean| idea| gist| point)?|that's (?:\w+ )?(?:amazing|awesome|brilliant|great|perfect|cool|neat))\b",
        r"(?:^|[.,!\n] ?|\b(?:ok(?:ay)?|ah+|oh|aha|yes|yeah|right),? )(?:i see|got it|got ya|gotcha|roger|noted|point taken|i understand|understand)(?=\W*(?:[.,!;:)\n]|$| now| thanks| thank))",
        r"\b(?:i'll|i will|i'd|let's|going to) (?:just |probably |then )?(?:go with|settle|use (?:that|this|it|your|the latter|the former|the first|the second)|stick with|leave it|live with|do without|do it (?:that|this|your) way)\b",
        r"\b(?:this|that|it|which|what you|both) (?:will do|do(?:es)? what i (?:need|want)|suffices|is (?:enough|sufficient|perfect|fine for me|all i (?:need|want)|good enough|more than (?:enough|good enough)|what i (?:need|want|was))|should (?:do|suffice|be (?:enough|sufficient))|(?:fully |completely |clearly )?answers? (?:my|the|all))\b",
        r"\bwhat i (?:needed|need|wanted|was (?:looking for|asking|after))\b(?! is)|\b(?:answers|answered) (?:all )?(?:my|the|both) questions?\b|\b(?:good|clear|sufficient) enough\b|\bsufficient for\b",
        r"^\W*(?:(?:ah|oh|yes|ok|well|hm+)\W+)?you(?: (?:both|two|all|guys))?(?:'re| are| were) (?:absolutely |quite |so |both |totally )?(?:right|correct)\b|\bstupid me\b|\bfe(?:el|lt) (?:so |very |really |rather |pretty |quite |a (?:bit|little) |like (?:a|an|such an?) (?:\w+ )?)?(?:silly|stupid|dumb|foolish|idiot|fool|dummy|sheepish)\b|\bmy (?:own |stupid |silly |big |dumb )(?:mistake|error|fault)\b",
        r"^\W*(?:exactly|perfect|precisely|brilliant|superb|spot on|great (?:answer|explanation|idea|tip|post)|nice (?:one|trick|tip)|sounds (?:great|good|perfect|like a plan)|(?:ah|oh),? (?:of course|right|yes))\b",
        r"\b(?:(?:very|so|super|really|most|extremely|quite|incredibly) (?:helpful|useful|clear|insightful|informative|enlightening)|helps? (?:a lot|me a lot|so much|greatly|to know)|clears? (?:\w+ )?up|cleared (?:\w+ )?up)\b",
        r"\b(?:senior moment|facepalm|face palm|embarrass\w+|oops|should(?:'ve| have) (?:rtfm|read|searched|checked|known|looked)|why didn't i (?:think|see|try|know)|how did i (?:miss|not)|i (?:just )?(?:didn't|did not|don't know how i managed not to|must have) (?:see|seen|look|looked|think|spot|notice)\b|i (?:was under the impression|always thought|assumed))\b",
        r"\b(?:that|this|it) (?:was|is) (?:a |an |very |so |really |such a |the )?(?:\w+ )?(?:easy|simple|helpful|useful|perfect|great|awesome|brilliant|quick|clear|good) ?(?:fix|answer|solution|explanation|tip|trick|help|advice|info\w*|suggestion)?\W*(?:[.!\n]|$)",
        r"\b(?:(?:never|didn't|did not|wouldn't have|would never have|would not have) (?:saw|see|seen|imagined?|thought|guessed|found|noticed|figured) (?:of |that|it|this)|(?:learn|learnt|learned) something(?: new)?|that will teach me|good point|fair point|cool beans|gold ?mine|hiding in plain sight|should have (?:seen|known|thought|noticed|found))\b|\b(?:what a|such an?|so|an?) (?:easy|simple|elegant|obvious|neat|great|good|perfect|clever|reasonable|acceptable|workable|sensible|decent) (?:solution|fix|answer|explanation|way|trick|idea|compromise)\b|\bbless you\b|\b(?:point|put|set|lead|led|steer|nudg|send|sent)\w* me (?:in|on|to|onto|towards?) the right (?:direction|path|track|place|way|spot)\b|\bjust found out\b|\byou (?:got|helped|bailed) me out\b|\bthat(?:'s| is) (?:good|great|nice|useful) to know\b",
        r"\bi (?:didn't|did not|hadn't|never) (?:know|knew|realise|realize|notice|think of|thought of|see that|understand)\b|\bi (?:totally |completely |absolutely )?(?:forgot|missed)\b(?! to (?:mention|say|add|include|attach|tell|post|ask))|\bsilly me\b|\bthanks? for (?:the |your )?(?:\w+ )?(?:explanation|explaining|clarif\w+|info(?:rmation)?|clearing|tip|hint|pointer|heads up)\b",
        r"\b(?:can't|cannot|can not|could not|couldn't) believe i (?:didn't|did not|missed|never|overlooked)\b|\b(?:ah+|oh),? (?:there (?:it|they) (?:is|are)|that (?:one|button|menu)|of course|so that's|right)\b|\b(?:a )?shame,? (?:but )?(?:thanks|thank you|ok|good to know)\b|\b(?:good|nice|handy|useful|worth) (?:to know|knowing)\b|\b(?:that|this)(?:'s| is) (?:all|everything) i (?:need|needed|wanted) to know\b|\b(?:you're|you are) (?:right|correct),? (?:i|it|the|that|my)\b|\b(?:learned|learnt|til)\b[^.!?\n]{0,20}\b(?:something|today)\b|\bi stand corrected\b|\bi (?:got|was) confused\b|\b(?:mystery|riddle) solved\b",
    ),
    Act.CLOSES: Cues(
        r"\b(?:mark(?:ed|ing)?|clos(?:e|ed|ing)|flag(?:ged|ging)?|set)\b[^.!?\n]{0,40}\b(?:solved|solution|answer(?:ed)?|resolved|closed|complete)\b|\bcase closed\b|\bclos(?:e|ing) (?:this|the) (?:topic|thread|issue|question|case)\b",
        r"\[solved\]|\(solved\)|\bconsider (?:it|this|the \w+) (?:solved|resolved|closed)\b|\b(?:thread|topic|question) (?:can be )?closed\b",
        r"\b(?:you can|please|feel free to|may|can) (?:now )?close (?:this|the (?:thread|topic|ticket|question|case|issue)|it\W*(?:[.!\n]|$))|\bclosed case\b",
    ),
    Act.WARM: Cues(
        r"!!|\b(?:so|very) much\b|\ba (?:lot|ton|million|bunch|thousand)\b|\bmany thanks\b|\b(?:awesome|amazing|brilliant|perfect|wonderful|excellent|fantastic|superb|super|great|genius|legend|hero|star|cool|yay|hurra[hy]|woo ?hoo|phew|cheers|rock|lovely|delighted|relie(?:f|ved)|gem|magic(?:ian)?|wizard|angel|saint|thrilled|stoked|ecstatic|you(?:'re| are) the best|you guys are|i owe you|have an? (?:\w+ )?(?:day|week|weekend|evening|night)|god bless|legends?|hero(?:es)?|wizard(?:ry)?|beers? (?:is |are )?on me|i owe you\b|hats? off|chapeau|kudos|top man|top tip|you (?:rock|rule|star|beauty|absolute \w+)|made my (?:day|week|night|weekend|morning|evening)|what a (?:relief|star|hero|legend|gem)|phew|whew|wahey|woot|yess+|love it|happy (?:bunny|camper|days|customer))\b",
        r"(?::-?\)|;-?\)|:d\b|🙂|😀|😊|👍|🙏|❤|🎉|🙌|😁|:slight_smile:|:smile:|:\+1:|:thumbsup:|:heart:|:tada:|:pray:)",
    ),
    Act.RESTORED: Cues(
        r"\b(?:is|are|'s|'re|was|were|came|come|comes|went|got|get|gets|back|see|can|works?) (?:\w+ ){0,3}?(?:again|at last|after all)\W*(?:[.,!;:)\n]|$)|\bat (?:long )?last\b|\bfinally (?:got|gets?|works?|have|has|had|came|arrived|went|goes|see|can|did|connects?|connected|there|through|up|in|back)\b|\b(?:there|here) (?:it|they|he|she) (?:is|are|was|were)\b",
        r"\bno(?:t (?:a single|one))? (?:more )?(?:\w+ ){1,3}(?:any ?more|since|so far|ever since|to be seen|in sight|left)\b|\bwithout (?:a single|any|an|one|further) (?:errors?|drop\w*|crash\w*|hiccups?|glitch\w*|complaints?|interruptions?|warnings?|fuss|hitch)\b|\b(?:zero|0|no) (?:more )?(?:errors?(?:\(s\))?|warnings?|drops?|drop-?outs?|crash(?:es)?|failures?|complaints?|hiccups?|disconnect\w*|lag)\W*(?:[.,!;:)\n]|$)",
        r"\b(?:went|came|got|gets|goes|made it|sailed|fell|is|are|are all|all) (?:straight |right |all |now )?through\b|\b(?:have |has |just |all |now )(?:arrived|landed|turned up|come in|came in|synced|gone through|been (?:credited|refunded|delivered|activated|removed|unlocked|restored|accepted|approved|confirmed))\b|\b(?:arrived|credited|refunded|accepted|unlocked|activated|restored|verified|downloaded|connected|synced|paired|sent|received)(?: \w+){0,2} (?:within|in|after) (?:a|an|one|two|five|ten|\d+|few|seconds?|minutes?)\b",
        r"\bas (?:it|they|he|she|one|you) (?:should|ought to|said|described|promised|predicted|suspected|thought|guessed|wrote|explained)\b|\bwhat (?:it|they) should\b|\bas (?:intended|expected|advertised|promised|described|hoped|new|good as new)\b|\b(?:like|good as) new\b",
        r"(?:^|[.!,;\n] ?|\b(?:and|now|it) )(?:it )?(?:connects|lights up|lit up|starts up|boots|prints|loads|opens|syncs|plays|builds|compiles|spins|turns on|switches on|logs in|charges|rings|lets me in|fits|goes through|switched over|works)(?= now|\W*(?:[.,!\n]|$))",
        r"\b(?:that|this|it|which) was (?:indeed |really |actually |exactly |simply |just |probably |clearly )?(?:the |my |our )(?:\w+ )?(?:one|bit|part|piece|step|thing|box|switch|setting|line|button|option|cause|culprit|reason|trick|ticket|point|place|file|key|missing \w+)\b",
        r"\byou (?:were|are|both were|two were) (?:so |absolutely |quite |totally |dead |spot |completely |100% )?(?:right|correct|spot on)\b|\byour (?:\w+ )?(?:guess|hunch|suspicion|diagnosis|theory|instinct|tip|hint|idea|pointer|second|first|last|latest) (?:was|were|got|did|made|nailed|hit|proved)\b|\b(?:was|were|has|have|had|did) indeed\b|\bindeed it was\b|\bnailed it\b|\bbang on\b|\bhit the nail\b",
        r"\b(?:everything|every \w+|all (?:of (?:it|them)|\d+|three|four|five|my \w+|the \w+|files?|photos?|messages?|songs?))(?:'s| is| are) (?:now |all |safely )?(?:there|here|in place|in order|accounted for|intact|visible|readable|in|up|back|done|green|loaded|online|fine)\b",
        r"\b(?:all|everything|lights?|status|led|tests?|build|ci|pipeline|dashboard|icon)(?:'s| is| are| went| turned| turns| goes(?: to)?| went to) (?:now |all |finally )?(?:green|white|blue|up|online|connected|on|quiet|silent|smooth|stable|steady)(?= now| again|\W*(?:[.,!;\n]|$))|\bsteady (?:white|green|blue|light)\b|\b(?:gone|went|is|stays|stayed|now) (?:quiet|silent|green|steady|stable|smooth|dry|warm|cool)\b",
        r"\b(?:i can|am able to|we can|lets me|let me) (?:now |finally |at last |happily )?(?:\w+ )(?:\w+ ){0,3}?(?:again|at last|after all|now)\W*(?:[.,!;\n]|$)|\bi can (?:see|hear|read|open|play|print|use|reach|find|hear) (?:everything|it all|all of (?:it|them)|every \w+|them all|it|them)(?= now| again|\W*(?:[.,!;\n]|$))|\bi(?: am|'m| got) (?:back )?in(?= now| again|\W*(?:[.,!;\n]|$))",
        r"\b(?:\d+|two|three|four|five|six|a few|several|couple of) (?:hours?|days?|weeks?|months?|nights?|tries|attempts|reboots|restarts) (?:in|later|now|and counting)\b[^.!?\n]{0,25}\b(?:no|not a|not one|without|fine|stable|still (?:works?|good|working|running))\b|\b(?:day|week|hour) (?:\d+|two|three|four|five)\b[^.!?\n]{0,30}\b(?:and|no|without|still (?:fine|good|works?|working|running|has exactly))\b",
        r"\b(?:job's done|crisis (?:averted|over)|day saved|happy days|case closed|closed case|sorted,|problem(?:s)? (?:over|sorted)|in business|home and dry|home free|we're (?:live|up|good|golden|in)|i'm (?:sorted|golden|satisfied|all set|a happy \w+)|all (?:sorted|clear)|no (?:more )?complaints|can't complain|can't ask for more|what a (?:relief|difference)|worth it|easy as that|simple as that|good as gold|sweet as|running like|works? wonders|like (?:a charm|a dream|clockwork|magic|butter|it should))\b",
        r"\b(?:much|way|so much|far|a lot|noticeably|instantly|immediately) (?:better|faster|quicker|smoother|quieter|easier|nicer|cleaner|clearer|brighter|warmer) (?:now|already|again|than before)\b|\b(?:went|dropped|fell|down|came down|shrank|rose|up|from) (?:\w+ ){0,3}?(?:from|to) \d[\w.,%]*(?: \w+)? to \d",
        r"(?:✅|☑|🟢|💚|🥳|🎉|🙌|💪|🍻|🍺|💯|👌|😍|🤩|👏)",
    ),
    Act.SOUR: Cues(
        r"\b(?:same|nothing|nope|nah|neither|nowhere|never|none|unfortunately|sadly|alas|regrettably|pity|shame|too bad|nor|nobody|instead of|opposite|although|though|however|yet|except|apart from|but)\b|\bstill\b(?! (?:works?|working|fine|good|love|hope|new|learning|going strong|has exactly|holds))",
        r"\b(?:errors?|fails?|failed|failing|failure|broke|broken|dead|frozen|freezes|stuck|crash\w*|blank|empty|gr[ae]yed|missing|lost|wrong|refus\w+|reject\w+|den(?:y|ied|ies)|declin\w+|useless|worse|worst|problem|issue|trouble|unable|impossible|won't|wont|can't|cannot|cant|couldn't|doesn't|doesnt|didn't|didnt|isn't|isnt|aren't|wasn't|weren't|haven't|hasn't|don't|dont)\b",
        r"\b(?:ridiculous|joke|pathetic|disgrac\w+|rubbish|awful|terrible|horrible|horrendous|appalling|disappoint\w*|annoy\w*|frustrat\w*|angry|fed up|wast(?:e|ed|ing)|scam|shambles|unacceptable|shocking|poor|lies?|liars?|clueless|incompetent|hate|sucks?|crap|shit\w*|wtf|fuck\w*|damn|hell|stupid (?:app|company|system|thing|update))\b",
        r"\b(?:refund|money back|cancel\w*|complain(?:t|ts|ing)?|ombudsman|lawyer|trading standards|switch(?:ing)? (?:to|provider)|chang(?:e|ing) provider|leav(?:e|ing) (?:you|for)|goodbye|bye|gave up|give up|giving up|forget it|forget about it|whatever|never again|last time|end of story|no thanks|no thank you|live with it|not worth)\b",
        r"^\W*(?:hm+|ugh+|argh+|grr+|boo+|meh|sigh|grumble|wow\W*$|interesting\W*$|really\W*$|ok\W*$|okay\W*$|fine\W*$|k\W*$|lol\W*$|no\b|not\b)|[.:,;] (?:great|brilliant|fantastic|nice|lovely)\.*$|\b(?:sorry|apolog\w+|forgot to|here(?:'s| is| are)|attached|screen ?shots?|version|for now|so far|at first|for a (?:while|minute|moment|bit)|until|wait(?:ing)?|later|tonight|tomorrow|weekend|hope\w*|maybe|perhaps|probably|guess|if|will|'ll|gonna|going to|would|should|might)\b",
        r"😡|😠|🤬|😤|😒|🙄|😢|😭|😞|😔|☹|💔|👎|🤦|😩|😫|🤷|😕|😐|◼",
        r"(?:^|[.!,;\n] ?|\band )(?:get|give|fix|sort|send|tell|call|explain|answer|help|reply|respond)\b|\bi (?:paid|want|need|demand|expect)\b|\bplease\b",
    ),
    Act.POLITE: Cues(
        r"\b(?:thank(?:s| you)|thx|appreciate) (?:\w+ ){0,2}?(?:for|your) (?:\w+ ){0,4}?(?:repl(?:y|ies|ying)|respon(?:se|ses|ding)|answer(?:s|ing)?|input|suggestions?|getting back|time|feedback|attention|interest|comments?|post)\b",
        r"^\W*(?:(?:hi|hello|hey|dear|ok)\W+(?:\w+\W+)?)?(?:many )?thank(?:s| you)(?: \w+){0,3},? (?:but|however|i|my|it|the|unfortunately|though|yes|no)\b",
        r"\b(?:thanks?|thank you|thx|ty|cheers) (?:\w+ )?(?:anyway|anyhow|all the same|just the same|nonetheless|nevertheless|regardless|though)\b|\b(?:thank(?:s| you)|grateful|appreciate) (?:\w+ ){0,3}?(?:for )?(?:trying|the effort|your efforts?|your patience|(?:taking|making) the time|(?:the|your) (?:quick |prompt |fast )?(?:reply|response|answer))\b",
    ),
    Act.GUESSES: Cues(
        r"\b(?:i (?:guess|suppose|assume|suspect|imagine|would guess)|(?:just )?(?:a|my) guess|maybe|perhaps|possibly|might be|may be|could be|i'm not (?:\w+ )?(?:sure|certain)|not (?:\w+ )?sure|no idea|don't know|do not know|wonder if|i think|afaik|i believe|probably|presumably)\b",
    ),
    Act.AT_A_LOSS: Cues(
        r"\bi(?:'ve| have)? (?:\w+ )?no (?:idea|clue|solution|suggestions?|explanation|experience)\b|\b(?:i|we) (?:\w+ )?(?:don't|do not|cannot|can't|couldn't) (?:\w+ )?(?:know|tell|say|see) (?:why|how|what|whether|if|where)\b",
        r"\b(?:i'm|i am) (?:not (?:\w+ )?familiar|puzzled|at a loss|stumped)\b|\bpuzzling\b|\bbeyond me\b|\bwithout (?:access|knowing|seeing|more)\b",
    ),
    Act.OF_THE_DAY: Cues(
        r"\b(?:today|tonight|tomorrow|this (?:morning|afternoon|evening|weekend|sunday|monday|tuesday|wednesday|thursday|friday|saturday)|next (?:few|couple) (?:hours|days)|(?:down|closed|unavailable|busy|experiencing \w+|delayed) (?:right now|at the moment)|currently (?:down|experiencing|working)|outage|delay(?:s|ed)?|cancell?ed|strike|due (?:in|at)|\d+ min(?:ute)?s? late|opening hours|sold out|back in stock)\b",
    ),
    Act.OF_ONE_CASE: Cues(
        r"\b(?:your|my|the) (?:order|booking|reservation|flight|parcel|delivery|refund|claim|ticket|train|baggage|seat|driver|trip|shipment|invoice|payment|appointment|store)\b|\b(?:your|my) (?:package|case|bags?|card|service|line|area|account)\b(?! (?:settings?|name|page|menu|password|type|panel|pane|details|list))",
        r"\b(?:order|reference|ref|case|ticket|booking|tracking) (?:number|no|id|#)",
        r"\b(?:i|we)(?:'ve| have) (?:now |just |already )?(?:swapped|refunded|credited|reset|moved|merged|unlocked|re-?issued|extended|forwarded|passed (?:it|this|that|your)|logged|booked|cancelled|raised|escalated|upgraded|re-?sent|re-?activated|applied|flagged)\b",
    ),
    Act.DEBATES: Cues(
        r"\b(?:should (?:we|there|it|they)|we should|i (?:would )?propose|proposal|in my opinion|imho|imo|opinions?|i (?:dis)?agree|thoughts\?|feature request|suggest(?:ion|ing)? (?:that|for)|consensus|policy|vote[sd]?|voting|community)\b",
    ),
}
"""What each act looks like."""
