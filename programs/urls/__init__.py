from . import applications, people, programs

urlpatterns = people.urlpatterns + programs.urlpatterns + applications.urlpatterns
