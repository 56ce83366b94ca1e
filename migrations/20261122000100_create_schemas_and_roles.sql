-- Two schemas: `solieu` belongs to the service and may change with every version;
-- `reporting` is what people and tools may build on.
-- there already, for the list of migrations
CREATE SCHEMA IF NOT EXISTS solieu;
COMMENT ON SCHEMA solieu IS 'Articles and what was read from them. Private to the service; read the views of schema reporting instead.';

CREATE SCHEMA reporting;
COMMENT ON SCHEMA reporting IS 'Views for people and reporting tools: exact values, comparable units and periods, official places, and the quotation behind every figure.';

-- The list of migrations is made by sqlx, except where these files are applied by hand.
DO $$
BEGIN
    IF to_regclass('solieu._sqlx_migrations') IS NOT NULL THEN
        COMMENT ON TABLE solieu._sqlx_migrations IS 'Changes of the tables that solieu setup has made; solieu check compares them with its own.';
        COMMENT ON COLUMN solieu._sqlx_migrations.version IS 'Time in the name of the migration''s file.';
        COMMENT ON COLUMN solieu._sqlx_migrations.description IS 'Rest of that name.';
        COMMENT ON COLUMN solieu._sqlx_migrations.installed_on IS 'When it was made.';
        COMMENT ON COLUMN solieu._sqlx_migrations.success IS 'False while it is being made.';
        COMMENT ON COLUMN solieu._sqlx_migrations.checksum IS 'Hash of the file: a migration that was made must not be edited.';
        COMMENT ON COLUMN solieu._sqlx_migrations.execution_time IS 'How long it took, in nanoseconds.';
    END IF;
END
$$;

-- Roles belong to the whole server, not to one database, so they may be there already, or be created by a
-- neighbouring database at this very moment. Neither may log in: an administrator grants them to login roles.
DO $$
DECLARE
    missing text;
BEGIN
    FOREACH missing IN ARRAY ARRAY['solieu_reader', 'solieu_worker'] LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = missing);
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', missing);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role % does not exist and % may not create it; as an administrator: CREATE ROLE % NOLOGIN',
                    missing, current_user, missing;
        END;
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA solieu TO solieu_worker;
GRANT USAGE ON SCHEMA reporting TO solieu_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA reporting GRANT SELECT ON TABLES TO solieu_reader;
