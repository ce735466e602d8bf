"""From a candidate to a pull request that tells its story: what to open, change, or leave alone. Pure.

`request` and `mark` are the nouns; the git branch and the forge's API are `harvest.promote`'s.
"""
