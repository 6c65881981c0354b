"""Opinions are formed here and nowhere else: expected facts and a run -> a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from torch import Tensor

from interview.grading.checks.comparison import dtype_name
from interview.grading.execution.facts import Facts, Missing, Raised, Returned
from interview.grading.execution.program import Program
from interview.grading.judge.admission import FileError, Run
from interview.grading.judge.apart import facts_without_apart, results_apart, without_apart
from interview.grading.judge.bench import Bench
from interview.grading.judge.brevity import brief_cases, shorten_finding
from interview.grading.judge.comparing import compared_facts
from interview.grading.judge.credit import credit_of_names, group_results
from interview.grading.judge.departure import departure_of, recorded_beside
from interview.grading.judge.difference import error_values, not_written_finding
from interview.grading.judge.example import smallest_example
from interview.grading.judge.layouts import run_as_read
from interview.grading.judge.limits import TookTooLong, at_most, comparing_seconds
from interview.grading.judge.matrices import matrices_of
from interview.grading.judge.naming import Naming, names_of_mistakes
from interview.grading.judge.near_names import near_names
from interview.grading.judge.second_look import RunOn, excused_programs
from interview.grading.sandbox.limits import wall_seconds
from interview.model.placeholder import Earlier, Given
from interview.model.question import Case
from interview.model.verdict import CaseResult, Finding, Status, Verdict

CALLS_TOLD = 4
"""So many calls of a case are told; of the others how many there are."""


def nothing_more(programs: Sequence[Program], seconds: float) -> Run:
    """Where the attempt cannot be run once more."""
    return Run()


def judge_run(
    bench: Bench,
    run: Run,
    file: str,
    run_on: RunOn = nothing_more,
    example: bool = True,
    source: str = "",
) -> Verdict:
    """The verdict on one run; where that needs other programs, `run_on` runs the attempt in them.

    example: whether a failure is to be shown on the smallest input. source: the attempt's text, which may be that
    of a known mistake, and whose comments may say something of its weights.
    """
    layouts, run, run_on = run_as_read(bench, run, run_on, source)
    try:
        with at_most(comparing_seconds(bench.reference_seconds)):
            got, findings = compared_facts(bench, run)
            done = run.ended == "done"
            plain = without_apart(bench.programs, findings)
            excused = excused_programs(bench, got, plain, run_on) if done else frozenset()
    except TookTooLong:
        bench.spoilt = True
        run = replace(run, ended="costly")
        nothing = [None] * len(bench.programs)
        got, findings, excused = [*nothing], [*nothing], frozenset()
    findings = [
        None if i in excused else layouts.explained(program, finding)
        for i, (program, finding) in enumerate(zip(bench.programs, findings, strict=True))
    ]
    whole = about_the_file(bench, run, source)
    if whole and whole[1].kind == "missing_names":  # of each case there is nothing else to be said
        got, findings = [None] * len(got), [None] * len(findings)
    cases = tuple(
        case_result(bench, index, got, findings)
        for index in range(len(bench.question.exercise.all_cases))
    )
    apart = tuple(results_apart(bench.programs, got, findings, call_text))
    answers = facts_without_apart(bench.programs, got)
    plain = without_apart(bench.programs, findings)
    status = whole[0] if whole else status_of(cases, answers, plain)
    groups = group_results(bench.question.exercise, cases)
    parts = credit_of_names(bench.question.exercise, cases, groups) if status != "forbidden" else {}
    naming = Naming(cases)
    if status in ("wrong", "crashed"):
        naming = names_of_mistakes(bench, got, plain, cases, source)
    shown = departure = matrices = None
    if example and status in ("wrong", "crashed") and whole is None:
        run_both = recorded_beside(bench, cases, run_on)
        shown = smallest_example(bench, cases, run_both, layouts.applied)
        departure = departure_of(bench, cases, run_both)
        matrices = matrices_of(bench, cases, got)
    return Verdict(
        question=bench.question.id,
        file=file,
        status=status,
        score=round(sum(parts.values()) / len(parts), 4) if parts else 0.0,
        seed=bench.seed,
        cases=brief_cases(naming.cases + apart),
        parts=parts,
        groups=groups,
        edition=bench.edition,
        misconception=naming.misconception,
        explanation=naming.explanation,
        candidates=naming.candidates,
        findings=(shorten_finding(whole[1]),) if whole else (),
        common=naming.common,
        example=shown,
        departure=departure,
        matrices=matrices,
        weights=layouts.told,
        output=run.output,
        seconds=run.seconds,
    )


def about_the_file(bench: Bench, run: Run, source: str = "") -> tuple[Status, Finding] | None:
    """What can be said without looking at a single value."""
    if run.forbidden:
        places = list(map(list, dict.fromkeys(run.forbidden)))
        return "forbidden", Finding("forbidden", "forbidden", {"places": places})
    if run.file_error is not None:
        return file_error_finding(run.file_error)
    missing = [f for i in range(len(bench.programs)) if isinstance(f := run.facts.get(i), Missing)]
    if missing and len(missing) == len(run.order_of(len(bench.programs))):
        names = list(dict.fromkeys(program.of for program in bench.programs))
        values = {"names": names, "how": missing[0].how, "near": near_names(names, source)}
        return "invalid", Finding("definition", "missing_names", values)
    match run.ended:
        case "timeout":
            return "timeout", out_of_time("waiting", wall_seconds(run.allowed), bench, run)
        case "junk":
            return "crashed", Finding("answer", "no_answer", reached_place(bench, run))
        case "gone":
            return ended_early(bench, run)
        case "costly":
            seconds = comparing_seconds(bench.reference_seconds)
            return "crashed", Finding("answer", "too_costly", {"seconds": seconds})
        case "done" if len(run.facts) < len(run.order_of(len(bench.programs))):
            return "crashed", Finding("answer", "no_whole_answer", reached_place(bench, run))
    return None


def out_of_time(kind: str, seconds: float, bench: Bench, run: Run) -> Finding:
    times = {"seconds": seconds, "allowed": run.allowed, "reference": bench.reference_seconds}
    return Finding("time", kind, {**times, **reached_place(bench, run)})


def reached_place(bench: Bench, run: Run) -> dict[str, Any]:
    """Where the run was when it ended."""
    count, order = len(run.facts), run.order_of(len(bench.programs))
    if count >= len(order):
        return {"reached": "end"}
    if not count:
        return {"reached": "start"}
    program = bench.programs[order[count]]
    return {"reached": {"case": program.case, "name": bench.case(program).name}}


def ended_early(bench: Bench, run: Run) -> tuple[Status, Finding]:
    signal = run.status.get("signal", 0)
    # The CPU limit kills with one of these; a busy kernel's books may lag behind.
    if signal in (9, 24) and run.seconds >= 0.5 * run.allowed:
        return "timeout", out_of_time("computing", run.seconds, bench, run)
    how = {"signal": signal, "exit": run.status.get("exit")}
    return "crashed", Finding("answer", "ended", {**how, **reached_place(bench, run)})


def file_error_finding(failure: FileError) -> tuple[Status, Finding]:
    error = failure.error
    if failure.stage == "compile":
        place = {"line": error.line, "text": error.text, "offset": error.offset}
        return "invalid", Finding("syntax", "syntax", {**error_values(error), **place})
    if error.is_a("MemoryError"):
        return "out_of_memory", Finding("memory", "memory", error_values(error))
    if error.is_a("NotImplementedError"):
        return "not_written", not_written_finding()
    invalid = error.is_a("ImportError") or error.is_a("SyntaxError")
    return ("invalid" if invalid else "crashed"), Finding(
        "import", "import_error", error_values(error)
    )


def case_result(
    bench: Bench, index: int, got: list[Facts | None], findings: list[Finding | None]
) -> CaseResult:
    """One case: its first finding, and what was therefore not looked at."""
    case = bench.question.exercise.all_cases[index]
    mine = [i for i, p in enumerate(bench.programs) if p.case == index and not p.apart]
    ran = [i for i in mine if got[i] is not None]
    own = [f for i in ran if (f := findings[i]) is not None]
    status = "failed" if own else "passed" if len(ran) == len(mine) else "skipped"
    return CaseResult(
        name=case.name,
        of=bench.programs[mine[0]].of,
        status=status,  # type: ignore[arg-type]
        call=call_text(bench.programs[mine[0]]),
        findings=tuple(own[:1]),
        skipped=skipped_checks(bench, mine, findings) if own else (),
        more_calls=max(0, len(bench.programs[mine[0]].steps) - CALLS_TOLD),
        training=bench.programs[mine[0]].mode != "eval",
        group=case.group,
    )


def skipped_checks(
    bench: Bench, mine: list[int], findings: list[Finding | None]
) -> tuple[str, ...]:
    """The checks that mean nothing once an earlier one of the case has failed."""
    failed = next(i for i in mine if findings[i] is not None)
    checks: list[str] = []
    first = bench.programs[mine[0]]
    finding = findings[failed]
    case = bench.question.exercise.all_cases[first.case]
    if failed == mine[0] and finding is not None and isinstance(case, Case):
        wanted = first.wants
        checks += wanted[wanted.index(finding.check) + 1 if finding.check in wanted else 0 :]
    variants = [bench.programs[i].variant for i in mine if i > failed]
    checks += [variant for variant in variants if variant != "values"]
    return tuple(dict.fromkeys(checks))


def status_of(
    cases: tuple[CaseResult, ...], got: list[Facts | None], findings: list[Finding | None]
) -> Status:
    """`crashed` only where no call was answered: who answers some calls and raises in others is wrong."""
    failures = [f for f in findings if f is not None]
    if not failures:
        return "accepted" if all(c.status == "passed" for c in cases) else "crashed"
    if all(
        c.status == "passed" or c.findings[0].check == "not_written" for c in cases if c.findings
    ):
        nothing_else = not any(f.check != "not_written" for f in failures)
        passed = any(c.status == "passed" for c in cases)
        return "not_written" if nothing_else and not passed else "wrong"
    if any(isinstance(facts, Raised) and facts.error.is_a("MemoryError") for facts in got):
        return "out_of_memory"
    answered = any(isinstance(facts, Returned) for facts in got)
    raised = any(f.check == "error" for f in failures)
    return "crashed" if raised and not answered else "wrong"


def call_text(program: Program) -> str:
    """`CrossAttention(d_model=12, num_heads=3)(x (2, 4, 12), memory (2, 7, 12))`; the first calls of many."""
    build = ", ".join(f"{name}={argument_text(value)}" for name, value in program.build.items())
    text = f"{program.of}({build})" if program.build else program.of
    for step in program.steps[:CALLS_TOLD]:
        method = f".{step['method']}" if "method" in step else ""
        arguments = ", ".join(f"{n}={argument_text(v)}" for n, v in step.items() if n != "method")
        text += f"{method}({arguments})"
    return text


def argument_text(value: Any) -> str:
    """An argument in a few characters."""
    if isinstance(value, Tensor):
        dtype = "" if value.is_floating_point() else f" {dtype_name(value)}"
        return f"{tuple(value.shape)}{dtype}"
    if isinstance(value, Given):
        return value.name
    if isinstance(value, Earlier):
        return "result" + "".join(f"[{p}]" for p in (value.step, *value.path))
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{key!r}: {argument_text(item)}" for key, item in value.items()) + "}"
        )
    if isinstance(value, list | tuple) and any(isinstance(item, Tensor) for item in value):
        return "[" + ", ".join(argument_text(item) for item in value) + "]"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
