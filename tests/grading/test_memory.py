"""What is loaded comes in huge pages once the server has settled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
CODE = """
import re, mmap
from interview.grading.memory import settle

def huge():
    text = open("/proc/self/smaps_rollup").read()
    return int(re.search(r"AnonHugePages: +(\\d+)", text).group(1))

kept = [bytes(1000) + str(i).encode() for i in range(30_000)]
before = huge()
settle()
print(before, huge(), all(kept[i].endswith(str(i).encode()) for i in range(30_000)))
"""


@pytest.mark.skipif(
    not SETTING.exists() or "[never]" in SETTING.read_text(), reason="this kernel has no huge pages"
)
def test_small_objects_come_to_lie_in_huge_pages_unchanged():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    before, after, same = done.stdout.split()
    assert int(after) > int(before) + 10_000
    assert same == "True"


def test_settling_is_harmless_where_there_are_none(monkeypatch):
    from interview.grading import memory

    monkeypatch.setattr(memory.sys, "platform", "darwin")
    memory.settle()
    memory.gc.unfreeze()
