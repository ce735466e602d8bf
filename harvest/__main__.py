"""`python -m harvest`."""

from harvest.cli import main

main(prog_name="harvest")
