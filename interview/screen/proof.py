"""What `interview check` found."""

from __future__ import annotations

from rich.text import Text

from interview.authoring.proof import Proof
from interview.messages import _, ngettext
from interview.screen.console import foreign_text, out


def show_proof(proof: Proof) -> None:
    """One question: sound, or its list of things to do."""
    mark, style = ("✓", "green") if proof.sound else ("✗", "red")
    line = Text(f"{mark} {proof.name}", style=style)
    counts = _("{wrong} misconceptions, {right} right alternatives")
    counts = counts.format(wrong=len(proof.of_wrong), right=len(proof.of_right))
    out().print(line.append(f"  {counts}", style="bright_black"))
    for problem in proof.problems:
        out().print(foreign_text(f"    {problem}"), soft_wrap=True)
    for point in (*proof.weak_points, *proof.notes):
        out().print(foreign_text(f"    · {point}", "bright_black"), soft_wrap=True)


def show_table(proof: Proof) -> None:
    """Which misconception fails which case: a column for each misconception, in the order of the list below."""
    names = list(proof.of_wrong)
    if not names:
        return
    first = {name: proof.of_wrong[name][0] for name in names}
    width = max(len(case.name) for case in first[names[0]].cases) if first[names[0]].cases else 0
    for index, case in enumerate(first[names[0]].cases):
        marks = "".join(
            "×" if index < len(v.cases) and v.cases[index].status == "failed" else "·"
            for v in first.values()
        )
        out().print(foreign_text(f"    {case.name:<{width}}  {marks}"), soft_wrap=True)
    for number, name in enumerate(names, 1):
        failed = sum(case.status == "failed" for case in first[name].cases)
        text = ngettext(
            "{number}. {name}: fails {count} case", "{number}. {name}: fails {count} cases", failed
        )
        line = text.format(number=number, name=name, count=failed)
        out().print(foreign_text(f"    {line}", "bright_black"), soft_wrap=True)


def show_bank_figures(proofs: list[Proof]) -> None:
    """The two figures by which a bank is known: wrong answers accepted, right answers rejected."""
    wrong, accepted = sum(len(p.of_wrong) for p in proofs), sum(p.accepted for p in proofs)
    right, rejected = sum(len(p.of_right) for p in proofs), sum(p.rejected for p in proofs)
    sound = sum(p.sound for p in proofs)
    text = _("{count} of {total} questions sound")
    out().print("\n" + text.format(count=sound, total=len(proofs)))
    text = _("wrong answers accepted: {count} of {total}")
    out().print(text.format(count=accepted, total=wrong))
    text = _("right answers rejected: {count} of {total}")
    out().print(text.format(count=rejected, total=right))
