from django.urls import path

from programs.views import applications, profiles, recommendations, reviews

urlpatterns = [
    path("profile/", profiles.profile, name="profile"),
    path("people/<int:pk>/profile/", profiles.profile_of, name="profile_of"),
    path("people/<int:pk>/photo/", profiles.photo, name="photo"),
    path("waves/<int:pk>/application/", applications.apply, name="apply"),
    path("waves/<int:pk>/enrolment/", applications.enrol, name="enrol"),
    path("my-applications/<int:pk>/", applications.my_application, name="my_application"),
    path(
        "my-applications/<int:pk>/withdrawal/",
        applications.application_withdrawal,
        name="application_withdrawal",
    ),
    path("waves/<int:pk>/applications/", reviews.applications, name="applications"),
    path(
        "waves/<int:pk>/applications/acceptance/",
        reviews.application_acceptance,
        name="application_acceptance",
    ),
    path("applications/<int:pk>/", reviews.application, name="application"),
    path("applications/<int:pk>/decision/", reviews.application_decision, name="application_decision"),
    path("r/<str:token>/", recommendations.recommendation_link, name="recommendation_link"),
    path("recommendation/", recommendations.recommendation, name="recommendation"),
    path(
        "recommendations/<int:pk>/replacement/",
        applications.recommendation_replacement,
        name="recommendation_replacement",
    ),
]
