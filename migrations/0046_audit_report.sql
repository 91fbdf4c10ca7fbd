-- What the five checks found when a pack was made: the record behind the paper that is signed.
CREATE TABLE audit_report (
    pack_id uuid NOT NULL PRIMARY KEY REFERENCES audit_pack (id),
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    made_on date NOT NULL,
    figures jsonb NOT NULL
);
