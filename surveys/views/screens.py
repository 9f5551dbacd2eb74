"""Makes the answers of the respondent's views: which template, with what in it. Decides nothing about a response."""

from html import escape

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone

from branches.branding import branding
from surveys import after_thanks, draft_transport, interface, wording
from surveys.answering import Reading
from surveys.drafts import seal
from surveys.holes import Hole, parse
from surveys.pages import Filling, attributes, compiled_page, kept_page, switch
from surveys.translations import name_of


def address(open_wave, place):
    """Return the address of a screen."""
    return open_wave.address("page", open_wave.way.screens[place].name)


def said_to(open_wave, language):
    """Return the wave in a language that it is offered in, and speak it from here to the end of the request."""
    open_wave = open_wave.in_language(language)
    interface.speak(open_wave.language)
    return open_wave


def render(template, open_wave, context=None, status=200):
    """Return a page of the survey that is no question page."""
    return HttpResponse(_rendered(template, open_wave, context or {}), status=status)


def _rendered(template, open_wave, context):
    wave = open_wave.wave
    words = {
        **branding(None),
        **open_wave.addresses,
        "wave": wave,
        "results_are_due": bool(wave.results_due and wave.results_due < timezone.localdate()),
        "is_try": open_wave.is_try,
        **context,
    }
    return render_to_string(f"surveys/{template}.html", words)


def _kept(template, open_wave, context, **own):
    """Return a page whose template runs once a day for each context; `own` are one person's words, by name."""

    def make():
        return parse(_rendered(template, open_wave, context | {name: Hole(name) for name in own}))

    parts = kept_page(open_wave, (template, timezone.localdate(), *own, *context.items()), make)
    return HttpResponse("".join(part if isinstance(part, str) else escape(own[part[0]]) for part in parts))


def _with_draft(open_wave, draft, make, token=""):
    """Return the response that `make` builds around the sealed draft; the cookie is set unless it holds that `token`."""
    if token:
        return make(token)
    token = seal(draft, open_wave.binding)
    return draft_transport.remember(make(token), open_wave, draft, token)


def page(open_wave, place, draft, reading=None, status=200, token=""):
    """Return a question page, filled; `token` is the draft's sealed text where the browser has it."""
    open_wave = said_to(open_wave, draft.language)
    parts = compiled_page(open_wave, place)

    def make(token):
        return HttpResponse(
            Filling(open_wave, place, draft, token, reading or Reading()).fill(parts), status=status
        )

    return _with_draft(open_wave, draft, make, token)


def start(open_wave, draft=None, problem=None):
    """Return the start page; with a draft it offers to carry on."""
    context = {
        "minutes": wording.minutes(open_wave.way),
        "goes_on": draft is not None,
        "needs_code": open_wave.wave.is_by_invitation,
        "switch": tuple(switch(open_wave)),
        "language": open_wave.language,
        "language_name": name_of(open_wave.language or open_wave.form.definition.language),
        "is_spoken": interface.speaks(open_wave.language),
    }
    if problem:
        return render("start", open_wave, context | {"problem": problem})
    there = address(open_wave, max(draft.furthest, 0)) if draft else ""
    return _kept("start", open_wave, context, go_on_url=there)


def look(open_wave, draft):
    """Return the page on which one looks through one's answers."""
    open_wave = said_to(open_wave, draft.language)
    rows = list(_rows(open_wave.way, draft))

    def make(token):
        return render(
            "look", open_wave, {"draft_token": token, "rows": rows, "lang": attributes(open_wave.language)}
        )

    return _with_draft(open_wave, draft, make)


def _rows(way, draft):
    """Yield the screen, the question's words and the answer's for each question on the person's way so far."""
    for screen in way.screens[: draft.furthest + 1]:
        for question in way.on_screen(screen, draft.answers):
            if question.kind.asks:
                answer = draft.answers.get(question.name)
                words = "" if answer is None else wording.answer_of(question, answer)
                yield {
                    "screen": screen.name,
                    "label": way.piped(question.label, draft.answers),
                    "words": words,
                    "is_offered": question.kind.kind != "text" and answer not in question.apart,
                }


def send(open_wave, draft, problem=None, status=200):
    """Return the one screen before sending; `problem` says why a sending failed."""
    open_wave = said_to(open_wave, draft.language)
    answered, of = open_wave.way.progress(draft.answers)
    counted = wording.answered_of(answered, of)
    context = {
        "reached_end": draft.furthest == len(open_wave.way.screens) - 1,
        "needs_code": open_wave.wave.is_by_invitation
        and (not draft.code or getattr(problem, "about_code", False)),
        "may_withdraw": draft.may_withdraw,
    }

    def make(token):
        if problem is None:
            return _kept("send", open_wave, context, draft_token=token, counted=counted)
        own = {"draft_token": token, "counted": counted, "problem": problem}
        return render("send", open_wave, context | own, status)

    return _with_draft(open_wave, draft, make)


SHOW = {"look": look, "send": send, "start": start}


def go(open_wave, draft, target, by_cookie):
    """Show a screen's place, “look” or “send”: by a redirect when the browser keeps our cookie, so that Back works."""
    open_wave = said_to(open_wave, draft.language)
    token = seal(draft, open_wave.binding) if by_cookie else ""
    if token and draft_transport.fits_cookie(token):
        there = (
            address(open_wave, target) if isinstance(target, int) else open_wave.addresses[f"{target}_url"]
        )
        return draft_transport.remember(HttpResponseRedirect(there, status=303), open_wave, draft, token)
    return page(open_wave, target, draft) if isinstance(target, int) else SHOW[target](open_wave, draft)


def taken(open_wave, receipt, on_device):
    """Return the answer to a sending: the thank-you's address, or the page itself when it carries a deletion code.

    A draft that is `on_device`, in a cookie, is taken off it.
    """
    there = HttpResponseRedirect(open_wave.addresses["thanks_url"], status=303)
    response = thanks(open_wave, receipt.withdrawal_code) if receipt.withdrawal_code else there
    return draft_transport.forget(response, open_wave) if on_device else response


def thanks(open_wave, withdrawal_code=None):
    """Return the thank-you."""
    own = {"withdrawal_code": withdrawal_code} if withdrawal_code else {}
    return _kept("thanks", open_wave, {"news": after_thanks.told()}, **own)


def paused(open_wave, code):
    """Return the page with the resume code; the draft is taken off the device."""
    return draft_transport.forget(render("paused", open_wave, {"code": code}), open_wave)


def closed(open_wave, texts=(), status=200):
    """Return the page of a survey that takes no answers now, with what was typed, to be copied."""
    return render("closed", open_wave, {"texts": texts}, status)


def bare(title, sentence, status):
    """Return a page for when not even the survey is known, or the request isn't one of ours."""
    words = {**branding(None), "title": title, "sentence": sentence}
    return HttpResponse(render_to_string("surveys/bare.html", words), status=status)
