"""The talent profile: how a person presents themself, kept across waves (A1)."""

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse

from .application import Application
from .person import User
from .program import ProgramRole
from .sealed import SealedJSONField

PITCH_WORDS = 60
# finds a competency whose level is none of the three
NO_LEVEL = '$[*] ? (!(@.level >= 1 && @.level <= 3 && @.level.type() == "number"))'


class FindsInJson(Func):
    """Whether a path leads anywhere in a JSON column."""

    function = "jsonb_path_exists"
    template = "%(function)s(%(expressions)s::jsonpath)"
    output_field = models.BooleanField()


# Apps to the right say whose profiles somebody may read besides: ``fn(user) -> queryset of person pks``.
_readers = []


def register_reader(found):
    """Decorate ``found(user)``: the people whose talent profiles ``user`` may read, as a queryset of pks."""
    _readers.append(found)
    return found


def tags(**options):
    return ArrayField(models.CharField(max_length=60), default=list, blank=True, **options)


class TalentProfileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, those of applicants in programs that the user coordinates, reviews or coaches,
        and whatever apps to the right add (the other one in a pair).
        """
        served = ProgramRole.objects.filter(
            person=user,
            role__in=(
                ProgramRole.Role.COORDINATOR,
                ProgramRole.Role.STEERING,
                ProgramRole.Role.COACH,
            ),
        )
        applied = Application.objects.filter(wave__program__in=served.values("program")).exclude(
            status=Application.Status.DRAFT
        )
        mine = Q(person=user) | Q(person__in=applied.values("person"))
        for found in _readers:
            mine |= Q(person__in=found(user))
        return self.filter(mine)


class TalentProfile(models.Model):
    PHOTOS, WHOLE_PHOTOS = "photos", "photos/whole"

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="talent_profile")
    headline = models.CharField(max_length=120, blank=True)
    pitch = models.TextField(blank=True, help_text=f"Two minutes when spoken: at most {PITCH_WORDS} words.")
    # read and written as a whole: [{"from": "2021-06", "until": "", "what": "…"}], the latest first
    jobs = models.JSONField(default=list, blank=True)
    education = models.TextField(blank=True)
    background = models.TextField(blank=True)
    goals = models.TextField(blank=True)
    # [{"name": "Teaching", "level": 2}], in the order in which they were named
    competencies = models.JSONField(default=list, blank=True)
    interests = tags()
    languages = tags()
    works_best = models.CharField(max_length=200, blank=True)
    photo = models.ImageField(upload_to=PHOTOS, storage=default_storage, blank=True)
    # all of the picture, drawn anew: for its owner alone, to cut the square again
    photo_whole = models.ImageField(upload_to=WHOLE_PHOTOS, storage=default_storage, blank=True)
    # the square in percent of the shorter side, and where it lies in the room that is left beside it
    photo_left = models.PositiveSmallIntegerField(default=50)
    photo_top = models.PositiveSmallIntegerField(default=50)
    photo_size = models.PositiveSmallIntegerField(default=100)
    version = models.PositiveIntegerField(default=1)
    saved_from = models.CharField(max_length=12, blank=True, help_text="The page that last kept a draft.")
    updated_at = models.DateTimeField(auto_now=True)

    objects = TalentProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(FindsInJson("competencies", models.Value(NO_LEVEL))),
                name="a_competency_has_a_level_from_1_to_3",
            ),
            models.CheckConstraint(
                condition=Q(photo_left__lte=100, photo_top__lte=100, photo_size__range=(10, 100)),
                name="photo_square_lies_inside",
            ),
        ]

    def __str__(self):
        return f"Talent profile of {self.person}"

    def get_absolute_url(self):
        return reverse("profile_of", args=[self.person_id])

    # what a reader looks for; a photo, the background and how one works best are extras
    SECTIONS = {
        "headline": "Headline",
        "pitch": "Pitch",
        "jobs": "Job history",
        "education": "Education",
        "goals": "Goals",
        "competencies": "Competencies",
        "interests": "Interests outside work",
        "languages": "Languages",
    }

    @property
    def missing(self):
        """The sections still empty, by field name."""
        return [name for name in self.SECTIONS if not getattr(self, name)]

    @property
    def completeness(self):
        """Share of the sections that are filled, in percent."""
        return round(100 * (len(self.SECTIONS) - len(self.missing)) / len(self.SECTIONS))


class ProfileDraft(models.Model):
    """What somebody typed into their profile's form and has not saved yet: for their eyes alone.

    It stands apart from the profile, so that nothing that reads profiles can show it; the version of both
    is the profile's.
    """

    profile = models.OneToOneField(TalentProfile, on_delete=models.CASCADE, related_name="draft")
    typed = SealedJSONField(lost=dict, help_text="{name of the input: everything typed there}")
    saved_at = models.DateTimeField()

    def __str__(self):
        return f"Draft for {self.profile}"


class DrawnPhotos(models.Model):
    """How many pictures were drawn for somebody on one day."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="one_count_of_drawn_photos_a_day")
        ]

    def __str__(self):
        return f"{self.number} pictures of {self.person} on {self.day}"
