"""The static site: a thin mkdocs plugin, its theme, and the start of an adopter's own knowledge base."""
