-- Two keys per person: kek wraps the keys of contents about that person, k_pseudo makes the pseudonym. Both are wrapped by a
-- master key that is not in any database. Destroying a row's keys makes those contents unreadable for ever and the
-- pseudonym unlinkable. person_ref is a keyed hash: the table names nobody.
CREATE TABLE subject_key (
    key_id       text PRIMARY KEY,
    person_ref   bytea NOT NULL,
    kek          bytea,
    k_pseudo     bytea,
    created_at   timestamptz NOT NULL,
    destroyed_at timestamptz,
    CHECK ((kek IS NULL) = (destroyed_at IS NOT NULL)),
    CHECK ((k_pseudo IS NULL) = (destroyed_at IS NOT NULL))
);

CREATE UNIQUE INDEX subject_key_in_use ON subject_key (person_ref) WHERE destroyed_at IS NULL;
CREATE INDEX subject_key_by_person ON subject_key (person_ref);
