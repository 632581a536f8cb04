"""Invitations as iCalendar (RFC 5545, 5546), written by a library and never by string.

One invitation per session and mail: a REQUEST may hold components of one UID only, and programs that receive
seven different events in one file take the first and leave the rest. Programs file invitations by themselves,
so nobody has to open seven mails.
"""

from datetime import timedelta
from email import encoders
from email.mime.base import MIMEBase
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

TITLE = "Mentoring session"
A_YEAR = timedelta(days=366)  # rules of the zone around the session, so that programs find both its offsets


def invitation(session, recipient, *, now, method="REQUEST"):
    """The calendar file for one person: a neutral title, private, and nobody else's name in it."""
    return calendar_file(session, recipient, now=now, method=method)


def published(session, *, now):
    """The same entry for whoever fetches it from the session's page: it invites nobody and names nobody."""
    return calendar_file(session, None, now=now, method="PUBLISH")


def calendar_file(session, recipient, *, now, method):
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PRODUCT_NAME}//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event_of(session, recipient, now=now, method=method))
    calendar.add_missing_timezones(session.local_date - A_YEAR, session.local_date + A_YEAR)
    return calendar.to_ical()


def event_of(session, recipient, *, now, method):
    event = Event()
    event.add("uid", session.uid)
    event.add("sequence", session.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at.astimezone(session.zone))
    event.add("dtend", session.ends_at.astimezone(session.zone))
    event.add("summary", TITLE)
    event.add("class", "PRIVATE")
    is_off = method == "CANCEL" or session.status == session.Status.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if session.pair.is_named and session.place:
        event.add("location", printable(session.place))
    event.add("organizer", address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.PRODUCT_NAME))
    if recipient is None:
        return event
    attendee = address(recipient.email, recipient.full_name)
    attendee.params["PARTSTAT"] = "ACCEPTED"  # replies do not matter: people move a session on its page
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    return event


def address(email, name):
    found = vCalAddress(f"mailto:{email}")
    found.params["CN"] = printable(name)
    return found


def printable(text):
    """Control characters are not allowed in a calendar file, not even escaped: programs drop the line."""
    return "".join(char for char in text if char.isprintable())


def attach_invitation(mail, session, recipient, *, now, method="REQUEST"):
    """Put the file into a mail, marked so that calendar programs take it."""
    part = MIMEBase("text", "calendar", method=method, charset="utf-8", name="session.ics")
    part.set_payload(invitation(session, recipient, now=now, method=method))
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="session.ics")
    mail.attach(part)
