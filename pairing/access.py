"""Who may do what with pairs. Reading is `visible_to` on the querysets."""

from django.db.models import Q

from programs.access import can_coordinate, profile_readers
from programs.models import User

from .models import Pair


def can_pair(user, wave):
    """Propose, lock, publish, and see the list of all pairs."""
    return can_coordinate(user, wave.program)


def can_look_after(user, pair):
    """Pause or conclude: the pair's coach and the coordinators."""
    return user.pk == pair.coach_id or can_pair(user, pair.wave)


def can_show_name(user, pair):
    """Each of the two for themself, nobody for another."""
    return pair.has_member(user)


@profile_readers.register
def people_met_through_pairs(user):
    """Whose talent profiles a pair opens: each side the other's, and a coach both.

    A pair that was concluded early opens nothing any more.
    """
    pairs = Pair.objects.published().exclude(status=Pair.Status.ENDED)
    return User.objects.filter(
        Q(pk__in=pairs.filter(Q(mentee=user) | Q(coach=user)).values("mentor"))
        | Q(pk__in=pairs.filter(Q(mentor=user) | Q(coach=user)).values("mentee"))
    ).values("pk")
