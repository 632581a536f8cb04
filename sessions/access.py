"""Who may do what with a session. Sessions are visible because their pair is; this is about deeds.

The agenda belongs to the mentor, the confirmation to the mentee. An assistant moves times and does no more.
"""

from programs.access import Role, has_role

from .models import Session


def can_write(user, session):
    """Prepare, log, note: the mentor's, and no longer theirs once the pair has concluded early."""
    return session.pair.mentor_id == user.pk and session.pair.status != session.pair.Status.ENDED


def can_confirm(user, session):
    return session.pair.mentee_id == user.pk


def can_read_agenda(user, session):
    """The mentor always; the mentee once it was shared. A draft is never visible to others."""
    return session.pair.mentor_id == user.pk or (
        session.pair.mentee_id == user.pk and session.agenda_shared_at is not None
    )


def can_move(user, session):
    """Mentor, mentee, the mentee's assistant and coordinators; a coach brokers but does not reschedule."""
    pair = session.pair
    if pair.status in (pair.Status.ENDED, pair.Status.COMPLETED):
        return False
    return (
        pair.has_member(user)
        or has_role(user, pair.wave.program_id, Role.COORDINATOR)
        or Session.objects.assisted_by(user).filter(pk=session.pk).exists()
    )


def can_see_schedule(user, wave):
    """The whole wave's dates: coordinators; coaches see those of their own pairs on the same page."""
    return has_role(user, wave.program_id, Role.COORDINATOR, Role.COACH)


def can_place(user, wave):
    """Give a time to a session that planning left out: a coordinator's, whose plan it is."""
    return has_role(user, wave.program_id, Role.COORDINATOR)


def can_log_checkin(user, pair):
    return pair.coach_id == user.pk and pair.is_live
