from django.urls import path, re_path

from ogpminutes.following import alert_views, views
from ogpminutes.following.streams import STREAMS

STREAM = f"(?P<name>{'|'.join(STREAMS)})"

urlpatterns = [
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/following.opml", views.opml, name="opml"),
    re_path(rf"^feeds/{STREAM}\.(?P<form>{'|'.join(views.FORMS)})$", views.feed, name="feed"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("calendar/<slug:slug>.ics", views.body_calendar, name="body-calendar"),
    path("meetings/<slug:slug>/meeting.ics", views.meeting_calendar, name="meeting-calendar"),
    re_path(rf"^follow/{STREAM}/$", alert_views.follow, name="follow"),
    path("follow/asked/", alert_views.follow_asked, name="follow-asked"),
    path("alerts/agree/<str:token>/", alert_views.agree, name="agree"),
    path("alerts/stop/<str:token>/", alert_views.stop, name="stop"),
    path("alerts/<str:token>/", alert_views.mine, name="alerts"),
]
