from django.urls import path

from ..views import risks

urlpatterns = [
    path("waves/<int:pk>/risks/", risks.risk_list, name="risks"),
    path("waves/<int:pk>/risks/new/", risks.risk_new, name="risk_new"),
    path("risks/<int:pk>/", risks.risk, name="risk"),
    path("risks/<int:pk>/settlement/", risks.risk_settlement, name="risk_settlement"),
]
