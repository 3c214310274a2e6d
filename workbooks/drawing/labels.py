"""What the templates say, in English, Russian and Kazakh."""

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("en", "ru", "kk")

_ENGLISH: Final = {
    "title": "Regions of Kazakhstan: levels, trends, localization",
    "nation": "Republic of Kazakhstan",
    "source": "Shares, ranks, indices, arrows and classes are calculated by Growthpole.",
    "grp_unit": "million tenge",
    "per_capita_unit": "thousand tenge",
    "sheet_ranking": "Ranking",
    "sheet_trend": "Trend",
    "sheet_localization": "Localization",
    "sheet_audit": "Audit",
    "ranking": "Regions ranked by gross regional product per capita",
    "trend": "Organisations that carry out research and development",
    "trend_unit": "Number",
    "localization": "Localization of branches and prospects of clusters",
    "rank": "Rank",
    "region": "Region",
    "grp": "GRP,\n{{ grp_unit }}",
    "share": "Share,\n%",
    "volume_index": "Volume index,\nyear before = 100",
    "per_capita": "GRP per capita,\n{{ per_capita_unit }}",
    "check": "Check: regions less the republic",
    "ranking_chart": "Share of the regions in gross product, %",
    "ranking_note": "Regions of equal GRP per capita share the better rank. A volume index below 100 (red) is a fall.",
    "index": "Index,\n{{ base_year }} = 100",
    "change": "Change",
    "trend_chart": "The republic, number of organisations",
    "index_chart": "Regions, index ({{ base_year }} = 100)",
    "trend_note": "Index: last year in percent of the first. ↑ rise, ↓ fall, → no change. "
    "A check other than 0 means that the regions don't add up to the republic.",
    "branch": "Branch",
    "cl": "CL",
    "reading": "What it says of a cluster",
    "localization_note": "CL, coefficient of localization: the branch's share in the territory's "
    "industry over its share in "
    "the whole's industry. CL of 1 or more (bold): a cluster may form; a rising CL: growing prospects; a falling CL: "
    "a new product line, a wider range or modernisation is needed. Classes come from unrounded values.",
    "output": "Output,\n{{ unit }}",
    "output_unit": "million tenge",
    "localization_title": "Localization of branches",
    "volumes_note": "CL = (branch in the territory ÷ branch in the whole) ÷ (industry of the territory ÷ "
    "industry of the "
    "whole). CL of 1 or more (bold): a cluster may form.",
    "audit_title": "Audit of printed figures",
    "audit": "Printed figures that do not follow from the others",
    "number": "No.",
    "sheet": "Sheet",
    "cell": "Cell",
    "what": "What is printed",
    "printed": "Printed",
    "calculated": "Calculated",
    "difference": "Difference",
    "remark": "Remark",
    "found": "Figures found: {{ finding | count }} · {{ audited }}",
    "audit_note": "Each figure is calculated anew from the others of the same file. Differences within "
    "the rounding of the "
    "printed figures are not listed.",
    "setting": "name",
    "value": "value",
    "meaning": "meaning",
    "about_title": "title of the publication, on every sheet",
    "about_nation": "the whole's name in the data",
    "about_base_year": "the year with which the last one is compared",
    "about_year": "a line 'year' may name the year to show; else the latest in the data",
    "about_language": "of the words that functions write: en, ru or kk",
    "about_source": "the source, at the foot of every sheet",
    "about_unit": "unit in a column's heading",
    "about_file": "the audited file's name",
}

_RUSSIAN: Final = {
    "title": "Регионы Казахстана: уровни, динамика, локализация",
    "nation": "Республика Казахстан",
    "source": "Доли, места, индексы, стрелки и классы рассчитаны Growthpole.",
    "grp_unit": "млн тенге",
    "per_capita_unit": "тыс. тенге",
    "sheet_ranking": "Рейтинг",
    "sheet_trend": "Динамика",
    "sheet_localization": "Локализация",
    "sheet_audit": "Проверка",
    "ranking": "Регионы по ВРП на душу населения",
    "trend": "Организации, выполняющие исследования и разработки",
    "trend_unit": "Единиц",
    "localization": "Локализация отраслей и перспективы кластеров",
    "rank": "Место",
    "region": "Регион",
    "grp": "ВРП,\n{{ grp_unit }}",
    "share": "Доля,\n%",
    "volume_index": "ИФО, в % к\nпрошлому году",
    "per_capita": "ВРП на душу,\n{{ per_capita_unit }}",
    "check": "Проверка: регионы минус республика",
    "ranking_chart": "Доля регионов в валовом продукте, %",
    "ranking_note": "Регионы с равным ВРП на душу населения делят лучшее место. Индекс физического "
    "объёма (ИФО) ниже 100 "
    "(красный) — спад.",
    "index": "Индекс,\n{{ base_year }} = 100",
    "change": "Изменение",
    "trend_chart": "Республика, число организаций",
    "index_chart": "Регионы, индекс ({{ base_year }} = 100)",
    "trend_note": "Индекс: последний год в процентах к первому. ↑ рост, ↓ снижение, → без изменений. "
    "Проверка, отличная от 0, означает, что сумма по регионам не равна республике.",
    "branch": "Отрасль",
    "cl": "КЛ",
    "reading": "Что это говорит о кластере",
    "localization_note": "КЛ — коэффициент локализации: доля отрасли в промышленности территории к её доле в "
    "промышленности страны. КЛ от 1 (жирный): кластер возможен; растущий КЛ: перспективы растут; "
    "падающий КЛ: нужны новая "
    "продукция, более широкий ассортимент или модернизация. Классы определены по неокруглённым значениям.",
    "output": "Выпуск,\n{{ unit }}",
    "output_unit": "млн тенге",
    "localization_title": "Локализация отраслей",
    "volumes_note": "КЛ = (отрасль на территории ÷ отрасль в стране) ÷ (промышленность территории ÷ "
    "промышленность страны). "
    "КЛ от 1 (жирный): кластер возможен.",
    "audit_title": "Проверка опубликованных данных",
    "audit": "Опубликованные показатели, которые не следуют из остальных",
    "number": "№",
    "sheet": "Лист",
    "cell": "Ячейка",
    "what": "Что опубликовано",
    "printed": "Опубликовано",
    "calculated": "Рассчитано",
    "difference": "Разница",
    "remark": "Примечание",
    "found": "Найдено: {{ finding | count }} · {{ audited }}",
    "audit_note": "Каждый показатель рассчитан заново по остальным данным того же файла. Расхождения в "
    "пределах округления "
    "не приводятся.",
    "setting": "имя",
    "value": "значение",
    "meaning": "что это",
    "about_title": "название публикации, на каждом листе",
    "about_nation": "имя страны в данных",
    "about_base_year": "год, с которым сравнивается последний",
    "about_year": "строка year может назвать год; без неё — последний в данных",
    "about_language": "язык слов, которые пишут функции: en, ru или kk",
    "about_source": "источник, внизу каждого листа",
    "about_unit": "единица в заголовке столбца",
    "about_file": "имя проверенного файла",
}

_KAZAKH: Final = {
    "title": "Қазақстан өңірлері: деңгей, серпін, оқшаулану",
    "nation": "Қазақстан Республикасы",
    "source": "Үлестерді, орындарды, индекстерді, көрсеткілерді және сыныптарды Growthpole есептеді.",
    "grp_unit": "млн теңге",
    "per_capita_unit": "мың теңге",
    "sheet_ranking": "Рейтинг",
    "sheet_trend": "Серпін",
    "sheet_localization": "Оқшаулану",
    "sheet_audit": "Тексеру",
    "ranking": "Жан басына шаққандағы ЖӨӨ бойынша өңірлер",
    "trend": "Зерттеулер мен әзірлемелерді орындайтын ұйымдар",
    "trend_unit": "Бірлік",
    "localization": "Салалардың оқшаулануы және кластерлердің келешегі",
    "rank": "Орны",
    "region": "Өңір",
    "grp": "ЖӨӨ,\n{{ grp_unit }}",
    "share": "Үлесі,\n%",
    "volume_index": "НКИ, өткен\nжылға %-бен",
    "per_capita": "Жан басына ЖӨӨ,\n{{ per_capita_unit }}",
    "check": "Тексеру: өңірлер − республика",
    "ranking_chart": "Өңірлердің жалпы өнімдегі үлесі, %",
    "ranking_note": "Жан басына шаққандағы ЖӨӨ тең өңірлер жоғарырақ орынды бөліседі. Нақты көлем "
    "индексі (НКИ) 100-ден "
    "төмен болса (қызыл) — төмендеу.",
    "index": "Индекс,\n{{ base_year }} = 100",
    "change": "Өзгерісі",
    "trend_chart": "Республика, ұйымдар саны",
    "index_chart": "Өңірлер, индекс ({{ base_year }} = 100)",
    "trend_note": "Индекс: соңғы жыл бірінші жылға пайызбен. ↑ өсу, ↓ төмендеу, → өзгеріссіз. "
    "Тексеру 0-ден өзгеше болса, өңірлер қосындысы республикаға тең емес.",
    "branch": "Сала",
    "cl": "ОК",
    "reading": "Кластер туралы не айтады",
    "localization_note": "ОК — оқшаулану коэффициенті: саланың аумақ өнеркәсібіндегі үлесінің ел "
    "өнеркәсібіндегі үлесіне "
    "қатынасы. ОК 1 және одан жоғары (қалың): кластер құрылуы мүмкін; ОК өссе: келешегі артуда; ОК "
    "төмендесе: жаңа өнім, "
    "кеңірек ассортимент немесе жаңғырту қажет. Сыныптар дөңгелектенбеген мәндерден алынған.",
    "output": "Өнім шығару,\n{{ unit }}",
    "output_unit": "млн теңге",
    "localization_title": "Салалардың оқшаулануы",
    "volumes_note": "ОК = (аумақтағы сала ÷ елдегі сала) ÷ (аумақ өнеркәсібі ÷ ел өнеркәсібі). "
    "ОК 1 және одан жоғары (қалың): кластер құрылуы мүмкін.",
    "audit_title": "Жарияланған деректерді тексеру",
    "audit": "Басқа көрсеткіштерден шықпайтын жарияланған көрсеткіштер",
    "number": "№",
    "sheet": "Парақ",
    "cell": "Ұяшық",
    "what": "Не жарияланған",
    "printed": "Жарияланған",
    "calculated": "Есептелген",
    "difference": "Айырма",
    "remark": "Ескерту",
    "found": "Табылғаны: {{ finding | count }} · {{ audited }}",
    "audit_note": "Әр көрсеткіш сол файлдың басқа деректерінен қайта есептелген. Дөңгелектеу шегіндегі айырмалар "
    "келтірілмейді.",
    "setting": "атауы",
    "value": "мәні",
    "meaning": "бұл не",
    "about_title": "жарияланымның атауы, әр парақта",
    "about_nation": "деректердегі елдің атауы",
    "about_base_year": "соңғы жыл салыстырылатын жыл",
    "about_year": "year жолы жылды атай алады; онсыз — деректердегі соңғы жыл",
    "about_language": "функциялар жазатын сөздердің тілі: en, ru немесе kk",
    "about_source": "дереккөзі, әр парақтың төменгі жағында",
    "about_unit": "баған тақырыбындағы өлшем бірлігі",
    "about_file": "тексерілген файлдың атауы",
}

LABELS: Final[Mapping[str, Mapping[str, str]]] = {"en": _ENGLISH, "ru": _RUSSIAN, "kk": _KAZAKH}
