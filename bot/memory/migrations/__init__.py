"""How the tables of an older memory become those of this version; run by `retrieval.databases`."""
