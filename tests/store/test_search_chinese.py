"""Chinese is found by its characters and by its sound."""

import subprocess
import sys

import pytest

from store.search import pinyins
from tests.store.search_databases import book, engine  # noqa: F401


class TestCharacters:
    @pytest.mark.parametrize("asked", ["王", "小", "王小", "小明", "王小明", "明 王", "「王小明」"])
    def test_one_two_or_all_characters(self, book, asked):
        book.add("王小明", words=["销售总监"])
        book.add("李伟")
        assert book.find(asked) == ["王小明"]

    def test_characters_that_do_not_stand_together_are_not_a_pair(self, book):
        book.add("王小明")
        assert book.find("王明") == []

    def test_company_and_title(self, book):
        book.add("王小明", words=["深圳市腾讯计算机系统有限公司", "销售总监"])
        assert book.find("腾讯") == book.find("总监 小明") == book.find("王小明 腾讯") == ["王小明"]

    def test_the_name_that_begins_so_comes_first(self, book):
        for number in range(120):
            book.add(f"{chr(0x4E00 + number)}王府")
        book.add("王府井")
        assert book.find("王府")[0] == "王府井"

    def test_chinese_and_latin_mix(self, book):
        book.add("王小明 Kevin", words=["iPhone 配件"])
        for asked in ("kev 小明", "王小明kevin", "小明 iphone", "配件 kev"):
            assert book.find(asked) == ["王小明 Kevin"], asked


class TestPinyin:
    @pytest.mark.parametrize(
        "asked",
        ["wangxiaoming", "wangxiao", "wxm", "wx", "xiaoming", "xiao", "WANG", "wang xiao ming"],
    )
    def test_a_name_is_found_as_it_is_typed(self, book, asked):
        book.add("王小明")
        book.add("李伟")
        assert book.find(asked) == ["王小明"]

    def test_family_and_given_name_in_any_order(self, book):
        book.add("王小明")
        assert book.find("wang xiaoming") == book.find("xiaoming wang") == ["王小明"]

    @pytest.mark.parametrize(
        ("name", "sound"),
        [
            ("单小明", "shan xiaoming"),
            ("曾志伟", "zeng zhiwei"),
            ("仇英", "qiu ying"),
            ("解缙", "xie jin"),
            ("区楚良", "ou chuliang"),
            ("查良镛", "zha liangyong"),
            ("朴树", "piao shu"),
            ("翟天临", "zhai tianlin"),
            ("尉迟恭", "yuchi gong"),
            ("万俟卨", "moqi xie"),
            ("长孙无忌", "zhangsun wuji"),
            ("欧阳修", "ouyang xiu"),
            ("单", "shan"),
        ],
    )
    def test_family_names_have_readings_of_their_own(self, book, name, sound):
        book.add(name)
        initials = "".join(reading.initials for reading in [next(pinyins.readings(name))])
        for asked in (sound, sound.replace(" ", ""), initials):
            assert book.find(asked) == [name], asked

    def test_who_does_not_know_the_reading_finds_the_name_too(self, book):
        book.add("单小明")
        assert book.find("danxiaoming") == ["单小明"]

    def test_the_reading_of_families_does_not_spread_to_given_names(self, book):
        book.add("王曾")
        assert not book.look_up("wangceng").guessed
        assert book.look_up("wangzeng").guessed

    @pytest.mark.parametrize("asked", ["lv", "lu", "lü", "lyu", "lvbu", "lubu", "lübu", "lyu bu"])
    def test_the_ways_to_type_u_with_dots(self, book, asked):
        book.add("吕布")
        assert book.find(asked) == ["吕布"]

    def test_an_organisation_by_its_beginning_or_initials(self, book):
        book.add("重庆银行股份有限公司", kind="company")
        for asked in ("chongqing", "chongqingyinhang", "cqyh"):
            assert book.find(asked, kinds=["company"]) == ["重庆银行股份有限公司"]

    def test_a_short_title_or_company_too(self, book):
        book.add("李伟", words=["腾讯"])
        assert book.find("tengxun") == book.find("li tx") == ["李伟"]

    def test_sounding_exactly_so_comes_before_beginning_so(self, book):
        book.add("王伟强")
        book.add("王伟")
        assert book.find("wangwei") == ["王伟", "王伟强"]
        assert book.find("wang wei") == ["王伟", "王伟强"]

    def test_characters_without_a_known_sound_are_found_by_themselves(self, book):
        book.add("㐂")
        assert book.find("㐂") == ["㐂"]
        assert list(pinyins.readings("㐂")) == []


def test_the_dictionary_of_sounds_is_loaded_for_chinese_only():
    code = """
import sys
from store.search.spellings import spell_name
spell_name("Grace Hopper")
assert "pypinyin" not in sys.modules
spell_name("王伟")
assert "pypinyin" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
