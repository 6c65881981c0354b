from collections import namedtuple

import torch
from torch import nn

Output = namedtuple("Output", ["loss", "logits"])
LOSSES = {
    "regression": nn.MSELoss,
    "single_label_classification": nn.CrossEntropyLoss,
    "multi_label_classification": nn.BCEWithLogitsLoss,
}


class SequenceClassifier(nn.Module):
    """Takes the losses in float32 and casts back, as mixed-precision code does; the result has names."""

    def __init__(self, encoder, hidden, num_labels, problem_type, dropout=0.1):
        super().__init__()
        if problem_type not in LOSSES:
            raise ValueError("unknown problem type")
        self.single = problem_type.startswith("single")
        if self.single and not num_labels >= 2:
            raise ValueError("at least two classes")
        self.flat = self.single or (problem_type == "regression" and num_labels == 1)
        self.encoder, self.classifier = encoder, nn.Linear(hidden, num_labels)
        self.drop = nn.Dropout(p=dropout)
        self.loss = LOSSES[problem_type]()

    def forward(self, input_ids, attention_mask=None, token_type_ids=None, labels=None):
        out = self.encoder(input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask)
        logits = self.classifier(self.drop(out[1]))
        if labels is None:
            return Output(None, logits)
        shape = logits.shape[:1] if self.flat else logits.shape
        if labels.shape != shape:
            raise ValueError("shape")
        if not self.single:
            return Output(self.loss(logits.view(shape).float(), labels.float()).type_as(logits), logits)
        if labels.min() < 0 or labels.max() >= logits.size(1):
            raise ValueError("class")
        return Output(self.loss(logits.float(), labels.to(torch.int64)).type_as(logits), logits)
