"""Pools for the tests of matching: one small company, and random ones."""

from datetime import date

from hypothesis import strategies as st

from pairing.matching import Directory, Force, Person, Pool, Rule, Rules

TODAY = date(2026, 3, 2)
WORDS = ("", "Claims", "Law", "Data")
TOPICS = ("podcasts", "social media", "video")
OFF = Rules(**{name: Rule(force=Force.OFF) for name, _ in Rules().items()})


def make_mentee(key=1, name="Delia Fontaine", **facts):
    return Person(**{"key": key, "name": name, "grade": 9, "line_of_business": "Law", **facts})


def make_mentor(key=2, name="Owen Pemberton", **facts):
    return Person(**{"key": key, "name": name, "grade": 3, "line_of_business": "Claims", **facts})


def make_pool(mentees=(), mentors=(), **around):
    return Pool(mentees=mentees, mentors=mentors, **{"today": TODAY, **around})


@st.composite
def pools(draw, most=6):
    """Up to ``most`` people a side in a company of a few managers; some people are on both sides."""
    bosses = draw(st.integers(1, 6))
    managers = {900 + at: draw(st.integers(900, 899 + at)) if at else None for at in range(bosses)}
    everybody = draw(st.integers(0, 2 * most))
    company = [*managers, *range(1, everybody + 1)]
    people = [draw(_person(key, company)) for key in range(1, everybody + 1)]
    return Pool(
        mentees=[person for person in people if draw(st.booleans()) or person.key % 5 == 0][:most],
        mentors=[person for person in people if draw(st.booleans()) or person.key % 5 == 0][:most],
        today=TODAY,
        directory=Directory({**dict.fromkeys(range(1, everybody + 1)), **managers}),
        paired_before=draw(st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=3)),
    )


@st.composite
def _person(draw, key, company):
    above = [one for one in company if one >= 900 or one < key]
    days = st.dates(date(2023, 1, 1), date(2026, 3, 1))
    return Person(
        key=key,
        name=f"Person {key}",
        grade=draw(st.none() | st.integers(1, 8)),
        line_of_business=draw(st.sampled_from(WORDS)),
        function=draw(st.sampled_from(WORDS)),
        department=draw(st.sampled_from(WORDS)),
        location=draw(st.sampled_from(("", "Hartford", "Boston"))),
        utc_offset=draw(st.sampled_from((-5.0, 0.0, 5.5, 11.0))),
        meets_remotely=draw(st.booleans()),
        manager=draw(st.none() | st.sampled_from(above)),
        former_managers=draw(st.lists(st.tuples(st.sampled_from(company), days), max_size=2)),
        interests=draw(st.sets(st.sampled_from(("sailing", "choir", "chess", "film", "baking", "running")))),
        experience=draw(st.sets(st.sampled_from(("teaching", "data", "law")))),
        standing=draw(st.integers(0, 100)),
        volunteered=draw(st.dictionaries(st.sampled_from(("generation", "gender")), st.sampled_from("abc"))),
        languages=draw(st.sets(st.sampled_from(("English", "Spanish")))),
        topics=draw(st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 3))),
        familiarity=draw(st.dictionaries(st.sampled_from(TOPICS), st.integers(0, 3))),
        hours=draw(st.sets(st.sampled_from(("mon-am", "tue-pm", "sun-eve", "mon-09")))),
        no_go_people=draw(st.sets(st.sampled_from(company), max_size=1)),
        no_go_units=draw(st.sets(st.sampled_from(WORDS[1:]), max_size=1)),
        capacity=draw(st.integers(0, 2)),
    )
