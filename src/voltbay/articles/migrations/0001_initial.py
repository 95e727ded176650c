"""Articles, and how a search cuts Chinese: into pairs of characters, as no parser here knows words.

A text is cut into runs of Chinese and of Latin letters or digits. Of Chinese every two neighbours
are kept, and the last character alone, so that one character finds all pairs that begin with it;
Latin words are kept by their English stem. What is looked for is cut in the same way.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import voltbay.articles.models
import voltbay.directory.fields

SEARCH = r"""
-- Bodies with BEGIN ATOMIC know what they call: pg_restore fills the table with no search_path.
CREATE FUNCTION articles_words(said text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT found[1] FROM regexp_matches(
        left(lower(normalize(regexp_replace(regexp_replace(
            said, '</?(?:a|abbr|b|em|i|mark|s|small|span|strong|sub|sup|u)(?: [^>]*)?>', '', 'g'
        ), '<[^>]*>|&#?[a-z0-9]+;', ' ', 'g'), NFKC)), 20000),  -- characters: a vector holds 1 MB
        '[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]+|[a-z0-9]+', 'g'
    ) AS found;
END;

CREATE FUNCTION articles_stem(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN COALESCE((ts_lexize('pg_catalog.english_stem', left(word, 60)))[1], left(word, 60));

CREATE FUNCTION articles_vector(said text, weight text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT COALESCE(string_agg(DISTINCT gram || ':1' || weight, ' '), '')::tsvector FROM (
        SELECT articles_stem(word) AS gram FROM articles_words(said) AS word
        WHERE word ~ '^[a-z0-9]'
        UNION ALL
        SELECT substr(word, place, 2) FROM articles_words(said) AS word,
            generate_series(1, length(word)) AS place WHERE word !~ '^[a-z0-9]'
    ) AS grams;
END;

CREATE FUNCTION articles_document(title text, title_en text, body text, body_en text)
RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN articles_vector(title || ' ' || title_en, 'A') || articles_vector(body || ' ' || body_en, 'D');

CREATE FUNCTION articles_query(said text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT COALESCE(string_agg(DISTINCT gram, ' & '), '')::tsquery FROM (
        SELECT articles_stem(word) || ':*' AS gram FROM articles_words(said) AS word
        WHERE word ~ '^[a-z0-9]'
        UNION ALL
        SELECT CASE WHEN length(word) = 1 THEN word || ':*' ELSE substr(word, place, 2) END
        FROM articles_words(said) AS word,
            generate_series(1, GREATEST(length(word) - 1, 1)) AS place WHERE word !~ '^[a-z0-9]'
    ) AS grams;
END;
"""
FORGET = """
DROP FUNCTION articles_query(text);
DROP FUNCTION articles_document(text, text, text, text);
DROP FUNCTION articles_vector(text, text);
DROP FUNCTION articles_stem(text);
DROP FUNCTION articles_words(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(SEARCH, FORGET),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("policy", "Policy"),
                            ("safety", "Safety"),
                            ("how_to", "How-to"),
                            ("recall", "Recalls"),
                            ("notice", "Notices of outlets"),
                        ],
                        max_length=8,
                        verbose_name="category",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                (
                    "title_en",
                    models.CharField(
                        blank=True, default="", max_length=160, verbose_name="title in English"
                    ),
                ),
                ("body", voltbay.directory.fields.IntroductionField(verbose_name="text (HTML)")),
                (
                    "body_en",
                    voltbay.directory.fields.IntroductionField(
                        blank=True, default="", verbose_name="text in English (HTML)"
                    ),
                ),
                (
                    "summary",
                    voltbay.directory.fields.SummaryField(
                        blank=True, db_default="", editable=False, max_length=120, of="body"
                    ),
                ),
                (
                    "summary_en",
                    voltbay.directory.fields.SummaryField(
                        blank=True, db_default="", editable=False, max_length=120, of="body_en"
                    ),
                ),
                (
                    "city_code",
                    models.CharField(blank=True, default="", max_length=6, verbose_name="city"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("waiting", "waits for the platform"),
                            ("published", "on the site"),
                            ("withdrawn", "taken off the site"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                ),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="shown until"),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=400,
                        verbose_name="why it was not accepted",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=voltbay.articles.models.SearchDocument(
                            models.F("title"),
                            models.F("title_en"),
                            models.F("body"),
                            models.F("body_en"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="directory.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="directory.outlet",
                        verbose_name="outlet",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["-published_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("city_code", ""), _negated=True),
                        fields=["city_code"],
                        name="article_by_city",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="article_by_words"
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["-published_at", "-id"],
                        name="article_newest_first",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "waiting", "published", "withdrawn"])
                        ),
                        name="article_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["policy", "safety", "how_to", "recall", "notice"])
                        ),
                        name="article_category_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "waiting"]),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="article_published_at_some_time",
                        violation_error_message="Say since when it is read.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__isnull", True),
                            ("expires_at__gt", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="article_ends_after_it_begins",
                        violation_error_message="It ends before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("company__isnull", True), ("outlet__isnull", True), _connector="OR"
                        ),
                        name="article_is_of_one",
                        violation_error_message="Choose the outlet or its company, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outlet__isnull", True), ("city_code", ""), _connector="OR"
                        ),
                        name="article_city_is_the_outlets",
                        violation_error_message="An article of an outlet is of the outlet’s city: leave the city empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title_en", ""), ("body_en", "")),
                            models.Q(
                                models.Q(("title_en", ""), _negated=True),
                                models.Q(("body_en", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="article_english_is_whole",
                        violation_error_message="English needs both a title and a text.",
                    ),
                ],
            },
        ),
    ]
