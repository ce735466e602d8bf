"""The built status site: settings and what was said → every file of it, as bytes. Pure but for templates.

clean      what no format can carry is taken out once, at the door
words      what the site itself says, by language
markup     Markdown → HTML that is safe and asks nobody for anything
incidents  an incident as a reader of one language sees it
picture    ninety days of a component as SVG
look       one style, one script, and the policy that allows these two and nothing else
pages      HTML
api        JSON as Statuspage's public API v2 has it
feeds      Atom, RSS, JSON Feed
ical       planned maintenance as a calendar
plain      text
badge      SVG
building   the list of all files
"""

from harvest.status.site.building import build
from harvest.status.site.look import policy

__all__ = ["build", "policy"]
