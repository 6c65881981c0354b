"""Attempts that try to be accepted without being right: none is, and the next attempt is graded as usual."""

from __future__ import annotations

import re
import textwrap

import pytest

from interview.grading.client.source import read_source
from interview.wording.verdict import finding_message
from tests.helpers.forging import FOUND
from tests.helpers.processes import left_after_a_run

HOSTILE = {
    "patched comparisons": """
        import torch
        yes = lambda *a, **k: True
        torch.allclose = torch.equal = torch.isclose = torch.testing.assert_close = yes
        torch.Tensor.__eq__ = torch.Tensor.__le__ = torch.Tensor.any = yes
        def attend(q, k, v, mask=None):
            return torch.zeros(q.shape[0], q.shape[1], v.shape[2], dtype=q.dtype)
        """,
    "exit with status 0": """
        import os
        def attend(q, k, v, mask=None):
            os._exit(0)
        """,
    "exit at import": "raise SystemExit(0)",
    "an exception that cannot be printed": """
        class Quiet(BaseException):
            def __str__(self): raise Quiet
            __repr__ = __str__
        def attend(q, k, v, mask=None):
            raise Quiet
        """,
    "Ctrl-C raised by the attempt": """
        def attend(q, k, v, mask=None):
            raise KeyboardInterrupt
        """,
    "a pass printed on standard output": """
        import sys
        print('{"verdict": {"status": "accepted", "score": 1.0}}')
        sys.stderr.write("accepted 3 of 3 cases\\n")
        def attend(q, k, v, mask=None):
            return q
        """,
    "a pass written to every descriptor": """
        import json, os, pickle, struct
        def attend(q, k, v, mask=None):
            for fd in range(1, 64):
                for junk in (b'{"done": true}', pickle.dumps({"passed": True}), struct.pack(">4sIQ", b"IVW1", 14, 0) + b'{"dict": [["done", true]]}', bytes(64)):
                    try: os.write(fd, junk)
                    except OSError: pass
            os._exit(0)
        """,
    "a forged answer in our own format": """
        import gc, socket, torch
        pack = PACK
        links = [o for o in gc.get_objects() if isinstance(o, socket.socket)]
        def attend(q, k, v, mask=None):
            for link in links:
                for i in range(99):
                    __import__('os').write(link.fileno(), pack({"stage": "run", "index": i, "facts": {"results": [torch.zeros(2, 3, 4)], "gradients": {}, "inputs": {}}}))
                __import__('os').write(link.fileno(), pack({"done": True}))
            __import__("os")._exit(0)
        """,
    "done before anything was answered": """
        import gc, socket
        pack = PACK
        for link in [o for o in gc.get_objects() if isinstance(o, socket.socket)]:
            __import__('os').write(link.fileno(), pack({"done": True}))
        def attend(q, k, v, mask=None): return q
        """,
    "an absurd length": """
        import gc, socket, struct
        for link in [o for o in gc.get_objects() if isinstance(o, socket.socket)]:
            __import__('os').write(link.fileno(), struct.pack(">4sIQ", b"IVW1", 2**32 - 1, 2**63))
        def attend(q, k, v, mask=None): return q
        """,
    "an error far to the right": """
        error = {"kinds": [], "line": 1, "offset": 3_000_000_000, "text": "x", "type": "E", "message": ""}
        __import__("os").write(LINK.fileno(), PACK({"stage": "compile", "error": error}))
        __import__("os")._exit(0)
        """,
    "a million empty lists": """
        import os
        inner = b",".join([b"[]"] * 1_000_000)
        text = b'{"dict": [["stage", "run"], ["index", 0], ["facts", {"dict": [["results", [' + inner + b']]]}]]}'
        view = memoryview(__import__("struct").pack(">4sIQ", b"IVW1", len(text), 0) + text)
        while view: view = view[os.write(LINK.fileno(), view):]
        def attend(q, k, v, mask=None): return q
        """,
    "a whole number of 400 digits": """
        import os
        text = b'{"dict": [["stage", "run"], ["index", 0], ["facts", {"dict": [["results", [1' + b"0" * 400 + b']]]}]]}'
        os.write(LINK.fileno(), __import__("struct").pack(">4sIQ", b"IVW1", len(text), 0) + text)
        def attend(q, k, v, mask=None): return q
        """,
    "counts that are words": """
        import os
        os.write(LINK.fileno(), PACK({"stage": "run", "index": 0, "facts": {"results": [None], "operations": ["x"]}}))
        def attend(q, k, v, mask=None): return q
        """,
    "a class with a name of megabytes": """
        Long = type("C" * 3_000_000, (), {})
        def attend(q, k, v, mask=None): return Long()
        """,
    "keys of megabytes": """
        def attend(q, k, v, mask=None): return {"C" * 1_000_000: q}
        """,
    "one large tensor ninety times": """
        import torch
        T = torch.zeros(2**22, dtype=torch.float64)
        def attend(q, k, v, mask=None): return [T] * 90
        """,
    "nothing but refusals": """
        def attend(q, k, v, mask=None): raise ValueError
        """,
    "a failure blamed on the grader": """
        import gc, socket
        pack = PACK
        for link in [o for o in gc.get_objects() if isinstance(o, socket.socket)]:
            __import__('os').write(link.fileno(), pack({"failure": "Traceback ..."}))
        def attend(q, k, v, mask=None): return q
        """,
    "a tensor that says it equals everything": """
        import torch
        class Same(torch.Tensor):
            @classmethod
            def __torch_function__(cls, func, types, args=(), kwargs=None):
                return True
            def __eq__(self, other): return True
        def attend(q, k, v, mask=None):
            return torch.zeros(q.shape[0], q.shape[1], v.shape[2], dtype=q.dtype).as_subclass(Same)
        """,
    "an object that equals everything": """
        class Same:
            def __eq__(self, other): return True
            def __getattr__(self, name): return Same()
            def __call__(self, *a, **k): return Same()
        def attend(q, k, v, mask=None):
            return Same()
        """,
    "the reference by import": """
        import importlib, sys
        def attend(q, k, v, mask=None):
            for name in ("solutions", "solutions.01_attend", "01_attend", "reference", "interview.solutions"):
                try: return importlib.import_module(name).attend(q, k, v, mask)
                except ImportError: pass
            for module in list(sys.modules.values()):
                f = getattr(module, "attend", None)
                if callable(f) and f is not attend: return f(q, k, v, mask)
            return q
        """,
    "the reference from the stack or the heap": """
        import gc, sys, types
        def attend(q, k, v, mask=None):
            frame = sys._getframe()
            while frame:
                for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
                    if isinstance(value, types.FunctionType) and value.__name__ == "attend" and value is not attend:
                        return value(q, k, v, mask)
                frame = frame.f_back
            for o in gc.get_objects():
                if isinstance(o, types.FunctionType) and o.__name__ == "attend" and o is not attend:
                    return o(q, k, v, mask)
                if isinstance(o, dict) and isinstance(o.get("reference"), str):
                    exec(o["reference"], space := {}); return space["attend"](q, k, v, mask)
            return q
        """,
    "an expected tensor from the heap": """
        import gc, torch
        def attend(q, k, v, mask=None):
            shape = (q.shape[0], q.shape[1], v.shape[2])
            mine = {x.data_ptr() for x in (q, k, v)}
            for o in gc.get_objects():
                if type(o) is torch.Tensor and tuple(o.shape) == shape and o.data_ptr() not in mine:
                    return o.clone()
            return torch.zeros(shape, dtype=q.dtype)
        """,
    "inputs set to zero": """
        import torch
        def attend(q, k, v, mask=None):
            for x in (q, k, v): x.data.zero_()
            return torch.zeros(q.shape[0], q.shape[1], v.shape[2], dtype=q.dtype)
        """,
    "NaN everywhere": """
        import torch
        def attend(q, k, v, mask=None):
            return torch.full((q.shape[0], q.shape[1], v.shape[2]), float("nan"), dtype=q.dtype)
        """,
    "an empty tensor": """
        import torch
        def attend(q, k, v, mask=None): return torch.empty(0, dtype=q.dtype)
        """,
    "a stride-0 giant": """
        import torch
        def attend(q, k, v, mask=None): return torch.zeros(1, dtype=q.dtype).expand(10**7, 10**6)
        """,
    "a list that holds itself": """
        def attend(q, k, v, mask=None):
            x = []; x.append(x); return x
        """,
    "a numpy array": """
        def attend(q, k, v, mask=None): return q.detach().numpy()
        """,
    "a generator": """
        def attend(q, k, v, mask=None):
            yield q
        """,
    "recursion without end": """
        import sys
        sys.setrecursionlimit(10**8)
        def attend(q, k, v, mask=None): return attend(q, k, v, mask)
        """,
    "a null pointer": """
        import ctypes
        def attend(q, k, v, mask=None): ctypes.string_at(0)
        """,
    "a process that stays": """
        import os
        def attend(q, k, v, mask=None):
            if os.fork() == 0:
                while True: pass
            os._exit(0)
        """,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_attempt_is_never_accepted_and_harms_nobody(grade, reference, name):
    source = textwrap.dedent(HOSTILE[name])
    verdict = grade(FOUND + source if "PACK" in source or "LINK" in source else source)
    assert len(repr(verdict)) < 20_000
    assert verdict.status in ("wrong", "crashed", "timeout", "out_of_memory", "invalid")
    assert verdict.score == 0.0
    assert grade(reference).status == "accepted"


def test_what_must_be_refused_is_not_told_apart_by_the_form_of_its_program(grade, reference):
    """An attempt that looks at its program finds nothing there but the values."""
    spy = """
def refused():
    import sys
    frame = sys._getframe()
    while frame:
        program = frame.f_locals.get("program")
        if program is not None:
            return program.variant not in ("values", "second_call", "non_contiguous", "float32",
                                           "bfloat16") or (
                program.variant == "values" and not program.wants)
        frame = frame.f_back
"""
    verdict = grade(spy + reference.replace("q.size(-1) != k.size(-1)", "refused()"))
    (failed,) = [case for case in verdict.cases if case.status == "failed"]
    assert finding_message(failed.findings[0]).startswith("expected ValueError, got")


def test_a_counter_that_is_patched_counts_on(grade, reference):
    patch = (
        "import interview.grading.execution.inputs as I\nI.Inputs.changed = lambda self: False\n"
    )
    writes = reference.replace("    scores = q", "    q.data.add_(1.0)\n    scores = q")
    assert grade(writes).status == "wrong"
    assert grade(patch + writes).status != "accepted"


def test_nothing_is_written_and_the_environment_is_empty(grade, tmp_path, monkeypatch):
    target = tmp_path / "written"
    source = f"""
import os
def is_open(fd):
    try: return bool(os.fstat(fd))
    except OSError: return False
def attend(q, k, v, mask=None):
    print(sorted(os.environ), os.getcwd(), [fd for fd in range(1024) if is_open(fd)])
    with open({str(target)!r}, "w") as f:
        f.write("x" * 10000)
    return q
"""
    verdict = grade(source)
    assert re.match(r"\[\] / \[0, 1, 2, \d+\]\n", verdict.output)
    assert not target.exists() or target.stat().st_size == 0
    assert verdict.status == "crashed"


def test_an_attempt_rewritten_while_it_is_graded_is_judged_as_it_was_read(
    tmp_path, grade, reference
):
    """What is read once is what is judged: the file is never opened again."""
    path = tmp_path / "attempt.py"
    path.write_text(f"import time\ntime.sleep(0.3)\n{reference}")
    source = read_source(path)
    path.write_text("raise SystemExit")
    assert grade(source).status == "accepted"


def test_there_is_no_temporary_folder_to_fill(grade):
    source = """
import tempfile
def attend(q, k, v, mask=None):
    with tempfile.NamedTemporaryFile() as f:
        f.write(bytes(2**30))
    return q
"""
    assert grade(source).status == "crashed"


def test_no_process_is_left(grade, link):
    grade(textwrap.dedent(HOSTILE["a process that stays"]))
    assert left_after_a_run(link.engine.process.pid) == set()
