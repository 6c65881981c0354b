"""Lines of Chinese: full, never wider than the terminal, with no comma at their start."""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.console import Console

from interview.screen.wrapping import divide_at_spaces, divide_line
from interview.text import CLOSING_MARKS, OPENING_MARKS

SENTENCE = (
    "交叉注意力让两个序列相遇。query 由解码器当前的隐状态投影得到，key 和 value 由 memory"
    "（编码器最后一层的输出）投影得到。目标端每个位置都在问“我现在需要源句里的什么”，"
    "权重的形状是 (B, H, T, S)：每个 query 一行，用 F.scaled_dot_product_attention 也一样。"
)


def wrapped(text, width):
    places = [0, *divide_line(text, width), len(text)]
    return [text[a:b] for a, b in pairwise(places)]


@pytest.mark.parametrize("width", range(34, 120))
def test_every_line_fits_and_nothing_is_lost(width):
    lines = wrapped(SENTENCE, width)
    assert "".join(lines) == SENTENCE
    assert all(line for line in lines)
    for line in lines:
        assert cell_len(line) <= width
        assert line[0] not in CLOSING_MARKS
        assert line.rstrip()[-1] not in OPENING_MARKS


@pytest.mark.parametrize("width", [40, 60, 80])
def test_lines_without_long_words_are_full(width):
    for line in wrapped("每个位置都能看到自己和前面的位置，" * 20, width)[:-1]:
        assert cell_len(line) >= width - 3


@pytest.mark.parametrize("width", [1, 2, 3, 7, 20])
def test_what_fits_on_no_line_is_folded(width):
    lines = wrapped("掩码 F.scaled_dot_product_attention，完", width)
    assert "".join(lines) == "掩码 F.scaled_dot_product_attention，完"
    assert all(cell_len(line.rstrip()) <= max(width, 2) for line in lines)


@pytest.mark.parametrize("width", [10, 33, 80])
def test_english_is_wrapped_as_ever(width):
    text = "The queries are projected from the memory; they must come from x, not (B, T, D).  End"
    assert divide_line(text, width) == divide_at_spaces(text, width)


def test_the_screen_uses_it():
    from interview.screen import console

    assert console.out()
    drawn = Console(width=20, color_system=None)
    with drawn.capture() as capture:
        drawn.print("每个 token 从自己所在的序列里汇总信息")
    assert capture.get().splitlines()[0] == "每个 token 从自己所"


@pytest.mark.parametrize("width", range(20, 70))
def test_no_line_is_cut(width):
    drawn = Console(width=width, color_system=None)
    with drawn.capture() as capture:
        drawn.print("前馈网络是两次 T × D × F，QKᵀ 以及权重乘 V 各是一次 T × T × D，共两次。" * 3)
    assert "…" not in capture.get()


def test_rich_itself_still_breaks_at_spaces_only():
    """When this fails, rich breaks between Chinese characters too, and `screen.wrapping` can go."""
    text = "注意力机制 多头注意力"
    assert divide_at_spaces(text, 14) == [6]
    assert divide_line(text, 14) == [7]
