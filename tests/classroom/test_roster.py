"""Rosters as spreadsheets and platforms write them, and whom the names on files mean."""

from __future__ import annotations

import pytest

from interview.classroom.identity import listed_class
from interview.classroom.roster import read_roster
from interview.classroom.submissions import FoundPerson
from interview.errors import UsageError

PLAIN = "id,name,email\n1001,Ada Müller,ada@x.org\n1002,王伟,wei@x.org\n"
READ = [("1001", "Ada Müller", "ada@x.org"), ("1002", "王伟", "wei@x.org")]
WAYS = {
    "plain": PLAIN.encode(),
    "with a mark": PLAIN.encode("utf-8-sig"),
    "semicolons": PLAIN.replace(",", ";").encode(),
    "tabs in UTF-16, as Excel's text": PLAIN.replace(",", "\t").encode("utf-16"),
    "Windows' ends of lines": PLAIN.replace("\n", "\r\n").encode(),
    "old ends of lines": PLAIN.replace("\n", "\r").encode(),
    "a line that tells the delimiter": b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
    "empty lines and cells": b"\n" + PLAIN.replace("\n", ",,\n").encode() + b",,,,\n\n",
    "another order": "E-Mail,Student ID,Full name\nada@x.org,1001,Ada Müller\nwei@x.org,1002,王伟\n".encode(),
    "Chinese headings": "姓名,学号,邮箱\nAda Müller,1001,ada@x.org\n王伟,1002,wei@x.org\n".encode(),
    "two names": "Last name,First name,ID number,Email address\nMüller,Ada,1001,ada@x.org\n,王伟,1002,wei@x.org\n".encode(),
    "text as a spreadsheet forces it": 'id,name,email\n"=""1001""",Ada Müller,ada@x.org\n1002,王伟,wei@x.org\n'.encode(),
}


def roster(tmp_path, data):
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    return read_roster(path)


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_a_roster_is_read_however_it_was_saved(tmp_path, data):
    assert [(m.id, m.name, m.email) for m in roster(tmp_path, data)] == READ


REFUSED = {
    "GBK": (PLAIN.encode("gb18030"), "roster.csv:2: not UTF-8 text: in the spreadsheet choose"),
    "a spreadsheet itself": (b"PK\x03\x04\0\0\0", "roster.csv:1: no text: save the spreadsheet"),
    "nothing": (b"", "roster.csv:1: empty: write a line of headings"),
    "headings alone": (b"id,name\n", "roster.csv:1: nobody is on it: write a line"),
    "no headings": (
        b"1,Ada\n2,Bo\n",
        "roster.csv:1: expected headings such as id, name, email, got 1, Ada: write",
    ),
    "the same id": (b"id,name\n1,Ada\n1,Bo\n", "roster.csv:3: 1 is in line 2 already: remove"),
    "the same address": (b"name,mail\nAda,a@x\nBo,A@x\n", "roster.csv:3: a@x is in line 2 already"),
    "an open quote": (
        b'id,name,email\n1,"Ada,a@x\n2,Bo,b@x\n',
        "roster.csv:2: a quote is never closed: write the second one",
    ),
    "an open quote that another ends": (
        b'sep=,\nid,name,email\n1,Ada,a@x\n2,"Bo,b@x\n3,Cy",c@x\n',
        "roster.csv:4: a quote is never closed",
    ),
    "an open quote before one that opens": (
        b'id,name,email\n1,"Ada,a@x\n2,"Bo",b@x\n',
        "roster.csv:2: a quote is never closed",
    ),
    "an open quote among the headings": (
        b'id,name,"email\n1,Ada,a@x"\n2,Bo,b@x\n',
        "roster.csv:1: a quote is never closed",
    ),
    "letters behind a quote": (
        b'id,name\n1,"Ada" L\n',
        "roster.csv:2: not a CSV file: ',' expected after '\"': save it as CSV",
    ),
    "nobody": (b"id,name,room\n,,12\n", "roster.csv:2: nobody: write an id"),
}


@pytest.mark.parametrize(("data", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_roster_is_told_with_its_line(tmp_path, monkeypatch, data, told):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as error:
        roster(tmp_path, data)
    (line,) = error.value.problems
    assert line.startswith(told)


def test_what_lies_in_its_place_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"none.csv: cannot be read: No such file"):
        read_roster(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="cannot be read: "):
        read_roster(tmp_path)


def test_the_gradebook_of_canvas_and_the_worksheet_of_moodle_are_rosters(tmp_path):
    canvas = b'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lovelace, Ada",77,1001,ada,A\n'
    (ada,) = roster(tmp_path, canvas)
    assert (ada.id, ada.name, ada.login) == ("1001", "Lovelace, Ada", "ada")
    moodle = b"Identifier,Full name,Email address,Status,Grade\nParticipant 815,Ada Lovelace,ada@x.org,,\n"
    (ada,) = roster(tmp_path, moodle)
    assert (ada.participant, ada.name, ada.email) == ("815", "Ada Lovelace", "ada@x.org")


def test_remarks_of_several_lines_are_nobodys_name_and_move_no_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = 'id,name,Feedback comments\n1,Ada,"well\ndone"\n2,Bo,\n'
    assert [member.name for member in roster(tmp_path, text.encode())] == ["Ada", "Bo"]
    with pytest.raises(UsageError, match=r"^roster.csv:5: 2 is in line 4 already"):
        roster(tmp_path, f"{text}2,Cy,\n".encode())


@pytest.fixture
def class_of_six(tmp_path):
    text = (
        "id,name,email,GitHub,Identifier\n"
        "1001,Ada Lovelace,ada.l@x.org,countess,Participant 815\n"
        '1002,"Müller, Anna",anna@x.org,,Participant 816\n'
        "1003,王伟,wei@x.org,,\n"
        "s4,Li Bo,bo@x.org,,\n"
        "1005,Jo Doe,jo1@x.org,,\n"
        "1006,Jo Doe,jo2@x.org,,\n"
    )
    return roster(tmp_path, text.encode())


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("1001", "Ada Lovelace"),
        ("ADA.L@x.org", "Ada Lovelace"),
        ("ada.l", "Ada Lovelace"),
        ("countess", "Ada Lovelace"),
        ("hw3-countess", "Ada Lovelace"),
        ("lovelaceada", "Ada Lovelace"),
        ("Lovelace, Ada", "Ada Lovelace"),
        ("ada  LOVELACE", "Ada Lovelace"),
        ("Somebody Else_815", "Ada Lovelace"),  # the platform's number is surer than a name
        ("1001_lovelace", "Ada Lovelace"),
        ("Anna Muller", "Müller, Anna"),
        ("Anna Mu\u0308ller_4711", "Müller, Anna"),
        ("王伟_1003", "王伟"),
        ("hw_s4_final", "Li Bo"),
        ("Jo Doe_1006", "Jo Doe (1006)"),
        ("jo1@x.org", "Jo Doe (1005)"),
        ("Jo Doe (1005)", "Jo Doe (1005)"),
        ("Ada Lovelace (2)", "Ada Lovelace"),
        ("1001_Ada Augusta Lovelace", "Ada Lovelace"),
        ("1003_王伟_作业1", "王伟"),
    ],
)
def test_a_name_on_files_is_found_by_id_address_or_name(class_of_six, name, label):
    found = listed_class(class_of_six, [FoundPerson(name)])
    assert (found.labels, found.problems) == ({name: label}, [])


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Grace Hopper",
        "Anna Schmidt_1001",
        "100",
        "x_815_y",
        "Anna Schmidt_1002",
        "Grace countess",
    ],
)
def test_who_fits_nobody_has_a_row_of_their_own_and_is_told(class_of_six, name):
    found = listed_class(class_of_six, [FoundPerson(name)])
    assert found.members[-1].label == found.labels[name] == name
    assert not found.members[-1].listed
    assert found.problems == [f"{name}: nobody on the roster: graded, in a row of its own"]


def test_who_fits_two_is_told_and_so_are_two_who_fit_one(class_of_six):
    found = listed_class(class_of_six, [FoundPerson(n) for n in ("Jo Doe", "1001", "ada.l")])
    assert found.labels["Jo Doe"] == "Jo Doe"
    assert found.problems == [
        "Jo Doe: fits “Jo Doe (1005)”, “Jo Doe (1006)” on the roster: graded, in a row of its own: "
        "an id or an address in the name tells them apart",
        "1001, ada.l: all of them Ada Lovelace: of two files for one question the later counts",
    ]


def test_the_number_of_a_platform_tells_two_of_one_name_apart(tmp_path):
    canvas = b"Student,ID,SIS User ID\nDoe Jo,71,1005\nDoe Jo,72,1006\n"
    people = [FoundPerson("doejo", number="72")]
    assert listed_class(roster(tmp_path, canvas), people).labels == {"doejo": "Doe Jo (1006)"}


SHORT = (
    "id,name,email,login\n1,Ada Lovelace,ada@x.org,\n2,Bob Stone,bob@x.org,\n3,Cy Young,cy@x.org,\n"
    "11,Wei Li,w@x.org,wei\n12,Na Li,n@x.org,na\n"
)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Ada Lovelace (2)", "Ada Lovelace"),
        ("Ada Lovelace 2", "Ada Lovelace"),
        ("Zoe Stranger 3", None),
        ("Zoe Stranger_3", None),
        ("Wei Zhang", None),
        ("wei-zhang", None),
        ("Na Wang", None),
        ("hw1-wei", "Wei Li"),
        ("wei (2)", "Wei Li"),
        ("11_wei", "Wei Li"),
    ],
)
def test_a_word_is_no_ones_login_or_id_where_the_others_are_another_name(tmp_path, name, label):
    found = listed_class(roster(tmp_path, SHORT.encode()), [FoundPerson(name)])
    assert found.labels == {name: label or name}
    assert bool(found.problems) == (label is None)


def test_a_file_with_the_ids_of_two_is_neithers(tmp_path):
    found = listed_class(roster(tmp_path, SHORT.encode()), [FoundPerson("11_12")])
    assert found.labels == {"11_12": "11_12"}
    assert found.problems[0].startswith("11_12: fits “Wei Li”, “Na Li” on the roster")


def test_what_stands_in_everybodys_name_is_no_part_of_it(tmp_path):
    people = [FoundPerson(f"attention-{who}") for who in ("wei", "na", "cy")]
    found = listed_class(roster(tmp_path, SHORT.encode()), people)
    assert list(found.labels.values()) == ["Wei Li", "Na Li", "attention-cy"]


def test_a_copys_number_is_no_id_where_the_roster_has_no_names(tmp_path):
    text = "id,login\n1,wei\n2,bo\n100200,cy\n"
    people = [FoundPerson(name) for name in ("Wei Zhang", "Ada (2)", "Ada 2", "Cy Young 100200")]
    found = listed_class(roster(tmp_path, text.encode()), people)
    assert [found.labels[p.person] for p in people] == ["Wei Zhang", "Ada (2)", "Ada 2", "100200"]


def test_neither_of_two_of_one_name_is_given_what_may_be_the_others(tmp_path):
    members = roster(tmp_path, b"name\nJo Doe\nAda\njo doe\n")
    assert [member.label for member in members] == ["Jo Doe (1)", "Ada", "jo doe (2)"]
    found = listed_class(members, [FoundPerson("Jo Doe"), FoundPerson("Jo Doe (1)")])
    assert found.labels == {"Jo Doe": "Jo Doe", "Jo Doe (1)": "Jo Doe (1) (1)"}
    assert [m.listed for m in found.members] == [True, True, True, False, False]
    assert all("fits “Jo Doe (1)”, “jo doe (2)”" in line for line in found.problems)
