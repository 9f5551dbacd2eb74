"""Owns the measuring and wrapping of words in drawing units; knows no chart."""

_NARROW = dict.fromkeys("iljtfI.,:;'|! ()[]/-", 0.25)
_WIDE = dict.fromkeys("mwMW%@—", 0.84) | dict.fromkeys("ABCDEGHKNOPQRSTUVXYZ&", 0.69)


def width_of(words: str, size: float) -> float:
    """About how wide `words` set at `size` will be; errs wide, since fonts differ from one device to the next."""
    em = sum(_NARROW.get(letter) or _WIDE.get(letter) or 0.56 for letter in words)
    return em * size * 1.04


def wrap(words: str, size: float, width: float, most: int = 9) -> list[str]:
    """The words in lines no wider than `width`; past `most` lines the last ends in an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = f"{lines[-1].rstrip('.,;')} …"
    return lines or [""]
