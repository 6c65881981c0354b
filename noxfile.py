"""One session for each set of versions that must work: `pip install nox`, then `nox -l`.

With `measured-3.14` a Python can be tried that nobody here had. A Python that is not on PATH is
skipped; those of pyenv are there after `pyenv shell 3.11 3.12 3.13`.
"""

import nox

nox.options.default_venv_backend = "venv"
nox.options.sessions = ["suite", "measured", "oldest", "newest", "lint"]

PARTS = ["@.ci/parts"]  # engine, bank and commands; nothing means the whole suite


def install(session: nox.Session, constraints: str) -> None:
    session.install("-c", constraints, "-e", ".[test]")
    session.run("pip", "list")


def everything(session: nox.Session, constraints: str, default: list[str]) -> None:
    install(session, constraints)
    session.run("interview", "check", env={"CI": "true"})
    session.run("python", "-m", "pytest", *(session.posargs or default))


@nox.session(python="3.11")
def suite(session: nox.Session) -> None:
    """Everything, with the versions that are measured."""
    everything(session, "constraints.txt", [])


@nox.session(python=["3.12", "3.13", "3.14"])
def measured(session: nox.Session) -> None:
    """Engine, bank and commands with the same versions under another Python."""
    everything(session, "constraints.txt", PARTS)


@nox.session(python="3.11")
def oldest(session: nox.Session) -> None:
    """Everything, with the oldest versions that pyproject.toml allows."""
    everything(session, "constraints-oldest.txt", [])


@nox.session(python=["3.11", "3.13", "3.14"])
def newest(session: nox.Session) -> None:
    """Everything, with the newest versions that were there; on other Pythons as `measured`."""
    everything(session, "constraints-newest.txt", [] if session.python == "3.11" else PARTS)


@nox.session(python="3.11")
def browser(session: nox.Session) -> None:
    """The pages that the program writes, in a Chromium that is there: it fails where none is."""
    session.install("-c", "constraints.txt", "-e", ".[test,browser]")
    session.run("python", "-m", "pytest", "-n", "0", "tests/browser")


@nox.session(python="3.11")
def oracles(session: nox.Session) -> None:
    """The references against packages that nothing else needs; `-- record` keeps what these give."""
    session.install("-c", "constraints.txt", "-e", ".[test,oracles]")
    # verl asks for other versions of transformers and tensordict than go with the rest. Of it only
    # functions of tensors are called, which take these as well.
    session.install("--no-deps", "verl==0.9.1")
    session.run("pip", "list")
    if "record" in session.posargs:
        session.run("python", "-m", "tests.oracles.record")
    env = {"ORACLES_INSTALLED": "1"}  # so that none is missing
    session.run("python", "-m", "pytest", "-n", "0", "tests/oracles", env=env)


@nox.session(python="3.11")
def lint(session: nox.Session) -> None:
    """Style and types; both mean the measured versions."""
    install(session, "constraints.txt")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", "interview", "tests", "benchmarks", "solutions")
    session.run("mypy")
