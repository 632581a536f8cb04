"""What ties somebody to the role they have in a program, as far as pairs are concerned."""

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
