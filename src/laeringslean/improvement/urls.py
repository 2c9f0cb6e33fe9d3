from django.urls import path

from laeringslean.improvement.views import (
    boards,
    comments,
    exports,
    ideas,
    lanes,
    meetings,
    moves,
    photos,
    raising,
    similar,
    tags,
)

app_name = "improvement"

_ideas = [
    path("ideas/", ideas.idea_list, name="idea-list"),
    path("ideas/export/", exports.idea_export, name="idea-export"),
    path("ideas/new/", raising.idea_new, name="idea-new"),
    path("ideas/similar/", similar.idea_similar, name="idea-similar"),
    path("ideas/anonymous/", raising.anonymous_idea, name="anonymous-idea"),
    path("ideas/anonymous/receipt/", raising.anonymous_receipt, name="anonymous-receipt"),
    path("ideas/<uuid:pk>/", ideas.idea_detail, name="idea-detail"),
    path("ideas/<uuid:pk>/receipt/", raising.idea_receipt, name="idea-receipt"),
    path("ideas/<uuid:pk>/edit/", ideas.idea_edit, name="idea-edit"),
    path("ideas/<uuid:pk>/photo/", photos.idea_photo, name="idea-photo"),
    path("ideas/<uuid:pk>/comments/", comments.idea_comments, name="idea-comments"),
    path("comments/<uuid:pk>/removal/", comments.comment_removal, name="comment-removal"),
    path("ideas/<uuid:pk>/tags/", tags.idea_tags, name="idea-tags"),
    path("ideas/<uuid:pk>/move/", moves.idea_move, name="idea-move"),
    path("ideas/<uuid:pk>/discussion/", moves.discussion, name="idea-discussion"),
    path("ideas/<uuid:pk>/revival/", moves.revival, name="idea-revival"),
    path("ideas/<uuid:pk>/acceptance/", moves.acceptance, name="idea-acceptance"),
    path("ideas/<uuid:pk>/parking/", moves.parking, name="idea-parking"),
    path("ideas/<uuid:pk>/escalation/", moves.escalation, name="idea-escalation"),
    path("ideas/<uuid:pk>/escalation/reply/", moves.escalation_reply, name="idea-escalation-reply"),
    path("ideas/<uuid:pk>/decline/", moves.decline, name="idea-decline"),
    path("ideas/<uuid:pk>/plan/", moves.plan, name="idea-plan"),
    path("ideas/<uuid:pk>/trial/", moves.trial, name="idea-trial"),
    path("ideas/<uuid:pk>/result/", moves.result, name="idea-result"),
    path("ideas/<uuid:pk>/evaluation/", moves.evaluation, name="idea-evaluation"),
    path("ideas/<uuid:pk>/standard/", moves.standard, name="idea-standard"),
    path("ideas/<uuid:pk>/adjustment/", moves.adjustment, name="idea-adjustment"),
    path("ideas/<uuid:pk>/drop/", moves.drop, name="idea-drop"),
    path("ideas/<uuid:pk>/done/", moves.done, name="idea-done"),
    path("ideas/<uuid:pk>/closure/", moves.closure, name="idea-closure"),
]

_meetings = [
    path("units/<uuid:unit_pk>/board/", boards.board_arrangement, name="board-arrangement"),
    path("units/<uuid:unit_pk>/board/sections/", boards.board_sections, name="board-sections"),
    path("units/<uuid:unit_pk>/board/template/", boards.board_template, name="board-template"),
    path("units/<uuid:unit_pk>/lanes/", lanes.lane_list, name="lane-list"),
    path("lanes/<uuid:pk>/", lanes.lane_edit, name="lane-edit"),
    path("lanes/<uuid:pk>/place/", lanes.lane_place, name="lane-place"),
    path("units/<uuid:unit_pk>/meetings/", meetings.meeting_list, name="meeting-list"),
    path("units/<uuid:unit_pk>/meetings/new/", meetings.meeting_new, name="meeting-new"),
    path("meetings/<uuid:pk>/plan/", meetings.meeting_plan, name="meeting-plan"),
    path("meetings/<uuid:pk>/start/", meetings.meeting_start, name="meeting-start"),
    path("meetings/<uuid:pk>/item/", meetings.meeting_item, name="meeting-item"),
    path("meetings/<uuid:pk>/idea/", meetings.meeting_idea, name="meeting-idea"),
    path("meetings/<uuid:pk>/attendance/", meetings.meeting_attendance, name="meeting-attendance"),
    path("meetings/<uuid:pk>/outcomes/", meetings.meeting_outcomes, name="meeting-outcomes"),
    path("meetings/<uuid:pk>/recognition/", meetings.meeting_recognition, name="meeting-recognition"),
    path("meetings/<uuid:pk>/closure/", meetings.meeting_closure, name="meeting-closure"),
    path("meetings/<uuid:pk>/minutes/", meetings.meeting_minutes, name="meeting-minutes"),
    path("outcomes/<uuid:pk>/done/", meetings.outcome_done, name="outcome-done"),
]

urlpatterns = [*_ideas, *_meetings]
