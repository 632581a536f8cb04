"""Who may read figures, and who answers."""

from django.db.models import Exists

from pairing.models import Pair
from programs.access import Role, has_role
from programs.models import Application, ProgramRole, Wave


def can_read_overview(user, wave):
    """The coordinators' page of a wave."""
    return has_role(user, wave.program_id, Role.COORDINATOR)


def can_read_leaderboard(user, wave):
    """The pairs of the wave, their coaches, and who serves in the program: process, never content."""
    serving = ProgramRole.objects.filter(
        program=wave.program_id, person=user, role__in=(Role.COORDINATOR, Role.COACH, Role.STEERING)
    )
    paired = Pair.objects.of_person(user).filter(wave=wave)
    return Wave.objects.filter(Exists(serving) | Exists(paired), pk=wave.pk).exists()


def can_read_figures(user, wave):
    """Aggregates for those who steer and sponsor, and for the coordinators."""
    return has_role(user, wave.program_id, Role.COORDINATOR, Role.STEERING, Role.SPONSOR)


def can_answer(user, survey):
    """Whoever is on the survey's side in a published pair of the wave."""
    pairs = Pair.objects.published().filter(wave=survey.wave_id, **{survey.audience: user})
    return (
        pairs.exists()
        and not Application.objects.filter(
            wave=survey.wave_id, person=user, status=Application.Status.WITHDRAWN
        ).exists()
    )
