"""All spans at once: start down, end across, and where the best one lies."""

import torch

from interview.model.picture import HeatMap

TOKENS = ["[CLS]", "who", "[SEP]", "Ada", "King", "wrote", "it", "."]
LONGEST = 3


def pictures(reference):
    T = len(TOKENS)
    start = torch.tensor([[0.5, 3.0, 0.0, 2.5, 0.5, 0.2, 0.1, 0.0]])
    end = torch.tensor([[0.5, 0.2, 0.0, 1.0, 2.0, 0.3, 2.6, 0.1]])
    context = torch.arange(T)[None] > 2
    scores = torch.full((T, T), float("nan"))
    for i in range(T):
        for j in range(T):
            only = torch.zeros(1, T, dtype=torch.bool)
            only[0, [i, j]] = context[0, [i, j]]
            s, e, _ = reference.best_spans(
                start.masked_fill(torch.arange(T) != i, -100.0),
                end.masked_fill(torch.arange(T) != j, -100.0),
                only,
                LONGEST,
                -1000.0,
            )
            if (s.item(), e.item()) == (i, j) and context[0, i]:
                scores[i, j] = start[0, i] + end[0, j]
    s, e, best = reference.best_spans(start, end, context, LONGEST, 0.0)
    span = " ".join(TOKENS[s.item() : e.item() + 1])
    yield HeatMap(
        {
            "en": f"Scores of the legal spans, at most {LONGEST} tokens",
            "zh": f"合法片段的得分，最长 {LONGEST} 个 token",
        },
        scores.tolist(),
        TOKENS,
        TOKENS,
        row_axis={"en": "start", "zh": "起点"},
        column_axis={"en": "end", "zh": "终点"},
        note={
            "en": f"Best: “{span}” with {best.item():.1f}. Starts in the question score higher, but are not legal.",
            "zh": f"最好的是 “{span}”，{best.item():.1f} 分。起点在问题里的得分更高，但不合法。",
        },
    )
