from django.urls import path

from programs.views import applications, late, photos, profiles, recommendations

urlpatterns = [
    path("profile/", profiles.profile, name="profile"),
    path("profile/draft/", profiles.profile_draft, name="profile_draft"),
    path("profile/draft/removal/", profiles.profile_draft_removal, name="profile_draft_removal"),
    path("people/<int:pk>/profile/", profiles.profile_of, name="profile_of"),
    path("people/<int:pk>/profile.pdf", profiles.profile_pdf, name="profile_pdf"),
    path("profile/photo/", photos.profile_photo, name="profile_photo"),
    path("profile/photo/cut/", photos.profile_photo_cut, name="profile_photo_cut"),
    path("profile/photo/removal/", photos.profile_photo_removal, name="profile_photo_removal"),
    path("profile/photo/whole/", photos.photo_whole, name="photo_whole"),
    path("people/<int:pk>/photo/", photos.photo, name="photo"),
    path("waves/<int:pk>/application/", applications.apply, name="apply"),
    path("waves/<int:pk>/application/draft/", applications.apply_draft, name="apply_draft"),
    path("waves/<int:pk>/enrolment/", applications.enrol, name="enrol"),
    path("waves/<int:pk>/enrolment/draft/", applications.enrol_draft, name="enrol_draft"),
    path("my-applications/<int:pk>/", applications.my_application, name="my_application"),
    path(
        "my-applications/<int:pk>/withdrawal/",
        applications.application_withdrawal,
        name="application_withdrawal",
    ),
    path("waves/<int:pk>/late-joiners/", late.late_invitations, name="late_invitations"),
    path(
        "late-invitations/<int:pk>/withdrawal/",
        late.late_invitation_withdrawal,
        name="late_invitation_withdrawal",
    ),
    path(
        "my-applications/<int:pk>/carrying/", applications.application_carrying, name="application_carrying"
    ),
    path("r/<str:token>/", recommendations.recommendation_link, name="recommendation_link"),
    path("recommendation/", recommendations.recommendation, name="recommendation"),
    path(
        "recommendations/<int:pk>/replacement/",
        applications.recommendation_replacement,
        name="recommendation_replacement",
    ),
]
