"""Two pairs as one batch: ids, segments, and what is padding."""

from interview.model.picture import HeatMap

WORDS = ["[PAD]", "[CLS]", "[SEP]"]
PAIRS = [[[10, 11, 12], [20, 21]], [[13], [22]]]


def pictures(reference):
    batch = reference.encode_pairs(PAIRS, cls_id=1, sep_id=2, pad_id=0, max_len=12)
    first = batch["input_ids"][0].tolist()
    columns = [WORDS[id] if id < 3 else ("a" if id < 20 else "b") for id in first]
    axes = {
        "row_axis": {"en": "pair", "zh": "句对"},
        "column_axis": {
            "en": "position (tokens of the first pair)",
            "zh": "位置（以第一对的 token 标注）",
        },
        "scale": "mask",
    }
    rows = ["pair 1", "pair 2"]
    yield HeatMap(
        {"en": "Segments", "zh": "句段"},
        batch["token_type_ids"].float().tolist(),
        rows,
        columns,
        **axes,
    )
    yield HeatMap(
        {"en": "Attention mask", "zh": "注意力掩码"},
        batch["attention_mask"].float().tolist(),
        rows,
        columns,
        **axes,
        note={
            "en": "The second pair is shorter: its last places are padding, which nobody may attend to.",
            "zh": "第二对较短：末尾几个位置是填充，谁都不能注意到它们。",
        },
    )
