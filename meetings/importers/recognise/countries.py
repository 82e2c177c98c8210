"""Names of countries as minutes print them, to tell an organisation from a person."""

from __future__ import annotations

_NAMES = """
Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|Bangladesh|Barbados|Belarus|
Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia|Bosnia and Herzegovina|Botswana|Brasil|Brazil|Bulgaria|Burkina Faso|Burundi|
Cabo Verde|Cambodia|Cameroon|Canada|Cape Verde|Chad|Chile|China|Colombia|Congo|Costa Rica|Croatia|Cuba|Cyprus|
Czech Republic|Czechia|Côte d’Ivoire|Cote d'Ivoire|Denmark|Dominican Republic|DRC|Ecuador|Egypt|El Salvador|Eritrea|
Estonia|Ethiopia|European Union|EU|Fiji|Finland|France|Gabon|Gambia|Georgia|Germany|Ghana|Greece|Guatemala|Guinea|
Guyana|Haiti|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan|
Kazakhstan|Kenya|Korea|Kosovo|Kuwait|Kyrgyz Republic|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Lithuania|
Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Mauritania|Mauritius|Mexico|México|Moldova|Mongolia|
Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Niger|Nigeria|North Macedonia|
Norway|Oman|Pakistan|Palestine|Panama|Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|
Rwanda|Saudi Arabia|Scotland|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|Somalia|South Africa|
South Korea|South Sudan|Spain|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|
Timor-Leste|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkey|Türkiye|Turkmenistan|Uganda|UK|Ukraine|United Arab Emirates|
United Kingdom|United States|United States of America|Uruguay|US|USA|Uzbekistan|Vanuatu|Venezuela|Vietnam|Wales|Yemen|
Zambia|Zimbabwe|The Gambia|The Netherlands|The Philippines|Republic of Korea
"""
COUNTRIES = frozenset(name.strip().casefold() for name in _NAMES.replace("\n", "").split("|"))


def is_country(text: str) -> bool:
    return text.strip(" .:").casefold() in COUNTRIES
