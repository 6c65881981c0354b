"""What `interview check` found."""

from __future__ import annotations

from rich.text import Text

from interview.authoring.proof import Proof
from interview.messages import _
from interview.screen.console import foreign_text, out


def show_proof(proof: Proof) -> None:
    """One question: sound, or its list of things to do."""
    mark, style = ("✓", "green") if proof.sound else ("✗", "red")
    line = Text(f"{mark} {proof.card.slug}", style=style)
    counts = _("{wrong} misconceptions, {right} right alternatives")
    counts = counts.format(wrong=proof.wrong, right=proof.right)
    out().print(line.append(f"  {counts}", style="bright_black"))
    for problem in proof.problems:
        out().print(foreign_text(f"    {problem}"), soft_wrap=True)


def show_bank_figures(proofs: list[Proof]) -> None:
    """The two figures by which a bank is known: wrong answers accepted, right answers rejected."""
    wrong, accepted = sum(p.wrong for p in proofs), sum(p.accepted for p in proofs)
    right, rejected = sum(p.right for p in proofs), sum(p.rejected for p in proofs)
    sound = sum(p.sound for p in proofs)
    text = _("{count} of {total} questions sound")
    out().print("\n" + text.format(count=sound, total=len(proofs)))
    text = _("wrong answers accepted: {count} of {total}")
    out().print(text.format(count=accepted, total=wrong))
    text = _("right answers rejected: {count} of {total}")
    out().print(text.format(count=rejected, total=right))
