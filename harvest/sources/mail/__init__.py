"""Mail: what one message says, as a post. Used by the archive format and by the live service alike."""
