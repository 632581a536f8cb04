"""The calendar entry of a session.

One invitation per session and mail: a REQUEST may hold components of one UID only, and programs that receive
seven different events in one file take the first and leave the rest. Programs file invitations by themselves,
so nobody has to open seven mails.
"""

from datetime import timedelta

from icalendar import Event

from programs import invitations

TITLE = "Mentoring session"
A_YEAR = timedelta(days=366)  # rules of the zone around the session, so that programs find both its offsets


def invitation(session, recipient, *, now, method="REQUEST"):
    """The calendar file for one person: a neutral title, private, and nobody else's name in it."""
    return calendar_file(session, recipient, now=now, method=method)


def published(session, *, now):
    """The same entry for whoever fetches it from the session's page: it invites nobody and names nobody."""
    return calendar_file(session, None, now=now, method="PUBLISH")


def calendar_file(session, recipient, *, now, method):
    return invitations.calendar_file(
        [event_of(session, recipient, now=now, method=method)],
        method=method,
        kind="Sessions",
        first=session.local_date - A_YEAR,
        last=session.local_date + A_YEAR,
    )


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
        event.add("location", invitations.printable(session.place))
    event.add("organizer", invitations.organizer())
    if recipient:  # people move a session on its page
        event.add("attendee", invitations.attendee(recipient, "ACCEPTED"))
    return event


def attach_invitation(mail, session, recipient, *, now, method="REQUEST"):
    """Put the file into a mail, marked so that calendar programs take it."""
    content = invitation(session, recipient, now=now, method=method)
    invitations.attach(mail, content, method=method, filename="session.ics")
