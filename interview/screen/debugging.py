"""A debugging round on the terminal; a mock interview draws its code parts with it too."""

from __future__ import annotations

from rich.styled import Styled
from rich.table import Table
from rich.text import Text

from interview.errors import UsageError
from interview.messages import _, ngettext
from interview.model.question import Question
from interview.model.verdict import Verdict
from interview.practice.debug.rounds import Broken, Left, Naming, Told
from interview.practice.exercise.until_accepted import Judged, Opened, Ready, Task
from interview.practice.talk.conversation import Unclear, View
from interview.practice.talk.editor import open_editor
from interview.practice.talk.lines import has_editor
from interview.screen.console import foreign, out, problems, say
from interview.screen.prompt import ask, dim, title
from interview.screen.prose import prose
from interview.screen.question import heading, markdown
from interview.screen.verdict import indented, show_cases, show_finding, show_output, show_summary


def read_debugging(view: View) -> str:
    """What the learner types in answer to a view."""
    match view:
        case Ready():
            return ask(_("Enter grades · e editor · t task · g give up · q leave"))
        case Naming():
            return ask(_("Which one? 1 to {count} · g give up").format(count=len(view.says)))
    return ask()


def show_debugging(view: View) -> None:
    """Draws a view."""
    match view:
        case Broken():
            broken(view)
        case Opened():
            edit(view)
        case Task(question):
            task(question)
        case Judged(verdict):
            judged(verdict)
        case Naming():
            naming(view)
        case Told():
            told(view)
        case Left():
            left(view)
        case Unclear(typed):
            text = _("{typed}: not one of the things to type here").format(typed=typed.strip())
            out().print(foreign(text, "yellow"))


def broken(view: Broken) -> None:
    """What the round is about; the file says the rest."""
    heading(view.question)
    if view.tries:
        again = ngettext(
            "You tried {count} time so far.", "You tried {count} times so far.", view.tries
        )
        say(again.format(count=view.tries))
    say(_("One thing in this program is wrong. Find it, mend it, save the file:"))
    out().print(foreign(f"  {view.path}", "bold"), soft_wrap=True)
    out().print()


def task(question: Question) -> None:
    """What the code is to do, without what the interviewer asked before."""
    out().print(title(_("Exercise")))
    markdown(question.exercise.task)
    out().print()


def edit(view: Opened) -> None:
    """The learner's editor on the file; where there is none, they open it themselves."""
    if not has_editor():
        dim(_("Open it in your editor; set EDITOR to have it opened from here."))
        return
    try:
        open_editor(view.path)
    except UsageError as error:
        problems([str(error)])


def judged(verdict: Verdict) -> None:
    """Which cases fail, and how; not which mistake that is."""
    for finding in verdict.findings:
        show_finding(finding, 2)
    if verdict.status != "not_written":
        show_cases(verdict)
    show_output(verdict.output)
    show_summary(verdict)
    out().print()


def naming(view: Naming) -> None:
    """The mistakes to choose among; those refused are crossed out."""
    if view.refused:
        say("[yellow]" + _("That is not it.") + "[/]")
    else:
        out().print(title(_("Which mistake was it?")))
    table = Table.grid(padding=(0, 1))
    for place, says in enumerate(view.says):
        refused = place in view.refused
        mark = Text("✗" if refused else " ", style="red")
        style = "bright_black" if refused else ""
        table.add_row(mark, Text(str(place + 1), style="bold"), Styled(prose(says), style))
    out().print(table)


def told(view: Told) -> None:
    """What the mistake was, the lines that mend it, and what to do next."""
    out().print(
        Text("✓ " if view.mended else "✗ ", "green" if view.mended else "red").append(outcome(view))
    )
    out().print(title(_("The mistake")))
    markdown(view.says)
    if view.diff:
        out().print()
    for line in view.diff:
        styles = {"+": "green", "-": "red", "@": "bright_black"}
        indented(foreign(line, styles.get(line[:1], "")), 2)
    another = _("Next: [bold]interview debug[/] hands out another one")
    if not view.mended:
        another = _(
            "Next: [bold]interview show {number} --answer[/], then [bold]interview debug[/]"
        )
    say("", another.format(number=view.number))


def outcome(view: Told) -> str:
    if not view.mended:
        return _("not mended")
    mended = ngettext("mended at try {count}", "mended at try {count}", view.tries)
    named = _("named at choice {count}").format(count=view.named_at)
    if not view.named_at:
        named = _("not named")
    return f"{mended.format(count=view.tries)} · {named}"


def left(view: Left) -> None:
    line = _("The round stays open. [bold]interview debug {number}[/] goes on with it:")
    say(line.format(number=view.number))
    out().print(foreign(f"  {view.path}", "bold"), soft_wrap=True)
