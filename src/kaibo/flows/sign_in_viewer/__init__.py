"""A viewer signs in by a code that their e-mail address gets; what the guest had goes along."""
