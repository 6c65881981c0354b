"""A mock interview on the terminal: the plan, the clock, its parts. No hints, no solutions."""

from __future__ import annotations

from itertools import groupby

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interview.messages import N_, _, ngettext
from interview.practice.debug.rounds import Broken, Naming
from interview.practice.drill.drill import NotMarked, Posed
from interview.practice.exercise.until_accepted import HandedOut, Ready
from interview.practice.memory.journal import stopwatch
from interview.practice.mock.mock import (
    LETTERS,
    Begins,
    Clock,
    Paused,
    Planned,
    PutOff,
    Resumed,
    TimeUp,
)
from interview.practice.mock.parts import AskedOn, Put
from interview.practice.mock.planning import Part, Plan
from interview.practice.quiz.views import Points
from interview.practice.talk.conversation import View
from interview.screen import debugging, drill, quiz
from interview.screen.console import foreign, out, say
from interview.screen.prompt import ask, ask_answer, dim, drafted
from interview.screen.prose import prose

KINDS = {
    "theory": N_("Theory"),
    "drills": N_("Drills"),
    "coding": N_("Coding"),
    "debugging": N_("Debugging"),
}
LATE = 0.9
"""From this part of the time on the clock is red."""


def read(view: View) -> str:
    """What the learner types in answer to a view."""
    match view:
        case Planned():
            return ask(_("Enter starts the clock · q not now"))
        case Put() | AskedOn():
            return ask_answer(view.draft, LETTERS)
        case Ready():
            return ask(_("Enter grades · e editor · t task · :n next part"))
        case Naming():
            return ask(_("Which one? 1 to {count}").format(count=len(view.says)))
        case Posed() | NotMarked():
            return drill.read(view)
    return ask()


def show(view: View) -> None:
    """Draws a view."""
    match view:
        case Planned(plan):
            planned(plan)
            if view.other:
                told = _("You paused another one. To go on with it: q, then {command}")
                say("", told.format(command="[bold]interview mock --resume[/]"))
        case Resumed(elapsed, minutes):
            told = _("It goes on at {elapsed} of {total}.")
            say(told.format(elapsed=stopwatch(elapsed), total=stopwatch(60 * minutes)))
            dim(keys())
        case Clock():
            out().print(Text("\n").append_text(clock(view)))
        case Begins():
            begins(view)
        case Put(question):
            out().print(prose(question.ask))
            out().print()
            dim(_("Type your answer; an empty line ends it. Or say it aloud, then press Enter."))
            drafted(view.draft)
        case AskedOn(asked):
            out().print(Text("\n" + _("The interviewer asks on:"), style="bold"))
            out().print(prose(asked))
            drafted(view.draft)
        case Points():
            quiz.show(view)
        case Posed():
            drill.show(view)
        case NotMarked():
            say("[yellow]" + _("That can't be marked, and costs nothing. Once more, or ?") + "[/]")
        case TimeUp():
            say("", "[bold yellow]" + _("Time is up.") + "[/]")
        case PutOff(other):
            put_off(other)
        case Paused():
            paused(view)
        case HandedOut():
            handed_out(view)
        case Broken():
            broken(view)
        case _:
            debugging.show_debugging(view)


def keys() -> str:
    return _(":p pause · :n next part · :x end the interview · :e editor")


def planned(plan: Plan) -> None:
    """Which parts there will be, not which questions; and the rules."""
    head = _("Mock interview: {minutes} minutes").format(minutes=plan.minutes)
    out().print(Rule(Text(head, style="bold"), align="left", style="bright_black"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for kind, group in groupby(plan.parts, key=lambda part: part.kind):
        parts = list(group)
        minutes = stopwatch(60 * sum(part.minutes for part in parts))
        table.add_row(Text(_(KINDS[kind]), style="bold"), minutes, count(parts))
    out().print(table)
    out().print()
    say(
        _(
            "No hints, no model answers; after each question you tick the points you made. "
            "How it went is told at the end. Take notes if you like."
        )
    )
    dim(keys())
    dim(_("The same plan again: --seed {seed}").format(seed=plan.seed))


def count(parts: list[Part]) -> str:
    if parts[0].kind == "drills":
        number = len(parts[0].drills)
        return ngettext("{count} drill", "{count} drills", number).format(count=number)
    texts = {
        "theory": ngettext("{count} question", "{count} questions", len(parts)),
        "coding": ngettext("{count} task", "{count} tasks", len(parts)),
        "debugging": _("a program with one mistake"),
    }
    return texts[parts[0].kind].format(count=len(parts))


def clock(view: Clock) -> Text:
    """How much time has gone, in all and in this part."""
    told = _("{elapsed} of {total} · {left} left").format(
        elapsed=stopwatch(view.elapsed),
        total=stopwatch(60 * view.minutes),
        left=stopwatch(max(0.0, view.left)),
    )
    part = _("this part {elapsed} of {total}").format(
        elapsed=stopwatch(view.in_part), total=stopwatch(60 * view.part_minutes)
    )
    late = view.elapsed >= LATE * 60 * view.minutes
    over = view.in_part > 60 * view.part_minutes
    text = Text("◷ ", style="cyan").append(told, style="bold red" if late else "cyan")
    return text.append(" · ", "cyan").append(part, style="bold yellow" if over else "cyan")


def begins(view: Begins) -> None:
    minutes = stopwatch(60 * view.part.minutes)
    head = _("Part {number} of {total} · {kind} · {minutes}").format(
        number=view.number, total=view.of, kind=_(KINDS[view.part.kind]), minutes=minutes
    )
    out().print()
    out().print(Rule(Text(head, style="bold"), align="left", style="bright_black"))
    if view.title:
        out().print(Text(view.title, style="bold"))
    if view.part.kind == "drills":
        dim(_("? if you don't know. Numbers may be calculations: 4*512*513"))


def handed_out(view: HandedOut) -> None:
    """The task, and the file to write it in."""
    debugging.task(view.question)
    say(_("Write it here and save:"))
    out().print(foreign(f"  {view.path}", "bold"), soft_wrap=True)


def broken(view: Broken) -> None:
    say(_("One thing in this program is wrong. Find it, mend it, save the file:"))
    out().print(foreign(f"  {view.path}", "bold"), soft_wrap=True)


def put_off(other: bool) -> None:
    text = _("Not begun. [bold]interview mock[/] plans another one.")
    if other:
        text = _("Not begun. [bold]interview mock --resume[/] goes on with the one you paused.")
    say("", text)


def paused(view: Paused) -> None:
    told = _("Paused at {elapsed} of {total}. [bold]interview mock --resume[/] goes on.")
    elapsed, total = stopwatch(view.elapsed), stopwatch(60 * view.minutes)
    say("", told.format(elapsed=elapsed, total=total))
