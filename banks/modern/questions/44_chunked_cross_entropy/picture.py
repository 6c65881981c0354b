"""Which gradient a label sends into the logits: the softmax, less 1 at the label, and what z adds."""

from types import SimpleNamespace

import torch

from interview.model.picture import HeatMap

LOGITS = torch.tensor([[2.0, 0.0, 1.0, -1.0, 0.5], [3.0, 3.0, 0.0, 0.0, 0.0], [0.0] * 5, [0.0] * 5])
LABELS = torch.tensor([[0, 0, 4, -100]])


class Head(SimpleNamespace):
    """The states are the logits, so that their gradients are those of the logits."""

    def __call__(self, rows):
        return rows @ self.weight.mT


def pictures(reference):
    head = Head(weight=torch.eye(5))
    for z in (0.0, 0.1):
        _, gradient, _ = reference.lm_loss(LOGITS[None], head, LABELS, 2, z)
        yield HeatMap(
            {
                "en": f"Gradients of the logits, z = {z}; labels {LABELS[0].tolist()}",
                "zh": f"logits 的梯度，z = {z}；标签为 {LABELS[0].tolist()}",
            },
            gradient[0].tolist(),
            row_axis={"en": "position", "zh": "位置"},
            column_axis={"en": "word", "zh": "词"},
            scale="signed",
            note={
                "en": "Each row has the label of the next; what has none gets no gradient."
                + (" With z a row no longer sums to 0." if z else " Each row sums to 0."),
                "zh": "每一行的标签在下一个位置；没有标签就没有梯度。"
                + ("加上 z 之后，一行之和不再是 0。" if z else "每一行之和为 0。"),
            },
        )
