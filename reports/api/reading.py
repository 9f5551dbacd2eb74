"""The read-only API: releases, tables, findings, council areas and editions. Public parts are open; a token shows more."""

import hashlib
import json

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from ninja import NinjaAPI, Query
from ninja.errors import HttpError
from ninja.security import HttpBearer

from branches.guessing import WRONG_ONES
from branches.models import CouncilArea
from branches.pace import address_of
from reports import access, releasing, shown
from reports.api import answers, schemas
from reports.models import ApiToken, Edition

MOST_AT_ONCE = 200
PAGING = {"limit": Query(100, ge=1, le=MOST_AT_ONCE), "offset": Query(0, ge=0, le=1_000_000)}


class TokenOrNobody(HttpBearer):
    """`Authorization: Bearer …` reads as the token's owner; without it, as the public; a wrong one is refused (401), many wrong ones too (429)."""

    def __call__(self, request):
        if not request.headers.get("Authorization"):
            return AnonymousUser()
        if WRONG_ONES.is_spent(address_of(request)):
            raise HttpError(429, "Too many wrong tokens came from your network within an hour")
        owner = super().__call__(request)
        if owner is None:
            WRONG_ONES.allows(address_of(request))
        return owner

    def authenticate(self, request, token):
        return ApiToken.owner_of(token)


ODD_VALUE = {
    "description": "A value that does not fit; `detail` says which and why",
    "content": {
        "application/json": {
            "schema": {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "array"}}}
        }
    },
}


class OpenToAll(NinjaAPI):
    """Describes what is so for every address: a token may be sent and need not be; odd values are refused (422)."""

    def get_openapi_schema(self, **options):
        schema = super().get_openapi_schema(**options)
        for operation in (one for path in schema["paths"].values() for one in path.values()):
            operation["security"] = [{}, *operation["security"]]
            operation["responses"].setdefault(422, ODD_VALUE)
        return schema


api = OpenToAll(
    title="Promise Tracker",
    version="1",
    description="Frozen survey releases, employers' answers and published editions, read only. "
    "Every figure is rounded and protected before it is stored; null means that it may not be shown.",
    urls_namespace="reports:api",
    docs_url=None,
    openapi_url="schema",
    auth=TokenOrNobody(),
)


@api.get(
    "",
    response={200: dict[str, str], 401: schemas.Problem, 429: schemas.Problem},
    summary="What there is, and where",
)
def contents(request):
    """The address of each list, and of the description of them all."""
    lists = ("releases", "findings", "councils", "editions")
    return _answer(request, {name: f"{request.path}{name}" for name in (*lists, "schema")})


@api.get(
    "releases",
    response={200: list[schemas.ReleaseOut], 401: schemas.Problem, 429: schemas.Problem},
    summary="Releases, newest first",
)
def releases(request, limit: int = PAGING["limit"], offset: int = PAGING["offset"]):
    found = access.visible_releases(request.auth).newest_first().select_related("wave")
    return _answer(
        request, [answers.release_out(one) for one in found[offset : offset + limit]], found.count()
    )


@api.get(
    "releases/{slug:wave}/{int:number}/tables",
    response={200: list[schemas.TableOut], 401: schemas.Problem, 429: schemas.Problem, 404: schemas.Problem},
    summary="The tables of one release",
)
def tables(
    request,
    wave: str,
    number: int,
    question: str = "",
    by: str = "",
    limit: int = PAGING["limit"],
    offset: int = PAGING["offset"],
):
    """`question` keeps one question; `by` one split: council, named_group, role, or scotland."""
    release = _release(request.auth, wave, number)
    found = [
        table
        for table in releasing.tables(release)
        if question in ("", table.question) and by in ("", ",".join(table.by) or "scotland")
    ]
    return _answer(request, [answers.table_out(one) for one in found[offset : offset + limit]], len(found))


@api.get(
    "findings",
    response={200: list[schemas.FindingOut], 401: schemas.Problem, 429: schemas.Problem},
    summary="Findings with Scotland's figure",
)
def findings(request, limit: int = PAGING["limit"], offset: int = PAGING["offset"]):
    shelf = shown.shelf(request.auth)
    reading = shelf.reading() if shelf.readings else None
    found = [answers.finding_out(one, reading) for one in shelf.findings[offset : offset + limit]]
    return _answer(request, found, len(shelf.findings))


@api.get(
    "councils",
    response={200: list[schemas.CouncilOut], 401: schemas.Problem, 429: schemas.Problem},
    summary="The 32 council areas",
)
def councils(request):
    places = shown.places()
    return _answer(request, [answers.council_out(one) for one in places], len(places))


@api.get(
    "councils/{gss_code}",
    response={
        200: schemas.CouncilRecordOut,
        401: schemas.Problem,
        429: schemas.Problem,
        404: schemas.Problem,
    },
    summary="One council area's record",
)
def council(request, gss_code: str):
    found = CouncilArea.objects.filter(gss_code=gss_code[:12]).first() if "\x00" not in gss_code else None
    if found is None:
        raise Http404("There is no such council area.")
    shelf = shown.shelf(request.auth)
    record = answers.record_out(shelf.place(found.gss_code), found, request.auth, shelf.today)
    return _answer(request, record)


@api.get(
    "editions",
    response={200: list[schemas.EditionOut], 401: schemas.Problem, 429: schemas.Problem},
    summary="Published editions",
)
def editions(request, limit: int = PAGING["limit"], offset: int = PAGING["offset"]):
    found = (
        Edition.objects.filter(state__in=Edition.PUBLIC)
        .select_related("report")
        .order_by("-published_at", "-id")
    )
    return _answer(
        request, [answers.edition_out(one) for one in found[offset : offset + limit]], found.count()
    )


def _release(viewer, wave, number):
    if "\x00" in wave or not 0 < number < 2**31:
        raise Http404("There is no such release.")
    return access.readable_release(viewer, wave, number)


def _answer(request, data, total=None):
    """JSON with a strong ETag of its content and, for lists, how many there are in all."""
    body = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag)
    response = (
        answer
        if isinstance(answer, HttpResponseNotModified)
        else HttpResponse(body, content_type="application/json")
    )
    response["ETag"] = etag
    response["Vary"] = "Authorization"
    response["Cache-Control"] = "private, no-cache" if request.auth.is_authenticated else "public, max-age=60"
    if total is not None:
        response["X-Total-Count"] = str(total)
    return response
