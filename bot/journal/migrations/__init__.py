"""How the tables of an older journal become those of this version; run by `retrieval.databases`."""
