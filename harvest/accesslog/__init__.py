"""Lines of web servers' access logs, as requests; and of those the searches that found nothing.

    guess(lines)              the format of a log, from its first lines
    reader = Format.reader()  then reader(line): a Request; None for a comment
    missed(target)            the words of a failed search; None for any other request (see `Request.given`)
    visitor(request, salt)    who asked, as a number that means nothing without the salt

A site that finds nothing asks its own host for `search/miss.txt?q=WORDS`, a tiny file. So the log that every
host writes anyway is the list of failed searches: no cookie, no script on the server, nobody else involved.

A reader raises ValueError for a line that does not fit, and nothing else, whatever is in it.
"""

from harvest.accesslog.formats import FORMATS, Format, guess
from harvest.accesslog.request import MISS, Request, is_crawler, missed, visitor

__all__ = ["FORMATS", "MISS", "Format", "Request", "guess", "is_crawler", "missed", "visitor"]
