"""The pages of following by mail. Only POST changes anything: mail scanners open every link of a letter."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from decisions.filters import SOON
from ogpminutes.following import alerts
from ogpminutes.following.forms import FollowForm, RhythmForm
from ogpminutes.following.letters import Carrier
from ogpminutes.following.stream import Stream
from ogpminutes.following.streams import open_stream
from ogpminutes.models import Alert
from ogpminutes.models.alerts import QUERY_LIMIT

View = Callable[..., HttpResponse]
Links = require_http_methods(["GET", "HEAD", "POST"])
TOO_OFTEN = "More alerts were asked for from your network than an hour allows. Nothing was kept; try again in an hour."
BUSY = "More people ask for alerts just now than the portal can write to. Nothing was kept; try again in an hour."
TOO_LONG = "This search has more words and filters than an alert can keep. Take some away."


def while_it_works(view: View) -> View:
    """Say of a link that leads nowhere any more why that may be."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except alerts.Over:
            return render(request, "alerts/over.html", {"days": alerts.DAYS}, status=404)

    return guarded


@never_cache
@Links
def follow(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for an alert. The answer is the same whether the address is new, follows this already, or is nobody's."""
    stream = open_stream(name, request.GET)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _offer(request, stream, form, 422 if form.errors else 200)
    if len(stream.query) > QUERY_LIMIT:
        return _offer(request, stream, form, 422, TOO_LONG)
    if not ratelimit.consume(request, action="follow"):
        return _offer(request, stream, form, 429, TOO_OFTEN)
    try:
        letter = alerts.ask(form.cleaned_data["address"], stream, form.cleaned_data["rhythm"])
    except alerts.Busy:
        return _offer(request, stream, form, 503, BUSY)
    if letter:
        carrier = Carrier(0)
        carrier.carry(letter)  # where it does not go, `send_alerts` tries again
        carrier.close()
    return redirect("follow-asked")


def _offer(request: HttpRequest, stream: Stream, form: FollowForm, status: int, problem: str = "") -> HttpResponse:
    context = {"stream": stream, "form": form, "problem": problem, "days": alerts.DAYS}
    return render(request, "alerts/follow.html", {**context, "most": alerts.MOST, "soon": SOON}, status=status)


@never_cache
@require_safe
def follow_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "alerts/asked.html", {"days": alerts.DAYS})


@never_cache
@Links
@while_it_works
def agree(request: HttpRequest, token: str) -> HttpResponse:
    alert = alerts.asked(token)
    if request.method != "POST":
        return _show(request, "agree", alert)
    try:
        alerts.agree(alert)
    except alerts.TooMany:
        return _show(request, "agree", alert, 409, most=alerts.MOST, keep=alerts.link_to_keep(alert.follower))
    messages.success(request, "You follow this now. The first letter comes when there is something new.")
    return redirect(alerts.link_to_keep(alert.follower))


@csrf_exempt  # mail programs post here for their reader, RFC 8058; the link itself is the proof
@never_cache
@Links
@while_it_works
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one alert. Stopping it again says that it is stopped."""
    try:
        alert = alerts.to_stop(token)
    except alerts.Stopped:
        return render(request, "alerts/stopped.html")
    if request.method != "POST":
        return _show(request, "stop", alert)
    alerts.stop(alert.follower, alert.pk)
    return render(request, "alerts/stopped.html")


def _show(request: HttpRequest, page: str, alert: Alert, status: int = 200, **more: Any) -> HttpResponse:
    context = {"alert": alert, "stream": alerts.stream_of(alert), **more}
    return render(request, f"alerts/{page}.html", context, status=status)


@never_cache
@Links
@while_it_works
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """See, change and stop what an address follows."""
    follower = alerts.follower_of(token)
    if request.method != "POST":
        lines = [_line(alert) for alert in follower.alerts.confirmed().in_order()]
        return render(request, "alerts/mine.html", {"follower": follower, "lines": lines})
    deed, key = request.POST.get("deed"), _key(request.POST.get("alert", ""))
    if deed == "forget":
        alerts.forget(follower)
    elif deed == "stop":
        alerts.stop(follower, key)
    elif (form := RhythmForm(request.POST)).is_valid() and alerts.change(follower, key, form.cleaned_data["rhythm"]):
        messages.success(request, "Your change is kept.")
    if not alerts.exists(follower):
        return render(request, "alerts/stopped.html", {"is_forgotten": True})
    return redirect("alerts", token)


def _key(text: str) -> int:
    """Give the number of an alert in a form; none that there is, where the form was forged."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _line(alert: Alert) -> dict[str, Any]:
    form = RhythmForm(initial={"rhythm": alert.rhythm}, auto_id=f"%s-{alert.pk}")
    return {"alert": alert, "stream": alerts.stream_of(alert), "form": form}
