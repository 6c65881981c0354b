"""The debrief of a mock interview as Markdown, and as one HTML page that opens offline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interview.files import make_folder, write_file
from interview.invocation import as_called
from interview.messages import _, spoken
from interview.text import inert
from interview.wording.core import core_right_but

if TYPE_CHECKING:
    from markupsafe import Markup

    from interview.practice.mock.results import Debrief, Drilled, PartResult, Score

DEBRIEF_TEMPLATE = Path(__file__).with_name("debrief.html.jinja")
CODE_IN_BACKTICKS = re.compile(r"`([^`]+)`")
BOLD_IN_STARS = re.compile(r"\*\*(.+?)\*\*")


def write_debrief(folder: Path, debrief: Debrief, lang: str) -> list[Path]:
    """Both files, named by the time of the interview; raises UsageError."""
    make_folder(folder)
    name = f"{debrief.at:%Y%m%d-%H%M%S}-debrief"
    texts = {
        folder / f"{name}.md": debrief_as_markdown(debrief),
        folder / f"{name}.html": debrief_as_html(debrief, lang),
    }
    for path, text in texts.items():
        write_file(path, text)
    return list(texts)


def debrief_words() -> dict[str, str]:
    """What both say, in the language of the learner."""
    return {
        "title": _("Mock interview"),
        "score": _("Score"),
        "topics": _("Score by topic"),
        "topic": _("topic"),
        "part": _("part"),
        "parts": _("Part by part"),
        "time": _("Time"),
        "planned": _("planned"),
        "taken": _("taken"),
        "unreached": _("not reached"),
        "your_answer": _("Your answer"),
        "aloud": _("said aloud"),
        "follow_up": _("Follow-up"),
        "good_answer": _("A good answer"),
        "right": _("right"),
        "mistakes": _("Mistakes shown"),
        "none": _("None."),
        "study": _("What to study"),
        "fault": _("The mistake"),
        "named": _("Named as"),
        "not_named": _("not named"),
        "theory": _("Theory"),
        "drills": _("Drills"),
        "coding": _("Coding"),
        "debugging": _("Debugging"),
        "accepted": _("accepted"),
        "open": _("not accepted"),
    }


def debrief_head(debrief: Debrief) -> str:
    """When it was, how long, and how to have the same again."""
    text = _("{date} · {minutes} minutes planned, {taken} taken · {command} plans the same again")
    command = f"`{as_called(f'interview mock {debrief.plan.options}')}`"
    date = f"{debrief.at:%Y-%m-%d %H:%M}"
    return text.format(date=date, minutes=debrief.plan.minutes, taken=debrief.took, command=command)


def debrief_title(name: str, debrief: Debrief) -> str:
    """What it is, by its name, and of which track if the interview was of one."""
    track = debrief.plan.track
    return f"{name} · {spoken(track)}" if track else name


def percent(score: float | None) -> str:
    return "–" if score is None else _("{number} %").format(number=round(100 * score))


def score_in_words(score: Score) -> str:
    """The whole interview's score, and how it comes about where not everything was reached."""
    whole = percent(score.score)
    if score.reached >= score.minutes or not score.reached:
        return whole
    text = _("{score} of the {share} you reached: {whole}")
    return text.format(score=percent(score.of_reached), share=percent(score.share), whole=whole)


def topic_in_words(topic: Score) -> str:
    """A topic's score; that nothing of it was reached."""
    return percent(topic.score) if topic.reached else debrief_words()["unreached"]


def comparison_in_words(debrief: Debrief) -> str:
    """How it went beside the last one; nothing where this is the first."""
    last = debrief.before
    if last is None:
        return ""
    points = round(100 * debrief.total.score) - round(100 * last.score)
    texts = {
        1: _("Last time, on {date}: {score}. {points} points more now."),
        0: _("Last time, on {date}: {score}, as now."),
        -1: _("Last time, on {date}: {score}. {points} points less now."),
    }
    text = texts[(points > 0) - (points < 0)]
    date = f"{last.at.astimezone():%Y-%m-%d}"
    return text.format(date=date, score=percent(last.score), points=abs(points))


def attempts_in_words(result: PartResult) -> str:
    """How far the code came, in how many tries."""
    text = _("{state}, {passed} of {cases} cases, tries: {tries}")
    state = debrief_words()["accepted" if result.status == "accepted" else "open"]
    if not result.cases:
        text = _("{state}, tries: {tries}")
    return text.format(state=state, passed=result.passed, cases=result.cases, tries=result.tries)


def left_in_words(result: PartResult) -> str:
    """That the core is right, and which cases are left; nothing where there are none."""
    if not result.question or not result.left:
        return ""
    return core_right_but(result.left, several=len(result.question.exercise.names) > 1)


def debrief_as_markdown(debrief: Debrief) -> str:
    """The debrief as text for any editor."""
    said = debrief_words()
    lines = [f"# {debrief_title(said['title'], debrief)}", "", debrief_head(debrief), ""]
    lines += [
        f"**{name_and_text(said['score'], score_in_words(debrief.total))}**",
        "",
        *([comparison_in_words(debrief), ""] if debrief.before else []),
        f"## {said['topics']}",
        "",
    ]
    lines += markdown_table(
        [said["topic"], said["score"]],
        [(spoken(topic.topic), topic_in_words(topic)) for topic in debrief.topics],
    )
    lines += ["", f"## {said['time']}", ""]
    names = [said["part"], said["planned"], said["taken"], said["score"]]
    rows = [
        (
            part_label(result),
            result.planned,
            result.took if result.reached else said["unreached"],
            percent(result.score),
        )
        for result in debrief.results
    ]
    lines += [*markdown_table(names, rows), "", f"## {said['parts']}"]
    for result in debrief.results:
        lines += [
            "",
            f"### {part_label(result)}",
            "",
            *(result_lines(result) if result.reached else [said["unreached"]]),
        ]
    lines += ["", f"## {said['mistakes']}", ""]
    lines += [
        f"- {name_and_text(f'{m.question.number}. {m.question.title}', m.says)}"
        for m in debrief.mistakes
    ] or [said["none"]]
    lines += ["", f"## {said['study']}", ""]
    lines += [f"- {name_and_text(advice.why, f'`{advice.command}`')}" for advice in debrief.advice]
    return "\n".join(lines) + "\n"


def part_label(result: PartResult) -> str:
    kind = debrief_words()[result.part.kind]
    return name_and_text(kind, result.title) if result.question else kind


def name_and_text(name: str, text: str) -> str:
    """What something is called and what it is, with the colon of the language."""
    return _("{name}: {text}").format(name=name, text=text).rstrip()


def markdown_table(names: list[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """A table whose first column is text and whose others are figures."""
    rules = ["---", *["---:"] * (len(names) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (names, rules, *rows)]


def result_lines(result: PartResult) -> Iterator[str]:
    """What was said and missed, what was right and wrong."""
    said = debrief_words()
    for point in result.points:
        yield f"- [{'x' if point.said else ' '}] {point.point}"
    if result.part.kind == "theory":
        yield from ("", name_and_text(said["your_answer"], ""), "", *quoted_lines(result.typed))
    for follow_up in result.follow_ups:
        yield from (
            "",
            name_and_text(f"**{said['follow_up']}**", follow_up.ask.strip()),
            "",
            *quoted_lines(follow_up.typed),
        )
        yield from ("", name_and_text(said["good_answer"], follow_up.answer.strip()))
    for drill in result.drills:
        yield from drill_lines(drill)
    if result.part.kind in ("coding", "debugging"):
        yield attempts_in_words(result)
    if left := left_in_words(result):
        yield from ("", left)
    if result.fault:
        yield from ("", f"- {name_and_text(said['fault'], result.fault)}")
        yield f"- {name_and_text(said['named'], result.named or said['not_named'])}"


def drill_lines(drill: Drilled) -> Iterator[str]:
    said = debrief_words()
    given = inert(drill.given).replace("`", "'") or "–"
    yield f"- [{'x' if drill.right else ' '}] {drill.text.strip()}"
    text = _("{given}; {right}. {because}").format(
        given=name_and_text(said["your_answer"], f"`{given}`"),
        right=name_and_text(said["right"], drill.expected),
        because=drill.because.strip(),
    )
    yield f"  {text}"


def quoted_lines(typed: str) -> list[str]:
    """What somebody typed, as it is: never read as Markdown."""
    lines = inert(typed).splitlines()
    return [f"    {line}" for line in lines] or [f"    ({debrief_words()['aloud']})"]


def debrief_as_html(debrief: Debrief, lang: str) -> str:
    """The page; everything typed is escaped."""
    # Imported here: no other command needs it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(
        inert=inert,
        percent=percent,
        whole=score_in_words,
        of_topic=topic_in_words,
        comparison=comparison_in_words,
        prose=prose_as_markup,
        attempts=attempts_in_words,
        left=left_in_words,
        label=part_label,
        topic=spoken,
    )
    words = debrief_words()
    return environment.from_string(DEBRIEF_TEMPLATE.read_text(encoding="utf-8")).render(
        d=debrief,
        words=words,
        title=debrief_title(words["title"], debrief),
        head=debrief_head(debrief),
        lang=lang,
    )


def prose_as_markup(text: str) -> Markup:
    """Our own Markdown, as far as a debrief needs it: code and bold."""
    from markupsafe import Markup, escape

    marked = BOLD_IN_STARS.sub(
        r"<strong>\1</strong>", CODE_IN_BACKTICKS.sub(r"<code>\1</code>", str(escape(text.strip())))
    )
    return Markup(marked)
