"""The commands that ask: quiz and drill."""

from __future__ import annotations
