"""Words of Hexo's tags without quotes are text, and so are the labels of its tabs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.read.shortcodes import without_templates


def read(body: str) -> tuple[str, list[str]]:
    left_out: list[str] = []
    return " ".join(without_templates(body, [], left_out).split()), left_out


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("参考 {% post_link hello-world 你好世界 %}。", "参考 你好世界。"),
        ("{% post_link hello-world Hello open World true %}", "Hello open World"),
        ("{% asset_link a.pdf 下载文件 %}", "下载文件"),
        ("{% link 点击这里 https://x.example %}", "点击这里"),
        ("{% link Hexo https://hexo.example/ external %}", "Hexo external"),
        ("{% link Hexo, https://hexo.example/, /logo.png %}", "Hexo"),
        ("{% link _posts/2016-07-26-name.md %}", ""),
        ("{% button /url, Read text here, home %}", "Read text here"),
        ("{% btn 'https://x.example', Read here, fa fa-home %}", "Read here"),
        ("{% btn regular, 示例博客, https://x.example, fas fa-home %}", "示例博客"),
        ("{% img left /a.jpg 300 200 Sunset over the bay %}", "Sunset over the bay"),
        ("{% image /a.jpg, alt=Sunset over bay, width=30 %}", "Sunset over bay"),
        ("{% label Words open here %}", "Words open here"),
        ("{% url 'home' %}", ""),
        ("H{{< sub 2 >}}O", "H2O"),
        ("{{< kbd F5 >}}", "F5"),
        ('{% code title="a.js" %}\n```js\nx\n```\n{% endcode %}', "a.js ```js x ```"),
        ('{% content-ref url="a.md" %}\nwords\n{% endcontent-ref %}', "words"),
    ],
)
def test_words_are_shown(tag: str, shown: str) -> None:
    assert read(tag) == (shown, [])


def test_what_may_be_words_is_told() -> None:
    assert read("{% include_code lang:js Title words from.js %}") == ("", ["Title words"])


def test_labels_of_tabs_are_text() -> None:
    body = """{% tabs name %}
<!-- tab First Tab -->
one
<!-- endtab -->
<!-- tab Second@icon -->
two
<!-- endtab -->
{% endtabs %}"""
    shown, _ = read(body)
    assert shown == "First Tab one <!-- endtab --> Second two <!-- endtab -->"
    assert read("<!-- tab First Tab -->") == ("<!-- tab First Tab -->", [])


@given(st.text(alphabet="ab ,='\"/.:@木", max_size=30))
def test_any_arguments_are_read(arguments: str) -> None:
    for name in ("link", "img", "post_link", "btn", "site"):
        read(f"{{% {name} {arguments} %}}")
