"""Where carriers tell of a parcel: public pages that take its number in their address.

Only carriers of whose page that is certain; others, and names that staff typed themselves, have
none. The names are those that the console offers.
"""

from __future__ import annotations

from urllib.parse import quote

PAGES = {
    "黑貓宅急便": "https://www.t-cat.com.tw/Inquire/TraceDetail.aspx?BillID={}",
    "DHL Express": (
        "https://www.dhl.com/global-en/home/tracking/tracking-express.html?submit=1&tracking-id={}"
    ),
    "FedEx": "https://www.fedex.com/fedextrack/?trknbr={}",
    "UPS": "https://www.ups.com/track?tracknum={}",
    "USPS": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    "Yamato Transport": "https://jizen.kuronekoyamato.co.jp/jizen/servlet/crjz.b.NQ0010?id={}",
    "Japan Post": "https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1={}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
}


def tracking_url(carrier: str, number: str) -> str | None:
    """Give the carrier's page on this parcel, if one is known.

    Staff type the number, as they please: it fills one value of the address and nothing else.
    Slips print it with spaces and hyphens between, which are no part of it.
    """
    page = PAGES.get(carrier)
    plain = "".join(number.replace("-", " ").split())
    return page.format(quote(plain, safe="")) if page and plain else None
