"""What `interview check` found."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from interview.authoring.proof import Proof
from interview.messages import _, ngettext
from interview.screen.console import foreign_text, out


def show_proof(proof: Proof) -> None:
    """One question: sound, or its list of things to do."""
    mark, style = ("✓", "green") if proof.sound else ("✗", "red")
    line = Text(f"{mark} {proof.name}", style=style)
    out().print(line.append(f"  {counts_of_proof(proof)}", style="bright_black"))
    for problem in proof.problems:
        out().print(foreign_text(f"    {problem}"), soft_wrap=True)
    for point in (*proof.weak_points, *proof.notes):
        out().print(foreign_text(f"    · {point}", "bright_black"), soft_wrap=True)


def counts_of_proof(proof: Proof) -> str:
    """How many wrong and right answers its question has, and whether they were tried."""
    wrong = ngettext("{count} misconception", "{count} misconceptions", proof.wanted_wrong)
    right = ngettext("{count} right alternative", "{count} right alternatives", proof.wanted_right)
    text = _("{wrong}, {right}")
    if proof.untried_wrong or proof.untried_right:
        text = _("{wrong}, {right}, not tried")
    return text.format(
        wrong=wrong.format(count=proof.wanted_wrong), right=right.format(count=proof.wanted_right)
    )


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


def show_bank_figures(proofs: list[Proof], problems: Sequence[str] = ()) -> None:
    """The two figures by which a bank is known: wrong answers accepted, right answers rejected.

    problems: of the bank as a whole, which none of its questions alone has.
    """
    for problem in problems:
        out().print(foreign_text(problem, "red"), soft_wrap=True)
    sound = sum(p.sound for p in proofs)
    text = _("{count} of {total} questions sound")
    out().print("\n" + text.format(count=sound, total=len(proofs)))
    wrong, accepted = sum(len(p.of_wrong) for p in proofs), sum(p.accepted for p in proofs)
    text = _("wrong answers accepted: {count} of {total}").format(count=accepted, total=wrong)
    out().print(with_untried(text, sum(p.untried_wrong for p in proofs)))
    right, rejected = sum(len(p.of_right) for p in proofs), sum(p.rejected for p in proofs)
    text = _("right answers rejected: {count} of {total}").format(count=rejected, total=right)
    out().print(with_untried(text, sum(p.untried_right for p in proofs)))
    if problems:
        text = ngettext(
            "the bank as a whole is not sound: {count} problem",
            "the bank as a whole is not sound: {count} problems",
            len(problems),
        )
        out().print(foreign_text(text.format(count=len(problems)), "red"))


def with_untried(figure: str, count: int) -> str:
    """A figure, and how many answers it leaves out."""
    return _("{figure}; {count} not tried").format(figure=figure, count=count) if count else figure
