import re

import torch


def viterbi(emissions, transitions, start, end, mask):
    """The best rest of the sentence from each tag, computed from its end; then read forwards."""
    C = emissions.shape[-1]
    if list(transitions.shape) != [C, C]:
        raise ValueError(f"{C} tags, but transitions of shape {list(transitions.shape)}")
    paths, scores = [], []
    for b in range(len(emissions)):
        words = [emissions[b, t] for t in range(mask.shape[1]) if mask[b, t]]
        if not words:
            paths.append([])
            scores.append(emissions.new_zeros(()))
            continue
        rest = [end]
        for word in reversed(words[1:]):
            rest.insert(0, (transitions + (word + rest[0])[None, :]).amax(dim=1))
        ahead = start
        path = []
        for word, after in zip(words, rest):
            total = ahead + word + after
            if not path:
                scores.append(total.max())
            path.append(total.argmax().item())
            ahead = transitions[path[-1]]
        paths.append(path)
    return paths, torch.stack(scores)


def bio_spans(tags):
    """Marks where entities begin, then lets each run as far as it can."""
    for tag in tags:
        if not re.fullmatch(r"O|[BI]-.+", tag):
            raise ValueError(f"{tag!r} is no tag")
    n = len(tags)
    spans = []
    for i, tag in enumerate(tags):
        if tag == "O":
            continue
        kind = tag.split("-", 1)[1]
        inside = tag.startswith("I") and i > 0 and tags[i - 1] in (f"B-{kind}", f"I-{kind}")
        if not inside:
            j = i + 1
            while j < n and tags[j] == f"I-{kind}":
                j += 1
            spans.append((kind, i, j))
    return spans
