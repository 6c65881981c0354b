"""A quiz on the terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interview.messages import N_, _, ngettext
from interview.model.question import Question
from interview.practice.memory.journal import signed_stopwatch
from interview.practice.quiz.views import (
    AnswerResumed,
    AnswersCompared,
    BetweenQuestions,
    FollowUpAnswer,
    FollowUpPut,
    Pitfalls,
    PointsToTick,
    QuestionDone,
    QuestionPut,
    QuizEnded,
    RatingProposed,
    RatingRecorded,
    Retry,
    ReviewUndone,
)
from interview.practice.talk.conversation import View
from interview.screen.clock_line import ClockLine
from interview.screen.console import foreign_text, out, show_sentences
from interview.screen.prompt import (
    ask,
    ask_answer,
    section_title,
    show_dimmed,
    show_draft,
    show_pages,
)
from interview.screen.prose import render_prose
from interview.screen.question import show_notes
from interview.wording.names import name_in_words
from interview.wording.times import when_it_comes_back

if TYPE_CHECKING:
    from interview.practice.quiz.quiz import Quiz

SIDE_BY_SIDE_WIDTH = 110
"""From this width on their answer stands beside the model answer."""
RATING_NAMES = ("", N_("again"), N_("hard"), N_("good"), N_("easy"))
RATING_COLOURS = ("", "red", "yellow", "green", "green")


def clock_of_quiz(quiz: Quiz) -> ClockLine | None:
    """What is left of the minutes that were asked for; None if there were none."""
    minutes = quiz.minutes
    if minutes is None:
        return None

    def line() -> str:
        left = 60 * minutes - (quiz.clock() - quiz.began)
        return _("◷ left: {left}").format(left=signed_stopwatch(left))

    return line


def read_quiz(view: View) -> str:
    """What the learner types in answer to a view."""
    match view:
        case Retry(tried):
            return read_quiz(tried)
        case QuestionPut():
            return ask_answer(view.draft)
        case RatingProposed():
            return ask(
                _("Enter accepts · a again · h hard · g good · e easy · u back to the points")
            )
        case FollowUpPut():
            return ask(_("Say it aloud; Enter shows the answer · s skip"))
        case BetweenQuestions(last=True):
            return ask(_("Enter: finish · u undo this review"))
        case BetweenQuestions():
            return ask(_("Enter: next question · u undo this review · q quit"))
    return ask()


def show_quiz(view: View) -> None:
    """Draws a view."""
    match view:
        case QuestionPut() | AnswerResumed():
            show_question_put(view)
        case AnswersCompared(question, text):
            show_answers_compared(question, text)
        case PointsToTick():
            show_points_to_tick(view)
        case RatingProposed(rating, covered, total):
            show_proposed_rating(rating, covered, total)
        case RatingRecorded(rating, due):
            line = rating_text(rating).append(
                f" · {when_it_comes_back(due, datetime.now(UTC))}" if due else "", "bright_black"
            )
            out().print(line)
        case FollowUpPut(question, number, total):
            label = _("Follow-up {number} of {total}").format(number=number, total=total)
            out().print(section_title(label), render_prose(question))
        case FollowUpAnswer(follow_up):
            show_pages(render_prose(follow_up.answer))
        case Pitfalls(question, notes):
            show_pitfalls(question)
            show_notes(notes)
        case ReviewUndone(question):
            show_undone(question)
        case Retry():
            show_sentences("[yellow]" + _("That is none of the things to type here.") + "[/]")
        case QuizEnded():
            show_quiz_ended(view)


def show_nothing_due() -> None:
    """Why there is nothing to ask."""
    show_sentences(_("No question is due. By its number any is asked: [bold]interview quiz 7[/]"))


def show_question_put(view: QuestionPut | AnswerResumed) -> None:
    """The question, as an interviewer puts it."""
    question = view.question
    words = [name_in_words(question.topic), name_in_words(question.difficulty)]
    head = _("Your answer of last time")
    if isinstance(view, QuestionPut):
        head = _("Question {place} of {total}").format(place=view.place, total=view.total)
        words.append(_("new") if view.new else _("due again"))
    out().print(Rule(Text(head, style="bold"), align="left", style="bright_black"))
    out().print(Text(f"{question.number}. {question.title}", style="bold"))
    show_dimmed(" · ".join(words) + "\n")
    out().print(render_prose(question.ask))
    out().print()
    if isinstance(view, QuestionPut):
        show_dimmed(
            _("Type your answer; an empty line ends it. Or say it aloud, then press Enter.")
        )
        show_dimmed(_(":e editor · :s skip · :u undo the last review · :n note · :q quit · ? help"))
        show_draft(view.draft)
    elif view.spoken:
        show_dimmed(_("You said it aloud."))


def show_answers_compared(question: Question, text: str) -> None:
    """The model answer, beside theirs where there is room, else below it."""
    model: list[RenderableType] = [section_title(_("Model answer")), render_prose(question.answer)]
    theirs: list[RenderableType] = [section_title(_("Your answer")), foreign_text(text)]
    if not text:
        show_pages(*model)
    elif out().width < SIDE_BY_SIDE_WIDTH:
        show_pages(*theirs, *model)
    else:
        table = Table.grid(padding=(0, 4, 0, 0), expand=True)
        table.add_column(ratio=2)
        table.add_column(ratio=3)
        for left, right in zip(theirs, model, strict=True):
            table.add_row(left, right)
        show_pages(table)


def show_points_to_tick(view: PointsToTick) -> None:
    """The key points with their ticks."""
    table = Table.grid(padding=(0, 1))
    for place, point in enumerate(view.question.key_points):
        ticked = place in view.ticked
        mark = Text("✓" if ticked else "·", style="green" if ticked else "bright_black")
        table.add_row(mark, Text(str(place + 1), style="bold"), render_prose(point.point))
    out().print(section_title(_("Key points")), table)
    out().print()
    show_dimmed(ticking_advice(view))


def ticking_advice(view: PointsToTick) -> str:
    if view.spoken and not view.ticked:
        return _("Which did you say? Type their numbers, as in 134, all or none; Enter accepts.")
    if view.suggested and view.ticked == view.suggested:
        return _(
            "The ticks are a suggestion from the words you used. "
            "Type numbers to switch them, as in 134, all or none; Enter accepts."
        )
    return _("Type numbers to switch them, as in 134, all or none; Enter accepts.")


def show_proposed_rating(rating: int, covered: int, total: int) -> None:
    text = _("{covered} of {total} key points: ").format(covered=covered, total=total)
    out().print(Text("\n").append(text).append_text(rating_text(rating)))


def rating_text(rating: int) -> Text:
    return Text(_(RATING_NAMES[rating]), style=f"bold {RATING_COLOURS[rating]}")


def show_pitfalls(question: Question) -> None:
    show_pages(section_title(_("What people get wrong")), render_prose(question.pitfalls))
    sources = _("Sources: {sources}").format(sources="; ".join(question.sources))
    out().print(Text(f"\n{sources}", style="bright_black"))
    out().print()


def show_undone(question: Question | None) -> None:
    if question is None:
        show_sentences("[yellow]" + _("There is nothing to undo yet.") + "[/]")
        return
    text = _("Undone. Question {number} is asked again.")
    show_sentences("[yellow]" + text.format(number=question.number) + "[/]")


def show_quiz_ended(view: QuizEnded) -> None:
    """What was answered, and what was weakest."""
    out().print(Rule(style="bright_black"))
    if view.kept:
        numbers = " ".join(map(str, view.kept))
        text = _("What you answered is kept; [bold]interview quiz {numbers}[/] goes on with it.")
        show_sentences(text.format(numbers=numbers))
    if not view.done:
        show_sentences(_("Nothing was rated."))
        return
    out().print(quiz_summary(view))
    out().print(table_of_rated(view.done))
    weak = [done for done in view.done if done.rating == 1]
    if weak:
        text = _("The weakest, to read: [bold]interview show {number} --answer[/]")
        show_sentences("\n" + text.format(number=weak[0].question.number))


def quiz_summary(view: QuizEnded) -> Text:
    covered = sum(len(done.covered) for done in view.done)
    points = sum(len(done.question.key_points) for done in view.done)
    minutes = max(1, round(view.seconds / 60))
    answered = ngettext("{count} question", "{count} questions", len(view.done))
    took = ngettext("{count} minute", "{count} minutes", minutes)
    said = _("{covered} of {total} key points").format(covered=covered, total=points)
    parts = (answered.format(count=len(view.done)), said, took.format(count=minutes))
    return Text(" · ".join(parts), style="bold")


def table_of_rated(done: tuple[QuestionDone, ...]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for question in done:
        points = f"{len(question.covered)}/{len(question.question.key_points)}"
        name = Text(f"{question.question.number}. {question.question.title}")
        when = when_it_comes_back(question.due, datetime.now(UTC)) if question.due else ""
        table.add_row(
            name, rating_text(question.rating), Text(points), Text(when, style="bright_black")
        )
    return Padding(table, (1, 0, 0, 2))
