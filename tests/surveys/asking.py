"""Tiny questionnaires, one a feature, and a respondent who walks through them as a browser without JavaScript does."""

from dataclasses import dataclass, field

from lxml import html

from surveys import waves
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.questionnaire import dump, load

AGREE = ("agree", "neither", "disagree")


def choices(*names):
    return [{"name": name, "label": name.replace("_", " ").capitalize()} for name in names]


def one(name, *names, **more):
    return {
        "name": name,
        "type": "select_one",
        "label": f"{name}?",
        "choices": choices(*(names or AGREE)),
        **more,
    }


def ask(name, kind, **more):
    return {"name": name, "type": kind, "label": f"{name}?", **more}


def page(name, *questions, **more):
    return {"name": name, "questions": list(questions), **more}


def questionnaire(*pages):
    """Return a definition of pages; a question given alone becomes its own page."""
    made = [part if "questions" in part else page(f"on_{part['name']}", part) for part in pages]
    return load({"title": "Tiny", "pages": made})


def open_wave(definition, slug="tiny", **terms):
    """Return an open wave that asks the definition."""
    held = Questionnaire.objects.get_or_create(slug=f"for-{slug}", defaults={"title": "Tiny"})[0]
    version = QuestionnaireVersion.objects.create(
        questionnaire=held,
        number=held.versions.count() + 1,
        definition=dump(definition),
        definition_hash=definition.hash,
    )
    terms.setdefault("mode", "open")
    wave = waves.new_wave(by=None, slug=slug, title="Tiny survey", version=version, **terms)
    return waves.open_wave(wave=wave, by=None)


@dataclass
class Respondent:
    """Somebody with a browser; `cookies=False` refuses them, and each page then comes straight from its form."""

    client: object
    slug: str = "tiny"
    cookies: bool = True
    response: object = None
    tree: object = None
    address: str = ""
    seen: list = field(default_factory=list)

    def open(self, address=""):
        return self._take(self.client.get(address or f"/survey/{self.slug}/", follow=True))

    def begin(self):
        self.open()
        return self.press()

    def press(self, button="", **given):
        """Fill the page's boxes (a list for several) and press a button by its value; the first one when none is named."""
        form = self.tree.get_element_by_id("page")
        fields = dict(form.form_values()) | {k: form.fields[k] for k in form.fields if form.fields[k]}
        data = {"draft": fields.get("draft", ""), **self._filled(form), **given}
        if button:
            data["go"] = button
        else:
            first = form.xpath(".//button")[0]
            data |= {first.get("name"): first.get("value")} if first.get("name") else {}
        return self.post(form.get("action"), data)

    def _filled(self, form):
        found = {}
        for name, value in form.form_values():
            found.setdefault(name, []).append(value)
        return found

    def post(self, address, data, **options):
        if not self.cookies:
            self.client.cookies.clear()
        return self._take(self.client.post(address, data, follow=True, **options))

    def _take(self, response):
        self.response, self.address = response, response.request["PATH_INFO"]
        self.tree = html.fromstring(response.content.decode())
        return self

    @property
    def words(self):
        return " ".join(self.tree.text_content().split())

    @property
    def draft(self):
        return self.tree.get_element_by_id("page").fields["draft"]

    @property
    def errors(self):
        found = self.tree.xpath("//*[@id='error-summary']")
        return " ".join(found[0].text_content().split()) if found else ""

    def has(self, name):
        return bool(self.tree.xpath(f"//*[@id='{name}']"))

    def value(self, name):
        return self.tree.get_element_by_id("page").fields[name]
