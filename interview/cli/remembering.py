"""The commands of the history: progress, export and import."""

from __future__ import annotations
