"""Three articles, two of which say nearly the same, and questions that they answer."""

LIT = "La lanterne de la tour de Port-Gwen a été allumée pour la première fois le 12 mars 1874."
# Two articles that say nearly the same, so that both are cited.
STEPS = [
    "La tour de Port-Gwen compte 214 marches de granit et une rampe de cuivre.",
    "La tour de Port-Gwen compte 213 marches de pierre, selon le cadastre.",
]
LIGHTHOUSE = f"""---
title: Le phare de Port-Gwen fête ses 150 ans
date: 2024-03-12
source: La Gazette du Ponant
author: Anne Le Bris
url: https://gazette.example/port-gwen
lang: fr
---

{LIT} Elle porte à 29 milles par temps clair.

{STEPS[0]} Depuis 1991, le feu est automatique.
"""
VISIT = f"Le guide du promeneur.\n\n{STEPS[1]} L’entrée est libre.\n"
LANDED = "The Harrow rover landed in the Ares valley on 7 May 2031 after a flight of 203 days."
ROVER = f"""{LANDED} Its wheels are made of titanium.

The mission is led by Ingrid Solberg of the Oslo institute.
"""
ARTICLES = {
    "phare.md": LIGHTHOUSE,
    "visite.txt": VISIT,
    "rover.txt": ROVER,
}
WHEN_LIT = "Quand la lanterne de Port-Gwen a-t-elle été allumée ?"
TWO_SOURCES = "Combien de marches compte la tour de Port-Gwen ?"
