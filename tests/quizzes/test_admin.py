"""Authoring: from nothing to a question whose key stands, each mistake at its field, everybody in their own banks."""

from decimal import Decimal

import pytest

from quizzes.models import Attempt, Key, KeyCheck, Mark, Question, QuestionVersion, Quiz
from quizzes.rules import Mode
from tests.factories.accounts import person
from tests.factories.corpus import library
from tests.factories.quizzes import CHOICE, HEARD, RIGHT, BankFactory, attempt, question, quiz
from tests.forms import form

pytestmark = pytest.mark.django_db

ADD = "/admin/quizzes/question/add/?kind="


@pytest.fixture
def bank(ada):
    library()
    made = BankFactory()
    made.editors.add(ada)
    return made


@pytest.fixture
def adas(client, ada, bank):
    client.force_login(ada)
    return client


def source_check(bank, /, **facts) -> dict:
    return {
        "claim": HEARD["claim"],
        "reading": "maren-1956 ¶1-3",
        "verdict": "supported",
        "proof": "¶3.3 + ¶3.5\n",
        "neutral": "¶3.4",
        "near": "¶2.4: A signature is not an order to be silent.",
        "nothing_close": "",
        "missing": "",
        "limit": "5",
        "reason": "[¶3.5] says *outside that hall*.",
        "bank": bank.pk,
        "slug": "heard",
        "points": "2",
        "skills": "close reading, sourcing",
        "difficulty": "2",
        **facts,
    }


def choice(bank, /, **facts) -> dict:
    return {
        "ask": CHOICE["ask"],
        "several": "",
        "option": "It was printed again // None is named.\n*It was read aloud and then sent on\nIt was quoted",
        "reading": "maren-1956 ¶2",
        "evidence": "¶2.3",
        "reason": "[¶2.3] says so.",
        "bank": bank.pk,
        "slug": "copy",
        "points": "1.50",
        "skills": "",
        "difficulty": "1",
        **facts,
    }


FORMS = {"source_check": source_check, "choice": choice}


def errors(page) -> dict[str, list[str]]:
    return dict(page.context["adminform"].form.errors)


# From nothing


def test_first_one_chooses_the_kind(adas):
    page = adas.get("/admin/quizzes/question/add/").content.decode()

    assert all(f'href="?kind={kind}"' in page for kind in FORMS)


def test_an_instructor_writes_a_source_check_from_nothing(adas, ada, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank))
    version = QuestionVersion.objects.get()

    assert (page.status_code, str(version.question), version.number, version.made_by) == (302, "heard", 1, ada)
    assert (version.points, version.skills, version.difficulty) == (Decimal(2), ["close reading", "sourcing"], 2)
    assert [sorted(a.label for a in p["adapted"]) for p in version.key.content.proofs] == [["¶3.3", "¶3.5"]]
    assert version.key.content.near[0].says == "A signature is not an order to be silent."
    assert KeyCheck.objects.get(version=version, revision__edition__kind="adapted").flaws == []


def test_an_instructor_writes_a_choice_from_nothing(adas, bank):
    adas.post(f"{ADD}choice", choice(bank))
    version = QuestionVersion.objects.get()

    assert [option["text"] for option in version.body["options"]][1] == "It was read aloud and then sent on"
    assert (version.key.content.right, version.key.content.says) == ({"b"}, {"a": "None is named."})


def test_a_question_may_ask_for_several_answers(adas, bank):
    options = "*It was read aloud\nIt was printed again\n*It was sent on"
    adas.post(f"{ADD}choice", choice(bank, option=options, several="yes"))

    assert Key.objects.get().content.right == {"a", "c"}


@pytest.mark.parametrize("kind", FORMS)
def test_the_form_shows_what_is_kept_and_saving_it_again_keeps_no_new_version(adas, bank, kind):
    adas.post(f"{ADD}{kind}", FORMS[kind](bank))
    change = f"/admin/quizzes/question/{Question.objects.get().pk}/change/"
    shown = adas.get(change).context["adminform"].form
    again = {name: shown[name].value() for name in shown.fields}

    assert adas.post(change, {k: "" if v is None else v for k, v in again.items()}).status_code == 302
    assert QuestionVersion.objects.count() == 1


def test_a_changed_question_is_its_next_version(adas, bank):
    adas.post(f"{ADD}source_check", source_check(bank))
    change = f"/admin/quizzes/question/{Question.objects.get().pk}/change/"
    adas.post(change, source_check(bank, proof="¶3.5", neutral="¶3.4 + ¶3.3"))

    assert [v.number for v in QuestionVersion.objects.order_by("number")] == [1, 2]
    assert "Kept as version 2" in adas.get(change).content.decode()


def test_what_was_begun_before_stays_with_its_version(adas, bank, ben):
    taken = attempt(ben, quiz())
    question_of = taken.items.get(position=1).version.question
    adas.post(f"/admin/quizzes/question/{question_of.pk}/change/", source_check(bank, slug="q1", proof="¶3.5"))

    assert question_of.latest().number == 2
    assert taken.items.get(position=1).version.number == 1


# Mistakes


FLAWS = [
    ("claim", {"claim": ""}, "required"),
    ("claim", {"claim": "x" * 301}, "the limit is 300"),
    ("claim", {"claim": "He could repeat whole passages by heart."}, "word the claim unlike it"),
    ("claim", {"claim": "turned \u202e round"}, "cannot be stored or seen"),
    ("reading", {"reading": ""}, "required"),
    ("reading", {"reading": "page 3"}, "not a citation"),
    ("reading", {"reading": "maren-1956 ¶1.2"}, "whole paragraphs"),
    ("reading", {"reading": "maren-1956/adapted ¶1-3"}, "whole paragraphs"),
    ("reading", {"reading": "nobody-1900 ¶1"}, "no work nobody-1900"),
    ("reading", {"reading": "maren-1956 ¶1-9"}, "no ¶9"),
    ("verdict", {"verdict": "perhaps"}, "valid choice"),
    ("proof", {"proof": ""}, "needs a proof"),
    ("proof", {"proof": "¶3.3\nthree point five"}, "Line 2"),
    ("proof", {"proof": "¶3.9"}, "there is no adapted ¶3.9"),
    ("proof", {"proof": "¶4.1"}, "outside the reading"),
    ("proof", {"proof": "¶3.3\n¶3.3 + ¶3.5"}, "keep the smaller one"),
    ("proof", {"proof": "¶1.1 + ¶1.2 + ¶1.3 + ¶2.1 + ¶2.2 + ¶2.3"}, "a student may mark 5"),
    ("near", {"near": "¶2.9: nothing"}, "there is no adapted ¶2.9"),
    ("near", {"verdict": "not_in_source", "proof": "", "near": "", "missing": "who"}, "comes closest"),
    ("missing", {"verdict": "not_in_source", "proof": ""}, "what the reading leaves out"),
    ("missing", {"missing": "who"}, "leave this empty"),
    ("nothing_close", {"nothing_close": "yes"}, "leave this off"),
    ("limit", {"limit": "0"}, "greater than or equal to 1"),
    ("reason", {"reason": " "}, "required"),
    ("points", {"points": "0"}, "greater than or equal to 0.01"),
    ("points", {"points": "99999"}, "digits"),
    ("difficulty", {"difficulty": "4"}, "less than or equal to 3"),
    ("slug", {"slug": "not a slug"}, "valid"),
    ("bank", {"bank": "999"}, "valid choice"),
]


@pytest.mark.parametrize(("field", "facts", "says"), FLAWS)
def test_a_mistake_in_a_source_check_is_told_at_its_field(adas, bank, field, facts, says):
    page = adas.post(f"{ADD}source_check", source_check(bank, **facts))

    assert says in " ".join(errors(page).get(field, [])), errors(page)
    assert not Question.objects.exists()


CHOICE_FLAWS = [
    ("ask", {"ask": ""}, "required"),
    ("ask", {"ask": "x" * 601}, "the limit is 600"),
    ("option", {"option": "*Only one"}, "at least two"),
    ("option", {"option": "One\nTwo"}, "No option is right"),
    ("option", {"option": "*One\n*Two"}, "allow several"),
    ("option", {"option": "*One\none"}, "say the same"),
    ("option", {"option": "*a) One\na) Two"}, "letter of its own"),
    ("option", {"option": "\n".join(["*One", *map(str, range(12))])}, "the limit is 12"),
    ("evidence", {"evidence": "¶2.9"}, "there is no adapted ¶2.9"),
    ("evidence", {"evidence": "¶1.1"}, "outside the reading"),
    ("reading", {"reading": "maren-1956 ¶9"}, "no ¶9"),
]


@pytest.mark.parametrize(("field", "facts", "says"), CHOICE_FLAWS)
def test_a_mistake_in_a_choice_is_told_at_its_field(adas, bank, field, facts, says):
    page = adas.post(f"{ADD}choice", choice(bank, **facts))

    assert says in " ".join(errors(page).get(field, [])), errors(page)
    assert not Question.objects.exists()


def test_all_mistakes_are_told_at_once(adas, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank, proof="¶3.9", near="¶2.9: nothing", missing="who"))

    assert {"proof", "near", "missing"} <= set(errors(page))


def test_a_mistake_keeps_what_was_typed(adas, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank, proof="¶3.9"))
    shown = page.context["adminform"].form

    assert (shown["proof"].value(), shown["claim"].value()) == ("¶3.9", HEARD["claim"])


def test_a_name_that_is_taken_is_told(adas, bank):
    adas.post(f"{ADD}choice", choice(bank))
    page = adas.post(f"{ADD}choice", choice(bank, ask="Something else?"))

    assert "already exists" in str(errors(page))
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (1, 1)


# What the page shows


@pytest.fixture
def heard(adas, bank) -> Question:
    adas.post(f"{ADD}source_check", source_check(bank))
    return Question.objects.get()


def test_the_words_that_the_key_quotes_stand_in_the_form(adas, heard):
    page = adas.get(f"/admin/quizzes/question/{heard.pk}/change/").content.decode()

    assert "What he could not do was say, outside that hall, that he had heard them." in page
    assert "Verified, text unchanged" in page


def test_a_quoted_place_that_is_not_there_is_shown_as_broken(adas, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank, proof="¶3.3 + ¶3.9")).content.decode()

    assert "A fitter at a tractor works told me" in page
    assert "Broken: no such place" in page


def test_the_reading_stands_in_the_form_with_the_numbers_of_its_sentences(adas, heard):
    page = adas.get(f"/admin/quizzes/question/{heard.pk}/change/")

    text = page.content.decode()
    assert [text.count(f'value="maren-1956:p{n}.s1"') for n in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert "¶2.4" in text


def test_the_list_says_whether_each_key_stands(adas, heard):
    def stands() -> str:
        (row,) = adas.get("/admin/quizzes/question/").context["cl"].result_list
        return adas.get("/admin/quizzes/question/").context["cl"].model_admin.stands(row)

    assert stands() == "verified, text unchanged"
    KeyCheck.objects.update(flaws=[{"field": "proof", "message": "moved"}])
    assert stands() == "broken"
    KeyCheck.objects.all().delete()
    assert stands() == "unverified"


# Whose


@pytest.fixture
def foreign(bank) -> Question:
    return question("theirs", bank=BankFactory(slug="other", title="Other")).question


def test_only_ones_own_questions_and_quizzes_are_listed(adas, heard, foreign):
    Quiz.objects.create(bank=foreign.bank, slug="theirs", title="Theirs")

    assert list(adas.get("/admin/quizzes/question/").context["cl"].result_list) == [heard]
    assert list(adas.get("/admin/quizzes/quiz/").context["cl"].result_list) == []
    assert "theirs" not in adas.get("/admin/quizzes/quiz/add/").content.decode()


@pytest.mark.parametrize("part", ["change", "history", "preview", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_question_of_another_bank_is_not_there(adas, bank, foreign, part, method):
    address = f"/admin/quizzes/question/{foreign.pk}/{part}/"

    assert getattr(adas, method)(address, source_check(bank)).status_code == 404
    assert foreign.versions.count() == 1


def test_a_question_is_not_moved_into_another_bank(adas, bank, heard, foreign):
    page = adas.post(f"/admin/quizzes/question/{heard.pk}/change/", source_check(bank, bank=foreign.bank.pk))

    assert "valid choice" in str(errors(page)["bank"])


@pytest.mark.parametrize("who", ["ada", "vera"])
def test_nothing_is_deleted(client, heard, who):
    user = person("Ada Verhoeven") if who == "ada" else person("Vera Stam", is_staff=True, is_superuser=True)
    client.force_login(user)

    for address in (f"question/{heard.pk}", "quiz/1"):
        assert client.post(f"/admin/quizzes/{address}/delete/", {"post": "yes"}).status_code in {403, 404}
    client.post("/admin/quizzes/question/", {"action": "delete_selected", "_selected_action": heard.pk, "post": "yes"})
    assert Question.objects.get() == heard


# Quizzes


def test_an_instructor_puts_a_quiz_together(adas, bank, heard):
    body = {
        "bank": bank.pk,
        "title": "Behind closed doors",
        "slug": "doors",
        "mode": "graded",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-position": "1",
        "items-0-question": heard.pk,
        "pools-TOTAL_FORMS": "0",
        "pools-INITIAL_FORMS": "0",
    }
    adas.post("/admin/quizzes/quiz/add/", body)

    assert [item.question for item in Quiz.objects.get(slug="doors").items.all()] == [heard]


@pytest.mark.parametrize(("taken", "mode"), [(False, "graded"), (True, "practice")])
def test_a_quiz_that_was_taken_stays_what_it_is(adas, bank, heard, ben, taken, mode):
    made = quiz(Mode.PRACTICE, 1)
    Quiz.objects.filter(pk=made.pk).update(bank=bank)
    if taken:
        attempt(ben, made)
    body = {"bank": bank.pk, "title": "Guided", "slug": made.slug, "mode": "graded"}
    none = {f"{rows}-{end}_FORMS": "0" for rows in ("items", "pools") for end in ("TOTAL", "INITIAL")}
    adas.post(f"/admin/quizzes/quiz/{made.pk}/change/", body | none)

    made.refresh_from_db()
    assert made.mode == mode


# Preview


def test_preview_starts_the_students_own_page(adas, ada, heard):
    start = adas.post(f"/admin/quizzes/question/{heard.pk}/preview/")
    taken = Attempt.objects.get(user=ada)
    page = adas.get(f"{start.headers['Location']}1/")

    assert start.headers["Location"] == f"/attempts/{taken.public_id}/"
    assert "quizzes/question.html" in [template.name for template in page.templates]
    assert HEARD["claim"] in page.content.decode()


def test_a_preview_can_be_answered_and_checked(adas, ada, heard):
    home = adas.post(f"/admin/quizzes/question/{heard.pk}/preview/").headers["Location"]
    adas.post(f"{home}1/", form(adas.get(f"{home}1/")) | RIGHT[1] | {"check": "1"})

    assert "2.00 of 2 points" in adas.get(f"{home}1/").content.decode()


def test_a_preview_begins_anew_each_time_with_the_latest_version(adas, ada, bank, heard):
    for _ in range(2):
        adas.post(f"/admin/quizzes/question/{heard.pk}/preview/")
    adas.post(f"/admin/quizzes/question/{heard.pk}/change/", source_check(bank, proof="¶3.5"))
    adas.post(f"/admin/quizzes/question/{heard.pk}/preview/")
    newest = Attempt.objects.of(ada).open().get()

    assert (newest.number, newest.items.get().version.number) == (3, 2)


def test_a_preview_is_in_nobodys_list(adas, heard):
    adas.post(f"/admin/quizzes/question/{heard.pk}/preview/")

    assert list(adas.get("/admin/quizzes/quiz/").context["cl"].result_list) == []


def test_looking_at_the_address_of_a_preview_begins_nothing(adas, heard):
    assert adas.get(f"/admin/quizzes/question/{heard.pk}/preview/").status_code == 302
    assert not Attempt.objects.exists()


def test_a_key_that_no_longer_stands_has_no_preview_and_says_so(adas, heard):
    KeyCheck.objects.update(flaws=[{"field": "proof", "message": "moved"}])
    page = adas.post(f"/admin/quizzes/question/{heard.pk}/preview/", follow=True)

    assert "no question that can be asked now" in page.content.decode()
    assert not Attempt.objects.exists()


def test_a_preview_is_practice_and_earns_no_grade(adas, heard):
    home = adas.post(f"/admin/quizzes/question/{heard.pk}/preview/").headers["Location"]
    adas.post(f"{home}submit/")

    assert Attempt.objects.get().under.mode is Mode.PRACTICE
    assert not Mark.objects.exists()
