"""Two rows of packed examples: what stands where, and who sees whom."""

from interview.model.picture import Grid, HeatMap

PROMPTS = [[11, 12], [21], [31, 32, 33]]
ANSWERS = [[13, 9], [22, 23, 9], [34, 9]]


def pictures(reference):
    lengths = [len(p) + len(a) for p, a in zip(PROMPTS, ANSWERS, strict=True)]
    bins = reference.pack(lengths, 9)
    ids, labels, positions, docs = reference.build(PROMPTS, ANSWERS, bins, 0)
    names = ("ids", "labels", "positions", "docs")
    words = {
        "ids": {"en": "ids", "zh": "id"},
        "labels": {"en": "labels", "zh": "标签"},
        "positions": {"en": "positions", "zh": "位置"},
        "docs": {"en": "docs", "zh": "文档"},
    }
    columns = [tensor[0].tolist() for tensor in (ids, labels, positions, docs)]
    yield Grid(
        {"en": "The first row, token by token", "zh": "第一行，逐个 token"},
        [words[name] for name in names],
        [[str(value) for value in token] for token in zip(*columns, strict=True)],
        note={
            "en": "Labels of prompts are -100. Positions begin again with each document.",
            "zh": "提示的标签是 -100。每篇文档的位置重新从 0 开始。",
        },
    )
    mask = reference.document_mask(docs)
    for row in range(len(bins)):
        tokens = [str(token) for token in ids[row].tolist()]
        yield HeatMap(
            {"en": f"Who sees whom in row {row}", "zh": f"第 {row} 行里谁看得到谁"},
            mask[row, 0].float().tolist(),
            tokens,
            tokens,
            row_axis={"en": "query", "zh": "query"},
            column_axis={"en": "key", "zh": "key"},
            scale="mask",
            note={
                "en": "A triangle for each document. Padding sees itself alone.",
                "zh": "每篇文档一个三角形。padding 只看得到自己。",
            },
        )
