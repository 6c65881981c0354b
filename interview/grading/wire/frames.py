"""Whole messages over a socket."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from typing import Any

LENGTH_HEADER = struct.Struct(">I")
MAX_REQUEST = 16 * 2**20


def read_exactly(read: Callable[[int], bytes], count: int) -> bytes:
    """`count` bytes by calls that read at most so many; raises EOFError if the other side goes away before."""
    parts = bytearray()
    while len(parts) < count:
        part = read(min(count - len(parts), 2**20))
        if not part:
            raise EOFError("the other side went away")
        parts += part
    return bytes(parts)


def send_json(link: socket.socket, data: Any) -> None:
    """One JSON message between our own processes."""
    text = json.dumps(data).encode()
    link.sendall(LENGTH_HEADER.pack(len(text)) + text)


def receive_json(link: socket.socket) -> Any:
    """The next JSON message; raises EOFError at the end."""
    (length,) = LENGTH_HEADER.unpack(read_exactly(link.recv, LENGTH_HEADER.size))
    if length > MAX_REQUEST:
        raise EOFError("not a message of ours")
    return json.loads(read_exactly(link.recv, length))
