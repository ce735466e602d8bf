"""What speaks for a how-to (above zero) or for a fix, in log-odds.

Fitted by `python -m benchmarks.fit_kinds --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

HOW_TO: Final = {
    "abroad": -0.53,
    "answer-can": 0.84,
    "answer-checks": -0.82,
    "answer-fixes": -0.97,
    "answer-turned-out": -0.54,
    "asks-1": 0.56,
    "asks-2": 0.51,
    "asks-3": 0.55,
    "bias": 0.62,
    "breaks": -0.48,
    "complains-1": -0.4,
    "complains-2": -0.45,
    "complains-3": -0.64,
    "error": -0.48,
    "heading-asks": 0.82,
    "heading-fails": -1.11,
    "heading-says-how": 0.14,
    "heading-says-why": -0.43,
    "how": 0.66,
    "own": -0.73,
    "tried": -0.36,
    "wants": 0.31,
    "what": 0.29,
}
