"""The names of holidays in both languages; what they are is told by `holidays`."""

from handlers.dates.words import Kind, Words, words

ENGLISH_HOLIDAYS: Words = words(
    Kind.HOLIDAY,
    {
        "christmas|christmas day|xmas|xmas day": "christmas",
        "christmas eve|xmas eve": "christmas eve",
        "boxing day": "boxing day",
        "new year's day|new years day": "new year",
        "new year's eve|new years eve": "new year's eve",
        "halloween": "halloween",
        "valentine's day|valentines day": "valentine",
        "easter|easter sunday": "easter",
        "good friday": "good friday",
        "easter monday": "easter monday",
        "thanksgiving|thanksgiving day": "thanksgiving",
        "black friday": "black friday",
        "labor day|labour day": "labor day",
        "independence day": "independence day",
        "national day": "national day",
        "chinese new year|lunar new year|spring festival": "spring festival",
        "lantern festival": "lantern festival",
        "dragon boat festival": "dragon boat",
        "mid autumn festival|mid autumn|moon festival": "mid-autumn",
    },
)
CHINESE_HOLIDAYS: Words = words(
    Kind.HOLIDAY,
    {
        "圣诞节|圣诞|聖誕節|聖誕": "christmas",
        "平安夜": "christmas eve",
        "元旦|元旦节": "new year",
        "跨年夜": "new year's eve",
        "情人节|情人節": "valentine",
        "万圣节|萬聖節": "halloween",
        "劳动节|五一劳动节|五一节|勞動節": "may day",
        "妇女节|三八妇女节": "women's day",
        "双十一|双11": "singles day",
        "国庆节|国庆|國慶節|國慶|十一国庆": "national day",
        "春节|大年初一|春節|农历新年": "spring festival",
        "除夕|大年三十|年三十|除夕夜": "new year of the lunar calendar's eve",
        "元宵节|元宵節": "lantern festival",
        "清明节|清明|清明節": "tomb sweeping",
        "端午节|端午|端午節": "dragon boat",
        "中秋节|中秋|中秋節": "mid-autumn",
        "复活节|復活節": "easter",
        "感恩节|感恩節": "thanksgiving",
        "黑色星期五": "black friday",
    },
)
