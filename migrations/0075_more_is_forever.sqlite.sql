-- What a figure is made of is never changed, as the journal and the postings are not: whoever
-- wants to correct it writes a row that says so. A migration that makes one of these tables anew
-- gives it its triggers again (hilir's tests look for them).
CREATE TRIGGER catalogue_price_is_forever_u BEFORE UPDATE ON catalogue_price
    BEGIN SELECT RAISE(ABORT, 'catalogue_price is never changed'); END;
CREATE TRIGGER catalogue_price_is_forever_d BEFORE DELETE ON catalogue_price
    BEGIN SELECT RAISE(ABORT, 'catalogue_price is never changed'); END;
CREATE TRIGGER production_cost_line_is_forever_u BEFORE UPDATE ON production_cost_line
    BEGIN SELECT RAISE(ABORT, 'production_cost_line is never changed'); END;
CREATE TRIGGER production_cost_line_is_forever_d BEFORE DELETE ON production_cost_line
    BEGIN SELECT RAISE(ABORT, 'production_cost_line is never changed'); END;
CREATE TRIGGER production_batch_maker_is_forever_u BEFORE UPDATE ON production_batch_maker
    BEGIN SELECT RAISE(ABORT, 'production_batch_maker is never changed'); END;
CREATE TRIGGER production_batch_maker_is_forever_d BEFORE DELETE ON production_batch_maker
    BEGIN SELECT RAISE(ABORT, 'production_batch_maker is never changed'); END;
CREATE TRIGGER consignment_delivery_line_is_forever_u BEFORE UPDATE ON consignment_delivery_line
    BEGIN SELECT RAISE(ABORT, 'consignment_delivery_line is never changed'); END;
CREATE TRIGGER consignment_delivery_line_is_forever_d BEFORE DELETE ON consignment_delivery_line
    BEGIN SELECT RAISE(ABORT, 'consignment_delivery_line is never changed'); END;
CREATE TRIGGER consignment_receipt_is_forever_u BEFORE UPDATE ON consignment_receipt
    BEGIN SELECT RAISE(ABORT, 'consignment_receipt is never changed'); END;
CREATE TRIGGER consignment_receipt_is_forever_d BEFORE DELETE ON consignment_receipt
    BEGIN SELECT RAISE(ABORT, 'consignment_receipt is never changed'); END;
CREATE TRIGGER consignment_receipt_line_is_forever_u BEFORE UPDATE ON consignment_receipt_line
    BEGIN SELECT RAISE(ABORT, 'consignment_receipt_line is never changed'); END;
CREATE TRIGGER consignment_receipt_line_is_forever_d BEFORE DELETE ON consignment_receipt_line
    BEGIN SELECT RAISE(ABORT, 'consignment_receipt_line is never changed'); END;
CREATE TRIGGER consignment_recall_is_forever_u BEFORE UPDATE ON consignment_recall
    BEGIN SELECT RAISE(ABORT, 'consignment_recall is never changed'); END;
CREATE TRIGGER consignment_recall_is_forever_d BEFORE DELETE ON consignment_recall
    BEGIN SELECT RAISE(ABORT, 'consignment_recall is never changed'); END;
CREATE TRIGGER consignment_movement_line_is_forever_u BEFORE UPDATE ON consignment_movement_line
    BEGIN SELECT RAISE(ABORT, 'consignment_movement_line is never changed'); END;
CREATE TRIGGER consignment_movement_line_is_forever_d BEFORE DELETE ON consignment_movement_line
    BEGIN SELECT RAISE(ABORT, 'consignment_movement_line is never changed'); END;
CREATE TRIGGER consignment_count_is_forever_u BEFORE UPDATE ON consignment_count
    BEGIN SELECT RAISE(ABORT, 'consignment_count is never changed'); END;
CREATE TRIGGER consignment_count_is_forever_d BEFORE DELETE ON consignment_count
    BEGIN SELECT RAISE(ABORT, 'consignment_count is never changed'); END;
CREATE TRIGGER consignment_count_line_is_forever_u BEFORE UPDATE ON consignment_count_line
    BEGIN SELECT RAISE(ABORT, 'consignment_count_line is never changed'); END;
CREATE TRIGGER consignment_count_line_is_forever_d BEFORE DELETE ON consignment_count_line
    BEGIN SELECT RAISE(ABORT, 'consignment_count_line is never changed'); END;
CREATE TRIGGER consignment_move_is_forever_u BEFORE UPDATE ON consignment_move
    BEGIN SELECT RAISE(ABORT, 'consignment_move is never changed'); END;
CREATE TRIGGER consignment_move_is_forever_d BEFORE DELETE ON consignment_move
    BEGIN SELECT RAISE(ABORT, 'consignment_move is never changed'); END;
CREATE TRIGGER sales_sale_is_forever_u BEFORE UPDATE ON sales_sale
    BEGIN SELECT RAISE(ABORT, 'sales_sale is never changed'); END;
CREATE TRIGGER sales_sale_is_forever_d BEFORE DELETE ON sales_sale
    BEGIN SELECT RAISE(ABORT, 'sales_sale is never changed'); END;
CREATE TRIGGER sales_line_is_forever_u BEFORE UPDATE ON sales_line
    BEGIN SELECT RAISE(ABORT, 'sales_line is never changed'); END;
CREATE TRIGGER sales_line_is_forever_d BEFORE DELETE ON sales_line
    BEGIN SELECT RAISE(ABORT, 'sales_line is never changed'); END;
CREATE TRIGGER sales_receipt_sale_is_forever_u BEFORE UPDATE ON sales_receipt_sale
    BEGIN SELECT RAISE(ABORT, 'sales_receipt_sale is never changed'); END;
CREATE TRIGGER sales_receipt_sale_is_forever_d BEFORE DELETE ON sales_receipt_sale
    BEGIN SELECT RAISE(ABORT, 'sales_receipt_sale is never changed'); END;
CREATE TRIGGER sales_below_is_forever_u BEFORE UPDATE ON sales_below
    BEGIN SELECT RAISE(ABORT, 'sales_below is never changed'); END;
CREATE TRIGGER sales_below_is_forever_d BEFORE DELETE ON sales_below
    BEGIN SELECT RAISE(ABORT, 'sales_below is never changed'); END;
CREATE TRIGGER sales_refund_is_forever_u BEFORE UPDATE ON sales_refund
    BEGIN SELECT RAISE(ABORT, 'sales_refund is never changed'); END;
CREATE TRIGGER sales_refund_is_forever_d BEFORE DELETE ON sales_refund
    BEGIN SELECT RAISE(ABORT, 'sales_refund is never changed'); END;
CREATE TRIGGER sales_refund_line_is_forever_u BEFORE UPDATE ON sales_refund_line
    BEGIN SELECT RAISE(ABORT, 'sales_refund_line is never changed'); END;
CREATE TRIGGER sales_refund_line_is_forever_d BEFORE DELETE ON sales_refund_line
    BEGIN SELECT RAISE(ABORT, 'sales_refund_line is never changed'); END;
CREATE TRIGGER sales_count_is_forever_u BEFORE UPDATE ON sales_count
    BEGIN SELECT RAISE(ABORT, 'sales_count is never changed'); END;
CREATE TRIGGER sales_count_is_forever_d BEFORE DELETE ON sales_count
    BEGIN SELECT RAISE(ABORT, 'sales_count is never changed'); END;
CREATE TRIGGER sales_count_line_is_forever_u BEFORE UPDATE ON sales_count_line
    BEGIN SELECT RAISE(ABORT, 'sales_count_line is never changed'); END;
CREATE TRIGGER sales_count_line_is_forever_d BEFORE DELETE ON sales_count_line
    BEGIN SELECT RAISE(ABORT, 'sales_count_line is never changed'); END;
CREATE TRIGGER settlement_statement_product_is_forever_u BEFORE UPDATE ON settlement_statement_product
    BEGIN SELECT RAISE(ABORT, 'settlement_statement_product is never changed'); END;
CREATE TRIGGER settlement_statement_product_is_forever_d BEFORE DELETE ON settlement_statement_product
    BEGIN SELECT RAISE(ABORT, 'settlement_statement_product is never changed'); END;
CREATE TRIGGER settlement_statement_line_is_forever_u BEFORE UPDATE ON settlement_statement_line
    BEGIN SELECT RAISE(ABORT, 'settlement_statement_line is never changed'); END;
CREATE TRIGGER settlement_statement_line_is_forever_d BEFORE DELETE ON settlement_statement_line
    BEGIN SELECT RAISE(ABORT, 'settlement_statement_line is never changed'); END;
CREATE TRIGGER settlement_statement_loss_is_forever_u BEFORE UPDATE ON settlement_statement_loss
    BEGIN SELECT RAISE(ABORT, 'settlement_statement_loss is never changed'); END;
CREATE TRIGGER settlement_statement_loss_is_forever_d BEFORE DELETE ON settlement_statement_loss
    BEGIN SELECT RAISE(ABORT, 'settlement_statement_loss is never changed'); END;
CREATE TRIGGER settlement_statement_answer_is_forever_u BEFORE UPDATE ON settlement_statement_answer
    BEGIN SELECT RAISE(ABORT, 'settlement_statement_answer is never changed'); END;
CREATE TRIGGER settlement_statement_answer_is_forever_d BEFORE DELETE ON settlement_statement_answer
    BEGIN SELECT RAISE(ABORT, 'settlement_statement_answer is never changed'); END;
CREATE TRIGGER settlement_rule_recipient_is_forever_u BEFORE UPDATE ON settlement_rule_recipient
    BEGIN SELECT RAISE(ABORT, 'settlement_rule_recipient is never changed'); END;
CREATE TRIGGER settlement_rule_recipient_is_forever_d BEFORE DELETE ON settlement_rule_recipient
    BEGIN SELECT RAISE(ABORT, 'settlement_rule_recipient is never changed'); END;
CREATE TRIGGER settlement_distribution_is_forever_u BEFORE UPDATE ON settlement_distribution
    BEGIN SELECT RAISE(ABORT, 'settlement_distribution is never changed'); END;
CREATE TRIGGER settlement_distribution_is_forever_d BEFORE DELETE ON settlement_distribution
    BEGIN SELECT RAISE(ABORT, 'settlement_distribution is never changed'); END;
CREATE TRIGGER settlement_distribution_part_is_forever_u BEFORE UPDATE ON settlement_distribution_part
    BEGIN SELECT RAISE(ABORT, 'settlement_distribution_part is never changed'); END;
CREATE TRIGGER settlement_distribution_part_is_forever_d BEFORE DELETE ON settlement_distribution_part
    BEGIN SELECT RAISE(ABORT, 'settlement_distribution_part is never changed'); END;
CREATE TRIGGER settlement_distribution_batch_is_forever_u BEFORE UPDATE ON settlement_distribution_batch
    BEGIN SELECT RAISE(ABORT, 'settlement_distribution_batch is never changed'); END;
CREATE TRIGGER settlement_distribution_batch_is_forever_d BEFORE DELETE ON settlement_distribution_batch
    BEGIN SELECT RAISE(ABORT, 'settlement_distribution_batch is never changed'); END;
CREATE TRIGGER settlement_premi_is_forever_u BEFORE UPDATE ON settlement_premi
    BEGIN SELECT RAISE(ABORT, 'settlement_premi is never changed'); END;
CREATE TRIGGER settlement_premi_is_forever_d BEFORE DELETE ON settlement_premi
    BEGIN SELECT RAISE(ABORT, 'settlement_premi is never changed'); END;
CREATE TRIGGER settlement_premi_credit_is_forever_u BEFORE UPDATE ON settlement_premi_credit
    BEGIN SELECT RAISE(ABORT, 'settlement_premi_credit is never changed'); END;
CREATE TRIGGER settlement_premi_credit_is_forever_d BEFORE DELETE ON settlement_premi_credit
    BEGIN SELECT RAISE(ABORT, 'settlement_premi_credit is never changed'); END;
