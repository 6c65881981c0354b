import torch


def beam_search(step, bos_id, eos_id, beam_size, max_len, length_penalty):
    """Plain lists, one prefix at a time, every candidate sorted."""
    if beam_size <= 0:
        raise ValueError(f"no search with {beam_size} beams")
    if max_len <= 0:
        raise ValueError(f"no sequence has {max_len} tokens")
    beams = [(0.0, [bos_id])]
    done = []
    for _ in range(max_len):
        candidates = []
        for total, prefix in beams:
            row = step(torch.tensor([prefix]))[0].tolist()
            candidates += [(total + value, [*prefix, token]) for token, value in enumerate(row)]
        candidates.sort(key=lambda pair: pair[0], reverse=True)
        beams = []
        for rank, (total, sequence) in enumerate(candidates):
            if sequence[-1] != eos_id:
                beams.append((total, sequence))
            elif rank < beam_size:
                done.append((total, sequence))
            if len(beams) == beam_size:
                break
    scored = [(total / (len(seq) - 1) ** length_penalty, seq[1:]) for total, seq in done + beams]
    score, tokens = max(scored, key=lambda pair: pair[0])
    return tokens, score
