-- How a unit or a shop writes: what stands above its papers from a day on, and who signs which of
-- them. Lines are only added: an old paper keeps the head and the hand that it had.
CREATE TABLE people_letterhead (
    id uuid PRIMARY KEY,
    consignor_id uuid NULL REFERENCES people_consignor (id),
    shop_id uuid NULL REFERENCES people_shop (id),
    valid_from date NOT NULL,
    -- One below the other, from the highest office down to the one that writes.
    lines text NOT NULL,
    foot text NOT NULL,
    -- PNG, made anew from what was uploaded.
    logo bytea NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK ((consignor_id IS NULL) <> (shop_id IS NULL))
);
CREATE INDEX people_letterhead_consignor ON people_letterhead (consignor_id, valid_from);
CREATE INDEX people_letterhead_shop ON people_letterhead (shop_id, valid_from);

CREATE TABLE people_signatory (
    id uuid NOT NULL,
    -- What he signs.
    duty text NOT NULL CHECK (duty IN ('delivery', 'difference', 'statement', 'receipt',
        'sharing', 'sharing_approval', 'premi', 'state_revenue', 'agreement', 'report',
        'certificate', 'press')),
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    valid_from date NOT NULL,
    -- In the unit's zone: a paper that was made before keeps whom it had.
    recorded_on date NOT NULL,
    job_title text NOT NULL,
    -- Null where the name is written by hand.
    name text NULL,
    employee_number text NULL,
    -- The office in whose place he signs ("a.n.").
    acting_for text NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (id, duty)
);
CREATE INDEX people_signatory_duty ON people_signatory (consignor_id, duty, valid_from);
