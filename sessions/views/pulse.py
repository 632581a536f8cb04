"""Twenty seconds after a session: four taps, from the page or from the mail without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from programs import links
from programs.lifecycle import NotAllowed

from ..forms import PulseForm
from ..models import Session
from ..notices import PULSE
from ..pulses import answerable, give_pulse, pulse_of
from .confirmation import dead_link, take_in

KEPT = "pulse_link"


@require_http_methods(["GET", "POST"])
def pulse(request, pk):
    """One side's answers, for that side alone; for everybody else there is nothing here."""
    own = Session.objects.held().with_people().filter(pk=pk).first()
    if own is None or not own.pair.has_member(request.user):
        raise Http404
    done = answered(request, own, request.user)
    if done is None:
        messages.success(request, "Thank you. Nobody in your pair sees this.")
        return redirect("my_pair")
    return done


@require_safe
@login_not_required
def pulse_link(request, token):
    """Take the token out of the address and show the questions on a clean one."""
    return take_in(request, PULSE, token, KEPT, "pulse_by_link")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def pulse_by_link(request):
    """The same questions for whoever the mail was written to; the press uses the link up."""
    now = timezone.now()
    link = links.kept(PULSE, request.session.get(KEPT), now=now)
    session = link and answerable(link.recipient, now).filter(pk=links.pk_of(link)).first()
    if session is None:
        return dead_link(request)
    if pulse_of(session, link.recipient):  # whoever else reads this mail does not read the answers
        return render(request, "sessions/pulse_given.html", {"session": session})
    done = answered(request, session, link.recipient)
    if done is None:
        links.use(link, now=now)
        return render(request, "sessions/pulse_given.html", {"session": session})
    return done


def answered(request, session, person):
    """None once the answers are kept; else the page to answer on."""
    now = timezone.now()
    given = pulse_of(session, person)
    form = PulseForm(request.POST or None, instance=given, partner=session.pair.partner_of(person))
    if request.method == "POST" and form.is_valid():
        try:
            give_pulse(session, person=person, answers=form.cleaned_data, now=now)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return None
    is_open = answerable(person, now).filter(pk=session.pk).exists()
    context = {"session": session, "form": form, "given": given, "is_open": is_open, "person": person}
    status = 422 if form.is_bound else 200
    return render(request, "sessions/pulse.html", context, status=status)
