"""English words that customers use for one another, whatever the company: general, beside its own vocabulary.

Written from what support is about (accounts, devices, payments, messages, files), one group a line. No
product names, nothing of one trade. A word may stand in several groups; likeness does not pass from group
to group. Two people choose the same word for a thing less than one time in five (Furnas et al. 1987).

Policy. A group too many costs a little order among pages that are about nearly the same: what a page says by
another word counts less than half (`ranking.NEAR`), in whole sentences only. A group too few leaves a page
unfound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENGLISH: Final = """\
delete remove erase wipe clear discard
cancel terminate end quit unsubscribe
stop prevent avoid disable block
disable deactivate
enable activate
create make add new
change modify edit alter switch update adjust
replace swap exchange substitute
find locate search look discover
see view display show look watch
get obtain receive
buy purchase order
send transfer transmit deliver forward
delivery shipping shipment dispatch
arrive come receive
money funds cash balance
price cost fee charge
fee charge bill
refund reimburse reimbursement
reverse undo revert
decline reject refuse deny
fail unsuccessful error
error problem issue trouble fault bug
broken faulty damaged defective
lost missing disappear gone vanish misplaced
stolen theft
photo picture image pic photograph snap
video movie clip film
music song audio
phone mobile cell smartphone cellphone telephone
computer pc laptop desktop machine
mac macbook macos
app application program programme software
website site webpage page web
email mail message
message text sms
person people someone somebody
friend buddy contact
user person
password passcode passphrase pin
login signin logon
verify verification confirm confirmation prove validate
identity id identification
folder directory
file document doc
backup copy save
export download extract
import upload load
save store keep
duplicate double twice copy
overview list
tag label
group team
appointment meeting
wifi wireless
internet network connection online
connect link pair
sync synchronise synchronize
restart reboot
slow lag laggy sluggish
freeze hang stuck frozen unresponsive
crash crashes quits
upgrade update
install installation reinstall
settings preferences options configuration configure
default standard
automatic automatically auto
multiple several many various numerous
all every each entire whole everything
first earliest oldest
last latest recent newest
quick fast rapid
big large huge
small little tiny
old previous former
allow permit
limit maximum restriction max
size space storage
wrong incorrect mistake
hide conceal invisible hidden
anonymous secret
format formatting
font typeface
shop store
abroad overseas foreign international
country nation
pending processing waiting
expire expiry expiration
another replacement
notify notification alert
suggest suggestion recommend recommendation
favourite favorite bookmark
owner ownership
reply answer respond response
thread conversation discussion
permission access rights
share publish
screen display monitor
battery charger charging
sound volume noise
subscription plan membership
invoice receipt bill
""".splitlines()


def likenesses(stem: Callable[[str], str]) -> Mapping[str, frozenset[str]]:
    """For each stem, the stems of the words that mean nearly the same."""
    found: dict[str, set[str]] = {}
    for line in ENGLISH:
        stems = {stem(word) for word in line.split()}
        for each in stems:
            found.setdefault(each, set()).update(stems - {each})
    return {each: frozenset(others) for each, others in found.items()}
