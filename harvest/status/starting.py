"""What `harvest status init` writes."""

from typing import Final

STATUS_YML: Final = """\
# The status site. A line that begins with # does nothing: take the # away to use it.
# Every key is in Harvest's handbook (status.md), and a mistake is told with its line.

name: Example Company
# Where customers read it. Not below the main service's domain: that may be what is down.
url: https://status.example-status.example/
# The main service. It is never asked for anything, only compared with.
# service: https://www.example.example/
# Where customers get help; on every page.
# help: https://help.example.example/

# The parts of the service, as customers see them. An id never changes; names may.
components:
  - id: website
    name: Website
  - id: app
    name: App
    # about: On phones and tablets
    # group: Products
    # names: {de: App}

# Who may speak. The first speaks where nobody is named.
speakers:
  - key: support
    name: Your Name
    role: Head of support

# The language of the site, and others that it is read in.
lang: en
# languages: [de, fr, es, it, nl, pt, ar]

# A page older than this says itself that it may be out of date: build again before that, by cron for example.
valid_minutes: 60
# The file of the public key that readers can check the site with.
# key: status.pub

# Where it is published: two at least, with different companies.
# targets:
#   - name: first
#     kind: rsync
#     to: "status@first.example:/srv/status"
#     url: https://status.example-status.example/
#   - name: second
#     kind: git
#     to: "git@second.example:example/status.git"
#     url: https://example.pages.second.example/status/
"""
