"""Speed, memory and growth on real conversations: `make bench`. Nothing here is asserted; machines differ."""
