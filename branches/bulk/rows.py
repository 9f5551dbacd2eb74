"""What the files have in common: collecting faults by row, and reading the cells that they share."""

from datetime import date

from branches.faults import Fault, FileRefused
from branches.models import CouncilArea


class Faults:
    """Collects faults while a file is read; `refuse` raises them all at once."""

    def __init__(self):
        self.found = []

    def add(self, row, sentence):
        self.found.append(Fault(row, sentence, "row"))

    def refuse(self):
        if self.found:
            raise FileRefused(self.found)


class Councils:
    """The 32 areas by their code, asked for once."""

    def __init__(self):
        self.by_code = {council.gss_code: council for council in CouncilArea.objects.all()}

    def find(self, row, record, faults):
        """The council of a row, or None; a code and a name that disagree are a fault."""
        code, name = record["council_code"], record["council"]
        council = self.by_code.get(code)
        if code and council is None:
            faults.add(row, f"There is no council area with the code {code}.")
        elif council and name and name != council.name:
            faults.add(row, f"{code} is {council.name}, not {name}.")
        elif name and not code:
            faults.add(row, f"The code of {name} is missing.")
        return council

    def without(self, covered):
        """Areas that no record covers, so that every file names all 32."""
        seen = set(covered)
        return [council for council in sorted(self.by_code.values(), key=str) if council.pk not in seen]


def yes_or_no(row, record, column, faults):
    word = record[column].lower()
    if word not in ("yes", "no"):
        faults.add(row, f"Write yes or no under {column}, not “{record[column]}”.")
    return word == "yes"


def day(row, record, column, faults):
    """A date or None; written like 2026-03-27, as the file writes it, or like 27/03/2026, as spreadsheets do."""
    text = record[column]
    if not text:
        return None
    try:
        return (
            date.fromisoformat(text)
            if "-" in text
            else date(*reversed([int(part) for part in text.split("/")]))
        )
    except (ValueError, TypeError):
        faults.add(row, f"Write the day under {column} like 2026-03-27, not “{text}”.")
        return None


def yes(value):
    return "yes" if value else "no"


def place_cells(council):
    return {"council_code": council.gss_code, "council": council.name}


def grouped(rows, key, name, faults):
    """[(row number of the first, key, name, [(row, record), …])] of the rows of each place.

    A row without key and name is a council that nobody covers, and says nothing. New places have a name only.
    """
    groups, names = {}, {}
    for row, record in rows:
        if record[key] or record[name]:
            groups.setdefault((record[key], "" if record[key] else record[name]), []).append((row, record))
    for members in groups.values():
        if len({record[name] for _, record in members}) > 1:
            faults.add(members[-1][0], f"The rows of {members[0][1][name]} give it two names.")
        row, record = members[0]
        if not record[name]:
            faults.add(row, "The name is missing.")
        if names.setdefault(record[name], row) != row:
            faults.add(row, f"“{record[name]}” is used for two different places.")
    return list(groups.values())


def areas(members, councils, faults):
    """The council areas of one place's rows; twice the same is a fault."""
    found = []
    for row, record in members:
        council = councils.find(row, record, faults)
        if council in found:
            faults.add(row, f"{council} is listed twice.")
        elif council:
            found.append(council)
    return found


def same(members, column, faults):
    """The first row of a place whose later rows must agree with it in a column."""
    if len({record[column] for _, record in members}) > 1:
        faults.add(members[-1][0], f"The rows of one place differ under {column}.")
    return members[0]


def known_place(model, row, key, name, faults):
    """The place that a key names, None for a new one; another place with the same name is a fault."""
    place = model.objects.filter(slug=key).first() if key else None
    if key and place is None:
        faults.add(row, f"There is nothing with the key {key}. Leave the key empty for something new.")
    elif model.objects.filter(name=name).exclude(pk=place.pk if place else None).exists():
        faults.add(row, f"There is another “{name}” already.")
    return place
