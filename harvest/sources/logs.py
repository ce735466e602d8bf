"""Access logs, line by line: a file or standard input, plain or gzip."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from harvest.errors import SourceError
from harvest.sources.files import HEAD, as_utf8, buffered, text_only

if TYPE_CHECKING:
    import io
    from collections.abc import Generator, Iterator

    from _typeshed import WriteableBuffer

STDIN: Final = "-"
LONGEST: Final = 65_536
"""Bytes of a line: servers refuse requests long before that. The rest of a longer one is skipped."""
_GZIP: Final = b"\x1f\x8b"


def name(path: str) -> str:
    """What to call a log in a message."""
    return "standard input" if path == STDIN else path


def lines(path: str, stdin: IO[bytes] | None) -> Generator[str]:
    """Every line of a log, without its end; what is no UTF-8 is U+FFFD. `path` "-": standard input, if any.

    Raises SourceError where there is no such file, it is empty or no text; and in the middle, where an
    archive is damaged or the disk fails. Close it, or the file stays open until it has been read to its end.
    """
    where = name(path)
    with _opened(path, stdin) as stream:
        try:
            plain = _unpacked(stream, where)
            while line := plain.readline(LONGEST):
                ended = line.endswith(b"\n")
                yield line.rstrip(b"\r\n").decode("utf-8", "replace")
                while not ended and (rest := plain.readline(LONGEST)):
                    ended = rest.endswith(b"\n")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise SourceError(
                "the gzip archive is damaged", where=where, todo="what stands before is counted"
            ) from error
        except OSError as error:
            raise SourceError(
                f"cannot be read ({error.strerror})", where=where, todo="copy it again"
            ) from None


class _Unpacked(gzip.GzipFile):
    """Gives what it has instead of waiting for a full buffer: what stands before the damage is not lost."""

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        return self.readinto1(buffer)


@contextmanager
def _opened(path: str, stdin: IO[bytes] | None) -> Iterator[io.BufferedReader]:
    if path == STDIN:
        if stdin is None:
            raise SourceError("it is closed", where=name(path), todo="pipe a log into it, or name a file")
        yield buffered(stdin)
        return
    try:
        if Path(path).is_dir():
            raise SourceError("this is a folder", where=path, todo="name the logs in it")
        stream = buffered(Path(path).open("rb", 0))  # noqa: SIM115 — closed below; only opening is tried
    except FileNotFoundError:
        raise SourceError("there is no such file", where=path, todo="check the spelling") from None
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror})", where=path, todo="check who may read it"
        ) from None
    with stream:
        yield stream


def _unpacked(stream: io.BufferedReader, where: str) -> io.BufferedReader:
    """The text of a log, whether it is packed or not."""
    if stream.peek(2).startswith(_GZIP):
        stream = buffered(cast("IO[bytes]", _Unpacked(fileobj=stream)))
    head = stream.peek(HEAD)
    if not head:
        raise SourceError("the log is empty", where=where, todo="perhaps it has just been rotated")
    text_only(head, where)
    return as_utf8(stream, head)
