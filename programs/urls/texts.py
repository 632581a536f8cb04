from django.urls import path

from ..views.setup import mails

urlpatterns = [
    path("programs/<int:pk>/mails/", mails.mail_texts, name="mail_texts"),
    path("programs/<int:pk>/mails/<slug:kind>/", mails.mail_text, name="mail_text"),
]
