"""Drafts by version: what a page had in front of it, and what its script is answered."""

import json
from datetime import UTC, datetime

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from programs import drafts
from programs.drafts import Difference, Stand
from programs.models import TalentProfile

from .factories import make_person, make_profile


class Asking(forms.Form):
    version = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(label="Why?")
    hours = forms.MultipleChoiceField(label="Hours", choices=[("mon", "Monday morning")])
    same = forms.CharField(label="Same")
    sure = forms.BooleanField(label="Sure")


AT = datetime(2026, 6, 15, 18, 31, tzinfo=UTC)


def test_a_stand_is_read_as_it_was_written():
    for stand in (Stand(7, 0, 3), Stand(7, 9, 3, drafts.new_page())):
        assert Stand.read(str(stand)) == stand


@given(
    st.text()
    | st.sampled_from(
        ["1.2", "1.2.3.4.5", "1.2.3.", "1.2.3.é", "-1.2.3", "²1.2.3", "9" * 5000, "1.2.٣", None]
    )
)
def test_nothing_else_is_a_stand(text):
    found = Stand.read(text)

    assert found is None or str(found.version) in text


@pytest.mark.django_db
def test_only_the_version_that_was_shown_is_written_over():
    own = make_profile(make_person(), pitch="before", version=4)
    rows = TalentProfile.objects.filter(pk=own.pk)

    first = drafts.write_over(rows, 4, pitch="first tab")
    second = drafts.write_over(rows, 4, pitch="second tab")

    own.refresh_from_db()
    assert (first, second) == (True, False)
    assert (own.pitch, own.version) == ("first tab", 5)


def test_the_answers_are_what_the_script_reads(settings):
    settings.TIME_ZONE = "UTC"
    stored = Asking(initial={"why": "before", "hours": ["mon"], "same": "a\nb", "sure": True})
    texts = drafts.differences(stored, Asking({"why": "after", "same": "a\r\nb", "sure": "on"}))

    assert texts == [Difference("Why?", "before", "after"), Difference("Hours", "Monday morning", "")]
    kept, conflict, late = (
        drafts.saved(Stand(7, 9, 2), AT),
        drafts.clash(Stand(7, 9, 3), AT, texts),
        drafts.refused("It is sent."),
    )
    assert [answer.status_code for answer in (kept, conflict, late)] == [200, 409, 409]
    assert json.loads(kept.content)["version"] == "7.9.2"
    assert json.loads(conflict.content)["texts"][0] == {"label": "Why?", "saved": "before", "typed": "after"}
    assert json.loads(late.content) == {"refused": "It is sent."}
