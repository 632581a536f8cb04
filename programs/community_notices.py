"""What the people of a program are written about what they share (`notices.py` imports it)."""

from .links import absolute
from .mail import register
from .training import modules_for


@register("training", app="programs", says="Training to complete before your first session", optional=False)
def training_to_complete(notice, wave, now):
    """Only while something required is left, and while there is a session to come."""
    if wave.status not in wave.WITH_ITS_PEOPLE:
        return None
    missing = [
        module
        for module in modules_for(notice.recipient)
        if module.is_required and not module.is_done and module.program_id == wave.program_id
    ]
    if not missing:
        return None
    return {
        "wave": wave,
        "count": len(missing),
        "minutes": sum(module.minutes for module in missing),
        "link": absolute("training") if len(missing) > 1 else absolute("training_module", missing[0].pk),
    }
