"""An object for each kind of address: made by alice of South Lanarkshire, looked at by everybody.

A sample is a function that makes the object and returns the address's values. `access_matrix.csv` names them.
"""

from tests import factories
from tests.surveys import making

ABSENT = {"int": 987654321, "slug": "absent", "str": "absent", "uuid": "00000000-0000-0000-0000-000000000000"}


def nothing():
    return {}


def wave():
    return {"slug": making.opened().slug}


def wave_page():
    return {"slug": making.opened().slug, "name": "you"}


def branch():
    return {"slug": factories.branch("South Lanarkshire").slug}


def council():
    return {"slug": factories.council("South Lanarkshire").slug}


def absent_key():
    return {"pk": ABSENT["int"]}


SAMPLES = {
    function.__name__.replace("_", " "): function
    for function in (nothing, wave, wave_page, branch, council, absent_key)
}
