"""A text as sentences, and a sentence as words: of the field's, in one form for both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from interview.matching.synonyms import SYNONYMS

STOP_WORD = re.compile(
    r"an?|and|or|are|as|at|be|been|by|for|in|into|is|its?|of|on|that|the|their|then|they|this|to"
    r"|was|were|with|we|you|do|does|did|comes?|coming|came|taken|percent"
)
NEGATIONS = frozenset({"not", "without"})
HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")
PARTICLES = re.compile(r"[了是都就也会要地得个则还又]")
JOINTS = re.compile(r"[的和与及在、]")
"""Between two Chinese words: what stands on either side need not be next to each other."""
SENTENCE_WORD = re.compile(r"[a-z0-9]+|[α-ω]|[\u3400-\u9fff]|[&|]")
TERM_WORD = re.compile(r"[a-z0-9]+|[α-ω]|[\u3400-\u9fff]+|&")
SENTENCE_END = re.compile(r"[.!?][*_)\"”]*(?=\s|$)|[。;]|\n\s*\n|\n\s*(?:[-*•]|\d+[.)])\s")
SYMBOLS = str.maketrans(
    {
        "√": " sqrt ",
        "×": " times ",
        "∝": " proportional ",
        "∞": " infinity ",
        "≤": " <= ",
        "≥": " >= ",
        "→": " -> ",
        "≠": " not ",
        "²": "^2",
        "³": "^3",
        "ᵀ": "^t ",
    }
)
VERB = (
    "do|does|did|is|are|was|were|can|could|has|have|must|may|will|should"
    "|(?:need|take|use|make|get|keep|change|see|give)s?"
)
"""With which another predicate begins: a negation after it belongs to it."""


def with_edges(pattern: str) -> str:
    """A pattern in which ⟨ and ⟩ stand for where a word begins and where it ends."""
    if pattern.startswith("⟨"):
        pattern = f"⟨(?:{pattern[1:]})"
    return pattern.replace("⟨", "(?<![a-z0-9])").replace("⟩", "(?![a-z0-9])")


REWRITINGS = [
    (r"(?<!-)⟨yes ?/ ?no⟩", " yesno "),
    (r"⟨w/ ?o⟩", "without"),
    (r"⟨not[- ]a[- ]number⟩", " nan "),
    (r"⟨(?:don['’]?t|do not|never) (?:just|only|simply)⟩", " not "),
    (r"[-=]> *(?=(?:no|not|none|nothing|never|without|cannot)⟩)", " | "),
    (r"⟨(without|rather than|instead of) (?:any|using|having|doing|needing) ", r"\1 "),
    (r"⟨w/(?= )", " "),
    (r"⟨and (?=(?:it|we|you|they|there|thus|so|not|no|nothing|never)⟩)", " | "),
    (rf"⟨(?:and|that) (?=(?:(?:{VERB}) (?:no|not|nothing|never)|cannot|[a-z]+n['’]t)⟩)", " | "),
    (r"n['’]t⟩", " not"),
    (r"⟨so far⟩", " sofar "),
    (r"⟨(goes|go) up to⟩", r"\1 to"),
    (r"['’]s?⟩", ""),
    (r"⟨non[- ]([a-z])", r"non\1"),
    (r"(\d)\.(\d)", r"\1p\2"),
    (r"(\d),(\d{3})⟩", r"\1\2"),
    (r"⟨d_?(?:k|v|q|head)⟩", "d"),
    (r"和([为做])", r" sum \1"),
    (r"</s>", " eos "),
    (r"<=", " upto "),
    (r">=", " atleast "),
    (r"[-=]>|~", " "),
    (r"(?<=[a-z0-9\]) ]) ?< ?(?=[a-z0-9])", " below "),
    (r"(?<=[a-z0-9\]) ]) ?> ?(?=[a-z0-9])", " above "),
    (r"[+]", " sum "),
    (r"(?<![分区特类级个识判差])别(?=[把让用给去再拿算看混自先只当直])", " not "),
    (r"除了?(?=[^,。;除]{1,14}?(?:以外|之外|外)[^,。;还也]{0,3}[都全其])", " not "),
    (r"除了(?=[^,。;还也除]{1,14}(?:都|全|一律))", " not "),
    (r"百分之十五", "15%"),
    (r"(?<=[\u3400-\u9fff])(?<!只)不过", " not 过"),
    (r"(?P<verb>[\u3400-\u9fff])(?<![是能会可要有动时])不(?P=verb)", r"\1"),
    (r"(?<=[会能有不没])因此", ""),
    (r"是非(?=线性|法|对称|负|零|空|自回归|连续)", "是 非"),
    (r"(?<=[个的])非 ?(?=[a-z]{2})", " non"),
    (r"(?<![a-z0-9])\((?=[\u3400-\u9fff]{2})|(?<=[\u3400-\u9fff])\)", " | "),
    (r"⟨(?:sublayer|sub)\(", "f("),
    (r"⟨(?:ln|layernorm|layer_norm)\(", "norm("),
    (r"⟨dropout\((?=f\()", "("),
    (r"(?<=[a-z]{2}) / (?=[a-z])|/ *(?=sqrt⟩)", " divided by "),
    (r"[·*] *(?=sqrt⟩)", " times "),
    (r"⟨([a-z]) over (?=[a-z]⟩)", r"\1/"),
    (r"的? ?⟨([a-z0-9]+) ?次方", r"^\1"),
    (r"(?<=[a-z]) ?(?:squared(?! (?:error|loss)s?)|的?平方(?!根))", "^2"),
    (r"⟨o\(([a-z])(?=[a-z]⟩)", r"o(\1 "),
    (r"⟨(?!(?:4|8)k⟩)(\d+)([a-z])⟩", r"\1 \2"),
    (r"⟨(?!exp⟩)([a-z]) ?(?:times|x|by|乘以?|[*·]) ?(?=[a-z]⟩)", r"\1 "),  # T x S, T 乘 S
    (r"⟨([a-z]) and (?=[a-z]⟩)", r"\1 & "),  # no T x S
    (r"⟨([a-z0-9]),\s*(?=[a-z0-9]⟩)", r"\1 "),  # (T, S)
    (r",\s*(?=[a-z0-9-]+(?: *,| +(?:and|or)⟩))", " "),  # a list
    (r"(?<=[a-z0-9]),\s*(?=[a-z0-9-]+ *[、和与])", " "),
    (
        r"(⟨[b-hj-z0-9]|[)\]]) - (?=[b-hj-z0-9]⟩|(?:log|exp|max|min|sum|mean)⟩|[a-z]*[(\[])",
        r"\1 ",
    ),
    (r"[,:]| \((?=[a-z]{3})|—| -+ ", " | "),
]
REWRITTEN = [(re.compile(with_edges(pattern)), new) for pattern, new in REWRITINGS]
OF_WORDS = "|".join(pattern[1:] for pattern, _ in REWRITINGS if pattern.startswith("⟨"))
OTHERS = "|".join(pattern for pattern, _ in REWRITINGS if not pattern.startswith("⟨"))
ANY_REWRITTEN = re.compile(with_edges(f"⟨{OF_WORDS}") + "|" + with_edges(OTHERS))
"""Most terms hold nothing of all that, and one look tells so: what begins a word is tried there only."""
OUTPUT_GRADIENT = re.compile(r"(?<![A-Za-z])dO(?![A-Za-z])")
"""A name and no stop word, as long as its case is seen."""
ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|w\.r\.t|vs|al|etc|esp|dr)\.(?=\s|,|$)")


@lru_cache(maxsize=256)
def words_of_sentences(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of each sentence; `|` stands between its clauses, Chinese is one word a character."""
    each = SENTENCE_END.split(ABBREVIATED.sub(" ", folded(text)))
    return tuple(
        tuple(without_stop_words(SENTENCE_WORD.findall(in_one_form(sentence)))) for sentence in each
    )


@lru_cache(maxsize=65536)
def words_of_term(term: str) -> tuple[str, ...]:
    """The words of a term, where neighbouring Chinese characters are one word."""
    return tuple(without_stop_words(TERM_WORD.findall(in_one_form(folded(term)))))


def without_stop_words(words: list[str]) -> list[str]:
    return [word for word in words if not STOP_WORD.fullmatch(word)]


def folded(text: str) -> str:
    told = OUTPUT_GRADIENT.sub("d_o", text.translate(SYMBOLS))
    return unicodedata.normalize("NFKC", told).casefold()


@lru_cache(maxsize=4096)
def in_one_form(text: str) -> str:
    """The text with its clauses marked and every synonym replaced."""
    for pattern, new in REWRITTEN if ANY_REWRITTEN.search(text) else ():
        text = pattern.sub(new, text)
    pattern, meant = synonym_table()
    text = pattern.sub(lambda match: f" {meant[without_gaps(match[0])]} ", text)
    return JOINTS.sub(" ", PARTICLES.sub("", text))


@cache
def synonym_table() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds every synonym, of several the longest, and what each of them means.

    English stands as whole words, Chinese between any characters. What stands around an English word is said
    once for all of them: each would be tried at every character else.
    """
    meant = {synonym: word for word, some in SYNONYMS.items() for synonym in some.split(", ")}
    longest_first = sorted(meant, key=len, reverse=True)
    chinese = grouped_by_initial(filter(HAN_CHARACTER.search, longest_first))
    english = grouped_by_initial(
        s.replace("-", "[- ]?") for s in longest_first if not HAN_CHARACTER.search(s)
    )
    pattern = re.compile(rf"{chinese}|(?<![a-z0-9]){english}(?![a-z0-9])")
    return pattern, {without_gaps(synonym): word for synonym, word in meant.items()}


def grouped_by_initial(patterns: Iterable[str]) -> str:
    """A pattern of all of these, of which each begins with a character that stands for itself.

    They are put together by that character, so that most are never tried: Python tries one after the other.
    """
    rests: dict[str, list[str]] = {}
    for pattern in patterns:
        rests.setdefault(pattern[0], []).append(pattern[1:])
    each = "|".join(f"{first}(?:{'|'.join(some)})" for first, some in rests.items())
    return f"(?=[{''.join(rests)}])(?:{each})"


def without_gaps(text: str) -> str:
    return text.replace("-", "").replace(" ", "")
