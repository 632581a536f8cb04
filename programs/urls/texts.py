from django.urls import path

from ..views.setup import mails, questions

urlpatterns = [
    path("programs/<int:pk>/mails/", mails.mail_texts, name="mail_texts"),
    path("programs/<int:pk>/mails/<slug:kind>/", mails.mail_text, name="mail_text"),
    path("programs/<int:pk>/questions/<slug:sheet>/", questions.questions_edit, name="questions_edit"),
    path("programs/<int:pk>/questions/<slug:sheet>/new/", questions.question_new, name="question_new"),
    path("questions/<int:pk>/", questions.question_edit, name="question_edit"),
]
