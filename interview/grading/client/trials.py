"""The processes that try mutants, as the rest of the program sees them. Knows no torch."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any

from interview.errors import EngineError, MachineError
from interview.grading.client.failures import refuse_broken_question
from interview.grading.client.private import open_log, start_program
from interview.grading.wire.frames import receive_json, send_json
from interview.messages import _
from interview.model.card import Card

TRIALS_PROGRAM = "trials.process"


class Trials:
    """A process that tries mutants of one reference after another; ends with the block."""

    def __init__(self) -> None:
        if sys.platform != "linux":
            raise MachineError(_("mutants: they are tried in forks, which need Linux"))
        self.link, theirs = socket.socketpair()
        self.log = open_log()
        self.process = start_program(TRIALS_PROGRAM, theirs, [], self.log)
        theirs.close()

    def __enter__(self) -> Trials:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self.link.close()
        self.process.kill()
        self.process.wait()
        if self.log:
            self.log.close()

    def fates(
        self, card: Card, seed: int, mutants: Sequence[dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        """A message for each mutant as it is tried; raises QuestionError or EngineError."""
        request = {"folder": str(card.folder.resolve()), "seed": seed, "mutants": list(mutants)}
        try:
            send_json(self.link, request)
            while True:
                reply = receive_json(self.link)
                if "mutant" not in reply:
                    break
                yield reply
        except (EOFError, OSError):
            raise EngineError(_("mutants: the process that tries them went away")) from None
        refuse_broken_question(reply)
        if "failure" in reply:
            raise EngineError(reply["failure"])
