"""What the template `rating` says, in English, Russian and Kazakh: the indicators of each rating, and their notes."""

from collections.abc import Mapping
from typing import Final

RATING_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Ratings of innovative development",
        "sheet": "Rating",
        "region": "Region",
        "susceptibility": "Innovative susceptibility",
        "activity": "Innovative activity",
        "grp": "GRP\nper capita",
        "investment": "Fixed capital\ninvestment\nper capita",
        "productivity": "Labour\nproductivity",
        "rating": "Rating,\n0 to 1",
        "rank": "Rank",
        "products": "Innovative\nproducts\nper capita",
        "products_index": "Index of\nproducts,\n{{ base_year }} = 100",
        "rd": "R&D costs,\n% of GRP",
        "rd_per_employee": "R&D costs\nper employee",
        "innovation": "Technological\ninnovation,\n% of GRP",
        "note": "Susceptibility is what a region can invest with, activity what it does. A rating is the mean of its "
        "indicators, each between the lowest (0) and the highest region (1); the index is shown and not "
        "rated. The ratings are those that Kireyeva and Nurlanova (2014) name; the choice of indicators is "
        "Growthpole's.",
    },
    "ru": {
        "title": "Рейтинги инновационного развития",
        "sheet": "Рейтинг",
        "region": "Регион",
        "susceptibility": "Инновационная восприимчивость",
        "activity": "Инновационная активность",
        "grp": "ВРП\nна душу\nнаселения",
        "investment": "Инвестиции\nв основной\nкапитал на душу",
        "productivity": "Производи-\nтельность\nтруда",
        "rating": "Рейтинг,\nот 0 до 1",
        "rank": "Место",
        "products": "Инновационная\nпродукция\nна душу",
        "products_index": "Индекс\nпродукции,\n{{ base_year }} = 100",
        "rd": "Затраты на\nНИОКР,\n% ВРП",
        "rd_per_employee": "Затраты на\nНИОКР на одного\nзанятого",
        "innovation": "Технологические\nинновации,\n% ВРП",
        "note": "Восприимчивость — чем регион располагает, активность — что он делает. Рейтинг — среднее его "
        "показателей, каждый — между низшим (0) и высшим (1) регионом; индекс показан, но в рейтинг не "
        "входит. Рейтинги названы у Киреевой и Нурлановой (2014); показатели выбраны в Growthpole.",
    },
    "kk": {
        "title": "Инновациялық даму рейтингтері",
        "sheet": "Рейтинг",
        "region": "Өңір",
        "susceptibility": "Инновациялық қабылдағыштық",
        "activity": "Инновациялық белсенділік",
        "grp": "Жан басына\nшаққандағы\nЖӨӨ",
        "investment": "Негізгі капиталға\nинвестиция,\nжан басына",
        "productivity": "Еңбек\nөнімділігі",
        "rating": "Рейтинг,\n0-ден 1-ге дейін",
        "rank": "Орын",
        "products": "Инновациялық\nөнім,\nжан басына",
        "products_index": "Өнім\nиндексі,\n{{ base_year }} = 100",
        "rd": "ҒЗТКЖ\nшығындары,\nЖӨӨ-ге %",
        "rd_per_employee": "ҒЗТКЖ шығыны,\nбір жұмыспен\nқамтылғанға",
        "innovation": "Технологиялық\nинновациялар,\nЖӨӨ-ге %",
        "note": "Қабылдағыштық — өңірдің мүмкіндігі, белсенділік — оның істегені. Рейтинг — көрсеткіштерінің "
        "орташасы, әрқайсысы ең төменгі (0) мен ең жоғарғы (1) өңірдің арасында; индекс көрсетіледі, бірақ "
        "рейтингке кірмейді. Рейтингтер Киреева мен Нұрланова (2014) атағандар; көрсеткіштерді Growthpole "
        "таңдаған.",
    },
}
