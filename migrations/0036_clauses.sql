-- The clauses of each version of an agreement, frozen with it. NULL: from before clauses could be
-- edited; such a version is printed with the template that the program shipped then.
ALTER TABLE agreements_terms ADD COLUMN wording jsonb;

-- A unit's own templates: what a new agreement may begin with.
CREATE TABLE agreements_template (
    id uuid PRIMARY KEY,
    consignor_id uuid NOT NULL,
    name text NOT NULL,
    wording jsonb NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    retired_by uuid,
    retired_at timestamptz,
    CHECK ((retired_by IS NULL) = (retired_at IS NULL))
);
CREATE UNIQUE INDEX agreements_template_name ON agreements_template (consignor_id, name)
    WHERE retired_at IS NULL;
