"""A mock interview on the terminal: the plan, the clock, its parts. No hints, no solutions."""

from __future__ import annotations

from itertools import groupby
from time import monotonic

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interview.messages import N_, _, ngettext
from interview.practice.debug.rounds import FaultyProgram, MistakeChoice
from interview.practice.drill.drill import DrillNotMarked, DrillPosed
from interview.practice.exercise.until_accepted import FileHandedOut, ReadyToGrade
from interview.practice.memory.journal import signed_stopwatch, stopwatch
from interview.practice.mock.about_code import AnsweredAboutCode, AskedAboutCode
from interview.practice.mock.mock import (
    COMMAND_LETTERS,
    Clock,
    MockPaused,
    MockPlanned,
    MockPutOff,
    MockResumed,
    PartBegins,
    TimeUp,
)
from interview.practice.mock.parts import TheoryFollowUpPut, TheoryPut
from interview.practice.mock.planning import MockPart
from interview.practice.quiz.views import PointsToTick
from interview.practice.talk.bells import Bell, bells_set
from interview.practice.talk.conversation import View
from interview.screen import debugging, drill, quiz
from interview.screen.clock_line import ClockLine, clock_shown
from interview.screen.console import foreign_text, out, show_sentences
from interview.screen.idiom import show_idiom_answer, show_idiom_question
from interview.screen.prompt import ask, ask_answer, show_dimmed, show_draft
from interview.screen.prose import render_prose
from interview.wording.names import name_in_words

PART_NAMES = {
    "theory": N_("Theory"),
    "drills": N_("Drills"),
    "coding": N_("Coding"),
    "debugging": N_("Debugging"),
}
LAST_WORD = 60
"""Seconds before the end at which there is a word."""
CLOSE_TOGETHER = 10
"""Seconds: of a part and the interview that end together only the interview's end is told."""
LATE_SHARE = 0.9
"""From this part of the time on the clock is red."""


def read_mock(view: View) -> str:
    """What the learner types in answer to a view."""
    match view:
        case MockPlanned():
            return ask(_("Enter starts the clock · q not now"))
        case TheoryPut() | TheoryFollowUpPut():
            return ask_answer(view.draft, COMMAND_LETTERS)
        case ReadyToGrade():
            return ask(_("Enter grades · e editor · t task · :n next part"))
        case AskedAboutCode():
            return ask(_("Say it aloud; Enter shows an answer"))
        case MistakeChoice():
            return ask(_("Which one? 1 to {count}").format(count=len(view.says)))
        case DrillPosed() | DrillNotMarked():
            return drill.read_drill(view)
    return ask()


class MockScreen:
    """An interview on the terminal, whose clock rings while one types."""

    def __init__(self) -> None:
        self.bells: list[Bell] = []
        self.line: ClockLine | None = None

    def show(self, view: View) -> None:
        if isinstance(view, Clock):
            now = monotonic()
            self.bells = bells_of_clock(view, now)
            self.line = lambda: time_left_line(view, monotonic() - now)
        with clock_shown(self.line):
            show_mock(view)

    def read(self, view: View) -> str:
        with bells_set(self.bells), clock_shown(self.line):
            return read_mock(view)


def time_left_line(clock: Clock, since: float) -> str:
    """What is left of this part and of the interview, so many seconds after the clock was shown."""
    part = signed_stopwatch(60 * clock.part_minutes - clock.in_part - since)
    whole = signed_stopwatch(clock.left - since)
    return _("◷ left: this part {part} · interview {whole}").format(part=part, whole=whole)


def bells_of_clock(clock: Clock, now: float) -> list[Bell]:
    """A word a minute before the end and at the end, of this part and of the interview; `now` in seconds."""
    left, part_left = clock.left, 60 * clock.part_minutes - clock.in_part
    whole = [
        (left - LAST_WORD, _("One minute is left of the interview.")),
        (left, _("Time is up. What you are saying counts: bring it to its end.")),
    ]
    part = [
        (part_left - LAST_WORD, _("One minute is left for this part.")),
        (part_left, _("The time of this part is over: bring it to its end, or :n.")),
    ]
    told = [seconds for seconds, _text in whole]
    part = [bell for bell in part if all(abs(bell[0] - s) > CLOSE_TOGETHER for s in told)]
    return [Bell(now + seconds, text) for seconds, text in whole + part if seconds > 0]


def show_mock(view: View) -> None:
    """Draws a view."""
    match view:
        case MockPlanned():
            show_plan(view)
            if view.other:
                told = _("You paused another one. To go on with it: q, then {command}")
                show_sentences("", told.format(command="[bold]interview mock --resume[/]"))
        case MockResumed(elapsed, minutes):
            told = _("It goes on at {elapsed} of {total}.")
            show_sentences(told.format(elapsed=stopwatch(elapsed), total=stopwatch(60 * minutes)))
            show_dimmed(mock_keys())
        case Clock():
            out().print(Text("\n").append_text(clock_text(view)))
        case PartBegins():
            show_part_begins(view)
        case TheoryPut(question):
            out().print(render_prose(question.ask))
            out().print()
            show_dimmed(
                _("Type your answer; an empty line ends it. Or say it aloud, then press Enter.")
            )
            show_draft(view.draft)
        case TheoryFollowUpPut(asked):
            out().print(Text("\n" + _("The interviewer asks on:"), style="bold"))
            out().print(render_prose(asked))
            show_draft(view.draft)
        case PointsToTick():
            quiz.show_quiz(view)
        case DrillPosed():
            drill.show_drill(view)
        case DrillNotMarked():
            show_sentences(
                "[yellow]" + _("That can't be marked, and costs nothing. Once more, or ?") + "[/]"
            )
        case TimeUp():
            show_sentences("", "[bold yellow]" + _("Time is up.") + "[/]")
        case MockPutOff(other):
            show_put_off(other)
        case MockPaused():
            show_paused(view)
        case FileHandedOut():
            show_coding_task(view)
        case FaultyProgram():
            show_faulty_file(view)
        case AskedAboutCode(idiom):
            out().print()
            show_idiom_question(idiom)
        case AnsweredAboutCode(idiom):
            show_idiom_answer(idiom)
        case _:
            debugging.show_debugging(view)


def mock_keys() -> str:
    return _(":p pause · :n next part · :x end the interview · :e editor")


def heading_of_mock(view: MockPlanned) -> str:
    """How long it is, and what it is about where that is not everything."""
    plan, questions = view.plan, view.questions.values()
    parts = [_("Mock interview: {minutes} minutes").format(minutes=plan.minutes)]
    if plan.track:
        parts.append(name_in_words(plan.track))
    if plan.topic:  # as its bank says it: of the plan only the id is kept
        parts += {name_in_words(question.topic) for question in questions}
    if plan.level:
        parts.append(name_in_words(plan.level))
    return " · ".join(parts)


def show_plan(view: MockPlanned) -> None:
    """Which parts there will be, not which questions; and the rules."""
    plan, head = view.plan, heading_of_mock(view)
    out().print(Rule(Text(head, style="bold"), align="left", style="bright_black"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for kind, group in groupby(plan.parts, key=lambda part: part.kind):
        parts = list(group)
        minutes = stopwatch(60 * sum(part.minutes for part in parts))
        table.add_row(Text(_(PART_NAMES[kind]), style="bold"), minutes, amount_of_parts(parts))
    out().print(table)
    out().print()
    show_sentences(
        _(
            "No hints, no model answers; after each question you tick the points you made. "
            "How it went is told at the end. Take notes if you like."
        )
    )
    show_dimmed(mock_keys())
    show_dimmed(_("The same plan again: {options}").format(options=plan.options))


def amount_of_parts(parts: list[MockPart]) -> str:
    if parts[0].kind == "drills":
        number = len(parts[0].drills)
        return ngettext("{count} drill", "{count} drills", number).format(count=number)
    texts = {
        "theory": ngettext("{count} question", "{count} questions", len(parts)),
        "coding": ngettext("{count} task", "{count} tasks", len(parts)),
        "debugging": _("a program with one mistake"),
    }
    return texts[parts[0].kind].format(count=len(parts))


def clock_text(view: Clock) -> Text:
    """How much time has gone, in all and in this part."""
    told = _("{elapsed} of {total} · {left} left").format(
        elapsed=stopwatch(view.elapsed),
        total=stopwatch(60 * view.minutes),
        left=stopwatch(max(0.0, view.left)),
    )
    part = _("this part {elapsed} of {total}").format(
        elapsed=stopwatch(view.in_part), total=stopwatch(60 * view.part_minutes)
    )
    late = view.elapsed >= LATE_SHARE * 60 * view.minutes
    over = view.in_part > 60 * view.part_minutes
    text = Text("◷ ", style="cyan").append(told, style="bold red" if late else "cyan")
    return text.append(" · ", "cyan").append(part, style="bold yellow" if over else "cyan")


def show_part_begins(view: PartBegins) -> None:
    minutes = stopwatch(60 * view.part.minutes)
    head = _("Part {number} of {total} · {kind} · {minutes}").format(
        number=view.number, total=view.of, kind=_(PART_NAMES[view.part.kind]), minutes=minutes
    )
    out().print()
    out().print(Rule(Text(head, style="bold"), align="left", style="bright_black"))
    if view.title:
        out().print(Text(view.title, style="bold"))
    if view.part.kind == "drills":
        show_dimmed(_("? if you don't know. Numbers may be calculations: 4*512*513"))


def show_coding_task(view: FileHandedOut) -> None:
    """The task, and the file to write it in."""
    debugging.show_exercise_task(view.question)
    show_sentences(_("Write it here and save:"))
    out().print(foreign_text(f"  {view.path}", "bold"), soft_wrap=True)


def show_faulty_file(view: FaultyProgram) -> None:
    show_sentences(_("One thing in this program is wrong. Find it, mend it, save the file:"))
    out().print(foreign_text(f"  {view.path}", "bold"), soft_wrap=True)


def show_put_off(other: bool) -> None:
    text = _("Not begun. [bold]interview mock[/] plans another one.")
    if other:
        text = _("Not begun. [bold]interview mock --resume[/] goes on with the one you paused.")
    show_sentences("", text)


def show_paused(view: MockPaused) -> None:
    told = _("Paused at {elapsed} of {total}. [bold]interview mock --resume[/] goes on.")
    elapsed, total = stopwatch(view.elapsed), stopwatch(60 * view.minutes)
    show_sentences("", told.format(elapsed=elapsed, total=total))
