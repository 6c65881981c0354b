"""The debrief of a mock interview as Markdown, and as one HTML page that opens offline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interview.messages import _
from interview.text import inert

if TYPE_CHECKING:
    from markupsafe import Markup

    from interview.practice.mock.results import Debrief, Drilled, Result

TEMPLATE = Path(__file__).with_name("debrief.html.jinja")
CODE = re.compile(r"`([^`]+)`")
BOLD = re.compile(r"\*\*(.+?)\*\*")


def write(folder: Path, debrief: Debrief, lang: str) -> list[Path]:
    """Both files, named by the time of the interview; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{debrief.at:%Y%m%d-%H%M%S}-debrief"
    texts = {
        folder / f"{name}.md": as_markdown(debrief),
        folder / f"{name}.html": as_html(debrief, lang),
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(texts)


def words() -> dict[str, str]:
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
        "study": _("What to study next"),
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


def head(debrief: Debrief) -> str:
    """When it was, how long, and how to have the same again."""
    text = _("{date} · {minutes} minutes planned, {taken} taken · {command} plans the same again")
    options = [f"--minutes {debrief.plan.minutes}", f"--seed {debrief.plan.seed}"]
    options += [f"--level {debrief.plan.level}"] * bool(debrief.plan.level)
    options += [f"--topic {debrief.plan.topic}"] * bool(debrief.plan.topic)
    command = f"`interview mock {' '.join(options)}`"
    date = f"{debrief.at:%Y-%m-%d %H:%M}"
    return text.format(date=date, minutes=debrief.plan.minutes, taken=debrief.took, command=command)


def percent(score: float | None) -> str:
    return "–" if score is None else f"{round(100 * score)} %"


def attempts(result: Result) -> str:
    """How far the code came, in how many tries."""
    text = _("{state}, {passed} of {cases} cases, tries: {tries}")
    state = words()["accepted" if result.status == "accepted" else "open"]
    if not result.cases:
        text = _("{state}, tries: {tries}")
    return text.format(state=state, passed=result.passed, cases=result.cases, tries=result.tries)


def as_markdown(debrief: Debrief) -> str:
    """The debrief as text for any editor."""
    said = words()
    lines = [f"# {said['title']}", "", head(debrief), ""]
    lines += [
        f"**{line(said['score'], percent(debrief.total.score))}**",
        "",
        f"## {said['topics']}",
        "",
    ]
    lines += table(
        [said["topic"], said["score"]],
        [(_(one.topic), percent(one.score)) for one in debrief.topics],
    )
    lines += ["", f"## {said['time']}", ""]
    names = [said["part"], said["planned"], said["taken"], said["score"]]
    rows = [
        (
            label(one),
            one.planned,
            one.took if one.reached else said["unreached"],
            percent(one.score),
        )
        for one in debrief.results
    ]
    lines += [*table(names, rows), "", f"## {said['parts']}"]
    for one in debrief.results:
        lines += [
            "",
            f"### {label(one)}",
            "",
            *(details(one) if one.reached else [said["unreached"]]),
        ]
    lines += ["", f"## {said['mistakes']}", ""]
    lines += [
        f"- {line(f'{m.question.number}. {m.question.title}', m.says)}" for m in debrief.mistakes
    ] or [said["none"]]
    lines += ["", f"## {said['study']}", ""]
    lines += [f"- {line(one.why, f'`{one.command}`')}" for one in debrief.advice]
    return "\n".join(lines) + "\n"


def label(result: Result) -> str:
    kind = words()[result.part.kind]
    return line(kind, result.title) if result.question else kind


def line(name: str, text: str) -> str:
    """What something is called and what it is, with the colon of the language."""
    return _("{name}: {text}").format(name=name, text=text).rstrip()


def table(names: list[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """A table whose first column is text and whose others are figures."""
    rules = ["---", *["---:"] * (len(names) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (names, rules, *rows)]


def details(result: Result) -> Iterator[str]:
    """What was said and missed, what was right and wrong."""
    said = words()
    for point in result.points:
        yield f"- [{'x' if point.said else ' '}] {point.point}"
    if result.part.kind == "theory":
        yield from ("", line(said["your_answer"], ""), "", *quoted(result.typed))
    for one in result.follow_ups:
        yield from ("", line(f"**{said['follow_up']}**", one.ask.strip()), "", *quoted(one.typed))
        yield from ("", line(said["good_answer"], one.answer.strip()))
    for drill in result.drills:
        yield from drilled(drill)
    if result.part.kind in ("coding", "debugging"):
        yield attempts(result)
    if result.fault:
        yield from ("", f"- {line(said['fault'], result.fault)}")
        yield f"- {line(said['named'], result.named or said['not_named'])}"


def drilled(drill: Drilled) -> Iterator[str]:
    said = words()
    given = inert(drill.given).replace("`", "'") or "–"
    yield f"- [{'x' if drill.right else ' '}] {drill.text.strip()}"
    text = _("{given}; {right}. {because}").format(
        given=line(said["your_answer"], f"`{given}`"),
        right=line(said["right"], drill.expected),
        because=drill.because.strip(),
    )
    yield f"  {text}"


def quoted(typed: str) -> list[str]:
    """What somebody typed, as it is: never read as Markdown."""
    lines = inert(typed).splitlines()
    return [f"    {line}" for line in lines] or [f"    ({words()['aloud']})"]


def as_html(debrief: Debrief, lang: str) -> str:
    """The page; everything typed is escaped."""
    # Imported here: no other command needs it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(
        inert=inert, percent=percent, prose=prose, attempts=attempts, label=label, topic=_
    )
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        d=debrief, words=words(), head=head(debrief), lang=lang
    )


def prose(text: str) -> Markup:
    """Our own Markdown, as far as a debrief needs it: code and bold."""
    from markupsafe import Markup, escape

    marked = BOLD.sub(
        r"<strong>\1</strong>", CODE.sub(r"<code>\1</code>", str(escape(text.strip())))
    )
    return Markup(marked)
