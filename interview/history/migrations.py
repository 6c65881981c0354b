"""The shapes that the history's database has had, from its beginning on."""

from __future__ import annotations

MIGRATIONS = (
    (
        "CREATE TABLE attempt (at TEXT NOT NULL, question TEXT NOT NULL, file TEXT NOT NULL, "
        "status TEXT NOT NULL, score REAL NOT NULL, misconception TEXT, seed INTEGER NOT NULL, "
        "seconds REAL NOT NULL)",
        "CREATE INDEX attempt_question ON attempt (question, at)",
        "CREATE TABLE reveal (at TEXT NOT NULL, question TEXT NOT NULL, what TEXT NOT NULL, "
        "number INTEGER NOT NULL)",
        "CREATE INDEX reveal_question ON reveal (question, at)",
    ),
    (
        "CREATE TABLE review (id INTEGER PRIMARY KEY, at TEXT NOT NULL, item TEXT NOT NULL, "
        "session TEXT NOT NULL, rating INTEGER NOT NULL, seconds REAL NOT NULL, answer TEXT NOT NULL, "
        "evidence TEXT NOT NULL, due TEXT NOT NULL, memory TEXT NOT NULL)",
        "CREATE INDEX review_item ON review (item, id)",
        "CREATE TABLE retraction (at TEXT NOT NULL, review INTEGER NOT NULL)",
        "CREATE INDEX retraction_review ON retraction (review)",
        "CREATE TABLE session (id TEXT PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, "
        "plan TEXT NOT NULL)",
        "CREATE INDEX session_kind ON session (kind)",
        "CREATE TABLE step (session TEXT NOT NULL, at TEXT NOT NULL, name TEXT NOT NULL, "
        "data TEXT NOT NULL)",
        "CREATE INDEX step_session ON step (session)",
    ),
    (  # what figures are made of, without the long rows they stand in
        "CREATE INDEX review_at ON review (at)",
        "CREATE INDEX review_figures ON review (item, at, rating, seconds)",
    ),
    (  # whether the core was right; of attempts before this nobody knows, unless they were accepted
        "ALTER TABLE attempt ADD COLUMN core INTEGER NOT NULL DEFAULT 0",
    ),
    (
        "CREATE TABLE note (at TEXT NOT NULL, question TEXT NOT NULL, what TEXT NOT NULL, "
        "text TEXT NOT NULL)",
    ),
    (  # the mistakes of an attempt with several, as a list in JSON
        "ALTER TABLE attempt ADD COLUMN case_misconceptions TEXT NOT NULL DEFAULT '[]'",
    ),
)
"""Each brings a database from its place in the list to the next version; none is ever changed."""
