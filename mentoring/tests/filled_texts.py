"""The forms of a program's words as its coordinator fills them in, and what they need on the stage."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from programs import mail, modules, own_words, questions
from programs.tests.factories import make_module, make_question

KIND = "application-accepted"
PDF = b"%PDF-1.7\n% a page\n"
CARDS = "# start\nIt begins.\n> Go on -> second\n\n# second\nIt ends.\n> Good -> (end)\nWell."


def add(things, people):
    things["mail_kind"], things["sheet"] = KIND, "scorecard"
    things["criterion"] = make_question(things["program"], "scorecard", text="Poise")
    things["second_criterion"] = make_question(things["program"], "scorecard", text="Discretion")
    things["area"] = make_question(things["program"], "needs", text="Devices")
    things["needs"], things["audience"], things["kind"] = "needs", "mentor", "scenario"
    things["file_module"] = make_module(things["program"], kind="file", title="The claim on paper")
    things["file_module"].file.save("claim.pdf", ContentFile(PDF))


def filled(stage, Filled):
    opened = own_words.seal(*mail.kinds[KIND].standard)
    words = {"subject": "Welcome", "body": "{{ given_name }}, you are in: {{ link }}", "opened": opened}
    one, sheet = ("program", "mail_kind"), ("program", "sheet")
    criterion = {"text": "Patience", "hint": "Waits for the answer", "weight": "2"}
    scenario = {"title": "Challenging", "minutes": "10", "is_required": "on", "cards": CARDS, "text": ""}
    paper = {"title": "On paper", "minutes": "5", "text": "", "file": SimpleUploadedFile("x.pdf", PDF)}
    paper["opened"] = modules.seal(stage.things["file_module"])
    seal = questions.seal(stage.things["criterion"])
    scale = {"scale-words": "No\nSome\nYes", "scale-opened": questions.scale_seal([stage.things["area"]])}
    return [
        Filled("mail_text", one, "coordinator", words),
        Filled("mail_text", one, "coordinator", {"standard": "1"}),
        Filled("question_new", sheet, "coordinator", criterion),
        Filled("question_edit", ("criterion",), "coordinator", {**criterion, "opened": seal}),
        Filled("questions_edit", sheet, "coordinator", {"down": stage.key("criterion")}),
        Filled("questions_edit", sheet, "coordinator", {"remove": stage.key("criterion")}),
        Filled("questions_edit", ("program", "needs"), "coordinator", scale),
        Filled("module_new", ("program", "audience", "kind"), "coordinator", scenario),
        Filled("module_edit", ("file_module",), "coordinator", paper),
        Filled("training_edit", ("program",), "coordinator", {"up": stage.key("file_module")}),
        Filled("training_edit", ("program",), "coordinator", {"remove": stage.key("file_module")}),
        Filled("mail_texts", ("program",), "coordinator", {"kind": "survey", "to": "off"}),
    ]
