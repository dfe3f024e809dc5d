"""Knowing a device again: a signed cookie that says nothing but which one it is."""

from fastapi import Request, Response

from kaibo.kernel.ids import new_id
from kaibo.platform.http.callers import set_session_cookie
from kaibo.platform.http.context import context_of

COOKIE = "kaibo_device"
COOKIE_DAYS = 365
_PURPOSE = "device"


def device_of(request: Request, response: Response) -> str:
    """Give the device that the request comes from; empty for one that was not here before.

    That one is given a name, to be known by next time. Programs without cookies have none.
    """
    secret = context_of(request).secret
    device = secret.verify(_PURPOSE, request.cookies.get(COOKIE, ""))
    if device is None:
        token = secret.sign(_PURPOSE, new_id("dev"))
        set_session_cookie(request, response, COOKIE, token, COOKIE_DAYS)
    return device or ""
