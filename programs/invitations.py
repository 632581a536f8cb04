"""Calendar messages as iCalendar (RFC 5545, 5546), written by a library and never by string.

What entries of every kind share: the file around one entry, people in it, and its place in a mail.
"""

from email import encoders
from email.mime.base import MIMEBase
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, vCalAddress


def calendar_file(entries, *, method, kind, first, last):
    """The file that holds these entries, with the rules of their time zones between two dates."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PRODUCT_NAME}//{kind}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(entry)
    calendar.add_missing_timezones(first, last)
    return calendar.to_ical()


def organizer():
    return address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.PRODUCT_NAME)


def attendee(person, answer):
    """Somebody who is invited; replies by calendar do not matter, so none is asked for."""
    found = address(person.email, person.full_name)
    found.params["PARTSTAT"] = answer
    found.params["RSVP"] = "FALSE"
    return found


def address(email, name):
    found = vCalAddress(f"mailto:{email}")
    found.params["CN"] = printable(name)
    return found


def printable(text):
    """Control characters are not allowed in a calendar file, not even escaped: programs drop the line."""
    return "".join(char for char in text if char.isprintable())


def attach(mail, content, *, method, filename):
    """Put the file into a mail, marked so that calendar programs take it."""
    part = MIMEBase("text", "calendar", method=method, charset="utf-8", name=filename)
    part.set_payload(content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=filename)
    mail.attach(part)
