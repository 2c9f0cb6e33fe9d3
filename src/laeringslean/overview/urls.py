from django.urls import path

from laeringslean.overview.views import home, meetings, units

app_name = "overview"
urlpatterns = [
    path("", home.home, name="home"),
    path("units/<uuid:pk>/", units.unit, name="unit"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
]
