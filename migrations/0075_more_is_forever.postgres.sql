-- What a figure is made of is never changed, as the journal and the postings are not: whoever
-- wants to correct it writes a row that says so. A migration that makes one of these tables anew
-- gives it its triggers again (hilir's tests look for them).
CREATE TRIGGER catalogue_price_is_forever BEFORE UPDATE OR DELETE ON catalogue_price
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER production_cost_line_is_forever BEFORE UPDATE OR DELETE ON production_cost_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER production_batch_maker_is_forever BEFORE UPDATE OR DELETE ON production_batch_maker
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER consignment_delivery_line_is_forever BEFORE UPDATE OR DELETE ON consignment_delivery_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER consignment_receipt_is_forever BEFORE UPDATE OR DELETE ON consignment_receipt
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER consignment_receipt_line_is_forever BEFORE UPDATE OR DELETE ON consignment_receipt_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER consignment_recall_is_forever BEFORE UPDATE OR DELETE ON consignment_recall
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER consignment_movement_line_is_forever BEFORE UPDATE OR DELETE ON consignment_movement_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER consignment_count_is_forever BEFORE UPDATE OR DELETE ON consignment_count
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER consignment_count_line_is_forever BEFORE UPDATE OR DELETE ON consignment_count_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER consignment_move_is_forever BEFORE UPDATE OR DELETE ON consignment_move
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER sales_sale_is_forever BEFORE UPDATE OR DELETE ON sales_sale
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER sales_line_is_forever BEFORE UPDATE OR DELETE ON sales_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER sales_receipt_sale_is_forever BEFORE UPDATE OR DELETE ON sales_receipt_sale
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER sales_below_is_forever BEFORE UPDATE OR DELETE ON sales_below
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER sales_refund_is_forever BEFORE UPDATE OR DELETE ON sales_refund
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER sales_refund_line_is_forever BEFORE UPDATE OR DELETE ON sales_refund_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER sales_count_is_forever BEFORE UPDATE OR DELETE ON sales_count
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER sales_count_line_is_forever BEFORE UPDATE OR DELETE ON sales_count_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_statement_product_is_forever BEFORE UPDATE OR DELETE ON settlement_statement_product
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_statement_line_is_forever BEFORE UPDATE OR DELETE ON settlement_statement_line
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_statement_loss_is_forever BEFORE UPDATE OR DELETE ON settlement_statement_loss
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_statement_answer_is_forever BEFORE UPDATE OR DELETE ON settlement_statement_answer
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_rule_recipient_is_forever BEFORE UPDATE OR DELETE ON settlement_rule_recipient
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_distribution_is_forever BEFORE UPDATE OR DELETE ON settlement_distribution
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_distribution_part_is_forever BEFORE UPDATE OR DELETE ON settlement_distribution_part
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_distribution_batch_is_forever BEFORE UPDATE OR DELETE ON settlement_distribution_batch
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_premi_is_forever BEFORE UPDATE OR DELETE ON settlement_premi
    FOR EACH ROW EXECUTE FUNCTION is_forever();
CREATE TRIGGER settlement_premi_credit_is_forever BEFORE UPDATE OR DELETE ON settlement_premi_credit
    FOR EACH ROW EXECUTE FUNCTION is_forever();
