"""The search index follows every change by itself, within the same transaction."""

import pytest


@pytest.fixture
def ada(any_chat):
    return any_chat.rep("Ada")


def test_a_contact_that_is_tagged_when_it_is_added_is_found_by_its_tag(ada):
    ada.says("contact add Grace Hopper tag:compilers")
    assert "Grace Hopper" in ada.says("find compilers")


def test_a_tag_that_is_put_on_later_is_found_too(ada):
    ada.says("contact add Grace Hopper title:Admiral")
    ada.says("tag C-1 compilers")
    assert "Grace Hopper" in ada.says("find compilers")
    assert "Grace Hopper" in ada.says("find admiral")


def test_people_are_found_by_the_new_name_of_their_company_and_not_by_the_old_one(ada):
    ada.says('contact add Grace Hopper company:"Navy Systems"')
    ada.says('company edit O-1 name:"Ocean Works"')
    found = ada.says("find ocean works")
    assert "Grace Hopper" in found
    assert "Ocean Works" in found
    assert ada.says("find navy") == "Nothing found for “navy”."


def test_a_company_is_found_by_its_new_industry(ada):
    ada.says("company add Navy Systems industry:Defence")
    ada.says("company edit O-1 industry:Shipping")
    assert "Navy Systems" in ada.says("find shipping")
    assert "Navy Systems" not in ada.says("find defence")


def test_what_is_shared_later_is_found_by_the_colleague(ada):
    ben = ada.chat.rep("Ben")
    ada.says("contact add Grace Hopper tag:compilers")
    assert ben.says("find hopper") == "Nothing found for “hopper”."
    ada.says("contact share C-1 @ben")
    assert "Grace Hopper" in ben.says("find hopper")
    assert "Grace Hopper" in ben.says("find compilers")


def test_a_new_employer_is_shown_and_found_at_once(ada):
    ada.says('contact add Grace Hopper company:"Navy Systems"')
    ada.says('contact edit C-1 company:"Ocean Works"')
    assert "Ocean Works" in ada.says("contact show C-1")
    assert "Grace Hopper" in ada.says("find ocean")
