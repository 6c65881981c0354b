"""The banks that the package ships are sound, and as large as they say."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml
from markdown_it import MarkdownIt

from interview.authoring.proof import prove_question
from interview.authoring.weak_points import unknown_mistakes
from interview.bank import open_bank
from interview.bank.cards import repetition_problems
from interview.bank.mistakes import read_mistakes
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine

BANK = open_bank(None)
BERT, MODERN = open_bank("bert"), open_bank("modern")
SEED = 101
EVERY = 40


@pytest.fixture(scope="module")
def link():
    with Links(PrivateEngine()) as links:
        yield links.link()


@pytest.mark.parametrize("card", BANK.cards, ids=lambda card: card.slug)
def test_a_question_is_sound(link, card):
    """Under one seed, so that the tests say the same each time; `interview check`, which CI runs, tries
    all misconceptions and alternatives, and under another seed."""
    proof = prove_question(link, card.folder, (SEED,), every=EVERY)
    assert proof.problems == []
    assert (proof.accepted, proof.rejected) == (0, 0)
    assert len(proof.of_wrong) == len(BANK.load(card).exercise.misconceptions[::EVERY])
    assert len(proof.of_right) == len(card.alternatives[::EVERY])
    assert not [point for point in proof.weak_points if "debugging round" in point]


def test_no_two_questions_that_are_shipped_have_one_number_or_id():
    """Of whatever shipped bank: they are kept by their ids alone."""
    assert repetition_problems(BANK.cards) == []


def test_the_first_bank_has_what_it_promises():
    assert BERT.problems == []
    assert [card.number for card in BERT.cards] == list(range(1, 31))
    assert sum(len(BERT.load(card).exercise.misconceptions) for card in BERT.cards) >= 1150
    assert sum(len(card.alternatives) for card in BERT.cards) >= 100


def test_the_second_bank_goes_on_with_its_numbers_and_its_measure():
    assert MODERN.problems == []
    assert all(card.number > 30 for card in MODERN.cards)
    for card in MODERN.cards:
        assert len(MODERN.load(card).exercise.misconceptions) >= 7, card.slug
        assert len(card.alternatives) >= 2, card.slug


@pytest.mark.parametrize("bank", [BERT, MODERN], ids=["bert", "modern"])
def test_each_mistake_that_several_questions_know_has_one_name_and_one_sentence(bank):
    mistakes, source = read_mistakes(bank.cards[0].folder)
    exercises = [bank.load(card).exercise for card in bank.cards]
    known = Counter(m.id for exercise in exercises for m in exercise.misconceptions)
    assert source.problems == []
    assert set(mistakes.words) == {id for id, count in known.items() if count > 1}


def test_what_questions_of_both_banks_share_is_told_alike():
    first, second = (read_mistakes(bank.cards[0].folder)[0].words for bank in (BERT, MODERN))
    assert {id: words for id, words in second.items() if first.get(id, words) != words} == {}


@pytest.mark.parametrize("bank", [BERT, MODERN], ids=["bert", "modern"])
def test_each_question_knows_the_mistakes_of_the_parts_that_it_has(bank):
    mistakes, _source = read_mistakes(bank.cards[0].folder)
    for card in bank.cards:
        exercise, reference = bank.load(card).exercise, card.reference.read_text(encoding="utf-8")
        assert list(unknown_mistakes(exercise, reference, mistakes)) == [], card.slug


NAME = r"[A-ZÀ-Ž][\w’'-]+(?: [A-Z][\w-]+)*"
PAPER = re.compile(
    rf"(?P<cited>{NAME}(?:, {NAME})*(?: and {NAME}| et al\.)? \d{{4}}), (?P<title>[^&;]+?)"
    r"(?:, (?:§|Figure|Table|Appendix|Equation|Algorithm)[^&;]*?)?(?: \([^()]+\))?"
)
"""Vaswani et al. 2017, Attention Is All You Need, §3.2.1 (what for)"""
SOFTWARE = re.compile(
    r"(?:(?:PyTorch|scikit-learn|seqeval|Hugging Face) documentation"
    r"|Hugging Face (?:transformers|tokenizers)|google-research/bert), [^&;]+"
)


def test_sources_have_one_form_and_a_paper_has_one_title():
    titles: dict[str, set[str]] = {}
    for card in BANK.cards:
        for source in BANK.load(card).sources:
            if paper := PAPER.fullmatch(source):
                titles.setdefault(paper["cited"], set()).add(paper["title"])
            else:
                assert SOFTWARE.fullmatch(source), (card.slug, source)
    assert {cited: several for cited, several in titles.items() if len(several) > 1} == {}


@pytest.mark.parametrize(
    "source",
    [
        "Howard & Ruder 2018, Universal Language Model Fine-tuning for Text Classification",
        "Devlin et al., BERT, 2019",
        "PyTorch documentation, torch.nn.CrossEntropyLoss; scikit-learn documentation, f1_score",
        "PyTorch, torch.nn.MultiheadAttention",
    ],
)
def test_another_form_of_a_source_is_seen(source):
    assert not PAPER.fullmatch(source)
    assert not SOFTWARE.fullmatch(source)


def test_no_two_drills_ask_for_the_same_sum_or_shape():
    """Of two names or more: `r` and `D//2` say too little of what is asked."""
    asked = Counter()
    for card in BANK.cards:
        for drill in BANK.load(card).drills:
            answer = re.sub(r"\s", "", str(drill.number or drill.shape or ""))
            if len(set(re.findall(r"[A-Za-z]\w*", answer))) > 1:
                asked[answer] += 1
    assert len(asked) > 60
    assert {answer: count for answer, count in asked.items() if count > 1} == {}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_pitfall_is_told_once(lang):
    heads = Counter(
        head
        for card in BANK.cards
        for head in re.findall(r"^- (\*\*.+?\*\*)", BANK.load(card, lang).pitfalls, re.MULTILINE)
    )
    assert len(heads) > 140
    assert {head: count for head, count in heads.items() if count > 1} == {}


MARKDOWN = MarkdownIt()
PROSE = ("ask", "answer", "pitfalls", "says", "zh", "because", "task", "point", "hints")


def texts(value, prose=False):
    """Every text in a question's YAML that is drawn as Markdown."""
    if isinstance(value, dict):
        for name, item in value.items():
            of_mistakes = name == "misconceptions" and isinstance(item, dict)  # in Chinese, by id
            yield from item.values() if of_mistakes else texts(item, name in PROSE)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, prose)
    elif isinstance(value, str) and prose:
        yield value


def seen_asterisks(path):
    data = yaml.load(
        path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    for text in filter(lambda text: "**" in text, texts(data)):
        for token in MARKDOWN.parse(text):
            seen = [t.content for t in token.children or [] if t.type == "text"]
            yield from (line for line in seen if re.search(r"\*\*(?! )|(?<! )\*\*", line))


def test_what_is_meant_to_be_bold_is_bold():
    """`**…。**` directly before a letter is no emphasis in Markdown: the asterisks would be seen."""
    files = sorted(p for bank in (BERT, MODERN) for p in (bank.root / "questions").rglob("*.yaml"))
    assert len(files) > 120
    assert [(path, line) for path in files for line in seen_asterisks(path)] == []


def test_no_two_exercises_ask_for_the_same_code():
    """No reference passes another question's exercise, and no name is asked for twice in the same way."""
    asked = {}
    for card in BANK.cards:
        exercise = BANK.load(card).exercise
        asked[card.id] = (exercise.names, card.stub.read_text(encoding="utf-8"))
    names = [name for defined, _ in asked.values() for name in defined]
    assert sorted(names) == sorted(set(names))
