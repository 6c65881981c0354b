import torch


def viterbi(emissions, transitions, start, end, mask):
    """Plain numbers; every tag carries the whole best path that leads to it."""
    tags = range(emissions.size(2))
    if transitions.shape != torch.Size([len(tags), len(tags)]):
        raise ValueError("transitions must be square, one row and one column per tag")
    step, first, final = transitions.tolist(), start.tolist(), end.tolist()
    paths, scores = [], []
    for sentence, keep in zip(emissions.tolist(), mask.tolist()):
        best = None
        for word, real in zip(sentence, keep):
            if not real:
                continue
            if best is None:
                best = [(first[j] + word[j], [j]) for j in tags]
            else:
                best = [
                    max(((s + step[p[-1]][j] + word[j], [*p, j]) for s, p in best), key=lambda x: x[0])
                    for j in tags
                ]
        score, path = (0.0, []) if best is None else max(
            ((s + final[p[-1]], p) for s, p in best), key=lambda x: x[0]
        )
        paths.append(path)
        scores.append(score)
    return paths, emissions.new_tensor(scores)


def bio_spans(tags):
    spans, current = [], None
    for i, tag in enumerate(tags):
        if tag == "O":
            prefix, kind = "O", None
        else:
            prefix, dash, kind = tag.partition("-")
            if prefix not in {"B", "I"} or not dash or not kind:
                raise ValueError(f"cannot read the tag {tag}")
        if current and prefix == "I" and kind == current[0]:
            continue
        if current:
            spans.append((*current, i))
        current = None if kind is None else (kind, i)
    if current:
        spans.append((*current, len(tags)))
    return spans
