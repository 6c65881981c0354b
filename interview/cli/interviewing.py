"""The commands of the interview itself: debugging rounds and the mock interview."""

from __future__ import annotations
