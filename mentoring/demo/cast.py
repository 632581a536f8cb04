"""Who plays in the demo: the directory of the fictional insurer, and the accounts one can sign in with."""

from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from programs.models import DirectoryChange, TalentProfile, TopicChoice, User

PASSWORD = "reverse-mentoring"  # noqa: S105 - of a fictional program, printed at every start
DIRECTORY = Path(__file__).resolve().parents[2] / "programs" / "sample" / "directory.csv"


@dataclass(frozen=True)
class Account:
    """Somebody to sign in as, and what one sees then."""

    email: str
    role: str
    password: str = PASSWORD


def at(name):
    return f"{name}@northmoor.example"


ADMINISTRATOR = at("admin")
COORDINATOR = at("ines.calloway")
MENTOR = at("amara.nwosu")
MENTEE = at("conrad.whitlock")
COACHES = [at("odette.baptiste"), at("samuel.adeyemi"), at("ruth.lindgren"), at("farid.nazari")]
STEERING = at("tobias.frank")
SPONSOR = at("josephine.abernathy")
APPLICANT = at("thandiwe.mokoena")
# where most mentors of the running wave work, so that a department has enough of them to show an average
BUSY_LINES = ("Claims", "Commercial Lines", "Distribution", "Technology")
ASSISTANT_TITLE = "Executive Assistant"

ACCOUNTS = [
    Account(COORDINATOR, "Program coordinator: runs all three waves"),
    Account(MENTOR, "Mentor in the running wave"),
    Account(MENTEE, "Mentee: the chief executive, best seen on a phone"),
    Account(at("assistant"), "Assistant of the chief executive: times and places only"),
    Account(COACHES[0], "HR coach of several pairs"),
    Account(STEERING, "Steering member: reviews applications, sees aggregates"),
    Account(SPONSOR, "Sponsor: the impact report"),
    Account(APPLICANT, "Applicant for the next wave"),
    Account(ADMINISTRATOR, "Administrator: people and imports"),
]


def bring_people():
    """The directory from its file, the way any company's comes in, and an administrator beside it."""
    administrator = User.objects.create_superuser(
        ADMINISTRATOR, PASSWORD, given_name="Nia", family_name="Adler", job_title="Systems administrator"
    )
    call_command("import_people", DIRECTORY, verbosity=0)
    User.objects.create(
        email=at("assistant"),
        given_name="Hollis",
        family_name="Penrose",
        job_title=ASSISTANT_TITLE,
        grade=4,
        line_of_business="Corporate",
        function="Administration",
        department="Executive Office",
        location="Hartford, CT",
        manager=User.objects.get(email=MENTEE),
    )
    open_accounts()
    return administrator


def open_accounts():
    """Passwords and verified addresses, so that everybody in the list can sign in."""
    people = list(User.objects.filter(email__in=[account.email for account in ACCOUNTS]))
    password = make_password(PASSWORD)
    for person in people:
        person.password = password
    User.objects.bulk_update(people, ["password"])
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )


def juniors():
    """Those who could be mentors, the lines of business taking turns."""
    return taking_turns(
        User.objects.employed().filter(grade__in=(2, 3, 4)).exclude(line_of_business="People")
    )


def seniors():
    """Those who could be mentees, the lines of business taking turns.

    Not the president: everybody in HR is in her management line, so nobody could coach her.
    """
    leaders = User.objects.employed().filter(grade__gte=8, manager__isnull=False)
    return taking_turns(leaders.exclude(line_of_business="People"))


def taking_turns(people):
    """Deal people out line by line, so that every group has somebody from everywhere."""
    by_line = {}
    for person in people.exclude(email__in=[account.email for account in ACCOUNTS]).order_by(
        "employee_number"
    ):
        by_line.setdefault(person.line_of_business, []).append(person)
    dealt = []
    while any(by_line.values()):
        dealt += [by_line[line].pop(0) for line in sorted(by_line) if by_line[line]]
    return dealt


def feature(mentor, mentee, wave):
    """The pair that visitors meet first: what they told of themselves, and why they fit."""
    topics = wave.program.topics[:3]
    for person in (mentor, mentee):
        application = wave.applications.get(person=person)
        application.topics.all().delete()
        TopicChoice.objects.bulk_create(
            TopicChoice(
                application=application,
                topic=topic,
                level=3,
                familiarity=int(person == mentee and place == 0),
            )
            for place, topic in enumerate(topics)
        )
    TalentProfile.objects.filter(person=mentor).update(
        headline="Turns claim comments into plain lessons",
        pitch="Five years in claims taught me that people type before they call. I read what they type. "
        "I can show you in an hour what they ask us, where, and what they tell each other about the answer.",
        interests=["Sailing", "Choir", "Photography"],
    )
    TalentProfile.objects.filter(person=mentee).update(
        goals="Answer customers where they ask, and stop being the person who prints the slides.",
        interests=["Sailing", "Choir", "Woodwork"],
        works_best="Mornings, no slides, something to try with his hands",
    )


def promote(people, on):
    """HR's history says that these were promoted: from it the report counts."""
    DirectoryChange.objects.bulk_create(
        DirectoryChange(
            person=person,
            field="grade",
            previous=str(person.grade - 1),
            current=str(person.grade),
            changed_on=on,
        )
        for person in people
    )
