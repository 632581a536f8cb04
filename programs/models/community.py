"""What a program shares with its people: resources, news, and those who stay in touch (P6, W8)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from .application import Application
from .person import User
from .program import Program, ProgramRole, Wave


def shared_with(user):
    """Programs whose resources and discussions somebody shares: who serves, takes part, or stayed."""
    return Program.objects.filter(
        Q(pk__in=ProgramRole.objects.filter(person=user).values("program"))
        | Q(pk__in=Application.objects.taking_part().filter(person=user).values("wave__program"))
        | Q(pk__in=Alumnus.objects.filter(person=user).values("program"))
    )


def mentored_by(user):
    """Waves in which somebody takes part as a mentor: those share a circle, which nobody else reads."""
    return Application.objects.taking_part().filter(person=user, side=Application.Side.MENTOR).values("wave")


def waves_of(user):
    """Waves whose news and meetings concern somebody: they take part in them, or serve the program."""
    return Wave.objects.filter(
        Q(program__in=ProgramRole.objects.filter(person=user).values("program"))
        | Q(pk__in=Application.objects.taking_part().filter(person=user).values("wave"))
    )


class ResourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(program__in=shared_with(user))

    def matching(self, words):
        """Those in whose title, topic or text every one of ``words`` occurs."""
        found = self
        for word in words.split()[:6]:
            found = found.filter(
                Q(title__icontains=word) | Q(topic__icontains=word) | Q(text__icontains=word)
            )
        return found


class Resource(models.Model):
    """Something worth reading or watching, kept by topic."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="resources")
    topic = models.CharField(max_length=80, blank=True, help_text="One of the program's topics, or none.")
    title = models.CharField(max_length=160)
    url = models.URLField(blank=True)
    text = models.TextField(blank=True, help_text="Markdown.")
    minutes = models.PositiveSmallIntegerField(default=0, help_text="How long it takes; 0 says nothing.")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(text=""), name="a_resource_has_something_to_read"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("resource", args=[self.pk])


class AnnouncementQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at=None)

    def visible_to(self, user):
        """News of one's programs and waves; what was withdrawn only those see who write them."""
        concerned = Q(wave=None, program__in=shared_with(user)) | Q(wave__in=waves_of(user))
        mine = Q(concerned, audience=Announcement.Audience.EVERYBODY)
        part = Application.objects.taking_part().filter(person=user)
        for side in Application.Side:
            here = part.filter(side=side)
            of_program = Q(wave=None, program__in=here.values("wave__program"))
            mine |= Q(of_program | Q(wave__in=here.values("wave")), audience=side)
        coached = ProgramRole.objects.filter(person=user, role=ProgramRole.Role.COACH)
        mine |= Q(audience=Announcement.Audience.COACHES, program__in=coached.values("program"))
        return self.filter(Q(mine, withdrawn_at=None) | Q(program__in=Program.objects.coordinated_by(user)))


class Announcement(models.Model):
    """News for everybody in a program, or in one of its waves, or for one group among them."""

    class Audience(models.TextChoices):
        EVERYBODY = "", "Everybody"
        MENTORS = "mentor", "Mentors"
        MENTEES = "mentee", "Mentees"
        COACHES = "coach", "Coaches"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="announcements")
    wave = models.ForeignKey(
        Wave, null=True, blank=True, on_delete=models.CASCADE, related_name="announcements"
    )
    audience = models.CharField(max_length=10, choices=Audience, blank=True)
    title = models.CharField(max_length=120)
    text = models.TextField(help_text="Markdown.")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("announcement", args=[self.pk])

    @property
    def addressed_to(self):
        where = f"Wave {self.wave.number}" if self.wave else ""
        if not self.audience:
            return where or "Everybody"
        return f"{self.get_audience_display()} of {where.lower()}" if where else self.get_audience_display()


class AnnouncementReading(models.Model):
    """That somebody has put an announcement away; it leaves their home page."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "person"], name="news_is_put_away_once")
        ]

    def __str__(self):
        return f"{self.person} read {self.announcement}"


class Alumnus(models.Model):
    """Somebody who stays in touch after a wave: listed to the others who do, as long as they like (W8)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="alumni")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    volunteers = models.BooleanField(default=False, help_text="Would take part again.")

    class Meta:
        verbose_name_plural = "alumni"
        constraints = [
            models.UniqueConstraint(fields=["program", "person"], name="an_alumnus_is_listed_once")
        ]

    def __str__(self):
        return f"{self.person}, alumnus of {self.program}"
