"""Who is turned with whom, and where the rows of a weight go."""

import torch

from interview.model.picture import HeatMap

d = 8
FEATURES = [str(i) for i in range(d)]
PAIR = {"en": "feature before", "zh": "转之前的特征"}
TURNED = {"en": "feature after", "zh": "转之后的特征"}


def pictures(reference):
    unit = torch.eye(d)[None, None]  # (1, 1, T, d): token i has feature i alone
    one = torch.ones(1, d, dtype=torch.long)
    for interleaved, en, zh in (
        (True, "Interleaved", "相邻配对"),
        (False, "Half-split", "前后两半配对"),
    ):
        turned = reference.apply_rotary(unit, one, 10.0, interleaved)[0, 0]
        yield HeatMap(
            {
                "en": f"{en}: what feature i becomes at position 1",
                "zh": f"{zh}：位置 1 上各特征变成什么",
            },
            turned.tolist(),
            FEATURES,
            FEATURES,
            row_axis=PAIR,
            column_axis=TURNED,
            scale="signed",
            note={
                "en": "Two columns in a row: the feature and its partner. The first pair turns fastest.",
                "zh": "每一行有两列不为零：特征自己和它的搭档。第一对转得最快。",
            },
        )
    moved = reference.to_half_split(torch.eye(d), 1)
    yield HeatMap(
        {"en": "to_half_split for one head", "zh": "一个头的 to_half_split"},
        moved.tolist(),
        FEATURES,
        FEATURES,
        row_axis={"en": "new row", "zh": "新的行"},
        column_axis={"en": "old row", "zh": "原来的行"},
        note={"en": "The even rows first, then the odd ones.", "zh": "先是偶数行，再是奇数行。"},
    )
