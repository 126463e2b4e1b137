"""Articles in conversation: written, found, published, and shown to customers."""

from tests.handlers import service_desks


def test_try(chat):
    service_desks.a_rep(chat)
    gus = service_desks.an_agent(chat)
    for text in (
        "article add How to export: Open the list and press Export. Choose CSV or Excel.",
        "新增文章 如何导出：打开列表，点击导出。",
        "article translate K-1 如何导出列表：打开列表，点击导出。",
        "article find export", "articles", "article find daochu", "K-1", "article edit it keywords:csv,download",
        "article publish K-1", "article show exprot", "T-1", "resolve T-1 done", "ticket cause T-1 bug",
        "macro add hello Hello {customer}, {agent} here on {ticket}, {foo}",
        "macro add hello Hello {customer}, {agent} of {us} here on {ticket}, due {due}",
        "macro use hello T-1", "macro list", "causes", "feedback",
    ):
        print(">>>", text); print(gus.says(text)); print("   ", gus.buttons)
    assert False
