"""From rows to plain data: everybody who may be paired in a wave, and what its program asks of pairs.

However many people there are, this is a fixed number of statements.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Count, Q

from programs.models import Application, DirectoryChange, ProgramRole, User

from .matching import Directory, Person, Pool, Quota, Rules, Weights
from .models import Mark, Pair
from .policy import asked_of_pairs, quotas_to_settings
from .weighed import standings, volunteered

YEAR = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """A wave's people as the matching wants them.

    ``pool`` holds those who are still free, and the coaches; ``people`` everybody accepted, free or
    not. ``places`` are the numbers of the places that each mentor has left.
    """

    pool: Pool
    people: dict[int, Person]
    coaches: dict[int, Person]
    places: dict[int, list[int]]
    rules: Rules
    weights: Weights
    quotas: tuple[Quota, ...]
    locks: frozenset
    bans: frozenset
    wishes: frozenset

    @cached_property
    def facts(self):
        """A short digest of all that counts about each person, so that a change can be named."""
        sides = (("mentor", self.pool.mentors), ("mentee", self.pool.mentees), ("coach", self.pool.coaches))
        above = self.pool.directory.above
        return {
            f"{side}:{person.key}": shortened([side, facts_of(person, side), above(person.key)])
            for side, people in sides
            for person in people
        }

    @cached_property
    def settings(self):
        return {
            "rules": self.rules.to_settings(),
            "weights": self.weights.to_settings(),
            "quotas": quotas_to_settings(self.quotas),
        }

    @cached_property
    def digest(self):
        """SHA-256 of the people and rules, the same for the same input in whatever order it was read."""
        return hashlib.sha256(as_text([self.facts, self.settings]).encode()).hexdigest()


def as_text(facts):
    return json.dumps(facts, sort_keys=True, default=str)


def shortened(facts):
    return hashlib.sha256(as_text(facts).encode()).hexdigest()[:16]


def in_fixed_order(value):
    if isinstance(value, set | frozenset | tuple):
        return sorted(value, key=str)
    return dict(value) if isinstance(value, Mapping) else value


def facts_of(person, side):
    """What the proposal looks at, in a fixed order. How full a coach is changes nothing about a list.

    What somebody volunteered leaves no trace, not even a digest: there are few words to try.
    """
    facts = {field.name: in_fixed_order(getattr(person, field.name)) for field in fields(person)}
    del facts["volunteered"]
    if side == "coach":
        del facts["capacity"]
    return facts


def candidates_of(wave, *, today):
    """Everybody accepted into ``wave`` who is still with the company, as plain data."""
    applications = list(
        Application.objects.filter(wave=wave, person__is_active=True)
        .accepted()
        .select_related("person__talent_profile")
        .prefetch_related("topics", "no_gos")
    )
    roles = list(coaches_of(wave))
    asked = asked_of_pairs(wave.program_id)
    rules, weights = asked["rules"], asked["weights"]
    keys = {application.person_id for application in applications}
    directory = directory_above(keys | {role.person_id for role in roles})
    former = former_managers(keys, today=today, years=rules.former_manager.value)
    pairs = Pair.objects.filter(Q(mentor__in=keys) | Q(mentee__in=keys) | Q(wave=wave))
    pairs = list(pairs.values_list("wave", "status", "mentor", "mentee", "mentor_place"))

    noon = datetime.combine(wave.sessions_start_on, time(12))  # noqa: DTZ001 - the zone is each person's own
    standing = standings(wave) if weights.standing else {}
    said = volunteered(wave, keys) if weights.difference else {}
    people = {
        application.person_id: person_of(
            application,
            noon,
            former_managers=tuple(former[application.person_id]),
            standing=standing.get(application.person_id, 0),
            volunteered=said.get(application.person_id, {}),
        )
        for application in applications
    }
    coaches = {role.person_id: coach_of(role, noon) for role in roles}
    places = places_left(applications, [pair for pair in pairs if pair[0] == wave.pk])
    paired = {pair[3] for pair in pairs if pair[0] == wave.pk and pair[1] in Pair.LIVE}
    mentees = [a.person_id for a in applications if a.side == "mentee" and a.person_id not in paired]
    marks = Mark.objects.filter(wave=wave).values_list("kind", "mentee", "mentor")
    marks = [(kind, (mentee, mentor)) for kind, mentee, mentor in marks]
    return Candidates(
        pool=Pool(
            mentees=[people[key] for key in mentees],
            mentors=[replace(people[key], capacity=len(left)) for key, left in places.items() if left],
            coaches=list(coaches.values()),
            today=today,
            directory=directory,
            paired_before={
                (mentee, mentor) for _, status, mentor, mentee, _ in pairs if status not in Pair.UNPUBLISHED
            },
        ),
        people=people,
        coaches=coaches,
        places=places,
        **asked,
        locks=frozenset(two for kind, two in marks if kind == Mark.Kind.LOCK),
        bans=frozenset(two for kind, two in marks if kind == Mark.Kind.FORBID),
        wishes=frozenset(two for kind, two in marks if kind == Mark.Kind.WISH),
    )


def coaches_of(wave):
    """The program's coaches who are still with the company, each with the pairs they look after elsewhere."""
    live = Q(
        person__pairs_coached__status__in=Pair.LIVE, person__pairs_coached__wave__program=wave.program_id
    )
    return (
        ProgramRole.objects.filter(
            program=wave.program_id, role=ProgramRole.Role.COACH, person__is_active=True
        )
        .select_related("person__talent_profile")
        .annotate(load=Count("person__pairs_coached", filter=live))
        .order_by("pk")
    )


def directory_above(keys):
    """Who reports to whom, from ``keys`` up to the top."""
    managers, names = {}, {}
    rows = User.objects.order_by().values_list("pk", "manager", "given_name", "family_name")
    for key, manager, *name in rows.iterator():
        managers[key], names[key] = manager, name
    needed, waiting = set(), set(keys)
    while waiting:
        needed |= waiting
        waiting = {managers[key] for key in waiting} - needed - {None}
    return Directory(
        managers={key: managers[key] for key in sorted(needed)},
        names={key: " ".join(names[key]).strip() for key in sorted(needed)},
    )


def former_managers(keys, *, today, years):
    """For each person the managers they had, and until when, as far back as the rule looks.

    The history names a manager by primary key; only those who are candidates themselves matter.
    """
    found = defaultdict(list)
    changes = DirectoryChange.objects.filter(
        person__in=keys,
        field="manager",
        previous__in=[str(key) for key in keys],
        changed_on__gt=today - (years or 0) * YEAR,
    ).order_by("changed_on", "pk")
    for person, previous, changed_on in changes.values_list("person", "previous", "changed_on"):
        found[person].append((int(previous), changed_on))
    return found


def places_left(applications, pairs):
    """For each mentor the places that no live pair of the wave takes."""
    taken = {(mentor, place) for _, status, mentor, _, place in pairs if status in Pair.LIVE}
    return {
        application.person_id: [
            place
            for place in range(1, application.capacity + 1)
            if (application.person_id, place) not in taken
        ]
        for application in applications
        if application.side == "mentor"
    }


def person_of(application, noon, **known):
    topics = list(application.topics.all())
    no_gos = list(application.no_gos.all())
    return described(
        application.person,
        noon,
        topics={choice.topic: choice.level for choice in topics},
        familiarity=(
            {choice.topic: choice.familiarity for choice in topics} if application.side == "mentee" else {}
        ),
        hours=frozenset(application.suitable_hours),
        no_go_people=frozenset(no_go.person_id for no_go in no_gos if no_go.person_id),
        no_go_units=frozenset(no_go.department for no_go in no_gos if no_go.department),
        capacity=application.capacity,
        **known,
    )


def coach_of(role, noon):
    """A coach with the room that other pairs of the program leave them."""
    return described(role.person, noon, capacity=max(0, role.capacity - role.load))


def described(user, noon, **said):
    """The directory's facts, the talent profile's tags, and what is said besides."""
    profile = getattr(user, "talent_profile", None)
    return Person(
        key=user.pk,
        name=user.full_name,
        grade=user.grade,
        line_of_business=user.line_of_business,
        function=user.function,
        department=user.department,
        location=user.location,
        utc_offset=offset_at(noon, user.time_zone),
        manager=user.manager_id,
        interests=tags(profile and profile.interests),
        experience=tags(profile and [each["name"] for each in profile.competencies]),
        languages=frozenset(word.capitalize() for word in tags(profile and profile.languages)),
        **said,
    )


def tags(words):
    """``Sailing`` and ``sailing `` are one interest."""
    return frozenset(word.strip().lower() for word in words or () if word.strip())


def offset_at(noon, zone):
    """Hours from UTC at noon of the wave's first day; a directory's typing error counts as UTC."""
    try:
        return noon.replace(tzinfo=ZoneInfo(zone)).utcoffset() / timedelta(hours=1)
    except (ZoneInfoNotFoundError, ValueError):
        return 0.0
