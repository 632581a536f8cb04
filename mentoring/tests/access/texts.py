"""The words of a program: its mails, the questions of its forms, its training."""

from .programs_programs import COORDINATORS
from .rows import Row, rows

ROWS = rows(
    Row("mail_texts", args=("program",), expect=COORDINATORS),
    Row("mail_text", args=("program", "mail_kind"), expect=COORDINATORS),
)
