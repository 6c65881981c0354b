"""Labels of words become labels of pieces."""

from interview.model.picture import Grid

PIECES = ["[CLS]", "Ang", "##ela", "Merkel", "visits", "Pot", "##sdam", "[SEP]"]
WORD_IDS = [None, 0, 0, 1, 2, 3, 3, None]
LABELS = ["B-PER", "I-PER", "O", "B-LOC"]


def pictures(reference):
    aligned = reference.align_sentence(WORD_IDS, list(range(len(LABELS))))
    yield Grid(
        {
            "en": "One label for a word, on its first piece",
            "zh": "每个词一个标签，落在它的第一个子词上",
        },
        [{"en": "piece", "zh": "子词"}, {"en": "word", "zh": "词"}, {"en": "label", "zh": "标签"}],
        [
            [piece, "-" if word is None else str(word), "-100" if label == -100 else LABELS[label]]
            for piece, word, label in zip(PIECES, WORD_IDS, aligned, strict=True)
        ],
        {"en": "-100 is left out of the loss.", "zh": "-100 不计入损失。"},
    )
