"""The forms of a program's words as its coordinator fills them in, and what they need on the stage."""

from programs import mail, own_words, questions
from programs.tests.factories import make_question

KIND = "application-accepted"


def add(things, people):
    things["mail_kind"], things["sheet"] = KIND, "scorecard"
    things["criterion"] = make_question(things["program"], "scorecard", text="Poise")
    things["second_criterion"] = make_question(things["program"], "scorecard", text="Discretion")
    things["area"] = make_question(things["program"], "needs", text="Devices")
    things["needs"] = "needs"


def filled(stage, Filled):
    opened = own_words.seal(*mail.kinds[KIND].standard)
    words = {"subject": "Welcome", "body": "{{ given_name }}, you are in: {{ link }}", "opened": opened}
    one, sheet = ("program", "mail_kind"), ("program", "sheet")
    criterion = {"text": "Patience", "hint": "Waits for the answer", "weight": "2"}
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
        Filled("mail_texts", ("program",), "coordinator", {"kind": "survey", "to": "off"}),
    ]
