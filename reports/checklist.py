"""What has to be ready before a wave can run, and how far it is (the page of a wave before its launch)."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.urls import reverse

from programs.guidelines import still_to_accept
from programs.models import Application, Guidelines, ProgramRole, Wave
from programs.waves import has_begun
from programs.words import counted

Status = Wave.Status


@dataclass(frozen=True)
class Point:
    """One thing to have ready: ``tone`` ok when it is, none before its time, now while it is due."""

    tone: str
    name: str
    detail: str
    url: str


def checklist(figures):
    """The points in the order in which a wave needs them."""
    wave = figures.wave
    accepted = wave.applications.accepted().aggregate(
        mentor=Count("pk", filter=Q(side=Application.Side.MENTOR)),
        mentee=Count("pk", filter=Q(side=Application.Side.MENTEE)),
    )
    return [
        guidelines(wave),
        topics(wave),
        coaches(wave),
        people(wave, "mentor", accepted["mentor"]),
        people(wave, "mentee", accepted["mentee"]),
        pairs(wave, figures),
        acceptances(wave),
    ]


def point(wave, is_done, due_from, name, detail, url):
    """Done, due now, or not begun because the wave is not so far."""
    tone = "ok" if is_done else "now" if has_begun(wave, due_from) else "none"
    return Point(tone, name, detail, url)


def guidelines(wave):
    published = set(wave.program.guidelines.exclude(published_at=None).values_list("audience", flat=True))
    missing = [side.label.lower() for side in Guidelines.Audience if side not in published]
    detail = f"Not yet for {' and '.join(missing)}." if missing else "For both sides."
    url = reverse("guidelines", args=[wave.pk])
    return point(wave, not missing, Status.DRAFT, "Guidelines are published", detail, url)


def topics(wave):
    described = wave.curriculum.filter(number__lte=wave.session_count).exclude(recipe=[]).count()
    detail = f"{described} of {counted(wave.session_count, 'session')} with an agenda to start from."
    url = reverse("wave_curriculum", args=[wave.pk])
    done = described == wave.session_count
    return point(wave, done, Status.DRAFT, "Every session has its agenda", detail, url)


def coaches(wave):
    room = wave.program.roles.filter(role=ProgramRole.Role.COACH).aggregate(
        people=Count("pk"), pairs=Sum("capacity", default=0)
    )
    found = f"{counted(room['people'], 'coach', 'coaches')} with room for {counted(room['pairs'], 'pair')}"
    detail = f"{found}, {wave.capacity} needed."
    url = wave.program.get_absolute_url()
    return point(
        wave, room["pairs"] >= wave.capacity, Status.DRAFT, "There are coaches for all pairs", detail, url
    )


def people(wave, side, accepted):
    detail = f"{accepted} of {counted(wave.capacity, 'place')}."
    url = f"{reverse('applications', args=[wave.pk])}?side={side}"
    done = accepted >= wave.capacity or (accepted and has_begun(wave, Status.PAIRING))
    return point(wave, done, Status.RECRUITING, f"{side.capitalize()}s are accepted", detail, url)


def pairs(wave, figures):
    count = len(figures.running)
    detail = counted(count, "pair") + " published." if count else "None is published."
    return point(
        wave, count, Status.PAIRING, "Pairs are announced", detail, reverse("pairing", args=[wave.pk])
    )


def acceptances(wave):
    if not has_begun(wave, Status.PREPARING):
        waiting, detail = 1, "Everybody is asked once the pairs are announced."
    else:
        waiting = sum(still_to_accept(wave, side).count() for side in Guidelines.Audience)
        detail = f"{counted(waiting, 'person has', 'people have')} not." if waiting else "Everybody has."
    url = reverse("guidelines", args=[wave.pk])
    return point(wave, not waiting, Status.PREPARING, "Guidelines are accepted", detail, url)
