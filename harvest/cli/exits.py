"""Exit codes of the command line."""

from typing import Final

LEFT_OUT: Final = 1
"""Done, but something was left out or did not hold."""
NOT_DONE: Final = 2
INTERRUPTED: Final = 130
"""What shells expect after Ctrl-C: 128 and the number of the signal."""
