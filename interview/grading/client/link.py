"""The grader as the rest of the program sees it: source text in, verdict out. Knows no torch."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from interview.bank.heads import line_from_here
from interview.bank.loading import load_quickly
from interview.errors import EngineError, QuestionError
from interview.grading.client.failures import (
    JudgeLost,
    own_code_problem,
    refuse_broken_question,
    refuse_failure,
)
from interview.grading.start import machine
from interview.grading.wire.frames import receive_json, send_json
from interview.grading.wire.patience import JUDGING
from interview.messages import _
from interview.model.card import Card

if TYPE_CHECKING:
    from interview.bank.ladder import Rung
    from interview.model.picture import Picture
    from interview.model.question import Question
    from interview.model.verdict import Verdict

MOST_TRIES = 3
MORE_PATIENCE = 10.0
"""Seconds beyond what a judge itself gives to what it is at."""
LEAVING_PATIENCE = 1.0
"""Seconds for a judge to hear that it is left to the next client; without it that one gets a new judge."""
SILENT_STEP = 3.0
"""Seconds of silence after which the engine is asked whether there is anything to wait for, and again."""


class Engine(Protocol):
    """Where judges come from."""

    def connect(self) -> socket.socket:
        """A connection to a judge of one's own; raises OSError or EngineError."""
        ...

    def expects(self, waited: float, ready: bool) -> bool:
        """Whether an answer will still come after so many seconds of silence, from a judge that was `ready`.

        It says what is waited for.
        """
        ...

    def served(self) -> None:
        """Hears that a judge is ready."""
        ...

    def failed(self, hung: bool) -> None:
        """Hears that a judge went away before it had answered, or never said that it is ready."""
        ...

    def complaint(self) -> str:
        """The last thing the engine said before it went away."""
        ...

    def close(self) -> None: ...


class Links:
    """Judges from one engine, closed at the end of the block with the engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.links: list[Link] = []

    def __enter__(self) -> Links:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        for link in self.links:
            link.close()
        self.engine.close()

    def link(self) -> Link:
        """A judge of one's own; several links judge at the same time."""
        link = Link(self.engine)
        self.links.append(link)
        return link


class Link:
    """One judge, which keeps the last question it was asked about prepared."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.at, self.seconds = "", 0.0
        """What the judge says it is at, if that may have no end, and for how long at most."""
        self.last_words: tuple[tuple[Path, str], Question] | None = None
        try:
            self.connect()
        except OSError:  # asking tries again, and says what is the matter
            self.socket, self.ready = socket.socket(), False

    def connect(self) -> None:
        self.socket, self.ready = self.engine.connect(), False

    def close(self) -> None:
        self.socket.close()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The judge's reply; a judge that went away is replaced.

        Raises JudgeLost where that is due to what came back from a submission, QuestionError where it is
        due to the question's own code, else EngineError or MachineError.
        """
        fatal = ""
        for _attempt in range(MOST_TRIES):
            self.at = ""
            try:
                if not self.ready:
                    self.receive()
                    self.ready = True
                    self.engine.served()
                send_json(self.socket, request)
                reply = self.answer()
                if "another" not in reply:
                    return reply
                self.reconnect()  # that judge is for another question
            except (EOFError, OSError) as error:
                hung = isinstance(error, TimeoutError)
                if not self.at:
                    self.engine.failed(hung)
                self.reconnect()
                if self.at and (hung or self.at == fatal):
                    raise self.lost(hung) from None
                fatal = self.at
        machine.require_memory()
        complaint = self.engine.complaint()
        text = _("grading: the engine went away ({complaint}): run `interview doctor`")
        raise EngineError(text.format(complaint=complaint))

    def answer(self) -> dict[str, Any]:
        """What the judge says at last; before it tells what it is at, if that may have no end."""
        reply: dict[str, Any] = self.receive()
        while "at" in reply:
            self.at, self.seconds = reply["at"], reply["within"]
            reply = self.receive()
        return reply

    def receive(self) -> Any:
        """The next message of the judge; raises TimeoutError when none is to be expected.

        Time in which this process is stopped, as by Ctrl-Z, is at most one step of it.
        """
        promised = self.seconds + MORE_PATIENCE
        step = min(SILENT_STEP, promised) if self.at else SILENT_STEP
        waited = 0.0
        self.socket.settimeout(step)
        while True:
            try:
                self.socket.recv(1, socket.MSG_PEEK)
                break
            except TimeoutError:
                waited += step
                if self.at and waited >= promised:
                    raise
                if not self.engine.expects(waited, self.ready):
                    self.at = ""  # it is frozen, or gone, whatever it was at
                    raise
        self.socket.settimeout(None)  # a message that has begun is written to its end
        return receive_json(self.socket)

    def lost(self, hung: bool) -> JudgeLost | QuestionError:
        """What is to be said of a judge that didn't come back from what it was at."""
        if self.at == JUDGING:
            return JudgeLost(self.seconds if hung else None)
        return QuestionError([line_from_here(own_code_problem(self.at, hung))])

    def reconnect(self) -> None:
        """Leaves this judge, which ends with that, for another one."""
        self.socket.close()
        with contextlib.suppress(OSError, EngineError):
            self.connect()

    def grade(
        self,
        card: Card,
        file: str,
        source: str,
        seed: int,
        lang: str = "en",
        example: bool = False,
        any_seed: bool = False,
    ) -> Verdict:
        """The verdict on `source`; with an `example`, a failure also on the smallest input that shows it.

        any_seed: whether it may be under another secret seed, for which a judge is prepared.

        Raises QuestionError if the question itself is broken, EngineError if the engine went away.
        A failure of the judge is a verdict of its own, `judge_error`.
        """
        reply: dict[str, Any] | JudgeLost
        try:
            asked = {"file": file, "source": source, "example": example, "any_seed": any_seed}
            reply = self.ask_about(card, seed, **asked)
        except JudgeLost as lost:
            reply = lost
        from interview.grading.client.replies import verdict_from_reply

        words = None if lang == "en" else partial(self.words, card, lang)
        return verdict_from_reply(reply, card, file, source, seed, words)

    def unknown_names(self, names: Sequence[str]) -> dict[str, str]:
        """Of these names those that no library has, each with the nearest there is, or nothing."""
        return dict(self.ask({"names": list(names)})["unknown"]) if names else {}

    def verdicts_on_known(self, card: Card, seed: int) -> dict[str, Verdict]:
        """Those on its mistakes and right alternatives, by id and file name, as far as the judge can run them.

        Much faster than `grade` on each of them, as nothing is isolated. Raises as `grade`.
        """
        from interview.model.verdict import verdict_from_data

        reply = self.ask_about(card, seed, known=True)
        refuse_failure(reply, f"{card.slug}: its mistakes and alternatives cannot be judged")
        return {name: verdict_from_data(told) for name, told in reply["known"].items()}

    def stages_without_value(self, card: Card, seed: int) -> list[str]:
        """Those of its `stages` for which its reference has nothing that could be known again."""
        return list(self.ask_about(card, seed, stages=True).get("unseen", ()))

    def rungs(self, card: Card, seed: int) -> list[Rung]:
        """The question's ladder, made anew from its reference; raises as `grade`. It takes up to a minute."""
        from interview.bank.ladder import Rung  # here: who has something graded has no use for it

        reply = self.ask_about(card, seed, ladder=True)
        refuse_failure(reply, f"{card.slug}: its ladder cannot be made")
        return [
            Rung(told["case"], {int(old): new for old, new in told["sizes"].items()}, told["count"])
            for told in reply["rungs"]
        ]

    def pictures(self, card: Card) -> list[Picture]:
        """What the question's `picture.py` draws from its reference; raises as `grade`."""
        from interview.model.picture import picture_from_data

        reply = self.ask_about(card, 1, pictures=True)
        refuse_failure(reply, f"{card.slug}: its pictures cannot be drawn")
        return [picture_from_data(told) for told in reply["pictures"]]

    def ask_about(self, card: Card, seed: int, **further: Any) -> dict[str, Any]:
        """As `ask`; raises QuestionError if the question itself is broken."""
        reply = self.ask({"folder": str(card.folder), "seed": seed, **further})
        refuse_broken_question(reply)
        return reply

    def words(self, card: Card, lang: str) -> Question:
        """The question in another language, read once for as long as no other is asked about."""
        if self.last_words is None or self.last_words[0] != (card.folder, lang):
            self.last_words = (card.folder, lang), load_quickly(card.folder, lang)
        return self.last_words[1]

    def prepare(self, card: Card, seed: int) -> None:
        """Does now what the next verdict under this seed would otherwise wait for."""
        with contextlib.suppress(QuestionError, JudgeLost):  # which that verdict will tell
            self.ask({"folder": str(card.folder), "seed": seed, "prepare": True})

    def leave_to_next(self) -> None:
        """Takes leave of the judge, which gets ready for whoever has the same question graded next."""
        if not self.ready:
            return
        with contextlib.suppress(EOFError, OSError):
            self.socket.settimeout(LEAVING_PATIENCE)
            send_json(self.socket, {"rest": fresh_seed()})
            receive_json(self.socket)  # who leaves before is taken for one who gave up

    def about(self) -> dict[str, Any]:
        """`pid` of the server, `level` of the sandbox, version of `torch`, `complete` once all is loaded."""
        return self.ask({"about": True})


def fresh_seed() -> int:
    """A secret seed: nobody can have prepared for the inputs it draws."""
    return int.from_bytes(os.urandom(8)) % (2**31 - 1) + 1  # `secrets` takes long to import
