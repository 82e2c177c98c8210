from django.urls import path, re_path

from attendees import views

SLUG = r"(?P<slug>[\w-]{1,120})"  # a name in any alphabet

urlpatterns = [
    path("attendees/", views.attendees, name="attendees"),
    path("attendees/organisations/", views.organisations, name="organisations"),
    path("attendees/seats/", views.seats_of_bodies, name="seats"),
    path("attendees/seats/attendance.csv", views.attendance_csv, name="attendance-csv"),
    path("attendees/co-chairs/", views.co_chairs_over_time, name="co-chairs"),
    re_path(rf"^attendees/organisations/{SLUG}/$", views.organisation, name="organisation"),
    re_path(rf"^attendees/{SLUG}/$", views.person, name="person"),
]
