"""What ties somebody to a role or to a decision, as far as pairs are concerned."""

from programs import decisions
from programs.models import ProgramRole
from programs.roles import tie
from programs.words import counted

from .models import Pair


@tie
def pairs_to_look_after(role):
    """A coach whose pairs are under way stays until somebody else looks after them."""
    if role.role != ProgramRole.Role.COACH:
        return ""
    pairs = Pair.objects.live().filter(coach=role.person_id, wave__program=role.program_id).count()
    if not pairs:
        return ""
    them = "it" if pairs == 1 else "them"
    return f"{role.person} looks after {counted(pairs, 'pair')}. Give {them} another coach first."


@decisions.tie
def already_in_a_pair(applications):
    """Who has been paired since is not taken back from the wave behind their partner's back."""
    people = [application.person_id for application in applications]
    pairs = Pair.objects.live().filter(wave=applications[0].wave_id)
    paired = pairs.filter(mentor__in=people) | pairs.filter(mentee__in=people)
    if pair := paired.select_related("mentor", "mentee").first():
        person = pair.mentor if pair.mentor_id in people else pair.mentee
        return f"{person} is in a pair already. End the pair first."
    return ""
