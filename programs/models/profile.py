"""The talent profile: how a person presents themself, kept across waves (A1)."""

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.urls import reverse

from .application import Application
from .person import User
from .program import ProgramRole

PITCH_WORDS = 60

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
    career = models.TextField(blank=True)
    education = models.TextField(blank=True)
    background = models.TextField(blank=True)
    goals = models.TextField(blank=True)
    competencies = tags()
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
    updated_at = models.DateTimeField(auto_now=True)

    objects = TalentProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(photo_left__lte=100, photo_top__lte=100, photo_size__range=(10, 100)),
                name="photo_square_lies_inside",
            )
        ]

    def __str__(self):
        return f"Talent profile of {self.person}"

    def get_absolute_url(self):
        return reverse("profile_of", args=[self.person_id])

    SECTIONS = ("headline", "pitch", "career", "education", "goals", "competencies", "interests", "photo")

    @property
    def missing(self):
        """The sections still empty, by field name."""
        return [name for name in self.SECTIONS if not getattr(self, name)]

    @property
    def completeness(self):
        """Share of the sections that are filled, in percent."""
        return round(100 * (len(self.SECTIONS) - len(self.missing)) / len(self.SECTIONS))


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
