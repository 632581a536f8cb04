"""The development mailbox: mail goes to files, and this page shows them. Not mounted in production."""

import email
import email.policy

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

SHOWN = 200


def letters():
    """The newest messages first: file name and parsed mail. A file may hold several, end to end."""
    files = sorted(settings.MAILBOX_DIR.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files[:SHOWN]:
        for number, raw in enumerate(reversed(split(file.read_bytes()))):
            yield f"{file.stem}-{number}", email.message_from_bytes(raw, policy=email.policy.default)


def split(content):
    """The messages of one file, as Django's file backend writes them: a line of dashes after each."""
    return [part.strip(b"\n") for part in content.split(b"\n" + b"-" * 79 + b"\n") if part.strip()]


@require_GET
@login_not_required
def messages(request):
    return render(request, "mentoring/mailbox.html", {"letters": list(letters())})


@require_GET
@login_not_required
def message(request, name):
    """One message, its text and the names of what is attached."""
    for found, letter in letters():
        if found == name:
            body = letter.get_body(preferencelist=("plain",))
            attachments = [
                part.get_filename() or part.get_content_type() for part in letter.iter_attachments()
            ]
            context = {
                "letter": letter,
                "body": body.get_content() if body else "",
                "attachments": attachments,
            }
            return render(request, "mentoring/mailbox_message.html", context)
    raise Http404
