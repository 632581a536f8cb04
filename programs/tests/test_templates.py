"""Every template is complete, fits its columns and hangs together; a wrong file says what is wrong."""

import re
import shutil

import pytest

from programs.models import (
    Attribute,
    Guidelines,
    Objective,
    Program,
    Question,
    Recommendation,
    Resource,
    TrainingModule,
)
from programs.program_templates import KEYS, Mistake, all_templates, template
from programs.program_templates.reading import HERE, read_folder
from programs.questions import ANY, SURVEYS
from programs.starting import rows_of

FULL = [template(key) for key in ("digital_fluency", "inclusion")]
each_template = pytest.mark.parametrize("each", all_templates(), ids=lambda each: each.key)
each_full_one = pytest.mark.parametrize("each", FULL, ids=lambda each: each.key)
Sheet = Question.Sheet
# SPEC P4: what guidelines cover, by words that stand in ours
COVERED = {
    "mentor": ("what is yours to do", "how to behave", "ten minutes early", "dress", "two-minute", "career")
    + ("do not do all the talking", "what to bring", "laptop", "talent profile", "curriculum")
    + ("questions that open", "what stays between you", "where it ends"),
    "mentee": ("what is yours to do", "what to have at hand", "talent profile", "questions that open")
    + ("what stays between you", "where it ends"),
}


def asked(each, sheet):
    return [question for question in each.questions if question.sheet == sheet]


def texts_of(each):
    """Everything that people read, in one."""
    found = [each.purpose, each.business_case, *each.guidelines.values()]
    for entry in (*each.questions, *each.training, *each.attributes, *each.objectives, *each.resources):
        found += [value for value in vars(entry).values() if isinstance(value, str)]
    for module in each.training:
        for card in module.cards:
            found += [
                card["text"],
                *(answer[name] for answer in card["answers"] for name in ("text", "reply")),
            ]
    return " ".join(found)


@each_template
def test_everything_fits_the_columns_it_goes_to(each):
    program = Program(pk=1, name="Any")
    rows = [Question(program=program, **rows_of(entry)) for entry in each.questions]
    rows += [TrainingModule(program=program, **rows_of(entry)) for entry in each.training]
    rows += [Attribute(program=program, **rows_of(entry)) for entry in each.attributes]
    rows += [Objective(program=program, **rows_of(entry)) for entry in each.objectives]

    for row in rows:
        row.clean_fields(exclude=["program"])
    for entry in each.resources:
        Resource(program=program, **rows_of(entry)).clean_fields(exclude=["program", "added_at", "by"])
    assert each.lens in Program.Lens
    assert set(each.guidelines) == set(Guidelines.Audience.values)


@each_template
def test_agendas_fill_the_session(each):
    assert len(each.curriculum) in (0, 7)
    for lesson in each.curriculum:
        assert sum(minutes for minutes, _ in lesson.recipe) == 60
        assert len(lesson.topic) <= 120 and len(lesson.summary) <= 300 and len(lesson.reading_title) <= 160


@each_template
def test_guidelines_cover_what_guidelines_must(each):
    for audience, words in COVERED.items():
        text = each.guidelines[audience].lower()

        assert [word for word in words if word not in text] == [], audience


@each_template
def test_no_word_of_ours_begs_or_shouts(each):
    said = texts_of(each).lower()

    assert re.findall(r"\bplease\b|\boops\b|!|\busers\b", said) == []


@each_template
def test_referees_are_asked_for_what_a_recommendation_keeps(each):
    assert [question.code for question in asked(each, Sheet.RECOMMENDATION)] == list(Recommendation.CRITERIA)


@each_template
def test_codes_are_used_once_and_choices_differ(each):
    for sheet in Sheet:
        codes = [question.code for question in asked(each, sheet)]
        assert len(codes) == len(set(codes)), sheet
    for entry in (*each.questions, *each.attributes):
        assert len(entry.choices) == len(set(entry.choices)), entry.code
    modules = [(module.audience, module.code) for module in each.training]
    assert len(modules) == len(set(modules))


@each_template
def test_every_question_has_the_choices_its_kind_needs(each):
    for question in each.questions:
        needed = {"choice": 2, "choices": 2, "scale": 4}.get(question.kind, 0)
        assert (len(question.choices) >= needed) if needed else not question.choices, question.code


@each_full_one
def test_a_full_template_asks_teaches_and_aims(each):
    assert len(asked(each, Sheet.MENTOR_APPLICATION)) >= 6
    assert 3 <= len(asked(each, Sheet.MENTEE_ENROLMENT)) <= 5, "two minutes on a phone"
    assert len(asked(each, Sheet.NEEDS)) == 5
    assert all(len(area.choices) == 5 for area in asked(each, Sheet.NEEDS))
    assert len(asked(each, Sheet.SCORECARD)) == 5
    for audience in Guidelines.Audience.values:
        kinds = [module.kind for module in each.training if module.audience == audience]
        assert kinds == ["text", "scenario", "text"]
    assert each.attributes and len(each.objectives) >= 4 and len(each.resources) >= 5
    for sheet in SURVEYS:
        heading, *rest = asked(each, sheet)
        assert heading.kind == "heading" and len(rest) >= 3
        assert all(len(one.choices) == 5 for one in rest if one.kind == "scale")
    assert {reading.topic for reading in each.resources} <= {"", *each.topics}


def test_all_kinds_of_question_stand_in_the_full_application():
    assert {question.kind for question in asked(FULL[0], Sheet.MENTOR_APPLICATION)} == set(ANY)


@each_full_one
def test_scenarios_branch(each):
    for module in each.training:
        for card in module.cards:
            assert len(card["answers"]) >= 2 or card["key"] == "mend-late", (module.title, card["key"])
            assert all(answer["reply"] for answer in card["answers"])


@each_full_one
def test_a_template_never_asks_in_a_form_what_somebody_is(each):
    """Gender and the like stand apart, with consent (U5)."""
    words = " ".join(question.text + question.hint for question in each.questions).lower()

    assert not re.search(r"\b(gender|ethnic|orientation|religion|disabilit|your age|how old)", words)


# --- wrong files ------------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path):
    """A copy of a template to spoil; answers a function that replaces words in one of its files."""
    shutil.copytree(HERE / "digital_fluency", tmp_path / "spoiled")

    def spoil(name, old, new):
        path = tmp_path / "spoiled" / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        with pytest.raises(Mistake) as found:
            read_folder("spoiled", tmp_path)
        return str(found.value)

    return spoil


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("template.toml", "lens =", "lense =", "template.toml: “lense” is not known here."),
        ("template.toml", 'lens = "technology"', "", "template.toml: “lens” is missing."),
        ("questions.toml", 'code = "poise"', "", "questions.toml, scorecard 3: “code” is missing."),
        (
            "questions.toml",
            "weight = 2",
            'weight = "2"',
            "questions.toml, scorecard 1: “weight” is '2', and should be a whole number.",
        ),
        (
            "objectives.toml",
            "[[objective]]",
            "[[objectif]]",
            "objectives.toml: [[objectif]] is no heading of this file.",
        ),
        (
            "training/mentor-challenging-upwards.toml",
            'to = "quiet"',
            'to = "nowhere"',
            "mentor-challenging-upwards.toml, card “would-have-to-see”: Answer 2 leads to “nowhere”, "
            "and there is no such card.",
        ),
        (
            "training.toml",
            'code = "notes-and-discretion"',
            'code = "notes"',
            "mentor-notes.md is missing.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_file_says_what_is_wrong_and_where(name, old, new, said, copy):
    assert copy(name, old, new) == said


def test_what_is_no_toml_is_named_with_its_file(copy):
    assert copy("resources.toml", '"""', '"').startswith("resources.toml: ")


def test_a_template_that_nobody_knows_is_no_template():
    with pytest.raises(KeyError):
        template("blanc")
    assert len(KEYS) == len(all_templates())
