"""What PostgreSQL makes of released comments: the words most of them use, and pairs that read nearly the same."""

from django.db import connection

FEWEST = 3
ALIKE = 0.55


def common_words(wave, most=30):
    """Return [(word, comments that use it)] of a wave's released comments, stop words left out, from three comments on."""
    inner = (
        "SELECT to_tsvector('simple', text) FROM surveys_commentdecision"
        f" WHERE state = 'released' AND wave_id = {int(wave.pk)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, ndoc FROM ts_stat(%s) WHERE length(to_tsvector('english', word)) > 0 AND ndoc >= %s"
            " AND word ~ '^[[:alpha:]]{3,}$' AND word <> 'simulated' ORDER BY ndoc DESC, word LIMIT %s",
            [inner, FEWEST, most],
        )
        return cursor.fetchall()


def near_duplicates(wave, most=20):
    """Return [(pk, pk, likeness from 0 to 1)] of released comments on one question that read nearly the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, b.id, similarity(a.text, b.text) AS alike FROM surveys_commentdecision a"
            " JOIN surveys_commentdecision b ON a.wave_id = b.wave_id AND a.question = b.question AND a.id < b.id"
            " WHERE a.wave_id = %s AND a.state = 'released' AND b.state = 'released'"
            " AND similarity(a.text, b.text) >= %s ORDER BY alike DESC, a.id, b.id LIMIT %s",
            [wave.pk, ALIKE, most],
        )
        return cursor.fetchall()
