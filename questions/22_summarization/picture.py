"""Sentences by score, and which are left out because they repeat three words."""

import torch

from interview.model.picture import Grid

SENTENCES = [
    ["the", "storm", "hit", "the", "coast", "on", "monday"],
    ["officials", "said", "the", "storm", "hit", "the", "coast", "hard"],
    ["schools", "stay", "closed", "until", "friday"],
    ["no", "one", "was", "hurt"],
]
SCORES = [0.9, 0.8, 0.7, 0.4]
WANTED = 2


def pictures(reference):
    scores = torch.tensor([SCORES])
    (chosen,) = reference.select_sentences(
        scores, torch.ones(1, len(SCORES), dtype=torch.bool), [SENTENCES], WANTED
    )
    yield Grid(
        {
            "en": f"The best {WANTED} of {len(SENTENCES)} sentences",
            "zh": f"从 {len(SENTENCES)} 句里选 {WANTED} 句",
        },
        [
            {"en": "score", "zh": "得分"},
            {"en": "chosen", "zh": "是否选中"},
            {"en": "sentence begins", "zh": "句首"},
        ],
        [
            [f"{score:.1f}", "yes" if i in chosen else "-", " ".join(words[:6])]
            for i, (score, words) in enumerate(zip(SCORES, SENTENCES, strict=True))
        ],
        {
            "en": "The second has “the storm hit” in common with the first, so the third takes its place.",
            "zh": "第二句与第一句共有 “the storm hit” 这个三元组，于是由第三句顶上。",
        },
    )
