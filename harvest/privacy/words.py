"""Closed lists that the detectors share. All in lower case and without accents, as texts are folded."""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a closed list, written as they are read."""
    return frozenset(text.split())


AT_WORDS: Final = words(
    "media import font-face font keyframes supports charset namespace page layer container property "
    "counter -moz-document "
    "override param return returns author deprecated test see since throws autowired component echo "
    "include mixin extend "
    "use if else for each while end class interface property media-queries types me home all here "
    "everyone channel"
)
"""What follows an @ in code, and in groups: no account."""

MAIL_PROVIDERS: Final = words(
    "gmail googlemail yahoo ymail rocketmail hotmail outlook live msn icloud aol gmx web protonmail "
    "proton mail yandex comcast "
    "verizon att btinternet tonline zoho fastmail"
)
MAIL_DOMAINS: Final = words(
    "com net org edu gov mil info biz de fr it es nl uk ie be at ch pt br mx ar ca au nz in jp cn kr ru "
    "ua pl cz sk hu ro gr tr se no "
    "dk fi us eu za il"
)
"""Endings of domains that mail addresses have; `.social` and the like are left to handles."""

FILE_ENDINGS: Final = words("png jpg jpeg gif svg webp css js mjs ts html htm php py json xml md txt ico")

NOT_BEFORE_AT: Final = words(
    "look looking looked see available found is are was me us them it here there hosted shop buy bought "
    "page site website file "
    "up out not only now still login email mail address read located live online person someone somebody "
    "anyone contact"
)
"""Before a spelt-out "at", what is not the beginning of an address."""

NOT_A_PASSWORD: Final = words(
    "normal encrypted required yes no none wrong incorrect invalid correct the not a my your same empty "
    "blank saved stored oauth2 "
    "oauth unknown unencrypted optional changed reset asked protected and or that this needed expired "
    "weak n/a null true false "
    "manager managers prompt failed error rejected accepted refused ok good fine there still being very "
    "also set used"
)

NOBODYS_FOLDERS: Final = words(
    "public default shared root user users username user_name guest admin administrator name runner app "
    "node vagrant ubuntu "
    "defaultuser0 xxx xxxx xxxxx me you someone example linuxbrew"
) | {"default user", "all users", "user name", "windows user", "current user"}

NOT_IN_STREETS: Final = words(
    "gb tb mb ssd hdd hard flash external google one usb disk thumb pen cd dvd c d e network shared "
    "percent step steps same "
    "only other best new local cloud mail windows office"
)

GREETED_GROUPS: Final = words(
    "there all team teams everyone everybody folks community guys support help sir sirs madam maam ma'am "
    "experts expert developers "
    "devs friends friend again world people mate mates man dude bro buddy admin admins moderator "
    "moderators staff any anyone y'all "
    "ladies gentlemen customer customers user users group forum zusammen leute alle tous toutes todos "
    "todas tutti amici equipo equipe "
    "monsieur madame messieurs mesdames damen herren welt monde mundo folk peeps fellow valued beloved "
    "lovely dear is from to and so "
    "yes no please thanks thank sorry just for in the this that i we my can could how what why when "
    "where who is are do does have has "
    "had if it its it's i'm i've we're a an you your not but or at on with as by of was were there's let "
    "me us here hi hello hey ok okay "
    "well today since after need hope hoping using trying currently recently new would will should which "
    "does did got getting also both"
)
"""What follows a greeting without being a name."""

SENTENCE_STARTS: Final = words(
    "i i'm i've i'd i'll we we're we've my the thanks thank this that can could how what just please "
    "sorry it's it if your you you're "
    "yes no do does did have there for in on when why where and so hope as to"
)
"""What goes on after "Hi John" without a comma; "is" and "keeps" would go on after a product's name."""

CLOSING_WORDS: Final = (
    r"(?:(?:many |with |kind |kindest |best |warm |warmest |very best |my ){0,4}(?:regards|wishes|rgds)"
    r"|sincerely(?: yours)?|yours(?: \w{1,20})?|"
    r"cheers|thanks(?: again| a lot| so much| in advance| very much| for \w{1,20}(?: \w{1,20}){0,3})?"
    r"|thank you(?: again| in advance| very much| so much)?|many thanks|thx|tia|ty|best|all the best|"
    r"cordially|respectfully|take care|love|mfg|lg|vg|(?:mit )?(?:freundlichen|besten|lieben|vielen"
    r"|herzlichen)? ?(?:grussen|gruss|grusse|gru(?:ß|sse)n?|dank)|"
    r"(?:viele|liebe|beste|freundliche|schone) gru(?:ß|ss)e|gru(?:ß|ss)e?|danke|cordialement"
    r"|merci(?: d'avance| beaucoup)?|bien a vous|salutations|saludos(?: cordiales)?|"
    r"gracias|un saludo|atentamente|atenciosamente|obrigad[oa]|abracos?|cordiali saluti|saluti"
    r"|grazie(?: mille)?|groeten|groetjes|"
    r"met vriendelijke groet(?:en)?|mvg|bedankt)"
)
"""What stands before the name at the end of a letter."""

NOT_SIGNED: Final = words(
    "p.s grazie gracias merci danke obrigado bedankt me myself sent from get on the a an i we you it "
    "this that in and or but for to is are thunderbird firefox "
    "mozilla outlook windows "
    "linux mac macos android ios iphone ipad edit update ps p.s. note regards thanks thank cheers hello "
    "hi yes no ok okay please sorry "
    "support team help community everyone all again anyway bye though so much if any how what why when "
    "where advance kind best "
    "will my your our more details link links see here there now done solved fixed problem issue "
    "question answer google microsoft gmail "
    "yahoo apple chrome safari"
)
"""What stands in the last line without being a name."""

ORDINARY: Final = words(
    "will mark next support may april june july august summer winter autumn spring hope grace faith joy "
    "rose art bill bob chase chip "
    "christian dean drew frank gene grant guy hunter jack jade josh lance max miles nick norm olive pat "
    "patience peg penny pierce rich "
    "rob rusty sky sandy star sterling stone sunny trip victor wade ward page price young long short "
    "white black brown green gray grey "
    "king queen day night sun moon may hall hill wood woods field fields lake rivers river banks bank "
    "church cross west east north south "
    "power powers best good better bush cook baker fisher cooper carter taylor mason smith parker potter "
    "turner walker miller fox wolf "
    "lamb bird fish bear lion swift strong sharp wise noble major christmas holiday love peace angel "
    "dawn eve heather holly ivy iris lily daisy "
    "violet ginger amber ruby pearl crystal melody harmony destiny charity honor justice constance "
    "prudence temperance mercy april jean "
    "robin jay martin wren dale glen cliff brook brooks forest heath reed rod sonny junior duke earl "
    "baron prince pope bishop abbot monk "
    "user users username guest admin administrator anonymous customer client member moderator help "
    "helper me you us they he she it we i "
    "test tester testing demo sample example the a an and or not no yes ok okay this that what who why "
    "how when where here there now then "
    "new old first last name names account accounts mail email e-mail mails inbox folder folders message "
    "messages address addresses book "
    "contact contacts calendar calendars file files data server servers system settings setting option "
    "options version update updates "
    "upgrade problem problems issue issues question questions answer answers error errors fix fixed bug "
    "bugs solution solutions forum "
    "community team staff agent service services company office home work business store shop phone "
    "mobile computer laptop desktop windows "
    "window linux mac apple android google chrome firefox mozilla thunderbird outlook microsoft yahoo "
    "gmail hotmail aol internet web website "
    "online offline local global free open close closed start stop run running click search find select "
    "send sent receive received delete "
    "deleted remove add added edit save saved print printing copy paste move import export backup "
    "restore sync password passwords login "
    "log out in on off up down left right top bottom front back side all any some none one two three "
    "four five six seven eight nine ten "
    "man men woman women boy girl kid people person friend friends family mom dad mother father sister "
    "brother baby dog cat dragon tiger "
    "eagle hawk falcon phoenix shadow ghost ninja pirate knight wizard master hero legend rebel ranger "
    "scout pilot captain doctor nurse "
    "teacher student writer reader player gamer coder developer engineer designer artist music dance "
    "sound light dark fire water air earth "
    "ice snow rain storm thunder lightning wind cloud clouds ocean sea beach island mountain valley "
    "desert garden flower tree leaf root "
    "apple orange lemon cherry berry peach plum olive pepper salt sugar honey coffee tea beer wine bread "
    "cheese butter cake cookie candy "
    "red blue yellow purple pink silver gold golden diamond simple easy hard soft hot cold warm cool "
    "fast slow big small large little "
    "happy sad angry mad crazy lucky smart real true false random nobody somebody anybody everybody "
    "everyone someone anyone something nothing "
    "car cars bike truck train plane boat ship road street house room door key keys lock box bag hat "
    "shoe ring watch clock time date hour "
    "minute week month year today tomorrow yesterday morning evening school college university class "
    "course study job money cash pay card "
    "bill bills order orders case cases ticket request report list table chart line point area place "
    "space world country city town state "
    "network wifi router cable digital media video audio photo picture image movie film game games play "
    "sport sports ball team club group "
    "public private personal general special basic advanced standard normal default custom profile "
    "status active inactive current "
    "quick guide tech technical code script program software hardware device drive disk memory screen "
    "keyboard mouse button menu bar tab "
    "view show hide check done end begin final ready set go come get got make made take give use used "
    "using need want like just more most "
    "less few many much very really well also even only still again never always sometimes maybe sure "
    "thanks thank please sorry hello hi "
    "hey bye welcome dear sir madam mister can could should would might must do does did have has had be "
    "been is are was were am"
)
"""Names and handles that are ordinary words as well: these need a capital and a place where names stand."""
