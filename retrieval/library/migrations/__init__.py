"""How older libraries become those of this version; run by database.py."""
