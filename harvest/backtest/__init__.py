"""How well Harvest judges, on threads that people have labelled: precision, recall, and every miss."""
