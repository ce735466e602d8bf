"""Which file speaks to which forge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.errors import ForgeError

if TYPE_CHECKING:
    import httpx

    from harvest.config.promotion import Promotion
    from harvest.promote.forge import Forge


def forge_of(promotion: Promotion, *, client: httpx.Client) -> Forge:  # noqa: ARG001
    """The host that the `promote` block names."""
    raise ForgeError(f"{promotion.forge} is not spoken yet", todo="use --local, and open the request by hand")
