"""What is loaded comes in huge pages once the server has settled."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
CODE = """
import re
from interview.grading.forks.memory import settle

def huge():
    text = open("/proc/self/smaps_rollup").read()
    return int(re.search(r"AnonHugePages: +(\\d+)", text).group(1))

kept = [bytes(1000) + str(i).encode() for i in range(30_000)]
before = huge()
settle()
print(before, huge(), all(kept[i].endswith(str(i).encode()) for i in range(30_000)))
"""


def collapses() -> bool:
    """Whether this kernel has huge pages, and can be asked for them afterwards (Linux 6.1)."""
    if not SETTING.exists() or "[never]" in SETTING.read_text():
        return False
    return tuple(map(int, platform.release().split("-")[0].split(".")[:2])) >= (6, 1)


@pytest.mark.skipif(not collapses(), reason="this kernel has no huge pages, or is older than 6.1")
def test_small_objects_come_to_lie_in_huge_pages_unchanged():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    before, after, same = done.stdout.split()
    assert int(after) > int(before) + 10_000
    assert same == "True"


def test_settling_is_harmless_where_there_are_none(monkeypatch):
    from interview.grading.forks import memory

    monkeypatch.setattr(memory.sys, "platform", "darwin")
    memory.settle()
    memory.gc.unfreeze()
