import heapq

import torch


def beam_search(step, bos_id, eos_id, beam_size, max_len, length_penalty):
    """Stops as soon as no live hypothesis can overtake: sums only fall, and max_len divides most."""
    if min(beam_size, max_len) < 1:
        raise ValueError("beam_size and max_len must be at least 1")
    live = {(): 0.0}
    best = None
    length = 0
    while length < max_len:
        length += 1
        prefixes = list(live)
        log_probs = step(torch.tensor([(bos_id, *p) for p in prefixes])).tolist()
        pool = {
            (*prefix, token): live[prefix] + value
            for prefix, row in zip(prefixes, log_probs, strict=True)
            for token, value in enumerate(row)
        }
        ranked = heapq.nlargest(2 * beam_size, pool.items(), key=lambda item: item[1])
        for tokens, total in ranked[:beam_size]:
            if tokens[-1] == eos_id:
                score = total / length**length_penalty
                if best is None or score > best[1]:
                    best = (list(tokens), score)
        live = dict([item for item in ranked if item[0][-1] != eos_id][:beam_size])
        hope = max(live.values()) / max_len**length_penalty
        if best is not None and best[1] >= hope:
            return best
    for tokens, total in live.items():
        score = total / length**length_penalty
        if best is None or score > best[1]:
            best = (list(tokens), score)
    return best
