"""One pure function over many partitions: in this process, or in a pool of processes.

All work on conversations has this shape (a partition is a file that holds whole conversations), so
that where it runs changes nothing but the time it takes. Whatever runs it elsewhere needs
no more than `run` offers: a function, its partitions, the results in the order of the partitions.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

P = TypeVar("P")
T = TypeVar("T")


def run(function: Callable[[P], T], partitions: Sequence[P], *, workers: int) -> Iterator[T]:
    """Yields `function(partition)` for each, in their order, each as soon as those before it are done.

    With more than one worker, and more than one partition, the function runs in a process pool: it and
    its results must pickle (a module's function, or `functools.partial` of one). What it raises is
    raised here, and ends the run. A worker that dies (killed, out of memory) is a HarvestError. However
    this generator ends, it leaves no process behind.
    """
    if workers <= 1 or len(partitions) <= 1:
        yield from map(function, partitions)
        return
    yield from _pooled(function, partitions, min(workers, len(partitions)))


def _pooled(function: Callable[[P], T], partitions: Sequence[P], workers: int) -> Iterator[T]:
    others = set(multiprocessing.active_children())
    # spawn: forking a process that has threads (DuckDB's, Arrow's) can hang
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupt)
    done = False
    try:
        waiting: deque[Future[T]] = deque(pool.submit(_call, function, path) for path in partitions)
        while waiting:
            yield waiting.popleft().result()
        done = True
    except BrokenProcessPool as error:
        raise HarvestError(
            "a worker process died", todo="it may have run out of memory: run it again with fewer workers"
        ) from error
    finally:
        if not done:
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()
        pool.shutdown(cancel_futures=True)


def _ignore_interrupt() -> None:
    """Ctrl-C reaches the whole process group; the parent ends the workers, without a traceback from each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _call(function: Callable[[P], T], partition: P) -> T:
    """Calls it, and sees to it that what it raises survives the way back."""
    try:
        return function(partition)
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 — our own, from this line
        except Exception as unpicklable:  # any class may break in its own way
            where = partition if isinstance(partition, Path) else ""
            raise HarvestError(str(error), where=where) from unpicklable
        raise
