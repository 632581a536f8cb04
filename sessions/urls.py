from django.urls import path

from .views import coaching, confirmation, home, notes, prepare, session, times

urlpatterns = [
    path("my-pair/", home.my_pair, name="my_pair"),
    path("sessions/<int:pk>/", session.session, name="session"),
    path("sessions/<int:pk>/outcome/", session.session_outcome, name="session_outcome"),
    path("sessions/<int:pk>/confirmation/", session.session_confirmation, name="session_confirmation"),
    path("sessions/<int:pk>/move/", times.session_move, name="session_move"),
    path("sessions/<int:pk>/session.ics", times.session_calendar, name="session_calendar"),
    path("sessions/<int:pk>/note/", notes.note, name="note"),
    path("sessions/<int:pk>/agenda/", prepare.agenda, name="agenda"),
    path("sessions/<int:pk>/reading/", prepare.reading, name="reading"),
    path("sessions/<int:pk>/time/", prepare.time_spent, name="time_spent"),
    path("readings/<int:pk>/read/", prepare.reading_done, name="reading_done"),
    path("waves/<int:pk>/schedule/", times.schedule, name="schedule"),
    path("my-schedule/", times.my_schedule, name="my_schedule"),
    path("caseload/", coaching.caseload, name="caseload"),
    path("pairs/<int:pk>/checkin/", coaching.checkin, name="checkin"),
    path("confirm/", confirmation.confirm_session, name="confirm_session"),
    path("confirm/<str:token>/", confirmation.confirm_link, name="confirm_link"),
]
