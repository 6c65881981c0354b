"""Work on many questions at a time, each worker at one; what comes back is in the order of the questions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

Worker = TypeVar("Worker")
Result = TypeVar("Result")
Subject = TypeVar("Subject")


def in_parallel(
    subjects: Sequence[Subject],
    make_worker: Callable[[], Worker],
    work: Callable[[Worker, Subject], Result],
    jobs: int | None = None,
) -> Iterator[Future[Result]]:
    """The work on each subject; a worker for each core, or so many. Each is waited for by its `result()`."""
    free: SimpleQueue[Worker] = SimpleQueue()
    count = jobs or os.cpu_count() or 1
    for _ in range(count):
        free.put(make_worker())

    def done(subject: Subject) -> Result:
        worker = free.get()
        try:
            return work(worker, subject)
        finally:
            free.put(worker)

    pool = ThreadPoolExecutor(count)
    waiting = [pool.submit(done, subject) for subject in subjects]
    pool.shutdown(wait=False)
    try:
        yield from waiting
    except GeneratorExit:  # interrupted
        pool.shutdown(wait=False, cancel_futures=True)
        raise
