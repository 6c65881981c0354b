"""A verdict as a learner reads it: which cases failed and how, which mistake that is, what to do next."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from interview.model import Card, CaseResult, Finding, Verdict
from interview.screen.console import MARKS, colour, foreign, out

WORDS = {
    "accepted": "accepted",
    "not_written": "not written yet",
    "wrong": "wrong",
    "crashed": "crashed",
    "timeout": "timeout",
    "out_of_memory": "out of memory",
    "forbidden": "forbidden",
    "invalid": "invalid",
    "judge_error": "judge error",
}
OUTPUT_SHOWN = 20


def show_verdict(verdict: Verdict, card: Card, hints_seen: int) -> None:
    """The whole verdict on one attempt."""
    console = out()
    line = Text(f"{card.number}. {card.title}  ", style="bold")
    console.print(line.append_text(foreign(verdict.file, "not bold bright_black")))
    if verdict.status == "not_written":
        console.print("  [yellow]not written yet[/]: the stub raises NotImplementedError")
    else:
        for finding in verdict.findings:
            show_finding(finding, 2)
        show_cases(verdict)
    show_output(verdict.output)
    show_summary(verdict)
    show_mistake(verdict)
    show_next(verdict, card, hints_seen)


def show_cases(verdict: Verdict) -> None:
    """Passed cases in one line each, failed ones in full; what is said twice is not said again."""
    if all(case.status == "skipped" for case in verdict.cases):
        return
    several = len({case.of for case in verdict.cases}) > 1
    before: list[CaseResult] = []
    for case in verdict.cases:
        name = f"{case.of}: {case.name}" if several else case.name
        indented(Text(f"{MARKS[case.status]} {name}", style=colour(case.status)), 2)
        if case.status == "failed":
            show_failed(case, before)
            before.append(case)


def show_failed(case: CaseResult, before: list[CaseResult]) -> None:
    finding = case.findings[0]
    if finding.check == "not written":
        indented(Text("not written yet", style="yellow"), 6)
        return
    indented(foreign(case.call, "bright_black"), 6)
    if any(finding == other.findings[0] for other in before):
        indented(Text("the same as above"), 6)
        return
    show_finding(finding, 6)
    if case.skipped and case.skipped not in [other.skipped for other in before]:
        names = ", ".join(case.skipped)
        indented(Text(f"not judged after that: {names}", style="bright_black"), 6)


def show_finding(finding: Finding, indent: int) -> None:
    label = "" if finding.check in ("values", "error", "answer", "judge") else f"{finding.check}: "
    indented(foreign(f"{label}{finding.message}", "bold"), indent)
    for line in finding.details:
        indented(foreign(line), indent + 2)


def indented(text: Text, by: int) -> None:
    """Text that wraps under itself."""
    out().print(Padding(text, (0, 0, 0, by), expand=False))


def show_output(output: str) -> None:
    """What the attempt printed, cut, under its own heading."""
    lines = output.rstrip().splitlines()
    if not lines:
        return
    out().print("  [bright_black]your code printed:[/]")
    for line in lines[:OUTPUT_SHOWN]:
        out().print(foreign(f"  │ {line[:500]}"))
    if len(lines) > OUTPUT_SHOWN:
        out().print(f"  [bright_black]│ ... {len(lines) - OUTPUT_SHOWN} more lines[/]")


def show_summary(verdict: Verdict) -> None:
    passed = sum(case.status == "passed" for case in verdict.cases)
    text = Text("  ").append(WORDS[verdict.status], style=f"bold {colour(verdict.status)}")
    if any(case.status != "skipped" for case in verdict.cases):
        text.append(f" · {passed} of {len(verdict.cases)} cases")
    text.append(f" · {verdict.seconds:.2f} s · seed {verdict.seed}", style="bright_black")
    out().print(text)


def show_mistake(verdict: Verdict) -> None:
    """The known mistake that does exactly what the attempt did, if there is exactly one."""
    if verdict.misconception:
        label = f"This is exactly what a known mistake gives ({verdict.misconception}):"
        indented(Text(label, style="yellow"), 2)
        indented(foreign(verdict.explanation, "bold yellow"), 2)
    elif verdict.candidates:
        names = ", ".join(verdict.candidates)
        label = f"Several known mistakes give these results, so none is named: {names}"
        indented(Text(label, style="yellow"), 2)
    elif verdict.status == "wrong":
        label = "None of the known mistakes gives these results."
        indented(Text(label, style="bright_black"), 2)


def show_next(verdict: Verdict, card: Card, hints_seen: int) -> None:
    if verdict.status == "accepted":
        text = f"[bold]interview solution {card.number}[/] to compare with the reference"
    elif verdict.status == "judge_error":
        text = "[bold]interview doctor[/]; please report this with the lines above"
    elif hints_seen < 3:
        text = f"[bold]interview hint {card.number}[/] ({hints_seen} of 3 seen)"
    else:
        text = f"[bold]interview solution {card.number}[/]"
    out().print(f"  Next: {text}\n")
