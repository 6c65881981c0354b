"""An assignment as it goes to another machine: whole for a grader of ours, or only what students may read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from interview.bank.schema import validated
from interview.classroom.assignment import PersonalEntry, ReadyAssignment, read_class_file
from interview.classroom.identity import MemberIndex
from interview.classroom.marks import assign_class
from interview.classroom.roster import ClassMember
from interview.errors import UsageError
from interview.model.assignment import Assignment

PERSONAL_KEYS = ("extra_time", "handed_in", "roster", "overrides")
"""What of an assignment is about people."""


def public_assignment(path: Path, ready: ReadyAssignment) -> str:
    """The assignment without anything about people, as JSON, which is YAML as well."""
    return as_json(written_keys(path, ready))


def private_assignment(path: Path, ready: ReadyAssignment) -> dict[str, str]:
    """By file name: the assignment, its overrides, and of the roster those about whom something is written.

    Raises UsageError for whom the roster doesn't know.
    """
    written, texts = written_keys(path, ready), {}
    if ready.roster:
        assign_class(ready, [])
        if table := roster_of_some(ready):
            texts["roster.csv"] = table
            written["roster"] = "roster.csv"
    everything = asdict(written_assignment(path))
    for key in ("extra_time", "handed_in"):
        told = {
            sure_name(str(person), ready.roster): text for person, text in everything[key].items()
        }
        if told:
            written[key] = told
    texts["assignment.yaml"] = as_json(written)
    overrides = [override_of(entry, ready.roster) for entry in ready.personal if entry.override]
    if overrides:
        texts["overrides.yaml"] = as_json({"overrides": overrides})
    return texts


def roster_of_some(ready: ReadyAssignment) -> str:
    """A roster of those about whom something is written; without a name that somebody else has, too."""
    people = {listed_member(entry.person, ready.roster): None for entry in ready.personal}
    rows = [
        [
            member.id,
            member.name if has_a_name_alone(member, ready.roster) else "",
            member.email,
            member.login,
        ]
        for member in people
        if member
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["id", "name", "email", "login"], *rows])
    return out.getvalue() if rows else ""


def has_a_name_alone(member: ClassMember, roster: Sequence[ClassMember]) -> bool:
    return sum(other.name.casefold() == member.name.casefold() for other in roster) == 1


def override_of(entry: PersonalEntry, roster: Sequence[ClassMember]) -> dict[str, Any]:
    told = asdict(entry.override) if entry.override else {}
    question = entry.card.id if entry.card else told["question"]
    return {**told, "person": sure_name(entry.person, roster), "question": question}


def written_assignment(path: Path) -> Assignment:
    """What stands in the file; it has been read without a problem before."""
    source = read_class_file(path, "", Assignment)
    assignment = validated(source, Assignment)
    if source.problems or assignment is None:  # changed meanwhile
        raise UsageError(*source.problems)
    return assignment


def written_keys(path: Path, ready: ReadyAssignment) -> dict[str, Any]:
    """What differs from the defaults, but for what is about people; questions by their ids."""
    assignment = written_assignment(path)
    usual = asdict(Assignment("", ()))
    told = asdict(assignment)
    kept = {
        field.name: told[field.name]
        for field in fields(assignment)
        if field.name not in PERSONAL_KEYS and told[field.name] != usual[field.name]
    }
    ids = [assigned.card.id for assigned in ready.cards]
    kept["questions"] = [
        {key: value for key, value in {**asked, "question": id}.items() if value is not None}
        for asked, id in zip(told["questions"], ids, strict=True)
    ]
    return kept


def sure_name(person: str, roster: Sequence[ClassMember]) -> str:
    """What a person written about is called on every platform: the e-mail address, else the id, else the name."""
    member = listed_member(person, roster)
    return (member.email or member.id or member.name) if member else person


def strict_names(person: str, roster: Sequence[ClassMember]) -> frozenset[str]:
    """What means this person and nobody else, in small letters: a name only if nobody else has it."""
    member = listed_member(person, roster)
    if member is None:
        return frozenset({person.strip().casefold()})
    name = member.name if has_a_name_alone(member, roster) else ""
    told = (member.email, member.id, member.login, name)
    return frozenset(text.strip().casefold() for text in told) - {""}


def listed_member(person: str, roster: Sequence[ClassMember]) -> ClassMember | None:
    fitting = MemberIndex(roster).named(person) if roster else []
    return fitting[0] if len(fitting) == 1 else None


def as_json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
