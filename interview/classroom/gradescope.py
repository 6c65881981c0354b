"""Who handed in what, by the `submission_metadata.yml` of Gradescope's export: read line by line.

Its keys are Ruby's symbols (`:name:`), and most of it is what the autograder printed, which nobody needs here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from interview.classroom.unread import UnreadFile
from interview.text import inert_name

MOST_PAPER_BYTES = 64 * 1024 * 1024
SUBMISSION = re.compile(r"^['\"]?(submission_\d+)['\"]?:\s*$")
SECTION = re.compile(r"^  ['\"]?:?(\w+)['\"]?:")
FIELD = re.compile(r"^\s+(?P<first>- )?:?(?P<key>name|sid|email): (?P<value>.*)$")


@dataclass(frozen=True)
class Submitter:
    """One of those who handed in together."""

    name: str
    number: str = ""


def submitters_of(file: UnreadFile) -> dict[str, list[Submitter]]:
    """By folder of the export: who handed it in; nobody where the file cannot be read."""
    try:
        lines = file.read(MOST_PAPER_BYTES).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return {}
    told: dict[str, list[dict[str, str]]] = {}
    folder = section = ""
    for line in lines:
        if match := SUBMISSION.match(line):
            folder, section = match[1], ""
        elif match := SECTION.match(line):
            section = match[1]
        elif folder and section == "submitters" and (match := FIELD.match(line)):
            people = told.setdefault(folder, [])
            if match["first"] or not people:
                people.append({})
            people[-1][match["key"]] = plain_scalar(match["value"])
    return {
        folder: [
            Submitter(inert_name(p["name"]), inert_name(p.get("sid") or p.get("email", "")))
            for p in people
            if p.get("name", "").strip()
        ]
        for folder, people in told.items()
    }


def plain_scalar(text: str) -> str:
    """A scalar of YAML in one line, without its quotes."""
    text = text.strip()
    if text.startswith("'") and text.endswith("'") and len(text) > 1:
        return text[1:-1].replace("''", "'")
    if text.startswith('"'):
        try:
            return str(json.loads(re.sub(r"\\x([0-9A-Fa-f]{2})", r"\\u00\1", text)))
        except ValueError:
            return text.strip('"')
    return "" if text in ("null", "~") else text
