"""What the addresses of a wave's page are about, on the stage of the access matrix."""

from datetime import UTC, datetime, timedelta

from programs.links import label_of
from programs.models import Notice, Risk
from programs.risks import log_risk, settle

AT = datetime(2026, 9, 14, 9, tzinfo=UTC)


def add(things, people):
    facts = {"name": "Claims is at full stretch", "detail": "", "level": Risk.Level.WATCH, "owner": None}
    things["risk"] = log_risk(things["wave"], facts, by=people["coordinator"], now=AT)
    things["settled_risk"] = log_risk(things["wave"], facts, by=people["coordinator"], now=AT)
    settle(things["settled_risk"], by=people["coordinator"], now=AT)
    things["steering_member"] = people["steering"]
    things["refused_mail"] = Notice.objects.create(
        recipient=people["mentee"],
        kind="session-tomorrow",
        about=label_of(things["session"]),
        occurrence="refused",
        due_at=AT - timedelta(days=5),
        delivery=Notice.Delivery.GIVEN_UP,
        attempts=6,
        trouble="SMTPRecipientsRefused: {}",
    )
    Notice.objects.create(
        recipient=people["mentor"],
        kind="note-due",
        about=label_of(things["session"]),
        due_at=AT - timedelta(days=4),
        delivery=Notice.Delivery.HELD,
    )
