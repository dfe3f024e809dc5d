"""The columns of a product sheet: stable keys, and what people call them."""

from __future__ import annotations

from kaibo.modules.catalog.contracts import CompareKind, ReturnClass
from kaibo.platform.i18n import Language
from kaibo.platform.sheets import Column

# By key: what the column is called in Simplified and in Traditional Chinese, then by others.
_NAMES: dict[str, tuple[str, ...]] = {
    "product": ("商品编号", "商品編號", "商品代码", "商品代號", "product id", "handle"),
    "title": ("商品名称", "商品名稱", "商品标题", "商品標題", "标题", "標題", "品名", "name"),
    "description": ("商品描述", "商品說明", "描述", "商品说明", "商品介绍", "商品介紹"),
    "option1": ("规格名称1", "規格名稱1", "规格名1", "規格名1", "option 1 name"),
    "value1": ("规格值1", "規格值1", "规格1", "規格1", "option 1 value"),
    "option2": ("规格名称2", "規格名稱2", "规格名2", "規格名2", "option 2 name"),
    "value2": ("规格值2", "規格值2", "规格2", "規格2", "option 2 value"),
    "sku": ("SKU编码", "SKU編號", "货号", "貨號", "商家编码", "规格编码", "sku code"),
    "price": ("售价", "售價", "价格", "價格", "单价", "單價"),
    "compare_at": ("划线价", "劃線價", "原价", "原價", "市场价", "compare at price"),
    "compare_kind": ("划线价方式", "劃線價方式"),
    "compare_basis": ("划线价说明", "劃線價依據", "划线价依据", "劃線價說明"),
    "stock": ("库存", "庫存", "库存数量", "庫存數量", "on hand", "quantity"),
    "low_at": ("库存预警", "低庫存提醒", "库存预警值", "低库存提醒"),
    "category": ("商品分类", "商品分類", "分类", "分類", "类目", "類別"),
    "tags": ("标签", "標籤", "商品标签", "商品標籤"),
    "specifications": ("商品参数", "商品規格表", "参数", "參數", "specs"),
    "return_class": ("退货类型", "退貨類型", "退货规则", "退貨規則"),
    "limit_per_buyer": ("每人限购", "每人限購", "限购", "限購", "限购数量", "限購數量"),
    "sale_from": ("开售时间", "開賣時間", "开始销售", "開始銷售"),
    "sale_until": ("停售时间", "停售時間", "结束销售", "結束銷售"),
}

KEYS = tuple(_NAMES)
COLUMNS = tuple(Column(key, names) for key, names in _NAMES.items())

PRODUCT_FIELDS = (
    "title", "description", "option1", "option2", "compare_kind", "compare_basis", "category",
    "tags", "specifications", "return_class", "limit_per_buyer", "sale_from", "sale_until",
)  # fmt: skip
"""What the rows of one product have in common; one of them is enough to say it."""


# What a person must be able to type as it is: references and SKUs may begin with zeros.
TEXTS = frozenset(
    KEYS.index(key)
    for key in ("product", "title", "option1", "value1", "option2", "value2", "sku", "category")
)
WIDTHS = tuple(
    {"product": 16, "title": 30, "description": 30, "category": 20, "specifications": 30,
     "sale_from": 24, "sale_until": 24, "sku": 18}.get(key, 12)
    for key in KEYS
)  # fmt: skip

_RETURN_WORDS: dict[ReturnClass, tuple[str, ...]] = {
    ReturnClass.SEVEN_DAYS: ("七天无理由", "七天鑑賞期", "七天无理由退货", "7天无理由", "可退貨"),
    ReturnClass.CONDITIONAL: ("有条件退货", "有條件退貨", "条件退货", "條件退貨"),
    ReturnClass.EXCLUDED: ("不支持退货", "不可退貨", "不支持七天无理由", "不適用鑑賞期"),
}
_COMPARE_WORDS: dict[CompareKind, tuple[str, ...]] = {
    CompareKind.STATED: ("自行填写", "自行填寫"),
    CompareKind.LOWEST_PAID: ("近七日最低成交价", "近七日最低成交價", "最低成交价", "最低成交價"),
}
RETURN_CLASSES = {
    word: kind for kind, words in _RETURN_WORDS.items() for word in (kind.value, *words)
}
COMPARE_KINDS = {
    word: kind for kind, words in _COMPARE_WORDS.items() for word in (kind.value, *words)
}
_PLACE = {"zh-CN": 0, "zh-TW": 1}


def heading(key: str, language: Language) -> str:
    """Name a column for a reader; programs read English, whose headings are the keys."""
    place = _PLACE.get(language)
    return key if place is None else _NAMES[key][place]


def headings(language: Language) -> list[str]:
    """Name all columns."""
    return [heading(key, language) for key in KEYS]


def word_for(kind: ReturnClass | CompareKind, language: Language) -> str:
    """Write one of the few values of a column for a reader."""
    place = _PLACE.get(language)
    if place is None:
        return kind.value
    words = _RETURN_WORDS[kind] if isinstance(kind, ReturnClass) else _COMPARE_WORDS[kind]
    return words[place]
