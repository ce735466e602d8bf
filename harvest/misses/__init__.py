"""Searches that found nothing: what many customers typed, and what would have answered them.

    once = Once(); once.is_new(search) whether no earlier log has it
    tally = Tally(speller)             speller = Speller(analysis, keep)
    tally.add(words, visitor, day)     one failed search
    tally.misses(visitors)             those that enough visitors made, and only those
    advise(miss, known)                what to do about one

Policy. What somebody types into a search box is theirs, until others type it too: a name, a complaint, a
number may be in it. So personal data is masked before anything else is done with the words, and only words
are ever shown that enough different visitors typed. What fewer typed is counted and forgotten.
"""

from harvest.misses.advice import Advice, Kind, Known, Near, advise
from harvest.misses.once import Once
from harvest.misses.spelling import Said, Speller
from harvest.misses.tally import Miss, Tally

__all__ = ["Advice", "Kind", "Known", "Miss", "Near", "Once", "Said", "Speller", "Tally", "advise"]
