from django.urls import path

from laeringslean.overview.views import (
    a3,
    boards,
    gallery,
    home,
    imports,
    loop,
    manual,
    meetings,
    remotes,
    units,
    walls,
)

app_name = "overview"
urlpatterns = [
    path("", home.home, name="home"),
    path("components/", gallery.gallery, name="components"),
    path("manual/", manual.manual, name="manual"),
    path("manual/<slug:slug>/", manual.manual_chapter, name="manual-chapter"),
    path("manual/pictures/<str:name>", manual.manual_picture, name="manual-picture"),
    path("ideas/<uuid:pk>/a3/", a3.a3, name="a3"),
    path("units/<uuid:pk>/", units.unit, name="unit"),
    path("units/<uuid:pk>/loop/", loop.loop, name="loop"),
    path("units/<uuid:pk>/board/", boards.board, name="board"),
    path("units/<uuid:pk>/board/cards/", boards.board_cards, name="board-cards"),
    path("units/<uuid:pk>/board/lanes/", boards.board_lanes, name="board-lanes"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("import/<slug:kind>/", imports.import_new, name="import"),
    path("import/lists/<uuid:pk>/", imports.import_detail, name="import-detail"),
    path("import/lists/<uuid:pk>/columns/", imports.import_columns, name="import-columns"),
    path("import/lists/<uuid:pk>/words/", imports.import_words, name="import-words"),
    path("import/lists/<uuid:pk>/preview/", imports.import_preview, name="import-preview"),
    path("import/lists/<uuid:pk>/errors/", imports.import_errors, name="import-errors"),
    path("import/lists/<uuid:pk>/start/", imports.import_start, name="import-start"),
    path("import/lists/<uuid:pk>/cancellation/", imports.import_cancellation, name="import-cancellation"),
    path("import/lists/<uuid:pk>/reopening/", imports.import_reopening, name="import-reopening"),
    path("meetings/<uuid:pk>/remote/", remotes.remote, name="remote"),
    path("units/<uuid:pk>/wall/", walls.wall, name="wall"),
    path("wall/", walls.wall_screen, name="wall-screen"),
    path("wall/<str:token>/", walls.wall_entry, name="wall-entry"),
]
