"""A name, its office and whose office that is, as written on the spot; all sentences are invented."""

import pytest

from services.enrich.extract.document import read
from services.enrich.extract.finding import find_mentions
from services.enrich.extract.lang import load
from services.enrich.identity.model import Language

Said = tuple[str, str | None, str | None]

EN: list[tuple[str, list[Said]]] = [
    ("the Chairperson of the Union, H.E. President Bo Falk.", [("Bo Falk", "Chairperson of the Union", None)]),
    ("Senator the Hon Ann Klee, Minister for Health", [("Ann Klee", "Minister for Health", None)]),
    ("Ambassador Bo Falk, Special Envoy for Chad,", [("Bo Falk", "Special Envoy for Chad", None)]),
    ("the OSCE Special Envoy in Chad, Ambassador Bo Falk,", [("Bo Falk", "Special Envoy in Chad", "org:osce")]),
    ("Minister for Labour of the Government of Nepal, Ann Klee,", [("Ann Klee", "Minister for Labour", "country:NP")]),
    (
        "The Registrar of the International Criminal Court (ICC), Bo von Falk,",
        [("Bo von Falk", "Registrar", "org:icc")],
    ),
    ("the Minister of Defence, Lt. Gen. Bo Falk,", [("Bo Falk", "Minister of Defence", None)]),
    ("on the Rt. Hon. President, Mrs. Ann Klee,", [("Ann Klee", "President", None)]),
    (
        "Custodian of the Two Holy Mosques King Bo bin Falk",
        [("Bo bin Falk", "Custodian of the Two Holy Mosques", None)],
    ),
    ("Central Bank Governor Bo Falk", [("Bo Falk", "Central Bank Governor", None)]),
    (
        "Deputy Prime Minister, Minister of Trade, Ann Klee,",
        [("Ann Klee", "Deputy Prime Minister, Minister of Trade", None)],
    ),
    (
        "Mr Bo Falk, Minister of Health, Ms Ann Klee, Minister of Trade, spoke",
        [("Bo Falk", "Minister of Health", None), ("Ann Klee", "Minister of Trade", None)],
    ),
    (
        "H.E. Bo Falk, President of Ghana\nH.E. Ann Klee, President of Togo",
        [("Bo Falk", "President", "country:GH"), ("Ann Klee", "President", "country:TG")],
    ),
    ("Victoria Klee spoke", [("Victoria Klee", None, None)]),
]

FR: list[tuple[str, list[Said]]] = [
    (
        "S.E. Bo Falk, Président du Bénin\nS.E. Anne Klee, Présidente du Togo",
        [("Bo Falk", "Président", "country:BJ"), ("Anne Klee", "Présidente", "country:TG")],
    ),
    (
        "M. Bo Falk, ministre de la Santé, Mme Anne Klee, ministre du Travail, sont venus",
        [("Bo Falk", "ministre de la Santé", None), ("Anne Klee", "ministre du Travail", None)],
    ),
    ("le Président de la République du Bénin, M. Bo Falk,", [("Bo Falk", "Président de la République", "country:BJ")]),
    ("le Président de la République populaire de Chine, M. Bo Falk,", [("Bo Falk", "Président", "country:CN")]),
    ("le Premier ministre, chef du gouvernement, Bo Falk,", [("Bo Falk", "Premier ministre", None)]),
    ("Le ministre de la Santé, ministre de l'Asile, Bo Falk,", [("Bo Falk", "ministre de la Santé", None)]),
    ("l'ancien Président Bo Falk", [("Bo Falk", "ancien Président", None)]),
    ("le Président élu, Bo Falk,", [("Bo Falk", "Président élu", None)]),
    ("S.A.S. le Prince Bo II est venu", [("Bo II", "Prince", None)]),
    (
        "le préfet de la Congrégation pour les évêques, Bo Falk,",
        [("Bo Falk", "préfet de la Congrégation pour les évêques", None)],
    ),
    ("Charlotte Klee est venue", [("Charlotte Klee", None, None)]),
]


def _said(text: str, language: Language) -> list[Said]:
    pack = load(language)
    return [(m.name or "", m.role, m.affiliation) for m in find_mentions(read(text, pack), pack) if m.kind == "person"]


@pytest.mark.parametrize(("text", "expected"), EN)
def test_english_names_bear_the_office_and_owner_beside_them(text: str, expected: list[Said]) -> None:
    assert _said(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), FR)
def test_french_names_bear_the_office_and_owner_beside_them(text: str, expected: list[Said]) -> None:
    assert _said(text, "fr") == expected
