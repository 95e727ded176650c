"""Published agreements stay as they are, and consents are written once: the database says so."""

from django.db import migrations

GUARD = """
CREATE FUNCTION agreement_keeps_what_was_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'agreement % % is published and cannot change', OLD.kind, OLD.version
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'agreement_published_is_final';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER agreement_published_is_final BEFORE UPDATE OR DELETE ON accounts_agreement
    FOR EACH ROW EXECUTE FUNCTION agreement_keeps_what_was_published();

CREATE FUNCTION consent_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Its owner closed the account so long ago that nobody needs the evidence any more.
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM accounts_owner WHERE id = OLD.owner_id AND closed_at
            <= NULLIF(current_setting('voltbay.over_before', true), '')::timestamptz) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'consent % is evidence and cannot change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'consent_is_append_only';
END $$;

CREATE TRIGGER consent_is_append_only BEFORE UPDATE OR DELETE ON accounts_consent
    FOR EACH ROW EXECUTE FUNCTION consent_is_written_once();

CREATE TRIGGER choice_is_append_only BEFORE UPDATE OR DELETE ON accounts_choice
    FOR EACH ROW EXECUTE FUNCTION consent_is_written_once();
"""

UNGUARD = """
DROP TRIGGER choice_is_append_only ON accounts_choice;
DROP TRIGGER consent_is_append_only ON accounts_consent;
DROP FUNCTION consent_is_written_once();
DROP TRIGGER agreement_published_is_final ON accounts_agreement;
DROP FUNCTION agreement_keeps_what_was_published();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
