"""Opinions are formed here and nowhere else: expected facts and a run -> a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from torch import Tensor

from interview.grading.execution.execution import Facts
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.brevity import brief, shortened
from interview.grading.judge.comparison import short
from interview.grading.judge.diagnosis import by_case, diagnose
from interview.grading.judge.difference import not_written, places
from interview.grading.sandbox.limits import wall
from interview.messages import _, ngettext
from interview.model.question import Case, Earlier, Given, Raise
from interview.model.verdict import CaseResult, Finding, Status, Verdict


def judge(bench: Bench, run: Run, file: str) -> Verdict:
    """The verdict on one run."""
    whole = about_the_file(bench, run)
    got = [run.facts.get(i) for i in range(len(bench.programs))]
    findings = [
        bench.compare(p, e, g) if g is not None else None
        for p, e, g in zip(bench.programs, bench.expected, got, strict=True)
    ]
    cases = tuple(
        case_result(bench, index, got, findings)
        for index in range(len(bench.question.exercise.calls))
    )
    status = whole[0] if whole else status_of(cases, got, findings)
    parts = parts_of(bench, cases) if status != "forbidden" else {}
    candidates: tuple[str, ...] = ()
    says = {m.id: m.says for m in bench.question.exercise.misconceptions}
    if status in ("wrong", "crashed") and any(findings):
        candidates = diagnose(bench, got, findings)
        if not candidates:
            of_cases = by_case(bench, got, findings)
            cases = tuple(
                replace(case, misconception=of_cases[i], explanation=says[of_cases[i]])
                if i in of_cases
                else case
                for i, case in enumerate(cases)
            )
    named = candidates[0] if len(candidates) == 1 else None
    return Verdict(
        question=bench.question.id,
        file=file,
        status=status,
        score=round(sum(parts.values()) / len(parts), 4) if parts else 0.0,
        seed=bench.seed,
        cases=brief(cases),
        parts=parts,
        misconception=named,
        explanation=says[named] if named else "",
        candidates=candidates if not named else (),
        findings=(shortened(whole[1]),) if whole else (),
        output=run.output,
        seconds=run.seconds,
    )


def about_the_file(bench: Bench, run: Run) -> tuple[Status, Finding] | None:
    """What can be said without looking at a single value."""
    if run.forbidden:
        return "forbidden", forbidden(run.forbidden)
    if run.file_error is not None:
        return file_error(run.file_error)
    missing = [p.of for i, p in enumerate(bench.programs) if "missing" in run.facts.get(i, {})]
    if len(missing) == len(bench.programs) and missing:
        names = ", ".join(dict.fromkeys(missing))
        text = _("expected this file to define {names}: it is not defined")
        if run.facts[0]["missing"] == "not callable":
            text = _("expected this file to define {names}: it is not callable")
        return "invalid", Finding("definition", text.format(names=names))
    match run.ended:
        case "timeout":
            text = _("stopped after {seconds:g} s of waiting ({compared}), {place}")
            return "timeout", out_of_time(text, wall(run.allowed), bench, run)
        case "junk":
            text = _("what came back is not an answer, {place}")
            return "crashed", Finding("answer", text.format(place=reached(bench, run)))
        case "gone":
            return ended_early(bench, run)
        case "done" if len(run.facts) < len(bench.programs):
            text = _("no complete answer came back, {place}")
            return "crashed", Finding("answer", text.format(place=reached(bench, run)))
    return None


def out_of_time(text: str, seconds: float, bench: Bench, run: Run) -> Finding:
    compared = _("{allowed:g} s are allowed, the reference takes {reference:.2g} s").format(
        allowed=run.allowed, reference=bench.reference_seconds
    )
    place = reached(bench, run)
    return Finding("time", text.format(seconds=seconds, compared=compared, place=place))


def reached(bench: Bench, run: Run) -> str:
    """Where the run was when it ended."""
    index = len(run.facts)
    if index >= len(bench.programs):
        return _("after the last case")
    if not index:
        return _("in the first case or before it")
    return _("in the case: {name}").format(name=bench.case(bench.programs[index]).name)


def ended_early(bench: Bench, run: Run) -> tuple[Status, Finding]:
    signal = run.status.get("signal", 0)
    # The CPU limit kills with one of these; a busy kernel's books may lag behind.
    if signal in (9, 24) and run.seconds >= 0.5 * run.allowed:
        text = _("stopped after {seconds:.1f} s of computing ({compared}), {place}")
        return "timeout", out_of_time(text, run.seconds, bench, run)
    text = _("the process ended without an answer (exit status {number}), {place}")
    if not run.status:
        text = _("the process ended without an answer, {place}")
    elif signal:
        text = _("the process ended without an answer (signal {number}), {place}")
    number = signal or run.status.get("exit", 0)
    return "crashed", Finding("answer", text.format(number=number, place=reached(bench, run)))


def forbidden(found: list[dict[str, Any]]) -> Finding:
    written, called = _("line {line}: {name}"), _("called: {name}")
    lines = tuple(
        (written if item["line"] else called).format_map(item)
        for item in {(i["name"], i["line"]): i for i in found}.values()
    )
    names = ", ".join(dict.fromkeys(item["name"] for item in found))
    text = _("this exercise does not allow {names}: write it yourself")
    return Finding("forbidden", text.format(names=names), lines)


def file_error(failure: dict[str, Any]) -> tuple[Status, Finding]:
    error = failure["error"]
    kinds = error["kinds"]
    text = f"{error['type']}: {error['message']}"
    if failure["stage"] == "compile":
        if error["line"]:
            text = _("line {line}: {name}").format(line=error["line"], name=text)
        return "invalid", Finding("syntax", text, caret(error))
    if "MemoryError" in kinds:
        return "out_of_memory", Finding("memory", text, places(error))
    if "NotImplementedError" in kinds:
        return "not_written", not_written()
    status: Status = "invalid" if "ImportError" in kinds or "SyntaxError" in kinds else "crashed"
    text = _("while the file was executed: {error}").format(error=text)
    return status, Finding("import", text, places(error))


def caret(error: dict[str, Any]) -> tuple[str, ...]:
    """The line of a syntax error with a mark under the place."""
    text = (error["text"] or "").rstrip("\n")
    if not text:
        return ()
    stripped = text.lstrip()
    at = (error["offset"] or 1) - 1 - (len(text) - len(stripped))
    return stripped, " " * min(max(0, at), len(stripped)) + "^"


def case_result(
    bench: Bench, index: int, got: list[Facts | None], findings: list[Finding | None]
) -> CaseResult:
    """One case: its first finding, and what was therefore not looked at."""
    case = bench.question.exercise.calls[index]
    mine = [i for i, p in enumerate(bench.programs) if p.case == index]
    ran = [i for i in mine if got[i] is not None]
    own = [f for i in ran if (f := findings[i]) is not None]
    status = "failed" if own else "passed" if len(ran) == len(mine) else "skipped"
    return CaseResult(
        name=case.name,
        of=bench.programs[mine[0]].of,
        status=status,  # type: ignore[arg-type]
        call=called(bench.programs[mine[0]], case),
        findings=tuple(own[:1]),
        skipped=skipped(bench, mine, findings) if own else (),
    )


def skipped(bench: Bench, mine: list[int], findings: list[Finding | None]) -> tuple[str, ...]:
    """The checks that mean nothing once an earlier one of the case has failed."""
    failed = next(i for i in mine if findings[i] is not None)
    checks: list[str] = []
    first = bench.programs[mine[0]]
    finding = findings[failed]
    case = bench.question.exercise.calls[first.case]
    if failed == mine[0] and finding is not None and isinstance(case, Case):
        wanted = [w.replace("_", " ") for w in first.wants]
        checks += wanted[wanted.index(finding.check) + 1 if finding.check in wanted else 0 :]
    names = [bench.programs[i].variant for i in mine if i > failed]
    checks += [n.replace("_", "-") for n in names if n != "values"]
    return tuple(dict.fromkeys(checks))


def status_of(
    cases: tuple[CaseResult, ...], got: list[Facts | None], findings: list[Finding | None]
) -> Status:
    """`crashed` only where no case gave a wrong answer: a wrong value says more than an exception."""
    found = [f for f in findings if f is not None]
    if not found:
        return "accepted" if all(c.status == "passed" for c in cases) else "crashed"
    if all(
        c.status == "passed" or c.findings[0].check == "not written" for c in cases if c.findings
    ):
        nothing_else = not any(f.check != "not written" for f in found)
        passed = any(c.status == "passed" for c in cases)
        return "not_written" if nothing_else and not passed else "wrong"
    if any("MemoryError" in g["error"]["kinds"] for g in got if g and "error" in g):
        return "out_of_memory"
    values = [f for f in found if f.check not in ("error", "not written", "raises")]
    crashes = [f for f in found if f.check == "error"]
    return "crashed" if crashes and not values else "wrong"


def parts_of(bench: Bench, cases: tuple[CaseResult, ...]) -> dict[str, float]:
    """Each defined name with the share of its cases passed; to refuse everything is worth nothing."""
    exercise = bench.question.exercise
    shares = {}
    for name in exercise.names:
        own = [(call, c) for call, c in zip(exercise.calls, cases, strict=True) if c.of == name]
        passed = [call for call, c in own if c.status == "passed"]
        if own:
            works = any(isinstance(call, Case) for call in passed)
            shares[name] = round(len(passed) / len(own), 4) if works else 0.0
    return shares


def called(program: Program, case: Case | Raise) -> str:
    """`CrossAttention(d_model=12, num_heads=3)(x (2, 4, 12), memory (2, 7, 12))`."""
    build = ", ".join(f"{name}={summary(value)}" for name, value in program.build.items())
    text = f"{program.of}({build})" if program.build else program.of
    for step in program.steps[:4]:
        method = f".{step['method']}" if "method" in step else ""
        arguments = ", ".join(f"{n}={summary(v)}" for n, v in step.items() if n != "method")
        text += f"{method}({arguments})"
    if len(program.steps) > 4:
        more = len(program.steps) - 4
        shown = ngettext("{call} and {count} more call", "{call} and {count} more calls", more)
        text = shown.format(call=text, count=more)
    return text if program.mode == "eval" else _("{call} in training mode").format(call=text)


def summary(value: Any) -> str:
    """An argument in a few characters."""
    if isinstance(value, Tensor):
        dtype = "" if value.is_floating_point() else f" {short(value)}"
        return f"{tuple(value.shape)}{dtype}"
    if isinstance(value, Given):
        return value.name
    if isinstance(value, Earlier):
        return "result" + "".join(f"[{p}]" for p in (value.step, *value.path))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {summary(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple) and any(isinstance(item, Tensor) for item in value):
        return "[" + ", ".join(summary(item) for item in value) + "]"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
