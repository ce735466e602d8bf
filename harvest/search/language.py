"""What is known of each language: its stemmer and its small words.

Small words are not looked up by themselves, but in pairs ("not working", "how long"): whole sentences are
full of them, and a list that knows too many loses the question. The lists are short on purpose: words that
can be what is asked for ("not", "off", "back", "all") are in none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import snowballstemmer

from harvest.errors import HarvestError
from harvest.vocabulary.words import COMMON_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is analysed."""

    code: str
    """BCP 47, primary subtag."""
    snowball: str
    """The name of its Snowball stemmer; "" for none."""
    small: frozenset[str]
    """Words that are not looked up by themselves, folded."""
    common: frozenset[str] = frozenset()
    """Words that are, and tell little, folded."""
    endings: tuple[str, ...] = ()
    """What its stemmer takes off most, to compare mistyped words with."""
    elided: bool = False
    """Whether an apostrophe parts two words (l'album)."""

    def stemmer(self) -> Callable[[str], str]:
        """Its stemmer: Snowball's own Python.

        `snowballstemmer.stemmer` would take PyStemmer's where that is installed, of whatever version; the
        browser's must be the same as ours.
        """
        if not self.snowball:
            return lambda word: word
        name = f"{self.snowball}_stemmer"
        module = getattr(snowballstemmer, name, None) or __import__(
            f"snowballstemmer.{name}", fromlist=[name]
        )
        stem: Callable[[str], str] = getattr(module, f"{self.snowball.title()}Stemmer")().stemWord
        return stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH: Final = Language(
    "en",
    "english",
    _words(
        "a am an and are as at be been but by did do does for from had has have i id ill im in into is it "
        "its ive me my of on or so that the their then there these they this to was we were will with "
        "would you your"
    ),
    frozenset(word.replace("'", "") for word in COMMON_WORDS),
    ("s", "e", "es", "ed", "ing", "ings", "er", "ers", "ly", "ion", "ions", "ation", "ate", "ates", "ated"),
)
LANGUAGES: Final = (
    ENGLISH,
    Language(
        "de",
        "german",
        _words(
            "aber als am an auch auf aus bei bin da das dass dem den der des die du ein eine einem einen "
            "einer er es fur habe haben hat ich ihr im in ist ja kann man mein meine meinem meinen meiner "
            "mich mir mit oder sich sie sind so um und uns von war was wenn wie wir wird zu zum zur"
        ),
        endings=("e", "en", "er", "es", "n", "s", "t", "te", "ten", "ung", "ungen"),
    ),
    Language(
        "fr",
        "french",
        _words(
            "a ai au aux avec c ce ces cet cette d dans de des du elle en est et eu il ils j je l la le "
            "les leur lui m ma mais me mes mon n nous on ou par pour qu que qui s sa se ses son sont sur t "
            "ta te tes ton tu un une vos votre vous y"
        ),
        endings=("e", "es", "s", "er", "ee", "ees", "ez", "ent", "ment", "ion", "ions"),
        elided=True,
    ),
    Language(
        "es",
        "spanish",
        _words(
            "a al ante con de del el ella en era es esa ese eso esta este esto fue ha hay he la las le les "
            "lo los me mi mis o para pero por porque que se ser si son su sus te tu un una uno unos y ya "
            "yo"
        ),
        endings=("a", "o", "as", "os", "es", "ar", "er", "ir", "ando", "cion", "ciones"),
    ),
    Language(
        "it",
        "italian",
        _words(
            "a ad ai al alla anche c che chi ci con d da dal dei del della delle di e ed era gli ha ho i "
            "il in io l la le lo ma m mi mia mio n ne nel nella o per s se si sono su sul sulla t ti tu un "
            "una uno v vi"
        ),
        endings=("a", "e", "i", "o", "are", "ere", "ire", "ato", "ata", "zione", "zioni"),
        elided=True,
    ),
    Language(
        "nl",
        "dutch",
        _words(
            "aan als bij dan dat de den der die dit door een en er haar had heb hebben heeft het hij hun "
            "ik in is je kan maar me met mij mijn n na naar of om onze ook op s t te tot u uit van voor "
            "was wat we wel wij wordt zij zijn zo zou"
        ),
        endings=("e", "en", "s", "t", "d", "de", "den", "te", "ten", "ing", "ingen"),
    ),
    Language(
        "pt",
        "portuguese",
        _words(
            "a ao aos as com como da das de do dos e ela ele em era esta este eu foi ha isso ja la lhe mas "
            "me meu minha na nas no nos num numa o os ou para pela pelo por que se sem ser seu sua tem um "
            "uma voce"
        ),
        endings=("a", "o", "as", "os", "es", "ar", "er", "ir", "ando", "cao", "coes"),
    ),
)
"""Other languages are looked up as they are written; Chinese, Japanese and Korean in pairs of signs."""

CODES: Final = tuple(language.code for language in LANGUAGES)


def language_of(code: str) -> Language:
    """By its BCP 47 code. Raises HarvestError for what is no code at all."""
    primary = code.partition("-")[0].lower()
    if not primary.isalpha():
        raise HarvestError(f'"{code}" is no language code', todo="write en, de, fr …")
    return next((known for known in LANGUAGES if known.code == primary), Language(primary, "", frozenset()))
