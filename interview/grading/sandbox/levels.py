"""What a runner may do: compute. How much of the rest is out of its reach is the *level*.

- *full*: seccomp (no sockets, no processes, no signals to others, no writing), Landlock (reads only
  Python's and torch's own files), and namespaces of its own without a network.
- *full without namespaces*: the same where the kernel refuses namespaces; nothing depends on them.
- *full, no file access*: no Landlock, so every open is refused; what Python may need is loaded before.
- *basic*: a process of its own with limits. It can read files and open sockets: not for strangers' code.

At every level the reference, the expected values and the verdict are in another process.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import sys
import sysconfig
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from interview.grading.sandbox import landlock, prctl, seccomp
from interview.grading.sandbox.limits import Allowance
from interview.grading.start import package
from interview.messages import N_, _

FULL, NO_NAMESPACES, NO_FILES, BASIC = LEVELS = (
    N_("full"),
    N_("full without namespaces"),
    N_("full, no file access"),
    N_("basic"),
)
# The user namespace is what lets an unprivileged process have the others (Linux 3.8). Containers and
# some distributions refuse it (Docker's own filter, Ubuntu's AppArmor since 23.10); nothing depends on it.
CLONE_NAMESPACES = 0x10000000 | 0x40000000 | 0x08000000 | 0x04000000  # user, net, ipc, uts
CAPABILITIES_V3 = 0x20080522
LAST_CAPABILITY = 63
MAX_OPEN_FILES = 64
STACK_BYTES = 8 * 2**20
MIB = 2**20
READABLE_PACKAGES = (
    *("torch", "torchgen", "functorch", "numpy", "numpy.libs", "sympy", "mpmath", "networkx"),
    *("jinja2", "markupsafe", "fsspec", "filelock", "safetensors", "einops", "scipy", "scipy.libs"),
    *("typing_extensions.py", "isympy.py", "opt_einsum"),
)
"""What of the installed packages an attempt may read: torch, what torch imports, and its usual company."""
SYSTEM_FILES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/etc/localtime")
SYSTEM_FOLDERS = ("/usr/share/zoneinfo", "/sys/devices/system/cpu", "/etc/ld.so.cache")


def best() -> str:
    """The highest level that this machine offers; asked by system call, in a process that is thrown away."""
    if sys.platform != "linux" or not seccomp.filters_available():
        return BASIC
    if not landlock.abi_version():
        return NO_FILES
    return FULL if namespaces_allowed() else NO_NAMESPACES


def namespaces_allowed() -> bool:
    # In a child, as there is no way back out of a namespace.
    pid = os.fork()
    if pid == 0:
        os._exit(0 if ctypes.CDLL(None).unshare(CLONE_NAMESPACES) == 0 else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@dataclass(frozen=True)
class Sandbox:
    """A level, prepared once before forking, so that entering it costs a runner next to nothing."""

    level: str
    ruleset: int | None = None

    def enter(self, link: int, output: int, allowance: Allowance) -> None:
        """Gives up what no attempt needs, for this process and all that it forks.

        Called after torch is loaded. What needs files comes first. Raises OSError if a layer of
        this level is refused: then nothing may run.
        """
        only_these(link, output, keep=self.ruleset)
        os.environ.clear()
        for name, value in package.NO_ACCELERATORS.items():
            os.putenv(name, value)  # for libraries; Python itself is told of no environment
        os.chdir("/")
        if self.level == FULL:
            require_success(ctypes.CDLL(None).unshare(CLONE_NAMESPACES), "namespaces")
        limit_resources(allowance)
        if self.level == BASIC:
            return
        drop_capabilities()
        # Linux 3.5; without it the kernel takes neither a filter nor Landlock's rules from who is not root.
        require_success(prctl.ask_kernel(prctl.PR_SET_NO_NEW_PRIVS, 1), "no_new_privs")
        if self.ruleset is not None:
            landlock.restrict_to_rules(self.ruleset)
            os.close(self.ruleset)

    def seal(self, link: int, output: int, allowance: Allowance) -> None:
        """The rest, for ever, in the process that is about to read the attempt; raises OSError if refused."""
        only_these(link, output)
        with contextlib.suppress(ValueError):  # a tighter one has been set from outside meanwhile
            set_limit(resource.RLIMIT_CPU, allowance.ceiling)
        if self.level != BASIC:
            seccomp.install_filter(files=self.level != NO_FILES, threads=allowance.threads)


def prepare(level: str) -> Sandbox:
    """The sandbox of a level; at *full, no file access* what an attempt may import is imported now."""
    if level == NO_FILES:
        load_what_may_be_needed()
    return Sandbox(level, landlock_rules() if level in (FULL, NO_NAMESPACES) else None)


def landlock_rules() -> int:
    """Landlock rules: Python's standard library and torch's packages are read, nothing else."""
    paths = sysconfig.get_paths()
    library = {Path(paths["stdlib"]), Path(paths["platstdlib"])}
    places = {Path(place) for place in package.package_places()}
    # Not the folders as a whole: what other people installed may hold references of banks.
    files = [
        entry
        for place in library
        for entry in folder_entries(place)
        if entry.name not in package.INSTALLED
    ]
    files += [place / name for place in places for name in READABLE_PACKAGES]
    files += [Path(p) for p in (*SYSTEM_FILES, *SYSTEM_FOLDERS)] + shared_libraries()
    return landlock.make_ruleset(files, library | places)


def folder_entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def shared_libraries() -> list[Path]:
    """Where the C library and its company are."""
    multiarch = f"{platform.machine()}-linux-gnu"
    return [Path("/lib") / multiarch, Path("/usr/lib") / multiarch, Path("/lib64")]


def only_these(link: int, output: int, keep: int | None = None) -> None:
    """Standard input is empty, what is printed goes to the judge, and of the rest only the link stays open."""
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    kept = sorted({link} | ({keep} if keep is not None else set()))
    edges = [2, *kept, 2**16]
    for below, above in pairwise(edges):
        os.closerange(below + 1, above)


def limit_resources(allowance: Allowance) -> None:
    # What torch has mapped is address space that it may never touch (several GiB with CUDA's libraries),
    # so memory is limited relative to what the process has now. RLIMIT_RSS has no effect since Linux 2.4.30.
    set_limit(resource.RLIMIT_FSIZE, 0)
    set_limit(resource.RLIMIT_CORE, 0)
    set_limit(resource.RLIMIT_NOFILE, MAX_OPEN_FILES)
    set_limit(resource.RLIMIT_STACK, STACK_BYTES)
    if sys.platform == "linux":
        set_limit(resource.RLIMIT_MEMLOCK, 0)
        set_limit(resource.RLIMIT_MSGQUEUE, 0)
        set_limit(resource.RLIMIT_AS, address_space() + allowance.memory_mib * MIB)
    # Writing past the size limit is an error to be raised, not a signal to die from.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def set_limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (ceiling, ceiling))


def address_space() -> int:
    """Bytes of address space this process has now."""
    with open("/proc/self/statm", "rb", buffering=0) as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def drop_capabilities() -> None:
    """Root's powers too: nothing is left to drop to."""
    # One by one, as there is no call for all; a number that this kernel does not know yet is no error.
    for capability in range(LAST_CAPABILITY + 1):
        prctl.ask_kernel(prctl.PR_CAPBSET_DROP, capability)
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_V3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    require_success(ctypes.CDLL(None).capset(header, nothing), "capabilities")


def require_success(result: int, what: str) -> None:
    if result != 0:
        raise OSError(f"the sandbox could not be entered: {what} refused")


def load_what_may_be_needed() -> None:
    """Imports the standard library's modules, as far as they load without doing anything."""
    import importlib

    avoided = {
        "antigravity",
        "this",
        "idlelib",
        "turtle",
        "turtledemo",
        "tkinter",
        "test",
        "lib2to3",
    }
    for name in sorted(sys.stdlib_module_names - avoided):
        if not name.startswith("_"):
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    numpy = importlib.import_module("numpy")
    for name in numpy.__all__:  # numpy loads some of its parts when they are first named
        with contextlib.suppress(Exception):
            getattr(numpy, name)
    # numpy 1 does not name its testing part; torch 2.6 loads the last at its first einsum.
    late = ("numpy.ctypeslib", "numpy.testing", "safetensors.numpy", "torch.library")
    for name in (*late, "torch.backends.opt_einsum"):
        importlib.import_module(name)


def level_in_words(level: str) -> str:
    """What a level means, for people."""
    meanings = {
        FULL: _("no files but Python's own, no network, no processes, no signals"),
        NO_NAMESPACES: _("no files but Python's own, no network, no processes, no signals"),
        NO_FILES: _("no files, no network, no processes, no signals"),
        BASIC: _("own process and limits; files can be read: not for strangers' code"),
    }
    return meanings[level]
