"""What advice can do harm, and what warns of it: one row for each kind, read by `dangerous`.

Cues are written for `plain` text: small letters, no accents, straight apostrophes. English is complete; the
commonest ways to say it in German, French, Spanish, Italian, Dutch and Portuguese stand below it.
Every repetition is bounded, so that time grows with the length of a page only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Danger:
    """One kind of advice that can do harm."""

    what: str
    """What the finding says."""
    warning: str
    """What a reader has to be told before."""
    steps: re.Pattern[str]
    """Advice to do it, in the text."""
    warned: re.Pattern[str] | None
    """What counts as that warning; None: no warning makes it good."""


_BETWEEN: Final = r"[\s\"'“”‘’(,»«>/]{1,3}"
_GAP: Final = rf"(?:(?!(?:from|for|when|that|which|because|so|then|if|by|but|until|unless|is|are|was|were)\b)[\w'’.+-]{{1,30}}{_BETWEEN})"
"""A word between two words of a cue: none that begins another thought."""
_NEAR: Final = rf"(?:(?!(?:from|for|when|that|which|because|so|then|if|by|but|until|in|on|to|into|off|with|and|or|as|at|it|them|is|are|was|were)\b)[\w'’.-]{{1,30}}{_BETWEEN})"
"""A word between a verb and its object."""


def _any(*cues: str) -> re.Pattern[str]:
    return re.compile("|".join(cues).replace("~", _GAP).replace("^^", _NEAR))


_BE_CAREFUL: Final = (
    r"\b(?:warnings?|caution|careful(?:ly)?|danger(?:ous)?|beware|at your own risk|risky?|only if you)\b",
    r"\b(?:achtung|vorsicht\w{0,20}|warnung|auf eigene gefahr|attention|avertissement|prudence|atencion|cuidado|advertencia|attenzione|avviso|let op|waarschuwing|voorzichtig|atencao|aviso)\b",
)
_SAVE_FIRST: Final = (
    r"\bback(?:ing|ed|s)?[ -]?ups?\b",
    r"\b(?:mak(?:e|ing)|tak(?:e|ing)|keep(?:ing)?|sav(?:e|ing)|creat(?:e|ing)|have) ~{0,3}(?:cop(?:y|ies)|restore point|snapshot)\b",
    r"\b(?:export|copy|save|download|sync) ~{0,6}(?:first|before|somewhere|safe|elsewhere|beforehand)\b",
    r"\b(?:sicherung\w{0,20}|sicherungskopien?|datensicherung|sichern sie|sauvegard\w{0,20}|copias? de seguridad|reservekopie\w{0,20}|copias? de seguranca|copia di (?:sicurezza|riserva))\b",
)
_IS_LOST: Final = (
    r"\b(?:you(?:'ll| will| would| may| might| could| can)?|will|would|may|might|could|to avoid|avoid) (?:also |then )?(?:lose|losing)\b|\bdata loss\b|\bloss of data\b",
    r"\b(?:will|would|may|might|could|is then|are then) (?:also |then )?(?:be )?(?:lost|gone|deleted|erased|wiped)\b|\bpermanent(?:ly)?\b|\birreversibl[ey]\b|\bfor good\b",
    r"\b(?:cannot|can't|can not|could not|never) ~{0,2}(?:undone|undo|recover(?:ed)?|restored?|get (?:it|them) back|brought back)\b",
    r"\b(?:deletes|erases|wipes|removes|(?:will|would) (?:also )?(?:delete|erase|wipe|remove)) (?:all|every|your|it|them|the (?:pictures?|photos?|messages?|mails?|e-?mails?|data|files?|settings?|albums?|contacts?))\w{0,10}\b",
    r"\b(?:unwiderruflich|endgultig|verloren|definitivement|perd(?:u|us|rez|re)|perder[a-z]{0,5}|perdera\w{0,20}|perderete|verlies\w{0,20})\b",
)

_DELETE: Final = r"(?:delet(?:e|ing)|eras(?:e|ing)|wip(?:e|ing)(?: out)?|purg(?:e|ing)|destroy(?:ing)?|nuk(?:e|ing)|remov(?:e|ing))"
_DELETED: Final = (
    r"\b(?:i|we) (?:\w{2,12}ly |then |just |also |have |had |even ){0,2}(?:deleted|erased|wiped|removed)"
)
_WHOLE: Final = (
    r"(?:profiles?|accounts?|mail ?box(?:es)?|librar(?:y|ies)|user data|personal data|app ?data|data ?bases?|back-?ups?|address ?books?"
    r"|partitions?|volumes?|(?:hard )?(?:drive|disk)s?|inbox(?:es)?)(?![.-]?\w)"
)
"""What is much, even when it is one."""
_FOLDER: Final = r"(?:folders?|director(?:y|ies)|data)(?![.-]?\w)"
_MANY: Final = (
    r"(?:e-?mails?|messages?|photos?|pictures?|videos?|albums?|documents?|contacts?|bookmarks?|passwords?|files?|data|history|conversations?|calendars?"
    r"|tasks|notes|folders|orders|settings)(?![.-]?\w)"
)
"""What is deleted one by one every day: it counts where all of it goes."""
_ALL: Final = r"(?:all|your|every|(?:the )?entire|(?:the )?whole)(?: of)?(?: the| your)?(?! traces)"
DELETING: Final = Danger(
    what="deletes data",
    warning="what is lost, and how to keep a copy",
    steps=_any(
        *(
            rf"{verb} (?:(?:that )?^^{{0,4}}{_WHOLE}|(?:the|this|that|these|those|your|both) ^^{{0,5}}{_FOLDER}|{_ALL} ^^{{0,3}}{_MANY}"
            rf"|(?:almost )?everything\b(?! related)|it all\b|all of (?:it|them)\b)"
            for verb in (rf"\b{_DELETE}", _DELETED)
        ),
        r"\bfactory[- ]?reset\b(?! protection)|\b(?:do|try|perform|run) a (?:full |complete )?(?:factory|hard|master) reset\b",
        r"\b(?:reset|restor(?:e|ing)) ~{0,5}factory (?:settings?|defaults?|state|condition)\b|\berase all content\b",
        r"(?<!the )(?<!a )(?<!this )\b(?:re)?format(?:ting)? (?:your|the|this|that|my|a) ~{0,3}(?:drive|disk|card|stick|partition|phone|hdd|ssd"
        r"|volume|computer|pc|laptop|machine|device)\b",
        r"\bre-?format (?:and|it|everything)\b",
        r"\bclear(?:ing)? (?:the |all |its |app(?:'s)? |your |user |storage and |data and ){0,6}(?:data|storage)\b(?! usage)|\bclear(?:ing)? (?:out )?(?:the|your|this|that) ^^{0,2}(?:folder|inbox|mailbox)\b",
        r"\bempty(?:ing)? (?:the |your |all )?(?:trash|bin|recycle bin|wastebasket|deleted items)\b",
        # what "uninstall" takes along is said, but in the same breath
        r"\b(?:uninstall|remove the app)(?:ing)?\b[^\n]{0,100}\b(?:(?:also )?(?:removes|deletes|erases)\b|you(?:'ll| will)? lose\b)",
        r"\buninstall\b[^\n]{0,80}\b(?:(?:remove|delete|erase) (?:all|my|your|the|personal|user) ~{0,3}(?:data|settings|profiles?|files))\b",
        # commands
        r"\brm (?:-\S{1,20} ){0,3}-\w{0,4}[rf]\w{0,4}\b|\b(?:del|rd|rmdir|erase) (?:/[a-z] ?){1,4}|\bformat [a-z]:|\bmkfs\b|\bdd if=",
        r"\bdiskpart\b|\bshred -|\bremove-item\b[^\n]{0,200}-(?:recurse|force)\b",
        r"\bdrop (?:table|database|schema)\b|\btruncate table\b|\bdelete from [\w.]{1,60}(?: where\b|;)|\bgit (?:reset --hard|clean -\w{0,4}f|push (?:-f\b|--force\b))",
        r"\bdocker (?:system prune|volume (?:rm|prune))\b",
        # German, Dutch
        r"\b(?:losch\w{0,20}|entfern\w{0,20}|verwijder\w{0,20}|wis) ~{0,4}(?:profil\w{0,20}|profiel\w{0,20}|konto|kontos|account|ordner|postfach|daten\b|nachrichten|fotos|map\b|gegevens)",
        r"\b(?:profil\w{0,20}|profiel|konto|account|ordner|postfach|daten|nachrichten|fotos|map|gegevens) ~{0,3}(?:zu )?(?:losch(?:en|t)|entfernen|verwijderen|wissen)\b",
        r"\bwerkseinstellung\w{0,20}\b|\bfabrieksinstellingen\b|\bformatier\w{0,20} ~{0,4}(?:festplatte|karte|laufwerk|stick)|\bformatteer\b",
        # French, Spanish, Italian, Portuguese
        r"\b(?:supprim(?:e|er|ez)|effac(?:e|er|ez)|borr(?:a|ar|e|en)|elimin(?:a|ar|are|e|en|i)|cancell(?:a|are|i|ate)|apag(?:a|ar|ue)|exclu(?:a|ir|i))"
        r" ~{0,4}(?:profil\w{0,20}|perfil|comptes?|cuenta|conta|account|dossiers?|carpetas?|cartell[ae]|pastas?|donnees|datos|dati|dados|messages|mensajes"
        r"|messaggi|mensagens|fotos?|photos)\b",
        r"\b(?:reglages|parametres) d'usine\b|\b(?:restablec|restaur|redefin|ripristin|reinitialis)\w{0,20} ~{0,5}(?:fabrica|fabbrica|usine)\b",
        r"\bformat(?:er|ez|ear|ea|ee|tare|ta|ar|e) ~{0,2}(?:disque|carte|disco|tarjeta|scheda|cartao|cle usb|pendrive)\b",
    ),
    warned=_any(*_BE_CAREFUL, *_SAVE_FIRST, *_IS_LOST),
)

_PROTECTION: Final = (
    r"(?:anti-?virus(?:es)?|anti virus|anti-?malware|(?:malware|virus|web|e-?mail|mail|threat|ransomware) (?:protection|shield|scanner|guard)"
    r"|virus scanners?|virus check(?:s|er|ing)?|(?:mail |e-?mail )?scanning|windows security|defender|fire-?walls?|smart ?screen|gatekeeper|\buac\b|user account control"
    r"|(?:two|2)[- ](?:factor|step)(?: authentication| verification)?|2fa|mfa|multi-?factor|\bav\b|real-?time (?:protection|scanning)|tamper protection"
    r"|secure ?boot|selinux|apparmor|\bsip\b|system integrity protection|safe browsing|phishing protection|bitlocker|filevault"
    r"|screen ?lock|play protect|norton|mcafee|avast|kaspersky|\bavg\b|\beset\b|bitdefender|malwarebytes|webroot"
    r"|(?:internet )?security (?:software|suite|program(?:me)?s?|features?)|(?:certificate|ssl|tls) (?:checks?|checking|validation|verification))"
)
_OFF: Final = r"(?:disabl(?:e|ing)|deactivat(?:e|ing)|(?:turn|switch|shut)(?:t?ing)?[- ](?:off|down)|paus(?:e|ing)|suspend(?:ing)?|bypass(?:ing)?)"
_OFF_ITSELF: Final = (
    r"(?:uninstall(?:ing)?|remov(?:e|ing)|kill(?:ing)?|stop(?:ping)?|quit|exit(?:ing)?|get rid of)"
)
_WAS_OFF: Final = r"\b(?:i|we) (?:\w{2,12}ly |then |just |also |have |had |even ){0,2}(?:disabled|deactivated|turned off|switched off|uninstalled|paused|bypassed)"
_OFF_WORDS: Final = r"(?:turn|switch|shut)(?:t?ing|ed)?"
_SHIELD_ABROAD: Final = r"(?:anti-?virus\w{0,20}|viren(?:scanner|schutz\w{0,20})|fire-?wall|pare-feu|cortafuegos|defender|virusscanner|smartscreen)"
UNPROTECTED: Final = Danger(
    what="switches off a protection",
    warning="what is not protected meanwhile, and when to switch it on again",
    steps=_any(
        rf"(?:\b{_OFF}|{_WAS_OFF}) ~{{0,5}}{_PROTECTION}\b",
        rf"\b{_OFF_ITSELF} (?:your |the |any |all |that |windows |microsoft |norton ){{0,2}}{_PROTECTION}\b(?! (?:from|add|ext))",
        rf"\b{_OFF_WORDS} ~{{0,5}}{_PROTECTION} (?:~{{0,3}})(?:off|down)\b",
        rf"\b{_PROTECTION}\b[^\n.;]{{0,80}}\b(?:disabl(?:e|ing) (?:it|them)\b|(?:turn|switch)(?:ing)? (?:it|them) off\b)",
        rf"\b(?:with|without) (?:your |the |any )?{_PROTECTION} ~{{0,2}}(?:disabled|off|turned off|switched off)\b",
        r"\b(?:ignor|skip|bypass|dismiss|overrid|accept|click past|click through)\w{0,4} ~{0,4}(?:certificate|ssl|tls|security|smartscreen)"
        r" (?:warnings?|errors?|alerts?|exceptions?)\b",
        r"\b(?:add|confirm|create|make) ~{0,3}security exception\b|\baccept (?:the )?risks? and continue\b|\b(?:run|open|proceed|continue) anyway\b",
        r"\b(?:allow|enable|turn on|switch on|activate) ~{0,4}(?:from )?(?:less secure|unknown sources|unknown apps|insecure|unsigned)\b",
        r"\binstall(?:ing)? (?:apps from )?(?:unknown|unverified|untrusted) (?:apps|sources)\b",
        r"\bconnection security ~{0,4}none\b",
        # commands
        r"--no-(?:verify|check-certificate|gpg-checks?|sandbox)\b|\bcurl [^\n|]{0,80}(?:(?<!\S)-\w{0,5}k\b|--insecure\b)|--allow-unauthenticated\b",
        r"\bverify ?= ?false\b|\bnode_tls_reject_unauthorized ?= ?\W?0|\brejectunauthorized\W{1,3}false\b|\bstrict-ssl[ =]false|\bsslverify[ =]false",
        r"\bstricthostkeychecking[ =]no\b|--disable-web-security\b|--trusted-host\b|\biptables -f\b|\bufw disable\b|\bsetenforce 0|\bselinux=disabled\b",
        r"\bcsrutil disable\b|\bspctl --(?:master|global)-disable\b|\bxattr -\w{0,3}[cd]\w{0,3}\b|\badvfirewall set [^\n]{0,40}off\b|\bset-mppreference\b",
        r"\bexecutionpolicy (?:bypass|unrestricted)\b",
        # other languages: either order, because verbs stand at the end
        rf"\b(?:deaktivier\w{{0,20}}|schalt\w{{0,20}}|desactiv\w{{0,20}}|deshabilit\w{{0,20}}|disattiv\w{{0,20}}|disabilit\w{{0,20}}|desativ\w{{0,20}}|desabilit\w{{0,20}}|schakel|uitschakelen|apag\w{{0,20}}) ~{{0,4}}{_SHIELD_ABROAD}",
        rf"\b{_SHIELD_ABROAD} ~{{0,3}}(?:deaktivier\w{{0,20}}|aus(?:zu)?schalten|ab(?:zu)?schalten|aus\b|ab\b|uit\b|uit(?:te )?schakelen|desactiv\w{{0,20}}|disattiv\w{{0,20}})",
        r"\bzertifikats?\w{0,20} ~{0,3}(?:ignorieren|ubergehen)\b",
    ),
    warned=_any(
        *_BE_CAREFUL,
        r"\b(?:turn|switch|put|enable|activate|reactivate|re-?enable) ~{0,6}(?:back on|on again|again|afterwards?)\b",
        r"\b(?:re-?enable|unprotected|no protection|less (?:safe|secure)|not (?:be )?protected|without protection|unsafe|vulnerable)\b",
        r"\b(?:schutzlos|ungeschutzt|wieder ein\w{0,20}|reactiv\w{0,20}|riattiv\w{0,20}|reativ\w{0,20}|weer (?:in|aan)\w{0,20})\b",
    ),
)

REGISTRY: Final = Danger(
    what="edits the registry",
    warning="to back the registry up, because a mistake can keep the computer from starting",
    steps=_any(
        r"\bregedit\b|\bregistry editor\b|\bhkey_[a-z]{1,8}|\bhk(?:cu|lm|cr|u)[:\\]|\breg (?:add|delete|import)\b",
        r"\b(?:edit|modify|chang|tweak|clean|hack|adjust|open|delet|remov|add|search)(?:e|ing|ed)? ~{0,6}(?:the |windows )registry\b|\bgo (?:in)?to (?:the )?(?:windows )?registry\b",
        r"\bregistry (?:keys?|entr(?:y|ies)|values?|hacks?|tweaks?|cleaners?|settings?|edits?)\b",
        r"\bregistrierungs(?:editor|datenbank)\b|\b(?:base de|editeur du) registre\b|\beditor del registro\b|\beditor do regist[r]?o\b|\bregister-?editor\b",
    ),
    warned=_any(*_BE_CAREFUL, *_SAVE_FIRST, r"\brestore point\b"),
)

ADMINISTRATOR: Final = Danger(
    what="runs a command with an administrator's rights, or a script from the web",
    warning="what the command changes, and to run it only as it stands there",
    steps=_any(
        r"\bsudo\b(?! -k\b)|\b(?:run|start|open|launch|execut|log in|sign in|log on)(?:e|ning|ing)? ~{0,8}as (?:an? |the )?(?:admin\w{0,11}|root|super ?user)\b",
        r"\brun as admin\w{0,11}|\belevated (?:command|prompt|powershell|terminal|cmd|shell)|\b(?:command prompt|powershell|cmd|terminal) ?\(admin\w{0,11}\)",
        r"\bsu -(?:\s|$)|\bchmod (?:-r )?(?:0?777|[ago]{0,3}\+\w{0,2}w)\b|\bsetcap\b",
        r"\b(?:curl|wget|fetch) [^\n|]{1,300}\| ?(?:sudo )?(?:ba|z|da|k|fi)?sh\b|\b(?:ba|z)?sh (?:-c )?[\"']?(?:<\(|\$\()(?:curl|wget)\b",
        r"\biex\b|\binvoke-expression\b|\bdownloadstring\b|\bpowershell(?:\.exe)? [^\n]{0,80}-e(?:nc|ncodedcommand|c)?\b|\bmshta\b|\bbitsadmin\b|\bcertutil -urlcache\b",
        r"\b(?:windows|win)(?: key)? ?(?:\+|and) ?r\b[^\n]{0,100}(?:\bpaste\b|ctrl ?\+ ?v)",
        r"\bals administrator\b|\ben tant qu'administrateur\b|\b(?:como|come) (?:administrador|amministratore)\b",
    ),
    warned=_any(
        *_BE_CAREFUL,
        *_SAVE_FIRST,
        r"\b(?:administrator|admin|root)(?:'s|s)? (?:rights|privileges|permissions?|access) (?:are|is|lets?|can|means?|allow)",
        r"\b(?:only|unless) ~{0,4}trust\b|\b(?:check|read) ~{0,5}(?:before you run|first)\b|\bask(?:s|ed)? (?:you )?for (?:your|an?|the) (?:admin\w{0,20} )?password\b",
    ),
)

PASSWORDS: Final = Danger(
    what="asks for a password or a code",
    warning="",
    steps=_any(
        r"\b(?:send|give|tell|e-?mail|post|share|message|dm|provide|reply with|text) (?:us |me |him |her |them |it |support |to us |our \w{1,12} |with us ){0,2}"
        r"(?:with )?(?:your |ur |the |with ){1,2}~{0,4}(?:passwords?|passcode|pin|(?:verification|one-?time|2fa|security|recovery) (?:codes?|key|phrase)|otp"
        r"|card number|cvv|cvc|seed phrase|social security number)\b",
        r"\b(?:need|want) your ~{0,3}password to\b",
    ),
    warned=None,
)

REMOTE: Final = Danger(
    what="lets somebody else control the customer's device",
    warning="",
    steps=_any(
        r"\b(?:install|download|open|start|run|use|get|launch|via|with|through|over|on)(?:ing)? ~{0,4}(?:team ?viewer|any ?desk|logmein|ultra ?viewer|supremo"
        r"|screen ?connect|connectwise|quick assist|rust ?desk|chrome remote desktop|remote (?:access|control|support) (?:software|tool|app|session))\b",
        r"\b(?:remote|remotely connect|connect remotely) (?:in)?to your\b|\btake (?:over |remote )?control of your (?:computer|pc|screen|phone|device)\b",
    ),
    warned=None,
)

DANGERS: Final = (DELETING, UNPROTECTED, REGISTRY, ADMINISTRATOR, PASSWORDS, REMOTE)

NOT_ADVISED: Final = re.compile(
    r"(?:\b(?:do not|don't|dont|never|(?<!\bif )not|cannot|can't|won't|wouldn't|doesn't|didn't|isn't|aren't|shouldn't|mustn't|needn't"
    r"|no need|no reason|no point|no use|already tried|without|besides|instead of|uncheck|untick|deselect|rather than|avoid|refrain from|prior to|before|nor|neither|if you|in case you|whether|when|whenever"
    r"|because|until|nicht|kein|keine|ohne|niemals|nie|sans|jamais|ne|nunca|sin|non|senza|mai|niet|geen|zonder|nooit|nao|sem)"
    r"|\b(?:how|where|why) (?:do|did|can|could|would|does) (?:i|we|it|you)|\b(?:if|when|whether|before|after|since) (?:i|we|they|he|she|it|somebody|someone)"
    r"|\b(?:options?|refus\w{0,3}|used|want\w{0,3}|wish\w{0,3}|able|unable|fail\w{0,3}|chose|set|set up|settings?|by default|configured|designed|allow\w{0,3}|attempt\w{0,3}|asked|asks|key"
    r"|presume|(?:is|are|was|were|be) going|about|supposed|button|command|continues?|it|they|thunderbird) to"
    r"|\b(?:lets?|letting) (?:me|you|us|them|it|\w{3,20})|\b(?:makes?|has|have|had) (?:me|you|us|them|it)|\b(?:it|they|he|she|that|which|who) (?:will|would|can|could|may|might|does|did))"
    r"(?: (?:ever|just|also|first|even|then|yet|always|necessary|need(?:ed)?|have|has|want|try|trying"
    r"|recommend(?:ed)?|advis(?:e|ed)|suggest(?:ed|ing)?|that|you|we|one|to|be|by|of|in|for|the|your|our|any|all|intend|required"
    r"|will|would|should|must|temp|\w{2,14}ly|hoeft|hoef|te|zu|sie)){0,5}[\s\"'*]{0,3}\Z"
)
"""Ends right before what looks like a step, and says that it is none: a negation, a condition, a question."""
URGED_ALL_THE_SAME: Final = re.compile(
    r"\b(?:why not|don't (?:forget|hesitate|worry)|do not (?:forget|hesitate)|never (?:forget|hesitate))\b"
)
UNDONE: Final = re.compile(
    r"\s{0,2}(?:nicht|niet|pas|jamais|is not (?:needed|necessary)|is never|won't|will not|does not|doesn't)\b"
)
"""Begins right after what looks like a step, and says that it is none."""
LOOK_BACK: Final = 80
"""Characters before a step in which its negation stands."""
