"""The words of a program: its mails, the questions of its forms, its training."""

from .programs_programs import COORDINATORS
from .rows import Row, rows

ROWS = rows(
    Row("mail_texts", args=("program",), expect=COORDINATORS),
    Row("questions_edit", args=("program", "sheet"), expect=COORDINATORS),
    Row("question_new", args=("program", "sheet"), expect=COORDINATORS),
    Row("question_edit", args=("criterion",), expect=COORDINATORS),
    Row("mail_text", args=("program", "mail_kind"), expect=COORDINATORS),
)
