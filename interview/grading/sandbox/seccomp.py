"""Linux's seccomp: a list of the system calls a process may still make; every other one fails with EPERM.

They fail rather than kill, so that an attempt reads `PermissionError` and its author sees the line.
Source: Linux kernel documentation, Seccomp BPF; the numbers are those of `asm/unistd.h`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Sequence

PR_SET_SECCOMP, MODE_FILTER = 22, 2
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
BPF_LOAD, BPF_JUMP_EQUAL, BPF_JUMP_SET, BPF_JUMP_GE, BPF_RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
NUMBER_AT, ARCH_AT, ARGUMENTS_AT = 0, 4, 16
X32 = 0x40000000
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""The kernel's mark of the architecture, and the column in the tables below."""

# Reading, memory, time, waiting, and asking who one is: (x86_64, aarch64), None where there is no such call.
ALWAYS_ALLOWED: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "preadv": (295, 69),
    "lseek": (8, 62),
    "close": (3, 57),
    "fstat": (5, 80),
    "stat": (4, None),
    "lstat": (6, None),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getcwd": (79, 17),
    "getdents64": (217, 61),
    "statfs": (137, 43),
    "fstatfs": (138, 44),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "mincore": (27, 232),
    "fadvise64": (221, 223),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136),
    "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132),
    "rt_sigtimedwait": (128, 137),
    "alarm": (37, None),
    "pause": (34, None),
    "setitimer": (38, 103),
    "getitimer": (36, 102),
    "nanosleep": (35, 101),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "pipe": (22, None),
    "pipe2": (293, 59),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getcpu": (309, 168),
    "set_tid_address": (218, 96),
    "set_robust_list": (273, 99),
    "get_robust_list": (274, 100),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "getrandom": (318, 278),
    "arch_prctl": (158, None),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "capget": (125, 90),
    "getpgrp": (111, None),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "getgroups": (115, 158),
    "getresuid": (118, 148),
    "getresgid": (120, 150),
    "wait4": (61, 260),
    "waitid": (247, 95),
    "umask": (95, 166),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "restart_syscall": (219, 128),
}
KILL_CALL, TGKILL, PRLIMIT = (62, 129), (234, 131), (302, 261)
FCNTL, IOCTL, PRCTL = (72, 25), (16, 29), (157, 167)
CLONE, CLONE3 = (56, 220), (435, 435)
OPEN, OPENAT, OPENAT2 = (2, None), (257, 56), (437, 437)
# F_DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC, GETPIPE_SZ: no locks, leases or signals
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030, 1032)
# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: no typing into a terminal
IOCTL_REQUESTS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# PR_GET_DUMPABLE, SET_NAME, GET_NAME, GET_NO_NEW_PRIVS, SET_VMA
PRCTL_OPTIONS = (3, 15, 16, 39, 0x53564D41)
CLONE_THREAD = 0x10000
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | 0o20000000  # O_TMPFILE

Instruction = tuple[int, int, int, int]
"""Operation, jump if true, jump if false, operand."""


def filters_available() -> bool:
    """Whether the kernel takes filters: it reads the (missing) program rather than refuse the mode."""
    if platform.machine() not in ARCHITECTURES or not hasattr(os, "fork"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    refused = libc.prctl(PR_SET_SECCOMP, MODE_FILTER, None, 0, 0) != 0
    return refused and ctypes.get_errno() in (errno.EFAULT, errno.EACCES)


def install_filter(files: bool, threads: bool) -> None:
    """Applies the filter to this process, for ever; needs `no_new_privs`.

    `files` leaves opening for reading, `threads` leaves new threads of this process.
    """
    code = b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in filter_program(os.getpid(), files, threads)
    )
    memory = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HL", len(code) // 8, ctypes.addressof(memory))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.c_char_p(header), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp refused")


def filter_program(pid: int, files: bool, threads: bool) -> list[Instruction]:
    """The filter: wrong architecture kills, a listed call is allowed, all else is EPERM."""
    mark, column = ARCHITECTURES[platform.machine()]
    instructions: list[Instruction] = [
        (BPF_LOAD, 0, 0, ARCH_AT),
        (BPF_JUMP_EQUAL, 1, 0, mark),
        (BPF_RETURN, 0, 0, KILL),
        (BPF_LOAD, 0, 0, NUMBER_AT),
        (
            BPF_JUMP_GE,
            0,
            1,
            X32,
        ),  # x86's other numbering of the same calls, which no table here means
        (BPF_RETURN, 0, 0, KILL),
    ]
    for numbers in ALWAYS_ALLOWED.values():
        instructions += when_called(numbers[column], [(BPF_RETURN, 0, 0, ALLOW)])
    reading = flags_clear if files else refuse_opening
    rules: list[tuple[tuple[int | None, int | None], list[Instruction]]] = [
        (KILL_CALL, argument_in(0, [pid])),
        (TGKILL, argument_in(0, [pid])),
        (PRLIMIT, only_reading(pid)),
        (FCNTL, argument_in(1, FCNTL_COMMANDS)),
        (IOCTL, argument_in(1, IOCTL_REQUESTS)),
        (PRCTL, argument_in(0, PRCTL_OPTIONS)),
        (OPEN, reading(1, TO_WRITE)),
        (OPENAT, reading(2, TO_WRITE)),
        # The arguments of openat2 and clone3 lie in memory, which a filter cannot read. That there is no
        # such call makes the C library use the older one, whose arguments it can.
        (OPENAT2, [(BPF_RETURN, 0, 0, ERRNO | errno.ENOSYS)]),
        (CLONE, thread_only(threads)),
        (CLONE3, [(BPF_RETURN, 0, 0, ERRNO | errno.ENOSYS)]),
    ]
    for numbers, body in rules:
        instructions += when_called(numbers[column], body)
    return [*instructions, (BPF_RETURN, 0, 0, ERRNO | errno.EPERM)]


def when_called(number: int | None, body: list[Instruction]) -> list[Instruction]:
    """`body`, which always returns, for the call of that number; nothing where there is no such call."""
    return [] if number is None else [(BPF_JUMP_EQUAL, 0, len(body), number), *body]


def low_word(argument: int) -> Instruction:
    return (BPF_LOAD, 0, 0, ARGUMENTS_AT + 8 * argument)


def high_word(argument: int) -> Instruction:
    return (BPF_LOAD, 0, 0, ARGUMENTS_AT + 8 * argument + 4)


def argument_in(argument: int, values: Sequence[int]) -> list[Instruction]:
    """Allowed if the argument is one of the values."""
    instructions = [low_word(argument)]
    for value in values:
        instructions += [(BPF_JUMP_EQUAL, 0, 1, value), (BPF_RETURN, 0, 0, ALLOW)]
    return [*instructions, (BPF_RETURN, 0, 0, ERRNO | errno.EPERM)]


def flags_clear(argument: int, flags: int) -> list[Instruction]:
    """Allowed if none of the flags is set."""
    return [
        low_word(argument),
        (BPF_JUMP_SET, 0, 1, flags),
        (BPF_RETURN, 0, 0, ERRNO | errno.EACCES),
        (BPF_RETURN, 0, 0, ALLOW),
    ]


def refuse_opening(argument: int, flags: int) -> list[Instruction]:
    return [(BPF_RETURN, 0, 0, ERRNO | errno.EACCES)]


def only_reading(pid: int) -> list[Instruction]:
    """prlimit64: of this process, and with no new limit."""
    refused = (BPF_RETURN, 0, 0, ERRNO | errno.EPERM)
    return [
        low_word(0),
        (BPF_JUMP_EQUAL, 2, 0, 0),
        (BPF_JUMP_EQUAL, 1, 0, pid),
        refused,
        low_word(2),
        (BPF_JUMP_EQUAL, 1, 0, 0),
        refused,
        high_word(2),
        (BPF_JUMP_EQUAL, 1, 0, 0),
        refused,
        (BPF_RETURN, 0, 0, ALLOW),
    ]


def thread_only(allowed: bool) -> list[Instruction]:
    """clone: no process; a thread only where the exercise has threads."""
    return [
        low_word(0),
        (BPF_JUMP_SET, 1, 0, CLONE_THREAD),
        (BPF_RETURN, 0, 0, ERRNO | errno.EPERM),
        (BPF_RETURN, 0, 0, ALLOW if allowed else ERRNO | errno.EAGAIN),
    ]
