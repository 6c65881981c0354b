"""A round of drills on the terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interview.messages import _, ngettext
from interview.practice.drill.drill import Marked, NotMarked, Posed, RoundEnded, Skipped
from interview.practice.drill.marking import letter
from interview.practice.talk.conversation import View
from interview.screen.console import foreign, out, say
from interview.screen.prompt import ask, dim
from interview.screen.prose import prose


def read(view: View) -> str:
    """What the learner types in answer to a view."""
    match view:
        case Posed() as posed:
            return ask(wanted(posed))
        case NotMarked(posed):
            return ask(wanted(posed))
    return ask()


def wanted(view: Posed) -> str:
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


def show(view: View) -> None:
    """Draws a view."""
    match view:
        case Posed():
            posed(view)
        case NotMarked():
            out().print(Text(not_marked(view), style="yellow"))
        case Marked():
            marked(view)
        case Skipped():
            dim(_("skipped"))
        case RoundEnded():
            ended(view)


def begin() -> None:
    """How it goes, once."""
    dim(_("? if you don't know · :s skip · :q quit. Numbers may be calculations: 4*512*513"))


def posed(view: Posed) -> None:
    place = f"{view.place}/{view.total}"
    again = " · " + _("once more") if view.again else ""
    head = f"\n{place} · {view.question.number}. {view.question.title}{again}"
    out().print(Text(head, style="bright_black"))
    out().print(prose(view.text))
    for number, option in enumerate(view.options):
        table = Table.grid(padding=(0, 1))
        table.add_row(Text(f"  {letter(number)}", style="bold"), prose(option))
        out().print(table)


def not_marked(view: NotMarked) -> str:
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


def marked(view: Marked) -> None:
    """Right in one line; wrong with what is right and how it comes about."""
    if view.right:
        line = Text("✓ ", style="green").append_text(because(view))
        out().print(Padding(line, (0, 0, 0, 0)))
        return
    line = Text(_("The answer: "))
    if view.got:
        line = Text("✗ ", style="red").append(_("not {got}, but ").format(got=view.got))
    out().print(line.append(view.expected, style="bold"))
    out().print(Padding(prose(view.because), (0, 0, 0, 2)))
    if view.comes_again:
        dim("  " + _("It comes again at the end."))


def because(view: Marked) -> Text:
    return foreign(" ".join(view.because.replace("`", "").split()), "bright_black")


def ended(view: RoundEnded) -> None:
    """How many were right at first, which were missed, and the one thing to do next."""
    out().print()
    out().print(Rule(style="bright_black"))
    if not view.first:
        say(_("Nothing was answered."), _("Next: [bold]interview drill[/] when you are ready"))
        return
    out().print(summary(view))
    if not view.missed:
        say("\n" + _("Next: [bold]interview[/] tells what else is due"))
        return
    out().print(table_of(view))
    number = Counter(result.question.number for result in view.missed).most_common(1)[0][0]
    text = _("Next: [bold]interview quiz {number}[/], the idea behind what you missed")
    say("\n" + text.format(number=number))


def summary(view: RoundEnded) -> Text:
    right, total = len(view.first) - len(view.missed), len(view.first)
    each = round(sum(result.seconds for result in view.first) / total)
    text = _("{right} of {total} right at once").format(right=right, total=total)
    took = ngettext("{count} second each", "{count} seconds each", each).format(count=each)
    return Text(f"{text} · {took}", style="bold")


def table_of(view: RoundEnded) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for result in view.missed:
        name = f"{result.question.number}. {result.question.title}"
        table.add_row(Text("✗", style="red"), Text(name))
    return Padding(table, (1, 0, 0, 2))
