"""The three waves: their dates, applicants, and the steps that took them where they are."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from pairing.deeds import mark_pair, propose_pairs
from pairing.lifecycle import publish_proposal
from programs.blockers import blockers
from programs.lifecycle import NotAllowed, move
from programs.models import (
    HALF_DAYS,
    Application,
    GuidelinesAcceptance,
    Recommendation,
    StatusChange,
    TalentProfile,
    TopicChoice,
    Wave,
)
from programs.starting import start_wave
from sessions.schedule import plan_wave

from . import texts
from .applying import answer_questions

Status = Wave.Status
WEEK = timedelta(weeks=1)
SIDE = Application.Side


def noon(day):
    """Midday of a date in the installation's zone: when things of the story happen."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def make_wave(program, *, sessions_start_on, capacity):
    """A wave of 24 weeks of sessions, its other dates where such a wave has them."""
    start = sessions_start_on
    return start_wave(
        program,
        Wave(
            capacity=capacity,
            applications_open_on=start - 13 * WEEK,
            applications_close_on=start - 9 * WEEK,
            selection_ends_on=start - 6 * WEEK,
            pairs_announced_on=start - 3 * WEEK,
            launch_on=start - WEEK,
            sessions_start_on=start,
            sessions_end_on=start + 24 * WEEK - timedelta(days=3),
            review_ends_on=start + 28 * WEEK,
        ),
    )


class Recruiter:
    """Lets people apply: profiles, topics, hours and recommendations, drawn with one fixed seed."""

    def __init__(self, program, dice):
        self.program = program
        self.dice = dice

    def some(self, pool, few, many):
        return self.dice.sample(pool, self.dice.randint(few, many))

    def apply(self, wave, people, side, status, *, assistant=None):
        """Applications of these people, decided as told; answers the applications."""
        submitted_at = noon(wave.applications_open_on + timedelta(days=9))
        applications = Application.objects.bulk_create(
            Application(
                wave=wave,
                person=person,
                side=side,
                status=status,
                goals=self.dice.choice(goals_of(side)),
                commits_hours=True,
                will_challenge=side == SIDE.MENTOR,
                suitable_hours=self.hours(),
                submitted_at=None if status == Application.Status.DRAFT else submitted_at,
                assistant=assistant,
            )
            for person in people
        )
        TopicChoice.objects.bulk_create(
            TopicChoice(
                application=application,
                topic=topic,
                level=self.dice.randint(1, 3),
                familiarity=self.dice.randint(0, 2) if side == SIDE.MENTEE else 0,
            )
            for application in applications
            for topic in self.some(self.program.topics, 2, min(4, len(self.program.topics)))
        )
        answer_questions(self.program, applications, self.dice)
        self.present(people, side)
        return applications

    def hours(self):
        half_days = [code for code, _ in HALF_DAYS]
        return sorted(self.some(half_days, 6, 9))

    def present(self, people, side):
        """A talent profile for everybody who has none yet."""
        known = set(TalentProfile.objects.filter(person__in=people).values_list("person", flat=True))
        careers = texts.CAREERS if side == SIDE.MENTOR else texts.EXECUTIVE_CAREERS
        TalentProfile.objects.bulk_create(
            TalentProfile(
                person=person,
                headline=self.dice.choice(texts.HEADLINES) if side == SIDE.MENTOR else person.job_title,
                pitch=self.dice.choice(texts.PITCHES) if side == SIDE.MENTOR else "",
                jobs=[{"from": "", "until": "", "what": self.dice.choice(careers)}],
                education="State university",
                goals=self.dice.choice(goals_of(side)),
                competencies=[
                    {"name": name, "level": 3 - place}
                    for place, name in enumerate(self.some(texts.COMPETENCIES, 2, 3))
                ],
                interests=self.some(texts.INTERESTS, 3, 5),
                languages=self.some(texts.LANGUAGES, 0, 2),
                works_best=self.dice.choice(texts.WORKS_BEST),
            )
            for person in people
            if person.pk not in known
        )

    def recommend(self, applications, *, received):
        """Ask each mentor's manager and two teammates; ``received`` says how many of the three answered."""
        asked = []
        for application in applications:
            person = application.person
            mates = list(type(person).objects.filter(manager=person.manager_id).exclude(pk=person.pk)[:2])
            referees = [(person.manager, "manager")] * bool(person.manager) + [
                (mate, "teammate") for mate in mates
            ]
            asked += [
                self.word_for(application, referee, relation, is_in=place < received)
                for place, (referee, relation) in enumerate(referees)
            ]
        Recommendation.objects.bulk_create(asked)

    def word_for(self, application, referee, relation, *, is_in):
        recommendation = Recommendation(application=application, referee=referee, relation=relation)
        if is_in:
            recommendation.status = Recommendation.Status.RECEIVED
            recommendation.answered_at = noon(application.wave.applications_open_on + timedelta(days=12))
            recommendation.reasons = self.dice.choice(texts.REASONS)
            recommendation.confirms_hours = True if relation == "manager" else None
            for criterion in Recommendation.CRITERIA:
                setattr(recommendation, criterion, self.dice.choice([3, 4, 4, 5, 5, None]))
        return recommendation


def goals_of(side):
    return texts.GOALS if side == SIDE.MENTOR else texts.EXECUTIVE_GOALS


def step(wave, to, by, *, on=None):
    """Take a wave on, with the date that the story gives the step; what stands hard against it ends the story."""
    wave.refresh_from_db()
    at = noon(on or wave.begins_on(to))
    if hard := [blocker.sentence for blocker in blockers(wave, to, at) if blocker.is_hard]:
        raise NotAllowed(" ".join(hard))
    move(wave, to, by=by)
    latest = StatusChange.objects.filter(subject_id=wave.pk, current=to).order_by("-pk")[:1]
    StatusChange.objects.filter(pk__in=latest.values("pk")).update(at=at)


def pair_up(wave, by, *, together=()):
    """Propose, publish and plan, as the coordinator would have at the time."""
    for status in (Status.RECRUITING, Status.SELECTING, Status.PAIRING):
        step(wave, status, by)
    announced = noon(wave.pairs_announced_on)
    for mentor, mentee in together:
        mark_pair(wave, mentor=mentor.pk, mentee=mentee.pk, kind="lock", by=by, now=announced)
    publish_proposal(propose_pairs(wave, by=by, now=announced), by=by, now=announced)
    StatusChange.objects.filter(
        subject_id__in=wave.pairs.values("pk"), subject_type__app_label="pairing", current="active"
    ).update(at=announced)
    step(wave, Status.PREPARING, by)
    accept_guidelines(wave)
    wave.refresh_from_db()
    plan_wave(wave, now=announced)
    step(wave, Status.RUNNING, by)


def accept_guidelines(wave):
    """Everybody in a pair has accepted what is expected of their side."""
    in_force = {
        guidelines.audience: guidelines for guidelines in wave.program.guidelines.exclude(published_at=None)
    }
    GuidelinesAcceptance.objects.bulk_create(
        (
            GuidelinesAcceptance(
                guidelines=in_force[side], person_id=person_id, accepted_at=noon(wave.launch_on)
            )
            for mentor_id, mentee_id in wave.pairs.values_list("mentor", "mentee")
            for side, person_id in (("mentor", mentor_id), ("mentee", mentee_id))
            if side in in_force
        ),
        ignore_conflicts=True,
    )
