"""What `interview check` found."""

from __future__ import annotations

from rich.text import Text

from interview.grading.proof import Proof
from interview.screen.console import foreign, out


def show_proof(proof: Proof) -> None:
    """One question: sound, or its list of things to do."""
    mark, style = ("✓", "green") if proof.sound else ("✗", "red")
    line = Text(f"{mark} {proof.card.slug}", style=style)
    counts = f"  {proof.wrong} misconceptions, {proof.right} right alternatives"
    out().print(line.append(counts, style="bright_black"))
    for problem in proof.problems:
        out().print(foreign(f"    {problem}"), soft_wrap=True)


def show_figures(proofs: list[Proof]) -> None:
    """The two figures by which a bank is known: wrong answers accepted, right answers rejected."""
    wrong, accepted = sum(p.wrong for p in proofs), sum(p.accepted for p in proofs)
    right, rejected = sum(p.right for p in proofs), sum(p.rejected for p in proofs)
    sound = sum(p.sound for p in proofs)
    out().print(f"\n{sound} of {len(proofs)} questions sound")
    out().print(f"wrong answers accepted: {accepted} of {wrong}")
    out().print(f"right answers rejected: {rejected} of {right}")
