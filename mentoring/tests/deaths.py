"""A mail backend for workers that tests let die: SIGKILL at the very place."""

import os
import signal
from pathlib import Path

from django.core.mail.backends.smtp import EmailBackend


class MortalBackend(EmailBackend):
    """Speaks SMTP, and dies once at each place the file TEST_DEATHS names, a line each, in this order."""

    def open(self):
        die_at("claimed")
        return super().open()

    def send_messages(self, messages):
        die_at("sending")
        sent = super().send_messages(messages)
        die_at("accepted")
        return sent


def die_at(place):
    file = Path(os.environ["TEST_DEATHS"])
    left = file.read_text().split()
    if left[:1] == [place]:
        file.write_text(" ".join(left[1:]))
        os.kill(os.getpid(), signal.SIGKILL)
