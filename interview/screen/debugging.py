"""A debugging round on the terminal; a mock interview draws its code parts with it too."""

from __future__ import annotations

from rich.styled import Styled
from rich.table import Table
from rich.text import Text

from interview.errors import UsageError
from interview.messages import _, ngettext
from interview.model.question import Question
from interview.model.verdict import Verdict
from interview.practice.debug.rounds import DebuggingLeft, FaultyProgram, MistakeChoice, MistakeTold
from interview.practice.exercise.until_accepted import (
    FileJudged,
    FileToOpen,
    ReadyToGrade,
    TaskAgain,
)
from interview.practice.talk.conversation import Unclear, View
from interview.practice.talk.editor import editor_command, open_editor
from interview.screen.console import (
    foreign_text,
    out,
    show_indented,
    show_problems,
    show_sentences,
)
from interview.screen.departure import show_departure
from interview.screen.example import show_example
from interview.screen.prompt import ask, offer_editors, section_title, show_dimmed
from interview.screen.prose import render_prose
from interview.screen.question import show_markdown, show_question_heading
from interview.screen.verdict import (
    show_attempt_output,
    show_cases,
    show_finding,
    show_verdict_summary,
)


def read_debugging(view: View) -> str:
    """What the learner types in answer to a view."""
    match view:
        case ReadyToGrade():
            return ask(_("Enter grades · e editor · t task · g give up · q leave"))
        case MistakeChoice():
            return ask(_("Which one? 1 to {count} · g give up").format(count=len(view.says)))
    return ask()


def show_debugging(view: View) -> None:
    """Draws a view."""
    match view:
        case FaultyProgram():
            show_faulty_program(view)
        case FileToOpen():
            open_in_editor(view)
        case TaskAgain(question):
            show_exercise_task(question)
        case FileJudged(verdict):
            show_judged(verdict)
        case MistakeChoice():
            show_mistake_choice(view)
        case MistakeTold():
            show_mistake_told(view)
        case DebuggingLeft():
            show_left_open(view)
        case Unclear(typed):
            text = _("{typed}: not one of the things to type here").format(typed=typed.strip())
            out().print(foreign_text(text, "yellow"))


def show_faulty_program(view: FaultyProgram) -> None:
    """What the round is about; the file says the rest."""
    show_question_heading(view.question)
    if view.tries:
        again = ngettext(
            "You tried {count} time so far.", "You tried {count} times so far.", view.tries
        )
        show_sentences(again.format(count=view.tries))
    show_sentences(_("One thing in this program is wrong. Find it, mend it, save the file:"))
    out().print(foreign_text(f"  {view.path}", "bold"), soft_wrap=True)
    out().print()


def show_exercise_task(question: Question) -> None:
    """What the code is to do, without what the interviewer asked before."""
    out().print(section_title(_("Exercise")))
    show_markdown(question.exercise.task)
    out().print()


def open_in_editor(view: FileToOpen) -> None:
    """The learner's editor on the file; where there is none, they open it themselves."""
    if view.asked_for:
        offer_editors()
    if not editor_command():
        show_dimmed(_("Open it in your editor; set EDITOR to have it opened from here."))
        return
    try:
        open_editor(view.path)
    except UsageError as error:
        show_problems([str(error)])


def show_judged(verdict: Verdict) -> None:
    """Which cases fail, and how; not which mistake that is."""
    for finding in verdict.findings:
        show_finding(finding, 2)
    if verdict.status != "not_written":
        show_cases(verdict)
    show_attempt_output(verdict.output)
    show_verdict_summary(verdict)
    if verdict.departure:
        show_departure(verdict.departure)
    if verdict.example:
        show_example(verdict.example)
    out().print()


def show_mistake_choice(view: MistakeChoice) -> None:
    """The mistakes to choose among; those refused are crossed out."""
    if view.refused:
        show_sentences("[yellow]" + _("That is not it.") + "[/]")
    else:
        out().print(section_title(_("Which mistake was it?")))
    table = Table.grid(padding=(0, 1))
    for place, says in enumerate(view.says):
        refused = place in view.refused
        mark = Text("✗" if refused else " ", style="red")
        style = "bright_black" if refused else ""
        table.add_row(mark, Text(str(place + 1), style="bold"), Styled(render_prose(says), style))
    out().print(table)


def show_mistake_told(view: MistakeTold) -> None:
    """What the mistake was, the lines that mend it, and where there is more."""
    out().print(
        Text("✓ " if view.mended else "✗ ", "green" if view.mended else "red").append(
            debugging_outcome(view)
        )
    )
    out().print(section_title(_("The mistake")))
    show_markdown(view.says)
    if view.diff:
        out().print()
    for line in view.diff:
        styles = {"+": "green", "-": "red", "@": "bright_black"}
        show_indented(foreign_text(line, styles.get(line[:1], "")), 2)
    more = _("Another one: [bold]interview debug[/]")
    if not view.mended:
        more = _("The idea behind it: [bold]interview show {number} --answer[/]")
    show_sentences("", more.format(number=view.number))


def debugging_outcome(view: MistakeTold) -> str:
    if not view.mended:
        return _("not mended")
    mended = ngettext("mended at try {count}", "mended at try {count}", view.tries)
    named = _("named at choice {count}").format(count=view.named_at)
    if not view.named_at:
        named = _("not named")
    return f"{mended.format(count=view.tries)} · {named}"


def show_left_open(view: DebuggingLeft) -> None:
    line = _("The round stays open. [bold]interview debug {number}[/] goes on with it:")
    show_sentences(line.format(number=view.number))
    out().print(foreign_text(f"  {view.path}", "bold"), soft_wrap=True)
