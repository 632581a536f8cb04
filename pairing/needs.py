"""What of pairs waits for a wave's coordinators."""

from programs.needs import Need, register

from .concerns import live_pairs_of, open_concerns


@register
def pairs_that_break_a_rule(wave, reader, now):
    """A rule broken since somebody moved, was promoted or left (M11)."""
    return [
        Need(
            f"{concern.pair.team_name} breaks a rule",
            concern.words,
            concern.pair.get_absolute_url(),
            "Look",
            icon="alert",
            since=concern.found_at,
        )
        for concern in open_concerns(live_pairs_of(wave))
    ]
