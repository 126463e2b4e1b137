"""What people and programs call the columns of each kind of record, English and Chinese.

Taken from the exports of Google Contacts, Outlook, LinkedIn, HubSpot and Salesforce, from Chinese
CRM templates and from habit. Spelling, case, spaces, digits and width do not matter. Another kind
of record joins by an entry in VOCABULARIES.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from handlers.imports.spellings import spell


@dataclass(frozen=True)
class Vocabulary:
    """The column names of one kind of record.

    Attributes:
        fields: Field -> names of it, `|` between them, the most telling first. Fields that begin
            with `address.` are the parts of one address.
        many: Fields that take several columns; of the others the most telling column wins.
        second: Column name -> the field it means when its first meaning is taken already, or
            when nothing else names the record.
        name: Fields of which one must be there.
    """

    fields: Mapping[str, str]
    many: frozenset[str]
    second: Mapping[str, str] = field(default_factory=dict)
    name: tuple[str, ...] = ("name",)

    def field_names(self) -> tuple[str, ...]:
        """Return the fields as people name them: the parts of an address are one field."""
        return tuple(dict.fromkeys(name.partition(".")[0] for name in self.fields))

    @cached_property
    def meanings(self) -> Mapping[str, tuple[str, int]]:
        """Compact column name -> field and rank, 0 being the most telling."""
        return {
            spell(name).compact: (key, rank)
            for key, names in reversed(tuple(self.fields.items()))
            for rank, name in enumerate(names.split("|"))
        }


ADDRESS = {
    "address.whole": "address formatted|formatted address|full address|complete address|完整地址",
    "address.street": "street address|address street|street|address|addr|address line|street line"
    "|street name|postal address"
    "|详细地址|通讯地址|联系地址|地址|街道|街道地址|办公地址|住址|注册地址",
    "address.extra": "extended address|address extended address|suite|apartment|apt|address extra",
    "address.box": "po box|post office box|address po box|邮政信箱",
    "address.city": "city|town|city town|locality|suburb|address city|location|office location"
    "|城市|市|所在城市|所在地|市县|所在市",
    "address.county": "county|district|区|县|区县|区域县|所在区|所在区县",
    "address.state": "state|province|state province|region|state region|province state"
    "|address region|address state|地区|省|省份|所在省|所在省份|省市自治区|所在地区|区域|州"
    "|省市区|州省",
    "address.postcode": "postal code|zip|zip code|postcode|zip postal code"
    "|address postal code|邮编|邮政编码",
    "address.country": "country|country region|nation|address country|国家|国家地区|国别|所在国家",
}
_PHONE = (
    "phone|phone value|phone number|telephone|telephone number|tel|tel no|phone no|contact number"
    "|contact no|mobile|mobile phone|mobile phone number|mobile number|mobile no|cell"
    "|cell phone|cellular|home phone|work phone|office phone|business phone|fax|fax number|landline"
    "|whatsapp|whatsapp number|car phone|callback|main phone|company main phone"
    "|电话|电话号码|联系电话|手机|手机号|手机号码|移动电话|座机|座机号码|固话|固定电话|办公电话|公司电话"
    "|家庭电话|宅电|住宅电话|传真|传真号码|联系方式|联络电话|电话手机|手机电话"
)
_WEBSITE = (
    "website|website value|website url|web page|web|home page|url|domain"
    "|company domain name|company website|linkedin|linkedin url|profile url|linkedin profile"
    "|网站|网址|官网|主页|公司网站|公司网址|公司官网|网页|公司主页"
)
OWNER = (
    "owner|contact owner|lead owner|record owner|account owner|company owner|owner name|assigned to"
    "|assignee|responsible|sales rep|sales representative|sales agent|account manager|salesperson"
    "|负责人|所有人|联系人负责人|客户负责人|客户所有人|归属人|归属|跟进人|业务员|销售员|销售|销售代表"
    "|销售人员|客户经理|所属销售|责任人"
)
_NOTES = (
    "notes|note|comments|comment|remarks|remark|description|memo|about us|about"
    "|备注|说明|附注|描述|备注信息|客户备注|其他|简介|公司简介"
)
_TAGS = (
    "tags|tag|labels|label|categories|category|groups|group|group membership|keywords"
    "|标签|分组|类别|客户标签|分类"
)

CONTACTS = Vocabulary(
    fields={
        "name": "full name|contact name|contact person|contact full name|contact|name"
        "|display name|fn|person|lead name|姓名|联系人姓名|客户姓名|全名|联系人|联系人名称"
        "|客户联系人|主要联系人|名字|称呼|名称",
        "first_name": "first name|given name|forename|fname|contact first name|first|名",
        "last_name": "last name|family name|surname|lname|contact last name|last|姓|姓氏",
        "middle_name": "middle name|additional name|middle|中间名",
        "phone": _PHONE,
        "email": "email|email value|email address|mail|mail address|email addr"
        "|邮箱|电子邮箱|邮箱地址|电子邮件|电子邮件地址|邮件|邮件地址|联系邮箱|工作邮箱|企业邮箱|邮箱账号",
        "company": "company|company name|organization name|organisation name|organization"
        "|organisation|org|employer|account name|account|associated company|current company|firm"
        "|business name|business|customer name|customer|client name|client|公司|公司名称|公司名"
        "|单位|单位名称|工作单位|企业|企业名称|所属公司|所在公司|机构|客户公司|客户名称|客户名|客户",
        "title": "job title|position|organization title|role|designation|occupation|job"
        "|current position|contact title|title|职位|职务|岗位|头衔|职称",
        "tier": "tier|customer tier|rating|grade|level|class|客户等级|客户级别|等级|级别|星级"
        "|客户星级|重要程度|客户分级",
        "tags": _TAGS,
        "source": "source|lead source|contact source|original source|referral source|channel|origin"
        "|来源|客户来源|线索来源|来源渠道|渠道|获客渠道|渠道来源",
        "birthday": "birthday|birthdate|date of birth|dob|bday|生日|出生日期|出生年月|出生年月日",
        **ADDRESS,
        "notes": _NOTES,
        "website": _WEBSITE,
        "owner": OWNER,
    },
    many=frozenset({"phone", "email", "tags", "notes", "website"}),
    second={
        **dict.fromkeys(("name", "名称"), "company"),
        **dict.fromkeys(
            ("客户名称", "客户名", "客户", "customer name", "customer", "client name", "client"),
            "name",
        ),
    },
    name=("name", "first_name", "last_name"),
)

COMPANIES = Vocabulary(
    fields={
        "name": "company name|account name|company|account|organization name|organisation name"
        "|organization|organisation|name|business name|legal name|customer name|customer"
        "|client name|client|firm|公司名称|客户名称|企业名称|公司|客户|名称|单位名称|单位|企业"
        "|公司全称|客户全称|公司名|客户名",
        "sector": "sector|industry|account industry|company industry|line of business|vertical"
        "|行业|所属行业|客户行业|行业类型|所在行业|行业类别",
        "employees": "employees|number of employees|employee count|no of employees|headcount"
        "|num employees|company size|staff|员工人数|员工数|人数|公司规模|企业规模|规模|人员规模",
        "revenue": "revenue|annual revenue|turnover|annual sales|sales revenue|total revenue"
        "|年收入|营业额|年营业额|营收|年营收|销售额|年销售额|收入",
        "established": "year established|established|founded|year founded|founding year"
        "|year started|founded year|date founded|成立年份|成立时间|成立日期|创立时间"
        "|成立年|创办年份|创立年份",
        **ADDRESS,
        "website": _WEBSITE,
        "phone": _PHONE,
        "parent": "subsidiary of|parent company|parent account|parent|parent company name"
        "|parent account name|parent organization|holding|group company"
        "|上级公司|母公司|上级客户|总公司|所属集团|集团|上级单位|隶属",
        "tags": _TAGS,
        "notes": _NOTES,
        "owner": OWNER,
    },
    many=frozenset({"phone", "website", "tags", "notes"}),
)

_OF_CONTACTS = ("name", "first_name", "last_name", "middle_name", "phone", "email", "company",
                "title", "source", "notes", "owner")  # fmt: skip
LEADS = Vocabulary(
    fields={
        **{name: CONTACTS.fields[name] for name in _OF_CONTACTS},
        "industry": COMPANIES.fields["sector"],
        "territory": "territory|sales territory|region|area|地区|区域|大区|片区|所属区域|所在地区",
        "language": "language|preferred language|语言|语种",
    },
    many=frozenset({"phone", "email", "notes"}),
    second=CONTACTS.second,
    name=CONTACTS.name,
)
