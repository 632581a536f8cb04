"""The review of a wave: findings that rest on figures, decisions with an owner, and its closing (W5).

It can be closed halfway, so that the next wave begins from what is known by then. When the sessions end it is
opened once more, for what the rest of them has taught.
"""

from django.db import transaction

from .figures import figures_of
from .lifecycle import NotAllowed
from .models import Finding, FindingVersion, ProgramRole, User, Wave, WaveReview
from .words import counted

FROM_THEN_ON = (Wave.Status.RUNNING, Wave.Status.REVIEWING, Wave.Status.CLOSED)
SAID = ("finding", "figure_said", "decision", "what", "owner", "due_on")


class ChangedMeanwhile(NotAllowed):
    """Somebody else saved the finding after it had been opened; ``theirs`` is what stands there now."""

    def __init__(self, theirs):
        super().__init__("Somebody else changed this finding after you opened it. Theirs stands below.")
        self.theirs = theirs


def may_own(program):
    """Who can be given a decision: everybody who serves the program."""
    roles = ProgramRole.objects.filter(program=program)
    return User.objects.employed().filter(pk__in=roles.values("person"))


def is_closed(wave):
    return WaveReview.objects.filter(wave=wave).exists()


def can_be_written(wave):
    """Whether findings can be added and changed: from the first sessions until the review is closed."""
    return wave.status in FROM_THEN_ON and not is_closed(wave)


@transaction.atomic
def record(finding, *, by, now, opened=""):
    """Save a finding and keep every wording of it. ``opened`` is the wording that its writer found."""
    keep_open(finding.wave)
    if finding.pk:
        latest = FindingVersion.objects.filter(of=finding).first()
        if latest and str(latest.pk) != opened:
            raise ChangedMeanwhile(latest)
        if latest and all(getattr(latest, name) == getattr(finding, name) for name in SAID):
            return
    else:
        finding.by, finding.at = by, now
    finding.save()
    FindingVersion.objects.create(
        of=finding, by=by, at=now, **{name: getattr(finding, name) for name in SAID}
    )


@transaction.atomic
def remove(finding):
    keep_open(finding.wave)
    finding.delete()


def keep_open(wave):
    """The review must not be closed while somebody writes in it: the wave's row is locked for that long."""
    status = Wave.objects.select_for_update().values_list("status", flat=True).get(pk=wave.pk)
    if status not in FROM_THEN_ON:
        raise NotAllowed("The review begins with the sessions of the wave.")
    if is_closed(wave):
        raise NotAllowed("The review is closed. Open it again before you change it.")


def figure_said(wave, key):
    """The sentence of a figure as it stands, or an empty one when there is none."""
    return next((figure.sentence for figure in figures_of(wave) if figure.key == key), "")


def against_closing(wave):
    """What keeps the review of a wave from being closed, in sentences."""
    findings = list(wave.findings.values_list("decision", flat=True))
    undecided = sum(not decision for decision in findings)
    found = []
    if wave.status not in FROM_THEN_ON:
        found.append("The sessions of the wave have not begun.")
    if not findings:
        found.append("No finding is recorded.")
    if undecided:
        said = counted(undecided, "finding has", "findings have")
        found.append(f"{said} no decision.")
    return found


@transaction.atomic
def close_review(wave, *, by, now):
    """Let findings and decisions stand as they are; the next wave begins from them."""
    keep_open(wave)
    if found := against_closing(wave):
        raise NotAllowed(" ".join(found))
    WaveReview.objects.create(wave=wave, by=by, closed_at=now)


def reopen_review(wave):
    WaveReview.objects.filter(wave=wave).delete()


# --- what the next wave asks ------------------------------------------------------------------------------


def review_is_recorded(wave):
    """Whether the review of ``wave`` has findings, each with a decision and its owner, and is closed."""
    return is_closed(wave) and not against_closing(wave)


def wave_before(wave):
    """The wave whose review must be recorded before ``wave`` can recruit; None for the first."""
    return (
        Wave.objects.filter(program=wave.program_id, number__lt=wave.number)
        .exclude(status=Wave.Status.CANCELLED)
        .order_by("-number")
        .first()
    )


def decisions_before(wave):
    """What the last closed review before ``wave`` decided; for one without a number yet, the last of all."""
    reviews = WaveReview.objects.filter(wave__program=wave.program_id)
    if wave.number:
        reviews = reviews.filter(wave__number__lt=wave.number)
    last = reviews.order_by("-wave__number").values("wave")[:1]
    return Finding.objects.filter(wave__in=last).exclude(decision="").select_related("owner", "wave")
