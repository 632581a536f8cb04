"""The mails that a program sends: who gets them and when, its own words, what it keeps silent about."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ... import mail, own_words
from ...editing import ChangedMeanwhile
from ...forms.texts import MailTextForm
from ...models import ProgramText
from ...pages import is_htmx, page, whole_number
from ...wording import AsTyped, filled, mistakes
from .pages import coordinated_program

VERSIONS_SHOWN = 30


@require_http_methods(["GET", "POST"])
def mail_texts(request, pk):
    """Every kind of mail that a program sends; optional ones can be switched off."""
    program = coordinated_program(request, pk)
    if request.method == "POST":
        kind = kind_called(request.POST.get("kind", ""))
        if kind.optional:
            off = request.POST.get("to") == "off"
            own_words.silence(program, kind.name, off=off)
            said = "is not sent any more" if off else "is sent again"
            messages.success(request, f"“{kind.says}” {said}.")
        return redirect("mail_texts", program.pk)
    own, quiet = own_words.all_in_force(program), set(program.quiet_kinds)
    context = {
        "program": program,
        "kinds": [
            {
                "kind": kind,
                "own": own.get(kind.name),
                "is_quiet": kind.optional and kind.name in quiet,
                "url": reverse("mail_text", args=[program.pk, kind.name]),
            }
            for kind in mail.kinds.of_programs()
        ],
    }
    return page(request, "programs/texts/mail_texts", context)


@require_http_methods(["GET", "POST"])
def mail_text(request, pk, kind):
    """Read and change the words of one kind of mail, with what they become beside them."""
    program, kind = coordinated_program(request, pk), kind_called(kind)
    here = reverse("mail_text", args=[program.pk, kind.name])
    own = own_words.in_force(program, kind.name)
    words = (own.subject, own.body) if own else kind.standard
    form = MailTextForm(request.POST or None, kind=kind, words=words, preview_at=here)
    if "show" in request.POST and is_htmx(request):
        return render(request, "programs/texts/_mail_preview.html", {"preview": preview_of(kind, form)})
    if "standard" in request.POST:
        own_words.put_back(program, kind.name, by=request.user, now=timezone.now())
        messages.success(request, "The standard words are sent again.")
        return redirect(here)
    if "again" in request.POST:
        form = filled_again(request, program, kind, here, words)
    elif "show" not in request.POST and form.is_valid() and saved(request, program, kind, form):
        return redirect(here)
    context = {
        "program": program,
        "kind": kind,
        "form": form,
        "own": own,
        "preview": preview_of(kind, form),
        "is_quiet": kind.optional and kind.name in program.quiet_kinds,
        "history": own_words.history(program, kind.name)[:VERSIONS_SHOWN],
    }
    return page(request, "programs/texts/mail_text", context)


def kind_called(name):
    kind = mail.kinds.known.get(name)
    if kind is None or not kind.program:
        raise Http404
    return kind


def filled_again(request, program, kind, here, words):
    """The form with the words of an earlier version in it, to read before they are saved."""
    number = whole_number(request.POST["again"])
    known = ProgramText.objects.filter(program=program, kind=kind.name)
    earlier = known.filter(version=number).first() if number is not None and number < 2**15 else None
    if earlier is None or earlier.is_standard:
        raise Http404
    data = {"subject": earlier.subject, "body": earlier.body, "opened": own_words.seal(*words)}
    messages.info(request, f"These are the words of version {earlier.version}. Save them to send them again.")
    return MailTextForm(data, kind=kind, words=words, preview_at=here)


def saved(request, program, kind, form):
    """Save the words; False when somebody else saved others meanwhile, which the form then says."""
    try:
        text = own_words.rewrite(
            program,
            kind.name,
            *form.words,
            opened=form.cleaned_data["opened"],
            standard=kind.standard,
            by=request.user,
            now=timezone.now(),
        )
    except ChangedMeanwhile as conflict:
        form.add_error("body", "Somebody else changed these words after you opened them. Theirs stand below.")
        form.theirs = conflict.theirs
        form.data = form.data.copy()
        form.data["opened"] = own_words.seal(*conflict.theirs.split("\n\n", 1))
        return False
    if text is None or text.is_standard:
        messages.success(request, "These are the standard words; they are sent.")
    else:
        messages.success(request, f"Saved as version {text.version}. Every mail from now on says so.")
    return True


@dataclass(frozen=True)
class Preview:
    """What words become with the examples of their kind, and what keeps them from being sent."""

    subject: str
    body: str
    problems: tuple


def preview_of(kind, form):
    subject, body = (str(form[name].value() or "")[:10_000] for name in ("subject", "body"))
    problems = (
        *mistakes(subject, kind.known, is_subject=True),
        *mistakes(body, kind.known),
    )
    known = AsTyped(kind.examples)
    return Preview(filled(subject, known), filled(body, known), problems)
