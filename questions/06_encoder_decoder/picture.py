"""The two stacks, and which inputs reach which output."""

import torch

from interview.grading.judge.drawing import calls_within
from interview.model.picture import HeatMap, Layers

SOURCE, TARGET = 5, 6


def pictures(reference):
    model = reference.Seq2SeqTransformer(20, 20, 8, 2, 1, 16, pad_id=0).eval()
    source, target = torch.randint(1, 20, (1, SOURCE)), torch.randint(1, 20, (1, TARGET))
    parts = [box for box in calls_within(model, source, target) if box.name["en"].count(".") < 2]
    yield Layers(
        {
            "en": f"One layer each, {SOURCE} source and {TARGET} target tokens",
            "zh": f"编码器、解码器各一层，源端 {SOURCE} 个 token，目标端 {TARGET} 个",
        },
        parts,
    )
    reach = torch.zeros(TARGET, SOURCE + TARGET)
    with torch.no_grad():
        before = model(source, target)
        for at in range(SOURCE + TARGET):
            changed = [source.clone(), target.clone()]
            side, place = (0, at) if at < SOURCE else (1, at - SOURCE)
            changed[side][0, place] = changed[side][0, place] % 19 + 1
            reach[:, at] = ((model(*changed) - before)[0].abs().amax(-1) > 1e-6).float()
    yield HeatMap(
        {"en": "Which input changes which output", "zh": "改动哪个输入会影响哪个输出"},
        reach.tolist(),
        [f"y{i}" for i in range(TARGET)],
        [f"s{i}" for i in range(SOURCE)] + [f"t{i}" for i in range(TARGET)],
        row_axis={"en": "output", "zh": "输出"},
        column_axis={"en": "source, then target", "zh": "先源端，后目标端"},
        scale="mask",
        note={
            "en": "Every output sees the whole source, and the target up to its own position.",
            "zh": "每个输出都能看到整个源句，目标端只能看到自己及之前的位置。",
        },
    )
