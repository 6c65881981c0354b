"""What the model reads and what it is asked for, by the draws that decide."""

import torch

from interview.model.picture import Grid

WORDS = ["[CLS]", "my", "dog", "is", "hairy", "and", "old", "[SEP]"]
MASK, OTHER = 100, 101
SELECT = [0.0, 0.9, 0.1, 0.05, 0.7, 0.02, 0.5, 0.0]
ACTION = [0.0, 0.0, 0.3, 0.85, 0.0, 0.95, 0.0, 0.0]


def pictures(reference):
    ids = torch.arange(len(WORDS))[None]
    maskable = torch.tensor([[word[0] != "[" for word in WORDS]])
    draws = torch.tensor([SELECT]), torch.tensor([ACTION])
    corrupted, labels = reference.mask_tokens(
        ids, maskable, *draws, torch.full_like(ids, OTHER), MASK
    )
    shown = {MASK: "[MASK]", OTHER: "apple", -100: "-"}
    names = {**dict(enumerate(WORDS)), **shown}
    yield Grid(
        {
            "en": "Chosen below 0.15; then [MASK] below 0.8, a random token below 0.9, else as it is",
            "zh": "抽样值小于 0.15 的被选中；再小于 0.8 换成 [MASK]，小于 0.9 换成随机 token，否则不变",
        },
        [
            {"en": "token", "zh": "原 token"},
            {"en": "draw", "zh": "是否选中"},
            {"en": "second draw", "zh": "如何处理"},
            {"en": "input", "zh": "输入"},
            {"en": "label", "zh": "标签"},
        ],
        [
            [
                word,
                f"{SELECT[i]:.2f}",
                f"{ACTION[i]:.2f}",
                names[corrupted[0, i].item()],
                names[labels[0, i].item()],
            ]
            for i, word in enumerate(WORDS)
        ],
        {
            "en": "“and” is chosen and stays as it is: it is asked for all the same. [CLS] and [SEP] never are.",
            "zh": "“and” 被选中却保持原样，但照样要预测；[CLS] 和 [SEP] 从不参与。",
        },
    )
