"""A question, its task, and, when asked for, its answer."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from interview.messages import _
from interview.model.card import Card
from interview.model.question import Question
from interview.screen.console import foreign_text, out, show_indented, show_sentences
from interview.screen.prose import render_prose
from interview.wording.names import name_in_words
from interview.wording.tried import tried_in_words


def show_question(question: Question, card: Card) -> None:
    """What the interviewer asks, what is to be written, and the commands for it."""
    show_task(question)
    if card.given.is_file():
        text = _("[bold]interview show {number} --given[/] for what the cases hand to your code")
        show_sentences("\n" + text.format(number=question.number))
    text = _(
        "[bold]interview start {number}[/] to write it, "
        "[bold]interview show {number} --answer[/] for the model answer"
    )
    show_sentences("\n" + text.format(number=question.number))


def show_task(question: Question) -> None:
    """What the interviewer asks and what is to be written."""
    show_question_heading(question)
    show_markdown(question.ask)
    show_part_heading(_("Exercise"))
    exercise = question.exercise
    show_markdown("\n\n".join([exercise.task.rstrip(), *tried_in_words(exercise)]))


def show_answer(question: Question) -> None:
    """The model answer and what belongs to it."""
    show_question_heading(question)
    show_markdown(question.ask)
    show_part_heading(_("Answer"))
    show_markdown(question.answer)
    show_part_heading(_("Key points"))
    show_markdown("\n".join(f"- {point.point}" for point in question.key_points))
    show_part_heading(_("What people get wrong"))
    show_markdown(question.pitfalls)
    show_part_heading(_("Follow-ups"))
    for follow_up in question.follow_ups:
        show_markdown(f"**{follow_up.ask.strip()}**")
        show_markdown(follow_up.answer)
    show_part_heading(_("Sources"))
    show_markdown("\n".join(f"- {source}" for source in question.sources))


def show_question_heading(question: Question) -> None:
    out().print(Text(f"{question.number}. {question.title}", "bold"))
    minutes = _("{count} min").format(count=question.minutes)
    facts = (
        question.id,
        name_in_words(question.topic),
        name_in_words(question.difficulty),
        minutes,
    )
    out().print(Text(" · ".join(facts) + "\n", "bright_black"))


def show_notes(texts: Sequence[str]) -> None:
    """What the learner has noted, if anything."""
    if texts:
        show_part_heading(_("Your notes"))
        for text in texts:
            show_indented(foreign_text(f"· {text}"), 2)


def show_part_heading(text: str) -> None:
    out().print(Text(f"\n{text}", "bold"))


def show_markdown(text: str) -> None:
    """Markdown as prose: code in colour on a terminal, plain elsewhere."""
    rendered = render_prose(text)
    if out().is_terminal:
        out().print(rendered)
        return
    with out().capture() as capture:  # rich fills lines with spaces, which a file need not hold
        out().print(rendered)
    out().out("\n".join(line.rstrip() for line in capture.get().splitlines()), highlight=False)


def show_hint(question: Question, number: int) -> None:
    """One hint."""
    out().print(Text(_("Hint {number} of 3").format(number=number) + "\n", "bold"))
    show_markdown(question.exercise.hints[number - 1])


def show_after_hint(question: Question, number: int) -> None:
    """How to get on after that many hints."""
    if number < 3:
        text = _("The next one: [bold]interview hint {number}[/]")
    else:
        text = _("That was the last one. The reference: [bold]interview solution {number}[/]")
    show_sentences("\n" + text.format(number=question.number))
