"""The home screen, and a newcomer's welcome."""

from __future__ import annotations

from math import ceil

from rich.cells import cell_len
from rich.text import Text

from interview.history.figures import TopicStanding
from interview.messages import _, ngettext
from interview.practice.standing.home import Home
from interview.screen.console import out, show_sentences, with_bold_words
from interview.screen.next_step import (
    LABEL_WIDTH,
    show_labelled,
    show_next_step,
)
from interview.screen.preparation import show_plan_today
from interview.screen.prompt import read_line
from interview.wording.names import name_in_words
from interview.wording.times import when_it_comes_back

TOPIC_BAR_WIDTH = 30


def show_home(home: Home, title: str) -> None:
    """Where a learner who comes back stands: what is due, the one thing to do next, the topics."""
    show_home_heading(home)
    if home.plan:
        show_plan_today(home.plan, home.due.total)
    show_due(home)
    show_next_step(home.next, title)
    show_sentences("")
    show_topics(home.topics)
    show_legend()
    text = _("Everything in figures: {progress}. All questions: {list}. All commands: {help}.")
    commands = {"progress": "interview progress", "list": "interview list"}
    show_sentences("", with_bold_words(text, **commands, help="interview --help"))


def product_name() -> str:
    return _("Transformer and BERT interview practice")


def show_home_heading(home: Home) -> None:
    parts = [_("{passed} of {total} exercises passed").format(passed=home.passed, total=home.total)]
    if home.streak:
        days = ngettext("{days} day in a row", "{days} days in a row", home.streak)
        parts.append(days.format(days=home.streak))
    if home.today:
        parts.append(_("{count} answered today").format(count=home.today))
    show_sentences(f"[bold]{product_name()}[/]", f"[bright_black]{' · '.join(parts)}[/]", "")


def show_due(home: Home) -> None:
    """What has come due; where nothing has, when something does."""
    due, later = home.due, home.comes_due
    counts = [
        ngettext("{count} question", "{count} questions", due.questions),
        ngettext("{count} drill", "{count} drills", due.drills),
        ngettext("{count} exercise", "{count} exercises", due.exercises),
        ngettext("{count} bug to find", "{count} bugs to find", due.debugs),
    ]
    numbers = (due.questions, due.drills, due.exercises, due.debugs)
    told = [text.format(count=n) for text, n in zip(counts, numbers, strict=True) if n]
    if told:
        about = _("about {time}").format(time=duration_in_words(due.minutes))
        show_labelled(_("Due"), f"[bold yellow]{' · '.join(told)}[/]  [bright_black]{about}[/]")
    elif later:
        when = when_it_comes_back(later, home.at)
        show_labelled(_("Due"), _("nothing now, {when}").format(when=when))
    else:
        show_labelled(_("Due"), _("nothing"))


def duration_in_words(minutes: int) -> str:
    if minutes < 100:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h").format(hours=round(minutes / 60))


def show_topics(topics: list[TopicStanding]) -> None:
    """A bar for each topic: what is known, what fades, what is still to be met."""
    names = [name_in_words(topic.name) for topic in topics]
    figures = [topic_figures(topic) for topic in topics]
    left, right = (max(map(cell_len, texts), default=0) for texts in (names, map(str, figures)))
    width = max(10, min(TOPIC_BAR_WIDTH, out().width - left - right - 4))
    for label, topic, end in zip(names, topics, figures, strict=True):
        line = Text(label + " " * (left - cell_len(label) + 2))
        line.append_text(topic_bar(topic, width)).append("  ").append_text(end)
        out().print(line, soft_wrap=True)


def show_legend() -> None:
    """What the shades mean, and what is counted."""
    parts = (
        ("█", "green", _("known")),
        ("▒", "yellow", _("to refresh")),
        ("▓", "yellow", _("not firm yet")),
        ("░", "", _("new")),
    )
    line = Text("", "bright_black")
    for mark, style, text in parts:
        line.append(mark, style or None).append(f" {text}  ")
    out().print(line.append(_("answers and exercises")))


def topic_figures(topic: TopicStanding) -> Text:
    text = Text(f"{topic.known:>2}/{topic.total:<2}", "bold" if topic.known else "")
    if topic.fading:
        text.append(_("  {count} to refresh").format(count=topic.fading), "not bold yellow")
    if topic.shaky:
        text.append(_("  {count} not firm yet").format(count=topic.shaky), "not bold bright_black")
    return text


def topic_bar(topic: TopicStanding, width: int) -> Text:
    """Told apart by shade where there is no colour."""
    known = round(width * topic.known / topic.total)
    bar = Text("█" * known, "green")
    for mark, count in (("▒", topic.fading), ("▓", topic.shaky)):
        bar.append(mark * min(width - len(bar), ceil(width * count / topic.total)), "yellow")
    return bar.append("░" * (width - len(bar)), "bright_black")


def show_welcome(total: int) -> None:
    """What somebody reads who was never here before."""
    text = _(
        "{count} questions as an interviewer asks them. You answer aloud or in writing and compare "
        "with a model answer; then you write the code and have it graded. What you are about to "
        "forget comes back in time."
    )
    show_sentences(f"[bold]{product_name()}[/]", "", text.format(count=total), "")


def show_first_commands() -> None:
    """The first steps, for whoever is not asked to press a key."""
    first, other = _("First"), _("Or read")
    width = max(LABEL_WIDTH, *map(cell_len, (first, other)))
    show_labelled(first, "[bold green]interview quiz[/]", width)
    show_labelled("", _("one question, aloud or in writing; about three minutes"), width)
    show_labelled(other, "[bold]interview show 1[/]", width)
    commands = {"list": "interview list", "help": "interview --help"}
    show_sentences(
        "", with_bold_words(_("All questions: {list}. All commands: {help}."), **commands)
    )


def ask_to_begin() -> bool:
    """Asks for the first key press: Enter begins, q leaves."""
    show_sentences(
        _("Your first question takes about three minutes; there is nothing to prepare."), ""
    )
    text = _("Press {enter} to begin, or type q to leave: ").format(enter=_("Enter"))
    try:
        while line := read_line(text).strip().lstrip(":：").lower():
            if line == "q":
                return False
    except EOFError:
        out().print()
        return False
    return True
