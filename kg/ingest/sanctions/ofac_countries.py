"""The names that OFAC's list uses for countries and dependencies; any other is no country here."""

from __future__ import annotations

_NAMES = """
Afghanistan; Albania; Algeria; Andorra; Angola; Antigua and Barbuda; Argentina; Armenia; Aruba;
Australia; Austria; Azerbaijan; Bahamas, The; Bahrain; Bangladesh; Barbados; Belarus; Belgium;
Belize; Benin; Bermuda; Bhutan; Bolivia; Bosnia and Herzegovina; Botswana; Brazil; Brunei;
Bulgaria; Burkina Faso; Burma; Burundi; Cabo Verde; Cambodia; Cameroon; Canada; Cayman Islands;
Central African Republic; Chad; Chile; China; Colombia; Comoros; Congo, Democratic Republic of the;
Congo, Republic of the; Cook Islands; Costa Rica; Cote d Ivoire; Croatia; Cuba; Cyprus;
Czech Republic; Denmark; Djibouti; Dominica; Dominican Republic; Ecuador; Egypt; El Salvador;
Equatorial Guinea; Eritrea; Estonia; Eswatini; Ethiopia; Fiji; Finland; France; Gabon; Georgia;
Germany; Ghana; Gibraltar; Greece; Grenada; Guatemala; Guernsey; Guinea; Guinea-Bissau; Guyana;
Haiti; Honduras; Hong Kong; Hungary; Iceland; India; Indonesia; Iran; Iraq; Ireland; Isle of Man;
Israel; Italy; Jamaica; Japan; Jersey; Jordan; Kazakhstan; Kenya; Kiribati; Korea, North;
Korea, South; Kosovo; Kuwait; Kyrgyzstan; Laos; Latvia; Lebanon; Lesotho; Liberia; Libya;
Liechtenstein; Lithuania; Luxembourg; Macau; Madagascar; Malawi; Malaysia; Maldives; Mali; Malta;
Marshall Islands; Mauritania; Mauritius; Mexico; Moldova; Monaco; Mongolia; Montenegro; Morocco;
Mozambique; Namibia; Nauru; Nepal; Netherlands; Netherlands Antilles; New Zealand; Nicaragua;
Niger; Nigeria; North Macedonia, The Republic of; Norway; Oman; Pakistan; Palau; Panama;
Papua New Guinea; Paraguay; Peru; Philippines; Poland; Portugal; Qatar; Romania; Russia; Rwanda;
Saint Kitts and Nevis; Saint Lucia; Saint Vincent and the Grenadines; Samoa; San Marino;
Sao Tome and Principe; Saudi Arabia; Senegal; Serbia; Seychelles; Sierra Leone; Singapore;
Slovakia; Slovenia; Solomon Islands; Somalia; South Africa; South Sudan; Spain; Sri Lanka; Sudan;
Suriname; Sweden; Switzerland; Syria; Taiwan; Tajikistan; Tanzania; Thailand; The Gambia;
Timor-Leste; Togo; Tonga; Trinidad and Tobago; Tunisia; Turkey; Turkmenistan; Tuvalu; Uganda;
Ukraine; United Arab Emirates; United Kingdom; United States; Uruguay; Uzbekistan; Vanuatu;
Venezuela; Vietnam; Virgin Islands, British; Virgin Islands, U.S.; Yemen; Zambia; Zimbabwe
"""
COUNTRIES = {name.casefold(): name for name in " ".join(_NAMES.split()).split("; ")}


def split(text: str) -> tuple[list[str], str]:
    """Part the name of a place from its country, where the list names one at the end.

    >>> split("Mosul, Iraq"), split("Kabul, Afghanistan."), split("Mugambazi, Kigali")
    ((['Mosul'], 'Iraq'), (['Kabul'], 'Afghanistan'), (['Mugambazi, Kigali'], ''))
    >>> split("Iraq"), split("Bunia, Congo, Democratic Republic of the")
    (([], 'Iraq'), (['Bunia'], 'Congo, Democratic Republic of the'))
    """
    text = text.strip().rstrip(".")
    parts = [part.strip() for part in text.split(",")]
    for count in (2, 1):  # the names of some countries have a comma
        if len(parts) >= count:
            country = COUNTRIES.get(", ".join(parts[-count:]).casefold())
            if country:
                rest = ", ".join(parts[:-count])
                return [rest] if rest else [], country
    return [text] if text else [], ""
