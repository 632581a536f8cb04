import pytest
from django.dispatch import receiver

from programs.lifecycle import NotAllowed, move, moved
from programs.models import Application, Recommendation, StatusChange, Wave

from .factories import make_application, make_person, make_recommendation, make_wave

pytestmark = pytest.mark.django_db

EVERY_CELL = [(current, to) for current in Wave.Status for to in Wave.Status]


@pytest.mark.parametrize(("current", "to"), EVERY_CELL)
def test_a_wave_goes_only_where_its_steps_lead(current, to):
    wave = make_wave(status=current)

    if to in Wave.STEPS[current]:
        move(wave, to)
        expected = to
    else:
        with pytest.raises(NotAllowed):
            move(wave, to)
        expected = current

    wave.refresh_from_db()
    assert wave.status == expected


@pytest.mark.parametrize("model", [Wave, Application, Recommendation])
def test_every_status_has_its_steps(model):
    assert set(model.STEPS) == set(model.Status)


def test_a_step_is_written_down_with_who_and_why():
    wave, ines = make_wave(status=Wave.Status.DRAFT), make_person()

    move(wave, Wave.Status.RECRUITING, by=ines, reason="Everybody is waiting.")

    assert list(StatusChange.objects.values_list("previous", "current", "by", "reason")) == [
        ("draft", "recruiting", ines.pk, "Everybody is waiting.")
    ]
    assert wave.history.get().subject == wave


def test_a_refused_step_leaves_no_trace_and_says_how_things_stand():
    wave = make_wave(status=Wave.Status.CLOSED)

    with pytest.raises(NotAllowed, match="is closed and cannot become running"):
        move(wave, Wave.Status.RUNNING)

    assert not StatusChange.objects.exists()


def test_what_comes_with_a_step_is_saved_and_nothing_else():
    recommendation = make_recommendation()
    recommendation.relation = "manager"

    move(recommendation, Recommendation.Status.RECEIVED, reasons="Explains well.")

    recommendation.refresh_from_db()
    assert (recommendation.status, recommendation.reasons) == ("received", "Explains well.")
    assert recommendation.relation == "teammate"


def test_listeners_hear_of_a_step_and_can_stop_it():
    application = make_application()
    heard = []

    @receiver(moved, sender=Application)
    def listen(instance, previous, by, reason, **rest):
        heard.append((instance.pk, previous, instance.status, by, reason))
        raise RuntimeError("no room")

    try:
        with pytest.raises(RuntimeError):
            move(application, Application.Status.SHORTLISTED, reason="Good.")
    finally:
        moved.disconnect(listen, sender=Application)

    assert heard == [(application.pk, "submitted", "shortlisted", None, "Good.")]
    application.refresh_from_db()
    assert application.status == "submitted"
