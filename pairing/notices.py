"""The kinds of message this app sends; importing them registers them.

Subjects name nobody: they show on locked screens and in assistants' inboxes.
"""

from programs.links import absolute
from programs.mail import register
from programs.placeholders import OF_A_WAVE, full_day, link_to, of_wave
from programs.wording import Placeholder

from .access import can_look_after
from .consulting import asked_of
from .models import Concern, Pair, QuietWord

UNDER_WAY = (Pair.Status.ACTIVE, Pair.Status.PAUSED)
OF_PAIRS = {"app": "pairing", "program": "wave.program", "optional": False}
STARTS_ON = Placeholder("sessions_start_on", "The first day of sessions", "November 16, 2026")
TEAM_NAME = Placeholder("team_name", "The neutral name of the pair", "Heron")
PAGE_OF_PAIR = link_to("the pair’s page", "/pairs/7/")


def known(pair):
    return Pair.objects.with_people().get(pk=pair.pk)


def introduction(pair, recipient):
    """What each side of a new pair reads: who, the coach, the first steps."""
    is_mentor = recipient.pk == pair.mentor_id
    partner, coach = pair.partner_of(recipient), pair.coach
    called = ", ".join(filter(None, [partner.full_name, partner.job_title, partner.line_of_business]))
    if is_mentor:
        said = f"You are paired with {called}. You are the mentor: you set the agenda and lead the sessions."
        steps = ["Accept the guidelines for mentors.", f"Write to {partner.given_name} and say hello."]
    else:
        said = f"{called}, is your mentor and sets the agenda. You bring questions and curiosity."
        steps = ["Accept the guidelines for mentees.", "Say which days suit you, if they have changed."]
    steps = [f"Read {partner.given_name}'s talent profile.", *steps]
    return {
        **of_wave(pair.wave),
        "introduction": said,
        "partner": partner.full_name,
        "first_steps": "\n".join(f"- {step}" for step in steps),
        "coach": coach.full_name if coach else "",
        "coach_email": coach.email if coach else "",
        "sessions_start_on": full_day(pair.wave.sessions_start_on),
        "team_name": pair.team_name,
        "link": address_of(pair),
    }


def for_coach(pair):
    return {
        **of_wave(pair.wave),
        "team_name": pair.team_name,
        "mentor": pair.mentor.full_name,
        "mentor_title": pair.mentor.job_title,
        "mentee": pair.mentee.full_name,
        "mentee_title": pair.mentee.job_title,
        "sessions_start_on": full_day(pair.wave.sessions_start_on),
        "link": address_of(pair),
    }


def address_of(pair):
    """Where the pair is found; a preview is of pairs that do not exist yet."""
    return absolute("pair", pair.pk) if pair.pk else absolute("home")


@register(
    "pair-suggested",
    says="A match is suggested: yes or no",
    to="The mentee of a suggested pair; after a yes its mentor",
    when="When a draft is asked about before it is published",
    placeholders=(*OF_A_WAVE, link_to("the suggestion", "/suggestions/7/")),
    **OF_PAIRS,
)
def pair_suggested(notice, pair, now):
    waiting = asked_of(notice.recipient).filter(pair=pair).first()
    if waiting is None:
        return None
    return {**of_wave(pair.wave), "link": absolute("suggestion", waiting.pk)}


@register(
    "pair-published",
    says="Your pair, its coach and the first steps",
    to="Mentor and mentee of a new pair",
    when="When the pairs of a wave are published",
    placeholders=(
        *OF_A_WAVE,
        Placeholder(
            "introduction",
            "Who the partner is, and which part the reader has",
            "You are paired with Conrad Whitlock, Chief Executive. "
            "You are the mentor: you set the agenda and lead the sessions.",
            required=True,
        ),
        Placeholder("partner", "The full name of the partner", "Conrad Whitlock"),
        Placeholder("coach", "The full name of the coach", "Odette Baptiste"),
        Placeholder("coach_email", "The coach’s address", "odette.baptiste@northmoor.example"),
        Placeholder(
            "first_steps",
            "Three things to do first, for the reader’s side",
            "- Read Conrad's talent profile.\n- Accept the guidelines for mentors.\n"
            "- Write to Conrad and say hello.",
        ),
        STARTS_ON,
        TEAM_NAME,
        PAGE_OF_PAIR,
    ),
    **OF_PAIRS,
)
def pair_published(notice, pair, now):
    if pair.status not in UNDER_WAY or not pair.has_member(notice.recipient):
        return None
    return introduction(known(pair), notice.recipient)


@register(
    "pair-coached",
    says="For coaches: a pair to look after",
    to="The coach of a new pair",
    when="When the pairs of a wave are published",
    placeholders=(
        *OF_A_WAVE,
        TEAM_NAME,
        Placeholder("mentor", "The full name of the mentor", "Amara Nwosu"),
        Placeholder("mentor_title", "The mentor’s job title", "Claims Experience Analyst"),
        Placeholder("mentee", "The full name of the mentee", "Conrad Whitlock"),
        Placeholder("mentee_title", "The mentee’s job title", "Chief Executive"),
        STARTS_ON,
        PAGE_OF_PAIR,
    ),
    **OF_PAIRS,
)
def pair_coached(notice, pair, now):
    if pair.status not in UNDER_WAY or pair.coach_id != notice.recipient.pk:
        return None
    return for_coach(known(pair))


@register(
    "pair-word",
    says="For coaches: somebody would like a word",
    to="The coach of a pair",
    when="When one side asks for a quiet word; the other side is not told",
    placeholders=(*OF_A_WAVE, TEAM_NAME, PAGE_OF_PAIR),
    **OF_PAIRS,
)
def pair_word(notice, pair, now):
    is_open = QuietWord.objects.filter(pk=notice.occurrence or 0, pair=pair, settled_at=None).exists()
    if not is_open or pair.coach_id != notice.recipient.pk:
        return None
    return {**of_wave(pair.wave), "team_name": pair.team_name, "link": address_of(pair)}


@register(
    "pair-concern",
    says="For coaches and coordinators: a pair breaks a rule",
    to="The coach of the pair and the coordinators of the program",
    when="When a change in the directory makes a running pair break a rule",
    placeholders=(
        *OF_A_WAVE,
        TEAM_NAME,
        Placeholder("words", "Which rule, and how one can see that", "Same line of business: Claims."),
        PAGE_OF_PAIR,
    ),
    **OF_PAIRS,
)
def pair_concern(notice, pair, now):
    concern = Concern.objects.filter(
        pk=notice.occurrence.partition(":")[0] or 0, pair=pair, settled_at=None
    ).first()
    looks_after = can_look_after(notice.recipient, pair)
    if concern is None or not pair.is_live or not looks_after:
        return None
    return {
        **of_wave(pair.wave),
        "team_name": pair.team_name,
        "words": concern.words,
        "link": address_of(pair),
    }


@register(
    "agreement-written",
    says="An agreement to read and sign",
    to="The other side of the pair",
    when="When one side has written or changed the agreement",
    placeholders=(*OF_A_WAVE, link_to("the agreement", "/pairs/7/agreement/")),
    **{**OF_PAIRS, "optional": True},
)
def agreement_written(notice, pair, now):
    latest = pair.agreements.order_by("-version").first()
    is_theirs = latest and str(latest.version) == notice.occurrence and not latest.is_signed
    if not is_theirs or not pair.is_live or not pair.has_member(notice.recipient):
        return None
    return {**of_wave(pair.wave), "link": absolute("agreement", pair.pk)}


@register(
    "pair-ended",
    says="Your pair has concluded",
    to="Mentor and mentee, in the same words",
    when="When a pair is ended early",
    placeholders=(
        *OF_A_WAVE,
        Placeholder(
            "word_with_the_coach",
            "A sentence that names the coach; nothing while the pair has none",
            "For a word about it, write to your coach, Odette Baptiste: odette.baptiste@northmoor.example.",
        ),
    ),
    **OF_PAIRS,
)
def pair_ended(notice, pair, now):
    if pair.status != Pair.Status.ENDED or not pair.has_member(notice.recipient):
        return None
    pair = known(pair)
    coach = pair.coach
    word = f"For a word about it, write to your coach, {coach.full_name}: {coach.email}." if coach else ""
    return {**of_wave(pair.wave), "word_with_the_coach": word}
