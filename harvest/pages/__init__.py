"""Answer pages: how an answer becomes a file, a file an answer, and what may be written over what. Pure."""
