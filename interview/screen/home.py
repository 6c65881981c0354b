"""The home screen, a newcomer's welcome, and short messages: what was written where, what to do next."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from rich.cells import cell_len
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from interview.history.figures import Topic
from interview.history.transfer import Added
from interview.messages import N_, _, ngettext
from interview.model.question import Card
from interview.practice.exercise.exercises import Begun
from interview.practice.standing.home import Due, Home, Next
from interview.screen.console import foreign, out, say
from interview.screen.prompt import entered
from interview.wording.names import word

BAR, LABEL = 30, 5


def show_home(home: Home, title: str) -> None:
    """Where a learner who comes back stands: what is due, the one thing to do next, the topics."""
    show_heading(home)
    show_due(home.due)
    show_next(home.next, title)
    show_topics(home.topics)
    show_legend()
    text = _("Everything in figures: {progress}. All questions: {list}. All commands: {help}.")
    commands = {"progress": "interview progress", "list": "interview list"}
    say("", bright(text, **commands, help="interview --help"))


def name() -> str:
    return _("Transformer and BERT interview practice")


def show_heading(home: Home) -> None:
    parts = [_("{passed} of {total} exercises passed").format(passed=home.passed, total=home.total)]
    if home.streak:
        days = ngettext("{days} day in a row", "{days} days in a row", home.streak)
        parts.append(days.format(days=home.streak))
    if home.today:
        parts.append(_("{count} answered today").format(count=home.today))
    say(f"[bold]{name()}[/]", f"[bright_black]{' · '.join(parts)}[/]", "")


def show_due(due: Due) -> None:
    counts = [
        ngettext("{count} question", "{count} questions", due.questions),
        ngettext("{count} drill", "{count} drills", due.drills),
        ngettext("{count} exercise", "{count} exercises", due.exercises),
        ngettext("{count} bug to find", "{count} bugs to find", due.debugs),
    ]
    numbers = (due.questions, due.drills, due.exercises, due.debugs)
    told = [text.format(count=n) for text, n in zip(counts, numbers, strict=True) if n]
    if told:
        about = _("about {time}").format(time=duration(due.minutes))
        row(_("Due"), f"[bold yellow]{' · '.join(told)}[/]  [bright_black]{about}[/]")
    else:
        row(_("Due"), _("nothing"))


def duration(minutes: int) -> str:
    if minutes < 100:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h").format(hours=round(minutes / 60))


def show_next(step: Next, title: str) -> None:
    """The one thing to do, and its command."""
    number = step.card.number if step.card else 0
    whats = {
        "resume": N_("go on with the mock interview you left"),
        "quiz": N_("say what is about to be forgotten"),
        "drill": N_("a few quick numbers and shapes"),
        "grade": N_("go on with exercise {number}: {title}"),
        "rewrite": N_("write exercise {number} once more, from an empty stub: {title}"),
        "debug": N_("find the bug once more in {number}: {title}"),
        "new": N_("a new question, {number}: {title}"),
        "start": N_("write the code of {number}: {title}"),
        "mock": N_("everything is passed and nothing is due: a mock interview"),
    }
    row(_("Next"), f"[bold green]{command_of(step)}[/]")
    row("", escape(_(whats[step.do]).format(number=number, title=title)))
    if step.do == "grade":
        row("", bright(_("stuck? {hint}"), hint=f"interview hint {number}"))
    say("")


def command_of(step: Next) -> str:
    number = step.card.number if step.card else 0
    commands = {
        "resume": "interview mock --resume",
        "quiz": "interview quiz --due",
        "drill": "interview drill",
        "grade": f"interview grade {number}",
        "rewrite": f"interview start {number}",
        "debug": f"interview debug {number}",
        "new": "interview quiz --new 1",
        "start": f"interview start {number}",
        "mock": "interview mock",
    }
    return commands[step.do]


def row(label: str, text: str, width: int = LABEL) -> None:
    """A label and, beside it, text that wraps under itself."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=width, no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    grid.add_row(label, text)
    out().print(grid)


def show_topics(topics: list[Topic]) -> None:
    """A bar for each topic: what is known, what fades, what is still to be met."""
    names = [word(topic.name) for topic in topics]
    figures = [topic_figures(topic) for topic in topics]
    left, right = (max(map(cell_len, texts), default=0) for texts in (names, map(str, figures)))
    width = max(10, min(BAR, out().width - left - right - 4))
    for label, topic, end in zip(names, topics, figures, strict=True):
        line = Text(label + " " * (left - cell_len(label) + 2))
        line.append_text(topic_bar(topic, width)).append("  ").append_text(end)
        out().print(line, soft_wrap=True)


def show_legend() -> None:
    """What the shades mean, and what is counted."""
    parts = (("█", "green", _("known")), ("▒", "yellow", _("to refresh")), ("░", "", _("new")))
    line = Text("", "bright_black")
    for mark, style, text in parts:
        line.append(mark, style or None).append(f" {text}  ")
    out().print(line.append(_("answers and exercises")))


def topic_figures(topic: Topic) -> Text:
    text = Text(f"{topic.known:>2}/{topic.total:<2}", "bold" if topic.known else "")
    if topic.fading:
        text.append(_("  {count} to refresh").format(count=topic.fading), "not bold yellow")
    return text


def topic_bar(topic: Topic, width: int) -> Text:
    """Told apart by shade where there is no colour."""
    known = round(width * topic.known / topic.total)
    fading = min(width - known, ceil(width * topic.fading / topic.total))
    bar = Text("█" * known, "green").append("▒" * fading, "yellow")
    return bar.append("░" * (width - known - fading), "bright_black")


def show_welcome(total: int) -> None:
    """What somebody reads who was never here before."""
    text = _(
        "{count} questions as an interviewer asks them. You answer aloud or in writing and compare "
        "with a model answer; then you write the code and have it graded. What you are about to "
        "forget comes back in time."
    )
    say(f"[bold]{name()}[/]", "", text.format(count=total), "")


def show_first_commands() -> None:
    """The first steps, for whoever is not asked to press a key."""
    first, other = _("First"), _("Or read")
    width = max(LABEL, *map(cell_len, (first, other)))
    row(first, "[bold green]interview quiz[/]", width)
    row("", _("one question, aloud or in writing; about three minutes"), width)
    row(other, "[bold]interview show 1[/]", width)
    commands = {"list": "interview list", "help": "interview --help"}
    say("", bright(_("All questions: {list}. All commands: {help}."), **commands))


def invited() -> bool:
    """Asks for the first key press: Enter begins, q leaves."""
    say(_("Your first question takes about three minutes; there is nothing to prepare."), "")
    text = _("Press {enter} to begin, or type q to leave: ").format(enter=_("Enter"))
    try:
        while line := entered(text).strip().lstrip(":：").lower():
            if line == "q":
                return False
    except EOFError:
        out().print()
        return False
    return True


def bright(text: str, **words: str) -> str:
    """The text with these words in bold."""
    return escape(text).format(**{key: f"[bold]{text}[/]" for key, text in words.items()})


def show_started(card: Card, begun: Begun) -> None:
    state = _("written") if begun.new else _("already there, left as it is")
    line(f"{begun.path}: ", state)
    if begun.kept:
        line(_("due again, so it begins empty; your attempt is kept at "), str(begun.kept))
    text = _("Next: write it, then {command}")
    say(bright(text, command=f"interview grade {card.number}"))


def show_earlier(card: Card) -> None:
    """That there is an earlier attempt to compare a passed one with."""
    text = _("Against your earlier attempt: {command}")
    say("  " + bright(text, command=f"interview diff {card.number}"), "")


def show_reset(path: Path, kept: Path | None) -> None:
    line(f"{path}: ", _("the stub is back"))
    if kept:
        line(_("what you wrote is kept at "), str(kept))


def show_created(paths: list[Path], number: int) -> None:
    show_written(paths)
    text = _("Next: fill them in; {command} is the list of things to do")
    say(bright(text, command=f"interview check {number}"))


def show_written(paths: list[Path]) -> None:
    for path in paths:
        line(f"{path}: ", _("written"))


def line(start: str, rest: str) -> None:
    out().print(
        Text().append_text(foreign(start, "bold")).append_text(foreign(rest)), soft_wrap=True
    )


def show_no_earlier(card: Card) -> None:
    text = _("{number}: there is no earlier attempt; {command} sets one aside")
    say(bright(text, number=str(card.number), command=f"interview reset {card.number}"))


def show_added(added: Added) -> None:
    """What an import came to."""
    new = ngettext("{count} line is new", "{count} lines are new", added.new)
    known = ngettext("{count} was there already", "{count} were there already", added.known)
    text = _("{new}, {known}")
    say(text.format(new=new.format(count=added.new), known=known.format(count=added.known)))
