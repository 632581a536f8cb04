"""What somebody without a pair sees: how their application stands, and what happens next."""

from dataclasses import dataclass

from django.urls import reverse

from pairing.models import Pair
from programs import dates
from programs.guidelines import in_force
from programs.models import Application, GuidelinesAcceptance, Wave
from programs.waves import windows_of

Status = Application.Status
HEADINGS = {
    Status.DRAFT: "Your application is a draft",
    Status.SUBMITTED: "Your application is being read",
    Status.SHORTLISTED: "Your application is being read",
    Status.ACCEPTED: "You are accepted; your pair comes next",
    Status.WAITLISTED: "You are on the waiting list",
    Status.DECLINED: "No place for you this time",
    Status.WITHDRAWN: "You have withdrawn",
}
CONCLUDED = "Your pair has concluded"
THANKS = "Thank you for the time you gave. Your coach and the coordinator stay within reach."


@dataclass(frozen=True)
class Step:
    """One thing that comes before the first session: when, what, and where to do it."""

    when: str
    title: str
    detail: str = ""
    url: str = ""
    verb: str = ""
    is_done: bool = False


def waiting_of(user, today):
    """Everything on the page of somebody who has nobody to meet yet."""
    application = (
        Application.objects.filter(person=user)
        .select_related("wave__program")
        .order_by("-wave__sessions_start_on", "-pk")
        .first()
    )
    ended_in = set(
        Pair.objects.of_person(user).filter(status=Pair.Status.ENDED).values_list("wave", flat=True)
    )
    if application is None:
        return {"heading": CONCLUDED if ended_in else "No pair yet", "has_concluded": bool(ended_in)}
    wave = application.wave
    has_concluded = wave.pk in ended_in and not wave.is_over
    is_in = application.status == Status.ACCEPTED and not wave.is_over and not has_concluded
    heading = f"Wave {wave.number} is over" if wave.is_over else HEADINGS[application.status]
    return {
        "application": application,
        "wave": wave,
        "heading": CONCLUDED if has_concluded else heading,
        "standing": THANKS if has_concluded else standing_of(application, today),
        "steps": steps_of(application, today) if is_in else [],
        "is_recruiting": wave.status == Wave.Status.RECRUITING,
    }


def standing_of(application, today):
    """How an application stands, in a sentence or two."""
    wave, status = application.wave, application.status
    if wave.status == Wave.Status.CANCELLED:
        return "This wave was called off. You can apply again for the next one."
    if wave.status == Wave.Status.CLOSED:
        return "You can apply again for the next wave."
    if status == Status.DRAFT:
        if wave.status != Wave.Status.RECRUITING:
            return "It was not sent, and applications for this wave are closed."
        return f"It is not sent yet. Applications close on {said(wave.applications_close_on, today)}."
    if status == Status.ACCEPTED:
        return expecting(wave, today)
    if status == Status.WAITLISTED:
        return "If a place becomes free you hear at once."
    if status == Status.DECLINED:
        return "Your talent profile stays yours, and you are welcome to apply for the next wave."
    if status == Status.WITHDRAWN:
        return "Your talent profile stays yours. You can apply again for the next wave."
    if wave.selection_ends_on < today:
        return "The decision is on its way."
    return f"You hear from us by {said(wave.selection_ends_on, today)}."


def expecting(wave, today):
    """What an accepted person waits for."""
    if wave.status in (Wave.Status.RUNNING, Wave.Status.REVIEWING):
        return "The sessions have begun. You hear as soon as there is a partner for you."
    if wave.pairs_announced_on <= today:
        return "Pairs are being put together. You hear as soon as yours is announced."
    return f"You hear who your partner is on {said(wave.pairs_announced_on, today)}."


def said(day, today):
    return dates.day(day, today=today)


def steps_of(application, today):
    """What happens until the first session, for somebody who was accepted; what is past is left out."""
    wave = application.wave
    partner = "mentee" if application.side == Application.Side.MENTOR else "mentor"
    steps = [guidelines_step(application), profile_step(partner)]
    first = next((window for window in windows_of(wave) if window.last >= today), None)
    for day, title, detail in (
        (wave.pairs_announced_on, f"You meet your {partner} and your coach", "By mail, and on this page."),
        (wave.launch_on, "The wave is launched", ""),
    ):
        if day >= today:
            steps.append(Step(said(day, today), title, detail))
    if first:
        steps.append(
            Step(
                dates.date_range(first.first, first.last, today=today),
                f"Session {first.number} with your {partner}",
                "All dates come with calendar invitations and can be moved.",
            )
        )
    return [step for step in steps if step]


def guidelines_step(application):
    """Reading and accepting what the program expects, or None while nothing is published."""
    text = in_force(application.wave.program, application.side)
    if text is None:
        return None
    is_done = GuidelinesAcceptance.objects.filter(guidelines=text, person=application.person_id).exists()
    return Step(
        "Done" if is_done else "Now",
        "Guidelines accepted" if is_done else "Read and accept the guidelines",
        url=reverse("guidelines", args=[application.wave_id]),
        verb="Read again" if is_done else "Read them",
        is_done=is_done,
    )


def profile_step(partner):
    return Step(
        "Until then",
        "Keep your talent profile up to date",
        f"Your {partner} and your coach read it first.",
        url=reverse("profile"),
        verb="Open it",
    )
