"""Harvest: resolved customer conversations become a searchable site of answer pages."""

__version__ = "0.1.0"
