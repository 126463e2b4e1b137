"""What happened with the demo company's contacts: stories, told step by step."""

from dataclasses import dataclass
from typing import Final

from store.activities import Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a story: how they met or spoke, and what came of it."""

    kind: Kind
    text: str


STORIES: Final[dict[str, tuple[tuple[Step, ...], ...]]] = {
    "en": (
        (
            Step("meeting", "Met at the harbour coffee fair. Liked how quiet the Lumen 2 is."),
            Step("email", "Sent the brochure and prices for one machine and for two."),
            Step("call", "45 people on two floors; the old machine breaks down every month."),
            Step("visit", "Showed the Lumen 2 on site. The kitchen has the water supply we need."),
            Step("call", "Wants the offer in writing before the budget round: two machines."),
        ),
        (
            Step("email", "Asked on the website for a trial week."),
            Step("call", "The week after next suits them. They need decaf as well."),
            Step("visit", "Set up the trial machine on the ground floor and trained two people."),
            Step("note", "The counter says 310 cups in the trial week, twice what they expected."),
            Step("meeting", "They keep the machine and take beans every second week."),
        ),
        (
            Step("call", "A neighbour told them about us. They rent two machines elsewhere."),
            Step("email", "Sent a comparison: renting for three years against buying."),
            Step("call", "Their contract ends in spring; notice is due by the end of June."),
            Step("meeting", "Tasting with six people. The medium roast won by five votes to one."),
        ),
        (
            Step("call", "The service contract runs out next month; happy with the technician."),
            Step("email", "Offered two more years at the old price if they sign this month."),
            Step("note", "The grinder is loud: service booked, free of charge."),
            Step("call", "Agreed in principle. Finance has to countersign."),
        ),
        (
            Step("meeting", "New kitchen on the third floor from autumn; opens with 60 seats."),
            Step("visit", "Measured with the architect. The counter has to be 4 cm higher."),
            Step("email", "Sent the drawing with power and drain marked."),
        ),
    ),
    "zh": (
        (
            Step("meeting", "在咖啡展上认识，觉得“流明二号”声音很小，很满意。"),
            Step("email", "已发产品手册，以及一台和两台的报价。"),
            Step("call", "两层楼共45人，旧机器每个月都要坏一次。"),
            Step("visit", "上门演示“流明二号”，茶水间有进水口，可以直接安装。"),
            Step("call", "希望在预算会之前收到两台机器的书面报价。"),
        ),
        (
            Step("email", "在官网申请一周免费试用。"),
            Step("call", "试用安排在下下周，还需要低因咖啡豆。"),
            Step("visit", "在一楼装好试用机，培训了两位同事。"),
            Step("note", "试用一周共出杯310杯，比他们预计的多一倍。"),
            Step("meeting", "决定留下机器，每两周送一次咖啡豆。"),
        ),
        (
            Step("call", "隔壁公司介绍来的，目前向别家租了两台机器。"),
            Step("email", "发了对比表：租三年和直接购买哪个划算。"),
            Step("call", "现有合同明年春天到期，六月底前要提出不续约。"),
            Step("meeting", "六个人参加试饮，中度烘焙以五比一胜出。"),
        ),
        (
            Step("call", "维保合同下个月到期，对技师的服务很满意。"),
            Step("email", "本月签约的话，可按原价再续两年，已发邮件。"),
            Step("note", "磨豆机声音偏大，已预约免费检修。"),
            Step("call", "原则上同意续约，等财务会签。"),
        ),
        (
            Step("meeting", "三楼新茶水间秋天启用，有60个座位。"),
            Step("visit", "和设计师一起量了尺寸，台面需要抬高4厘米。"),
            Step("email", "已发标注了电源和排水的图纸。"),
        ),
    ),
}
