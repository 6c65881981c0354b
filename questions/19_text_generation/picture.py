"""The same logits under four settings."""

import torch

from interview.model.picture import HeatMap

WORDS = ["tea", "milk", "water", "wine", "glue", "sand"]
LOGITS = [3.0, 2.4, 1.6, 1.0, -1.0, -2.0]
SETTINGS = {
    "T=1": {},
    "T=0.5": {"temperature": 0.5},
    "T=2": {"temperature": 2.0},
    "top-k 3": {"top_k": 3},
    "top-p 0.8": {"top_p": 0.8},
}


def pictures(reference):
    logits = torch.tensor([LOGITS])
    rows = [
        reference.next_token_distribution(logits, **more)[0].tolist() for more in SETTINGS.values()
    ]
    yield HeatMap(
        {"en": "Probabilities of the next token", "zh": "下一个 token 的概率"},
        rows,
        list(SETTINGS),
        WORDS,
        row_axis={"en": "setting", "zh": "设置"},
        column_axis={"en": "token", "zh": "token"},
        note={
            "en": "Temperature changes all of them, and leaves the tail possible; the filters cut it off.",
            "zh": "温度改变所有概率，但尾部仍可能被采到；过滤则直接切掉尾部。",
        },
    )
