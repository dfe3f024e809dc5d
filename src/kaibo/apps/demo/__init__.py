"""What `kaibo demo` shows: a sample shop, a sample programme, and the encoder that sends it.

Everything here goes in by public doors: the pusher speaks RTMP like any encoder, and the sample
shop is data for the HTTP API. It never opens the database and knows no module.
"""
