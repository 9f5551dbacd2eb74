"""A respondent's pages: start, questions, checking one's answers, sending. They keep no session and store no row.

They need no CSRF token: nobody is signed in here, each step carries a draft that only this server can seal, and the
draft's cookie is never sent along from another site. So no second cookie lands on what may be an employer's device.
"""

from functools import wraps

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import Error
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from branches.permissions import public
from surveys import crowding, draft_transport, interface, pausing, sending, what_we_keep, wording
from surveys.answering import Reading, read_page, review
from surveys.draft_transport import carried
from surveys.drafts import Draft
from surveys.models import Wave
from surveys.open_waves import ASKS_LANGUAGE, wave_for
from surveys.views import screens

SAY = "say-"
ALSO_WHEN_CLOSED = {"survey-keep", "survey-thanks"}


def survey_view(view):
    """A respondent's view: it is given the open wave; unknown, closed, too big and cross-site are answered here."""

    @csrf_exempt
    @public
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def found(request, slug, **rest):
        try:
            open_wave = asked_for(request, wave_for(slug, posting=request.method == "POST"))
            response = _refusal(request, open_wave) or view(request, open_wave, **rest)
        except Wave.DoesNotExist:
            raise Http404 from None
        except Error:
            response = screens.bare(*wording.no_database(), status=503)
        except (RequestDataTooBig, TooManyFieldsSent):
            draft_transport.read_away(request)
            response = screens.bare(*wording.too_much(), status=413)
        finally:
            interface.speak("")  # the thread's next request may be anybody's
        response.headers["Cache-Control"] = "no-store, private"
        return response

    found.plain, found.asks_nobody = view, True
    return found


def asked_for(request, open_wave):
    """Return the wave in the language that the address asks for: of pages to which no draft comes along."""
    asks = request.META.get("QUERY_STRING")  # most addresses end without a question: then nothing is parsed
    language = request.GET.get(ASKS_LANGUAGE, "") if asks else ""
    return screens.said_to(open_wave, language) if language else open_wave


def _refusal(request, open_wave):
    """Return the answer to what goes no further: from another site, or to a survey that isn't open."""
    posted = request.method == "POST"
    if posted and request.META.get("HTTP_SEC_FETCH_SITE") == "cross-site":
        return screens.bare(*wording.cross_site(), status=403)
    if not open_wave.is_open and request.resolver_match.url_name not in ALSO_WHEN_CLOSED:
        draft = carried(request, open_wave).draft or Draft(language=open_wave.language)
        texts = _typed_texts(request, open_wave, draft)
        open_wave = screens.said_to(open_wave, draft.language)
        return screens.closed(open_wave, texts, status=410 if posted else 200)
    return None


def _typed_texts(request, open_wave, draft):
    """Return the comments in a request, so that a closed door does not swallow what somebody wrote."""
    texts = [draft.answers.get(name, "") for name in open_wave.form.layout.comments]
    texts += [text for name in open_wave.form.layout.comments for text in request.POST.getlist(name)]
    return [wording.shown_text(text) for text in dict.fromkeys(texts) if text.strip()]


@survey_view
def start(request, open_wave):
    """Who asks and why; posted, on to the first question. A paused survey lets nobody begin in vain."""
    if open_wave.wave.paused:
        return screens.bare(*wording.paused(), status=503)
    if request.method != "POST":
        draft = carried(request, open_wave).draft
        if draft and ASKS_LANGUAGE not in request.GET:
            open_wave = screens.said_to(open_wave, draft.language)
        return screens.start(open_wave, draft)
    first = open_wave.way.next_place(-1, {})
    try:
        language = request.POST.get("language", "")
        draft = Draft(code=sending.code_in(request.POST), furthest=first)
        draft.language = language if language in open_wave.languages else ""
    except sending.Problem as problem:
        return screens.start(open_wave, None, problem)
    # Always by a redirect: a browser that refuses the cookie gets a fresh draft with the first page.
    return screens.go(open_wave, draft, first, by_cookie=True)


@survey_view
def page(request, open_wave, name):
    place = open_wave.way.places.get(name)
    if place is None:
        raise Http404
    return (
        _answer_page(request, open_wave, place)
        if request.method == "POST"
        else _show_page(request, open_wave, place)
    )


def _show_page(request, open_wave, place):
    came = carried(request, open_wave)
    draft, first = came.draft, open_wave.way.next_place(-1, {})
    if draft is None:
        if place == first:
            return screens.page(open_wave, first, Draft(furthest=first))
        return redirect(open_wave.addresses["start_url"])
    open_wave = screens.said_to(open_wave, draft.language)
    here = open_wave.way.next_place(place - 1, draft.answers)
    if here != place or place > draft.furthest:
        allowed = first if here is None else min(here, max(draft.furthest, first))
        return redirect(screens.address(open_wave, allowed))
    if draft.pending == place:
        return screens.page(open_wave, place, draft, review(open_wave.way, place, draft))
    return screens.page(open_wave, place, draft, token=came.token)


def _answer_page(request, open_wave, place):
    came = carried(request, open_wave)
    draft = came.draft or Draft()
    open_wave = screens.said_to(open_wave, draft.language)
    draft.furthest = max(draft.furthest, place)
    reading = read_page(open_wave.way, place, draft, request.POST)
    if came.unreadable:
        reading.notice = wording.lost_draft()
        return screens.page(open_wave, place, draft, reading, status=400)
    return _go_on(request, open_wave, place, draft, reading)


def _go_on(request, open_wave, place, draft, reading):
    go = request.POST.get("go", "")
    if go == "back":
        return _back(request, open_wave, draft, place)
    if go.startswith(SAY):
        return _say(request, open_wave, draft, place, reading)
    if reading.errors or (go not in ("finish", "pause") and reading.stops):
        return _once_more(request, open_wave, place, draft, reading)
    if go == "pause":
        return _pause(open_wave, place, draft)
    if go == "finish":
        return _to(request, open_wave, draft, "send")
    return _step(request, open_wave, draft, open_wave.way.next_place(place, draft.answers))


def _say(request, open_wave, draft, place, reading):
    """Show the same page in another language, with all that was typed."""
    language = request.POST["go"].removeprefix(SAY)
    draft.language = language if language in open_wave.languages else ""
    draft.pending = place
    if reading.kept:  # what is to be put right, said in the language now asked for
        reading = review(screens.said_to(open_wave, draft.language).way, place, draft)
    return _once_more(request, open_wave, place, draft, reading)


def _once_more(request, open_wave, place, draft, reading):
    """Show the page again: by a redirect when the draft holds all that was typed, so that Back asks nothing."""
    draft.pending = place
    if reading.kept and draft_transport.COOKIE in request.COOKIES:
        return screens.go(open_wave, draft, place, by_cookie=True)
    return screens.page(open_wave, place, draft, reading)


def _pause(open_wave, place, draft):
    """Store the draft under a resume code and show it; with the database down say so, on the page as it was."""
    try:
        return screens.paused(open_wave, pausing.pause(open_wave, draft))
    except Error:
        reading = Reading(notice=wording.not_paused())
        return screens.page(open_wave, place, draft, reading, status=503)


@survey_view
def resume(request, open_wave):
    """Come back with the code that stopping gave."""
    if request.method != "POST":
        return screens.render("resume", open_wave)
    typed = request.POST.get("code", "")[: sending.LONGEST_CODE]
    if not crowding.may_try_a_code(request):
        words = {"problem": crowding.too_many_codes(), "typed": wording.shown_text(typed)}
        return screens.render("resume", open_wave, words, status=429)
    try:
        draft = pausing.resume(open_wave, typed)
    except pausing.NoSuchDraft:
        words = {"problem": wording.no_such_draft(), "typed": wording.shown_text(typed)}
        return screens.render("resume", open_wave, words)
    return screens.go(
        open_wave, draft, max(draft.furthest, 0), by_cookie=draft_transport.COOKIE in request.COOKIES
    )


def _back(request, open_wave, draft, place):
    earlier = open_wave.way.previous_place(place, draft.answers)
    return _to(request, open_wave, draft, "start" if earlier is None else earlier)


def _step(request, open_wave, draft, place):
    """Go forward to a screen, or after the last one to sending."""
    draft.furthest = max(draft.furthest, len(open_wave.way.screens) - 1 if place is None else place)
    return _to(request, open_wave, draft, "send" if place is None else place)


def _to(request, open_wave, draft, target):
    return screens.go(open_wave, draft, target, by_cookie=draft_transport.COOKIE in request.COOKIES)


@survey_view
def look(request, open_wave):
    """Check one's answers; posted, go to the question to change or on to sending."""
    came = carried(request, open_wave)
    if came.draft is None:
        return redirect(open_wave.addresses["start_url"])
    if request.method != "POST":
        return screens.look(open_wave, came.draft)
    return _to(request, open_wave, came.draft, _target(request, open_wave, came.draft))


def _target(request, open_wave, draft):
    """Return where the button leads: a screen by its name, the last screen, looking, or sending."""
    go = request.POST.get("go", "")
    if go == "back":
        last = open_wave.way.previous_place(draft.furthest + 1, draft.answers)
        return "start" if last is None else last
    if go in open_wave.way.places:
        return min(open_wave.way.places[go], draft.furthest)
    return "look" if go == "look" else "send"


@survey_view
def send(request, open_wave):
    """The one screen before sending; posted with “send”, the response is taken."""
    came = carried(request, open_wave)
    if came.draft is None:
        return redirect(open_wave.addresses["start_url"])
    open_wave = screens.said_to(open_wave, came.draft.language)
    if request.method != "POST":
        return screens.send(open_wave, came.draft)
    try:
        sending.take_choices(came.draft, request.POST)
    except sending.Problem as problem:
        return screens.send(open_wave, came.draft, problem)
    if request.POST.get("go", "send") != "send":
        return _to(request, open_wave, came.draft, _target(request, open_wave, came.draft))
    if not crowding.may_send(request):
        return screens.send(open_wave, came.draft, crowding.too_many(), status=429)
    return _send(request, open_wave, came.draft)


def _send(request, open_wave, draft):
    try:
        receipt = sending.send(open_wave, draft)
    except sending.Closed:
        texts = [draft.answers[name] for name in open_wave.form.layout.comments if name in draft.answers]
        return screens.closed(open_wave, texts, status=410)
    except sending.Problem as problem:
        return screens.send(open_wave, draft, problem, status=problem.status)
    return screens.taken(open_wave, receipt, on_device=draft_transport.COOKIE in request.COOKIES)


@survey_view
def thanks(request, open_wave):
    """The thank-you, which can be opened again; it knows nothing of who sent what."""
    return screens.thanks(open_wave)


@survey_view
def withdraw(request, open_wave):
    """Use a deletion code: the answer is the same whether or not a response was sent with it."""
    if request.method != "POST":
        return screens.render("withdraw", open_wave)
    typed = request.POST.get("code", "")[: sending.LONGEST_CODE]
    try:
        sending.withdraw(open_wave, typed)
    except sending.Closed:
        return screens.closed(open_wave, status=410)
    except sending.Problem as problem:
        words = {"problem": problem.sentence, "typed": wording.shown_text(typed)}
        return screens.render("withdraw", open_wave, words, status=problem.status)
    return screens.render("withdrawn", open_wave)


@survey_view
def keep(request, open_wave):
    """What we keep about you, generated from the live schema."""
    return screens.render("keep", open_wave, {"tables": what_we_keep.kept()})


@survey_view
def clear(request, open_wave):
    """Take the answers off this device."""
    if request.method != "POST":
        return redirect(open_wave.addresses["start_url"])
    response = screens.render("cleared", open_wave)
    return draft_transport.forget(response, open_wave)
