"""A verdict in the words of its question, and what else of it is put into words than its findings."""

from __future__ import annotations

from dataclasses import replace

from interview.messages import _, ngettext
from interview.model.question import Question
from interview.model.verdict import CaseResult, Departure, Finding, Verdict
from interview.wording.names import case_name


def verdict_in_words_of(question: Question, verdict: Verdict) -> Verdict:
    """The names of its cases, and what it says of misconceptions, as this question has them.

    The judge knows a question in English only; the same question in another language has the rest.
    """
    names = [case_name(case) for case in question.exercise.judged_cases]
    if verdict.cases and len(verdict.cases) != len(names):
        return verdict  # the question was edited meanwhile
    says = {m.id: m.says for m in question.exercise.misconceptions}

    def of_case(name: str, case: CaseResult) -> CaseResult:
        explanation = says.get(case.misconception or "", case.explanation)
        return replace(case, name=name, explanation=explanation)

    def of_file(finding: Finding) -> Finding:
        match finding.values.get("reached"):
            case {"case": int(index)}:
                reached = {"case": index, "name": names[index]}
                return replace(finding, values={**finding.values, "reached": reached})
        return finding

    cases = verdict.cases
    if cases:
        cases = tuple(of_case(name, case) for name, case in zip(names, cases, strict=True))
    told = {old.name: new.name for old, new in zip(verdict.cases, cases, strict=True)}
    example, departure = verdict.example, verdict.departure
    if example:
        example = replace(example, case=told.get(example.case, example.case))
    if departure:
        departure = departure_in_words_of(question, departure, told.get(departure.case, ""))
    matrices = verdict.matrices
    if matrices:
        matrices = replace(matrices, case=told.get(matrices.case, matrices.case))
    return replace(
        verdict,
        cases=cases,
        matrices=matrices,
        example=example,
        departure=departure,
        findings=tuple(map(of_file, verdict.findings)),
        explanation=says.get(verdict.misconception or "", verdict.explanation),
    )


def departure_in_words_of(question: Question, departure: Departure, case: str) -> Departure:
    says = question.exercise.stages
    return replace(
        departure,
        case=case or departure.case,
        agrees_says=says.get(departure.agrees, departure.agrees_says),
        missing_says=says.get(departure.missing, departure.missing_says),
    )


def call_in_words(case: CaseResult) -> str:
    """What was called: `Attention(d=8)(x=(2, 3, 8)) and 2 more calls in training mode`."""
    text = case.call
    if case.more_calls:
        more = case.more_calls
        shown = ngettext("{call} and {count} more call", "{call} and {count} more calls", more)
        text = shown.format(call=text, count=more)
    return _("{call} in training mode").format(call=text) if case.training else text
