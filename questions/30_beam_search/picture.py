"""The hypotheses that live after each step, and why greedy search misses the best."""

import torch

from interview.model.picture import Grid

WORDS = ["[BOS]", "[EOS]", "a", "the", "cat", "dog"]
NEXT = {
    (): [0, 0, 0.55, 0.45, 0, 0],
    ("a",): [0, 0.1, 0, 0, 0.5, 0.4],
    ("the",): [0, 0.02, 0, 0, 0.95, 0.03],
}
BEAMS, LONGEST = 2, 3


def pictures(reference):
    seen = []

    def step(prefixes):
        names = [tuple(WORDS[id] for id in row[1:].tolist()) for row in prefixes]
        seen.append(names)
        rows = [NEXT.get(name, [0, 1, 0, 0, 0, 0]) for name in names]
        return torch.tensor(rows, dtype=torch.float64).clamp(min=1e-9).log()

    rows = []
    for beams in (1, BEAMS):
        seen.clear()
        tokens, score = reference.beam_search(step, 0, 1, beams, LONGEST, 0.0)
        for number, names in enumerate(seen):
            rows.append([str(beams), str(number), " | ".join(" ".join(n) or "-" for n in names)])
        said = " ".join(WORDS[token] for token in tokens)
        rows.append([str(beams), "=", f"{said}, {torch.tensor(score).exp():.2f}"])
    yield Grid(
        {"en": "What is kept at each step", "zh": "每一步保留的候选"},
        [
            {"en": "beams", "zh": "束宽"},
            {"en": "step", "zh": "步"},
            {"en": "live", "zh": "未结束的候选"},
        ],
        rows,
        {
            "en": "“a” is the more probable first word, “the cat” the more probable sentence.",
            "zh": "第一个词 “a” 概率更高，但整句 “the cat” 的概率更高。",
        },
    )
