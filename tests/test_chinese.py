"""The program in Chinese: every command, to the last sentence, within the terminal."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from interview import messages
from interview.grading.client.link import Links
from interview.grading.client.shared import open_engine
from interview.wording.verdict import finding_message
from tests.helpers.command import interview
from tests.helpers.terminal import Terminal
from tests.helpers.toy import REFERENCE, attempt, exercise

SENTENCE = re.compile(r"[A-Za-z]?[a-z]+(?: [a-z]+){3,}")
"""Four plain words in a row: English that nobody marked or translated."""
WRONG = REFERENCE.replace("~mask", "mask")


def chinese(*arguments, status=0, **settings):
    """What a command prints in Chinese, and that nothing of it is an English sentence."""
    done = interview(*arguments, status=status, env={"INTERVIEW_LANG": "zh"}, **settings)
    text = done.stdout + done.stderr
    assert not SENTENCE.search(text), text
    assert re.search(r"[\u4e00-\u9fff]", text)
    return text


def test_the_way_from_the_stub_to_accepted():
    assert "玩具题" in chinese("list")
    assert "练习" in chinese("show", "1")
    assert "要点" in chinese("show", "1", "--answer")
    assert "已写好" in chinese("start", "1")
    assert "还没写" in chinese("grade", "1", status=1)
    exercise().write_text(WRONG)
    told = chinese("grade", "1", status=1)
    assert "个元素中有" in told
    assert "掩码反了。" in told
    assert "卡住了？interview hint 1（已看 0/3 个提示）" in told
    assert "提示 1/3" in chinese("hint", "1")
    assert "请加 --yes" in chinese("solution", "1", status=1)
    exercise().write_text(REFERENCE)
    assert "通过 3/3 个用例" in chinese("grade", "1")
    assert "已通过 1/1" in chinese("list")
    assert "骨架代码" in chinese("reset", "1")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("while True: pass\n", "限时"),
        ("def attend(:\n", "第 1 行：SyntaxError"),
        ("", "文件是空的"),
        ("import os\nos._exit(3)\n", "退出码 3"),
        ("x = 1\n", "没有找到"),
        ("attend = 1\n", "不能调用"),
        ("def attend(*a, **k): return None\n", "得到的是 None"),
        ("def attend(*a, **k): raise KeyError('x')\n", "KeyError"),
        ("import torch\ndef attend(q, k, v, mask=None): return q[:1]\n", "形状应当是"),
        (REFERENCE.replace("@ v", "@ v * float('nan')"), "却是 NaN"),
    ],
)
def test_every_kind_of_failure_is_told_in_chinese(source, told):
    exercise().parent.mkdir(parents=True)
    exercise().write_text(source)
    assert told in chinese("grade", "1", status=1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["show", "atend"], "是不是 'attend'"),
        (["reset"], "缺少 ID"),
        (["show", "1", "2"], "多出了参数 2"),
        (["show", "1", "--nope"], "没有 --nope 这个选项"),
        (["grade", "1", "--seed", "x"], "应当是整数"),
        (["grade"], "还没有开始任何练习"),
        (["grade", "nowhere.py"], "没有这个文件"),
        (["batch", "nowhere"], "没有这个文件夹"),
    ],
)
def test_wrong_usage_is_one_chinese_line(arguments, told):
    text = chinese(*arguments, status=2)
    assert told in text
    assert text.count("\n") == 1


def test_doctor_and_check_and_help():
    assert "评分      正常" in chinese("doctor")
    assert "错误答案被接受：0/5" in chinese("check")
    assert "没有这个命令" in chinese("nonsense", bank=None, status=2)
    assert "列出所有题目" in chinese("--help", bank=None)


def test_help_speaks_the_language_named_before_it():
    assert "列出所有题目" in interview("--lang", "zh", "--help").stdout
    assert "显示一道题" in interview("show", "--lang", "zh", "--help", bank=None).stdout
    told = interview("--lang", "en", "--help", env={"LANG": "zh_CN.UTF-8"}).stdout
    assert "List the questions" in told
    assert "expected en or zh" in interview("--lang", "fr", "--help", status=2).stderr


def test_a_batch_in_chinese(tmp_path):
    place = tmp_path / "class" / "ada"
    place.mkdir(parents=True)
    (place / "01_attend.py").write_text(WRONG)
    (place / "notes.py").write_text("x = 1\n")
    text = chinese("batch", str(tmp_path / "class"), "--out", str(tmp_path / "results"))
    assert "1 人，1 份提交：1 错误" in text
    assert "掩码反了。" in text


def test_one_judge_answers_each_in_their_language():
    from interview.bank import open_bank
    from tests.conftest import TOY

    card = open_bank(str(TOY)).find("attend")
    with open_engine() as links:
        assert isinstance(links, Links)
        link = links.link()
        told = [link.grade(card, "a.py", WRONG, 1, lang).cases[1] for lang in ("zh", "en", "zh")]
    assert told[0] == told[2]
    assert told[0].name != told[1].name
    assert told[0].findings == told[1].findings
    said = []
    for lang in ("zh", "en"):
        messages.use_catalogue(lang)
        said.append(finding_message(told[0].findings[0]))
    assert said[0] != said[1]


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize(
    "command", [["list"], ["show", "1", "--answer"], ["grade", "1"], ["--help"]]
)
def test_no_line_is_wider_than_the_terminal(command, columns):
    attempt(WRONG)
    terminal = Terminal(*command, columns=columns, env={"LANG": "zh_CN.UTF-8"})
    terminal.end()
    assert not SENTENCE.search(terminal.text)
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.raw)
    assert max(cell_len(line) for line in re.split(r"[\r\n]+", plain)) <= columns
