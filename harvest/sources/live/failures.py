"""What could not be read, while other things could: it must not stop these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError
from harvest.sources.live.refusal import LaterError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from harvest.sources.live.service import Step

MOST: Final = 2
"""So many conversations may fail in one run before the service itself counts as broken."""


class Failures:
    """Of one run."""

    def __init__(self) -> None:
        self.by_conversation: dict[str, FetchError] = {}

    async def but_for(self, conversation: str, steps: AsyncIterator[Step]) -> AsyncIterator[Step]:
        """The steps of a conversation, as far as they come. Raises FetchError where too much has failed."""
        try:
            async for step in steps:
                yield step
        except LaterError:
            raise
        except FetchError as error:
            if len(self.by_conversation) >= MOST:
                raise
            self.by_conversation[conversation] = error

    def tell(self) -> None:
        """Raises the first failure, once everything else was read."""
        for error in self.by_conversation.values():
            raise error
