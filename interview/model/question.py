"""The nouns of a bank: what a question is, and its exercise. All frozen, none knows torch.

Attribute docstrings become what an editor shows (`interview schema`): each speaks to whoever writes YAML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from interview.model.answer import Drill, FollowUp, KeyPoint
from interview.model.card import Difficulty
from interview.model.strict import Strict

Group: TypeAlias = Literal["core", "edges", "errors", "numerics"]
CheckName: TypeAlias = Literal[
    "inputs_unchanged",
    "state",
    "surroundings",
    "operations",
    "differentiable",
    "gradients",
    "non_contiguous",
    "integers",
    "dtypes",
    "device",
]
"""A kind of check: a file of `grading/checks/`; they are judged in this order."""
NAMES_APART: dict[str, str] = {"device": "on another device"}
"""The checks that are judged on their own, as one edge of each function, and what that is called."""

Arguments: TypeAlias = dict[str, Any]
"""Argument name -> recipe (a string in the recipe language) or plain YAML data holding recipes."""


@dataclass(frozen=True)
class Case(Strict):
    """One call of the exercise (or several in a row, with `calls`)."""

    name: str
    """What is special here, in a few words; shown when it fails."""
    of: str = ""
    """Which of the defined names is called; needed only when there are several."""
    where: dict[str, Any] = field(default_factory=dict)
    """Values used more than once in this case: `{x: "randn(2, 3, 16)"}`."""
    build: Arguments | None = None
    """Constructor arguments for this case, instead of the exercise's `build`."""
    call: Arguments = field(default_factory=dict)
    """Arguments of the call: `{x: "randn(2, 3, 16)", mask: "causal(3)"}`."""
    calls: tuple[Arguments, ...] = ()
    """Several calls in a row; `method` names a method, `result(0)` or `result(0, 1)` an earlier result."""
    mode: Literal["eval", "train"] = "eval"
    """Whether a module is put in training mode; torch's generator is seeded alike for everyone."""
    once: bool = False
    """Whether it means nothing to call it again in evaluation mode and with other values."""
    scaled: dict[str, float] = field(default_factory=dict)
    """Parts of parameters' names -> what drawn weights are multiplied by: `{w_q: 8}` makes attention sharp."""
    checks: tuple[CheckName, ...] | None = None
    """Checks for this case, instead of the exercise's `checks`."""
    group: Group = "core"
    """*core*: what an interviewer looks at first; *edges*, *errors* or *numerics* else."""


@dataclass(frozen=True)
class Raise(Strict):
    """A call that must be refused with a promised error."""

    name: str
    """What is wrong with the call, in a few words."""
    of: str = ""
    """Which of the defined names is called; needed only when there are several."""
    where: dict[str, Any] = field(default_factory=dict)
    """Values used more than once."""
    build: Arguments | None = None
    """Constructor arguments, instead of the exercise's `build`."""
    call: Arguments | None = None
    """Arguments of the call; left out when the constructor itself must refuse, not at the latest the call."""
    group: ClassVar[Group] = "errors"
    error: Literal["ValueError", "TypeError", "IndexError", "KeyError"] = "ValueError"
    """The error promised in the task."""


@dataclass(frozen=True)
class Misconception(Strict):
    """A named wrong implementation: an `edit` of the reference, or the file `wrong/<id>.py`."""

    id: str
    """A short name in kebab-case; stable, because progress is kept under it."""
    says: str = ""
    """What a learner with this mistake is told: what the code does and should do; `mistakes.yaml` may say it."""
    edit: dict[str, str] = field(default_factory=dict)
    """Old text -> new text; each old text must occur exactly once in the reference."""


@dataclass(frozen=True)
class Equivalent(Strict):
    """A change of the reference that changes nothing that was promised; `interview check --mutants` knows it."""

    function: str
    """Where it is, in full: `CrossAttention.forward`; empty at the top of the file."""
    edit: str
    """`old -> new` as `interview check --mutants` prints it; edits elsewhere leave it as it is."""
    because: str
    """For which inputs both agree, and why there are no others."""


@dataclass(frozen=True)
class Tolerance(Strict):
    """How far a float64 element may be off: `|got - expected| <= atol + rtol * |expected|`."""

    rtol: float = 1e-7
    """Relative part."""
    atol: float = 1e-9
    """Absolute part."""
    exact_zeros: bool = False
    """Whether what is expected to be 0 must be exactly 0."""


@dataclass(frozen=True)
class Weights(Strict):
    """How much each group of cases counts; the share of a group without cases goes to the others."""

    core: float = 60
    """What an interviewer looks at first."""
    edges: float = 20
    """Empty rows, length 1, ties, odd widths."""
    errors: float = 10
    """The promised errors."""
    numerics: float = 10
    """Large and small values, precision."""


@dataclass(frozen=True)
class Limits(Strict):
    """What one run of an attempt may use. It may never write a file, open a socket or start a process."""

    seconds: float | None = None
    """Seconds of computing for all cases together; else 20 times the reference's, from 2 to 10."""
    memory_mib: int = 1024
    """Memory on top of what Python and torch take."""
    output_kib: int = 64
    """How much of what the attempt prints is kept; the rest is read and dropped."""
    threads: bool = False
    """Whether the attempt may start threads, where that is the topic."""


@dataclass(frozen=True)
class Exercise(Strict):
    """The coding part: what to write, how it is called, what must hold."""

    task: str
    """What to write: shapes, what a mask means, which edge cases are checked. Markdown."""
    define: str | tuple[str, ...]
    """The function or class the learner writes; a list if there are several."""
    cases: tuple[Case, ...]
    """The calls that are compared with the reference."""
    hints: tuple[str, str, str]
    """Exactly three: a nudge, a direction, nearly the code."""
    misconceptions: tuple[Misconception, ...]
    """The wrong implementations that must be rejected and named."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Ids of `mistakes.yaml` that `interview check` misses here -> why no case can see that mistake."""
    build: Arguments = field(default_factory=dict)
    """Constructor arguments of a class; a case may have its own."""
    checks: tuple[CheckName, ...] = ()
    """What is compared beyond the values that come back."""
    raises: tuple[Raise, ...] = ()
    """Calls that must be refused with a promised error."""
    forbid: tuple[str, ...] = ()
    """Library names that may not be used, in full: torch.nn.MultiheadAttention."""
    since: dict[str, str] = field(default_factory=dict)
    """Those of them that not every version of the library has -> the one that surely has it: "2.13"."""
    backward: bool = False
    """Whether the code itself goes backward, so that it means nothing to call it under `torch.no_grad()`."""
    stages: dict[str, str] = field(default_factory=dict)
    """Variables of the reference -> what a learner is told of them, in words that the task has."""
    equivalent: tuple[Equivalent, ...] = ()
    """Changes of the reference that no case can see, each with the reason."""
    tolerance: Tolerance = Tolerance()
    """For float64; other dtypes have their own."""
    weights: Weights = Weights()
    """Credit by group of cases."""
    limits: Limits = Limits()
    """Time and memory."""

    @property
    def all_cases(self) -> tuple[Case | Raise, ...]:
        """Everything that is called: the cases, then the calls that must be refused."""
        return (*self.cases, *self.raises)

    @property
    def judged_cases(self) -> tuple[Case | Raise, ...]:
        """Everything that a verdict has a result of: all cases, and then what is judged on its own."""
        apart = {
            (self.called_in(case), check): None
            for case in self.cases
            for check in (self.checks if case.checks is None else case.checks)
            if check in NAMES_APART
        }
        return *self.all_cases, *(Case(NAMES_APART[c], of=of, group="edges") for of, c in apart)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the learner writes."""
        return (self.define,) if isinstance(self.define, str) else self.define

    def called_in(self, case: Case | Raise) -> str:
        """Which of them is called."""
        return case.of or self.names[0]

    def cases_of(self, name: str) -> list[Case]:
        """The cases in which it is called."""
        return [case for case in self.cases if self.called_in(case) == name]


@dataclass(frozen=True)
class Question(Strict):
    """What is asked, its answer, and its exercise."""

    number: int
    """Its place in the bank; the folder starts with it."""
    id: str
    """A short name in kebab-case; stable, because progress is kept under it."""
    title: str
    """A title for lists."""
    topic: str
    """One of those in `bank.yaml`; without it attention, position, architecture, bert, tasks or generation."""
    difficulty: Difficulty
    """easy, medium or hard."""
    minutes: int
    """How long the exercise takes in an interview."""
    ask: str
    """The question as an interviewer puts it."""
    answer: str
    """A model answer short enough to say aloud: 150 to 300 words. Markdown; formulas in backticks."""
    key_points: tuple[KeyPoint, ...]
    """Four to seven points by which an answer is marked."""
    follow_ups: tuple[FollowUp, ...]
    """At least two."""
    pitfalls: str
    """What people get wrong, told as a correction."""
    sources: tuple[str, ...]
    """Where the answer can be checked: paper and section."""
    drills: tuple[Drill, ...]
    """At least two."""
    exercise: Exercise
    """The coding part."""
