"""A round of drills on the terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interview.messages import _, ngettext
from interview.practice.drill.drill import (
    TYPED_WHEN_UNKNOWN,
    DrillMarked,
    DrillNotMarked,
    DrillPosed,
    DrillRoundEnded,
    DrillSkipped,
)
from interview.practice.drill.marking import option_letter
from interview.practice.talk.conversation import View
from interview.screen.console import foreign_text, out, show_sentences
from interview.screen.prompt import ask, show_dimmed
from interview.screen.prose import render_prose


def read_drill(view: View) -> str:
    """What the learner types in answer to a view."""
    match view:
        case DrillPosed() as posed:
            return ask(answer_wanted(posed), TYPED_WHEN_UNKNOWN)
        case DrillNotMarked(posed):
            return ask(answer_wanted(posed), TYPED_WHEN_UNKNOWN)
    return ask()


def answer_wanted(view: DrillPosed) -> str:
    """What kind of answer is asked for, and how exact it must be."""
    match view.kind:
        case "shape":
            return _("shape")
        case "number" if view.tolerance:
            return _("number, within {percent} %").format(percent=f"{100 * view.tolerance:g}")
        case "number":
            return _("number, exact")
        case "one":
            return _("one letter")
    return _("all right letters")


def show_drill(view: View) -> None:
    """Draws a view."""
    match view:
        case DrillPosed():
            show_posed(view)
        case DrillNotMarked():
            out().print(Text(why_not_marked(view), style="yellow"))
        case DrillMarked():
            show_marked(view)
        case DrillSkipped():
            show_dimmed(_("skipped"))
        case DrillRoundEnded():
            show_drills_ended(view)


def show_drill_rules() -> None:
    """How it goes, once."""
    show_dimmed(
        _("? if you don't know · :s skip · :q quit. Numbers may be calculations: 4*512*513")
    )


def show_posed(view: DrillPosed) -> None:
    place = f"{view.place}/{view.total}"
    again = " · " + _("once more") if view.again else ""
    head = f"\n{place} · {view.question.number}. {view.question.title}{again}"
    out().print(Text(head, style="bright_black"))
    out().print(render_prose(view.text))
    for number, option in enumerate(view.options):
        table = Table.grid(padding=(0, 1))
        table.add_row(Text(f"  {option_letter(number)}", style="bold"), render_prose(option))
        out().print(table)


def why_not_marked(view: DrillNotMarked) -> str:
    if view.mark.outcome == "rounded":
        text = _("{got} is rounded; this one asks for the exact number. A calculation will do.")
        return text.format(got=view.mark.got)
    match view.posed.kind:
        case "shape":
            return _("Expected a shape such as (2, 4, 5), 2x4x5 or 2 4 5; or ? to see it.")
        case "number":
            return _("Expected a number such as 4096, 7.1M, 2^20, 5/9 or ln(8); or ? to see it.")
        case "one":
            return _("Expected one letter, such as B; or ? to see it.")
    return _("Expected letters, such as AC; or ? to see it.")


def show_marked(view: DrillMarked) -> None:
    """Right in one line; wrong with what is right and how it comes about."""
    if view.right:
        line = Text("✓ ", style="green").append_text(explanation_line(view))
        out().print(Padding(line, (0, 0, 0, 0)))
        return
    line = Text(_("The answer: "))
    if view.got:
        line = Text("✗ ", style="red").append(_("not {got}, but ").format(got=view.got))
    out().print(line.append(view.expected, style="bold"))
    out().print(Padding(render_prose(view.because), (0, 0, 0, 2)))
    if view.comes_again:
        show_dimmed("  " + _("It comes again at the end."))


def explanation_line(view: DrillMarked) -> Text:
    return foreign_text(" ".join(view.because.replace("`", "").split()), "bright_black")


def show_drills_ended(view: DrillRoundEnded) -> None:
    """How many were right at first, and which were missed."""
    out().print()
    out().print(Rule(style="bright_black"))
    if not view.first:
        show_sentences(_("Nothing was answered."))
        return
    out().print(drills_summary(view))
    if not view.missed:
        return
    out().print(table_of_missed(view))
    number = Counter(result.question.number for result in view.missed).most_common(1)[0][0]
    text = _("The idea behind what you missed: [bold]interview quiz {number}[/]")
    show_sentences("\n" + text.format(number=number))


def drills_summary(view: DrillRoundEnded) -> Text:
    right, total = len(view.first) - len(view.missed), len(view.first)
    each = round(sum(result.seconds for result in view.first) / total)
    text = _("{right} of {total} right at once").format(right=right, total=total)
    took = ngettext("{count} second each", "{count} seconds each", each).format(count=each)
    return Text(f"{text} · {took}", style="bold")


def table_of_missed(view: DrillRoundEnded) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for result in view.missed:
        name = f"{result.question.number}. {result.question.title}"
        table.add_row(Text("✗", style="red"), Text(name))
    return Padding(table, (1, 0, 0, 2))
