"""A branch secretary who logs meetings as a browser does, sending a form again until somebody says that it was taken."""

import http.client
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from lxml import html

NEW = "/branches/meetings/new/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Secretary:
    """Signed in as a person of the demo; `patience` is how many seconds each step is tried."""

    def __init__(self, site_url, who, patience):
        self.host, self.who, self.patience, self.cookies = urlsplit(site_url).netloc, who, patience, {}

    def sign_in(self):
        page = self._until(lambda: self._ask("GET", "/"), (200,))[1]
        token = html.fromstring(page).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        given = {"csrfmiddlewaretoken": token, "person": self.who}
        self._until(lambda: self._ask("POST", "/demo/enter/", given), (302,))

    def log_meeting(self, note, lose_the_first_answer=False):
        """Log a meeting with that note and its first question answered; the record's address once it was acknowledged."""
        page = self._until(lambda: self._ask("GET", NEW), (200,))[1]
        form = next(each for each in html.fromstring(page).forms if "held_on" in each.fields)
        part = next(name for name in form.fields if name.startswith("part_"))
        answer = form.xpath(f".//input[@name='{part}']/@value")[0]
        fields = dict(form.form_values()) | {"note": note, part: answer}
        if lose_the_first_answer:
            self._send_and_hang_up(fields)
        return self._until(lambda: self._ask("POST", NEW, fields), (302,))[2]

    def _until(self, ask, wanted):
        deadline = time.monotonic() + self.patience
        while True:
            try:
                found = ask()
                if found[0] in wanted:
                    return found
            except (OSError, http.client.HTTPException):
                found = None
            assert time.monotonic() < deadline, f"not taken in {self.patience} s: {found and found[0]}"
            time.sleep(0.2)

    def _ask(self, method, address, fields=None):
        connection = http.client.HTTPConnection(self.host, timeout=15)
        try:
            connection.request(method, address, fields and urlencode(fields), self._headers(fields))
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, text, answer.headers.get("Location")

    def _send_and_hang_up(self, fields):
        connection = http.client.HTTPConnection(self.host, timeout=15)
        try:
            connection.request("POST", NEW, urlencode(fields), self._headers(fields))
        except OSError:
            pass
        finally:
            connection.close()

    def _headers(self, fields):
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        return sent | (FORM if fields else {})
