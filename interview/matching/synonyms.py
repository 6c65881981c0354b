"""Words of the field that mean the same, in both languages, and words that exclude each other."""

from __future__ import annotations

SYNONYMS = {
    "query": "q, queries, 查询向量, 查询",
    "query key": "qk",
    "key value": "kv, 键值",
    "query key value": "qkv",
    "key": "k, keys, 键",
    "value": "v, values",
    "encoder": "enc, encoders, 编码器",
    "decoder": "dec, decoders, 解码器",
    "self attention": "self-attn, 自注意力",
    "cross attention": "cross-attn, 交叉注意力",
    "attention": "attn, 注意力",
    "mask": "盖住, 藏起来, 挡掉, 挡住, masks, masked, masking, 掩码, 掩蔽, 遮罩, 屏蔽, 遮住, 遮掉",
    "padding": "pad, pads, padded, 填充, 补齐, 补零",
    "causal": "look-ahead, 因果",
    "source": "src, 源端, 源句, 源序列",
    "sequence": "sequences, 序列",
    "embedding": "emb, embs, embeddings, 词向量, 词嵌入, 嵌入向量, 嵌入",
    "residual": "跳连, 短路连接, residuals, skip-connection, 残差",
    "layernorm": "layer-norm, layer-normalization, layer-normalisation, 层归一化, ln, layer-norms, layernorms",
    "ffn": "feed-forward-network, feed-forward-networks, feed-forward, mlp, 前馈网络, 前馈",
    "dot product": "inner-product, 点积, 内积",
    "concatenate": "concat, 拼接",
    "weight": "weights, 权重",
    "variance": "方差",
    "saturate": "饱和",
    "gradient": "grad, grads, 梯度",
    "cache": "cached, caching, caches, 缓存",
    "reuse": "reused, reuses, re-use, re-used, 复用, 重复利用, 重复使用",
    "bidirectional": "bi-directional, 双向",
    "autoregressive": "auto-regressive, 自回归",
    "stepwise": (
        "一个一个, 逐个地, 挨个, one-by-one, one-at-a-time, token-by-token, 逐个, 一个接一个,"
        " 一步一步, 一步步, 逐词, 一个词一个词, 一个字一个字, 一个个"
    ),
    "cross entropy": "ce, 交叉熵, cross-entropies",
    "binary cross entropy": "bce, 二元交叉熵, 二分类交叉熵",
    "threshold": "thresholds, cutoff, cut-off, 阈值",
    "last": "final, 最后",
    "sqrt": "square-root-of, square-root, root-of, root, 根号, 平方根",
    "each": "各个, every, all, 每个, 每一个, 所有, 全部",
    "from": "来自, 来自于, 取自, 源自, 来源于",
    "over": "along, across, 沿, 沿着",
    "before": "prior-to, 之前, 以前",
    "after": "之后, 以后",
    "gives": "give, provides, provide, supplies, supply, 给出, 提供",
    "times": "multiplied-by, 乘, 乘以",
    "sum": (
        "sums, summed, summing, plus, add-up, adds-up, added-up, adding-up, added-together, 之和, 总和, 求和,"
        " 相加, 加上, 加起来, 加在一起, 累加"
    ),
    "mean": "取均值, average, averages, averaged, averaging, 平均, 均值",
    "same": "identical, 一样, 相同, 同样, 一致",
    "whole": "full, entire, complete, 整个, 完整, 整句, 整段",
    "chosen": "选出, 挑出, 抽中, selected, picked, 选中, 挑中, 被选中",
    "probability": "prob, probs, probabilities, 概率",
    "log probability": "log-prob, log-probs, logprob, logprobs, 对数概率, log 概率",
    "position": "positions, 位置",
    "cost": "costs, flops, 计算量, 开销, 代价, 成本",
    "token": "tokens, word, words, 单词",
    "piece": "pieces, word-piece, word-pieces, subword, subwords, sub-word, sub-words, 子词",
    "linear layer": "dense-layer, dense, fully-connected-layer, fully-connected, linears, 线性层, 全连接层, 全连接",
    "exclusive": "mutually-exclusive, exclude-each-other, excludes-each-other, 互斥, 互相排斥",
    "squared": "square, 平方",
    "atleast": "at-least, greater-than-or-equal-to, 大于等于, 不小于",
    "see": (
        "看到, 看见, 看得到, 看得见, 关注到, 关注, attend 到, attend到,"
        " sees, seeing, look-at, looks-at, looking-at, attend-to, attends-to, attending-to"
    ),
    "predict": "预测, 猜出, 猜, predicts, predicting, guess, guesses, guessing",
    "grow": (
        "增加, 增长, 变多, 上升, grows, growing, increase, increases, increasing, go-up,"
        " goes-up, rise, rises"
    ),
    "compute": "computed, computes, calculate, calculated, calculates",
    "window": "窗口, windows, chunk, chunks",
    "start": "starts, starting, begin, begins, beginning, begun",
    "parameter": "parameters, params, param, 参数",
    "label": "labels, 标签",
    "learning rate": "lr, learning-rates, 学习率",
    "bias": "biases, 偏置",
    "projection": "projections, 投影",
    "matrix": "matrices, 矩阵",
    "decay": "decays, 衰减",
    "accuracy": "acc, 准确率",
    "random": "随机",
    "score": "scores, 分数, 打分, 得分",
    "vector": "vectors, 向量",
    "truncate": "truncation, truncated, truncates, 截断, truncating",
    "init": "initialization, initialisation, initialized, initialised, 初始化",
    "pretrain": "pre-train, pre-training, pre-trained, pretraining, pretrained, 预训练",
    "train": "trains, training, trained, 训练",
    "inference": "推理",
    "backward": "bwd, 反向传播, 反向, 反传",
    "forward": "前向传播, 前向, 前传",
    "normalize": "归一化, 归一",
    "rerank": "重排序, 重新排序, 重排, 精排",
    "prefix": "前缀",
    "layer": "layers, 层",
    "sentence": "sentences, 句子",
    "document": "documents, doc, docs, 文档",
    "share": "shared, shares, sharing, 共享, 共用",
    "context": "contexts, 上下文",
    "target": "targets, 目标端, 目标句, 目标序列",
    "vocabulary": "vocab, 词表, 词汇表",
    "distribution": "distributions, 分布",
    "negative": "negatives, 负例, 负样本",
    "overlap": "overlaps, overlapping, 重叠",
    "drop": "drops, dropped, 去掉, 删掉, 扔掉, 拿掉, 砍掉, 去除, 剔除, 删除, 丢掉, 抛弃, 放弃, 移除, 取消",
    "classify": "classification, 分类",
    "above": "greater-than, larger-than, bigger-than, higher-than, 大于, 高于",
    "below": "less-than, smaller-than, lower-than, 小于, 低于",
    "finetune": "fine-tune, fine-tuned, fine-tuning, finetuned, finetuning, 微调",
    "loss": "losses, 损失",
    "batch": "batches, 批次",
    "checkpoint": "checkpoints, 检查点",
    "optimizer": "optimizers, optimiser, 优化器",
    "warmup": "warm-up, 预热, 热身",
    "validation set": "dev, val-set, dev-set, development-set, validation, validation-data, 验证集, 开发集",
    "temperature": "温度",
    "bi encoder": "bi-encoders, 双塔, 双编码器",
    "cross encoder": "cross-encoders, 交叉编码器",
    "grouped query attention": "gqa, 分组查询注意力",
    "taskhead": "任务头, 分类头, 预测头, 输出头",
    "router": "routers, 路由网络, 路由器",
    "fused kernel": "fused-kernels, 融合算子, 融合 kernel, 融合内核",
    "inplace": "in-place, 原地, 就地",
    "vram": "显存, 内存",
    "prefill": "prefilling, 预填充",
    "unigram": "unigrams, 一元组, 一元词",
    "bigram": "bigrams, 二元组, 二元词",
    "hidden state": "hidden-states, 隐状态, 隐藏状态",
    "micro 平均": "微平均",
    "macro 平均": "宏平均",
    "4": "four",
    "5": "five",
    "10": "ten",
    "15": "fifteen",
    "16": "sixteen",
    "50": "fifty",
    "80": "eighty",
    "4096": "4k",
    "8192": "8k",
    "need": "needs, needed, necessary, required, requires, require",
    "store": "stores, stored, storing, save, saves, saved, saving",
    "people": "human, humans",
    "trade off": "tradeoff, tradeoffs, trade-offs",
    "parallel": "并行",
    "expensive": "pricey, costly",
    "learned": "learnt",
    "poor": "poorly, bad, badly, terrible, terribly",
    "large": "larger, big, bigger",
    "small": "smaller, tiny",
    "fluent": "reads-well, read-well, reads-nicely, readable, smooth",
    "invent": (
        "invents, invented, make-up, makes-up, making-up, made-up, hallucinate, hallucinates, hallucination,"
        " hallucinations"
    ),
    # Written with a negation, and yet none.
    "different": "不同, 不一样",
    "unchanged": "不变",
    "independent": "无关",
    "nonlinear": "非线性",
    "infinity": "无穷, 无穷大",
    "unknown": "未知",
    "unseen": "没见过, 未见过",
    "unbiased": "无偏",
    "roughly": "差不多, 大约, 大致",
    "asymmetric": "非对称, 不对称",
    "nonnegative": "非负",
    "nonzero": "非零",
    "nonempty": "非空",
    "nonautoregressive": "非自回归",
    "noncontiguous": "非连续, 不连续",
    "future": "未来",
    "unsupervised": "无监督",
    "boring": "无聊",
    "later": "非首个, 非首",
    "invalid": "非法, 不合法",
    "imbalance": "不平衡",
    "mismatch": "不匹配, 不一致",
    "yesno": "yes-or-no, yes-no, 是非",
    "whether": "是否, 是不是, 能不能, 要不要, 有没有, 会不会, 可不可以",
    "also": (
        "not-only, not-forget, never-forget, not-just, not-merely, no-matter-how, nothing-more-than,"
        " 无非就是, 无非, 动不动, 不仅, 不仅仅, 不但, 不光, 不断, 无论, 不论, 不管, 不止, 而且"
    ),
    # What takes back the rest of its clause, and what begins another clause.
    "not": (
        "no, none-of, never, cannot, can-not, hardly, neither, nor, nothing, dont,"
        " doesnt, isnt, arent, cant, wont, lack, lacks, lacking, nowhere, 不需要,"
        " 不需, 不用, 无需, 不必, 没有, 不是, 不会, 不能, 不可, 不可以, 不加, 不做, 不再, 不, 没, 无,"
        " 非, 未"
    ),
    # What takes back no more than the words right after it.
    "without": "instead-of, rather-than, as-opposed-to",
    "supposed |": "的话",
    "| supposed": "否则, 不然, 要不然",
    "|": (
        "but, while, whereas, because, since, so, so-that, if, when, unless, hence, therefore, which,"
        " although, though, 而, 但, 但是, 不过, 只不过, 然而, 可是, 因为, 所以, 因此, 从而, 由于, 如果, 除非"
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
    {"above", "below"},
)
"""Between the words of a term, the opposite of one of them says something else."""

SUBJECTS = (
    ("attention", "ffn"),
    ("pre", "post"),
    ("cross encoder", "bi encoder"),
    ("extractive, 抽取式", "abstractive, 生成式"),
    ("macro", "micro"),
    ("multi label, 多标签", "single label, 单标签"),
)
"""What is spoken of, and stays so up to the end of its sentence: what is said of one is not said of the other."""

CONTRARIES = (
    (
        "keep, keeps, kept, retain, retained, 保留",
        "drop, drops, dropped, remove, removed, 去掉, 删掉, 取消",
    ),
    (
        "small, smaller, tiny, narrow, 更小, 越小, 很小, 较小, 变小",
        "large, larger, big, bigger, wide, wider, huge, 更大, 越大, 很大, 较大, 变大, 更宽, 越宽",
    ),
    ("below", "above"),
    (
        "sharpen, sharpens, sharper, peaky, peakier, 尖",
        "flatten, flattens, flatter, uniform, 平, 均匀",
    ),
    (
        "better, improve, improves, improved, 更好, 越好, 变好, 提高",
        "worse, poor, poorly, bad, badly, hurt, hurts, degrade, degrades, 更差, 变差, 越差, 很差, 下降, 不好",
    ),
    ("useful, helps, 很有用", "useless, 没用, 用处不大"),
    ("more, 更多, 越多", "less, fewer, 更少, 越少"),
    (
        "fast, faster, quick, cheap, cheaper, 更快, 便宜",
        "slow, slower, slowly, expensive, 更慢, 太慢",
    ),
    ("easy, easier, 容易", "hard, harder, difficult, 困难, 更难"),
    ("before", "after"),
    ("short, shorter, 短", "long, longer, 长"),
    ("divide, divided, divides, 除以", "multiply, multiplied, multiplies"),
    ("low, lower, 低", "high, higher, 高"),
    ("independent", "dependent, 依赖"),
    (
        "include, included, includes, 计入, 算进",
        "exclude, excluded, excludes, left out, ignored, 忽略, 跳过, 除外",
    ),
)
"""Said in the place of the other, one turns a sentence round; two in one clause turn it back."""
