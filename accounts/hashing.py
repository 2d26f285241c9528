"""How are passwords kept? argon2id at the OWASP parameters, a few at a time (TRUST.md T37)."""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

# A class that logs in at once must leave the processor to those who are saving answers.
_AT_ONCE = threading.BoundedSemaphore(2)


class BoundedArgon2(Argon2PasswordHasher):
    """OWASP Password Storage Cheat Sheet: argon2id, m = 19 MiB, t = 2, p = 1."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _AT_ONCE:
            return super().verify(password, encoded)
