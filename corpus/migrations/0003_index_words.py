"""An index of every paragraph's words: FTS5 on SQLite, a tsvector on PostgreSQL, both fed with our own tokens."""

from django.db import migrations

from corpus.search import INDEXES, entries

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE corpus_words USING fts5(words, tokenize='unicode61 remove_diacritics 0')"],
    "postgresql": [
        "CREATE TABLE corpus_words (paragraph_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX corpus_words_index ON corpus_words USING gin (words)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
    paragraphs = apps.get_model("corpus", "Paragraph").objects.order_by("pk")
    for rows in _batches(paragraphs.values_list("pk", "text")):
        with schema_editor.connection.cursor() as cursor:
            INDEXES[schema_editor.connection.vendor].add(cursor, entries(rows))


def _batches(rows, size=500):
    held = []
    for row in rows.iterator(chunk_size=size):
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE corpus_words")


class Migration(migrations.Migration):
    dependencies = [("corpus", "0002_name_texts")]

    operations = [migrations.RunPython(create, drop)]
