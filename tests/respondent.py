"""A person who answers a survey as a browser does: page by page, by its forms; and a browser that others steer."""

import http.client
import random
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

PAGES_AT_MOST = 60


class Respondent:
    """Walks one survey; `values` fixes the answers to some questions, the rest is chosen by the seed."""

    def __init__(self, site_url, wave, values=None, seed=0):
        self.site_url, self.address = site_url, f"/survey/{wave}/"
        self.values, self.random, self.cookies = values or {}, random.Random(seed), {}
        self.body = None

    def answer_all(self, patience=0):
        """Go from the start to the thanks; each step is tried again for `patience` seconds. True when thanked."""
        tree = self._open(patience)
        for _ in range(PAGES_AT_MOST):
            if tree is None or tree.get_element_by_id("thanks", None) is not None:
                return tree is not None
            tree = self._forward(tree, patience)
        return False

    def _open(self, patience):
        return self._try(lambda: self._request("GET", self.address), patience)

    def _forward(self, tree, patience):
        form = tree.get_element_by_id("page")
        action = urljoin(self.address, form.get("action") or "")
        body = urlencode(self._filled(form))
        return self._try(lambda: self._request("POST", action, body), patience)

    def _filled(self, form):
        fields, names = [], set()
        for field in form.xpath(".//input|.//textarea|.//select"):
            name, kind = field.get("name"), field.get("type", field.tag)
            if not name or kind in ("submit", "button") or name in names and kind == "radio":
                continue
            names.add(name)
            fields += [(name, value) for value in self._values(form, field, name, kind)]
        button = form.xpath(".//button[1]")[0]
        return fields + ([(button.get("name"), button.get("value", ""))] if button.get("name") else [])

    def _values(self, form, field, name, kind):
        if kind == "hidden":
            return [field.get("value", "")]
        if name in self.values:  # "does not apply" beside a number is a box of the same name
            return [] if kind == "checkbox" else [self.values[name]]
        if kind == "radio":
            return [self.random.choice(form.xpath(f".//input[@name='{name}']/@value"))]
        if kind == "checkbox":
            return [field.get("value", "on")] if self.random.random() < 0.3 else []
        if kind == "select":
            return [self.random.choice(field.xpath(".//option/@value"))]
        return []

    def _try(self, ask, patience):
        """The page, or None when it did not come within the patience; an error page is no page."""
        deadline = time.monotonic() + patience
        while True:
            try:
                status, text = ask()
                if status < 400:
                    return html.fromstring(text)
            except (OSError, http.client.HTTPException):
                pass
            if time.monotonic() >= deadline:
                return None
            time.sleep(0.2)

    def _request(self, method, address, body=None, redirects=5):
        connection = http.client.HTTPConnection(urlsplit(self.site_url).netloc, timeout=15)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if answer.status in (301, 302, 303) and redirects:
            return self._request("GET", urljoin(address, answer.headers["Location"]), redirects=redirects - 1)
        return answer.status, text


class Browser:
    """Somebody's browser without JavaScript, over the network: the page it shows, its status, how long it took."""

    def __init__(self, site):
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.site, self.opener = site, urllib.request.build_opener(jar)

    def get(self, address):
        return self._take(self.site + address)

    def press(self, button="", **given):
        """Press a button of the page's form by its value, the first one when none is named."""
        form = self.tree.get_element_by_id("page")
        data = dict(form.form_values()) | given
        first = form.xpath(".//button")[0]
        name, value = ("go", button) if button else (first.get("name"), first.get("value"))
        data |= {name: value} if name else {}
        return self._take(self.site + form.get("action"), urllib.parse.urlencode(data).encode())

    def _take(self, address, body=None):
        began = time.monotonic()
        try:
            answer = self.opener.open(address, body, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        self.tree, self.status = html.fromstring(answer.read().decode()), answer.status
        self.took = time.monotonic() - began
        return self

    @property
    def words(self):
        return " ".join(self.tree.text_content().split())

    def is_thanked(self):
        return self.tree.get_element_by_id("thanks", None) is not None
