"""Discussions among the people of a program, and what readers report to two of them (P6, FAULTS 106)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from .community import mentored_by, shared_with
from .person import User
from .program import Program, Wave


class DiscussionQuerySet(models.QuerySet):
    def visible_to(self, user):
        circles = Wave.objects.filter(pk__in=mentored_by(user)).values("program")
        return self.filter(Q(is_circle=False, program__in=shared_with(user)) | Q(program__in=circles))


class Discussion(models.Model):
    """A question to the people of a program, or to its circle of mentors, and their answers."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="discussions")
    title = models.CharField(max_length=160)
    is_circle = models.BooleanField(default=False, help_text="Among the mentors, who alone read it (S12).")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["-last_post_at", "-pk"]
        indexes = [models.Index(fields=["program", "-last_post_at"], name="discussions_of_a_program")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("discussion", args=[self.pk])


class PostQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(discussion__in=Discussion.objects.visible_to(user))

    def removable_by(self, user):
        """Those one reads, and those reported to one: of a circle's, nothing else can be reached."""
        told = PostReport.objects.visible_to(user)
        return self.filter(
            Q(discussion__in=Discussion.objects.visible_to(user)) | Q(pk__in=told.values("post"))
        )

    def standing(self):
        """Those that were not removed."""
        return self.filter(removed_at=None)


class Post(models.Model):
    """One contribution to a discussion. What is removed leaves a gap that says so, not its words."""

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="posts")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True, help_text="Markdown.")
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["discussion", "at", "pk"]
        indexes = [models.Index(fields=["discussion", "at"], name="posts_of_a_discussion")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(text=""), name="a_removed_post_keeps_no_words"
            )
        ]

    def __str__(self):
        return f"Post {self.pk}"


class PostReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that were told to the user, who is one of two; nobody else knows of them."""
        return self.filter(told_to=user)

    def open(self):
        return self.filter(settled_at=None)


class PostReport(models.Model):
    """A passage that a reader did not want to leave standing, told to two named people and nobody else.

    The passage is kept in its own words, whatever becomes of the post.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    passage = models.TextField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    told_to = models.ManyToManyField(User, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = PostReportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "by"], condition=Q(settled_at=None), name="a_post_is_reported_once_by_each"
            )
        ]

    def __str__(self):
        return f"Report {self.pk}"

    def get_absolute_url(self):
        return reverse("post_report", args=[self.pk])
