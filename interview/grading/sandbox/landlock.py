"""Linux's Landlock: a process gives up every path it was not explicitly left. Three system calls.

Source: Linux kernel documentation, Landlock: unprivileged access control, and `linux/landlock.h`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1
READ_FILE, READ_DIR, TRUNCATE = 1 << 2, 1 << 3, 1 << 14
RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many kinds of file access each version of the interface knows; later ones know no more."""
SIZE_BY_ABI = {1: 8, 2: 8, 3: 8, 4: 16, 5: 16}


class RulesetAttr(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class PathBeneathAttr(ctypes.Structure):
    # The kernel's struct is packed; ctypes from Python 3.14 on wants to be told by which rule.
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def system_call(number: int, *arguments: object) -> int:
    """A system call; -1 where the kernel refuses or does not know it."""
    result: int = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    return result


def abi_version() -> int:
    """The kernel's version of the interface; 0 where there is none."""
    return max(system_call(CREATE_RULESET, None, ctypes.c_size_t(0), CREATE_RULESET_VERSION), 0)


def make_ruleset(files: Iterable[Path], folders: Iterable[Path]) -> int:
    """A descriptor of rules: `files` (and all below) may be read, `folders` only listed, nothing else.

    Network ports, abstract sockets and signals to other processes are refused where the kernel can.
    Raises OSError where it has no Landlock.
    """
    version = abi_version()
    rights = RIGHTS_BY_ABI.get(version, 16)
    attr = RulesetAttr((1 << rights) - 1, 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0)
    size = SIZE_BY_ABI.get(version, ctypes.sizeof(attr))
    fd = system_call(CREATE_RULESET, ctypes.byref(attr), ctypes.c_size_t(size), 0)
    if fd < 0:
        raise OSError(ctypes.get_errno(), "no Landlock")
    os.set_inheritable(fd, False)
    for path in files:
        allow_path(fd, path, READ_FILE | READ_DIR if path.is_dir() else READ_FILE)
    for path in folders:
        allow_path(fd, path, READ_DIR)
    return fd


def allow_path(ruleset: int, path: Path, rights: int) -> None:
    """Leaves one path; one that is not there is no loss."""
    with contextlib.suppress(OSError):
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = PathBeneathAttr(rights, parent)
            system_call(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
        finally:
            os.close(parent)


def restrict_to_rules(ruleset: int) -> None:
    """Binds this process and all it starts to the rules, for ever; needs `no_new_privs`."""
    if system_call(RESTRICT_SELF, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "Landlock refused")
