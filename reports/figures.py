"""What the panels of a wave's page are counted from, read once: pairs, their sessions, their progress."""

from collections import Counter
from functools import cached_property

from pairing.models import Pair
from programs.blockers import blockers
from programs.waves import windows_of
from sessions.models import Session
from sessions.progress import current_number, progress_of, session_facts


class Figures:
    """The figures of a wave at one moment. Each is read when first asked for; a failure is its asker's."""

    def __init__(self, wave, reader, now, today):
        self.wave, self.reader, self.now, self.today = wave, reader, now, today

    @cached_property
    def pairs(self):
        """Every pair that was ever published, with its people."""
        found = Pair.objects.published().filter(wave=self.wave).select_related("mentor", "mentee", "coach")
        pairs = list(found)
        for pair in pairs:
            pair.wave = self.wave
        return pairs

    @cached_property
    def running(self):
        return [pair for pair in self.pairs if pair.status != Pair.Status.ENDED]

    @cached_property
    def facts(self):
        """``{pair: [(number, status, starts_at, note posted, times moved)]}``."""
        return session_facts([pair.pk for pair in self.pairs])

    @cached_property
    def progress(self):
        return progress_of(self.pairs, self.now, self.facts)

    @cached_property
    def tones(self):
        return Counter(self.progress[pair.pk].tone for pair in self.pairs)

    @cached_property
    def windows(self):
        return windows_of(self.wave)

    @cached_property
    def number(self):
        """The session whose window opened last, 0 before the first."""
        return current_number(self.windows, self.today)

    @cached_property
    def sessions(self):
        """The facts of the sessions of pairs that go on or went to the end."""
        return [fact for pair in self.running for fact in self.facts.get(pair.pk, ())]

    @cached_property
    def held(self):
        """``{number: how many pairs have held it}``."""
        return Counter(number for number, status, *_ in self.sessions if status == Session.Status.HELD)

    @cached_property
    def booked(self):
        """``{number: how many pairs have a date for it that is still to come}``."""
        return Counter(
            number
            for number, status, starts_at, *_ in self.sessions
            if status in Session.BOOKED and starts_at >= self.now
        )

    @cached_property
    def blockers(self):
        """What stands before the next step of a wave that is not over."""
        wave = self.wave
        return blockers(wave, wave.next_status, self.now) if wave.next_status and not wave.is_over else []
