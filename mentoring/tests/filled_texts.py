"""The forms of a program's words as its coordinator fills them in, and what they need on the stage."""

from programs import mail, own_words

KIND = "application-accepted"


def add(things, people):
    things["mail_kind"] = KIND


def filled(stage, Filled):
    opened = own_words.seal(*mail.kinds[KIND].standard)
    words = {"subject": "Welcome", "body": "{{ given_name }}, you are in: {{ link }}", "opened": opened}
    one = ("program", "mail_kind")
    return [
        Filled("mail_text", one, "coordinator", words),
        Filled("mail_text", one, "coordinator", {"standard": "1"}),
        Filled("mail_texts", ("program",), "coordinator", {"kind": "survey", "to": "off"}),
    ]
