import pytest

from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(client) -> User:
    user = person("Vera Stam", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def new(**facts) -> dict:
    form = {"email": "ines@example.org", "name": "Ines Bakker", "usable_password": "true"}
    return {**form, "password1": PASSWORD, "password2": PASSWORD, **facts}


def test_an_administrator_makes_a_person(client, vera):
    client.post("/admin/accounts/user/add/", new())
    ines = User.objects.get(email="ines@example.org")

    assert (ines.sort_name, ines.is_staff, ines.check_password(PASSWORD)) == ("Bakker, Ines", False, True)


def test_a_person_can_be_made_who_sets_the_password_alone(client, vera):
    client.post("/admin/accounts/user/add/", new(usable_password="false", password1="", password2=""))

    assert not User.objects.get(email="ines@example.org").has_usable_password()


def test_an_address_that_is_taken_is_an_error_at_its_field(client, vera, ben):
    page = client.post("/admin/accounts/user/add/", new(email="BEN@example.org"))

    assert "already" in str(page.context["adminform"].form.errors)
    assert User.objects.filter(email__iexact="ben@example.org").count() == 1


def test_a_weak_password_is_refused_with_the_reason(client, vera):
    page = client.post("/admin/accounts/user/add/", new(password1="short", password2="short"))

    assert "at least 12 characters" in str(page.context["adminform"].form.errors["password2"])


def test_a_person_is_changed_without_touching_the_password(client, vera):
    ines = UserFactory(name="Ines Bakker", email="ines@example.org")
    form = {"email": "ines@example.org", "name": "Ines de Bakker", "sort_name": "Bakker, Ines de", "number": "7"}
    client.post(f"/admin/accounts/user/{ines.pk}/change/", {**form, "is_active": "on"})
    changed = User.objects.get(pk=ines.pk)

    assert (changed.name, changed.number, changed.password) == ("Ines de Bakker", "7", ines.password)


def test_a_school_number_that_somebody_has_is_told_at_its_field_in_plain_words(client, vera, ben):
    User.objects.filter(pk=ben.pk).update(number="7")
    ines = UserFactory(name="Ines Bakker", email="ines@example.org")
    page = client.post(f"/admin/accounts/user/{ines.pk}/change/", {"email": ines.email, "name": "Ines", "number": "7"})

    assert page.context["adminform"].form.errors == {
        "number": [f"{ben.email} has this number; give one that is free, or leave it empty."]
    }
    assert "onstraint" not in page.content.decode()


def test_people_are_found_by_name_address_and_number(client, vera):
    for name in ("Ines Bakker", "Pavel Sorokin"):
        UserFactory(name=name)
    found = client.get("/admin/accounts/user/?q=bakker").context["cl"].queryset

    assert [user.name for user in found] == ["Ines Bakker"]


def test_an_instructor_does_not_see_the_list_of_people(client, ada):
    client.force_login(ada)

    assert client.get("/admin/accounts/user/").status_code == 403
