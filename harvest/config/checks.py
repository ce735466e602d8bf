"""`waive`: checks that are switched off, each with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.model import Waiver
from harvest.values import as_text

if TYPE_CHECKING:
    import yaml

WAIVER_KEYS: Final = (
    Key("check", as_text, "The id of the check, as `harvest check` prints it.", required=True),
    Key("reason", as_text, "Why; it is printed at every run.", required=True),
)


def read_waivers(reading: Reading, node: yaml.Node) -> tuple[Waiver, ...]:
    """A list of blocks. Whether there are such checks is for the checks to say: they stand above."""

    def waiver(reading: Reading, item: yaml.Node) -> Waiver | None:
        values = reading.block(item, WAIVER_KEYS, nodes.line_of(item))
        return None if values is None else Waiver(**values)

    return reading.each(node, waiver)
