"""The mentor's workspace: one session from preparing to the note, and what others see of it."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from programs.drafts import new_page
from programs.models import Application, TalentProfile, TopicChoice

from .access import can_move, can_read_agenda
from .forms import NoteForm, TimeSpentForm
from .hours import hours_around
from .models import CoachCheckin, FollowUp, Session, SessionNote, SessionSummary
from .notes import is_widening, typed_in
from .summaries import summary_seen_by

WITH_ITS_NOTE = timedelta(days=7)  # so long a session that lacks its log or note comes before the next one
FAMILIARITY = ("new to {}", "has tried {}", "uses {}", "at home in {}")
AN_HOUR = 60
BAR = 700  # width of the agenda's bar in its own units
HOUR_BAR, HOUR_MARK = 120, 96


def current_session(pairs, now):
    """The session a mentor has to do with now, over all their pairs; None before any is planned.

    What happened within the week and lacks its log or its note comes first, then what comes next, then
    whatever is still open, then the last one.
    """
    sessions = list(
        Session.objects.filter(pair__in=pairs)
        .exclude(status=Session.Status.CANCELLED)
        .with_progress()
        .order_by("starts_at", "pk")
    )
    past = [session for session in sessions if session.starts_at <= now]
    ahead = [session for session in sessions if session.starts_at > now and session.is_booked]
    lacking = [session for session in past if is_lacking(session)]
    if lacking and now - lacking[-1].starts_at < WITH_ITS_NOTE:
        return lacking[-1]
    if ahead:
        return ahead[0]
    return (lacking or past or sessions or [None])[-1]


def is_lacking(session):
    if session.status == Session.Status.HELD:
        return not session.has_note
    return session.is_booked or session.status == Session.Status.MISSED


def workspace_of(session, mentor, now):
    """Everything on the mentor's page, in a constant number of statements."""
    pair = session.pair
    agenda = list(session.agenda.all())
    siblings = list(Session.objects.filter(pair=pair).with_progress().order_by("number"))
    note = SessionNote.objects.filter(session=session).first()
    spent, month = hours_around(session)
    return note_context(session, note) | {
        "pair": pair,
        "summary": SessionSummary.objects.filter(session=session).first(),
        "follow_up": FollowUp.objects.filter(session=session).first(),
        "place": session.place_for(mentor),
        "away": days_away(session, now),
        "has_begun": session.starts_at <= now,
        "is_open": session.is_booked,
        "step": step_of(session, now),
        "agenda": agenda,
        "planned_minutes": sum(item.minutes for item in agenda),
        "over_by": max(sum(item.minutes for item in agenda) - session.minutes, 0),
        "agenda_bar": agenda_bar(agenda, session.minutes),
        "readings": list(session.readings.all()),
        "brief": brief_of(pair),
        "spent_clock": clock(spent.total),
        "hours": hours_of(spent),
        "month": month,
        "time_form": TimeSpentForm(instance=spent, auto_id="time_%s"),
        "arrive_at": session.starts_at - timedelta(minutes=10),
        "checkins": checkins_of(pair),
        "siblings": siblings,
        "other_zone": other_zone(session),
        "can_move": can_move(mentor, session),
        "now": now,
    }


def page_of_session(session, user, now):
    """What somebody other than the mentor sees: the pair's contents only where they are shared with them."""
    note = SessionNote.objects.readable_by(user).filter(session=session).first()
    is_mentee = session.pair.mentee_id == user.pk
    return {
        "session": session,
        "pair": session.pair,
        "place": session.place_for(user),
        "is_mentee": is_mentee,
        "is_member": session.pair.has_member(user),
        "agenda": list(session.agenda.all()) if can_read_agenda(user, session) else [],
        "readings": list(session.readings.all()) if session.pair.has_member(user) else [],
        "note": note,
        "asks_for_coach": bool(note and note.widening_asked_at and is_mentee),
        "summary": summary_seen_by(session, user) if session.pair.has_member(user) else None,
        "moves": list(session.moves.select_related("by")),
        "can_move": can_move(user, session),
        "can_confirm_time": is_mentee
        and session.status == Session.Status.PLANNED
        and session.starts_at > now,
        "can_confirm_held": is_mentee
        and session.status == Session.Status.HELD
        and session.mentee_confirmed_at is None,
        "other_zone": other_zone(session),
        "now": now,
    }


def step_of(session, now):
    """Prepare, meet, or follow up."""
    if session.status == Session.Status.HELD:
        return "follow"
    return "meet" if session.starts_at <= now and session.is_booked else "prepare"


def days_away(session, now):
    """Two days from now. Only for what is still to come."""
    if not session.is_booked or session.starts_at < now:
        return ""
    days = (timezone.localdate(session.starts_at) - timezone.localdate(now)).days
    return {0: "Today.", 1: "Tomorrow."}.get(days, f"In {days} days." if days < 22 else "")


def other_zone(session):
    """The session's own zone when the reader's differs: both times are then shown."""
    return session.time_zone if session.time_zone != timezone.get_current_timezone_name() else ""


def agenda_bar(items, minutes):
    """``(x, width, class)`` of each item in the bar above the agenda."""
    whole = max(sum(item.minutes for item in items), minutes, 1)
    x, found = 0.0, []
    for index, item in enumerate(items):
        width = BAR * item.minutes / whole
        found.append((f"{x:.1f}", f"{max(width - 3, 1):.1f}", "f-p1" if index % 2 else "f-brand"))
        x += width
    return found


def hours_of(spent):
    """``(word, bar, h:mm)`` for research, preparing, session and notes: an hour each is the plan."""
    rows = (
        ("Research", spent.research),
        ("Prepare", spent.preparing),
        ("Session", spent.in_session),
        ("Notes", spent.notes),
    )
    return [(word, min(minutes * HOUR_MARK // AN_HOUR, HOUR_BAR), clock(minutes)) for word, minutes in rows]


def clock(minutes):
    return f"{minutes // 60}:{minutes % 60:02}"


def brief_of(pair):
    """The mentee in a few lines, from what they say of themself."""
    profile = TalentProfile.objects.filter(person=pair.mentee_id).first()
    application = Application.objects.filter(wave=pair.wave_id, person=pair.mentee_id).first()
    topics = list(TopicChoice.objects.filter(application=application)) if application else []
    return {
        "profile": profile,
        "career": first_lines("; ".join(job["what"] for job in profile.jobs)) if profile else "",
        "goals": first_lines(application.goals) if application else "",
        "comfort": "; ".join(FAMILIARITY[choice.familiarity].format(choice.topic) for choice in topics[:3]),
        "works_best": profile.works_best if profile else "",
        "shared": pair.shared_interests,
    }


def first_lines(text, most=160):
    """The beginning of a text, to a whole word."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def checkins_of(pair):
    """How many check-ins were held and when the next is planned; never what was written down."""
    checkins = CoachCheckin.objects.filter(pair=pair)
    found = checkins.aggregate(held=Count("pk", filter=Q(held_on__isnull=False)))
    following = checkins.filter(held_on=None).order_by("planned_on").values_list("planned_on", flat=True)
    return {**found, "next_on": following.first()}


def note_context(session, note, form=None, older=None):
    """The note's editor: who can read it stands on the tiles and on the button.

    It opens with what was typed last, or with what an older version said.
    """
    mentee, coach = session.pair.mentee.given_name, session.pair.coach.given_name
    start = {"version": note.version if note else 0, "page": new_page()}
    start |= {"sharing": note.sharing if note else SessionNote.Sharing.PAIR}
    start |= older.texts if older else typed_in(note)
    form = form or NoteForm(instance=note, initial=start)
    posted = bool(note and note.posted_at)
    verb = "Save for" if posted else "Post to"
    readers = [
        ("me", "Only me", "Private working notes", "Keep it to myself"),
        ("pair", f"{mentee} and me", "The usual choice", f"{verb} {mentee} and me"),
        (
            "coach",
            "The two of us and our coach",
            f"{coach} can read it too",
            f"{verb} {mentee}, {coach} and me",
        ),
    ]
    return {
        "session": session,
        "pair": session.pair,
        "note": note,
        "form": form,
        "older": older,
        "posted": posted,
        "is_changed": bool(note and note.unposted),
        "read_now": [(NoteForm.Meta.labels[name], text) for name, text in note.texts.items() if text]
        if note
        else [],
        "chosen": str(form["sharing"].value()),
        "readers": [row for row in readers if not is_widening(note, row[0])],
        "can_ask": posted and note.sharing == SessionNote.Sharing.PAIR,
        "can_post": session.status == Session.Status.HELD,
    }
