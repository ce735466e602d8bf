"""The search of the built site, measured in a browser beside its peers: `python -m benchmarks.search`."""
