"""The words of a program: its mails, the questions of its forms, its training."""

from .programs_community import MENTORS
from .programs_programs import COORDINATORS
from .rows import Row, rows

ROWS = rows(
    Row("mail_texts", args=("program",), expect=COORDINATORS),
    Row("questions_edit", args=("program", "sheet"), expect=COORDINATORS),
    Row("question_new", args=("program", "sheet"), expect=COORDINATORS),
    Row("question_edit", args=("criterion",), expect=COORDINATORS),
    Row("training_edit", args=("program",), expect=COORDINATORS),
    Row("module_new", args=("program", "audience", "kind"), expect=COORDINATORS),
    Row("module_edit", args=("file_module",), expect=COORDINATORS),
    # taught to mentors; those who serve may read it
    Row("training_file", args=("file_module",), expect=MENTORS, post={}, post_otherwise=405),
    Row("mail_text", args=("program", "mail_kind"), expect=COORDINATORS),
)
