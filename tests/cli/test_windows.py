"""Windows as it is has no fork, no Unix sockets and no terminal of ours: one line says what to do."""

from __future__ import annotations

import sys

import pytest

from interview.__main__ import main


def test_one_line_names_the_way_out(monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err.count("\n")) == (2, "", 1)
    assert "WSL" in err
