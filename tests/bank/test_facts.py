"""What a bank says of itself: its own topics everywhere, and every mistake of `bank.yaml` with its line."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from interview import messages
from interview.bank import Bank, finding
from interview.bank.facts import bank_facts, read_facts, simple_facts
from interview.errors import QuestionError, UsageError
from interview.model.bank import USUAL_TOPICS, BankFacts, Topic, TopicWords, TrackFacts
from interview.practice.memory.selection import Wanted, wanted_cards
from interview.wording.names import name_in_words
from tests.helpers.command import interview
from tests.helpers.toy import change

OWN = """\
# yaml-language-server: $schema=bank.schema.json
name: mine
title: "My own: bank"
zh: 我的题库
track: {id: speech, en: "speech, recognised", zh: 语音}

languages: [en, zh]
topics:
  kv-cache: {en: KV cache, zh: KV 缓存}
  # words in one language are enough
  scaling: {zh: "规模, 预算"}
  rl: {en: RL}
  attention: {}
"""
FACTS = BankFacts(
    "mine",
    "My own: bank",
    "我的题库",
    ("en", "zh"),
    {
        "kv-cache": TopicWords("KV cache", "KV 缓存"),
        "scaling": TopicWords("", "规模, 预算"),
        "rl": TopicWords("RL"),
        "attention": TopicWords(),
    },
    TrackFacts("speech", "speech, recognised", "语音"),
)


@pytest.fixture
def own(toy):
    """The toy bank with topics of its own."""
    (toy / "questions" / "bank.yaml").write_text(OWN, encoding="utf-8")
    change(toy / "questions/01_attend", "topic: attention", "topic: kv-cache")
    return toy


def told(toy, text):
    (toy / "questions" / "bank.yaml").write_text(text, encoding="utf-8")
    return read_facts(toy / "questions")[1].problems


def test_a_bank_without_the_file_has_the_usual_topics_and_the_name_of_its_folder(toy):
    facts = bank_facts(toy / "questions")
    assert (facts.name, facts.languages, facts.topic_ids) == ("toy", ("en", "zh"), USUAL_TOPICS)


def test_read_by_line_and_by_the_schema_it_is_the_same(own):
    assert simple_facts(own / "questions/bank.yaml") == FACTS
    facts, source = read_facts(own / "questions")
    assert (facts, source.problems) == (FACTS, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: mine", "name: 'mine'"),
        ("{en: RL}", "\n    en: RL"),
        ("{en: RL}", '{"en": RL}'),
        ("title: \"My own: bank\"", 'title: "My own: b\\x61nk"'),
        ("[en, zh]", "\n  - en\n  - zh"),
        ("{id: speech, ", "{id: 'speech', "),
        ("track: {id: speech, en: \"speech, recognised\", zh: 语音}", "track:\n  zh: 语音\n  id: speech\n  en: speech, recognised"),
    ],
)  # fmt: skip
def test_any_other_form_of_yaml_is_read_too(own, old, new):
    change(own / "questions", old, new, "bank.yaml")
    assert simple_facts(own / "questions/bank.yaml") is None
    assert bank_facts(own / "questions") == FACTS


def test_the_usual_form_needs_no_yaml_parser(own):
    program = (
        "import sys\nfrom pathlib import Path\nfrom interview.bank import Bank\n"
        f"print([c.topic for c in Bank(Path({str(own)!r})).cards], 'yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "['kv-cache'] False\n", done.stderr


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: T\n", "bank.yaml:1: name: missing: add this key"),
        ("name: My Bank\n", "bank.yaml:1: name: expected kebab-case, got 'My Bank': use a-z, 0-9 and single dashes"),
        ("name: a\ntopics:\n  KV: {}\n", "bank.yaml:3: topics.KV: expected kebab-case, got 'KV': use a-z, 0-9 and single dashes"),
        ("name: a\nlanguages: []\n", "bank.yaml:2: languages: expected en, zh or both, got none: write [en, zh]"),
        ("name: a\nlanguages: [en, en]\n", "bank.yaml:2: languages: one language is named twice: remove one of them"),
        ("name: a\nlanguages: [en, fr]\n", "bank.yaml:2: languages.1: expected 'en' or 'zh', got 'fr': use one of these"),
        ("name: a\nlanguages: [de]\n", "bank.yaml:2: languages.0: expected 'en' or 'zh', got 'de': use one of these"),
        ("name: a\ntopics:\n  kv: {en: 1}\n", "bank.yaml:3: topics.kv.en: expected text, got 1: see CONTRIBUTING.md"),
        ("name: a\ntopics: [kv]\n", "bank.yaml:2: topics: expected keys and values, got a list of 1: see CONTRIBUTING.md"),
        ("name: a\ntrack: {en: Speech}\n", "bank.yaml:2: track.id: missing: add this key"),
        ("name: a\ntrack: {id: My Track}\n", "bank.yaml:2: track.id: expected kebab-case, got 'My Track': use a-z, 0-9 and single dashes"),
        ("name: a\ntrack: {id: all}\n", "bank.yaml:2: track.id: all stands for all tracks: take another id"),
        ("name: a\ntrack: {id: b, zh: 1}\n", "bank.yaml:2: track.zh: expected text, got 1: see CONTRIBUTING.md"),
        ("name: a\ntrack: {id: b, de: B}\n", "bank.yaml:2: track.de: unknown key: remove it"),
        ("name: a\ntrack: speech\n", "bank.yaml:2: track: expected keys and values, got 'speech': see CONTRIBUTING.md"),
        ("name: a\ntitel: T\n", "bank.yaml:2: titel: unknown key: did you mean 'title'?"),
        ("", "bank.yaml:1: empty: write the bank's keys"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_remedy(toy, text, line):
    problems = told(toy, text)
    assert [problem[-len(line) :] for problem in problems] == [line]


def test_of_languages_those_that_can_be_read_are_the_banks(toy):
    told(toy, "name: a\nlanguages: [zh, fr]\n")
    assert read_facts(toy / "questions")[0].languages == ("zh",)


def test_a_topic_that_the_bank_does_not_have_is_told(own, toy):
    change(own / "questions/01_attend", "topic: kv-cache", "topic: position")
    bank = Bank(own)
    assert bank.cards == []
    assert (
        "4: topic: expected 'kv-cache', 'scaling', 'rl' or 'attention', got 'position': use one, or add it to `topics` in bank.yaml"
        in bank.problems[0]
    )
    with pytest.raises(QuestionError):
        bank.find("1")


def test_topics_are_called_as_the_bank_calls_them_in_each_language(own):
    bank = Bank(own)
    facts = bank.members[0].facts
    spoken = {}
    for lang in ("en", "zh"):
        messages.use_catalogue(lang)
        spoken[lang] = [name_in_words(facts.topic(id)) for id in facts.topics]
    assert spoken == {
        "en": ["KV cache", "scaling", "RL", "attention"],
        "zh": ["KV 缓存", "规模, 预算", "RL", "注意力"],
    }
    (card,) = bank.cards
    assert bank.load(card).topic.words == card.topic.words
    for said in ("kv-cache", "KV cache", "kv 缓"):
        assert wanted_cards(bank, Wanted(topic=said)) == [card]
    with pytest.raises(UsageError, match="--topic love：无法识别，可选：KV 缓存"):
        wanted_cards(bank, Wanted(topic="love"))


def test_a_topic_named_as_something_of_the_interface_has_its_own_words(own):
    messages.use_catalogue("zh")
    assert name_in_words("memory") == "内存"
    assert name_in_words(Topic("memory", {"zh": "记忆"})) == "记忆"
    assert name_in_words(Topic("memory")) == "memory"
    copied = pickle.loads(pickle.dumps(Topic("memory", {"zh": "记忆"})))
    assert (copied, copied.words) == ("memory", {"zh": "记忆"})


def test_the_commands_speak_of_the_banks_topics(own, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    assert "KV cache" in interview("list", bank=own).stdout
    assert "KV 缓存" in interview("list", "缓存", "--lang", "zh", bank=own).stdout
    assert "One of KV cache." in interview("drill", "--bank", str(own), "--help", bank=None).stdout
    assert "attention, position" in " ".join(interview("drill", "--help", bank=None).stdout.split())
    interview("progress", "--html", "p.html", "--lang", "zh", bank=own)
    assert "KV 缓存" in Path("p.html").read_text(encoding="utf-8")
    assert finding.topics_of_bank(str(own / "nothing")) == list(USUAL_TOPICS)
