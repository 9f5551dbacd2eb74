"""The mark that words about made-up data carry; pure."""


def marked(words: str, simulated: bool) -> str:
    """The words with "Simulated: " before them where they tell of simulated data; never twice."""
    return f"Simulated: {words}" if simulated and not words.startswith("Simulated") else words
