"""A pair as BERT reads it: tokens and segments."""

from interview.model.picture import Grid

WORDS = ["[CLS]", "[SEP]", "he", "went", "out", "it", "rained"]
A, B = [2, 3, 4], [5, 6]


def pictures(reference):
    ids, segments = reference.build_nsp_pair(A, B, cls_id=0, sep_id=1)
    yield Grid(
        {"en": "Two sentences in one input", "zh": "两个句子拼成一个输入"},
        [
            {"en": "position", "zh": "位置"},
            {"en": "token", "zh": "token"},
            {"en": "segment", "zh": "句段"},
        ],
        [
            [str(i), WORDS[id], str(segment)]
            for i, (id, segment) in enumerate(zip(ids, segments, strict=True))
        ],
        {
            "en": "The first [SEP] belongs to segment 0, the last to 1. The head reads position 0 alone.",
            "zh": "第一个 [SEP] 属于句段 0，最后一个属于句段 1。分类头只读位置 0。",
        },
    )
