-- Two schemas: `solieu` belongs to the service and may change with every version;
-- `reporting` is what people and tools may build on.
-- there already, for the list of migrations
CREATE SCHEMA IF NOT EXISTS solieu;
COMMENT ON SCHEMA solieu IS 'Articles and what was read from them. Private to the service; read the views of schema reporting instead.';

CREATE SCHEMA reporting;
COMMENT ON SCHEMA reporting IS 'Views for people and reporting tools: exact values, comparable units and periods, official places, and the quotation behind every figure.';

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
