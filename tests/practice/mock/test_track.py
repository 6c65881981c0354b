"""A mock interview of one track: what it asks, what it keeps of it, and what is told of it afterwards."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from interview import messages
from interview.bank import Bank, open_bank
from interview.errors import UsageError
from interview.export.debrief import debrief_as_html, debrief_as_markdown
from interview.export.progress import progress_as_record
from interview.export.progress_charts import charts_of_progress
from interview.history.mocks import last_mock_score, list_mock_scores
from interview.history.rows import check_row
from interview.history.sessions import Sessions
from interview.history.store import Store
from interview.practice.exercise.exercises import ExerciseRecorder
from interview.practice.mock import planning
from interview.practice.mock.debrief import debrief_from_journal
from interview.practice.mock.mock import last_paused_session
from interview.practice.standing.mastery import compute_progress
from interview.screen.charts import length_of_mock
from interview.screen.debrief import show_debrief
from interview.screen.mock import heading_of_mock
from tests.conftest import TOY
from tests.helpers.banks import toy_bank
from tests.helpers.mock import interview
from tests.helpers.talk import Talk

WHOLE = open_bank(None)


@pytest.fixture
def several(tmp_path):
    """Two banks, of one of which the track is `speech`."""
    mine = toy_bank(tmp_path / "mine", "mine", 1, "attend", "track: {id: speech, zh: 语音}\n")
    return Bank(mine, toy_bank(tmp_path / "yours", "yours", 2, "other"))


def begun(bank, track):
    """An interview whose clock has run, with somebody to answer."""
    mock, _time = interview(minutes=10, bank=bank, track=track)
    talk = Talk(mock)
    talk.type("")
    return mock, talk


def ended(bank, track, *typed):
    mock, talk = begun(bank, track)
    talk.type(*typed, ":x")
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    mock.finish(debrief)
    return debrief


@pytest.mark.parametrize("minutes", [10, 45, 120])
def test_it_asks_questions_of_banks_of_its_track_only(minutes):
    for track in ("bert-nlp", "llm-engineer"):
        for seed in range(4):
            plan = planning.draw_plan(WHOLE, minutes, seed, track=track)
            assert {WHOLE.find(id).bank.track_id for id in plan.questions} == {track}
            assert f"--track {track}" in plan.options
            kept = json.loads(json.dumps(planning.plan_as_data(plan)))
            assert planning.plan_from_data(kept) == plan


def test_with_the_options_it_tells_the_same_is_planned_again():
    plan = planning.draw_plan(WHOLE, 45, 7, topic="attention", track="LLM engineer")
    assert plan.options == "--minutes 45 --seed 7 --track llm-engineer --topic attention"
    assert planning.draw_plan(WHOLE, 45, 7, topic="attention", track="llm-engineer") == plan


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (
            {"track": "cooking"},
            "expected one of bert-nlp .BERT and NLP., llm-engineer .LLM engineer.",
        ),
        ({"track": "llm-engineer", "topic": "bert"}, "--topic bert: expected one of blocks"),
    ],
)
def test_what_no_bank_of_it_has_is_told_with_what_there_is(wish, says):
    with pytest.raises(UsageError, match=says):
        planning.draw_plan(WHOLE, 45, 1, **wish)
    with pytest.raises(UsageError, match="no bank that is open has a track"):
        planning.draw_plan(Bank(TOY), 45, 1, track="speech")


def test_one_that_was_paused_keeps_its_track(several):
    _mock, talk = begun(several, "speech")
    talk.type(":p")
    again, _time = interview(session=last_paused_session(ExerciseRecorder(several)), bank=several)
    assert (again.plan.track, again.plan.questions) == ("speech", ["mine:attend"])
    messages.use_catalogue("zh")
    assert heading_of_mock(again) == "模拟面试：10 分钟 · 语音"


def test_one_from_before_there_were_tracks_goes_on(several):
    _mock, talk = begun(several, "")
    talk.type(":p")
    session = last_paused_session(ExerciseRecorder(several))
    old = replace(session, plan={k: v for k, v in session.plan.items() if k != "track"})
    again, _time = interview(session=old, bank=several)
    assert again.plan.track == ""
    assert heading_of_mock(again) == "Mock interview: 10 minutes"


@pytest.mark.parametrize("kept", [{}, {"track": "speech"}])
def test_with_and_without_it_a_session_can_be_imported(several, kept):
    begun(several, "speech")
    session = Sessions().latest("mock")
    plan = {k: v for k, v in session.plan.items() if k != "track"} | kept
    row = {"id": session.id, "kind": "mock", "at": session.at, "plan": plan}
    check_row("session", row)
    with pytest.raises(ValueError, match=r"plan\.track"):
        check_row("session", {**row, "plan": {**plan, "track": 3}})


def test_the_debrief_names_it_and_advises_another_of_it(several, capsys):
    debrief = ended(several, "speech")
    assert debrief_as_markdown(debrief).startswith("# Mock interview · speech\n")
    assert "<h1>Mock interview · speech</h1>" in debrief_as_html(debrief, "en")
    assert [advice.command for advice in debrief.advice] == ["interview mock --track speech"]
    messages.use_catalogue("zh")
    show_debrief(debrief, [])
    assert "复盘 · 语音" in capsys.readouterr().out
    assert debrief_as_markdown(ended(several, "")).startswith("# 模拟面试\n")


def test_it_is_compared_with_the_last_of_its_track(several):
    for track in ("speech", ""):
        ended(several, track, "an answer", "")
    assert [score.track for score in list_mock_scores(Store())] == ["speech", ""]
    assert last_mock_score(Store(), "speech").track == "speech"
    assert last_mock_score(Store()).track == ""
    assert last_mock_score(Store(), "vision") is None


def test_the_trend_tells_it_on_the_screen_as_a_page_and_as_json(several):
    for track in ("speech", "", "speech"):
        ended(several, track)
    progress = compute_progress(several, Store(), datetime.now(UTC))
    assert [mock["track"] for mock in progress_as_record(progress)["mocks"]] == [
        "speech",
        "",
        "speech",
    ]
    messages.use_catalogue("zh")
    told = [length_of_mock(mock) for mock in progress.mocks]
    assert [" · 语音" in text for text in told] == [True, False, True]
    (chart,) = (chart for chart in charts_of_progress(progress) if chart.title == "模拟面试")
    assert chart.head[-1] == "方向"
    assert [row[-1] for row in chart.rows] == ["语音", "–", "语音"]
    assert str(chart.svg).count('<polyline class="curve"') == 2
