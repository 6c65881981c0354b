"""What became of the mutants of references."""

from __future__ import annotations

from rich.text import Text

from interview.authoring.mutants.survivors import Survivor, Trial
from interview.messages import _
from interview.screen.console import foreign_text, out


def show_trial(trial: Trial) -> None:
    """One question: its figures, then each survivor as a diff with the inputs that tell it."""
    mark, style = ("✓", "green") if trial.sound else ("✗", "red")
    line = Text(f"{mark} {trial.card.slug}", style=style)
    out().print(line.append(f"  {figures_in_words([trial])}", style="bright_black"))
    for survivor in trial.survivors:
        show_survivor(survivor)
    for problem in trial.problems:
        out().print(foreign_text(f"    {problem}"), soft_wrap=True)


def show_survivor(survivor: Survivor) -> None:
    mutant = survivor.mutant
    place = mutant.function or _("top of the file")
    out().print(foreign_text(f"    {place}: {mutant.edit}", "bold"), soft_wrap=True)
    for line in mutant.diff():
        out().print(foreign_text(f"      {line}", "bright_black"), soft_wrap=True)
    witness = survivor.witness or (_("no input was found on which it differs"),)
    for line in witness:
        out().print(foreign_text(f"      {line}"), soft_wrap=True)


def show_mutant_figures(trials: list[Trial]) -> None:
    """The figures of all questions together."""
    sound = sum(trial.sound for trial in trials)
    text = _("{count} of {total} questions without a survivor")
    out().print("\n" + text.format(count=sound, total=len(trials)))
    out().print(figures_in_words(trials))


def figures_in_words(trials: list[Trial]) -> str:
    def total(fate: str) -> int:
        return sum(trial.fates[fate] for trial in trials)

    text = _(
        "{tried} mutants: {crashed} only crash, {killed} killed by a value, "
        "{harmless} harmless in themselves, {explained} explained, {survivors} survive"
    )
    return text.format(
        tried=sum(trial.tried for trial in trials),
        crashed=total("crashed"),
        killed=total("killed"),
        harmless=total("harmless"),
        explained=total("explained"),
        survivors=sum(len(trial.survivors) for trial in trials),
    )
