-- Four eyes needs everybody who ever described a dataset, not only the last one: terms that one person set are still
-- that person's when somebody else has corrected a word of the description since.

CREATE TABLE dataset_author (
    dataset_id text NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    subject    text NOT NULL CHECK (subject <> ''),
    PRIMARY KEY (dataset_id, subject)
);

-- Of those before the last nothing was kept.
INSERT INTO dataset_author (dataset_id, subject)
SELECT id, created_by FROM dataset
UNION
SELECT id, described_by FROM dataset;

-- Written here, so that no change of a dataset can forget it.
CREATE FUNCTION remember_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dataset_author (dataset_id, subject)
    VALUES (NEW.id, NEW.created_by), (NEW.id, NEW.described_by)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER remember_author AFTER INSERT OR UPDATE ON dataset FOR EACH ROW EXECUTE FUNCTION remember_author();

-- An author is forgotten only together with the dataset.
CREATE FUNCTION guard_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM dataset WHERE id = OLD.dataset_id) THEN
        RAISE EXCEPTION 'an author of dataset % stays one', OLD.dataset_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER delete_guard BEFORE DELETE ON dataset_author FOR EACH ROW EXECUTE FUNCTION guard_author();
CREATE TRIGGER update_guard BEFORE UPDATE ON dataset_author FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER truncate_guard BEFORE TRUNCATE ON dataset_author FOR EACH STATEMENT EXECUTE FUNCTION refuse();

-- Four eyes: whoever described the dataset does not approve its terms.
CREATE FUNCTION guard_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM dataset_author WHERE dataset_id = NEW.dataset_id AND subject = NEW.decided_by) THEN
        RAISE EXCEPTION 'version % has to be approved by a second person', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_approval BEFORE UPDATE ON dataset_version FOR EACH ROW
    WHEN (NEW.state = 'approved' AND OLD.state <> 'approved') EXECUTE FUNCTION guard_approval();
