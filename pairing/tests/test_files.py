"""The engine on plain files: columns in many spellings, rules from TOML, mistakes named; and on a wave."""

import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from pairing.files import COLUMNS, BadFile, policy_from, pool_from
from pairing.matching import Force
from pairing.models import Proposal, WeightSetting
from pairing.tests.factories import make_pairing_wave

MENTORS = b"""Employee ID;Name;Grade;Division;Skills;Hobbies;Office;Reports to
a1;Owen Pemberton;3;Consumer;podcasts 3, video 2;sailing, choir;Hartford;b1
a2;Grace Tuiasosopo;4;Operations;video 3;chess;Boston;
"""
MENTEES = b"""id,name,level,lob,wants,interests,location,familiarity,hours
b1,Delia Fontaine,9,Law,podcasts 3; video 1,sailing,Hartford,video 2,mon-am
b2,Conrad Whitlock,8,Technology,video 2,chess,Boston,,mon-am; tue-09
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "mentors.csv").write_bytes(MENTORS)
    (tmp_path / "mentees.csv").write_bytes(MENTEES)
    return tmp_path


def printed(capsys, *args, **options):
    call_command(*args, **options)
    return capsys.readouterr().out


def matched(capsys, files, *args):
    return printed(capsys, "match_files", str(files / "mentors.csv"), str(files / "mentees.csv"), *args)


def test_two_files_are_paired_with_reasons_and_proof(capsys, files):
    said = matched(capsys, files)

    assert "2 pairs" in said and "No better list exists under these rules." in said
    assert "Grace Tuiasosopo → Delia Fontaine" in said and "Owen Pemberton → Conrad Whitlock" in said


def test_the_reporting_line_runs_through_both_files(capsys, files):
    data = json.loads(matched(capsys, files, "--json"))

    pair = next(each for each in data["pairs"] if each["mentee"] == "b1")
    assert pair["mentor"] == "a2", "Owen reports to Delia"
    assert data["objective"]["pairs"] == data["certificate"]["most_pairs"] == 2
    assert data["certificate"]["holds"] and data["certificate"]["points"] == data["certificate"]["dual"]
    assert set(pair["parts"]) == {"topics", "interests", "languages", "hours", "place"}


def test_rules_weights_and_marks_come_from_toml(capsys, files):
    (files / "rules.toml").write_text(
        '[rules.management_chain]\nforce = "off"\n[rules.shared_manager]\nforce = "off"\n'
        '[weights]\ntopics = 100\n[[locks]]\nmentee = "b1"\nmentor = "a1"\n'
    )

    data = json.loads(matched(capsys, files, "--rules", str(files / "rules.toml"), "--json"))

    assert {(pair["mentee"], pair["mentor"]) for pair in data["pairs"]} == {("b1", "a1"), ("b2", "a2")}
    assert [pair["is_locked"] for pair in data["pairs"] if pair["mentee"] == "b1"] == [True]


def test_a_header_of_their_own_is_mapped(capsys, files):
    (files / "mentors.csv").write_bytes(MENTORS.replace(b"Skills", b"Can teach"))

    plain = json.loads(matched(capsys, files, "--json"))
    mapped = json.loads(matched(capsys, files, "--map", "Can teach=topics", "--json"))

    assert sum(pair["parts"]["topics"] for pair in plain["pairs"]) == 0
    assert sum(pair["parts"]["topics"] for pair in mapped["pairs"]) > 0


def test_managers_who_take_no_part_come_from_the_directory(files):
    mentors = MENTORS.replace(b"Hartford;b1", b"Hartford;m1")
    directory = b"id,name,manager\nm1,Ana Reyes,b1\n"

    pool = pool_from(
        ("mentors.csv", mentors), ("mentees.csv", MENTEES), directory=("directory.csv", directory)
    )

    assert pool.directory.above("a1") == ["m1", "b1"]
    with pytest.raises(BadFile, match="'m1', who is not in the directory"):
        pool_from(("mentors.csv", mentors), ("mentees.csv", MENTEES))


@pytest.mark.parametrize(
    ("before", "after", "mistake"),
    [
        (b";3;Consumer", b";three;Consumer", "mentors.csv, row 2, grade: “three” is not a whole number."),
        (b"podcasts 3,", b"podcasts,", "row 2, topics: “podcasts” should be a topic with its level"),
        (b"podcasts 3,", b"podcasts 9,", "row 2: The topic 'podcasts' of Owen Pemberton has a level"),
        (b"a1;", b";", "row 2, id: is missing."),
        (b"a2;", b"a1;", "twice among the mentors"),
        (b"Employee ID", b"Whatever", "mentors.csv has no column “id”. It has: Whatever, Name"),
        (MENTORS, b"", "mentors.csv: The file is empty."),
    ],
)
def test_what_makes_no_sense_is_named_with_file_row_and_column(files, before, after, mistake):
    (files / "mentors.csv").write_bytes(MENTORS.replace(before, after))

    with pytest.raises(CommandError) as refused:
        call_command("match_files", str(files / "mentors.csv"), str(files / "mentees.csv"))

    assert mistake in str(refused.value)


def test_all_mistakes_are_named_at_once():
    wrong = MENTORS.replace(b";3;", b";x;").replace(b";4;", b";y;")

    with pytest.raises(BadFile) as refused:
        pool_from(("mentors.csv", wrong), ("mentees.csv", MENTEES.replace(b"mon-am; tue-09", b"noon")))

    where = [each.partition(",")[0].partition(" ")[0] for each in refused.value.mistakes]
    assert where == ["mentees.csv", "mentors.csv", "mentors.csv"]


@pytest.mark.parametrize(
    ("toml", "mistake"),
    [
        ("[rules", "rules.toml"),
        ("[ruls]", "there is no “ruls”"),
        ("[rules.grade_gap]\nvalue = 99", "takes a number from 0 to 50"),
        ("[weights]\nshoes = 3", "There is no weight 'shoes'"),
        ('[[locks]]\nmentee = "b1"', "needs a mentee and a mentor"),
    ],
)
def test_rules_that_make_no_sense_are_named(toml, mistake):
    with pytest.raises(BadFile, match="rules.toml") as refused:
        policy_from("rules.toml", toml.encode())

    assert mistake in str(refused.value)


def test_rules_may_say_that_the_total_comes_first():
    policy = policy_from("rules.toml", b'weakest_first = false\n[rules.function]\nforce = "soft"\n')

    assert not policy.weakest_first and policy.rules.function.force is Force.SOFT


def test_the_columns_are_listed(capsys):
    said = printed(capsys, "match_files", "--columns")

    assert all(column.name in said and column.says in said for column in COLUMNS)
    assert "id                 A name that is used once (needed)" in said


def test_no_database_is_started_or_asked(files):
    """In a process of its own, in a checkout where nothing runs."""
    done = subprocess.run(
        [sys.executable, "manage.py", "match_files", str(files / "mentors.csv"), str(files / "mentees.csv")],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "VERSO_VAR": str(files / "var"), "VERSO_NO_VENV": "1"},
    )

    assert done.returncode == 0, done.stderr
    assert "2 pairs" in done.stdout
    assert not list((files / "var").glob("p*")), "no database of its own"


@pytest.mark.django_db
def test_a_wave_is_printed_and_nothing_is_written(capsys):
    wave = make_pairing_wave(mentors=2, mentees=2)

    said = printed(capsys, "propose_pairs", str(wave.pk))
    data = json.loads(printed(capsys, "propose_pairs", str(wave.pk), "--json"))

    assert "2 pairs" in said and data["objective"]["pairs"] == 2
    assert all(pair["coach"] for pair in data["pairs"])
    assert not Proposal.objects.exists()


@pytest.mark.django_db
def test_sums_that_would_tell_what_is_shown_nowhere_are_not_printed(capsys):
    wave = make_pairing_wave()
    WeightSetting.objects.create(program=wave.program, facet="difference", weight=20)

    data = json.loads(printed(capsys, "propose_pairs", str(wave.pk), "--json"))

    assert "dual" not in data["certificate"] and data["certificate"]["holds"]


@pytest.mark.django_db
def test_a_wave_that_is_not_there_or_has_nobody_says_so(capsys):
    wave = make_pairing_wave(mentees=0)

    with pytest.raises(CommandError, match=f"There are: {wave.pk}"):
        call_command("propose_pairs", str(wave.pk + 1))
    with pytest.raises(CommandError, match="There is no mentee without a pair"):
        call_command("propose_pairs", str(wave.pk))


def test_quotas_compose_the_mentors_and_the_gap_is_told(capsys, files):
    (files / "rules.toml").write_text(
        '[rules.management_chain]\nforce = "off"\n[rules.shared_manager]\nforce = "off"\n'
        '[[quotas]]\nattribute = "location"\nvalue = "Hartford"\nmost = 0\n'
    )

    data = json.loads(matched(capsys, files, "--rules", str(files / "rules.toml"), "--json"))

    assert [pair["mentor"] for pair in data["pairs"]] == ["a2"]
    assert data["certificate"]["points"] == data["certificate"]["dual"]


def test_a_quota_that_makes_no_sense_is_named():
    with pytest.raises(BadFile, match="A quota is about location"):
        policy_from("rules.toml", b'[[quotas]]\nattribute = "gender"\nvalue = "x"\n')
