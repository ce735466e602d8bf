"""What everybody who speaks HTTP with others' hosts shares.

`addresses`: which hosts are public, and where they are. `guard`: transports that ask public hosts only.
`waits`: how long an answer asks to be left alone.
"""
