"""A proposal for a terminal or another program: pairs, those without one and why, objective, proof."""

from dataclasses import asdict

from programs.words import counted


def as_data(proposal, pool, *, hides=False):
    """Plain data for JSON; where something counts that is shown nowhere, without sums that would tell it."""
    name = pool.directory.name
    return {
        "objective": {
            "pairs": len(proposal.pairs),
            "weakest": proposal.weakest_score,
            "average": proposal.average_score,
            "points": proposal.points,
        },
        "certificate": facts_of(proposal.certificate, hides=hides),
        "pairs": [pair_as_data(pair, name) for pair in proposal.pairs],
        "without": [
            {"side": side, "key": left.key, "name": name(left.key), "why": left.words, "change": left.change}
            for side, people in (
                ("mentee", proposal.left_over_mentees),
                ("mentor", proposal.left_over_mentors),
            )
            for left in people
        ],
        "shortages": [shortage.words for shortage in proposal.shortages],
    }


def facts_of(certificate, *, hides):
    """A certificate as it may be kept and shown."""
    facts = asdict(certificate)
    if hides:
        facts = {name: facts[name] for name in ("pairs", "most_pairs", "min_reduced_cost")}
    return {**facts, "holds": certificate.holds, "sentence": certificate.sentence}


def pair_as_data(pair, name):
    return {
        "mentor": pair.mentor,
        "mentor_name": name(pair.mentor),
        "mentee": pair.mentee,
        "mentee_name": name(pair.mentee),
        "coach": pair.coach,
        "fit": pair.score,
        "is_locked": pair.locked,
        "parts": {facet.name: round(facet.points / 1000, 3) for facet in pair.facets},
        "reasons": list(pair.reasons),
        "rules": {finding.name: finding.words for finding in pair.rules},
    }


def as_lines(proposal, pool):
    """The same as lines of text."""
    data = as_data(proposal, pool)
    said = data["objective"]
    yield f"{counted(said['pairs'], 'pair')}, weakest {said['weakest']}, average {said['average']} of 100"
    yield data["certificate"]["sentence"]
    for pair in data["pairs"]:
        coach = f", coach {pool.directory.name(pair['coach'])}" if pair["coach"] is not None else ""
        yield f"{pair['fit']:>4}  {pair['mentor_name']} → {pair['mentee_name']}{coach}"
        yield f"      {' '.join(pair['reasons'])}"
    if data["without"]:
        yield f"{len(data['without'])} without a pair"
    for left in data["without"]:
        yield f"      {left['name']} ({left['side']}): {left['why']} {left['change']}".rstrip()
    yield from data["shortages"]
