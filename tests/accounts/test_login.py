"""Logging in: who may, how often one may be wrong, and what ends a session (T37–T41)."""

from threading import Lock, Thread

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.hashing import BoundedArgon2
from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def secret() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def ines(secret) -> User:
    return UserFactory(name="Ines Bakker", email="ines@example.org", password=secret)


def log_in(client: Client, email: str = "ines@example.org", password: str = PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


@pytest.mark.parametrize("email", ["ines@example.org", "INES@Example.org", " ines@example.org "])
def test_one_logs_in_by_e_mail_however_it_is_written(client, ines, email):
    assert log_in(client, email).headers["Location"] == "/"
    assert "Ines Bakker" in client.get("/").content.decode()


def test_a_log_in_leads_to_the_page_that_was_asked_for(client, ines):
    asked = client.get("/courses/red-card/1/")

    assert asked.headers["Location"] == "/account/login/?next=/courses/red-card/1/"
    assert log_in(client, next="/courses/red-card/1/").headers["Location"] == "/courses/red-card/1/"


def test_a_log_in_does_not_lead_out_of_the_site(client, ines):
    assert log_in(client, next="https://evil.example/").headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client, ines):
    wrong = log_in(client, password="not the password")
    unknown = log_in(client, email="nobody@example.org")

    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_whoever_may_not_log_in_does_not(client, ines):
    User.objects.filter(pk=ines.pk).update(is_active=False)

    log_in(client)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_alone(client):
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}

    assert client.get("/account/signup/").status_code == client.post("/account/signup/", form).status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_session_gets_a_new_name_at_log_in(client, ines):
    client.get("/account/password/reset/")
    client.session.save()
    before = client.session.session_key
    log_in(client)

    assert client.session.session_key != before


def test_log_out_ends_the_session(client, ines):
    log_in(client)
    key = client.session.session_key
    client.post("/account/logout/")
    client.cookies["sessionid"] = key

    assert client.get("/").status_code == 302


def test_log_out_is_never_a_link(client, ines):
    log_in(client)
    client.get("/account/logout/")

    assert client.get("/").status_code == 200


def test_a_new_password_ends_the_other_sessions_and_not_this_one(client, ines):
    other = Client()
    log_in(client)
    log_in(other)
    new = "quite another long password"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (client.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_an_account_locks_for_a_while_after_eight_wrong_passwords(client, ines):
    for _ in range(8):
        log_in(client, password="not the password")

    assert "_auth_user_id" not in client.session
    log_in(client)
    assert "_auth_user_id" not in client.session
    assert "Too many" in str(log_in(client).context["form"].errors)


def test_one_who_guesses_does_not_lock_a_classmate_out(client, ines, secret):
    UserFactory(name="Pavel Sorokin", email="pavel@example.org", password=secret)
    for _ in range(9):
        log_in(client, password="not the password")

    assert log_in(client, email="pavel@example.org").status_code == 302


def test_a_classroom_behind_one_address_logs_in(secret):
    for number in range(40):
        UserFactory(email=f"pupil{number}@example.org", password=secret)
    codes = {log_in(Client(), email=f"pupil{number}@example.org").status_code for number in range(40)}

    assert codes == {302}


def test_asking_for_a_new_password_does_not_tell_who_is_here(client, ines, mailoutbox):
    known = client.post("/account/password/reset/", {"email": "ines@example.org"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})

    assert known.headers["Location"] == unknown.headers["Location"]
    assert [mail.to for mail in mailoutbox] == [["ines@example.org"], ["nobody@example.org"]]
    assert "/account/password/reset/key/" in mailoutbox[0].body
    assert "/account/password/reset/key/" not in mailoutbox[1].body


# Passwords


def test_a_password_is_kept_as_argon2id_at_the_owasp_parameters(secret):
    assert secret.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert isinstance(identify_hasher(secret), BoundedArgon2)


def test_an_older_hash_still_opens_and_is_renewed_at_log_in(client, ines):
    User.objects.filter(pk=ines.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    log_in(client)
    ines.refresh_from_db()

    assert ines.password.startswith("argon2$")


@pytest.mark.parametrize(
    "password", ["eleven sign", "password1234", "qwertyuiop123", "ines bakker!", "Ines.Bakker@example"]
)
def test_a_short_or_common_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(name="Ines Bakker", email="ines.bakker@example.org"))


@pytest.mark.parametrize("password", ["no digit no capital", "é" * 64, "a sentence " * 12])
def test_a_long_password_needs_nothing_else(password):
    validate_password(password, User(name="Ines Bakker", email="ines@example.org"))
    assert check_password(password, make_password(password))


def test_two_passwords_are_worked_on_at_once_and_no_more(monkeypatch):
    """A class that logs in leaves the processor to those who are saving."""
    busy, most, lock = 0, 0, Lock()
    real = Argon2PasswordHasher.verify

    def verify(self, password, encoded):
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        found = real(self, password, encoded)
        with lock:
            busy -= 1
        return found

    monkeypatch.setattr(Argon2PasswordHasher, "verify", verify)
    hasher, encoded = BoundedArgon2(), make_password(PASSWORD)
    threads = [Thread(target=hasher.verify, args=(PASSWORD, encoded)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert most == 2
