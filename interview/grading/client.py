"""The grader as the rest of the program sees it: source text in, verdict out. Knows no torch."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from interview.errors import EngineError, QuestionError
from interview.grading.channel import receive_json, send_json
from interview.model import Card, CaseResult, Finding, Verdict

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")


class Engine:
    """A grading server of one's own, started at once and stopped at the end of the block.

    It starts while the caller goes on: the socket listens before torch is loaded, so a request
    may be sent straight away.
    """

    def __enter__(self) -> Engine:
        self.folder = tempfile.TemporaryDirectory(prefix="interview-")
        self.path = str(Path(self.folder.name) / "engine")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.path)
        listener.listen()
        environment = {k: v for k, v in os.environ.items() if k in KEPT} | ONE_THREAD
        command = [sys.executable, "-I", "-m", "interview.grading.server", str(listener.fileno())]
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.log,
            pass_fds=[listener.fileno()],
            env=environment,
            cwd="/",
        )
        listener.close()
        self.links: list[Link] = []
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for link in self.links:
            link.close()
        with contextlib.suppress(OSError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()
        self.folder.cleanup()

    def link(self) -> Link:
        """A judge of one's own; several links judge at the same time."""
        link = Link(self)
        self.links.append(link)
        return link

    def complaint(self) -> str:
        """The last line the engine wrote before it went away."""
        self.log.seek(0)
        lines = [line for line in self.log.read().splitlines() if line.strip()]
        return lines[-1] if lines else f"exit status {self.process.poll()}"


class Link:
    """One judge, which keeps the last question it was asked about prepared."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(engine.path)

    def close(self) -> None:
        self.socket.close()

    def grade(self, card: Card, file: str, source: str, seed: int, lang: str = "en") -> Verdict:
        """The verdict on `source`.

        Raises QuestionError if the question itself is broken, EngineError if the engine went away.
        A failure of the judge is a verdict of its own, `judge_error`.
        """
        request = {
            "folder": str(card.folder),
            "file": file,
            "source": source,
            "seed": seed,
            "lang": lang,
        }
        try:
            send_json(self.socket, request)
            reply = receive_json(self.socket)
        except (EOFError, OSError):
            raise EngineError(
                f"grading: the engine went away ({self.engine.complaint()}): run `interview doctor`"
            ) from None
        if "problems" in reply:
            raise QuestionError(reply["problems"])
        if "failure" in reply:
            return broken_judge(card, file, seed, reply["failure"])
        return verdict_from(reply["verdict"])


def broken_judge(card: Card, file: str, seed: int, trace: str) -> Verdict:
    """Our failure, told as ours."""
    last = trace.strip().splitlines()[-1]
    finding = Finding("judge", f"the grader failed, which is not your fault: {last}", (trace,))
    return Verdict(card.id, file, "judge_error", 0.0, seed, findings=(finding,))


def verdict_from(data: dict[str, Any]) -> Verdict:
    """The verdict that `dataclasses.asdict` took apart."""
    cases = tuple(
        CaseResult(
            **{
                **case,
                "findings": tuple(finding_from(f) for f in case["findings"]),
                "skipped": tuple(case["skipped"]),
            }
        )
        for case in data["cases"]
    )
    findings = tuple(finding_from(f) for f in data["findings"])
    lists = {"cases": cases, "findings": findings, "candidates": tuple(data["candidates"])}
    return Verdict(**{**data, **lists})


def finding_from(data: dict[str, Any]) -> Finding:
    return Finding(data["check"], data["message"], tuple(data["details"]))


def fresh_seed() -> int:
    """A secret seed: nobody can have prepared for the inputs it draws."""
    return secrets.randbelow(2**31 - 1) + 1
