"""What Parley says is translated: the catalogue is whole, and a talk in Chinese is Chinese."""

import re
import shutil
from pathlib import Path

import pytest

from handlers import captures, catalogues, extractions, grammar, phrases
from handlers.contract import registry
from handlers.extractions import Place, Sentence, Untranslatable
from handlers.languages import Voice, catalogue, speaking, suited
from handlers.texts import MARKS, fmt, listed, plural
from tests.conversations import Chat, Somebody

CHINESE = Voice("zh", "Asia/Shanghai", "CNY", "CN")
NOT_LANGUAGE = re.compile(
    r"[\w.+-]+@[\w.]+"  # e-mail addresses
    r"|@\w+"  # colleagues
    r"|\b[A-Z]-\d+"  # refs
    r"|\b[A-Z]\w+/[A-Z]\w+"  # time zones
    r"|\b[A-Z]{2,3}\b"  # currencies and countries
    r"|：(?:en|zh)\b"  # a setting
)
NAMES = ("Parley", "Acme", "Root Admin", "Maria Lopez")


def english_in(text: str) -> list[str]:
    """Words of English that are left when names, refs and addresses are taken out."""
    for name in NAMES:
        text = text.replace(name, "")
    return re.findall(r"[A-Za-z]{2,}", NOT_LANGUAGE.sub("", text))


def said_since(chat: Chat, first: int) -> list[str]:
    """Texts without code, and buttons, of the messages from a number on."""
    found = []
    for message in chat.arrived[first:]:
        found.append("".join(one.text for one in message.text.spans if one.style != "code"))
        found.extend(message.buttons)
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the catalogue that a test may spoil."""
    return Path(shutil.copy(catalogues.CATALOGUE, tmp_path))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


class TestCheck:
    def test_every_sentence_is_translated(self, capsys):
        assert catalogues.main(["check"]) == 0, capsys.readouterr().out

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            (
                'msgid "Saved."\nmsgstr "已保存。"',
                'msgid "Saved."\nmsgstr ""',
                "has no translation",
            ),
            ('msgid "Saved."\nmsgstr "已保存。"\n', "", "has no translation"),
            ('msgid "Saved."', '#, fuzzy\nmsgid "Saved."', "is fuzzy"),
            ('"负责人：{owner}"', '"负责人：{user}"', "has other slots"),
            ('"负责人：{owner}"', '"负责人"', "has other slots"),
            ('"**团队**"', '"**团队"', "has an open mark"),
            ('"查看你的权限：`权限`"', '"查看你的权限：`权限"', "has an open mark"),
            ('msgid "Saved."', 'msgid "Lost."\nmsgstr "无"\n\nmsgid "Saved."', "is obsolete"),
            ('msgid "Saved."', '#~ msgid "Lost."\n#~ msgstr "无"\n\nmsgid "Saved."', "is obsolete"),
            (
                'msgid_plural "{count} in all"\nmsgstr[0] "共 {count} 条"',
                'msgstr "共 {count} 条"',
                "has other plural forms",
            ),
        ],
    )
    def test_a_spoilt_catalogue_fails(self, copy, capsys, old, new, fault):
        spoil(copy, old, new)
        assert catalogues.main(["check"], copy) == 1
        assert fault in capsys.readouterr().out

    def test_a_fault_names_its_place_in_the_code(self, copy, capsys):
        spoil(copy, 'msgstr "已恢复。"', 'msgstr ""')
        catalogues.main(["check"], copy)
        assert re.search(
            r"^handlers/commands/contacts\.py:\d+: 'Restored\.'", capsys.readouterr().out
        )

    def test_words_past_the_catalogue_fail(self, monkeypatch, capsys):
        stray = Untranslatable(Place("handlers/cards.py", 7))
        monkeypatch.setattr(extractions, "untranslatable", lambda: [stray])
        assert catalogues.main(["check"]) == 1
        assert "handlers/cards.py:7: words that cannot be translated" in capsys.readouterr().out

    def test_other_words_are_answered_with_the_usage(self, capsys):
        assert catalogues.main(["chekc"]) == 2
        assert "check|update" in capsys.readouterr().err


class TestUpdate:
    def test_an_up_to_date_catalogue_stays_as_it_is(self, copy):
        before = copy.read_bytes()
        assert catalogues.main(["update"], copy) == 0
        assert copy.read_bytes() == before

    def test_new_sentences_come_in_without_translation(self, copy):
        spoil(copy, 'msgid "Saved."\nmsgstr "已保存。"\n', "")
        catalogues.update(copy)
        assert 'msgid "Saved."\nmsgstr' in copy.read_text("utf-8")
        assert catalogues.main(["check"], copy) == 1

    def test_old_sentences_go(self, copy):
        spoil(copy, 'msgid "Saved."', 'msgid "Zebras all over."\nmsgstr "斑马"\n\nmsgid "Saved."')
        catalogues.update(copy)
        assert "Zebras" not in copy.read_text("utf-8")
        assert catalogues.main(["check"], copy) == 0

    def test_a_reworded_sentence_keeps_its_translation_as_fuzzy(self, copy, capsys):
        spoil(copy, 'msgid "The pool is empty."', 'msgid "The pool is quite empty."')
        catalogues.update(copy)
        assert "公海是空的。" in copy.read_text("utf-8")
        assert catalogues.main(["check"], copy) == 1
        assert "'The pool is empty.' is fuzzy" in capsys.readouterr().out

    def test_nothing_in_it_depends_on_when_and_where_it_was_made(self):
        text = catalogues.CATALOGUE.read_text("utf-8")
        assert "Date:" not in text
        assert str(extractions.CODE) not in text
        assert not re.search(r"^#: .*\.py:\d", text, re.MULTILINE)


class TestExtraction:
    @pytest.mark.parametrize(
        ("source", "forms"),
        [
            ("fmt('Saved.')", [("Saved.",)]),
            ("texts.fmt('Saved {name}.', name=name)", [("Saved {name}.",)]),
            ("word('Undo')", [("Undo",)]),
            ("plural('one', '{count}', 3)", [("one", "{count}")]),
            ("LABELS = {'name': mark('Name')}", [("Name",)]),
            ("fmt('Up' if up else 'Down')", [("Up",), ("Down",)]),
            ("fmt('One ' 'sentence.')", [("One sentence.",)]),
            ("Choice('Which tier?', {'A': ()})", [("Which tier?",)]),
            ("fmt(LABELS.get(name, 'name'))", []),
            ("fmt(LABELS[name])", []),
            ("other('Saved.')", []),
            ("def say(text): return lambda: fmt(text)\nOH = say('Oh!')", [("Oh!",)]),
            ("NAMES = {1: mark('One')}\nword(NAMES[key])", [("One",)]),
        ],
    )
    def test_sentences_are_found(self, source, forms):
        found = list(extractions.in_source(source, "cards.py"))
        assert [one.forms for one in found if isinstance(one, Sentence)] == forms
        assert len(found) == len(forms)

    @pytest.mark.parametrize(
        "source",
        [
            "fmt(f'Saved {name}.')",
            "fmt('Saved ' + name)",
            "plain('Saved.')",
            "plain(f'{name} is saved')",
            "Button('Undo', UNDO)",
            "Button('撤销' if chinese else label, UNDO)",
            "NAMES = {1: 'One'}; word(NAMES[key])",
            "NAMES: dict[int, str] = {1: 'One'}; fmt(NAMES.get(key, key))",
        ],
    )
    def test_what_cannot_be_translated_is_found(self, source):
        found = list(extractions.in_source(source, "cards.py"))
        assert found == [Untranslatable(Place("cards.py", 1))]

    def test_a_sentence_knows_its_place(self):
        (found,) = extractions.in_source("\n\nfmt('Saved.')", "handlers/cards.py")
        assert str(found.place) == "handlers/cards.py:3"

    @pytest.mark.parametrize(
        "source", ["plain('\\n    ')", "plain(f'{a} · {b}')", "plain('–')", "Button(label, UNDO)"]
    )
    def test_signs_and_values_are_no_words(self, source):
        assert not list(extractions.in_source(source, "cards.py"))

    def test_the_summary_of_every_command_is_a_sentence(self):
        summaries = {one.forms[0] for one in extractions.summaries()}
        assert {known.summary for known in registry} == summaries


class TestWording:
    @pytest.mark.parametrize("known", list(registry), ids=lambda known: known.name)
    def test_an_example_in_chinese_means_its_command(self, known):
        for example in known.examples:
            meant = grammar.named(grammar.strip_address(example).text)
            found = meant or phrases.match(example)
            assert found is None or found.command == known.name, example
            assert found or known.name == "capture", example

    @pytest.mark.parametrize("known", list(registry), ids=lambda known: known.name)
    def test_every_command_has_a_chinese_name_that_works(self, known):
        with speaking(CHINESE):
            name = grammar.spelled(known)
        assert not re.search("[A-Za-z]", name)
        named = grammar.named(name)
        assert named
        assert named.command == known.name

    def test_commands_in_chinese_sentences_work_when_typed(self):
        commands = [
            part.strip("`")
            for forms in catalogue("zh").values()
            for text in forms
            for part in MARKS.split(text)
            if part.startswith("`") and re.match("`[㐀-鿿]{2}", part)
        ]
        assert len(commands) > 20
        assert not [one for one in commands if not understood(one)]

    def test_spellings_suit_the_listener(self):
        spellings = ("tag", "label", "标签", "打标签")
        assert suited(spellings) == spellings
        with speaking(CHINESE):
            assert list(suited(spellings)) == ["标签", "打标签"]
            assert suited(("A", "B")) == ("A", "B")


def understood(text: str) -> bool:
    """Whether a message is a command, a sentence of the tutorial, or only names keys."""
    if re.fullmatch(r"(?:字段名|选项):.*", text):
        return True
    return bool(grammar.named(text)) or bool(captures.CHINESE.match(text))


class TestForms:
    def test_chinese_has_one_plural_form(self):
        with speaking(CHINESE):
            for count in (0, 1, 2, 1200):
                text = str(plural("{count} in all", "{count} in all", count))
                assert text == f"共 {count:,} 条"

    def test_chinese_separates_with_its_own_comma(self):
        with speaking(CHINESE):
            assert str(listed(["红", fmt("Tag"), 12000])) == "红、标签、12,000"
        assert str(listed(["red", 12000])) == "red, 12,000"


@pytest.fixture
def li_lei(chat: Chat) -> Somebody:
    """A sales rep who speaks Chinese."""
    somebody = chat.rep("李雷", chat.manager("Maria Lopez"))
    somebody.says("language zh")
    return somebody


TALK = """
你好
帮助
帮助 添加联系人
帮助 记录
帮助 搞什么
我是谁
权限
通知
免打扰 22:00-8:00
免打扰 三点
取消
时区 火星
取消
时区 上海
撤销
撤销
添加联系人 王小明 13800138000 wang@huaxing.example 公司：华星科技 职位：总监 等级：A
添加联系人
王芳
修改联系人 C-1 职位:总经理 电话:13900139999
撤销
查找 王
查找 没有此人
记录 电话 C-1 想要报价 下次:下周二上午10点
记录
取消
时间线 C-1
添加公司 蓝海贸易有限公司 行业:贸易 人数:3万 成立:1999 营收:5亿
添加公司 华星科技
取消
公司列表
联系人列表
释放 C-1
公海
认领 C-1
打标签 C-1 重点
去掉标签 C-1 重点
分配联系人 C-1 @李雷
共享联系人 C-1 @韩梅梅
查重
见了蓝海贸易的孙八，13700137000，想要报价
确认
删除联系人 C-1
确认
恢复联系人 C-1
添加联系人 王小明 13800138000
取消
添加联系人 周九 电话:12
算了
添加联系人 周九 等级:Z
取消
审计 C-1
胡说八道
修改联系人 C-1 生日:03/04/1990
取消
修改联系人 C-1
查看联系人 C-99
字段列表
添加联系人 王五 电邮@
取消
申请权限 assign
合并联系人 C-2 C-2
教程
""".strip().splitlines()
TALK_OF_ADMIN = """
添加字段
取消
添加字段 过敏 类型:选择 选项:花生,牛奶
添加字段 预算 类型:金额
字段列表
添加联系人 周九 过敏:海鲜
取消
添加联系人 周九 过敏:花生 预算:5万
邀请 销售 韩寒 上级:@maria
员工列表
角色 @韩寒 经理
确认
停用 @韩寒
确认
恢复 @韩寒
添加团队 华东
分配团队 @韩寒 华东
团队列表
授权 销售 assign 自己
确认
收回 销售 assign
确认
设置
设置 币种 CNY
设置 地区 ZZ
取消
设置 语言 法语
取消
审计 @李雷
审计 C-1
校验审计
解绑
否
绑定 abcdefghijklmnopqrst
角色 @李雷 管理员
取消
""".strip().splitlines()


class TestConversation:
    def test_no_word_of_english_is_left(self, chat, li_lei):
        admin = chat.admin()
        for one in (admin, chat.rep("韩梅梅")):
            one.says("language zh")
        first = len(chat.arrived)
        answers = {text: li_lei.says(text) for text in TALK}
        answers |= {text: admin.says(text) for text in TALK_OF_ADMIN}
        lost = [
            text for text, said in answers.items() if said.startswith(("没听懂", "我这边出错了"))
        ]
        assert lost == ["胡说八道"]
        left = {text: english_in(text) for text in said_since(chat, first) if english_in(text)}
        assert left == {}

    def test_strangers_are_answered_in_their_language_too(self, chat):
        guest = chat.customer("访客")
        guest.says("language zh")
        assert guest.says("联系人列表").startswith("我还不认识你。")
        assert guest.says("你好").startswith("你好！我是 Parley，Acme的客户管理助手。")

    def test_everybody_hears_their_own_language(self, chat, li_lei):
        grace = chat.rep("Grace Hopper")
        li_lei.says("添加联系人 王小明 13800138000")
        assert "李雷 has that contact already" in grace.says("contact add 王小明 13800138000")
        assert "Grace Hopper 想添加 王小明" in li_lei.inbox[-1]


class TestChineseFormats:
    def test_buttons_are_chinese_and_do_what_they_say(self, li_lei):
        li_lei.says("添加联系人 王小明 13800138000 公司:华星科技")
        assert li_lei.buttons == ("撤销", "写备注", "跟进记录")
        assert li_lei.presses("写备注") == "发生了什么？"
        assert li_lei.buttons[-1:] == ("取消",)
        assert li_lei.says("想要报价").startswith("已为 王小明 C-1 记录备注。")
        assert li_lei.presses("撤销") == "已撤销：记录。\n王小明 C-1"

    def test_choices_are_offered_in_chinese(self, li_lei):
        li_lei.says("添加联系人 王小明")
        assert li_lei.says("记录").startswith("跟进方式是什么")
        assert li_lei.buttons == ("电话", "会议", "拜访", "邮件", "备注", "取消")
        assert li_lei.presses("拜访").startswith("你指的是谁？")
        li_lei.says("王小明")
        assert li_lei.says("参观工厂").startswith("已为 王小明 C-1 记录拜访。")

    def test_a_long_list_is_paged_in_chinese(self, li_lei):
        for number in range(10):
            li_lei.says(f"添加联系人 王小明{'一二三四五六七八九十'[number]}")
        assert li_lei.says("联系人列表").startswith("联系人 · 第 1–8 条，共 10 条")
        assert li_lei.buttons == ("更多 ›",)
        assert li_lei.presses("更多 ›").startswith("联系人 · 第 9–10 条，共 10 条")
        assert li_lei.buttons == ("‹ 上一页",)

    def test_dates_numbers_and_money_are_written_as_in_china(self, chat, li_lei):
        chat.admin().says("settings currency CNY")
        li_lei.says("时区 上海")
        li_lei.says("添加联系人 王小明")
        logged = li_lei.says("记录 电话 C-1 想要报价 下次:下周二上午10点")
        assert "下次跟进：2026年12月1日周二 10:00" in logged
        card = li_lei.says("添加公司 蓝海贸易有限公司 人数:3万 成立:1999 营收:5亿")
        assert "员工数：30,000" in card
        assert "成立年份：1999" in card
        assert "营收：¥500,000,000.00" in card

    def test_custom_fields_are_written_so_too(self, chat, li_lei):
        admin = chat.admin()
        for field in ("预算 类型:金额", "会员 类型:是否", "入会 类型:日期", "门店 类型:数字"):
            admin.says(f"添加字段 {field}")
        card = li_lei.says("添加联系人 王小明 预算:5万元 会员:yes 入会:2026-01-05 门店:1200")
        for line in ("预算：¥50,000.00", "会员：是", "入会：2026年1月5日周一", "门店：1,200"):
            assert line in card
        changed = li_lei.says("修改联系人 C-1 会员:no 预算:6万元")
        assert "会员：是 → 否" in changed
        assert "预算：¥50,000.00 → ¥60,000.00" in changed

    def test_full_width_input_is_read(self, li_lei):
        card = li_lei.says(
            "ｃｏｎｔａｃｔ　ａｄｄ　王小明　１３８００１３８０００　ｃｏｍｐａｎｙ：华星科技"
        )
        assert "华星科技" in card.splitlines()
        assert "138 0013 8000" in card
        assert li_lei.says("ｈｅｌｐ").startswith("我能帮你做这些：")
        assert li_lei.says("查看联系人　Ｃ－１").startswith("王小明 C-1")

    def test_the_language_can_be_changed_back(self, li_lei):
        assert li_lei.says("语言 英文") == "I speak English with you from now on."
        assert li_lei.says("说中文") == "好的，以后我和你说中文。"
