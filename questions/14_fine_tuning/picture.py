"""The learning rate of each layer at each step: warm-up and decay across, layer-wise decay down."""

from torch import nn

from interview.model.picture import HeatMap

LAYERS, WARMUP, TOTAL, DECAY = 4, 4, 20, 0.7


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embeddings = nn.Embedding(3, 2)
        self.layers = nn.ModuleList(nn.Linear(2, 2, bias=False) for _ in range(LAYERS))
        self.head = nn.Linear(2, 2, bias=False)


def pictures(reference):
    model = Model()
    rate_of = {
        id(parameter): group["lr"]
        for group in reference.param_groups(model, 1.0, 0.01, DECAY)
        for parameter in group["params"]
    }
    rates = {name: rate_of[id(parameter)] for name, parameter in model.named_parameters()}
    factors = [reference.warmup_linear(step, WARMUP, TOTAL) for step in range(TOTAL)]
    names = {"embeddings.weight": "embeddings", "head.weight": "head"}
    yield HeatMap(
        {
            "en": f"Learning rates, as shares of the largest; decay {DECAY} a layer",
            "zh": f"各层各步的学习率（相对最大值），每层衰减 {DECAY}",
        },
        [[rate * factor for factor in factors] for rate in rates.values()],
        [names.get(name, name.removesuffix(".weight")) for name in rates],
        row_axis={"en": "part of the model", "zh": "模型的部分"},
        column_axis={"en": "step", "zh": "步"},
    )
