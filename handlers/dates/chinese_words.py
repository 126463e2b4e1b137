"""The Chinese words of time, simplified first; traditional spellings come along."""

from handlers.dates.clocks import Part
from handlers.dates.durations import Unit
from handlers.dates.spans import Edge
from handlers.dates.words import Kind, Words, plain, words

_WEEKDAYS: dict[str, object] = {
    "|".join(
        f"{week}{day}" for week in ("周", "星期", "礼拜", "週", "禮拜") for day in names
    ): value
    for value, names in enumerate(("一", "二", "三", "四", "五", "六", "日天"))
}

_DAYS: Words = {
    **words(Kind.WEEKDAY, _WEEKDAYS),
    **words(
        Kind.DAYWORD,
        {
            "今天|今日": 0,
            "明天|明日|聽日|听日": 1,
            "后天|后日|後天|後日": 2,
            "大后天|大后日|大後天|大後日": 3,
            "昨天|昨日|琴日|尋日": -1,
            "前天|前日": -2,
            "大前天|大前日": -3,
        },
    ),
    **words(Kind.YEARWORD, {"今年": 0, "明年": 1, "后年|後年": 2, "去年": -1, "前年": -2}),
    **words(Kind.EDGE, {"初": Edge.START, "中旬|中": Edge.MIDDLE, "底|末": Edge.END}),
    **words(
        Kind.EDGE_OF,
        {
            "月初": (Edge.START, Unit.MONTH),
            "月中": (Edge.MIDDLE, Unit.MONTH),
            "月底|月末": (Edge.END, Unit.MONTH),
            "季初|季度初": (Edge.START, Unit.QUARTER),
            "季末|季底|季度末|季度底": (Edge.END, Unit.QUARTER),
            "年初": (Edge.START, Unit.YEAR),
            "年中": (Edge.MIDDLE, Unit.YEAR),
            "年底|年末": (Edge.END, Unit.YEAR),
        },
    ),
    **plain(Kind.WEEKEND, "周末|週末"),
    **plain(Kind.NOW, "现在|此时|此刻|当前|現在|此時|當前|马上|立刻|立即|宜家|而家|依家"),
}

_TIMES: Words = {
    **words(
        Kind.PART,
        {
            "凌晨": Part.DAWN,
            "清晨|清早|大清早": Part.EARLY,
            "早上|早晨|上午|早": Part.MORNING,
            "中午|正午": Part.NOON,
            "下午|午后|晏晝": Part.AFTERNOON,
            "下班前|下班": Part.CLOSE,
            "傍晚": Part.EVENING,
            "晚上|夜里|夜晚|晚间": Part.NIGHT,
            "半夜|午夜|深夜": Part.MIDNIGHT,
        },
    ),
    **words(
        Kind.NIGHT_OF,
        {
            "今早|今晨": (0, Part.MORNING),
            "今晚|今夜": (0, Part.NIGHT),
            "明早|明晨": (1, Part.MORNING),
            "明晚|聽晚": (1, Part.NIGHT),
            "后早|後早": (2, Part.MORNING),
            "后晚|後晚": (2, Part.NIGHT),
            "昨晚|昨夜": (-1, Part.NIGHT),
            "前晚": (-2, Part.NIGHT),
        },
    ),
    **plain(Kind.OCLOCK, "点|點|点钟|點鐘|时|時"),
    **plain(Kind.SHARP, "整|正"),
    **words(Kind.QUARTER_MARK, {"刻": None}),
}

_LENGTHS: Words = {
    **words(
        Kind.UNIT,
        {
            "秒钟|秒鐘": Unit.SECOND,
            "分钟|分鐘": Unit.MINUTE,
            "刻钟|刻鐘": Unit.QUARTER_HOUR,
            "天": Unit.DAY,
            "工作日|工作天": Unit.WORKDAY,
            "周|週|星期|礼拜|禮拜": Unit.WEEK,
        },
    ),
    **words(Kind.HOUR_UNIT, {"小时|小時|钟头|鐘頭|钟|鐘": Unit.HOUR}),
    **words(Kind.SECOND_MARK, {"秒": Unit.SECOND}),
    **words(Kind.MINUTE_MARK, {"分": Unit.MINUTE}),
    **words(Kind.DAY_MARK, {"日": Unit.DAY}),
    **plain(Kind.NUMBER_MARK, "号|號"),
    **words(Kind.MONTH_MARK, {"月": Unit.MONTH, "月份": Unit.MONTH}),
    **words(Kind.QUARTER, {"季度|季": Unit.QUARTER}),
    **words(Kind.YEAR_MARK, {"年": Unit.YEAR, "年度": Unit.YEAR}),
    **plain(Kind.MEASURE, "个|個"),
    **plain(Kind.HALF, "半"),
    **plain(Kind.FEW, "几|幾"),
    **plain(Kind.ORDER, "第"),
}

_RELATIONS: Words = {
    **words(Kind.THIS, {"本|这|这个|这一|这一个|這|這個|這一|当|今個|今个": 0}),
    **words(Kind.NEXT, {"下|下个|下一|下一个|下個": 1, "下下|下下个|下下個": 2}),
    **words(Kind.LAST, {"上|上个|上一|上一个|上個": -1, "上上|上上个|上上個": -2}),
    **plain(Kind.FROM_LAST, "最近|过去|近|過去"),
    **words(Kind.COMING, {"未来|接下来|今后": 1}),
    **plain(Kind.LATER, "后|後|之后|以后|之後|以後|内|內|之内|之內|以内|以內"),
    **plain(Kind.FORMER, "前|之前|以前"),
    **plain(Kind.IN, "再过|过|再|過"),
    **plain(Kind.SINCE, "自|自从|从"),
    **plain(Kind.TO, "到|至|~"),
    **plain(Kind.ON, "在|于|於"),
    **plain(Kind.SOFT, "大约|约|大概"),
    **plain(Kind.ISH, "左右|以来|以來|起"),
    **plain(Kind.OF, "的"),
    **plain(Kind.COMMA, "、|。"),
}

CHINESE: Words = {**_DAYS, **_TIMES, **_LENGTHS, **_RELATIONS}
