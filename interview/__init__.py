"""Interview preparation for Transformers and BERT: questions, graded exercises, and the teaching around them.

Scripts call `interview.grade("7", source)`; in a notebook, `%load_ext interview` brings `%%grade 7`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interview.notebook.shown import ShownVerdict

__version__ = "0.1.0"


# Every command imports this: what these need is imported when they are called.
def grade(
    question: str | int,
    source: str,
    *,
    seed: int | None = None,
    lang: str | None = None,
    bank: str | Sequence[str] | None = None,
    cold: bool = False,
) -> ShownVerdict:
    """The verdict on the text of an attempt, by the engine of `interview grade`; nothing of it is recorded.

    question: a number or an id. source: Python, as in an exercise file. seed: draws the same secret
    inputs again, fresh ones if None. lang: "en" or "zh", that of INTERVIEW_LANG or the locale if None.
    bank: the folder or name of one, or several of them; as for the commands if None. cold: without the
    shared grading server.

    `.status` is "accepted" or says what is the matter, `.score` goes from 0 to 1, `.cases` has the
    findings; `interview/model/verdict.py` describes them. Printed, it is what `interview grade` prints.
    A text that is no Python is a verdict too, "invalid".

    Raises interview.errors.UsageError if there is no such question, language or bank, QuestionError if
    the question itself is broken, EngineError or MachineError if nothing could be graded here.
    """
    from interview.notebook.grading import grade_source

    return grade_source(str(question), source, seed=seed, lang=lang, bank=bank, cold=cold)


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext interview` calls: from here on the notebook knows `%%grade`."""
    from interview.notebook.magic import register_magics

    register_magics(shell)
