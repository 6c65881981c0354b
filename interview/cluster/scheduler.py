"""The connection to a Dask scheduler, encrypted unless told otherwise: tasks out, what came of them back."""

from __future__ import annotations

import itertools
import json
import logging
import ssl
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from interview.errors import ClusterError, UsageError
from interview.messages import _

Future = Any
"""Dask's; it has few types, and is not there unless it is asked for."""
CONNECTING_SECONDS = 10.0
CLOSING_SECONDS = 5.0
FETCHING_SECONDS = 10.0
"""Within which a result must come from its worker, or is asked for once more if that is still there."""
DEATHS = ("KilledWorker", "NoValidWorkerError")
"""What Dask says of a task whose worker died, where it gives the task up at once."""


@dataclass(frozen=True)
class TlsFiles:
    """In PEM format: who signed the cluster's certificates, and what we show it.

    What is None, Dask's configuration tells.
    """

    ca: Path | None
    cert: Path | None
    key: Path | None


@dataclass(frozen=True)
class Outcome:
    """What came of a task: its data; or an error; or neither, where its worker died or begins anew."""

    data: Any = None
    error: str | None = None


class Scheduler:
    """Tasks for single workers of a cluster, and their ends in the order in which they come."""

    def __init__(self, address: str, client: Any) -> None:
        self.address, self.client = address, client
        self.ended: SimpleQueue[Future] = SimpleQueue()
        self.batch, self.numbers = uuid.uuid4().hex[:12], itertools.count()

    def workers(self) -> dict[str, int]:
        """Each worker's address, and how many threads it has; raises ClusterError if the scheduler is gone."""
        try:
            self.require_connection()
            threads: dict[str, int] = self.client.nthreads()
            return threads
        except (OSError, RuntimeError):  # RuntimeError where it goes in this moment
            raise self.gone() from None

    def submit(self, task: Callable[..., Any], *arguments: Any, worker: str) -> Future:
        """Begins a task on this worker and on no other. A task gets earlier results in place of their futures."""
        self.require_connection()
        key = f"interview-{self.batch}-{next(self.numbers)}-{task.__name__}"
        return self.client.submit(
            task, *arguments, key=key, workers=[worker], allow_other_workers=False
        )

    def await_end(self, future: Future) -> None:
        """Has the task's end told by `next_end`."""
        future.add_done_callback(self.ended.put)

    def next_end(self, seconds: float) -> Future | None:
        """The next task that ended, if one does within so many seconds."""
        try:
            return self.ended.get(timeout=seconds)
        except Empty:
            return None

    def outcome(self, future: Future) -> Outcome | None:
        """What came of a task that ended; None if its worker does not deliver now."""
        self.require_connection()
        if future.status == "finished":
            with suppress(Exception):  # of many kinds, where the worker dies in this moment
                return outcome_from_bytes(future.result(timeout=FETCHING_SECONDS))
            return None
        if future.status == "error":
            with suppress(Exception):
                return outcome_from_error(future.exception(timeout=FETCHING_SECONDS))
            return None
        return Outcome()

    def forget(self, *futures: Future) -> None:
        """Nobody waits for these tasks any longer, and what they gave is not needed."""
        with suppress(Exception):  # of many kinds, where the scheduler has gone
            self.client.cancel(list(futures), force=True)

    def require_connection(self) -> None:
        if self.client.status != "running":
            raise self.gone()

    def gone(self) -> ClusterError:
        text = _(
            "{address}: the scheduler has gone: what is graded is kept: "
            "start it and run the same command again, which goes on from there"
        )
        return ClusterError(text.format(address=self.address))


def outcome_from_bytes(told: bytes) -> Outcome:
    data = json.loads(told)
    if isinstance(data, dict) and "failure" in data:
        return Outcome(error=data["failure"])
    return Outcome(data)


def outcome_from_error(error: BaseException) -> Outcome:
    """What a task raised, which is none of ours: it could not begin, or its worker died."""
    name = type(error).__name__
    return Outcome(error=None if name in DEATHS else f"{name}: {error}")


@contextmanager
def connected(address: str, files: TlsFiles, insecure: bool) -> Iterator[Scheduler]:
    """The scheduler at this address; raises UsageError, or ClusterError if it does not answer."""
    require_protocol(address, insecure)
    try:
        from distributed import Client
    except ImportError:
        text = _("--scheduler needs Dask: {command}")
        command = "pip install 'transformer-interview[cluster]'"
        raise UsageError(text.format(command=command)) from None
    security = security_of(files) if encrypted(address) else None
    logging.disable()  # to the end of the command: what a person must know is told in a line of our own
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            client = Client(
                address, security=security, timeout=CONNECTING_SECONDS, set_as_default=False
            )
    except (OSError, ValueError, RuntimeError) as error:
        text = _("{address}: no scheduler answers: {error}: check the address, and that it runs")
        raise ClusterError(text.format(address=address, error=error_in_a_line(error))) from None
    try:
        yield Scheduler(address, client)
    finally:
        with suppress(Exception):  # of many kinds, where the scheduler has gone
            client.close(timeout=CLOSING_SECONDS)


def error_in_a_line(error: BaseException) -> str:
    """An error and what caused it."""
    cause = error.__cause__ or error.__context__
    lines = f"{error}".splitlines()
    said = lines[0] if lines else type(error).__name__
    return f"{said}: {error_in_a_line(cause)}" if cause and str(cause) not in said else said


def encrypted(address: str) -> bool:
    return address.startswith("tls://")


def require_protocol(address: str, insecure: bool) -> None:
    """Raises UsageError unless the address is that of an encrypted connection, or another one is allowed."""
    protocol, _separator, place = address.partition("://")
    if not place or protocol not in ("tls", "tcp"):
        text = _("{address}: expected an address like tls://HOST:8786, got another")
        raise UsageError(text.format(address=address))
    if protocol == "tcp" and not insecure:
        text = _(
            "{address}: not encrypted, and open to whoever can reach it: "
            "use tls://, or say --insecure in a network where you trust everybody"
        )
        raise UsageError(text.format(address=address))


def security_of(files: TlsFiles) -> Any:
    """What a TLS connection needs; raises UsageError where a file is missing or is no certificate."""
    from distributed.security import Security

    told = {"tls_ca_file": files.ca, "tls_client_cert": files.cert, "tls_client_key": files.key}
    given = {name: str(path) for name, path in told.items() if path}
    security = Security(require_encryption=True, **given)
    if not (security.tls_ca_file and security.tls_client_cert):
        raise UsageError(
            _(
                "tls://: certificates are missing: give --tls-ca, --tls-cert and --tls-key, "
                "or name them in Dask's configuration"
            )
        )
    try:
        security.get_connection_args("client")
    except (OSError, ssl.SSLError) as error:
        text = _("{files}: not usable for TLS: {error}: check the files")
        names = ", ".join(given.values()) or "tls"
        raise UsageError(text.format(files=names, error=error_in_a_line(error))) from None
    return security
