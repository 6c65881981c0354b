"""What a class hands in: folders, single files, and the zips of learning platforms."""

from __future__ import annotations

import os
import tracemalloc
import zipfile

import pytest

from interview.bank import Bank
from interview.classroom.submissions import collect_submissions
from interview.errors import UsageError
from tests.conftest import TOY

BANK = Bank(TOY)
NAMED = b"# interview: attend\nx = 1\n"


def collected(place):
    submissions, problems = collect_submissions(BANK, place)
    return [(s.person, s.file, s.card.id) for s in submissions], problems


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_folder_per_person(tmp_path):
    for person in ("bo", "Ada"):
        (tmp_path / person / "deep").mkdir(parents=True)
        (tmp_path / person / "deep" / "01_attend.py").write_bytes(b"x = 1\n")
    (tmp_path / "bo" / "__pycache__").mkdir()
    (tmp_path / "bo" / "__pycache__" / "attend.py").write_bytes(NAMED)
    (tmp_path / "bo" / ".hidden.py").write_bytes(NAMED)
    submissions, problems = collected(tmp_path)
    assert problems == []
    assert submissions == [
        ("Ada", "Ada/deep/01_attend.py", "attend"),
        ("bo", "bo/deep/01_attend.py", "attend"),
    ]


def test_a_file_each(tmp_path):
    (tmp_path / "ada.py").write_bytes(NAMED)
    (tmp_path / "bo.py").write_bytes(b"\xef\xbb\xbf" + NAMED)
    assert collected(tmp_path)[0] == [("ada", "ada.py", "attend"), ("bo", "bo.py", "attend")]


def test_a_file_that_answers_no_question_is_told_and_not_counted(tmp_path):
    (tmp_path / "ada.py").write_bytes(NAMED)
    (tmp_path / "bo.py").write_bytes(b"x = 1\n")
    (tmp_path / "cy.py").write_bytes(b"# interview: atend\n")
    submissions, problems = collected(tmp_path)
    assert [person for person, _, _ in submissions] == ["ada"]
    assert problems[0].startswith("bo.py: cannot tell its question")
    assert problems[1].startswith("cy.py: no such question: did you mean 'attend'?")


def test_of_two_files_for_one_question_the_later_counts(tmp_path):
    (tmp_path / "ada").mkdir()
    for name, when in (("one.py", 2_000_000_000), ("two.py", 1_000_000_000)):
        (tmp_path / "ada" / name).write_bytes(NAMED)
        os.utime(tmp_path / "ada" / name, (when, when))
    submissions, problems = collected(tmp_path)
    assert submissions == [("ada", "ada/one.py", "attend")]
    assert "ada has two files for attend: ada/one.py is the later one and counts" in problems[0]


def test_links_pipes_and_devices_are_left_out(tmp_path):
    (tmp_path / "ada.py").write_bytes(NAMED)
    (tmp_path / "link.py").symlink_to(TOY / "solutions" / "01_attend.py")
    os.mkfifo(tmp_path / "pipe.py")
    submissions, problems = collected(tmp_path)
    assert [person for person, _, _ in submissions] == ["ada"]
    assert len(problems) == 2


def test_the_zips_of_moodle_and_canvas(tmp_path):
    moodle = {"Ada Lovelace_17_assignsubmission_file_/attend.py": NAMED}
    assert collected(zipped(tmp_path / "m.zip", moodle))[0][0][0] == "Ada Lovelace_17"
    canvas = {"lovelaceada_LATE_12_345_01_attend.py": b"x = 1\n", "bo_9_8_attend.py": NAMED}
    assert [s[0] for s in collected(zipped(tmp_path / "c.zip", canvas))[0]] == ["bo", "lovelaceada"]


def test_a_folder_around_everything_is_no_person(tmp_path):
    files = {"hw1/ada/attend.py": NAMED, "hw1/bo/attend.py": NAMED, "__MACOSX/hw1/._x.py": b""}
    assert [s[0] for s in collected(zipped(tmp_path / "x.zip", files))[0]] == ["ada", "bo"]


def test_names_that_lead_out_of_a_zip_and_bombs_are_harmless(tmp_path):
    files = {"../../evil.py": NAMED, "ada/attend.py": b"#" * 10_000_000}
    submissions, _ = collect_submissions(
        BANK, zipped(tmp_path / "x.zip", {**files, "bo/attend.py": NAMED})
    )
    assert [s.person for s in submissions] == ["ada", "bo"]
    assert len(submissions[0].data) < 300_000
    assert sorted(p.name for p in tmp_path.parent.glob("*evil*")) == []


@pytest.mark.parametrize("make", [lambda p: p / "nothing", lambda p: (p / "f.txt").write_text("x")])
def test_what_holds_no_submissions_is_a_wrong_usage(tmp_path, make):
    make(tmp_path)
    place = tmp_path / "f.txt" if (tmp_path / "f.txt").exists() else tmp_path / "nothing"
    with pytest.raises(UsageError):
        collect_submissions(BANK, place)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_of_a_zip_is_told_and_the_rest_is_there(tmp_path, method):
    code = NAMED + b"".join(b"x%d = %d\n" % (n, n * n) for n in range(10_000))
    place = tmp_path / "x.zip"
    with zipfile.ZipFile(place, "w", method) as archive:
        for person in ("ada", "bo", "cy"):
            archive.writestr(f"{person}/attend.py", code)
    with zipfile.ZipFile(place) as archive:
        member = archive.getinfo("bo/attend.py")
    data = bytearray(place.read_bytes())
    middle = member.header_offset + 60 + member.compress_size // 2
    data[middle : middle + 40] = b"\xff" * 40
    place.write_bytes(data)
    submissions, (problem,) = collected(place)
    assert [person for person, _, _ in submissions] == ["ada", "cy"]
    assert problem.startswith("bo/attend.py: ")
    assert problem.endswith(": left out")


def test_a_zip_without_a_readable_list_is_a_wrong_usage(tmp_path):
    place = zipped(tmp_path / "x.zip", {"ada/attend.py": NAMED})
    data = bytearray(place.read_bytes())
    data[data.index(b"PK\x01\x02")] = 0
    place.write_bytes(data)
    with pytest.raises(UsageError, match=r"x\.zip: a zip that cannot be read: "):
        collect_submissions(BANK, place)


def test_a_folder_that_cannot_be_entered_is_told(tmp_path, monkeypatch):
    """Forbidden by hand: permissions bind nobody who runs the tests as root."""
    for person in ("ada", "bo"):
        (tmp_path / "class" / person).mkdir(parents=True)
        (tmp_path / "class" / person / "attend.py").write_bytes(NAMED)
    (tmp_path / "class" / "cy").symlink_to(tmp_path)
    scan = os.scandir

    def forbidding(path):
        if os.fspath(path).endswith("ada"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", forbidding)
    submissions, problems = collected(tmp_path)
    assert submissions == [("bo", "bo/attend.py", "attend")]
    assert problems == [
        "ada/*.py: Permission denied: left out",
        "cy/*.py: Too many levels of symbolic links: left out",
    ]


def test_a_folder_inside_that_of_a_person_is_nobody(tmp_path):
    inner = "Ada_1_assignsubmission_file/attend.py"
    for outer in ("", "hw1/"):
        files = {f"{outer}Bob_123_assignsubmission_file/{inner}": NAMED}
        assert [s[0] for s in collected(zipped(tmp_path / "m.zip", files))[0]] == ["Bob_123"]


def test_who_hands_in_thousands_of_files_costs_neither_memory_nor_pages(tmp_path):
    place = tmp_path / "x.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(300):
            archive.writestr(f"ada/attend{number}.py", NAMED + b"#" * 200_000)
            archive.writestr(f"ada/other{number}.py", b"#" * 200_000)
        archive.writestr("bo/attend.py", NAMED)
    tracemalloc.start()
    submissions, problems = collected(place)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [person for person, _, _ in submissions] == ["ada", "bo"]
    assert peak < 10_000_000
    assert len(problems) == 5
    assert problems[3] == "ada: 297 more files are left out"
    assert "the latest of 300 files of ada for attend: it alone counts" in problems[4]
