"""The stops of the tour at what the demo program's people share."""

from django.utils import timezone

from mentoring.demo import cast
from programs import discussions
from programs.models import Alumnus, Announcement, Event, Post, SteeringOffer, TrainingModule, User, Wave


def pages_of_community(running, stops):
    """For coordinators, both sides, a coach, a steering member, an alumnus and somebody with an offer."""
    program = running.program
    pilot = program.waves.get(status=Wave.Status.CLOSED)
    scenario = TrainingModule.objects.filter(program=program, kind="scenario", audience="mentor").first()
    ahead = Event.objects.filter(wave=running, kind="other", is_circle=False).first()
    circle = Event.objects.get(wave=running, is_circle=True)
    past = Event.objects.get(wave=running, kind="launch")
    post = Post.objects.standing().filter(by__email=cast.MENTOR).first()
    reader = User.objects.get(email=cast.MENTEE)
    report = discussions.report(
        post, by=reader, passage=post.text[:40], reason="It names somebody.", now=timezone.now()
    )
    news = Announcement.objects.filter(program=program).first()
    reading = program.resources.exclude(text="").first()
    finding = pilot.findings.first()
    shared = (
        ("announcements", program.pk),
        ("discussions", program.pk),
        ("discussion", post.discussion_id),
        ("resources", program.pk),
        ("resource", reading.pk),
        ("events", running.pk),
        ("event", ahead.pk),
        ("alumni", program.pk),
    )
    yield from stops(
        cast.COORDINATOR,
        *shared,
        ("event", circle.pk),
        ("resources", program.pk, "?q=nothing-of-this-kind"),
        ("resource_new", program.pk),
        ("resource_edit", reading.pk),
        ("announcement", news.pk),
        ("announcement_new", program.pk),
        ("discussion_new", program.pk),
        ("post_report", report.pk),
        ("event", past.pk),
        ("event_new", running.pk, "?kind=closing"),
        ("event_edit", ahead.pk),
        ("event_cancellation", ahead.pk),
        ("wave_training", running.pk),
        ("wave_review", running.pk),
        ("wave_review", pilot.pk),
        ("finding_new", running.pk),
        ("finding_edit", finding.pk),
        ("steering_offers", pilot.pk),
    )
    yield from stops(
        cast.MENTOR,
        "training",
        ("training_module", scenario.pk),
        ("training_module", scenario.pk, "?path=0"),
        ("announcement", news.pk),
        *shared,
    )
    yield from stops(cast.MENTEE, "training", ("post_report_new", post.pk), *shared)
    yield from stops(cast.STEERING, ("wave_review", pilot.pk), ("announcements", program.pk))
    stayed = Alumnus.objects.filter(program=program).first()
    yield from stops(stayed.person.email, ("alumni", program.pk), ("discussions", program.pk))
    offer = SteeringOffer.objects.filter(wave=pilot, status=SteeringOffer.Status.OFFERED).first()
    yield from stops(offer.person.email, ("steering_offer", offer.pk))
