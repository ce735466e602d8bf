"""The index as small static files, for a client that asks for few of them.

    search/manifest.bin              what there is; the only name that stays
    search/<build>/w12.bin           a shard of the dictionary, with postings
    search/<build>/l4.bin            a part of the list of words, for those that are on no page
    search/<build>/p7.bin            the records of 16 pages
    search/<build>/facets.bin        topic and product of every page
    search/texts/<content>.bin       what 32 pages say, for excerpts and "phrases"

All are raw deflate. <build> is a hash of everything in it: an index is never half of one and half of another.
The manifest is written last; see `folder`. `words`, `records` and `manifest` say what stands in each.
"""

from harvest.search.export.build import Export, export
from harvest.search.export.folder import FOLDER, publish, replace
from harvest.search.export.records import Shown
from harvest.search.export.script import scripts

__all__ = ["FOLDER", "Export", "Shown", "export", "publish", "replace", "scripts"]
