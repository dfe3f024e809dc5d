"""What other flows may do about payments of orders."""

from kaibo.flows.pay_order.service import settle

__all__ = ["settle"]
