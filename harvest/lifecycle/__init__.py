"""The life of a page: every change of its state, as a pure function from texts to plans or a refusal.

`states` holds the table of transitions; `moves`, `merging` and `takedown` make them; `review` says which
pages are stale and why; `lane` says which corrections need no second pair of eyes. What a person wrote stays
as it stands, but for the fields concerned (`harvest.pages.edit`).
"""
