"""A generated shop: titles as sellers write them, in Chinese with some English, and what is asked.

How often a word occurs follows from the lists: categories are weighted, brands are many, a few
words stand in every third title and one in every thousandth.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_BRANDS = [
    first + second
    for first in "云山茗春福瑞和清雅古松竹兰梅鹤凤龙金玉天"
    for second in "雾韵香源德泰祥露芳堂记轩斋坊阁苑庄舍居园"
]


@dataclass(frozen=True, slots=True)
class _Shelf:
    name: str
    english: str
    weight: int
    kinds: tuple[str, ...]


_SHELVES = (
    _Shelf(
        "茶叶",
        "Tea",
        30,
        (
            *("西湖龙井", "碧螺春", "铁观音", "大红袍", "正山小种", "普洱熟茶", "白毫银针"),
            *("乌龙茶", "冻顶乌龙", "茉莉花茶", "祁门红茶", "安吉白茶", "黄山毛峰"),
        ),
    ),
    _Shelf("茶具", "Teaware", 6, ("紫砂壶", "盖碗", "公道杯", "建盏", "玻璃茶壶", "旅行茶具套装")),
    _Shelf("女装", "Women", 20, ("连衣裙", "半身裙", "针织衫", "羽绒服", "旗袍", "马面裙", "T恤")),
    _Shelf("男装", "Men", 10, ("夹克", "西装", "卫衣", "休闲裤", "羊毛大衣", "polo衫")),
    _Shelf("零食", "Snack", 12, ("牛肉干", "坚果礼盒", "凤梨酥", "绿豆糕", "核桃酥", "芒果干")),
    _Shelf("美妆", "Beauty", 8, ("口红", "粉底液", "面膜", "精华液", "防晒霜", "洁面乳", "眼霜")),
    _Shelf("数码", "Digital", 8, ("蓝牙耳机", "充电宝", "数据线", "手机壳", "机械键盘", "显示器")),
    _Shelf("家居", "Home", 6, ("四件套", "乳胶枕", "香薰蜡烛", "保温杯", "炒锅", "落地灯")),
)
_PRAISE = (
    *("新款", "2026春季", "明前", "特级", "一级", "正宗", "官方正品", "手工", "有机", "高山"),
    *("礼盒装", "家用", "大容量", "便携", "爆款", "直播专享", "限量", "轻奢", "复古", "宽松"),
    *("显瘦", "加厚", "透气", "无糖", "低脂", "送礼", "送长辈"),
)
_OFFERS = (
    *("包邮", "现货", "250g", "500g", "50ml", "2件装", "3盒", "买一送一", "次日达"),
    *("七天无理由", "罐装", "袋装"),
)
_ENGLISH = (
    *("Organic", "Premium", "Classic", "New", "Limited", "Handmade", "Oolong", "Green"),
    *("Gift", "Box", "Pro", "Max", "Mini", "Set"),
)
_COLOURS = (("红色", "RED"), ("黑色", "BLK"), ("白色", "WHT"))
_TAGS = ("直播", "会员", "清仓", "热卖", "")
_RARE = "限定樱花"
_RARE_EVERY = 1000

QUERIES = {
    "two characters, in every third": ("直播", "茶叶", "包邮", "现货"),
    "two characters, rare": ("樱花", "云雾", "茗韵", "乌龙", "旗袍"),
    "one character": ("茶", "龙", "红", "樱"),
    "three to six characters": ("西湖龙井", "七天无理由", "连衣裙", "限定樱花", "直播专享"),
    "several words": ("茶叶 包邮 现货", "旗袍 2026", "女装 红色", "樱花 茶", "organic tea"),
    "words that never meet": ("男装 龙井", "茶叶 women", "口红 现货 tea"),
    "the beginning of a word": ("t", "te", "orga", "o", "iph"),
    "article numbers": ("TEA-00007", "tea-0", "tea00077red", "wom-00", "00042", "iphone15"),
    "in the other script": ("烏龍",),
    "nothing to find": ("不存在", "xyz"),
}
"""What is asked, by what kind of question it is."""


@dataclass(frozen=True, slots=True)
class Sold:
    """A product to be found; ``variants`` are a colour and an article number each."""

    number: int
    title: str
    variants: tuple[tuple[str, str], ...]
    category: str
    tag: str


def products(count: int, seed: int) -> Iterator[Sold]:
    """Make products, the oldest first."""
    # The same shop each time is the point, and no secret.
    dice = random.Random(seed)  # noqa: S311
    weights = [shelf.weight for shelf in _SHELVES]
    for number in range(1, count + 1):
        shelf = dice.choices(_SHELVES, weights)[0]
        yield Sold(
            number,
            _title(dice, shelf, number),
            tuple(_variants(dice, shelf, number)),
            shelf.name,
            dice.choice(_TAGS),
        )


def _title(dice: random.Random, shelf: _Shelf, number: int) -> str:
    praise = "".join(dice.sample(_PRAISE, dice.randint(1, 4)))
    parts = [dice.choice(_BRANDS) + praise + dice.choice(shelf.kinds)]
    parts += dice.sample(_OFFERS, dice.randint(1, 3))
    if dice.random() < 0.35:
        parts += [*dice.sample(_ENGLISH, dice.randint(1, 3)), shelf.english]
    if shelf.english == "Digital" and dice.random() < 0.3:
        parts.append(f"iPhone{dice.randint(8, 17)}")
    if number % _RARE_EVERY == 7:
        parts.append(_RARE)
    return " ".join(parts)


def _variants(dice: random.Random, shelf: _Shelf, number: int) -> Iterator[tuple[str, str]]:
    for colour, code in _COLOURS[: dice.randint(1, 3)]:
        yield colour, f"{shelf.english[:3].upper()}-{number:05d}-{code}"
