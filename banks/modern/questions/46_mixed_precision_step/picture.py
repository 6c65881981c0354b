"""Which gradients a real float16 holds at which loss scale, and how a scale finds its place."""

import torch
from given import Momentum
from torch import nn

from interview.model.picture import Grid

SIZES = [0.5, 1e-2, 1e-4, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12]  # of the gradients
SCALES = [0, 4, 8, 12, 16, 20]
START, INTERVAL, STEPS = 19, 3, 12
BATCH = {"ids": torch.tensor([[0]]), "labels": torch.tensor([[0]])}


class Bigrams(nn.Module):
    """Logits after a token, whose gradients have these sizes; forward and backward are in this dtype."""

    def __init__(self, dtype):
        super().__init__()
        self.dtype = dtype
        others = torch.tensor(SIZES, dtype=torch.float64)
        probs = torch.cat([1 - others.sum().reshape(1), others])
        self.logits = nn.Parameter(probs.log().half().float())

    def forward(self, ids):
        return self.logits.to(self.dtype).float().expand(*ids.shape, -1)


def steps(reference, dtype, scaler, count=1):
    """The gradients of the last of so many steps, and of each its scale and whether it was skipped."""
    model, record = Bigrams(dtype), []
    optimizer = Momentum(model, lr=0.0)
    for _ in range(count):
        scale = scaler.scale
        _, skipped = reference.mixed_precision_step(model, [BATCH], optimizer, scaler, 1e9)
        record.append((scale, skipped))
    gradients = model.logits.grad[1:]
    return gradients / scale if skipped else gradients, record  # only a step divides them


def pictures(reference):
    def scaler(power):
        return reference.LossScaler(2.0**power, 2.0, 0.5, INTERVAL)

    true, _ = steps(reference, torch.float32, scaler(0))
    shares = [steps(reference, torch.float16, scaler(power))[0] / true for power in SCALES]
    yield Grid(
        {
            "en": "What is left of gradients in float16, by loss scale",
            "zh": "不同 loss 缩放系数下，float16 里的梯度还剩多少",
        },
        [
            {"en": "gradient", "zh": "梯度"},
            *[{"en": f"2^{power}", "zh": f"2^{power}"} for power in SCALES],
        ],
        [
            [f"{size:g}", *(f"{share:.0%}" if share.isfinite() else "inf" for share in row)]
            for size, row in zip(SIZES, torch.stack(shares, dim=1), strict=True)
        ],
        note={
            "en": "Without a scale the small ones are lost. With one that is infinite the step is skipped.",
            "zh": "没有缩放系数，小的梯度就丢了。只要有一个是无穷大，这一步就被跳过。",
        },
    )
    _, record = steps(reference, torch.float16, scaler(START), STEPS)
    yield Grid(
        {
            "en": f"A scaler that starts at 2^{START} and doubles after {INTERVAL} good steps in a row",
            "zh": f"从 2^{START} 开始、连续 {INTERVAL} 步正常就翻倍的 scaler",
        },
        [
            {"en": "step", "zh": "步"},
            {"en": "scale", "zh": "系数"},
            {"en": "skipped", "zh": "跳过"},
        ],
        [
            [str(number), f"2^{torch.tensor(scale).log2().int()}", "x" if skipped else ""]
            for number, (scale, skipped) in enumerate(record, 1)
        ],
        note={
            "en": "It goes down until nothing overflows, and then tries the double again and again.",
            "zh": "先降到不再溢出为止，之后一次次试着翻倍。",
        },
    )
