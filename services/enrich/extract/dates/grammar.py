"""The grammar of date expressions: one regular expression over class letters (`language.py` lists them).

Both languages and both orders of day and month share it. Each alternative is named by its form; the first that
matches at a place wins, so longer constructions stand first. Every quantifier is bounded or over distinct classes:
matching is linear.
"""

import re
from functools import cache

_DAY_FIRST = "[Dd]O?M(?:,?O?Y|[nl])?"
_MONTH_FIRST = "MT?[Dd](?:,?Y)?"
_MONTH_FIRST_YEAR = "MT?[Dd],?Y"
_WEEKDAY = "[tnl]?T?Wp?[nl]?"


def _alternatives(month_first: str) -> list[tuple[str, str]]:
    day = f"(?:{_DAY_FIRST}|{month_first}|A)p?"
    full = f"(?:[tnlST]{{0,4}}[Ww]p?,?T?)?T?{day}"
    named = f"(?:T?[Ww]p?,?T?)?{day}"
    to = "(?:-|R|B)T?"
    return [
        ("name", "X|D-M(?!-?Y)"),
        ("dashed", "D-M-?Y"),
        # du lundi 6 au mercredi 8 mai 2024; from 30 May to 2 June; 24-26 September; les 8, 9 et 10 juin
        ("range", f"[FTSU]?(?:[Ww],?)?T?[Dd](?:O?M(?:,?Y)?)?{to}(?:[Ww],?)?T?{_DAY_FIRST}p?"),
        ("list", f"[FTSU]?T?(?:[Ww],?)?T?[Dd](?:,T?[Dd]){{0,6}}(?:&|,&)T?(?:[Ww],?)?T?{_DAY_FIRST}p?"),
        # September 24 to October 2; March 3 and 4; September 24-26, 2018
        ("month_range", f"[FU]?(?:[Ww],?)?{month_first}{to}(?:[Ww],?)?{month_first}"),
        ("month_list", f"[FU]?(?:[Ww],?)?MT?[Dd](?:,[Dd]){{0,6}}(?:,?&|{to})(?:[Ww],?)?T?[Dd](?:,?Y)?"),
        ("numeric_range", "[F]?A(?:-|R|&)T?A"),
        # Ce mardi (25 septembre 2018); aujourd'hui, lundi 8 mars; 25 September 2018 (Tuesday)
        ("day", rf"(?:K|{_WEEKDAY})p?\({named}\)|K,?{full}|{full}(?:\([tT]?W\))?|T?A"),
        ("slash_day", "T?(?:[Ww],?)?a"),
        ("weekday_range", f"[FU]?{_WEEKDAY}(?:-|R|&)T?{_WEEKDAY}"),
        ("open_range", "F[Dd]RT?[Dd]"),
        ("numbered_weekday", "[tST]?[Ww],?T?(?:D|d)(?![MO])"),
        ("lone_day", "[TF]D(?![a-zA-Z-])"),
        ("relative", r"Kp?(?:,?[tT]?W(?!,?T?[Dd]))?(?:\(W\))?"),
        ("week_day", "[tT]?Wp?O?K"),
        ("weekday", _WEEKDAY),
        ("month", "[tnl]M|M[nl](?:,?Y)?|M,?O?Y|(?<=[PIBOF])M"),
        ("year", "(?<=[PIBOF])Y"),
        ("sequel", "Qp?"),
        ("ago", "j[qDd]u|[qDd]ug"),
        ("ahead", "I[qDd]u(?![hi])"),
        ("later", "[qDd]uh"),
        ("earlier", "[qDd]ui"),
        ("vague", "V"),
    ]


@cache
def grammar(month_first: str) -> re.Pattern[str]:
    """The pattern; `month_first` says whether `mai 25` needs a year to be a day (`year`) or not (`always`)."""
    order = _MONTH_FIRST if month_first == "always" else _MONTH_FIRST_YEAR
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _alternatives(order)))
