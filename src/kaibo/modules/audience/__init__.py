"""Audience: the viewers.

Owns who a viewer is. A viewer comes as a guest with a nickname; the token is signed, so that
telling who calls needs no look-up. A guest who proves an e-mail address by a code gets an account:
another viewer, to whom what the guest had is handed over, so that the guest's token, which cannot
be withdrawn, opens nothing of theirs. An account's token names a session, which can be ended.
Never knows orders or talk.
"""
