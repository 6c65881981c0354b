"""What a query sees in a window, with sinks, and after several layers."""

import torch

from interview.model.picture import HeatMap

S = 10
WINDOW = 3
LAYERS = 3


def pictures(reference):
    axes = {
        "row_axis": {"en": "query", "zh": "query"},
        "column_axis": {"en": "key", "zh": "key"},
    }
    for sinks in (0, 2):
        yield HeatMap(
            {
                "en": f"A window of {WINDOW}, {sinks} first tokens kept",
                "zh": f"窗口为 {WINDOW}，保留最前面 {sinks} 个 token",
            },
            reference.window_mask(S, S, WINDOW, sinks).float().tolist(),
            **axes,
        )
    one = reference.window_mask(S, S, WINDOW).float()
    reach = torch.linalg.matrix_power(one, LAYERS) > 0
    yield HeatMap(
        {
            "en": f"What reaches a token through {LAYERS} such layers",
            "zh": f"经过 {LAYERS} 层之后，能传到各 token 的内容",
        },
        reach.float().tolist(),
        **axes,
        note={
            "en": f"{LAYERS} × ({WINDOW} - 1) tokens back, and the token itself.",
            "zh": f"往回 {LAYERS} × ({WINDOW} - 1) 个 token，再加上它自己。",
        },
    )
