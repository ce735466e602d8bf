"""The way of the data, step by step: calls what reads and writes in order, and decides nothing itself."""

from __future__ import annotations

from harvest.pipeline.drafting import Drafts, can_be_drafted, carry_out, page_style, plan_drafts
from harvest.pipeline.importing import Imported, Job, Jobs, import_archives, import_jobs
from harvest.pipeline.judging import chosen, find_candidates, find_waiting, known_pages
from harvest.pipeline.listening import hear
from harvest.progress import Progress

__all__ = [
    "Drafts",
    "Imported",
    "Job",
    "Jobs",
    "Progress",
    "can_be_drafted",
    "carry_out",
    "chosen",
    "find_candidates",
    "find_waiting",
    "hear",
    "import_archives",
    "import_jobs",
    "known_pages",
    "page_style",
    "plan_drafts",
]
