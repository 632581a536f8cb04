"""Changing what a program teaches: rules, and the pages on which coordinators do it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from programs import modules, training
from programs.editing import ChangedMeanwhile
from programs.lifecycle import NotAllowed
from programs.models import TrainingModule, Wave
from programs.program_templates import template
from programs.scenarios import written
from programs.starting import start_program
from programs.tests.asking import queries_of
from programs.tests.factories import (
    PASSWORD,
    make_application,
    make_module,
    make_person,
    make_program,
    make_wave,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n% a page\n"
TEXT = {"title": "Before you meet", "minutes": "12", "is_required": "on", "text": "## Read\n\nThis."}
CARDS = "# start\nIt begins.\n> Go on -> second\n\n# second\nIt ends.\n> Good -> (end)\nWell."
SCENARIO = {"title": "Challenging", "minutes": "10", "cards": CARDS, "text": ""}


@pytest.fixture
def ines(client):
    ines = make_person(given_name="Ines", family_name="Calloway")
    client.login(email=ines.email, password=PASSWORD)
    return ines


@pytest.fixture
def program(ines):
    return make_program(coordinator=ines)


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def new(program, kind="text", audience="mentor"):
    return reverse("module_new", args=[program.pk, audience, kind])


def edit(module):
    return reverse("module_edit", args=[module.pk])


def pdf(content=PDF, name="../../claim.exe"):
    return SimpleUploadedFile(name, content)


def revise(module, **facts):
    fresh = TrainingModule.objects.get(pk=module.pk)
    return modules.revise(module, facts, opened=modules.seal(fresh), by=None, now=timezone.now())


# --- rules ------------------------------------------------------------------------------------------------


def test_what_somebody_completed_stays_as_it_was():
    module, person = make_module(make_program(), text="First."), make_person()
    training.complete(module, person, now=timezone.now())

    newer = revise(module, text="Second.")

    module.refresh_from_db()
    assert (module.text, bool(module.retired_at), newer.text, newer.code) == (
        "First.",
        True,
        "Second.",
        module.code,
    )
    assert module.completions.count() == 1


def test_completing_an_earlier_wording_counts():
    wave = make_wave(status=Wave.Status.PREPARING)
    module = make_module(wave.program, is_required=True)
    mentor = make_application(wave=wave, status="accepted").person
    training.complete(module, mentor, now=timezone.now())

    revise(module, text="Otherwise.")

    assert not training.still_to_train(wave).exists()


def test_what_nobody_has_read_is_changed_in_place():
    module = make_module(make_program())

    assert revise(module, text="Otherwise.").pk == module.pk


def test_nobody_overwrites_words_they_have_not_seen():
    module = make_module(make_program())
    opened = modules.seal(module)
    revise(module, text="Theirs.")

    with pytest.raises(ChangedMeanwhile):
        modules.revise(module, {"text": "Mine."}, opened=opened, by=None, now=timezone.now())


def test_there_is_an_end_to_what_people_are_taught():
    program = make_program()
    for _ in range(modules.MOST):
        module = make_module(program)
    make_module(program, "mentee")

    facts = {"title": "More", "minutes": 1, "text": "x", "is_required": False}
    with pytest.raises(NotAllowed):
        modules.add(program, "mentor", "text", facts, by=None)
    modules.retire(module, by=None, now=timezone.now())
    modules.add(program, "mentor", "text", facts, by=None)
    with pytest.raises(NotAllowed):
        modules.teach_again(module)


def test_files_that_no_module_names_are_swept_after_a_day(files):
    program = make_program()
    kept = modules.add(program, "mentor", "file", {"title": "A", "minutes": 1, "file": pdf()}, by=None)
    default_storage.save("training/lost.pdf", pdf())

    now = timezone.now()
    assert modules.sweep(now) == 0
    assert modules.sweep(now + timedelta(days=2)) == 1
    assert [path.name for path in (files / "training").iterdir()] == [kept.file.name.partition("/")[2]]


# --- pages ------------------------------------------------------------------------------------------------


def test_the_page_shows_both_sides_and_costs_the_same_for_one_three_and_twenty(client, program):
    address, costs = reverse("training_edit", args=[program.pk]), []
    for many in (1, 2, 17):
        for audience in ("mentor", "mentee"):
            for _ in range(many):
                make_module(program, audience, by=make_person())
                modules.retire(make_module(program, audience), by=make_person(), now=timezone.now())
        costs.append(queries_of(client, address))

    assert len(set(costs)) == 1


@pytest.mark.parametrize("key", ["digital_fluency", "inclusion"])
def test_every_module_of_our_templates_can_be_opened_and_saved_unchanged(key, client, ines):
    program = start_program({"name": "Ours", "purpose": "To learn."}, by=ines, template_key=key)
    assert program.training.count() == len(template(key).training)
    for module in program.training.all():
        page = client.get(edit(module))
        form = page.context["form"]
        data = {name: form[name].value() for name in form.fields if form[name].value() is not None}

        assert client.post(edit(module), data).status_code == 302
        again = TrainingModule.objects.get(pk=module.pk)
        assert (again.cards, again.text, again.is_required) == (module.cards, module.text, module.is_required)
    assert program.training.count() == len(template(key).training)


def test_a_text_is_added(client, program, ines):
    client.post(new(program), TEXT)

    module = TrainingModule.objects.get()
    assert (module.title, module.minutes, module.is_required, module.by) == (TEXT["title"], 12, True, ines)
    assert (module.kind, module.audience, module.code) == ("text", "mentor", "before-you-meet")


def test_a_scenario_is_added_and_can_be_walked_through(client, program):
    client.post(new(program, "scenario"), SCENARIO)

    module = TrainingModule.objects.get()
    assert [card["key"] for card in module.cards] == ["start", "second"]
    walk = training.walk(module.cards, "0.0")
    assert walk.is_over and walk.said[-1].reply == "Well."


@pytest.mark.parametrize(
    ("cards", "said"),
    [
        ("", "A scenario needs at least one card."),
        (CARDS.replace("second\n", "third\n", 1), "Card “start”: Answer 1 leads to “third”"),
        (CARDS.replace("(end)", "start"), "no way leads to an end"),
        (CARDS.replace("-> (end)", ""), "Card “second”: Answer 1 does not say where it leads"),
    ],
)
def test_a_mistake_in_the_cards_names_the_card_and_loses_nothing(cards, said, client, program):
    page = client.post(new(program, "scenario"), {**SCENARIO, "cards": cards})

    form = page.context["form"]
    assert page.status_code == 422 and said in " ".join(form.errors["cards"])
    assert (form["cards"].value(), form["title"].value()) == (cards, "Challenging")
    assert not TrainingModule.objects.exists()


def test_a_page_elsewhere_needs_its_address(client, program):
    bad = client.post(new(program, "link"), {"title": "A page", "minutes": 5, "url": "javascript:alert(1)"})
    client.post(new(program, "link"), {"title": "A page", "minutes": 5, "url": "https://example.com/x"})

    assert bad.status_code == 422 and "no address" in str(bad.context["form"].errors["url"])
    assert TrainingModule.objects.get().url == "https://example.com/x"


def test_a_file_is_kept_under_a_name_of_ours_and_given_out_as_a_download(client, program, files):
    client.post(new(program, "file"), {"title": "The claim", "minutes": 5, "file": pdf()})

    module = TrainingModule.objects.get()
    answer = client.get(reverse("training_file", args=[module.pk]))
    assert module.file.name.startswith("training/") and "claim" not in module.file.name
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="the-claim.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "Choose a file."),
        (pdf(b""), "This file is empty"),
        (pdf(b"<svg onload=alert(1)>", "x.pdf"), "Choose a PDF"),
        (pdf(PDF + b"x" * 10 * 1024 * 1024), "at most 10 MB"),
    ],
)
def test_what_is_no_small_pdf_is_refused(file, said, client, program, files):
    data = {"title": "The claim", "minutes": 5} | ({"file": file} if file else {})

    page = client.post(new(program, "file"), data)

    assert page.status_code == 422 and said in str(page.context["form"].errors["file"])
    assert not (files / "training").exists()


def test_a_file_stays_until_another_is_chosen(client, program, files):
    client.post(new(program, "file"), {"title": "The claim", "minutes": 5, "file": pdf()})
    module = TrainingModule.objects.get()
    data = {"title": "The claim, renamed", "minutes": 5, "opened": modules.seal(module)}

    client.post(edit(module), data)

    again = TrainingModule.objects.get()
    assert (again.title, again.file.name) == ("The claim, renamed", module.file.name)


def test_a_file_that_is_lost_is_not_there(client, program, files):
    module = make_module(program, kind="file", file="training/gone.pdf")

    assert client.get(reverse("training_file", args=[module.pk])).status_code == 404


@pytest.mark.parametrize(("audience", "kind"), [("mentor", "video"), ("coach", "text")])
def test_there_is_no_other_kind_and_no_other_side(audience, kind, client, program):
    assert client.get(new(program, kind, audience)).status_code == 404


def test_modules_are_moved_retired_and_taught_again(client, program):
    address = reverse("training_edit", args=[program.pk])
    one, two = make_module(program, code="one"), make_module(program, code="two")

    def order():
        return [module.code for module in modules.taught(program, "mentor")]

    client.post(address, {"up": two.pk})
    assert order() == ["two", "one"]
    client.post(address, {"remove": two.pk})
    assert order() == ["one"]
    client.post(address, {"again": two.pk})
    assert order() == ["one", "two"]
    assert one.pk


@pytest.mark.parametrize("deed", ["up", "down", "remove", "again"])
def test_what_belongs_to_another_program_is_not_touched(deed, client, program):
    theirs = make_module(make_program())

    assert client.post(reverse("training_edit", args=[program.pk]), {deed: theirs.pk}).status_code == 404
    assert client.get(edit(theirs)).status_code == 404
    assert client.get(reverse("training_file", args=[theirs.pk])).status_code == 404


def test_whoever_comes_second_is_told_and_keeps_what_they_wrote(client, program):
    module = make_module(program, title="Before")
    opened = modules.seal(TrainingModule.objects.get())
    client.post(edit(module), {**TEXT, "title": "Theirs", "opened": opened})

    page = client.post(edit(module), {**TEXT, "title": "Mine", "opened": opened})

    assert page.status_code == 422 and "“Theirs” stands there" in page.content.decode()
    again = {**TEXT, "title": "Mine", "opened": page.context["form"]["opened"].value()}
    assert client.post(edit(module), again).status_code == 302
    assert modules.taught(program, "mentor").get().title == "Mine"


def test_a_preview_shows_text_and_cards_and_saves_nothing(client, program):
    whole = client.post(new(program), {**TEXT, "show": "1"})
    part = client.post(new(program, "scenario"), {**SCENARIO, "show": "1"}, headers={"HX-Request": "true"})
    wrong = client.post(
        new(program, "scenario"), {"cards": "# a\nx", "show": "1"}, headers={"HX-Request": "true"}
    )

    assert "This." in whole.content.decode()
    assert 'href="#card-second"' in part.content.decode() and "<html" not in part.content.decode()
    assert "Card “a”: The card offers no answer" in wrong.content.decode()
    assert not TrainingModule.objects.exists()


def test_what_is_typed_is_never_run(client, program):
    cards = CARDS.replace("It begins.", "<script>alert(1)</script> [x](javascript:alert(1))")

    body = client.post(new(program, "scenario"), {**SCENARIO, "cards": cards, "show": "1"}).content.decode()

    assert "<script>alert" not in body and 'href="javascript' not in body


def test_our_own_cards_fit_the_field():
    for key in ("digital_fluency", "inclusion"):
        for module in template(key).training:
            assert len(written(module.cards)) < 30_000
