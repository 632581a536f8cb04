"""Who may do what. Reading is `visible_to` on the querysets; doing is asked here."""

from types import SimpleNamespace

from django.core.exceptions import PermissionDenied

from . import conflicts
from .models import Application, ProgramRole, Recommendation
from .models.community import shared_with
from .models.profile import register_reader

profile_readers = SimpleNamespace(register=register_reader)

Role = ProgramRole.Role


def require(allowed):
    """Refuse a deed to somebody who may know that the thing exists."""
    if not allowed:
        raise PermissionDenied


def has_role(user, program_id, *roles):
    return ProgramRole.objects.filter(program=program_id, person=user, role__in=roles).exists()


def can_coordinate(user, program):
    """Set up, select, pair, publish, step the waves of ``program``."""
    return has_role(user, program.pk, Role.COORDINATOR)


def can_start_program(user):
    """Coordinators of any program may begin another; so may administrators."""
    return user.is_superuser or ProgramRole.objects.filter(person=user, role=Role.COORDINATOR).exists()


def can_open_admin(user):
    """The tables are for those who coordinate a program, each seeing its rows, and for administrators."""
    return can_start_program(user)


def can_import_people(user):
    return user.is_superuser


def can_see_people(user):
    """The directory is for those who set up and select, and for administrators."""
    return can_start_program(user)


def can_review(user, program):
    """Read the applications to ``program``: those who select."""
    return has_role(user, program.pk, Role.COORDINATOR, Role.STEERING)


def can_decide(user, application):
    """Accept or decline: coordinators, never for themselves, their own line or their own manager."""
    return has_role(user, application.wave.program_id, Role.COORDINATOR) and not conflicts.why_not_decide(
        user, [application]
    )


def can_decide_on_all(user, wave, applications):
    return can_coordinate(user, wave.program) and not conflicts.why_not_decide(user, applications)


def can_score(user, card):
    """Fill in a scorecard: whom it was given to, unless they have come too near to the applicant since."""
    application = card.application
    return (
        card.reviewer_id == user.pk
        and can_review(user, application.wave.program)
        and not conflicts.why_not_score(user, application)
    )


def can_read_recommendations(user, application):
    """Reviewers read them; the applicant never, nor whoever the applicant reports to."""
    return has_role(
        user, application.wave.program_id, Role.COORDINATOR, Role.STEERING
    ) and not conflicts.why_not_decide(user, [application])


def can_withdraw(user, application):
    return (
        application.person_id == user.pk
        and Application.Status.WITHDRAWN in application.STEPS[application.status]
    )


def can_carry(user, application):
    """Go on from the waiting list: the applicant; once carried over it leads to what came of it."""
    return application.person_id == user.pk and application.status == Application.Status.WAITLISTED


def can_replace(user, recommendation, is_silent):
    """Name another referee: the applicant, once the one before has declined or no answer can come."""
    application = recommendation.application
    return (
        application.person_id == user.pk
        and application.status in Application.IN_HAND
        and (is_silent or recommendation.status == Recommendation.Status.DECLINED)
    )


def can_share_in(user, program):
    """Read a program's resources and discussions, and write to the others in it."""
    return shared_with(user).filter(pk=program.pk).exists()
