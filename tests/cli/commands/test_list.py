"""`interview list` and `interview show`, in both languages."""

from __future__ import annotations

from tests.helpers.command import interview


def test_list_and_show_in_both_languages():
    assert "A toy" in interview("list").stdout
    assert "玩具题" in interview("list", "--lang", "zh").stdout
    shown = interview("show", "attend").stdout
    assert "What is attention?" in shown
    assert "become weights" not in shown
    assert "become weights" in interview("show", "1", "--answer").stdout
    assert "什么是注意力" in interview("show", "1", env={"LANG": "zh_CN.UTF-8"}).stdout
