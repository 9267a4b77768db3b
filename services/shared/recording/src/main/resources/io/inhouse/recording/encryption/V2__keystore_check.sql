-- Which keystore this database was written with: for each master key a MAC of a fixed text. A service that is started with
-- another keystore (a volume that was not mounted, an old backup) must stop before it makes new keys for everybody.
CREATE TABLE keystore_check (
    alias text PRIMARY KEY,
    mac   bytea NOT NULL CHECK (length(mac) = 32)
);
