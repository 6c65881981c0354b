"""Words of the field that mean the same, in both languages, and words that exclude each other."""

from __future__ import annotations

SYNONYMS = {
    "query": "q, queries, 查询向量",
    "query key": "qk",
    "key value": "kv",
    "query key value": "qkv",
    "key": "k, keys",
    "value": "v, values",
    "encoder": "encoders, 编码器",
    "decoder": "decoders, 解码器",
    "self attention": "self-attn, 自注意力",
    "cross attention": "cross-attn, 交叉注意力",
    "attention": "注意力",
    "mask": "masks, masked, masking, 掩码, 掩蔽, 遮罩, 屏蔽, 遮住, 遮掉",
    "padding": "pad, pads, padded, 填充, 补齐, 补零",
    "causal": "look-ahead, 因果",
    "source": "源端, 源句, 源序列",
    "sequence": "sequences, 序列",
    "embedding": "embeddings, 词向量, 嵌入",
    "residual": "residuals, skip-connection, 残差",
    "layernorm": "layer-norm, layer-normalization, layer-normalisation, 层归一化",
    "ffn": "feed-forward-network, feed-forward-networks, feed-forward, mlp, 前馈网络, 前馈",
    "dot product": "inner-product, 点积, 内积",
    "concatenate": "concat, 拼接",
    "weight": "weights, 权重",
    "variance": "方差",
    "saturate": "饱和",
    "gradient": "grad, grads, 梯度",
    "cache": "cached, caching, caches, 缓存",
    "reuse": "reused, reuses, re-use, re-used, 复用, 重复利用, 重复使用",
    "parallel": "并行",
    "bidirectional": "bi-directional, 双向",
    "autoregressive": "auto-regressive, 自回归",
    "stepwise": "one-by-one, one-at-a-time, token-by-token, 逐个, 一个接一个",
    "cross entropy": "交叉熵",
    "threshold": "阈值",
    "last": "final, 最后",
    "sqrt": "square-root-of, square-root, root-of, 根号",
    "each": "every",
    "from": "来自, 来自于, 取自, 源自, 来源于",
    "over": "along, across, 沿, 沿着",
    "before": "prior-to, 之前, 以前",
    "after": "之后, 以后",
    "gives": "give, provides, provide, supplies, supply, 给出, 提供",
    "times": "multiplied-by, 乘, 乘以",
    "sum": "之和",
    "finetune": "fine-tune, 微调",
    # Written with a negation, and yet none.
    "different": "不同",
    "unchanged": "不变",
    "independent": "无关",
    "nonlinear": "非线性",
    "infinity": "无穷, 无穷大",
    "unknown": "未知",
    "invalid": "非法, 不合法",
    "imbalance": "不平衡",
    "mismatch": "不匹配, 不一致",
    "yesno": "yes-or-no, yes-no, 是非",
    "whether": "是否, 是不是, 能不能, 要不要, 有没有, 会不会, 可不可以",
    "also": "not-only, not-just, not-merely, 不仅, 不仅仅, 不但, 不光, 不断, 无论, 不论, 而且",
    # What takes back the rest of its clause, and what begins another clause.
    "not": (
        "no, never, without, cannot, can-not, neither, nor, nothing, instead-of, rather-than, 不需要,"
        " 不需, 不用, 无需, 不必, 没有, 不是, 不会, 不能, 不可, 不可以, 不加, 不做, 不再, 不, 没, 无,"
        " 非, 未"
    ),
    "|": (
        "but, while, whereas, because, since, so, so-that, if, when, unless, hence, therefore, which,"
        " although, though, 而, 但, 但是, 因为, 所以, 因此, 否则, 从而, 由于, 如果, 除非"
    ),
}
"""What is read as what; the longest that fits is taken, and a hyphen may be a space or nothing."""

OPPOSITES = (
    {"encoder", "decoder"},
    {"query", "key"},
    {"query", "value"},
    {"self", "cross"},
    {"before", "after"},
    {"pre", "post"},
    {"start", "end"},
    {"source", "target"},
    {"positive", "negative"},
    {"macro", "micro"},
    {"row", "column"},
)
"""Between the words of a term, the opposite of one of them says something else."""
