"""Disclosure control: `protect` turns exact counts into SafeTables, and nothing else makes one. Pure: no Django."""

from reports.safe_tables import FEW, HIDDEN, NO, YES, NotProtected, Provenance, SafeRow, SafeTable

__all__ = ["FEW", "HIDDEN", "NO", "YES", "NotProtected", "Provenance", "SafeRow", "SafeTable"]
