"""Stands in for a GPU's driver: a thread starts at a process's first backward and first optimizer step.

Python knows nothing of the thread, as of a driver's own, and a sandbox may refuse it: then nothing happens.
"""

import ctypes
import importlib.abc
import importlib.util
import sys

started = False


def wake(*_):
    global started
    if not started:
        started = True
        libc = ctypes.CDLL(None)
        pause = ctypes.cast(libc.pause, ctypes.c_void_p)
        libc.pthread_create(ctypes.byref(ctypes.c_ulong()), None, pause, None)


def patch(module):
    if module.__name__ == "torch.optim.optimizer":
        module.Optimizer._cuda_graph_capture_health_check = wake
        return
    real = module._engine_run_backward

    def run(*arguments, **settings):
        wake()
        return real(*arguments, **settings)

    module._engine_run_backward = run


class Finder(importlib.abc.MetaPathFinder):
    """Patches torch as it is imported, where its backward and its steps begin."""

    def find_spec(self, name, path, target=None):
        if name not in ("torch.autograd.graph", "torch.optim.optimizer"):
            return None
        sys.meta_path.remove(self)
        try:
            spec = importlib.util.find_spec(name)
        finally:
            sys.meta_path.insert(0, self)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            patch(module)

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Finder())
