"""Lexicons of questions: everyday words of both languages for measures, dimensions and the rest.

A measure is mostly said in two words that may stand apart: what (deals, 客户) and what became of it
(won, 新增). Which of them make which measure is one table.
"""

from collections.abc import Mapping

Things = Mapping[str, tuple[str, ...]]

NOUNS: Things = {
    "deals": ("deal", "deals", "opportunity", "opportunities", "商机", "单子", "机会", "单"),
    "contacts": ("contact", "contacts", "customer", "customers", "people", "client", "clients",
                 "联系人", "客户"),
    "companies": ("companies", "accounts", "家公司", "企业"),
    "leads": ("lead", "leads", "线索", "潜在客户"),
    "tickets": ("ticket", "tickets", "request", "requests", "case", "cases", "工单", "请求", "服务请求"),
    "orders": ("order", "orders", "订单"),
    "activities": ("activity", "activities", "touches", "活动", "跟进记录", "跟进"),
    "follow-ups": ("follow-up", "follow-ups", "follow up", "follow ups", "followups", "待跟进"),
    "call": ("call", "calls", "phone calls", "电话", "通话"),
    "meeting": ("meeting", "meetings", "会议", "会面"),
    "visit": ("visit", "visits", "拜访"),
    "email": ("email", "emails", "e-mail", "e-mails", "mails", "邮件"),
}  # fmt: skip
HAPPENINGS: Things = {
    "new": ("new", "added", "add", "create", "created", "gain", "gained", "get", "got", "opened", "came in",
            "新增", "新建", "添加", "新", "增加", "创建"),
    "won": ("win", "won", "wins", "winning", "sell", "sold", "close", "closed", "closed won", "sales",
            "revenue", "turnover", "earn", "earned", "赢", "赢单", "赢得", "成交", "卖", "卖出", "销售额",
            "业绩", "成交额"),
    "lost": ("lose", "lost", "losses", "loss", "输", "输单", "丢", "丢单", "流失"),
    "open": ("open", "ongoing", "running", "still open", "进行中", "未结束", "在跟", "未解决"),
    "moved": ("moved", "moved on", "advanced", "推进"),
    "converted": ("converted", "convert", "转化", "转化了"),
    "solved": ("solved", "solve", "resolved", "resolve", "解决", "已解决"),
    "overdue": ("overdue", "late", "past due", "逾期", "超期", "超时"),
    "rotten": ("rotten", "stuck", "stale", "停滞", "卡住"),
    "logged": ("logged", "log", "made", "make", "did", "done", "held", "做", "打", "记录"),
}  # fmt: skip
SINGLE: Things = {
    "pipeline": ("pipeline", "in the pipeline", "open pipeline", "管道金额", "漏斗金额", "漏斗", "销售漏斗", "商机漏斗", "在手商机金额"),
    "weighted pipeline": ("weighted pipeline", "weighted", "加权", "加权金额", "加权漏斗"),
    "win rate": ("win rate", "hit rate", "closing rate", "赢单率", "胜率", "成交率"),
    "average won": ("average deal", "average deal size", "deal size", "平均成交额", "平均单额", "客单价",
                    "平均客单价"),
    "cycle": ("sales cycle", "cycle", "average cycle", "cycle time", "销售周期", "成交周期", "平均周期"),
    "age": ("how old", "age of open deals", "average age", "age", "平均账龄", "商机年龄"),
    "first response": ("first response", "average first response", "first response time",
                       "response time", "average response time", "首次响应", "平均首次响应", "平均首次响应时间",
                       "首次响应时间", "平均响应时间", "响应时间", "首次回复时间"),
    "resolution": ("resolution time", "average resolution", "time to resolution", "time to solve",
                   "average resolution time", "解决时间", "平均解决时间", "解决时长", "平均解决时长"),
    "first response kept": ("first response in time", "first response sla", "响应及时率",
                            "首次响应及时率"),
    "resolution kept": ("sla", "slas", "sla kept", "solved in time", "解决及时率", "sla达成率", "达成率"),
    "deals without a next step": ("no next step", "without next step", "without a next step", "没有下一步", "缺下一步",
                                  "无下一步"),
    "open deals without amount": ("no amount", "without amount", "without an amount", "没有金额"),
    "open deals without close date": ("no close date", "without close date", "without a close date", "没有预计成交日",
                                      "没有成交日"),
    "contacts without phone or e-mail": ("no phone", "without phone", "without a phone", "without phone or email",
                                         "没有电话", "没有联系方式"),
    "contacts without source": ("no source", "without source", "without a source", "没有来源"),
    "contacts without company": ("no company", "without company", "without a company", "没有公司"),
    "contacts not touched for long": ("not touched", "untouched", "久未联系", "很久没联系"),
    "companies without an owner": ("companies with no owner", "companies without owner", "没有负责人的公司"),
    "amount ordered": ("ordered", "order value", "订单金额", "订购金额"),
}  # fmt: skip
CUSTOMERS: Things = {
    "churn": ("churn", "churn rate", "customer churn", "customer churn rate", "attrition", "流失率", "客户流失率"),
    "lifetime value": ("lifetime value", "customer lifetime value", "clv", "cltv", "ltv", "value of a customer",
                       "终身价值", "客户终身价值", "生命周期价值", "客户生命周期价值"),
    "at risk": ("at risk", "at-risk", "customers at risk", "at-risk customers", "有流失风险", "有风险", "流失风险",
                "流失风险客户", "风险客户"),
    "lost": ("churned", "churned customers", "lost customers", "流失客户", "客户流失"),
    "new": ("first-time customers", "first-time buyers", "new buyers", "首次成交客户", "首单客户"),
    "best": ("buyers", "paying customers", "customers to date", "成交客户"),
}  # fmt: skip
"""What is asked about customers as buyers."""
BARE = ("open deals", "contacts", "companies", "orders", "activities")
"""Measures that only count what another one says more about."""
MADE_OF: Mapping[tuple[str, str], str] = {
    ("contacts", "new"): "new contacts",
    ("contacts", ""): "new contacts",
    ("companies", ""): "companies",
    ("leads", "new"): "new leads",
    ("leads", ""): "new leads",
    ("leads", "converted"): "converted leads",
    ("", "converted"): "converted leads",
    ("deals", ""): "open deals",
    ("deals", "open"): "open deals",
    ("deals", "new"): "deals opened",
    ("deals", "won"): "deals won",
    ("deals", "lost"): "deals lost",
    ("deals", "moved"): "deals moved",
    ("deals", "overdue"): "deals past their close date",
    ("deals", "rotten"): "rotten deals",
    ("", "won"): "amount won",
    ("", "lost"): "amount lost",
    ("tickets", ""): "tickets opened",
    ("tickets", "new"): "tickets opened",
    ("tickets", "open"): "open tickets",
    ("tickets", "solved"): "tickets solved",
    ("tickets", "won"): "tickets solved",
    ("tickets", "overdue"): "overdue tickets",
    ("orders", ""): "orders",
    ("orders", "new"): "orders",
    ("orders", "won"): "orders",
    ("follow-ups", ""): "overdue follow-ups",
    ("follow-ups", "overdue"): "overdue follow-ups",
    ("activities", ""): "activities",
    ("activities", "logged"): "activities",
    ("activities", "new"): "activities",
}
KINDS = ("call", "meeting", "visit", "email")
IN_MONEY: Mapping[str, str] = {
    "deals won": "amount won",
    "deals lost": "amount lost",
    "deals opened": "amount opened",
    "open deals": "pipeline",
    "orders": "amount ordered",
}
IN_NUMBER: Mapping[str, str] = {money: number for number, money in IN_MONEY.items()}
QUANTITIES: Things = {
    "money": ("how much", "worth", "amount", "value", "多少钱", "金额", "总额"),
    "count": ("how many", "number of", "count", "几个", "多少个", "数量", "多少家", "多少位", "几家", "几张", "多少张",
              "几单", "多少单"),
    "": ("多少", "which", "what", "哪些"),
}  # fmt: skip
BY: Things = {
    "owner": ("person", "rep", "reps", "owner", "salesperson", "agent", "people", "人", "人员", "负责人",
              "销售", "员工"),
    "stage": ("stage", "stages", "阶段"),
    "pipeline": ("pipeline", "流程"),
    "source": ("source", "sources", "来源", "渠道"),
    "competitor": ("competitor", "competitors", "竞争对手", "对手"),
    "reason": ("reason", "reasons", "原因"),
    "company": ("company", "companies", "account", "公司", "企业"),
    "industry": ("industry", "industries", "行业"),
    "country": ("country", "region", "territory", "countries", "国家", "地区", "区域", "大区"),
    "tier": ("tier", "tiers", "等级", "级别"),
    "product": ("product", "products", "产品"),
    "kind": ("kind", "type", "类型"),
    "category": ("category", "categories", "分类", "类别"),
    "priority": ("priority", "优先级"),
    "status": ("status", "状态"),
}  # fmt: skip
BY_WHO = (
    "who",
    "whose",
    "which rep",
    "which person",
    "who has",
    "谁",
    "哪个人",
    "哪个销售",
    "哪位销售",
)
TIERED = ("tier {}", "{}-tier", "{} tier", "{}级", "{} 级")
"""Ways to say a tier."""
BY_BEFORE = ("by", "per", "for each", "for every", "split by", "broken down by", "grouped by",
             "which", "what", "按", "按照", "分", "每个", "各", "各个", "每", "哪个", "哪种", "什么")  # fmt: skip
SERIES: Things = {
    "day": ("day", "daily", "天", "日"),
    "week": ("week", "weekly", "周"),
    "month": ("month", "monthly", "月", "月份"),
}
VERSUS = ("vs", "vs.", "versus", "compared with", "compared to", "against", "than", "相比", "对比", "比",
          "环比")  # fmt: skip
BEFORE = ("last", "previous", "before", "the one before", "the previous one", "the period before",
          "last one", "the year before", "the quarter before", "the month before", "the week before",
          "the day before", "上期", "上一期")  # fmt: skip
CLOSING = ("closing", "closes", "to close", "due", "expected to close", "will close", "预计成交",
           "要成交", "将成交", "close")  # fmt: skip
MINE = ("my", "i", "me", "mine", "我", "我的")
ALL = ("we", "our", "us", "everybody", "everyone", "all", "the company", "company", "我们", "我们的",
       "大家", "全部", "所有", "公司", "全公司")  # fmt: skip
TEAM = ("my team", "the team", "team", "our team", "团队", "我的团队", "我们团队", "本团队")
FILLERS = frozenset(
    ["the", "a", "an", "of", "in", "on", "for", "to", "from", "at", "is", "are", "was", "were", "be", "been", "do", "does", "did", "has", "have", "had", "there", "any", "it", "and", "with", "that", "this", "so", "far", "please", "tell", "show", "give", "me", "time", "times", "during", "total", "average", "in", "total", "made", "per", "much", "many", "what's", "compare", "doing", "show me", "tell me", "give me", "let me see", "how", "long", "does", "take", "takes", "took", "our", "are", "in", "up", "happen", "happened", "as", "well", "by", "until", "now", "up", "most", "least", "best", "brings", "bring", "brought", "came", "come", "comes", ",", ".", "?", "!", ":", ";", "'", "s"]
) | {
    "的", "了", "还有", "还", "剩", "最多", "最少", "最", "带来", "带来的", "来的", "在", "吗", "呢", "是", "有", "请问", "请", "告诉", "一共", "总共", "共", "平均", "个", "多少",
    "次", "家", "位", "和", "与", "里", "中", "内", "到", "被", "都", "是多少", "怎么样", "做了什么", "如何", "表现", "比较", "得", "出", "给",
    "in total", "so far", "at the moment", "right now", "now", "currently", "看", "多长", "多久", "目前", "现在", "当前", "进来",
}  # fmt: skip
