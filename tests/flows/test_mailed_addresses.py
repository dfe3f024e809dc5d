"""How mails write an address; as the pages do, see web/src/shared/format/address.test.ts."""

import pytest

from kaibo.flows.buyer_mail.addresses import one_line
from kaibo.modules.orders.contracts import Address


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (
            Address("CN", "浙江省", "杭州市", "文三路 1 号", "3 幢", "310023"),
            "浙江省杭州市文三路 1 号 3 幢 310023",
        ),
        (Address("cn", "上海市", "上海市", "南京路 1 号", "", ""), "上海市南京路 1 号"),
        (
            Address("CN", "Zhejiang", "Hangzhou", "1 West Lake Road", "", "310023"),
            "1 West Lake Road, Hangzhou, Zhejiang, 310023",
        ),
        (
            Address("CN", "浙江省", "杭州市", "1 West Lake Road", "", ""),
            "浙江省杭州市 1 West Lake Road",
        ),
        (
            Address("KR", "서울특별시", "강남구", "테헤란로 1", "", "06234"),
            "서울특별시 강남구 테헤란로 1 06234",
        ),
        (
            Address("DE", "", "Berlin", "Unter den Linden 1", "", "10117"),
            "Unter den Linden 1, Berlin, 10117",
        ),
        (Address("", "", "", "somewhere", "", ""), "somewhere"),
    ],
)
def test_an_address_is_written_as_it_is_where_it_is(address: Address, line: str) -> None:
    assert one_line(address) == line
