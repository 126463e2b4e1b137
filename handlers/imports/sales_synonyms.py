"""What people call the columns of deals, products, staff and teams."""

from handlers.imports.synonyms import CONTACTS, OWNER, Vocabulary

DEALS = Vocabulary(
    fields={
        "id": "opportunity id|deal id|opportunity number|deal number|record id|external id|id"
        "|商机编号|商机id|商机号|项目编号|编号",
        "title": "deal name|opportunity name|deal title|opportunity title|deal|opportunity|title"
        "|subject|name|商机名称|项目名称|商机|商机主题|标题|项目|名称",
        "amount": "amount|deal amount|deal value|close value|opportunity amount|opportunity value"
        "|deal size|expected revenue|contract value|value|total|金额|商机金额|预计金额|预计成交金额"
        "|成交金额|合同金额|销售金额|预计销售金额",
        "currency": "currency|deal currency|currency code|币种|货币",
        "stage": "stage|deal stage|sales stage|opportunity stage|pipeline stage|stage name|status"
        "|deal status|opportunity status|阶段|商机阶段|销售阶段|商机状态|状态|项目阶段",
        "opened": "engage date|create date|created date|date created|created|created at|created on"
        "|open date|opened|opened at|start date|创建时间|创建日期|开始日期|开始时间|立项日期|接洽日期",
        "close": "close|close date|closed date|closing date|date closed|closed|closed at|closed on"
        "|expected close|expected close date|expected closing date|estimated close date"
        "|成交日期|预计成交日期|预计成交时间|预计成交|成交时间|结单日期|关单日期|签约日期|结束日期|成交",
        "product": "product|product name|item|产品|产品名称|商品|商品名称|意向产品",
        "company": "company|account|company name|account name|associated company|customer"
        "|customer name|client|client name|organization|organisation|organization name"
        "|公司|客户|公司名称|客户名称|企业名称|单位名称|关联公司|企业|单位",
        "contact": "contact|contact name|contact person|primary contact|associated contact"
        "|联系人|联系人姓名|主要联系人|客户联系人",
        "source": "source|lead source|deal source|opportunity source|来源|商机来源|线索来源|客户来源",
        "step": "step|next step|next steps|下一步|下一步计划|后续步骤",
        "competitor": "competitor|main competitor|竞争对手|竞品",
        "reason": "reason|lost reason|loss reason|closed lost reason|reason lost|reason for loss"
        "|输单原因|丢单原因|失败原因|流失原因",
        "owner": f"{OWNER}|deal owner|opportunity owner|商机负责人|商机所有人",
    },
    many=frozenset(),
    name=("title", "product", "company"),
)
PRODUCTS = Vocabulary(
    fields={
        "name": "product name|product|name|item|item name|产品名称|产品|商品名称|商品|名称|品名",
        "code": "code|product code|sku|item code|part number|article number"
        "|产品编号|产品编码|编码|货号|商品编码|编号",
        "series": "series|product series|product line|product family|family|category|product category"
        "|系列|产品系列|产品线|类别|产品类别|分类",
        "price": "price|sales price|unit price|list price|retail price|selling price|standard price"
        "|单价|价格|售价|标准价|零售价|销售价|标价|含税单价",
        "currency": "currency|price currency|currency code|币种|货币",
        "tax": "tax|tax rate|vat|vat rate|税率|增值税率",
    },
    many=frozenset(),
)
STAFF = Vocabulary(
    fields={
        "name": "sales agent|name|full name|staff name|employee name|employee|agent|agent name"
        "|sales rep|sales representative|salesperson|team member|member|user|user name"
        "|姓名|员工姓名|员工|销售员|销售|销售人员|业务员|销售代表|成员|用户",
        "email": "email|email address|mail|work email|邮箱|电子邮箱|电子邮件|工作邮箱|企业邮箱",
        "role": "role|staff role|user role|角色|员工角色",
        "manager": "manager|manager name|reports to|supervisor|team lead|line manager"
        "|经理|上级|主管|直属上级|销售经理|汇报对象|直接上级",
        "team": "team|team name|sales team|regional office|office|region|department|group|branch"
        "|团队|部门|销售团队|办事处|区域|大区|小组|分公司|所属部门|所属团队",
    },
    many=frozenset(),
)
TEAMS = Vocabulary(
    fields={
        "name": "team|team name|name|sales team|regional office|office|region|department|group|branch"
        "|团队|团队名称|名称|部门|销售团队|办事处|区域|大区|小组|分公司",
    },
    many=frozenset(),
)
_OF_CONTACTS = ("first_name", "last_name", "middle_name", "phone", "email")
ACTIVITIES = Vocabulary(
    fields={
        "at": "activity date|date|at|when|time|date time|start|start date|start time|due date"
        "|created|created at|created on|create date|completed at|logged at"
        "|活动时间|活动日期|跟进时间|跟进日期|日期|时间|开始时间|创建时间|发生时间",
        "kind": "activity type|type|kind|activity|channel|call type|活动类型|跟进方式|类型|方式",
        "title": "activity subject|subject|title|summary|headline|主题|标题",
        "notes": "activity notes|notes|note|description|details|body|text|content|comments|comment"
        "|跟进内容|活动内容|内容|备注|描述|详情|记录",
        "name": "contact name|contact|full name|person|who|with|name|attendee"
        "|联系人姓名|联系人|客户姓名|姓名",
        **{name: CONTACTS.fields[name] for name in _OF_CONTACTS},
        "company": "company|company name|account|account name|organization|organisation|related to"
        "|公司|公司名称|客户|客户名称|企业|单位",
        "deal": "deal|deal name|deal id|opportunity|opportunity name|opportunity id"
        "|商机|商机名称|商机编号",
        "owner": f"{OWNER}|created by|done by|logged by|rep|user|跟进人|记录人|执行人",
    },
    many=frozenset({"phone", "email"}),
    name=("at",),
)
