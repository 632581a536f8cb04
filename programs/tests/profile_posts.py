"""Posting the form of a talent profile, and its draft."""

from django.urls import reverse


def typed(person, version=1, **words):
    return {"version": f"{person.pk}.0.{version}", "headline": "", "pitch": "", **words}


def post(client, person, version=1, **words):
    return client.post(reverse("profile"), typed(person, version, **words))


def autosave(client, person, version=1, **words):
    return client.post(reverse("profile_draft"), typed(person, version, **words))
