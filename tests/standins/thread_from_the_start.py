"""Stands in for a debugger, a profiler or an extension: a thread runs in every process from its start."""

import threading
import time

threading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()
