CREATE TRIGGER journal_line_is_forever_u BEFORE UPDATE ON journal_line BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_line_is_forever_d BEFORE DELETE ON journal_line BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_posting_is_forever_u BEFORE UPDATE ON ledger_posting BEGIN SELECT RAISE(ABORT, 'postings are never changed'); END;
CREATE TRIGGER ledger_posting_is_forever_d BEFORE DELETE ON ledger_posting BEGIN SELECT RAISE(ABORT, 'postings are never changed'); END;
