"""Which window sees which tokens of a document that is too long for one."""

from interview.model.picture import HeatMap

LENGTH, WINDOW, STRIDE = 20, 10, 5


def pictures(reference):
    ids = list(range(10, 10 + LENGTH))
    windows, mask = reference.sliding_windows(ids, WINDOW, STRIDE, cls_id=1, sep_id=2, pad_id=0)
    rows = [
        [float(id in window[real].tolist()) for id in ids]
        for window, real in zip(windows, mask, strict=True)
    ]
    overlap = WINDOW - 2 - STRIDE
    yield HeatMap(
        {
            "en": f"{LENGTH} tokens, windows of {WINDOW}, stride {STRIDE}",
            "zh": f"{LENGTH} 个 token，窗口 {WINDOW}，步长 {STRIDE}",
        },
        rows,
        [f"window {i + 1}" for i in range(len(rows))],
        row_axis={"en": "window", "zh": "窗口"},
        column_axis={"en": "token of the document", "zh": "文档的 token"},
        scale="mask",
        note={
            "en": f"Neighbours share {overlap} tokens: [CLS] and [SEP] take two places of each window.",
            "zh": f"相邻窗口重叠 {overlap} 个 token：[CLS] 和 [SEP] 在每个窗口里占两个位置。",
        },
    )
