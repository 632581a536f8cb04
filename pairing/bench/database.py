"""What reading a wave from PostgreSQL and keeping its draft costs; everything is rolled back."""

import time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pairing.candidates import candidates_of
from pairing.models import Proposal
from pairing.proposals import find_list, keep
from programs.models import Application, Program, TopicChoice, User, Wave
from programs.starting import start_wave

from .company import pool_of


def measured(size):
    """Seconds to read ``size`` + ``size`` people, to propose and to write; the statements of reading."""
    with transaction.atomic():
        wave = wave_of(size)
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            candidates = candidates_of(wave, today=timezone.localdate())
        read = time.perf_counter() - start
        start = time.perf_counter()
        found = find_list(candidates)
        proposed = time.perf_counter() - start
        start = time.perf_counter()
        keep(wave, candidates, found, Proposal.Status.DRAFT, by=None)
        written = time.perf_counter() - start
        transaction.set_rollback(True)
    return {"read": read, "propose": proposed, "write": written, "statements": len(queries)}


def wave_of(size):
    """A wave in which this many on either side are accepted."""
    pool = pool_of(size, size)
    program = Program.objects.create(name="Measured", purpose="x", topics=["x"])
    day = timezone.localdate()
    names = ("applications_open_on", "applications_close_on", "selection_ends_on", "pairs_announced_on")
    names += ("launch_on", "sessions_start_on", "sessions_end_on", "review_ends_on")
    dates = {name: day + timezone.timedelta(days=30 * at) for at, name in enumerate(names)}
    wave = start_wave(program, Wave(program=program, capacity=size, **dates))
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.PAIRING)
    wave.refresh_from_db()
    people = [(person, "mentee") for person in pool.mentees] + [(person, "mentor") for person in pool.mentors]
    users = User.objects.bulk_create(
        [
            User(
                email=f"measured-{person.key}@example.com",
                employee_number=f"measured-{person.key}",
                given_name="Person",
                family_name=str(person.key),
                grade=person.grade,
                line_of_business=person.line_of_business,
                function=person.function,
                department=person.department,
                location=person.location,
            )
            for person, _ in people
        ]
    )
    applications = Application.objects.bulk_create(
        [
            Application(
                wave=wave,
                person=user,
                side=side,
                status=Application.Status.ACCEPTED,
                suitable_hours=sorted(person.hours),
            )
            for user, (person, side) in zip(users, people, strict=True)
        ]
    )
    TopicChoice.objects.bulk_create(
        TopicChoice(application=application, topic=topic, level=level)
        for application, (person, _) in zip(applications, people, strict=True)
        for topic, level in person.topics.items()
    )
    return wave
