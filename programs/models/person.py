"""People: one `User` for everybody the company employs, with what HR knows about them.

What a person says of themself stands in their talent profile, never here.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.urls import reverse

# UNION, not UNION ALL: a circle of managers ends where it began
REPORTS_OF = """
    WITH RECURSIVE reports (id) AS (
        SELECT id FROM programs_user WHERE manager_id = %s
        UNION SELECT person.id FROM programs_user person JOIN reports ON person.manager_id = reports.id
    ) SELECT id FROM reports
"""


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody for those who set up and select and for administrators; else oneself."""
        if user.is_superuser or user.program_roles.filter(role="coordinator").exists():
            return self
        return self.filter(pk=user.pk)

    def employed(self):
        return self.filter(is_active=True)

    def reporting_to(self, manager):
        """Everybody whose management line leads to ``manager``, at any depth."""
        return self.filter(pk__in=RawSQL(REPORTS_OF, [manager.pk]))  # noqa: S611 - the text is ours

    def matching(self, words):
        """People in whose name, email, title or unit every word of ``words`` occurs."""
        found = self
        for word in words.split()[:6]:
            found = found.filter(
                models.Q(given_name__icontains=word)
                | models.Q(family_name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(job_title__icontains=word)
                | models.Q(line_of_business__icontains=word)
                | models.Q(department__icontains=word)
            )
        return found


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **facts):
        person = self.model(email=email.strip().lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email, password=None, **facts):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the company. ``is_active`` is HR's word for employed; leavers cannot sign in."""

    email = models.EmailField(unique=True)
    employee_number = models.CharField(max_length=40, unique=True, null=True, blank=True)  # noqa: DJ001 - unique needs null
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    job_title = models.CharField(max_length=120, blank=True)
    grade = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Higher is more senior.")
    line_of_business = models.CharField(max_length=80, blank=True)
    function = models.CharField(max_length=80, blank=True)
    department = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    hired_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email_address"),
            models.CheckConstraint(
                condition=models.Q(manager=None) | ~models.Q(manager=models.F("pk")),
                name="nobody_manages_themself",
            ),
        ]
        indexes = [models.Index(fields=["family_name", "given_name"], name="people_by_name")]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self):
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.given_name

    def get_absolute_url(self):
        return reverse("person", args=[self.pk])


class Preferences(models.Model):
    """How a person wants to be told, and how pages look for them (U6)."""

    class Delivery(models.TextChoices):
        IMMEDIATE = "immediate", "As it happens"
        DIGEST = "digest", "Once a day, in one mail"
        OFF = "off", "Only what I must know"

    class Theme(models.TextChoices):
        SYSTEM = "system", "As my device is set"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="preferences")
    delivery = models.CharField(max_length=12, choices=Delivery, default=Delivery.IMMEDIATE)
    time_zone = models.CharField(
        max_length=64, blank=True, help_text="Empty: the time zone the directory gives."
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    has_shortcuts = models.BooleanField(
        default=True, help_text="Single keys that move about a page, such as J and K."
    )

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self):
        return f"Preferences of {self.person}"
