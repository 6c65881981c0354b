"""Whether a folder lies on another machine: there SQLite's write-ahead log must not be used.

Its index is memory that all processes share, which two hosts cannot do; a rollback journal needs only
file locks. Source: sqlite.org, *Write-Ahead Logging*, Overview, disadvantages.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

MOUNTS_FILE = Path("/proc/self/mounts")
NETWORK_KINDS = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "gpfs", "beegfs"),
        *("glusterfs", "orangefs", "ocfs2", "gfs2", "vboxsf", "drvfs", "virtiofs", "fuse"),
    }
)
"""The kernel's names; what goes through FUSE is taken for one of them (sshfs, s3fs, rclone are)."""


@lru_cache
def is_networked(folder: Path) -> bool:
    """Whether more than one host may see the folder; False where the system does not tell."""
    place = os.path.realpath(folder)
    kinds = {point: kind for point, kind in mount_points() if (place + "/").startswith(point)}
    kind = kinds[max(kinds, key=len)] if kinds else ""
    return kind.partition(".")[0] in NETWORK_KINDS


def mount_points() -> Iterator[tuple[str, str]]:
    """Every mount point, with a slash at its end, and the kind of file system there; the last one counts."""
    try:
        lines = MOUNTS_FILE.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        _device, point, kind, *_ = line.split(" ")
        for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
            point = point.replace(code, character)
        yield point.rstrip("/") + "/", kind
