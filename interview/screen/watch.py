"""The screen of `interview watch`: one page per view, the keys in the last line."""

from __future__ import annotations

from rich.text import Text

from interview.bank import Bank
from interview.practice.watch import View
from interview.screen.console import foreign, out
from interview.screen.listing import show_list
from interview.screen.question import show_hint, show_task
from interview.screen.verdict import show_verdict

KEYS = {
    "n": "next",
    "h": "hint",
    "s": "show question",
    "d": "diff",
    "l": "list",
    "r": "reset",
    "q": "quit",
}
BAR = 30


def show_view(view: View, bank: Bank, lang: str, with_keys: bool) -> None:
    """Redraws the page; where there is no terminal, views follow one another."""
    console = out()
    if console.is_terminal:
        console.clear()
    if view.verdict and view.judged:
        show_verdict(view.verdict, view.judged, view.hints_seen)
    show_panel(view, bank, lang)
    show_progress(view, with_keys)


def show_panel(view: View, bank: Bank, lang: str) -> None:
    match view.panel:
        case "question":
            show_task(bank.load(view.card, lang))
        case "hint":
            whole = bank.load(view.card, lang)
            for number in range(1, view.hints_seen + 1):
                show_hint(whole, number)
        case "list":
            titles = {card.id: bank.title(card, lang) for card in view.cards}
            show_list(view.cards, titles, dict.fromkeys(view.passed, "accepted"))
        case "diff":
            show_diff(view.lines)
        case "reset":
            out().print(f"{view.card.slug}.py: the stub is back")
            for path in view.lines:
                out().print(foreign(f"what you wrote is kept at {path}"), soft_wrap=True)


def show_diff(lines: tuple[str, ...]) -> None:
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines or ("nothing was changed since the attempt before",):
        out().print(foreign(line, styles.get(line[:1], "")), soft_wrap=True)


def show_progress(view: View, with_keys: bool) -> None:
    console = out()
    done = sum(card.id in view.passed for card in view.cards)
    width = min(BAR, console.width - 30)
    filled = round(width * done / len(view.cards))
    bar = Text("\n").append("━" * filled, "green").append("╌" * (width - filled), "bright_black")
    console.print(bar.append(f" {done} of {len(view.cards)} passed"))
    if done == len(view.cards):
        console.print("[green]Every one of them is passed.[/]")
    console.print(
        foreign(f"{view.card.number}. {view.card.title}: {view.path}", "bold"), soft_wrap=True
    )
    if with_keys:
        console.print("  ".join(f"[bold]{key}[/] {what}" for key, what in KEYS.items()))
    else:
        console.print("waiting for a save; Ctrl-C ends")
