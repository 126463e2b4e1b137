"""What people call the columns of tickets, and what stands in them."""

from handlers.imports.synonyms import CONTACTS, OWNER, Vocabulary

_OF_CONTACTS = ("first_name", "last_name", "middle_name", "phone")

TICKETS = Vocabulary(
    fields={
        "id": "ticket id|ticket number|ticket no|case number|case id|request id|issue id|external id"
        "|number|id|工单编号|工单号|编号|案例编号",
        "name": "customer name|requester name|requester|customer|contact name|contact|client name"
        "|client|reporter|reported by|submitted by|full name|name"
        "|客户姓名|客户名称|客户|联系人|提交人|姓名",
        **{name: CONTACTS.fields[name] for name in _OF_CONTACTS},
        "company": "company|company name|account|account name|organization|organisation"
        "|organization name|公司|公司名称|企业|企业名称|单位|单位名称",
        "email": f"customer email|requester email|contact email|client email|{CONTACTS.fields['email']}",
        "title": "ticket subject|subject|ticket title|title|summary|headline|工单标题|标题|主题",
        "text": "ticket description|description|details|body|message|text|request|question"
        "|工单描述|描述|内容|问题描述|问题|详情|诉求",
        "status": "ticket status|status|state|case status|工单状态|状态",
        "priority": "ticket priority|priority|urgency|severity|工单优先级|优先级|紧急程度",
        "category": "ticket category|category|ticket type|type|issue type|request type"
        "|工单分类|工单类型|分类|类别|类型",
        "source": "ticket channel|channel|source|via|origin|渠道|来源|工单来源",
        "opened": "opened|opened at|opened on|created|created at|created on|create date"
        "|created date|date created|creation date|submitted|submitted at|date opened|reported at"
        "|创建时间|创建日期|提交时间|开单时间|打开时间",
        "responded": "first response time|first response|first response at|first reply"
        "|first replied at|responded at|首次回复时间|首次响应时间|首次响应|首次回复",
        "resolved": "time to resolution|resolved|resolved at|resolved on|resolution time"
        "|resolution date|date resolved|solved at|解决时间|解决日期",
        "closed": "closed|closed at|closed on|close date|date closed|关闭时间|关闭日期|结单时间",
        "resolution": "resolution|solution|resolution notes|answer|outcome|解决方案|处理结果|解决办法",
        "owner": f"{OWNER}|assignee|agent|agent name|handled by|处理人|受理人|客服",
    },
    many=frozenset({"phone", "email"}),
    name=("title", "text"),
)

STATUSES = {
    "open": ("open", ""), "new": ("open", ""), "in progress": ("open", ""), "active": ("open", ""),
    "reopened": ("open", ""), "assigned": ("open", ""),
    "pending": ("waiting", "customer"), "waiting": ("waiting", "customer"),
    "pending customer response": ("waiting", "customer"),
    "waiting for customer": ("waiting", "customer"), "waiting on customer": ("waiting", "customer"),
    "awaiting customer": ("waiting", "customer"), "on hold": ("waiting", "third party"),
    "hold": ("waiting", "third party"), "waiting on third party": ("waiting", "third party"),
    "waiting for third party": ("waiting", "third party"),
    "resolved": ("resolved", ""), "solved": ("resolved", ""), "done": ("resolved", ""),
    "closed": ("closed", ""), "cancelled": ("closed", ""), "canceled": ("closed", ""),
    "待处理": ("open", ""), "处理中": ("open", ""), "新建": ("open", ""), "打开": ("open", ""),
    "等待客户": ("waiting", "customer"), "待客户回复": ("waiting", "customer"),
    "挂起": ("waiting", "third party"), "等待第三方": ("waiting", "third party"),
    "已解决": ("resolved", ""), "已完成": ("resolved", ""), "已关闭": ("closed", ""), "关闭": ("closed", ""),
}  # fmt: skip
"""Status, and for whom a ticket waits."""
PRIORITIES = {
    "low": "low", "minor": "low", "p4": "low", "trivial": "low", "低": "low",
    "medium": "normal", "normal": "normal", "p3": "normal", "中": "normal", "普通": "normal",
    "moderate": "normal", "high": "high", "major": "high", "p2": "high", "高": "high",
    "critical": "urgent", "urgent": "urgent", "p1": "urgent", "highest": "urgent",
    "blocker": "urgent", "紧急": "urgent", "严重": "urgent",
}  # fmt: skip
