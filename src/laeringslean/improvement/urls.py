from django.urls import path

from laeringslean.improvement.views import meetings

app_name = "improvement"
urlpatterns = [
    path("units/<uuid:unit_pk>/meetings/", meetings.meeting_list, name="meeting-list"),
    path("units/<uuid:unit_pk>/meetings/new/", meetings.meeting_new, name="meeting-new"),
    path("meetings/<uuid:pk>/plan/", meetings.meeting_plan, name="meeting-plan"),
    path("meetings/<uuid:pk>/start/", meetings.meeting_start, name="meeting-start"),
    path("meetings/<uuid:pk>/item/", meetings.meeting_item, name="meeting-item"),
    path("meetings/<uuid:pk>/attendance/", meetings.meeting_attendance, name="meeting-attendance"),
    path("meetings/<uuid:pk>/outcomes/", meetings.meeting_outcomes, name="meeting-outcomes"),
    path("meetings/<uuid:pk>/recognition/", meetings.meeting_recognition, name="meeting-recognition"),
    path("meetings/<uuid:pk>/closure/", meetings.meeting_closure, name="meeting-closure"),
    path("meetings/<uuid:pk>/minutes/", meetings.meeting_minutes, name="meeting-minutes"),
    path("outcomes/<uuid:pk>/done/", meetings.outcome_done, name="outcome-done"),
]
