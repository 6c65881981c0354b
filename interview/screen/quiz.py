"""A quiz on the terminal."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interview.messages import N_, _, ngettext
from interview.model.question import Question
from interview.practice.quiz.views import (
    Compared,
    Done,
    Ended,
    FollowedUp,
    FollowUpAnswer,
    Pause,
    Pitfalls,
    Points,
    Put,
    Rate,
    Rated,
    Resumed,
    Retry,
    Undone,
)
from interview.practice.talk.conversation import View
from interview.screen.console import foreign, out, say
from interview.screen.prompt import ask, ask_answer, dim, drafted, paged, title
from interview.screen.prose import prose
from interview.wording.names import word

WIDE = 110
"""From this width on their answer stands beside the model answer."""
RATINGS = ("", N_("again"), N_("hard"), N_("good"), N_("easy"))
COLOURS = ("", "red", "yellow", "green", "green")


def read(view: View) -> str:
    """What the learner types in answer to a view."""
    match view:
        case Retry(tried):
            return read(tried)
        case Put():
            return ask_answer(view.draft)
        case Rate():
            return ask(
                _("Enter accepts · a again · h hard · g good · e easy · u back to the points")
            )
        case FollowedUp():
            return ask(_("Say it aloud; Enter shows the answer · s skip"))
        case Pause(last=True):
            return ask(_("Enter: finish · u undo this review"))
        case Pause():
            return ask(_("Enter: next question · u undo this review · q quit"))
    return ask()


def show(view: View) -> None:
    """Draws a view."""
    match view:
        case Put() | Resumed():
            put(view)
        case Compared(question, text):
            compared(question, text)
        case Points():
            points(view)
        case Rate(rating, covered, total):
            rate(rating, covered, total)
        case Rated(rating, due):
            line = rated(rating).append(f" · {comes_back(due)}" if due else "", "bright_black")
            out().print(line)
        case FollowedUp(question, number, total):
            label = _("Follow-up {number} of {total}").format(number=number, total=total)
            out().print(title(label), prose(question))
        case FollowUpAnswer(follow_up):
            paged(prose(follow_up.answer))
        case Pitfalls(question):
            pitfalls(question)
        case Undone(question):
            undone(question)
        case Retry():
            say("[yellow]" + _("That is none of the things to type here.") + "[/]")
        case Ended():
            ended(view)


def nothing() -> None:
    """Why there is nothing to ask, and what to do instead."""
    say(_("No question is due."), _("Next: [bold]interview drill[/], or name a question:"))
    say("  [bold]interview quiz 7[/]")


def put(view: Put | Resumed) -> None:
    """The question, as an interviewer puts it."""
    question = view.question
    words = [word(question.topic), word(question.difficulty)]
    head = _("Your answer of last time")
    if isinstance(view, Put):
        head = _("Question {place} of {total}").format(place=view.place, total=view.total)
        words.append(_("new") if view.new else _("due again"))
    out().print(Rule(Text(head, style="bold"), align="left", style="bright_black"))
    out().print(Text(f"{question.number}. {question.title}", style="bold"))
    dim(" · ".join(words) + "\n")
    out().print(prose(question.ask))
    out().print()
    if isinstance(view, Put):
        dim(_("Type your answer; an empty line ends it. Or say it aloud, then press Enter."))
        dim(_(":e editor · :s skip · :u undo the last review · :q quit"))
        drafted(view.draft)
    elif view.spoken:
        dim(_("You said it aloud."))


def compared(question: Question, text: str) -> None:
    """The model answer, beside theirs where there is room, else below it."""
    model: list[RenderableType] = [title(_("Model answer")), prose(question.answer)]
    theirs: list[RenderableType] = [title(_("Your answer")), foreign(text)]
    if not text:
        paged(*model)
    elif out().width < WIDE:
        paged(*theirs, *model)
    else:
        table = Table.grid(padding=(0, 4, 0, 0), expand=True)
        table.add_column(ratio=2)
        table.add_column(ratio=3)
        for left, right in zip(theirs, model, strict=True):
            table.add_row(left, right)
        paged(table)


def points(view: Points) -> None:
    """The key points with their ticks."""
    table = Table.grid(padding=(0, 1))
    for place, point in enumerate(view.question.key_points):
        ticked = place in view.ticked
        mark = Text("✓" if ticked else "·", style="green" if ticked else "bright_black")
        table.add_row(mark, Text(str(place + 1), style="bold"), prose(point.point))
    out().print(title(_("Key points")), table)
    out().print()
    dim(advice(view))


def advice(view: Points) -> str:
    if view.spoken and not view.ticked:
        return _("Which of them did you say? Type their numbers, as in 134; Enter accepts.")
    if view.suggested and view.ticked == view.suggested:
        return _(
            "The ticks are a suggestion from the words you used. "
            "Type numbers to switch them, as in 134; Enter accepts."
        )
    return _("Type numbers to switch them, as in 134; Enter accepts.")


def rate(rating: int, covered: int, total: int) -> None:
    text = _("{covered} of {total} key points: ").format(covered=covered, total=total)
    out().print(Text("\n").append(text).append_text(rated(rating)))


def rated(rating: int) -> Text:
    return Text(_(RATINGS[rating]), style=f"bold {COLOURS[rating]}")


def comes_back(due: datetime) -> str:
    """When an item is asked again."""
    now = datetime.now(UTC)
    days = (due.astimezone().date() - now.astimezone().date()).days
    if days < 1:
        minutes = max(1, round((due - now).total_seconds() / 60))
        text = ngettext("again in {count} minute", "again in {count} minutes", minutes)
        return text.format(count=minutes)
    text = ngettext("again in {count} day", "again in {count} days", days)
    return text.format(count=days)


def pitfalls(question: Question) -> None:
    paged(title(_("What people get wrong")), prose(question.pitfalls))
    sources = _("Sources: {sources}").format(sources="; ".join(question.sources))
    out().print(Text(f"\n{sources}", style="bright_black"))
    out().print()


def undone(question: Question | None) -> None:
    if question is None:
        say("[yellow]" + _("There is nothing to undo yet.") + "[/]")
        return
    text = _("Undone. Question {number} is asked again.")
    say("[yellow]" + text.format(number=question.number) + "[/]")


def ended(view: Ended) -> None:
    """What was answered, and the one thing to do next."""
    out().print(Rule(style="bright_black"))
    if view.kept:
        numbers = " ".join(map(str, view.kept))
        text = _("What you answered is kept; [bold]interview quiz {numbers}[/] goes on with it.")
        say(text.format(numbers=numbers))
    if not view.done:
        say(_("Nothing was rated."), _("Next: [bold]interview quiz[/] when you are ready"))
        return
    out().print(summary(view))
    out().print(table_of(view.done))
    weak = [done for done in view.done if done.rating == 1]
    if view.left:
        text = _("Next: [bold]interview quiz[/] goes on where you left")
    elif weak:
        number = weak[0].question.number
        text = _("Next: [bold]interview show {number} --answer[/], then [bold]interview quiz[/]")
        text = text.format(number=number)
    else:
        number = view.done[-1].question.number
        text = _("Next: [bold]interview drill {number}[/], quick questions on the same topic")
        text = text.format(number=number)
    say("\n" + text)


def summary(view: Ended) -> Text:
    covered = sum(len(done.covered) for done in view.done)
    points = sum(len(done.question.key_points) for done in view.done)
    minutes = max(1, round(view.seconds / 60))
    answered = ngettext("{count} question", "{count} questions", len(view.done))
    took = ngettext("{count} minute", "{count} minutes", minutes)
    said = _("{covered} of {total} key points").format(covered=covered, total=points)
    parts = (answered.format(count=len(view.done)), said, took.format(count=minutes))
    return Text(" · ".join(parts), style="bold")


def table_of(done: tuple[Done, ...]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for one in done:
        points = f"{len(one.covered)}/{len(one.question.key_points)}"
        name = Text(f"{one.question.number}. {one.question.title}")
        when = comes_back(one.due) if one.due else ""
        table.add_row(name, rated(one.rating), Text(points), Text(when, style="bright_black"))
    return Padding(table, (1, 0, 0, 2))
