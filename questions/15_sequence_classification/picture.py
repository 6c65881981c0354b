"""Many tokens in, one vector, a logit for each class."""

import torch
from torch import nn

from interview.grading.judge.drawing import calls_within
from interview.model.picture import Layers

B, T, D, CLASSES = 2, 6, 8, 3


class Encoder(nn.Module):
    """Stands for BERT: token vectors, and the pooled one."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(30, D)
        self.pooler = nn.Linear(D, D)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        hidden = self.embed(input_ids)
        return hidden, torch.tanh(self.pooler(hidden[:, 0]))


def pictures(reference):
    model = reference.SequenceClassifier(
        Encoder(), D, CLASSES, "single_label_classification"
    ).eval()
    boxes = calls_within(model, torch.randint(30, (B, T)))
    yield Layers(
        {
            "en": f"B={B} texts of T={T} tokens, {CLASSES} classes",
            "zh": f"B={B} 条文本，每条 T={T} 个 token，{CLASSES} 类",
        },
        [box for box in boxes if box.name["en"] != "encoder"],
        {
            "en": "Only the classifier is new; everything below has been trained before.",
            "zh": "只有分类头是新的；它下面的部分都是预训练好的。",
        },
    )
