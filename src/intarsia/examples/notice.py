"""The facts that every file of the example repeats: which country, which day, and that it is
invented."""

import datetime as dt

COUNTRY = "XA"
"""Arvenia's country code, from the range that ISO 3166-1 leaves to users."""

AS_OF = dt.date(2011, 5, 31)
"""The day on which the reports were handed in."""

NOTICE = "Invented for exercise: Arvenia does not exist."
"""The sentence that every file of the example carries."""

NOTICE_FR = "Inventé pour un exercice : l'Arvénie n'existe pas."
NOTICE_RU = "Вымышлено для учений: Арвения не существует."
