-- The template's shares by a decree of the unit's own are the unit's own rule.
UPDATE settlement_rule SET template = false WHERE decree_number IS NOT NULL;
