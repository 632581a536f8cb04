from django.urls import path

from ..views import reminders, risks, undelivered

urlpatterns = [
    path("waves/<int:pk>/reminders/", reminders.reminder_list, name="reminders"),
    path("waves/<int:pk>/reminders/preview/", reminders.reminder_preview, name="reminder_preview"),
    path("programs/<int:pk>/undelivered/", undelivered.undelivered_list, name="undelivered"),
    path("waves/<int:pk>/risks/", risks.risk_list, name="risks"),
    path("waves/<int:pk>/risks/new/", risks.risk_new, name="risk_new"),
    path("risks/<int:pk>/", risks.risk, name="risk"),
    path("risks/<int:pk>/settlement/", risks.risk_settlement, name="risk_settlement"),
]
