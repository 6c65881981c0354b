"""A judge process: answers a client's requests to grade, and then perhaps those of the next."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from math import inf
from pathlib import Path
from typing import Any

import torch

from interview.bank.cards import read_card
from interview.errors import QuestionError
from interview.grading.execution.program import Program
from interview.grading.forks.control import next_client
from interview.grading.forks.late import all_loaded
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench, BrokenReference
from interview.grading.judge.benches import AnotherQuestion, Benches
from interview.grading.judge.beside import stages_beside
from interview.grading.judge.comparing import first_of_cases, left_to_do
from interview.grading.judge.cost import cost_report
from interview.grading.judge.drawing import pictures_of
from interview.grading.judge.known import verdicts_on_known
from interview.grading.judge.ladder import rungs_of
from interview.grading.judge.layouts import run_with_weights_read
from interview.grading.judge.library import unknown_names
from interview.grading.judge.limits import MemoryLimit, judging_patience
from interview.grading.judge.progress import Telling
from interview.grading.judge.runners import Forks, Runners
from interview.grading.judge.second_look import RunOn
from interview.grading.judge.stage_names import stages_without_value
from interview.grading.judge.stress import stress_round
from interview.grading.judge.supervision import (
    SETTING_UP_SECONDS,
    ClientGone,
    NotSetUp,
    supervise,
)
from interview.grading.judge.verdict import judge_run
from interview.grading.sandbox.limits import allowance_for, computing_seconds, wall_seconds
from interview.grading.sandbox.prctl import die_with_parent
from interview.grading.start.package import PACKAGE_ROOT
from interview.grading.wire.frames import receive_json, send_json
from interview.grading.wire.patience import JUDGING
from interview.grading.wire.values import pack
from interview.model.beside import StagesBeside
from interview.model.cost import CostReport
from interview.model.stress import StressRound

AFTER_A_PASS: dict[str, Callable[[Bench, RunOn], StressRound | CostReport | StagesBeside]] = {
    "stress": stress_round,
    "cost": cost_report,
    "beside": stages_beside,
}
"""What is told of an attempt on request besides its verdict, by the key of the request."""
AFTER_PASS_SECONDS = 120.0
"""By the clock, between two runs of the attempt: the reference is asked which inputs are legal."""


def serve_clients(
    client: socket.socket, runners: Runners, level: str, control: socket.socket
) -> None:
    """Answers one client after another, as the server hands them over; between two it gets ready."""
    benches, memory = Benches(), MemoryLimit()
    while (seed := serve_client(client, runners, level, benches, memory)) is not None:
        try:
            send_json(control, "rest")
            receive_json(control)  # from here on the server takes no notice of this client
            send_json(client, {})
            client.close()
            bench = benches.left_under(seed)
            if bench:
                set_up(bench, runners, memory)
            client = next_client(control)  # whoever is free looks up at once
        except (EOFError, OSError):
            return


def set_up(bench: Bench, runners: Runners, memory: MemoryLimit) -> None:
    """A runner that waits for the attempt, and the question's limits for the judge itself."""
    limits = bench.question.exercise.limits
    memory.set(limits)
    runners.set_up(bench.job, limits.threads)


def serve_client(
    client: socket.socket,
    runners: Runners,
    level: str,
    benches: Benches,
    memory: MemoryLimit,
    threads: int = 1,
) -> int | None:
    """Answers requests until the client goes away; `threads` of the server, if it was not forked for these.

    A client that leaves its judge to the next gives a seed to get ready under, which is returned. Who then asks
    about another question is told to take another judge.
    """
    with contextlib.suppress(OSError):
        send_json(client, {"ready": True})
    while True:
        try:
            request = receive_json(client)
        except (EOFError, OSError):
            return None
        try:
            if "rest" in request:
                return int(request["rest"])
            if "about" in request:
                reply = {
                    "pid": os.getppid(),
                    "level": level,
                    "torch": torch.__version__,
                    "package": str(PACKAGE_ROOT),
                    "forks": isinstance(runners, Forks),
                    "threads": threads,
                    "complete": not isinstance(runners, Forks) or all_loaded(),
                }
            elif "names" in request:
                reply = {"unknown": unknown_names(request["names"])}
            else:
                reply = grade_request(request, benches, runners, client, memory)
                runners.keep_up()
        except ClientGone:
            return None
        except AnotherQuestion:
            reply = {"another": True}
        except QuestionError as error:
            reply = {"problems": error.problems}
        except BrokenReference as error:
            reply = {"broken": error.as_data()}
        except (Exception, SystemExit):
            reply = {"failure": traceback.format_exc()}
        send_json(client, reply)


def grade_request(
    request: dict[str, Any],
    benches: Benches,
    runners: Runners,
    client: socket.socket,
    memory: MemoryLimit,
) -> dict[str, Any]:
    """`{"verdict": ...}` for a request with folder, seed, file, source, and whether an `example` is wanted.

    With `any_seed` too, it may be judged under another secret seed. With `prepare` in the place of file, source
    and example it only makes that verdict's part of the work; with `ladder` it answers `{"rungs": ...}`, with
    `pictures` `{"pictures": ...}`, with `stages` `{"unseen": ...}`, with `known` the verdicts on its own
    mistakes and alternatives, by their names.
    With a key of `AFTER_A_PASS` beside file and source it answers what that tells, under the same key.
    """
    telling = Telling(client)
    card = read_card(Path(request["folder"]))
    any_seed = request.get("any_seed", False)
    bench = benches.bench(card, request["seed"], telling.own_code, any_seed)
    if "prepare" in request:
        set_up(bench, runners, memory)
        bench.foresee(unless=lambda: client_waits(client))
        return {}
    memory.set(bench.question.exercise.limits)
    if "ladder" in request:
        return {"rungs": [asdict(rung) for rung in rungs_of(bench)]}
    if "pictures" in request:
        return {"pictures": pictures_of(bench)}
    if "known" in request:
        return {"known": {name: asdict(verdict) for name, verdict in verdicts_on_known(bench)}}
    if "stages" in request:
        return {"unseen": stages_without_value(bench)}
    return told_of_attempt(bench, request, runners, client, telling)


def told_of_attempt(
    bench: Bench,
    request: dict[str, Any],
    runners: Runners,
    client: socket.socket,
    telling: Telling,
) -> dict[str, Any]:
    """What is answered where the attempt itself is run: its verdict, or what is told after a pass."""
    limits = bench.question.exercise.limits
    running = SETTING_UP_SECONDS + wall_seconds(allowance_for(limits).ceiling)

    def judging() -> float:  # asked for once the attempt runs, beside which the reference does
        return judging_patience(bench.reference_seconds, len(bench.wrong))

    def run_on(programs: Sequence[Program], seconds: float) -> Run:
        telling.begin(JUDGING, judging() + running)
        return supervised_run(bench, request, runners, client, programs, seconds)

    for name, told in AFTER_A_PASS.items():
        if name in request:
            telling.begin(JUDGING, AFTER_PASS_SECONDS)
            reading = run_with_weights_read(bench, run_on, request["source"])
            return {name: asdict(told(bench, reading))}

    def left(run: Run) -> list[int]:
        telling.begin(JUDGING, judging() + running)
        return left_to_do(bench, run)

    run = supervised_run(bench, request, runners, client, left=left)
    telling.begin(JUDGING, judging())
    file, example, source = (request[name] for name in ("file", "example", "source"))
    verdict = judge_run(bench, run, file, run_on, example, source)
    return {"verdict": asdict(verdict)}


def supervised_run(
    bench: Bench,
    request: dict[str, Any],
    runners: Runners,
    client: socket.socket,
    programs: Sequence[Program] | None = None,
    seconds: float = inf,
    left: Callable[[Run], list[int]] | None = None,
) -> Run:
    """What the attempt does in the question's programs, or in these, perhaps in less time than it has.

    left: tells which are left to do after the first of each case; without it, all are.
    """
    limits, job = bench.question.exercise.limits, bench.job
    attempt = {"source": request["source"], "filename": request["file"]}
    first: list[int] = []
    if programs is not None:
        attempt["programs"] = [vars(program) for program in programs]
    elif left is not None:
        first = attempt["first"] = first_of_cases(bench.programs)
    message, count = pack(attempt), len(bench.programs if programs is None else programs)
    for tries_left in (2, 1, 0):  # one that waited, or a zygote, may have gone away meanwhile
        runner, untold = runners.runner(job, limits.threads) if tries_left else runners.anew(job)
        try:
            # The reference runs beside the attempt, and its time sets the attempt's.
            return supervise(
                runner,
                untold + message,
                count,
                limits,
                lambda: min(seconds, computing_seconds(limits, bench.reference_seconds)),
                client,
                first,
                left,
            )
        except NotSetUp:
            if not tries_left:
                raise
    raise AssertionError("the last try returns or raises")


def client_waits(client: socket.socket) -> bool:
    """Whether the client waits for something, or has gone."""
    return bool(select.select([client], [], [], 0)[0])


def begun(arguments: list[str]) -> None:
    """A judge that is a new process: `CONNECTION_FD CONTROL_FD LEVEL THREADS`."""
    connection, control, level, threads = arguments
    die_with_parent()
    torch.set_num_threads(1)
    server = socket.socket(fileno=int(control))
    client = socket.socket(fileno=int(connection))
    serve_client(client, Runners(server), level, Benches(), MemoryLimit(), int(threads))
