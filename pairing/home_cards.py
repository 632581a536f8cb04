"""What pairs add to a home: for a coach those who ask for a word, for both sides an agreement to sign."""

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from programs.home_cards import Card, register

from .care import open_words
from .consulting import asked_of
from .models import Agreement, Pair

A_LOOK, A_WORD, A_READING = 60, 300, 90


@register
def suggestions_waiting(user, now):
    """One card for each suggestion that this person is asked about."""
    return [
        Card(
            eyebrow="A suggestion",
            title="A match is suggested for you",
            url=reverse("suggestion", args=[waiting.pk]),
            action="See who",
            seconds=A_LOOK,
            text="Say yes or no in private. No reason is needed.",
        )
        for waiting in asked_of(user)
    ]


@register
def words_waiting(user, now):
    """One card for each person who asked this coach for a word."""
    return [
        Card(
            eyebrow="A quiet word",
            title=f"{word.by} would like to talk to you",
            url=word.pair.get_absolute_url(),
            action="Open",
            seconds=A_WORD,
            text="Nobody else knows that they asked.",
        )
        for word in open_words(user)
    ]


@register
def agreements_to_sign(user, now):
    """One card for each live pair whose latest agreement still lacks this person's signature."""
    latest = Agreement.objects.filter(pair=OuterRef("pair")).order_by("-version").values("version")[:1]
    mine = Q(pair__mentor=user, mentor_signed_at=None) | Q(pair__mentee=user, mentee_signed_at=None)
    waiting = Agreement.objects.filter(
        mine, version=Subquery(latest), pair__status__in=(Pair.Status.ACTIVE, Pair.Status.PAUSED)
    )
    return [
        Card(
            eyebrow="Agreement",
            title=f"Read and sign what {agreement.by.given_name if agreement.by else 'your partner'} wrote",
            url=f"{agreement.pair.get_absolute_url()}agreement/",
            action="Read",
            seconds=A_READING,
            text="The two of you and your coach can read it.",
        )
        for agreement in waiting.select_related("pair", "by")
    ]
