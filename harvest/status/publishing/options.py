"""What each kind of target can be told in `options:`. A mistyped one is said to be one at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvest.status.model import Target

_SSH: Final = {
    "port": "of the ssh server, if not 22",
    "identity": "file of the private key; then no agent is asked and no other key tried",
    "known_hosts": "file with the host's public key, instead of your own `known_hosts`",
}
_ALL: Final = {"wait": "seconds for which `publish` waits until `url` shows what was published: 5, for git 0"}

OPTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "folder": _ALL,
    "rsync": {**_SSH, "password": "of a daemon's module, as `!ENV NAME`", **_ALL},
    "s3": {
        "endpoint": "address of the service; Amazon's when left out",
        "region": "`us-east-1` when left out",
        "access_key": "as `!ENV NAME`; `AWS_ACCESS_KEY_ID` when left out",
        "secret_key": "as `!ENV NAME`; `AWS_SECRET_ACCESS_KEY` when left out",
        "session_token": "as `!ENV NAME`; `AWS_SESSION_TOKEN` when left out",
        "path_style": "`no` where the bucket's name belongs into the host's name",
        "conditional": "`no` where the service refuses conditions",
        **_ALL,
    },
    "git": {
        "branch": "`gh-pages` when left out",
        "cname": "the domain, where the host of the pages wants a file `CNAME`",
        "user": "for `token`; `x-access-token` when left out",
        "token": "for https, as `!ENV NAME`; without, git's own credentials",
        **_SSH,
        **_ALL,
    },
}


def check(target: Target) -> None:
    """Raises HarvestError for an option that this kind of target does not have, or that is not set."""
    known = OPTIONS[target.kind]
    for name, value in target.options.items():
        if not value:
            todo = "set its environment variable, or leave the line out"
            raise HarvestError(f"options: {name} is empty", todo=todo)
        if name not in known:
            raise HarvestError(nodes.unknown("option", name, list(known)))
