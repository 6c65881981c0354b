"""What runs on a worker: an engine of its own, a copy of the bank, and submissions graded as on one machine.

A Dask worker has threads and is a daemon, so it neither forks nor uses `multiprocessing`: its engine is
a program of its own, started like any private server, and ends when the worker's end of its door closes,
which the system does even where the worker was killed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any

from interview import messages
from interview.bank import Bank
from interview.bank.packing import content_edition, unpack_bank
from interview.cluster.traits import own_traits
from interview.errors import EngineError, InterviewError, MachineError
from interview.grading.client.link import Link, Links
from interview.grading.client.private import PrivateEngine
from interview.grading.client.replies import judge_failure_verdict
from interview.model.card import Card

LONGEST_CHUNK_SECONDS = 2.0
"""After which a worker answers with what it has: so progress is seen, and an interruption costs little."""


class WorkerGrader:
    """A worker's engine, judges and copy of the bank, for one batch.

    It is the result of a task, which Dask keeps for as long as the batch's client wants it: when that
    leaves, or is killed, the last reference goes, and with it the engine and the bank.
    """

    def __init__(self, folder: str | None = None) -> None:
        self.links = Links(PrivateEngine())
        self.lock = threading.Lock()
        self.judges: dict[int, Link] = {}
        """One for each seat; who sends the chunks sends never two at a time for one."""
        self.folder = Path(tempfile.mkdtemp(prefix="interview-bank-", dir=folder))
        self.bank: Bank | None = None
        self.edition = ""
        weakref.finalize(self, end_grader, self.links, self.folder)

    def __reduce__(self) -> tuple[Any, ...]:
        """It stays where it is: where Dask would copy it to another worker or to disk, a word goes."""
        return str, ("a grader stays on its worker",)

    def judge(self, seat: int) -> Link:
        with self.lock:
            if seat not in self.judges:
                self.judges[seat] = self.links.link()
            return self.judges[seat]

    def require_bank(self) -> None:
        """Raises OSError unless the bank lies there as it came: not what failed then is to blame."""
        if self.bank is None or content_edition(self.bank.cards) != self.edition:
            raise OSError(f"{self.folder}: the bank was changed")


def end_grader(links: Links, folder: Path) -> None:
    links.close()
    shutil.rmtree(folder, ignore_errors=True)


# The tasks. Whatever happens they give something: an error that it cannot pickle, Dask never reports.


def new_grader() -> WorkerGrader | str:
    """A grader of this worker; or why there can be none."""
    try:
        return WorkerGrader(this_worker().local_directory)
    except Exception as error:
        return error_as_text(error)


def told_as_data(task: Callable[[WorkerGrader, Any], Any]) -> Callable[..., bytes]:
    """The task as Dask has it: what it gives as JSON, or its failure. It takes a grader of this worker."""

    @wraps(task)
    def telling(grader: WorkerGrader | str, told: Any = None) -> bytes:
        try:
            if isinstance(grader, str):
                raise EngineError(grader)
            return json_bytes(task(grader, told))
        except Exception as error:
            return json_bytes({"failure": error_as_text(error)})

    return telling


@told_as_data
def examine(grader: WorkerGrader, _told: None) -> dict[str, Any]:
    """This worker's name and traits; raises EngineError where nothing can be graded here."""
    traits = own_traits(grader.judge(0).about())
    return {"name": str(this_worker().name), "traits": asdict(traits)}


@told_as_data
def take_bank(grader: WorkerGrader, packed: bytes) -> str:
    """Lays the bank out on this worker; answers with its edition."""
    grader.bank = unpack_bank(packed, grader.folder)
    grader.edition = content_edition(grader.bank.cards)
    return grader.edition


@told_as_data
def grade_chunk(grader: WorkerGrader, chunk: bytes) -> dict[str, Any] | None:
    """Grades submissions to one question, and answers with as many verdicts as the time allowed.

    `lost` says why there is none on the submission after these: the engine went away, and can grade
    others. Raises EngineError where it can't, OSError where the bank is gone. None where a worker
    knows no such batch: one that was started anew at the old address.
    """
    if grader.bank is None:
        return None
    told = json.loads(chunk)
    messages.use_catalogue(told["lang"])
    card = grader.bank.find(told["question"])
    reply = graded(grader.judge(told["seat"]), card, told)
    if any(verdict["status"] == "judge_error" for verdict in reply["verdicts"]):
        grader.require_bank()
    return reply


def graded(link: Link, card: Card, told: dict[str, Any]) -> dict[str, Any]:
    started, verdicts, lost = time.monotonic(), [], None
    for file, source in told["submissions"]:
        try:
            verdict = link.grade(card, file, source, told["seed"], told["lang"], example=True)
        except (EngineError, MachineError) as error:
            link.about()  # or else it is not for the submission to answer for
            lost = str(error)
            break
        except (InterviewError, OSError) as error:
            trace = str(error) or type(error).__name__
            verdict = judge_failure_verdict(card, file, told["seed"], trace)
        verdicts.append(asdict(verdict))
        if time.monotonic() - started > LONGEST_CHUNK_SECONDS:
            break
    return {"verdicts": verdicts, "lost": lost, "seconds": time.monotonic() - started}


def error_as_text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def json_bytes(data: Any) -> bytes:
    return json.dumps(data).encode()


def this_worker() -> Any:
    from distributed import get_worker  # on a worker it is there

    return get_worker()
