CREATE TABLE solieu.entity (
    id uuid PRIMARY KEY,
    type text NOT NULL CHECK (type IN ('person', 'organization', 'place', 'document')),
    key text NOT NULL,
    name text NOT NULL
);

COMMENT ON TABLE solieu.entity IS 'One row per person, organization, place or document, shared by all articles that name it.';
COMMENT ON COLUMN solieu.entity.id IS 'UUIDv5 of type and key: every worker computes the same one without asking the database.';
COMMENT ON COLUMN solieu.entity.type IS 'person, organization, place or document.';
COMMENT ON COLUMN solieu.entity.key IS 'What makes it the same thing in another article.';
COMMENT ON COLUMN solieu.entity.name IS 'The fullest name of the first article that named it.';

-- One row per entity and revision: the offsets of its occurrences are arrays, a quarter of the space of a row each.
CREATE TABLE solieu.mention (
    revision_id bigint NOT NULL REFERENCES solieu.revision,
    entity_id uuid NOT NULL REFERENCES solieu.entity,
    ordinal integer NOT NULL,
    name text NOT NULL,
    attributes jsonb NOT NULL,
    start integer[] NOT NULL,
    "end" integer[] NOT NULL,
    PRIMARY KEY (revision_id, entity_id),
    CHECK (cardinality(start) = cardinality("end"))
);
-- which articles name this entity
CREATE INDEX mention_entity_id_idx ON solieu.mention (entity_id);

COMMENT ON TABLE solieu.mention IS 'Where a revision names an entity, and what it says of it.';
COMMENT ON COLUMN solieu.mention.revision_id IS 'The revision.';
COMMENT ON COLUMN solieu.mention.entity_id IS 'The entity.';
COMMENT ON COLUMN solieu.mention.ordinal IS 'Place of the entity in the revision''s list, from 0, which is the order of first mention.';
COMMENT ON COLUMN solieu.mention.name IS 'The fullest name this revision gives.';
COMMENT ON COLUMN solieu.mention.attributes IS 'What this revision says of it, as in the event: kind, number, issuer, issued_on, title of a document; code, valid_from, official_name of a place; place_code of an organization; titles of a person.';
COMMENT ON COLUMN solieu.mention.start IS 'First code point of each occurrence in the body, from 0.';
COMMENT ON COLUMN solieu.mention."end" IS 'Code point after the last of each occurrence.';

CREATE TABLE solieu.position (
    revision_id bigint NOT NULL REFERENCES solieu.revision,
    ordinal integer NOT NULL,
    person uuid NOT NULL REFERENCES solieu.entity,
    title text NOT NULL,
    organization uuid REFERENCES solieu.entity,
    start integer NOT NULL CHECK (start >= 0),
    "end" integer NOT NULL,
    PRIMARY KEY (revision_id, ordinal),
    CHECK (start < "end")
);
-- which offices has this person held
CREATE INDEX position_person_idx ON solieu.position (person);

COMMENT ON TABLE solieu.position IS 'Who holds which office, one row per statement of a revision.';
COMMENT ON COLUMN solieu.position.revision_id IS 'The revision.';
COMMENT ON COLUMN solieu.position.ordinal IS 'Place of the statement in the revision''s list, from 0.';
COMMENT ON COLUMN solieu.position.person IS 'Entity of the person.';
COMMENT ON COLUMN solieu.position.title IS 'The title as written, with its body.';
COMMENT ON COLUMN solieu.position.organization IS 'Entity of the organization, where the title names one.';
COMMENT ON COLUMN solieu.position.start IS 'First code point of the statement in the body, from 0.';
COMMENT ON COLUMN solieu.position."end" IS 'Code point after the last.';
