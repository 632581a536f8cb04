"""What stands against publishing a list, and against pairs that already run: rules asked anew (M1, M11).

The same engine decides here as in the proposal.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from programs.words import counted, listed

from .candidates import candidates_of
from .matching import Force, Pool, Rule, assign_coaches, judge
from .models import Pair
from .proposals import changes_since


@dataclass(frozen=True)
class Check:
    """One question about a list: what is said when all is well, and what is not."""

    fine: str
    problems: list = field(default_factory=list)

    @property
    def tone(self):
        return "risk" if self.problems else "ok"


def review(proposal, pairs, candidates):
    """Everything that is asked before a list is published."""
    changed = changes_since(proposal, candidates)
    known = [pair for pair in pairs if is_known(pair, candidates)]
    return [
        Check("Nobody has changed since the draft was made", changed),
        Check("Every pair keeps every rule", rules_broken(known, candidates)),
        Check("Every pair has a coach who stands apart from both", coach_problems(known, candidates)),
        Check("The list keeps what you locked and forbade", marks_ignored(pairs, candidates)),
    ]


def is_known(pair, candidates):
    return {pair.mentor_id, pair.mentee_id} <= candidates.people.keys()


def problems(checks):
    return [problem for check in checks for problem in check.problems]


def rules_broken(pairs, candidates):
    """A sentence for each hard rule that a pair breaks."""
    found = []
    for pair in pairs:
        mentee, mentor = candidates.people[pair.mentee_id], candidates.people[pair.mentor_id]
        found += [
            f"{mentor.name} and {mentee.name}: {finding.words}."
            for finding in judge(candidates.pool, mentee, mentor, candidates.rules)
            if finding.forbids
        ]
    return found


def coach_problems(pairs, candidates):
    """Pairs without a coach, coaches too near to one of the two, and coaches with too many pairs."""
    without = [pair for pair in pairs if pair.coach_id is None]
    found = [f"{counted(len(without), 'pair has', 'pairs have')} no coach."] if without else []
    loads = Counter(pair.coach_id for pair in pairs if pair.coach_id)
    for key, load in sorted(loads.items()):
        coach = candidates.coaches.get(key)
        if coach and load > coach.capacity:
            found.append(f"{coach.name} has room for {counted(coach.capacity, 'more pair')}, not {load}.")
    return found + coaches_too_near(pairs, candidates)


def coaches_too_near(pairs, candidates):
    """Coaches in the reporting line or department of somebody they would look after."""
    found, by_coach = [], defaultdict(list)
    for pair in pairs:
        if pair.coach_id:
            by_coach[pair.coach_id].append((pair.mentee_id, pair.mentor_id))
    for key, two in sorted(by_coach.items()):
        coach = candidates.coaches.get(key)
        if coach is None:
            found.append(f"{counted(len(two), 'pair has', 'pairs have')} a coach who no longer coaches here.")
            continue
        pool = Pool(
            mentees=[candidates.people[pk] for pk in dict.fromkeys(mentee for mentee, _ in two)],
            mentors=[candidates.people[pk] for pk in dict.fromkeys(mentor for _, mentor in two)],
            coaches=[replace(coach, capacity=len(two))],
            today=candidates.pool.today,
            directory=candidates.pool.directory,
        )
        for mentee, mentor in assign_coaches(pool, two).without:
            names = listed([candidates.people[mentor].name, candidates.people[mentee].name])
            found.append(f"{coach.name} is too near to {names} in the company to be their coach.")
    return found


def marks_ignored(pairs, candidates):
    """Pairs made although they were forbidden since, and locked ones that the list lacks."""
    made = {(pair.mentee_id, pair.mentor_id) for pair in pairs}
    mentees, mentors = candidates.pool.mentee_at, candidates.pool.mentor_at
    missing = {
        (mentee, mentor)
        for mentee, mentor in candidates.locks - made
        if mentee in mentees and mentor in mentors
    }
    names = candidates.pool.directory.name
    return [
        f"{names(mentor)} and {names(mentee)} {words}."
        for marks, words in (
            (candidates.bans & made, "are marked never to be paired"),
            (missing, "are locked, and not in this list"),
        )
        for mentee, mentor in sorted(marks)
    ]


def broken_pairs(wave, *, today):
    """A sentence for each rule that a live pair of the wave breaks today, coaches among them."""
    pairs = list(wave.pairs.live())
    if not pairs:
        return []
    candidates = candidates_of(wave, today=today)
    # they are a pair, which is no reason against it
    rules = replace(candidates.rules, paired_before=Rule(force=Force.OFF))
    candidates = replace(candidates, rules=rules)
    known = [pair for pair in pairs if is_known(pair, candidates)]
    gone = [
        f"Somebody in {pair.team_name} no longer takes part in the wave."
        for pair in pairs
        if not is_known(pair, candidates)
    ]
    return gone + rules_broken(known, candidates) + coaches_too_near(known, candidates)


def live_without_coach(wave):
    return Pair.objects.filter(wave=wave, coach=None).live().count()
