"""The demo company's customers: invented companies, with domains that lead nowhere."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Customer:
    """A company that is a customer, or may become one."""

    name: str
    domain: str
    industry: str
    street: str
    city: str
    employees: int
    founded: int
    language: str

    @property
    def address(self) -> str:
        """The postal address as its country writes it."""
        if self.language == "zh":
            return f"{self.city}{self.street}"
        return f"{self.street}, {self.city}"


def _read(rows: str, language: str) -> tuple[Customer, ...]:
    """Read rows of name, domain, industry, street, city, employees and year of founding."""
    found = []
    for row in rows.strip().splitlines():
        name, domain, industry, street, city, employees, founded = row.strip().split(" | ")
        found.append(
            Customer(
                name,
                f"{domain}.example",
                industry,
                street,
                city,
                int(employees),
                int(founded),
                language,
            )
        )
    return tuple(found)


ENGLISH: Final = _read(
    """
    Bluefern Hotels Ltd | bluefern | hospitality | 12 Heron Street | Boston, MA | 240 | 1998
    Copperleaf Offices Inc | copperleaf | coworking | 88 Mill Lane | New York, NY | 65 | 2014
    Marrow & Pine LLP | marrowpine | legal | 5 Quince Court | Providence, RI | 40 | 1987
    Tidewell Clinics Inc | tidewell | healthcare | 301 Gull Road | Portland, ME | 180 | 2003
    Oakhollow Books Ltd | oakhollow | retail | 17 Lantern Row | Burlington, VT | 22 | 1979
    Silverquay Logistics Inc | silverquay | logistics | 9 Dock Square | Newark, NJ | 410 | 1995
    Nimbus & Thread Inc | nimbusthread | fashion | 44 Loom Street | New York, NY | 75 | 2016
    Peppergrove Studios LLC | peppergrove | media | 230 Reel Avenue | Brooklyn, NY | 55 | 2011
    Fernwick College | fernwick | education | 1 Chapel Green | Hartford, CT | 620 | 1921
    Glassotter Software Inc | glassotter | software | 77 Harbor Walk | Boston, MA | 130 | 2012
    Ironwillow Fitness LLC | ironwillow | fitness | 6 Anvil Street | Albany, NY | 48 | 2018
    Larkspur & Moss Inc | larkspurmoss | restaurants | 19 Garden Way | Salem, MA | 90 | 2009
    Quillhaven Insurance Inc | quillhaven | insurance | 500 Ledger Plaza | Hartford, CT | 350 | 1968
    Saltlantern Brewing LLC | saltlantern | food and drink | 3 Barrel Yard | Mystic, CT | 35 | 2015
    Thistledown Travel Inc | thistledown | travel | 25 Compass Street | Philadelphia, PA | 70 | 2001
    Umberfield Foods Inc | umberfield | food and drink | 140 Silo Road | Trenton, NJ | 280 | 1990
    Velvet Otter Games LLC | velvetotter | software | 8 Pixel Court | Cambridge, MA | 28 | 2019
    Wrenfield Robotics Inc | wrenfield | manufacturing | 61 Gear Street | Worcester, MA | 150 | 2010
    Yellowkite Energy Inc | yellowkite | energy | 14 Windmill Hill | Nantucket, MA | 95 | 2013
    Zephyrine Labs Inc | zephyrine | research | 2 Beaker Lane | Princeton, NJ | 60 | 2017
    """,
    "en",
)
CHINESE: Final = _read(
    """
    青藤湾酒店有限公司 | qingtengwan | 酒店 | 灯湾路18号 | 上海市 | 260 | 2002
    云雀溪科技有限公司 | yunquexi | 软件 | 竹叶街66号 | 杭州市 | 140 | 2015
    竹影里书店有限公司 | zhuyingli | 零售 | 书签巷7号 | 苏州市 | 24 | 2008
    橙月亮教育有限公司 | chengyueliang | 教育 | 铅笔路102号 | 南京市 | 85 | 2011
    白鹭汀诊所有限公司 | bailuting | 医疗 | 鹭岛路9号 | 厦门市 | 50 | 2013
    锦鲤桥物流有限公司 | jinliqiao | 物流 | 桥头大道300号 | 宁波市 | 380 | 1999
    星芽谷食品有限公司 | xingyagu | 食品 | 麦芽路21号 | 合肥市 | 210 | 2006
    蓝鲸巷设计有限公司 | lanjingxiang | 设计 | 画板街15号 | 上海市 | 32 | 2017
    梧桐屿置业有限公司 | wutongyu | 地产 | 梧桐屿路1号 | 上海市 | 300 | 1997
    松果灯糕点有限公司 | songguodeng | 餐饮 | 烤箱弄5号 | 无锡市 | 44 | 2016
    雾隐坡茶业有限公司 | wuyinpo | 食品 | 雾隐路38号 | 杭州市 | 72 | 2004
    海棠弄餐饮有限公司 | haitangnong | 餐饮 | 海棠弄12号 | 绍兴市 | 120 | 2010
    石榴籽软件有限公司 | shiliuzi | 软件 | 键盘路88号 | 深圳市 | 160 | 2014
    飞鱼滩健身有限公司 | feiyutan | 健身 | 跳绳街3号 | 青岛市 | 46 | 2018
    琥珀窗传媒有限公司 | hupochuang | 传媒 | 胶片路27号 | 北京市 | 66 | 2012
    银杏坡机器人有限公司 | yinxingpo | 制造 | 齿轮路55号 | 苏州市 | 190 | 2016
    纸飞船旅行社有限公司 | zhifeichuan | 旅游 | 罗盘路8号 | 成都市 | 58 | 2009
    晚风渡能源有限公司 | wanfengdu | 能源 | 风车路16号 | 南通市 | 110 | 2011
    麦浪角保险代理有限公司 | mailangjiao | 保险 | 账本广场50号 | 北京市 | 230 | 2000
    听雪岸律师事务所 | tingxuean | 法律 | 听雪路2号 | 哈尔滨市 | 38 | 2005
    """,
    "zh",
)
