"""One friendly answer for each conversation whose answer has become a page. Pure: `harvest.senders` sends.

The outbox is a file, `docs/replies.yml`, which people read and change before anything is sent; it is also the
memory of what was sent, so it is committed.

Policy. An answer that should not have been sent bothers somebody who had enough, in public and in the
company's name; one that is missing costs them a link. So every doubt is a reason to leave a conversation
alone, and a reply that may have been sent already is never sent again.
"""
