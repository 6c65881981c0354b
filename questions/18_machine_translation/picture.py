"""What the decoder reads while it is asked for the labels, and what label smoothing asks for."""

import torch

from interview.model.picture import Grid, HeatMap

WORDS = ["[BOS]", "ich", "mag", "Tee", "[EOS]", "[PAD]"]
LABELS = [1, 2, 3, 4]
SMOOTHING = 0.3


def pictures(reference):
    labels = torch.tensor([LABELS])
    inputs = reference.shift_right(labels, bos_id=0, pad_id=5)
    yield Grid(
        {"en": "Teacher forcing", "zh": "教师强制（teacher forcing）"},
        [
            {"en": "position", "zh": "位置"},
            {"en": "reads", "zh": "读入"},
            {"en": "is asked for", "zh": "要预测"},
        ],
        [
            [str(i), WORDS[a], WORDS[b]]
            for i, (a, b) in enumerate(zip(inputs[0], LABELS, strict=True))
        ],
    )
    logits = torch.zeros(1, len(LABELS), len(WORDS), requires_grad=True)
    reference.seq2seq_loss(logits, labels, 5, SMOOTHING).backward()
    target = logits.softmax(-1) - len(LABELS) * logits.grad  # the gradient is p minus the target
    yield HeatMap(
        {
            "en": f"The target distribution, smoothing {SMOOTHING}",
            "zh": f"目标分布，平滑系数 {SMOOTHING}",
        },
        target[0].tolist(),
        [WORDS[label] for label in LABELS],
        WORDS,
        row_axis={"en": "label", "zh": "标签"},
        column_axis={"en": "word", "zh": "词"},
        note={
            "en": "A share of every row is spread evenly over all words, the label's own among them.",
            "zh": "每一行都有一部分概率平均分给所有词，也包括标签自己。",
        },
    )
