"""What each sign of a sentence weighs."""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
USE: Final = {"bias": 3.0}
