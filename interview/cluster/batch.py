"""One class on a crew of workers: chunks handed out, verdicts taken in, what dead workers had handed out again."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from interview.bank.packing import content_edition, pack_bank
from interview.classroom.batch import BatchEntry, digest, source_or_verdict
from interview.classroom.submissions import Submission
from interview.cluster import grader
from interview.cluster.chunks import Chunk, RemainingChunks
from interview.cluster.crew import Crew, Member, called
from interview.cluster.scheduler import Outcome
from interview.grading.client.replies import judge_failure_verdict
from interview.messages import _
from interview.model.card import Card
from interview.model.verdict import Finding, Verdict, verdict_from_data


def name_on_workers(card: Card) -> str:
    """What a question is called where its bank is a copy."""
    return f"{card.bank.name}:{card.plain_id}"


class ClusterBatch:
    """What is still to be graded, and the entries that nobody has taken yet."""

    def __init__(self, crew: Crew, submissions: Sequence[Submission], seed: int, lang: str) -> None:
        self.crew, self.seed, self.lang = crew, seed, lang
        self.cards = {s.card.id: s.card for s in submissions}
        self.entries: deque[BatchEntry] = deque()
        self.sources: dict[int, str] = {}
        """By the submission's identity. What is no text is not sent."""
        texts = []
        for submission in submissions:
            told = source_or_verdict(submission, seed)
            if isinstance(told, Verdict):
                self.judged(submission, told)
            else:
                self.sources[id(submission)] = told
                texts.append(submission)
        self.remaining = RemainingChunks(texts)

    def begin(self) -> None:
        """Has the bank brought to everybody; raises QuestionError if it cannot be read."""
        cards = self.cards.values()
        self.crew.bring_bank(pack_bank(cards), content_edition(cards))

    def hand_out(self) -> None:
        """A chunk for every free seat. One worker takes nothing new while somebody must be alone on it."""
        ready = [member for member in self.crew.members.values() if member.ready]
        seats = sum(len(member.seats) for member in ready)
        reserved = ready[:1] if self.remaining.wants_to_be_alone() else []
        for member in ready:
            for seat in member.free_seats():
                free = not member.at_work
                if member in reserved and not free:
                    break
                chunk = self.remaining.take(seat, seats, free)
                if chunk is None:
                    break
                self.send(member, seat, chunk)
                if chunk.alone:
                    break

    def send(self, member: Member, seat: int, chunk: Chunk) -> None:
        told = {
            "seat": seat,
            "seed": self.seed,
            "lang": self.lang,
            "question": name_on_workers(self.cards[chunk.question]),
            "submissions": [(s.file, self.sources[id(s)]) for s in chunk.submissions],
        }

        def hearing(member: Member, outcome: Outcome) -> None:
            self.chunk_ended(member, key, outcome)

        key = self.crew.ask(member, hearing, grader.grade_chunk, grader.json_bytes(told))
        member.at_work[key] = seat, chunk

    def chunk_ended(self, member: Member, key: str, outcome: Outcome) -> None:
        told = outcome.data
        if told is None:  # it died, was started anew at its old address, or cannot grade any more
            self.crew.dismiss(member)
            self.lost(member, outcome.error)
            return
        _seat, chunk = member.at_work.pop(key)
        verdicts = [
            replace(verdict_from_data(data), question=chunk.question) for data in told["verdicts"]
        ]
        for submission, verdict in zip(chunk.submissions, verdicts, strict=False):
            self.judged(submission, verdict)
        if told["lost"] is not None:
            chunk = self.without_engine(chunk, len(verdicts), told["lost"])
        self.remaining.graded(chunk, len(verdicts), told["seconds"])

    def without_engine(self, chunk: Chunk, place: int, error: str) -> Chunk:
        """A worker's engine went away over one submission, and was replaced: the chunk as it is to go on."""
        submission = chunk.submissions[place]
        if not chunk.alone:
            self.remaining.suspect(submission)
            return chunk
        card, file = submission.card, submission.file
        self.judged(submission, judge_failure_verdict(card, file, self.seed, error))
        return Chunk(chunk.submissions[:place])

    def lost(self, member: Member, error: str | None = None) -> None:
        """A worker grades no longer: what it had is graded elsewhere."""
        if error is not None:
            text = _("worker {name} cannot go on: {error}: what it had is graded elsewhere")
        else:
            text = _("worker {name} has gone: what it had is graded elsewhere")
        if member.traits:
            self.crew.tell(text.format(name=called(member), error=error))
        for _seat, chunk in member.at_work.values():
            blamed = self.remaining.ended(chunk)
            if blamed:
                self.judged(blamed, self.ending_verdict(blamed, error))
        member.at_work.clear()

    def give_back(self, member: Member) -> None:
        """A worker does not answer, which may be another's fault: what it had is graded elsewhere."""
        text = _("worker {name} does not answer: what it had is graded elsewhere")
        self.crew.tell(text.format(name=called(member)))
        for _seat, chunk in member.at_work.values():
            self.remaining.give_back(chunk.submissions)
        member.at_work.clear()

    def ending_verdict(self, submission: Submission, error: str | None) -> Verdict:
        """On a submission that ends every worker; where it is ours that fails, it is ours to answer for."""
        card, file = submission.card, submission.file
        if error is not None:
            return judge_failure_verdict(card, file, self.seed, error)
        finding = Finding("file", "worker_ended", {})
        return Verdict(card.id, file, "crashed", 0.0, self.seed, findings=(finding,))

    def judged(self, submission: Submission, verdict: Verdict) -> None:
        self.entries.append(BatchEntry(submission.person, digest(submission.data), verdict))
