"""`python -m harvest`."""

from harvest.cli import main

main()
