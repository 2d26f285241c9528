import pytest
from django.db import IntegrityError, transaction

from accounts.models import User, sorted_name
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_small_letters():
    assert User.objects.create_user("Ines.Bakker@Example.ORG", name="Ines Bakker").email == "ines.bakker@example.org"


def test_somebody_is_found_however_the_address_is_written(ben):
    assert User.objects.get_by_natural_key("BEN@example.org") == ben


def test_a_person_needs_an_address():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_two_people_do_not_share_an_address_in_other_letters(ben):
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(name="Ben Other", email="BEN@EXAMPLE.ORG")


def test_two_people_do_not_share_a_school_number(ben):
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(name="Ben Other", number=ben.number)


def test_people_without_a_school_number_are_many():
    assert {user.number for user in (UserFactory(number=""), UserFactory(number=""))} == {""}


@pytest.mark.parametrize(
    ("name", "in_a_register"),
    [("Ines Bakker", "Bakker, Ines"), ("J. P. Falk", "Falk, J. P."), ("Plato", "Plato"), ("", "")],
)
def test_a_register_sorts_by_the_last_word(name, in_a_register):
    assert sorted_name(name) == in_a_register


def test_an_administrators_own_sorting_stays():
    user = UserFactory(name="Noor el Hassan", sort_name="el Hassan, Noor")
    user.save()

    assert user.sort_name == "el Hassan, Noor"


def test_somebody_without_a_name_goes_by_the_address():
    user = UserFactory(name="", email="someone@example.org")

    assert (str(user), user.get_short_name()) == ("someone@example.org", "someone@example.org")


def test_an_administrator_is_made_in_one_step():
    vera = User.objects.create_superuser("vera@example.org", "a long enough password", name="Vera Stam")

    assert (vera.is_staff, vera.is_superuser, vera.has_usable_password()) == (True, True, True)
