"""Search: the customers' words find the page. The only part that imports Whoosh.

    Index(pages, vocabulary, languages)    build, in memory
    Index.of(texts, wanted, …, file)       the same, of the texts of pages; what was read is kept in a file
    index.search("words")                  Found: hits, what was mended, whether anything answers
    unquoted("words")                      without the quotes of phrases
    page_of(path, answer)                  an answer page as the search sees it

`ranking` is the specification of the arithmetic, `analysis` of how text becomes words, `page` holds the
table of field weights, `postings` is Whoosh.
"""

from harvest.search.index import Found, Hit, Index, Match
from harvest.search.page import Page, page_of
from harvest.search.query import Ingredient, unquoted
from harvest.search.reading import KEPT
from harvest.search.sole import check_whoosh

check_whoosh()

__all__ = ["KEPT", "Found", "Hit", "Index", "Ingredient", "Match", "Page", "page_of", "unquoted"]
