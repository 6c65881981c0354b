"""Random bytes as an attempt, and random bytes as its answer: never accepted, never a failure of ours."""

from __future__ import annotations

import struct

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from interview.grading.client.source import NotText, decode_source
from interview.grading.wire.values import HEADER, MAGIC, pack

FAST = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
HARMLESS = ("not_written", "wrong", "crashed", "timeout", "out_of_memory", "forbidden", "invalid")
ANSWER = """
import os
for fd in range(3, 64):
    try: os.write(fd, {data!r})
    except OSError: pass
def attend(q, k, v, mask=None):
    {end}
"""


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore"))
)
@example(b"(" * 5000)
@example(b"# -*- coding: utf-7 -*-\n+AGE-")
@example(b"\xff\xfe" + "def attend(): pass".encode("utf-16-le"))
@example("def attend(q, k, v, mask=None): return 'ª'".encode("latin-1"))
@example(b"\x0c\n" * 2000 + b"lambda: " * 3000)
@FAST
def test_random_bytes_are_no_attempt(grade, data):
    try:
        source = decode_source(data)
    except NotText:
        return
    assert grade(source).status in HARMLESS


@given(
    st.binary(max_size=200)
    | st.builds(
        lambda text, blob, sizes: HEADER.pack(MAGIC, *sizes) + text + blob,
        st.binary(max_size=60),
        st.binary(max_size=60),
        st.tuples(st.integers(0, 200), st.integers(0, 200)),
    )
    | st.recursive(
        st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=9),
        lambda inner: st.dictionaries(
            st.sampled_from(
                ["stage", "index", "facts", "results", "done", "error", "forbidden", "x"]
            ),
            inner | st.lists(inner, max_size=3),
        ),
        max_leaves=8,
    ).map(pack),
    st.sampled_from(["os._exit(0)", "return q", "raise MemoryError"]),
)
@example(pack({"stage": "run", "index": 0, "facts": {"results": [float("nan")]}}), "os._exit(0)")
@example(pack({"stage": "run", "index": 10**12, "facts": {"results": []}}), "return q")
@example(struct.pack(">4sIQ", MAGIC, 2**32 - 1, 2**64 - 1), "return q")
@FAST
def test_random_bytes_are_no_answer(grade, data, end):
    assert grade(ANSWER.format(data=data, end=end)).status in HARMLESS


def test_the_next_attempt_is_graded_as_usual(grade, reference):
    assert grade(reference).status == "accepted"
