"""Who works at the demo company, and whom they know: invented people, all of them."""

from dataclasses import dataclass
from typing import Final

from store.rights import Role

COMPANY: Final = {
    "name": "Lantern Bay Coffee Machines",
    "locale": "en",
    "timezone": "America/New_York",
    "currency": "USD",
    "region": "US",
}
ADMIN: Final = "Olivia Grant"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the demo company's staff; a manager and a team are named by their names."""

    name: str
    role: Role
    locale: str
    manager: str | None = None
    team: str | None = None

    @property
    def zone(self) -> str:
        """Where they work."""
        return "Asia/Shanghai" if self.locale == "zh" else "America/New_York"


HARBOUR: Final = "Harbour"
BAY: Final = "东湾组"
STAFF: Final = (
    Colleague("Maria Lopez", Role.MANAGER, "en", ADMIN, HARBOUR),
    Colleague("陈静怡", Role.MANAGER, "zh", ADMIN, BAY),
    Colleague("Ben Carter", Role.REP, "en", "Maria Lopez", HARBOUR),
    Colleague("Ada Quinn", Role.REP, "en", "Maria Lopez", HARBOUR),
    Colleague("Tom Becker", Role.REP, "en", "Maria Lopez", HARBOUR),
    Colleague("王小雨", Role.REP, "zh", "陈静怡", BAY),
    Colleague("刘志远", Role.REP, "zh", "陈静怡", BAY),
    Colleague("赵琳", Role.REP, "zh", "陈静怡", BAY),
    Colleague("Sam Ellis", Role.AGENT, "en", ADMIN),
    Colleague("周敏", Role.AGENT, "zh", ADMIN),
    Colleague("Nina Park", Role.MARKETER, "en", ADMIN),
)

_ENGLISH: Final = """
Nora Whitfield, Caleb Thornbury, N. Whitfield, Imogen Sayle, Dexter Holloway, Priya Raman,
Felix Osterman, Hazel Dunmore, Jonah Pickering, Lena Vasquez-Hill, Marcus Ebberly, Tilda Roe,
Owen Castellan, Ruth Abernethy, Silas Wren, Tamsin Okafor, Victor Lindqvist, Wendy Marlowe,
Abel Fairweather, Bianca Stroud, Conrad Ushiro, Delphine Archer, Elias Brandt, Fiona Mackley,
Gideon Price, Harriet Swann, Ivo Calloway, Jasmine Tully, Kieran Boswell, Lottie Granger,
Miles Underhill, Nadia Farrow, Oscar Penhale, Petra Hollis, Quentin Ashdown, Rosa Delacruz,
Sebastian Kerr, Thea Winslow, Ulric Manning, Vera Stanhope, Wesley Tran, Xenia Holt,
Yusuf Darby, Zelda Crane, Arlo Whitcombe, Bryony Sutter, Clement Oduya, Daphne Lorimer,
Edgar Vance, Flora Tennant, Grant Weatherby, Hilda Moreau, Isaac Penrose, Juno Hargrave,
Kurt Ellery, Livia Stone, Magnus Teale, Nell Barrowman, Otis Fairbank, Phoebe Langton
"""
_CHINESE: Final = """
林晓岚 linxiaolan, 王文博 wangwenbo, 何雨桐 heyutong, 沈一帆 shenyifan,
顾晨曦 guchenxi, 梁思源 liangsiyuan, 宋佳宁 songjianing, 唐子墨 tangzimo,
韩雪莹 hanxueying, 冯启航 fengqihang, 曾可欣 zengkexin, 程浩然 chenghaoran,
彭若溪 pengruoxi, 蒋立群 jiangliqun, 蔡明珠 caimingzhu, 余光启 yuguangqi,
潘静姝 panjingshu, 杜云舟 duyunzhou, 王若曦 wangruoxi, 魏东升 weidongsheng,
吕欣然 lvxinran, 丁海洋 dinghaiyang, 任书瑶 renshuyao, 姚远山 yaoyuanshan,
卢梦琪 lumengqi, 傅成林 fuchenglin, 钟灵毓 zhonglingyu, 姜大鹏 jiangdapeng,
崔玉珍 cuiyuzhen, 谭正阳 tanzhengyang, 廖思齐 liaosiqi, 范晓冬 fanxiaodong,
汪晨光 wangchenguang, 陆清和 luqinghe, 金语嫣 jinyuyan, 石磊明 shileiming,
戴春晖 daichunhui, 贾思敏 jiasimin, 夏初晴 xiachuqing, 李晚晴 liwanqing,
方若云 fangruoyun, 侯建业 houjianye, 邹雅文 zouyawen, 熊志豪 xiongzhihao,
孟夏青 mengxiaqing, 秦朗月 qinlangyue, 白露霜 bailushuang, 江一苇 jiangyiwei,
阎书恒 yanshuheng, 薛宝岚 xuebaolan, 雷鸣远 leimingyuan, 贺新年 hexinnian,
倪采薇 nicaiwei, 张望舒 zhangwangshu, 滕飞羽 tengfeiyu, 殷小满 yinxiaoman,
罗一诺 luoyinuo, 毕生辉 bishenghui, 郝好雨 haohaoyu, 安若然 anruoran
"""
# Three for each company, in the order of the companies. The third is the first, entered twice.
ENGLISH: Final = tuple(name.strip() for name in _ENGLISH.split(","))
CHINESE: Final = tuple(tuple(pair.split()) for pair in _CHINESE.split(","))
"""Names with their pinyin, as it stands in their e-mail addresses."""
TITLES: Final = {
    "en": (
        "Office Manager",
        "Head of Procurement",
        "Facilities Lead",
        "Operations Director",
        "HR Manager",
        "CFO",
        "Founder",
    ),
    "zh": ("行政经理", "采购总监", "后勤主管", "运营总监", "人事经理", "财务总监", "创始人"),
}
SOURCES: Final = {
    "en": ("trade fair", "website", "referral", "newsletter"),
    "zh": ("展会", "官网", "转介绍", "公众号"),
}
TAGS: Final = {"en": ("tasting", "renewal", "pilot"), "zh": ("试饮", "续约", "重点客户")}
FIELD: Final = "roast"
ROASTS: Final = ("light", "medium", "dark")
