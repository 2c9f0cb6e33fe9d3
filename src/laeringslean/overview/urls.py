from django.urls import path

from laeringslean.overview.views import boards, home, loop, manual, meetings, units

app_name = "overview"
urlpatterns = [
    path("", home.home, name="home"),
    path("manual/", manual.manual, name="manual"),
    path("manual/<slug:slug>/", manual.manual_chapter, name="manual-chapter"),
    path("manual/pictures/<str:name>", manual.manual_picture, name="manual-picture"),
    path("units/<uuid:pk>/", units.unit, name="unit"),
    path("units/<uuid:pk>/loop/", loop.loop, name="loop"),
    path("units/<uuid:pk>/board/", boards.board, name="board"),
    path("units/<uuid:pk>/board/cards/", boards.board_cards, name="board-cards"),
    path("units/<uuid:pk>/board/lanes/", boards.board_lanes, name="board-lanes"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
]
