"""What grades a class with a judge that stays."""

from __future__ import annotations

from interview.classroom.batch import BatchEntry, digest, verdict_on
from interview.grading.client.replies import broken_question_verdict
from interview.model.verdict import CaseResult, Verdict


class LinkGrader:
    """As `interview.classroom.batch.ClassGrader`, one after the other."""

    def __init__(self, link, level="full"):
        self.link, self.level = link, level
        self.graded: list[str] = []

    def about(self):
        return {"level": self.level, "torch": "2"}

    def grade(self, submissions, seed, lang):
        for submission in submissions:
            self.graded.append(f"{submission.person} {submission.card.id}")
            verdict = verdict_on(self.link, submission, seed, lang)
            yield BatchEntry(submission.person, digest(submission.data), verdict)


class FindingItBroken:
    """Stands for the engine where a question itself is broken."""

    def about(self):
        return {"level": "full", "torch": "2"}

    def grade(self, submissions, seed, lang):
        for one in submissions:
            problems = [f"{one.card.reference}:3: secret of the reference"]
            verdict = broken_question_verdict(one.card, one.file, seed, problems)
            yield BatchEntry(one.person, digest(one.data), verdict)


class MarkingAllRight:
    """Stands for the engine: here it is asked who there is, not what they wrote."""

    def about(self):
        return {"level": "full", "torch": "2"}

    def grade(self, submissions, seed, lang):
        for one in submissions:
            case = CaseResult("plain", "attend", "passed", "attend(q)")
            verdict = Verdict(one.card.id, one.file, "accepted", 1.0, seed, cases=(case,))
            yield BatchEntry(one.person, digest(one.data), verdict)
