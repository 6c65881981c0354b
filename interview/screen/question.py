"""A question, its task, and, when asked for, its answer."""

from __future__ import annotations

from interview.messages import _
from interview.model.question import Question
from interview.screen.console import out
from interview.screen.prose import prose
from interview.wording.names import word


def show_question(question: Question) -> None:
    """What the interviewer asks, what is to be written, and the commands for it."""
    show_task(question)
    text = _(
        "Next: [bold]interview start {number}[/] to write it, "
        "[bold]interview show {number} --answer[/] for the model answer"
    )
    out().print("\n" + text.format(number=question.number))


def show_task(question: Question) -> None:
    """What the interviewer asks and what is to be written."""
    heading(question)
    markdown(question.ask)
    title(_("Exercise"))
    markdown(question.exercise.task)


def show_answer(question: Question) -> None:
    """The model answer and what belongs to it."""
    heading(question)
    markdown(question.ask)
    title(_("Answer"))
    markdown(question.answer)
    title(_("Key points"))
    markdown("\n".join(f"- {point.point}" for point in question.key_points))
    title(_("What people get wrong"))
    markdown(question.pitfalls)
    title(_("Follow-ups"))
    for follow_up in question.follow_ups:
        markdown(f"**{follow_up.ask.strip()}**")
        markdown(follow_up.answer)
    title(_("Sources"))
    markdown("\n".join(f"- {source}" for source in question.sources))


def heading(question: Question) -> None:
    out().print(f"[bold]{question.number}. {question.title}[/]")
    minutes = _("{count} min").format(count=question.minutes)
    facts = (question.id, word(question.topic), word(question.difficulty), minutes)
    out().print(f"[bright_black]{' · '.join(facts)}[/]\n")


def title(text: str) -> None:
    out().print(f"\n[bold]{text}[/]")


def markdown(text: str) -> None:
    """Markdown as prose: code in colour on a terminal, plain elsewhere."""
    rendered = prose(text)
    if out().is_terminal:
        out().print(rendered)
        return
    with out().capture() as capture:  # rich fills lines with spaces, which a file need not hold
        out().print(rendered)
    out().out("\n".join(line.rstrip() for line in capture.get().splitlines()), highlight=False)


def show_hint(question: Question, number: int) -> None:
    """One hint."""
    out().print("[bold]" + _("Hint {number} of 3").format(number=number) + "[/]\n")
    markdown(question.exercise.hints[number - 1])


def show_after_hint(question: Question, number: int) -> None:
    """How to get on after that many hints."""
    if number < 3:
        text = _("The next one: [bold]interview hint {number}[/]")
    else:
        text = _("That was the last one. The reference: [bold]interview solution {number}[/]")
    out().print("\n" + text.format(number=question.number))
