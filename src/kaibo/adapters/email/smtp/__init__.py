"""Mail by SMTP (RFC 5321) with TLS from the start or by STARTTLS (RFC 3207)."""
