"""The screen of `interview watch`: one page per view, the keys in the last line."""

from __future__ import annotations

from rich.text import Text

from interview.bank import Bank
from interview.bank.files import read_bank_file
from interview.messages import N_, _
from interview.practice.exercise.watch_view import WatchView
from interview.practice.memory.journal import stopwatch
from interview.screen.beside import show_beside
from interview.screen.console import foreign_text, out, show_code, show_sentences
from interview.screen.idiom import show_idiom_answer, show_idiom_question
from interview.screen.listing import show_question_list
from interview.screen.prompt import show_found_editors
from interview.screen.question import show_hint, show_task
from interview.screen.verdict import show_verdict
from interview.text import inert_name

WATCH_KEYS = {
    "n": N_("next"),
    "e": N_("editor"),
    "h": N_("hint"),
    "s": N_("show question"),
    "d": N_("diff"),
    "l": N_("list"),
    "r": N_("reset"),
    "q": N_("quit"),
}
KEYS_AFTER_PASS = {
    "n": N_("next"),
    "c": N_("compare"),
    "s": N_("solution"),
    "l": N_("list"),
    "q": N_("quit"),
}
KEY_FOR_ANSWER = {"a": N_("answer")}
"""Where a question about the accepted code is on the screen."""
PASSED_BAR_WIDTH = 30


def show_watch_view(view: WatchView, bank: Bank, lang: str, with_keys: bool) -> None:
    """Redraws the page; where there is no terminal, views follow one another."""
    console = out()
    if console.is_terminal:
        console.clear()
    if view.verdict and view.judged:
        show_verdict(view.verdict, view.judged, view.hints_seen)
        if view.idiom:
            show_idiom_question(view.idiom)
    show_watch_panel(view, bank, lang)
    show_watch_footer(view, with_keys)


def show_watch_panel(view: WatchView, bank: Bank, lang: str) -> None:
    match view.panel:
        case "question":
            show_task(bank.load(view.card, lang))
        case "hint":
            whole = bank.load(view.card, lang)
            for number in range(1, view.hints_seen + 1):
                show_hint(whole, number)
        case "list":
            titles = {card.id: bank.title(card, lang) for card in view.cards}
            show_question_list(view.cards, titles, dict.fromkeys(view.passed, "accepted"))
        case "diff":
            show_diff(view.lines)
        case "compare":
            show_beside(view.beside)
        case "answer" if view.idiom:
            show_idiom_question(view.idiom)
            show_idiom_answer(view.idiom)
        case "solution":
            show_code(read_bank_file(view.card.reference))
        case "editors":
            show_editors(view)
        case "reset":
            out().print(_("{path}: the stub is back").format(path=f"{view.card.slug}.py"))
            for path in view.lines:
                text = _("what you wrote is kept at {path}").format(path=inert_name(path))
                out().print(foreign_text(text), soft_wrap=True)


def show_editors(view: WatchView) -> None:
    """The editors that there are, each behind its digit."""
    if not view.lines:
        out().print(_("Open it in your editor; set EDITOR to have it opened from here."))
        return
    show_found_editors(view.lines)


def show_diff(lines: tuple[str, ...]) -> None:
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines or (_("nothing was changed since the attempt before"),):
        out().print(foreign_text(line, styles.get(line[:1], "")), soft_wrap=True)


def show_watch_footer(view: WatchView, with_keys: bool) -> None:
    console = out()
    if view.note:
        console.print(foreign_text(f"\n{view.note}", "yellow"))
    done = sum(card.id in view.passed for card in view.cards)
    width = min(PASSED_BAR_WIDTH, console.width - 30)
    filled = round(width * done / len(view.cards))
    bar = Text("\n").append("━" * filled, "green").append("╌" * (width - filled), "bright_black")
    count = _("{passed} of {total} passed").format(passed=done, total=len(view.cards))
    console.print(bar.append(f" {count}"))
    if view.seconds is not None:
        text = _("Accepted in {time}")
        console.print(Text(text.format(time=stopwatch(view.seconds)), "bold green"))
    if done == len(view.cards):
        console.print(Text(_("Every one of them is passed."), "green"))
    if view.problem:
        console.print(foreign_text(view.problem, "red"), soft_wrap=True)
    line = _("{number}. {title}: {path}")
    if not view.written:
        line = _("{number}. {title}: {path}, not written yet: e writes its stub")
    path = inert_name(str(view.path))
    line = line.format(number=view.card.number, title=view.card.title, path=path)
    console.print(foreign_text(line, "bold"), soft_wrap=True)
    if with_keys:
        table = KEYS_AFTER_PASS if view.done else WATCH_KEYS
        if view.idiom:
            table = {**KEY_FOR_ANSWER, **table}
        show_sentences("  ".join(f"[bold]{key}[/] {_(what)}" for key, what in table.items()))
    else:
        console.print(_("waiting for a save; Ctrl-C ends"))
