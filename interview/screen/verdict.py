"""A verdict as a learner reads it: which cases failed and how, which mistake that is, what to do next."""

from __future__ import annotations

from rich.text import Text

from interview.messages import _, ngettext
from interview.model.card import Card
from interview.model.verdict import CaseResult, Finding, Verdict
from interview.screen.console import (
    CASE_MARKS,
    foreign_text,
    out,
    show_indented,
    show_sentences,
    status_colour,
)
from interview.screen.departure import show_departure
from interview.screen.example import show_example
from interview.text import inert_name
from interview.wording.core import core_in_words
from interview.wording.failed_case import told_of_failed, told_with_check
from interview.wording.mistakes import candidates_in_words, mistakes_named
from interview.wording.names import name_in_words, names_in_words
from interview.wording.verdict import finding_lines, finding_message
from interview.wording.verdict_parameters import weights_lines

OUTPUT_LINES_SHOWN = 20
REMARK = "!"
"""Before what is told, and costs nothing."""
STRUCTURAL_CHECKS = ("parameters", "definition", "device")
"""Findings that no known mistake is about."""


def show_verdict(verdict: Verdict, card: Card, hints_seen: int, first_core: bool = False) -> None:
    """The whole verdict on one attempt; `first_core` if no attempt before it had its core right."""
    console = out()
    line = Text(f"{card.number}. {card.title}", style="bold")
    file = foreign_text(inert_name(verdict.file), "not bold bright_black")
    if line.cell_len + 2 + file.cell_len <= console.width:
        show_indented(line.append("  ").append_text(file), 0)
    else:
        show_indented(line, 0)
        show_indented(file, 2)
    for note in verdict.notes:
        show_indented(foreign_text(finding_lines(note)[0], "yellow"), 2)
    if verdict.status == "not_written":
        text = _("[yellow]not written yet[/]: the stub raises NotImplementedError")
        show_sentences(f"  {text}")
    else:
        for finding in verdict.findings:
            show_finding(finding, 2)
        show_cases(verdict)
    show_attempt_output(verdict.output)
    show_verdict_summary(verdict)
    for read in verdict.weights:
        for number, text in enumerate(weights_lines(read)):
            show_indented(foreign_text(text), 4 if number else 2)
    if first_core:
        text = _("The core is right for the first time, so this round is passed.")
        show_indented(Text(text, style="bold green"), 2)
    show_mistake(verdict)
    if verdict.departure:
        show_departure(verdict.departure)
    if verdict.example:
        show_example(verdict.example)
    if verdict.matrices:
        from interview.screen.matrices import show_matrices  # no verdict that passes waits for it

        show_matrices(verdict.matrices)
    show_what_follows(verdict, card, hints_seen)


def show_cases(verdict: Verdict) -> None:
    """Passed cases in one line each, failed ones in full; what is said twice is not said again."""
    if all(case.status == "skipped" for case in verdict.cases):
        return
    several = len({case.of for case in verdict.cases}) > 1
    before: list[CaseResult] = []
    for case in verdict.cases:
        name = f"{case.of}: {case.name}" if several else case.name
        remarked = case.status == "passed" and bool(case.findings)
        mark, colour = CASE_MARKS[case.status], status_colour(case.status)
        if remarked:
            mark, colour = REMARK, "yellow"
        show_indented(Text(f"{mark} {name}", style=colour), 2)
        if case.status == "failed":
            show_failed_case(case, before)
            before.append(case)
        elif remarked:
            show_finding(case.findings[0], 6)
            show_indented(Text(_("told only: it costs nothing"), style="bright_black"), 6)
        elif case.status == "passed" and case.skipped:
            text = _(
                "not looked at: this torch, or something in the code, can't do it without a GPU"
            )
            show_indented(Text(text, style="bright_black"), 6)


def show_failed_case(case: CaseResult, before: list[CaseResult]) -> None:
    if case.findings[0].check == "not_written":
        show_indented(Text(_("not written yet"), style="yellow"), 6)
        return
    told = told_of_failed(case, before)
    if told.call:
        show_indented(foreign_text(told.call, "bright_black"), 6)
    if told.same_as:
        show_indented(foreign_text(_("the same as in: {name}").format(name=told.same_as)), 6)
        return
    show_lines([told.message, *told.details], 6)
    if told.unjudged:
        text = _("not judged after that: {names}")
        text = text.format(names=names_in_words(told.unjudged))
        show_indented(Text(text, style="bright_black"), 6)


def show_finding(finding: Finding, indent: int) -> None:
    show_lines(told_with_check(finding), indent)


def show_lines(lines: list[str], indent: int) -> None:
    """The first in bold, the others below it."""
    show_indented(foreign_text(lines[0], "bold"), indent)
    for line in lines[1:]:
        show_indented(foreign_text(line), indent + 2)


def show_attempt_output(output: str) -> None:
    """What the attempt printed, cut, under its own heading."""
    lines = output.rstrip().splitlines()
    if not lines:
        return
    out().print(Text("  " + _("your code printed:"), "bright_black"))
    for line in lines[:OUTPUT_LINES_SHOWN]:
        show_indented(foreign_text(f"│ {line[:500]}"), 2)
    if len(lines) > OUTPUT_LINES_SHOWN:
        more = len(lines) - OUTPUT_LINES_SHOWN
        text = ngettext("{count} more line", "{count} more lines", more).format(count=more)
        out().print(Text(f"  │ ... {text}", "bright_black"))


def show_verdict_summary(verdict: Verdict) -> None:
    passed = sum(case.status == "passed" for case in verdict.cases)
    status = (
        _("not written yet") if verdict.status == "not_written" else name_in_words(verdict.status)
    )
    text = Text("  ").append(status, style=f"bold {status_colour(verdict.status)}")
    if any(case.status != "skipped" for case in verdict.cases):
        count = _("{passed} of {total} cases").format(passed=passed, total=len(verdict.cases))
        text.append(f" · {count}")
    cost = _("{seconds:.2f} s · seed {seed}").format(seconds=verdict.seconds, seed=verdict.seed)
    out().print(text.append(f" · {cost}", style="bright_black"))
    if core := core_in_words(verdict):
        show_indented(foreign_text(core, "green"), 2)


def show_mistake(verdict: Verdict) -> None:
    """The known mistake that does exactly what the attempt did, if there is exactly one."""
    named = mistakes_named(verdict)
    if verdict.candidates and not verdict.misconception:
        show_indented(Text(candidates_in_words(verdict), style="yellow"), 2)
    elif named:
        for mistake in named:
            show_indented(foreign_text(mistake.label, "yellow"), 2)
            show_indented(foreign_text(mistake.says, "bold yellow"), 2)
    elif verdict.status in ("wrong", "crashed") and any(
        finding.check not in STRUCTURAL_CHECKS
        for case in verdict.cases
        for finding in case.findings
    ):
        label = _("No known mistake gives just these results.")
        show_indented(Text(label, style="bright_black"), 2)
    if verdict.common:
        show_indented(foreign_text(finding_message(verdict.common), "yellow"), 2)


def show_what_follows(verdict: Verdict, card: Card, hints_seen: int) -> None:
    if verdict.status == "accepted":
        text = _(
            "[bold]interview diff {number} --reference[/] compares it with the reference, "
            "[bold]interview solution {number}[/] shows that alone"
        )
    elif verdict.broken_question:
        text = _("[bold]interview check {number}[/] tells whoever wrote the question all of it")
    elif verdict.status == "judge_error":
        text = _("[bold]interview doctor[/] tells more; please report this with the lines above")
    elif verdict.status == "not_written":
        text = _("Write it, then [bold]interview grade {number}[/]")
    elif verdict.status == "invalid":
        text = _("Mend it, then [bold]interview grade {number}[/]")
    elif hints_seen < 3:
        text = _("Stuck? [bold]interview hint {number}[/] ({seen} of 3 seen)")
    else:
        text = _("The reference: [bold]interview solution {number}[/]")
    show_sentences(f"  {text.format(number=card.number, seen=hints_seen)}\n")
