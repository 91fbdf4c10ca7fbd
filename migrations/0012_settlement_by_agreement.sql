-- What an agreement owes is summed over its own statements, whatever others have.
CREATE INDEX settlement_statement_agreement ON settlement_statement (agreement_id, to_day);
