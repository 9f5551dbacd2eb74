"""Loading and removing the outlines of the geographic map; each is one act with one audit event."""

from django.db import transaction

from branches.audit import record_event
from branches.models import CouncilArea
from reports.models import MapShapes
from reports.shapes import read_shapes


def newest() -> MapShapes | None:
    """The outlines that are drawn, or None while nobody has loaded any."""
    return MapShapes.objects.first()


def load_shapes(*, data: bytes, source: str, by) -> MapShapes:
    """Reads a GeoJSON file whole and puts it in the place of what was there. Raises ShapesRefused."""
    rings = read_shapes(data, CouncilArea.objects.all())
    with transaction.atomic():
        MapShapes.objects.all().delete()
        made = MapShapes.objects.create(rings=rings, source=source, loaded_by=by)
        record_event(by=by, verb="loaded the", subject=made, detail={"areas": len(rings)})
    return made


def remove_shapes(*, by) -> None:
    """The hex map alone remains; removing nothing changes nothing."""
    with transaction.atomic():
        for shapes in MapShapes.objects.select_for_update():
            record_event(by=by, verb="removed the", subject=shapes)
            shapes.delete()
