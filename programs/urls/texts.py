from django.urls import path

from ..views.setup import mails, questions, training

urlpatterns = [
    path("programs/<int:pk>/mails/", mails.mail_texts, name="mail_texts"),
    path("programs/<int:pk>/mails/<slug:kind>/", mails.mail_text, name="mail_text"),
    path("programs/<int:pk>/questions/<slug:sheet>/", questions.questions_edit, name="questions_edit"),
    path("programs/<int:pk>/questions/<slug:sheet>/new/", questions.question_new, name="question_new"),
    path("questions/<int:pk>/", questions.question_edit, name="question_edit"),
    path("programs/<int:pk>/training/", training.training_edit, name="training_edit"),
    path(
        "programs/<int:pk>/training/<slug:audience>/<slug:kind>/new/", training.module_new, name="module_new"
    ),
    path("training/<int:pk>/edit/", training.module_edit, name="module_edit"),
    path("training/<int:pk>/file/", training.training_file, name="training_file"),
]
