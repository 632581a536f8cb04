"""The admin as coordinators and administrators see it: axe-core, wide and narrow, light and dark."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from mentoring.demo import cast, load
from programs.models import User

from .looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("who", "dark"), [(cast.COORDINATOR, False), (cast.COORDINATOR, True), (cast.ADMINISTRATOR, False)]
)
def test_every_table_and_form(who, dark, live_server, open_browser_page, axe):
    load(timezone.localdate())
    # its choice of many writes style attributes, which our policy leaves without effect
    page = open_browser_page(User.objects.get(email=who), width=1440, dark=dark, foreign=True)
    found = []

    def look(path):
        page.set_viewport_size({"width": 1440, "height": 900})
        answer = page.goto(path)
        if answer.status == 403:
            return False
        faults = [f"answered {answer.status}"] if answer.status != 200 else faults_of(page, axe, foreign=True)
        page.set_viewport_size({"width": 320, "height": 640})
        faults += faults_of(page, foreign=True)
        found.extend(f"{who} at {path}: {fault}" for fault in faults)
        return True

    look(reverse("admin:index"))
    tables = 0
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if look(reverse(f"admin:{name}_changelist")):
            tables += 1
            first = page.locator("#result_list tbody th a").first
            if first.count():
                look(first.get_attribute("href"))
    assert tables > 5
    assert not found, "\n".join(found)
