"""A judge process: answers one client's requests to grade, a bench for each question and seed."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from interview.bank.loading import card
from interview.errors import QuestionError
from interview.grading.bench import Bench
from interview.grading.channel import receive_json, send_json
from interview.grading.judge import judge
from interview.grading.supervision import Gone, Runner, supervise

Spawn = Callable[[], Runner]


def main(client: socket.socket, spawn: Spawn) -> None:
    """Answers requests until the client goes away."""
    benches: dict[tuple[str, int, str], Bench] = {}
    while True:
        try:
            request = receive_json(client)
        except (EOFError, OSError):
            return
        try:
            reply = graded(request, benches, spawn, client)
        except Gone:
            return
        except QuestionError as error:
            reply = {"problems": error.problems}
        except Exception:
            reply = {"failure": traceback.format_exc()}
        send_json(client, reply)


def graded(
    request: dict[str, Any],
    benches: dict[tuple[str, int, str], Bench],
    spawn: Spawn,
    client: socket.socket,
) -> dict[str, Any]:
    """`{"verdict": ...}` for a request with folder, file, source, seed and lang."""
    key = request["folder"], request["seed"], request["lang"]
    if key not in benches:
        benches.clear()
        benches[key] = Bench(card(Path(request["folder"])), request["seed"], request["lang"])
    bench = benches[key]
    exercise = bench.question.exercise
    job = {
        "source": request["source"],
        "filename": request["file"],
        "forbid": list(exercise.forbid),
        "limits": vars(exercise.limits),
        "given": bench.given_source,
        "programs": [vars(program) for program in bench.programs],
    }
    run = supervise(spawn(), job, exercise.limits.seconds, client)
    return {"verdict": asdict(judge(bench, run, request["file"]))}
