"""What a class hands in: folders, single files, and the zips of learning platforms."""

from __future__ import annotations

import os
import socket
import stat
import tracemalloc
import zipfile
from contextlib import nullcontext

import pytest

from interview.bank import Bank, open_bank
from interview.classroom.submissions import collect_submissions
from interview.errors import UsageError
from interview.text import disturbs_text
from tests.conftest import TOY

BANK = Bank(TOY)


@pytest.fixture
def folder(tmp_path):
    """A folder with nothing in it."""
    (tmp_path / "class").mkdir()
    return tmp_path / "class"


NAMED = b"# interview: attend\nx = 1\n"


def collected(place):
    """Submissions, and what is told: of files, and of people of whom nothing is graded."""
    handed_in = collect_submissions(BANK, place)
    told = [f"{one.person}: {one.reason}" for one in handed_in.people if one.reason]
    return [(s.person, s.file, s.card.id) for s in handed_in.submissions], handed_in.problems + told


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_folder_per_person(folder):
    for person in ("bo", "Ada"):
        (folder / person / "deep").mkdir(parents=True)
        (folder / person / "deep" / "01_attend.py").write_bytes(b"x = 1\n")
    (folder / "bo" / "__pycache__").mkdir()
    (folder / "bo" / "__pycache__" / "attend.py").write_bytes(NAMED)
    (folder / "bo" / ".hidden.py").write_bytes(NAMED)
    submissions, problems = collected(folder)
    assert problems == []
    assert submissions == [
        ("Ada", "Ada/deep/01_attend.py", "toy:attend"),
        ("bo", "bo/deep/01_attend.py", "toy:attend"),
    ]


def test_a_file_each(folder):
    (folder / "ada.py").write_bytes(NAMED)
    (folder / "bo.py").write_bytes(b"\xef\xbb\xbf" + NAMED)
    assert collected(folder)[0] == [("ada", "ada.py", "toy:attend"), ("bo", "bo.py", "toy:attend")]


def test_a_file_that_answers_no_question_is_told_and_not_counted(folder):
    (folder / "ada.py").write_bytes(NAMED)
    (folder / "bo.py").write_bytes(b"x = 1\n")
    (folder / "cy.py").write_bytes(b"# interview: atend\n")
    submissions, problems = collected(folder)
    assert [person for person, _, _ in submissions] == ["ada"]
    assert problems[0].startswith("bo: cannot tell its question")
    assert problems[1].startswith("cy: no such question: did you mean 'attend'?")


def test_who_names_a_file_wrong_is_told_how_one_of_the_assignment_is_named(folder):
    (folder / "homework.py").write_bytes(b"x = 1\n")
    bank = open_bank(None)
    for example, names in (
        (None, "01_multi_head_attention.py, or write `# interview: multi-head-attention`"),
        (bank.find("7"), "07_cross_attention.py, or write `# interview: cross-attention`"),
    ):
        (person,) = collect_submissions(bank, folder, example).people
        assert names in person.reason


def test_of_two_files_for_one_question_the_later_counts(folder):
    (folder / "ada").mkdir()
    for name, when in (("one.py", 2_000_000_000), ("two.py", 1_000_000_000)):
        (folder / "ada" / name).write_bytes(NAMED)
        os.utime(folder / "ada" / name, (when, when))
    submissions, problems = collected(folder)
    assert submissions == [("ada", "ada/one.py", "toy:attend")]
    assert "ada has two files for toy:attend: ada/one.py is the later one and counts" in problems[0]


def test_where_times_are_equal_it_is_told_that_the_order_decides(folder):
    names = ["ada/one.py", "ada/two.py", "bo/a.py", "bo/b.py", "bo/c.py"]
    submissions, problems = collected(zipped(folder / "x.zip", dict.fromkeys(names, NAMED)))
    assert [file for _, file, _ in submissions] == ["ada/two.py", "bo/c.py"]
    assert problems == [
        "ada/one.py: ada has two files for toy:attend, and nothing tells which is the later: "
        "ada/two.py counts, as it comes last",
        "bo/c.py: one of 3 files of bo for toy:attend, and nothing tells which is the latest: "
        "it alone counts, as it comes last",
    ]


def test_of_two_entries_of_one_name_the_last_counts(folder):
    with zipfile.ZipFile(folder / "x.zip", "w") as archive:
        for data in (NAMED + b"1", NAMED + b"2"):
            with (
                pytest.warns(UserWarning, match="Duplicate")
                if data.endswith(b"2")
                else nullcontext()
            ):
                archive.writestr("ada/attend.py", data)
        archive.writestr("bo/attend.py", NAMED)
    handed_in = collect_submissions(BANK, folder / "x.zip")
    assert handed_in.submissions[0].data == NAMED + b"2"
    assert "nothing tells which is the later" in handed_in.problems[0]


def test_links_pipes_and_devices_are_left_out(folder):
    (folder / "ada.py").write_bytes(NAMED)
    (folder / "link.py").symlink_to(TOY / "solutions" / "01_attend.py")
    os.mkfifo(folder / "pipe.py")
    submissions, problems = collected(folder)
    assert [person for person, _, _ in submissions] == ["ada"]
    assert len(problems) == 2


def test_the_zips_of_moodle_and_canvas(folder):
    moodle = {"Ada Lovelace_17_assignsubmission_file_/attend.py": NAMED}
    assert collected(zipped(folder / "m.zip", moodle))[0][0][0] == "Ada Lovelace_17"
    canvas = {"lovelaceada_LATE_12_345_01_attend.py": b"x = 1\n", "bo_9_8_attend.py": NAMED}
    assert [s[0] for s in collected(zipped(folder / "c.zip", canvas))[0]] == ["bo", "lovelaceada"]


def test_a_folder_around_everything_is_no_person(folder):
    files = {"hw1/ada/attend.py": NAMED, "hw1/bo/attend.py": NAMED, "__MACOSX/hw1/._x.py": b""}
    assert [s[0] for s in collected(zipped(folder / "x.zip", files))[0]] == ["ada", "bo"]


def test_names_that_lead_out_of_a_zip_are_told_and_change_nobody_elses(folder):
    files = {"hw/../../evil.py": NAMED, "hw/ada/attend.py": NAMED, "/hw/bo/attend.py": NAMED}
    submissions, problems = collected(zipped(folder / "x.zip", files))
    assert [person for person, _, _ in submissions] == ["ada", "bo"]
    assert problems == ["../hw/evil.py: its name leads out of the zip: left out"]
    assert sorted(p.name for p in folder.parent.glob("*evil*")) == []


METHODS = [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("method", METHODS)
def test_a_bomb_in_a_zip_is_read_no_further_than_a_submission_goes(folder, method):
    place = folder / "x.zip"
    with zipfile.ZipFile(place, "w", method) as archive:
        archive.writestr("ada/attend.py", b"#" * 80_000_000)
        archive.writestr("bo/attend.py", NAMED)
    tracemalloc.start()
    submissions = collect_submissions(BANK, place).submissions
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(s.person, len(s.data)) for s in submissions] == [("ada", 262_145), ("bo", len(NAMED))]
    assert peak < 70_000_000  # a step of LZMA, whatever it unpacks to


@pytest.mark.parametrize("make", [lambda p: p / "nothing", lambda p: (p / "f.txt").write_text("x")])
def test_what_holds_no_submissions_is_a_wrong_usage(folder, make):
    make(folder)
    place = folder / "f.txt" if (folder / "f.txt").exists() else folder / "nothing"
    with pytest.raises(UsageError):
        collect_submissions(BANK, place)


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_member_of_a_zip_is_told_and_the_rest_is_there(folder, method):
    code = NAMED + b"".join(b"x%d = %d\n" % (n, n * n) for n in range(10_000))
    place = folder / "x.zip"
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
    assert problem.startswith("bo: attend.py: ")


@pytest.mark.parametrize("damage", ["in the list", "cut short", "cut in the list"])
def test_a_zip_without_a_readable_list_is_a_wrong_usage(folder, damage):
    place = zipped(folder / "x.zip", {"ada/attend.py": NAMED})
    data = bytearray(place.read_bytes())
    at = data.index(b"PK\x01\x02")
    if damage == "in the list":
        data[at] = 0
    end = {"in the list": len(data), "cut short": at - 5, "cut in the list": at + 50}[damage]
    place.write_bytes(data[:end])
    with pytest.raises(UsageError, match=r"x\.zip: a zip that cannot be read: .*: download it"):
        collect_submissions(BANK, place)


MISREAD = (
    "a zip doesn't say in which letters names such as this are written, so they may be misread: "
    "pack it anew with names in UTF-8"
)


def changed(place, *changes):
    """The file with the bytes that stand for others, each as often as it occurs."""
    data = place.read_bytes()
    for old, new in changes:
        assert len(old) == len(new)
        assert old in data
        data = data.replace(old, new)
    place.write_bytes(data)
    return place


@pytest.mark.parametrize("outer", ["", "hw1/"])
def test_of_a_zip_only_the_entry_is_concerned_whose_name_is_no_utf8(folder, outer):
    names = [
        f"{outer}{person}/attend.py"
        for person in (
            "ada",
            "b\N{LATIN SMALL LETTER O WITH DIAERESIS}",
            "c\N{LATIN SMALL LETTER Y WITH DIAERESIS}",
        )
    ]
    place = zipped(folder / "x.zip", dict.fromkeys(names, NAMED))
    changed(place, (b"b\xc3\xb6/", b"b\xff\xfe/"))
    submissions, problems = collected(place)
    people = [person for person, _, _ in submissions]
    assert problems == [f"{submissions[1][1]}: {MISREAD}"]
    assert people[::2] == ["ada", "c\N{LATIN SMALL LETTER Y WITH DIAERESIS}"]
    assert people[1].startswith("b")
    assert not any(map(disturbs_text, people[1]))


def test_names_that_do_not_say_how_they_are_written_are_read_as_utf8_where_they_can_be(folder):
    place = zipped(folder / "x.zip", {"\N{CJK UNIFIED IDEOGRAPH-827E}\\attend.py": NAMED})
    data = bytearray(place.read_bytes())
    for at in (6, data.index(b"PK\x01\x02") + 8):
        data[at : at + 2] = b"\0\0"
    place.write_bytes(data)
    assert collected(place)[0][0][0] == "\N{CJK UNIFIED IDEOGRAPH-827E}"


def zip_without_a_word(path, names, encoding):
    """A zip with names in an encoding of which it says nothing, as programs of Windows make it."""
    placeholders = [f"{'n' * len(name.encode(encoding))}" for name in names]
    with zipfile.ZipFile(path, "w") as archive:
        for held in placeholders:
            archive.writestr(f"{held}/attend.py", NAMED)
    data = path.read_bytes()
    for name, held in zip(names, placeholders, strict=True):
        data = data.replace(b"%s/attend" % held.encode(), b"%s/attend" % name.encode(encoding))
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["王伟", "李雷 homework", "朱镕基", "张三（1班）"])
def test_names_of_a_chinese_windows_are_read(folder, name):
    submissions, problems = collected(zip_without_a_word(folder / "x.zip", [name], "gb18030"))
    assert ([person for person, _, _ in submissions], problems) == ([name], [])


@pytest.mark.parametrize(
    ("name", "encoding", "shown"),
    [
        ("Müller", "cp437", "Müller"),
        ("Straße", "cp437", "Straße"),
        ("Bjørn Åse", "latin-1", None),
        ("Иванов", "cp866", None),
    ],
)
def test_other_names_are_never_taken_for_chinese_and_are_told(folder, name, encoding, shown):
    submissions, problems = collected(zip_without_a_word(folder / "x.zip", [name], encoding))
    ((person, file, _id),) = submissions
    assert problems == [f"{file}: {MISREAD}"]
    assert not any("\u3400" <= letter <= "\u9fff" for letter in person)
    assert shown in (person, None)


def test_what_is_encrypted_or_a_link_in_a_zip_is_told(folder):
    place = folder / "x.zip"
    link = zipfile.ZipInfo("cy/attend.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("ada/attend.py", NAMED)
        archive.writestr("bo/attend.py", NAMED)
        archive.writestr(link, "../ada/attend.py")
    data = bytearray(place.read_bytes())
    for name_after, flags in ((30, 6), (46, 8)):  # in its own head, then in the list
        at = data.index(b"bo/attend.py", 0 if flags == 6 else data.index(b"PK\x01\x02"))
        data[at - name_after + flags] |= 1
    place.write_bytes(data)
    submissions, problems = collected(place)
    assert [person for person, _, _ in submissions] == ["ada"]
    assert problems == [
        "bo: attend.py: encrypted",
        "cy: attend.py: a link, which is not followed",
    ]


@pytest.mark.parametrize("data", [b"", b"\n \r\n"])
@pytest.mark.parametrize("name", ["01_attend.py", "01_attend.ipynb", "other.py"])
def test_an_empty_file_is_nothing_handed_in_whatever_it_is_called(folder, name, data):
    (folder / "ada").mkdir()
    (folder / "ada" / name).write_bytes(data)
    submissions, problems = collected(folder)
    assert submissions == []
    assert problems == [f"ada: {name}: an empty file"]


@pytest.mark.parametrize("form", ["a folder", "a zip"])
def test_whoever_handed_in_other_files_only_is_told_and_nobody_else(folder, form):
    files = {
        "hw1/read.me": b"",
        "hw1/ada/attend.py": NAMED,
        "hw1/ada/data/table.csv": b"",
        "hw1/bo/answer.ipynb": b"{}",
        "hw1/bo/deep/answer.txt": b"",
        "hw1/cy/attend.py": NAMED,
        "hw1/di.zip": b"",
        "hw1/ed/answer.zip": b"",
    }
    if form == "a zip":
        place = zipped(folder / "x.zip", files)
    else:
        place = folder / "class"
        for name, data in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
    submissions, problems = collected(place)
    assert [person for person, _, _ in submissions] == ["ada", "cy"]
    assert problems == [
        "read.me: beside everybody's folders and files, so nobody's: left out",
        "bo: answer.ipynb: a notebook that cannot be read: it tells no version; deep/answer.txt: an empty file",
        "di: an empty file",
        "ed: answer.zip: an empty file",
    ]


ODD_NAMES = [b"a\nbo.py: forged", b"a\x1b[31m", b"a\xff", b"a\\n", "a\N{RIGHT-TO-LEFT OVERRIDE}".encode(), "a\x85".encode()]  # fmt: skip


def test_no_name_does_anything_or_is_taken_for_another(folder):
    place = folder / "class"
    for name in (*ODD_NAMES, b"an", b"a"):
        own = place / os.fsdecode(name)
        own.mkdir(parents=True)
        (own / "attend.py").write_bytes(NAMED)
        (own / os.fsdecode(name + b".py")).write_bytes(b"nothing known")
        os.mkfifo(own / os.fsdecode(b"pipe " + name + b".py"))
    submissions, problems = collected(place)
    people = {person for person, _, _ in submissions}
    assert len(people) == len(ODD_NAMES) + 2
    assert {"a\\nbo.py: forged", "a\\x1b[31m", "a\\udcff", "a\\\\n"} < people
    assert len(problems) == 2 * len(people)
    assert all(text.isprintable() for text in [*people, *problems, *(s[1] for s in submissions)])


def test_pipes_sockets_loops_and_what_is_closed_stop_nothing(folder, monkeypatch):
    place = folder / "class"
    place.mkdir()
    (place / "ada.py").write_bytes(NAMED)
    (place / "empty.py").write_bytes(b"")
    (place / "circle.py").symlink_to("circle.py")
    (place / "round").symlink_to(".")
    os.mkfifo(place / "pipe.py")
    monkeypatch.chdir(place)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.py")
    submissions, problems = collected(place)
    assert [person for person, _, _ in submissions] == ["ada"]
    assert sorted(problems) == [
        "circle: a link, which is not followed",
        "empty: an empty file",
        "pipe: expected a file, got something else",
        "round: a link, which is not followed",
        "socket: expected a file, got something else",
    ]


def test_a_folder_that_cannot_be_entered_is_told(folder, monkeypatch):
    """Forbidden by hand: permissions bind nobody who runs the tests as root."""
    for person in ("ada", "bo"):
        (folder / "class" / person).mkdir(parents=True)
        (folder / "class" / person / "attend.py").write_bytes(NAMED)
    (folder / "class" / "cy").symlink_to(folder)
    scan = os.scandir

    def forbidding(path):
        if os.fspath(path).endswith("ada"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", forbidding)
    submissions, problems = collected(folder / "class")
    assert submissions == [("bo", "bo/attend.py", "toy:attend")]
    assert problems == [
        "ada: Permission denied",
        "cy: a link, which is not followed",
    ]


def test_a_folder_inside_that_of_a_person_is_nobody(folder):
    inner = "Ada_1_assignsubmission_file/attend.py"
    for outer in ("", "hw1/"):
        files = {f"{outer}Bob_123_assignsubmission_file/{inner}": NAMED}
        assert [s[0] for s in collected(zipped(folder / "m.zip", files))[0]] == ["Bob_123"]


def test_who_hands_in_thousands_of_files_costs_neither_memory_nor_pages(folder):
    place = folder / "x.zip"
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
    assert (
        "one of 300 files of ada for toy:attend, and nothing tells which is the latest"
        in problems[4]
    )


def test_folders_within_each_other_for_ever_are_told_and_stop_nobody(folder):
    (folder / "ada").mkdir()
    (folder / "ada" / "01_attend.py").write_bytes(b"x = 1\n")
    deep = folder / "mallory"
    for _ in range(60):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "01_attend.py").write_bytes(b"x = 1\n")
    entries, problems = collected(folder)
    assert [(person, id) for person, _, id in entries] == [("ada", "toy:attend")]
    assert any("more than 40 folders within each other" in problem for problem in problems)
    files = {"/".join(["d"] * 20_000) + "/01_attend.py": b"x", "ada/01_attend.py": b"x = 1\n"}
    entries, problems = collected(zipped(folder / "class.zip", files))
    assert [(person, id) for person, _, id in entries] == [("ada", "toy:attend")]
    assert any("more than 40 folders within each other" in problem for problem in problems)


@pytest.mark.parametrize(
    ("name", "person", "id"),
    [
        ("ada_07_cross_attention.py", "ada", "cross-attention"),
        ("ada-7-cross-attention-2.py", "ada", "cross-attention"),
        ("Ada Lovelace 07_Cross_Attention (1).ipynb", "Ada Lovelace", None),
        ("07_cross_attention_dee.py", "dee", "cross-attention"),
        ("07_cross_attention_dee (1).py", "dee", "cross-attention"),
        ("07_cross_attention_dee_2026-11-26.py", "dee", "cross-attention"),
        ("张伟07_cross_attention.py", "张伟", "cross-attention"),
        ("1001_08_multi_head_module_final.py", "1001", "multi-head-module"),
        ("hw1_multi_head_module_dee.py", "hw1_dee", "multi-head-module"),
        ("52_lora_jones.py", "jones", "lora"),
        ("lora_jones.py", "lora_jones", None),
        ("07_cross_attention.py", "07_cross_attention", "cross-attention"),
        ("Jo Doe (1006).py", "Jo Doe (1006)", None),
    ],
)
def test_a_files_owner_is_what_its_name_has_beside_the_question(folder, name, person, id):
    (folder / name).write_bytes(b"x = 1\n")
    handed_in = collect_submissions(open_bank(None), folder)
    assert [found.person for found in handed_in.people] == [person]
    assert [s.card.id for s in handed_in.submissions] == [id] * bool(id)


@pytest.mark.parametrize("form", ["a folder", "a zip"])
def test_a_file_for_each_person_and_question(folder, form):
    names = [
        "ada_01_multi_head_attention.py",
        "bo-02_self_attention.py",
        "07_cross_attention_cy.py",
    ]
    names += ["ada_02_self_attention.py", "ada_07_cross_attention.py", "bo_07_cross_attention.py"]
    if form == "a zip":
        place = zipped(folder / "x.zip", dict.fromkeys(names, b"x = 1\n"))
    else:
        place = folder
        for name in names:
            (place / name).write_bytes(b"x = 1\n")
    handed_in = collect_submissions(open_bank(None), place)
    assert {f.person: [s.card.number for s in handed_in.submissions if s.person == f.person] for f in handed_in.people} == {"ada": [1, 2, 7], "bo": [2, 7], "cy": [7]}  # fmt: skip
    assert handed_in.problems == []


@pytest.mark.parametrize("ending", ["py", "zip"])
def test_a_copy_beside_everybodys_files_is_an_attempt(folder, ending):
    data = NAMED
    if ending == "zip":
        data = zipped(folder.parent / "one.zip", {"01_attend.py": NAMED}).read_bytes()
    for name in ("bo", "cy", "cy (1)"):
        (folder / f"{name}.{ending}").write_bytes(data)
    submissions, problems = collected(folder)
    assert [person for person, _, _ in submissions] == ["bo", "cy"]
    assert submissions[1][1].startswith(f"cy (1).{ending}")
    assert "cy has two files" in problems[0]


@pytest.mark.parametrize("outer", ["", "assignment_7_export/"])
def test_whose_folder_gradescopes_export_lacks_has_a_row(folder, outer):
    paper = "".join(
        f"submission_{number}:\n  :submitters:\n  - :name: {name}\n    :sid: '{number}'\n"
        for number, name in enumerate(["Ada G.", "Bo G.", "Wei Li"], 1)
    )
    files = {f"submission_{number}/01_attend.py": b"x = 1\n" for number in (1, 2)}
    files["submission_metadata.yml"] = paper.encode()
    place = zipped(folder / "x.zip", {f"{outer}{name}": data for name, data in files.items()})
    submissions, problems = collected(place)
    assert [person for person, _, _ in submissions] == ["Ada G.", "Bo G."]
    assert problems == ["Wei Li: its folder is missing from the export: download it once more"]
